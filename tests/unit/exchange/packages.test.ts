import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  city,
  county,
  enter,
  idNumber,
  nameOf,
  openUnit,
  pair,
  personOf,
  type TestUnit,
} from '../../fixtures/units.ts'

const profile = 'labour-ledger'
const send = (from: TestUnit, to: TestUnit, more: object = {}) =>
  from.ok('package.make', { to: to.name, profile, ...more })
const receive = (at: TestUnit, file: { name: string; bytes: Uint8Array }) =>
  at.ok('package.receive', { file: { name: file.name, bytes: file.bytes } })
const change = async (unit: TestUnit, id: string, values: Record<string, unknown>) => {
  const [found] = await unit.ok('person.search', { text: id })
  if (!found) throw new Error(`nobody with ${id}`)
  await unit.ok('labourer.save', { id: found.id, values: values as never })
}

describe('packages between county and city', () => {
  let lower: TestUnit
  let upper: TestUnit
  const [one, two, three] = [idNumber(0), idNumber(1), idNumber(2)]

  beforeAll(async () => {
    ;[lower, upper] = await Promise.all([openUnit(county), openUnit(city)])
    await pair(lower, upper)
    await enter(lower, 4)
  })
  afterAll(() => Promise.all([lower.close(), upper.close()]))

  it('goes up as a whole, is shown before it is taken, and taken in one batch', async () => {
    const made = await send(lower, upper, { period: '2026年11月' })
    expect(made).toMatchObject({ rows: 4, sequence: 1, removed: 0, warnings: [] })
    const preview = await upper.ok('package.preview', { file: made })
    expect(preview.incoming).toMatchObject({
      kind: 'full',
      sender: { name: county.unitName },
      sequence: 1,
      rows: 4,
      period: '2026年11月',
      warnings: [],
    })
    expect(preview.counts).toMatchObject({ rows: 4, new: 4, blocked: 0 })
    expect(await upper.ok('ledger.count', { ledger: 'labourer' })).toMatchObject({ total: 0 })
    const result = await receive(upper, made)
    expect(result.counts).toMatchObject({ rows: 4, new: 4 })
    expect(await personOf(upper, one)).toMatchObject({
      name: nameOf(0),
      phone: '19900001111',
      monthlyWage: 400_000,
    })
    expect((await upper.ok('package.list', {}))[0]).toMatchObject({
      direction: 'in',
      rows: 4,
      undone: false,
      gap: null,
    })
  })

  it('is answered by a receipt with a result for each row', async () => {
    const [received] = await upper.ok('package.list', {})
    const receipt = await upper.ok('package.receipt', { package: received?.packageId ?? '' })
    const preview = await lower.ok('package.preview', { file: receipt })
    expect(preview.receipt).toEqual({
      sequence: 1,
      results: { accepted: 4, changed: 0, conflict: 0, refused: 0 },
    })
    await receive(lower, receipt)
    const sent = (await lower.ok('package.list', {})).find(
      ({ direction, kind }) => direction === 'out' && kind === 'full',
    )
    expect(sent).toMatchObject({ results: { accepted: 4 } })
    expect(sent?.acknowledgedAt).not.toBeNull()
  })

  it('sends only what changed since the package that was acknowledged', async () => {
    await change(lower, one, { phone: '19900003333' })
    const made = await send(lower, upper, { kind: 'changes' })
    expect(made.rows).toBe(1)
    const { counts } = await receive(upper, made)
    expect(counts).toMatchObject({ rows: 1, changed: 1, conflict: 0 })
    expect(await personOf(upper, one)).toMatchObject({ phone: '19900003333' })
  })

  it('repeats an unacknowledged package in the next one', async () => {
    await change(lower, two, { phone: '19900004444' })
    const made = await send(lower, upper, { kind: 'changes' })
    expect(made.rows).toBe(2)
    expect((await receive(upper, made)).counts).toMatchObject({ rows: 2, changed: 1, unchanged: 1 })
  })

  it('joins changes of both sides in different fields, and keeps ours where both changed one', async () => {
    await change(upper, three, { homeAddress: '市里核实的地址', monthlyWage: 500_000 })
    await change(lower, three, { phone: '19900005555', monthlyWage: 450_000 })
    const made = await send(lower, upper, { kind: 'changes' })
    const preview = await upper.ok('package.preview', { file: made })
    const shown = preview.shown.find(({ kind }) => kind === 'conflict')
    expect(shown?.conflicts).toEqual([
      {
        ...{ field: 'monthlyWage', label: '月平均工资', base: 400_000, baseKnown: true },
        ...{ ours: 500_000, theirs: 450_000 },
      },
    ])
    const { counts } = await receive(upper, made)
    expect(counts).toMatchObject({ rows: 3, conflict: 1, unchanged: 2 })
    expect(await personOf(upper, three)).toMatchObject({
      homeAddress: '市里核实的地址',
      phone: '19900005555',
      monthlyWage: 500_000,
    })
  })

  it('waits for a person to decide, applies the decision and can take it back', async () => {
    expect(await upper.ok('conflict.groups', {})).toMatchObject([{ field: 'monthlyWage', count: 1 }])
    const { rows } = await upper.ok('conflict.list', {})
    expect(rows).toMatchObject([
      { name: nameOf(2), sender: county.unitName, oursFrom: null, theirs: 450_000 },
    ])
    const ids = rows.map(({ id }) => id)
    const { batchId } = await upper.ok('conflict.decide', { which: { ids }, choice: 'theirs' })
    expect(await personOf(upper, three)).toMatchObject({ monthlyWage: 450_000 })
    expect((await upper.ok('conflict.list', {})).total).toBe(0)
    await upper.ok('batch.undo', { id: batchId })
    expect(await personOf(upper, three)).toMatchObject({ monthlyWage: 500_000 })
    expect((await upper.ok('conflict.list', {})).total).toBe(1)
    await upper.ok('conflict.decide', { which: { ids }, choice: 'ours', remember: true })
  })

  it('tells the sender in the receipt what became of its rows', async () => {
    const [received] = await upper.ok('package.list', {})
    const receipt = await upper.ok('package.receipt', { package: received?.id ?? 0 })
    await receive(lower, receipt)
    const list = await lower.ok('package.list', {})
    const sent = list.find(({ direction, kind }) => direction === 'out' && kind === 'changes')
    expect(sent?.results).toEqual({ accepted: 2, changed: 1, conflict: 0, refused: 0 })
    const { rows } = await lower.ok('package.rows', { id: sent?.id ?? 0, result: 'changed' })
    expect(rows).toMatchObject([{ name: nameOf(2), reasons: expect.stringContaining('月平均工资') }])
  })

  it('goes down again with what the city holds, and is merged there', async () => {
    const [received] = (await upper.ok('package.list', {})).filter(
      ({ direction, kind }) => direction === 'in' && kind === 'changes',
    )
    const reply = await upper.ok('package.make', {
      to: county.unitName,
      profile,
      kind: 'reply',
      answers: received?.id ?? 0,
    })
    expect(reply.rows).toBe(3)
    const { counts } = await receive(lower, reply)
    expect(counts).toMatchObject({ rows: 3, conflict: 0, changed: 1, unchanged: 2 })
    expect(await personOf(lower, three)).toMatchObject({
      homeAddress: '市里核实的地址',
      phone: '19900005555',
      monthlyWage: 500_000,
    })
  })

  it('has nothing more to say when both hold the same', async () => {
    expect((await send(lower, upper, { kind: 'changes' })).rows).toBe(0)
  })

  it('treats a later conflict of the same field as it was decided', async () => {
    await change(upper, three, { monthlyWage: 520_000 })
    await change(lower, three, { monthlyWage: 480_000 })
    const { counts } = await receive(upper, await send(lower, upper, { kind: 'changes' }))
    expect(counts.conflict).toBe(0)
    expect(await personOf(upper, three)).toMatchObject({ monthlyWage: 520_000 })
  })

  it('says who is no longer among the rows, and does not remove them at the receiver', async () => {
    const history = await lower.ok('batch.page', {})
    expect(history.rows.length).toBeGreaterThan(0)
    const preview = await lower.ok('package.count', { to: city.unitName, profile, kind: 'full' })
    expect(preview.removed).toEqual([])
  })
})
