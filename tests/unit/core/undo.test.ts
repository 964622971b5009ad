import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, recordsOf } from '../../fixtures/messy/county-rows.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows, recordsFile } from './files.ts'

const keys = ['name', 'idNumber', 'phone', 'homeAddress']
const one = labourer({ name: '石一鸣', idNumber: '433126198501011219', homeAddress: '古阳镇一组1号' })
const two = labourer({ name: '石二虎', idNumber: '433126198601011214', homeAddress: '古阳镇一组2号' })

/** The figures of the start page against the lists that they open. */
async function expectFiguresRight(office: TestOffice) {
  const { figures } = await office.ok('figure.start', {})
  const lists = await office.ok('ledger.lists', {})
  for (const figure of figures) {
    const list = lists.find(({ key }) => key === figure.list)
    if (!list) throw new Error(`no list ${figure.list}`)
    const { total } = await office.ok('ledger.count', { ledger: list.ledger, list: list.key })
    expect(figure.value, figure.label).toBe(total)
  }
}

describe('undoing an import', () => {
  let office: TestOffice
  let ids: number[] = []
  const stateOf = (id: number) => office.formOf(id)
  beforeAll(async () => {
    office = await openOffice()
    ids = []
    for (const values of [one, two]) ids.push((await office.ok('labourer.save', { values, submit: true })).id)
  })
  afterAll(() => office.close())

  it('gives everybody their former values back and removes who came new', async () => {
    const [first = 0] = ids
    const before = await office.ok('labourer.get', { id: first })
    const newcomer = labourer({ name: '欧三凤', idNumber: '433126198701011219' })
    const file = recordsFile(
      '改一批.xlsx',
      'labourer',
      [{ ...one, phone: '19900005555', homeAddress: '搬到别处' }, newcomer],
      keys,
    )
    const done = await office.ok('import.run', { file, ledger: 'labourer' })
    expect(done).toMatchObject({ inserted: 1, updated: 1 })
    expect((await office.ok('person.search', { text: '三凤' })).length).toBe(1)
    await expectFiguresRight(office)

    const undone = await office.ok('batch.undo', { id: done.importId })
    expect(undone).toMatchObject({ restored: 1, removed: 1, kept: [] })
    const after = await office.ok('labourer.get', { id: first })
    expect({ ...after.values, updatedOn: null }).toEqual({ ...before.values, updatedOn: null })
    expect(after.formState).toBe(before.formState)
    expect(after.episodes.map(({ values }) => values)).toEqual(before.episodes.map(({ values }) => values))
    expect(await office.ok('person.search', { text: '三凤' })).toEqual([])
    expect(await office.ok('person.search', { text: newcomer.idNumber })).toEqual([])
    expect((await office.ok('person.search', { text: '19900005555' })).length).toBe(0)
    await expectFiguresRight(office)
  })

  it('is itself undone by undoing the undoing; twice is refused', async () => {
    const [first = 0] = ids
    const file = recordsFile('再改.xlsx', 'labourer', [{ ...one, phone: '19900006666' }], keys)
    const { importId } = await office.ok('import.run', { file, ledger: 'labourer' })
    const { undoId } = await office.ok('batch.undo', { id: importId })
    const again = await office.refused('batch.undo', { id: importId })
    expect(again).toMatchObject({ code: 'conflict' })
    expect(again.message).toContain('已经撤销过')
    expect((await stateOf(first)).phone).toBe(one.phone)
    const redone = await office.ok('batch.undo', { id: undoId })
    expect((await stateOf(first)).phone).toBe('19900006666')
    await office.ok('batch.undo', { id: redone.undoId })
    expect((await stateOf(first)).phone).toBe(one.phone)
  })

  it('keeps what somebody changed since, names it, and restores the rest', async () => {
    const [first = 0, second = 0] = ids
    const newcomer = labourer({ name: '欧四海', idNumber: '433126198801011213' })
    const file = recordsFile(
      '改两人.xlsx',
      'labourer',
      [{ ...one, phone: '19900003333', homeAddress: '一号新址' }, { ...two, phone: '19900004444' }, newcomer],
      keys,
    )
    const { importId } = await office.ok('import.run', { file, ledger: 'labourer' })
    const edited = await office.ok('labourer.get', { id: first })
    await office.ok('labourer.save', { id: first, version: edited.version, values: { phone: '19900009999' } })
    const found = await office.ok('labourer.find', { idNumber: newcomer.idNumber })
    const fresh = await office.ok('labourer.get', { id: found?.id ?? 0 })
    await office.ok('labourer.save', {
      id: fresh.id,
      version: fresh.version,
      values: { homeAddress: '后来填的' },
    })

    const undone = await office.ok('batch.undo', { id: importId })
    expect(undone.kept).toContainEqual({
      entity: '采集表',
      entityId: first,
      name: one.name,
      fields: ['联系电话'],
    })
    expect(undone.kept).toContainEqual(
      expect.objectContaining({
        entityId: fresh.id,
        name: newcomer.name,
        fields: expect.arrayContaining(['家庭地址']),
      }),
    )
    expect(await stateOf(first)).toMatchObject({ phone: '19900009999', homeAddress: one.homeAddress })
    expect(await stateOf(second)).toMatchObject({ phone: two.phone })
    expect(await stateOf(fresh.id)).toMatchObject({ homeAddress: '后来填的' })
    await office.ok('labourer.remove', { id: fresh.id, reason: '试完删除' })
    await expectFiguresRight(office)
  })

  it('refuses what was never imported', async () => {
    expect((await office.refused('batch.undo', { id: 99_999 })).code).toBe('not_found')
  })
})

describe('undoing a whole county', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  it('takes back courses, work, members and families, the last first, and leaves nothing behind', async () => {
    const households = county(60)
    const imports: number[] = []
    for (const ledger of ['household', 'member', 'labourer', 'employment', 'training'] as const) {
      const file = recordsFile(`${ledger}.xlsx`, ledger, recordsOf(ledger, households))
      imports.push((await office.ok('import.run', { file, ledger })).importId)
      await expectFiguresRight(office)
    }
    const snapshot = async () => ({
      people: await allRows(office, { ledger: 'member' }, [
        'name',
        'idNumber',
        'formState',
        'employmentState',
        'employerName',
        'householdCode',
        'headName',
      ]),
      households: await allRows(office, { ledger: 'household' }, [
        'householdCode',
        'headName',
        'memberCount',
        'labourCount',
        'employedCount',
      ]),
      employments: await allRows(office, { ledger: 'employment' }, [
        'name',
        'employedOn',
        'endedOn',
        'employerName',
      ]),
      trainings: await allRows(office, { ledger: 'training' }, ['name', 'trade']),
    })
    const full = await snapshot()
    const undoing: number[] = []
    for (const id of imports.toReversed()) {
      const undone = await office.ok('batch.undo', { id })
      expect(undone.kept).toEqual([])
      undoing.push(undone.undoId)
      await expectFiguresRight(office)
    }
    for (const ledger of ['member', 'household', 'employment', 'training'] as const) {
      expect((await office.ok('ledger.count', { ledger })).total, ledger).toBe(0)
    }
    expect((await office.ok('figure.start', {})).trend.every(({ people }) => people === 0)).toBe(true)
    for (const id of undoing.toReversed()) expect((await office.ok('batch.undo', { id })).kept).toEqual([])
    expect(await snapshot()).toEqual(full)
    await expectFiguresRight(office)
  })
})
