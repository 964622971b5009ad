import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkService } from '../../../src/shared/domain/service/rules.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { recordsFile } from './files.ts'

const facts = { today: '2026-11-23', birthDate: '1996-02-29', isTwin: false }
const codes = (service: object, more: object = {}) =>
  checkService({ kind: 'jobReferral', servedOn: '2026-11-23', ...service }, { ...facts, ...more }).map(
    ({ code }) => code,
  )

describe('the rules of a service', () => {
  it.each([
    [{}, {}, []],
    [{ kind: null }, {}, ['S01_kind']],
    [{ servedOn: null }, {}, ['S02_day']],
    [{ servedOn: '2026-02-29' }, {}, ['S02_day']],
    [{ servedOn: '2026-11-24' }, {}, ['S02_future']],
    [{ servedOn: '1996-02-29' }, {}, []],
    [{ servedOn: '1996-02-28' }, {}, ['S02_before_birth']],
    [{ servedOn: '1996-02-28' }, { birthDate: null }, []],
    [{}, { isTwin: true }, ['S03_twin']],
  ])('%j %j breaks %j', (service, more, expected) => {
    expect(codes(service, more)).toEqual(expected)
  })
})

describe('service records', () => {
  let office: TestOffice
  let personId: number
  let idNumber: string
  beforeAll(async () => {
    office = await openOffice({ demo: { people: 400, seed: 5 } })
    await office.ok('session.unlock', { passphrase: '' }).catch(() => null)
    const { rows } = await office.full('ledger.page', {
      ledger: 'labourer',
      columns: ['idNumber', 'noServices'],
      filters: [{ field: 'noServices', op: 'is', value: true }],
    })
    const row = rows.find(({ values }) => String(values.idNumber).length === 18)
    personId = row?.id ?? 0
    idNumber = String(row?.values.idNumber)
  })
  afterAll(() => office.close())

  const save = (values: Record<string, string>) => ({ personId, kind: 'service' as const, values })

  it('keeps a refused offer, counts a day once a kind and refuses the same service twice', async () => {
    const offer = {
      kind: 'jobReferral',
      servedOn: '2026-11-20',
      concerned: '茶厂包装工',
      response: 'declined',
    }
    await office.ok('episode.save', save(offer))
    await office.ok('episode.save', save({ ...offer, concerned: '酒店服务员' }))
    const twin = await office.refused('episode.save', save(offer))
    expect(twin.message).toContain('这一天已登记过同一项服务')
    const declined = await office.ok('ledger.count', {
      ledger: 'service',
      list: 'declined-services',
      search: idNumber,
    })
    expect(declined.total).toBe(2)
    // The form's own count is held against one contact, not two.
    const { violations } = await office.ok('labourer.check', {
      id: personId,
      values: { noServices: null, placementCount: 2 },
    })
    expect(violations.find(({ field }) => field === 'placementCount')?.message).toContain('1次不一致')
  })

  it('refuses what lies ahead or before birth with one sentence, and keeps nothing', async () => {
    const before = await office.ok('ledger.count', { ledger: 'service' })
    for (const servedOn of ['2026-11-24', '1900-01-01']) {
      const refused = await office.refused('episode.save', save({ kind: 'other', servedOn }))
      expect(refused.message).toMatch(/^服务日期.*没有保存。$/)
    }
    expect(await office.ok('ledger.count', { ledger: 'service' })).toEqual(before)
  })

  it('imports rows once, blocks the impossible ones and takes the import back', async () => {
    const name = (await office.ok('labourer.get', { id: personId })).values.name ?? null
    const row = { name, idNumber, kind: 'internship', servedOn: '2026-11-02', concerned: '县医院见习' }
    const rows = [row, { ...row, servedOn: '2026-12-01' }, { ...row, kind: 'policyAdvice', concerned: null }]
    const file = recordsFile('服务.xlsx', 'service', rows)
    const done = await office.ok('import.run', { file })
    expect(done).toMatchObject({ inserted: 2, blocked: 1 })
    expect(await office.ok('import.run', { file })).toMatchObject({ inserted: 0, unchanged: 2, blocked: 1 })
    expect(await office.ok('batch.undo', { id: done.importId })).toMatchObject({ removed: 2 })
  })
})
