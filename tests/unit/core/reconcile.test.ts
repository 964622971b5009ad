import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTable } from '../../../src/main/core/workbook/index.ts'
import type { ReconcileKind } from '../../../src/shared/contract/calls/reconcile.ts'
import type { Input } from '../../../src/shared/contract/index.ts'
import { checkDigit } from '../../../src/shared/domain/id-number.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'
import { type NamedFile, sheetFile } from './files.ts'

const number = (sequence: number) => {
  const body = `43312619900101${String(sequence).padStart(3, '0')}`
  return body + checkDigit(body)
}
const header = ['姓名', '身份证号', '户籍地', '电话', '性别', '文化程度', '就业时间', '月工资']
type Cell = string | number | null

describe('a list of another office', () => {
  let office: TestOffice
  const people = [
    { name: '石小花', idNumber: number(2), phone: '19900000001' },
    { name: '田大山', idNumber: number(11), phone: '19900000002' },
    { name: '龙金凤', idNumber: number(22), phone: '19900000003' },
    { name: '向远志', idNumber: number(33), phone: '19900000004' },
    { name: '张腊梅', idNumber: number(44), phone: '19900000005' },
  ]
  const place = '湖南省湘西州古丈县古阳镇'
  const sexOf = (idNumber: string) => (Number(idNumber[16]) % 2 === 1 ? '男' : '女')
  const rowOf = (index: number, changes: Record<number, Cell> = {}): Cell[] => {
    const person = people[index] as (typeof people)[number]
    const row: Cell[] = [
      person.name,
      person.idNumber,
      place,
      person.phone,
      sexOf(person.idNumber) === '男' ? '1' : '2',
      '初中',
      '2026.1',
      '4000',
    ]
    for (const [column, value] of Object.entries(changes)) row[Number(column)] = value
    return row
  }
  const list = (...rows: Cell[][]): NamedFile =>
    sheetFile('社保名单.xlsx', [['社保参保名单'], header, ...rows, ['合计', null, `${rows.length}人`]])
  const compare = (file: NamedFile, options: Partial<Input<'reconcile.run'>> = {}) =>
    office.ok('reconcile.run', { file, ledger: 'labourer', against: { kind: 'ledger' }, ...options })
  const rowsOf = async (id: number, kind: ReconcileKind, more: Partial<Input<'reconcile.page'>> = {}) =>
    (await office.ok('reconcile.page', { id, kind, ...more })).rows

  beforeAll(async () => {
    office = await openOffice()
    for (const person of people) {
      await office.ok('labourer.save', { values: labourer({ ...person, labourerSignature: person.name }) })
    }
  })
  afterAll(() => office.close())

  it('is equal where only the writing differs, and nothing is written into the ledger', async () => {
    const before = await office.ok('batch.page', {})
    const run = await compare(list(...people.map((_, index) => rowOf(index))))
    expect(run.counts).toMatchObject({ equal: 5, differs: 0, onlyOurs: 0, onlyTheirs: 0, open: 0, unread: 0 })
    expect(run).toMatchObject({ skipped: 1, actor: '石主任', asOf: '2026-11-23', oursName: null })
    expect(run.basis).toContain('已建采集表')
    expect(await office.ok('batch.page', {})).toEqual(before)
  })

  it('says field by field what differs, with what cannot be read as written', async () => {
    const run = await compare(
      list(
        rowOf(0, { 3: '13800000000', 7: '0.35万' }),
        rowOf(1, { 5: '大学肄业' }),
        rowOf(2, { 3: null, 5: '' }),
        rowOf(3, { 0: '向远智' }),
      ),
    )
    expect(run.counts).toMatchObject({ differs: 3, equal: 1, onlyOurs: 1 })
    expect(run.counts.byField).toEqual({ phone: 1, monthlyWage: 1, education: 1, name: 1 })
    const [first, second, third] = await rowsOf(run.id, 'differs')
    expect(first?.person.place).toBe(3)
    expect(first?.differences).toEqual([
      { field: 'phone', ours: '199****0001', theirs: '138****0000', written: null },
      { field: 'monthlyWage', ours: 400_000, theirs: 350_000, written: null },
    ])
    expect(second?.differences).toEqual([
      { field: 'education', ours: '70', theirs: null, written: '大学肄业' },
    ])
    expect(third?.differences).toEqual([{ field: 'name', ours: '向远志', theirs: '向远智', written: null }])
    expect(third?.partner?.personId).toBeGreaterThan(0)
    expect(await rowsOf(run.id, 'differs', { field: 'education' })).toHaveLength(1)
    expect((await rowsOf(run.id, 'onlyOurs')).map(({ person }) => person.name)).toEqual(['张腊梅'])
  })

  it('shows wordings that nobody knows, and compares by what they are said to mean', async () => {
    const file = list(rowOf(1, { 5: '大学肄业' }), rowOf(2, { 5: '大学肄业' }), rowOf(3))
    const { sheets } = await office.ok('reconcile.inspect', { file, ledger: 'labourer' })
    const columns = Object.fromEntries(
      (sheets[0]?.columns ?? []).flatMap(({ index, field }) => (field ? [[String(index), field]] : [])),
    )
    const mapping = {
      ...{ sheet: 0, headerRow: sheets[0]?.headerRow ?? 0, ledger: 'labourer' as const, columns },
      valueMaps: {},
    }
    expect(await office.ok('reconcile.words', { file, mapping })).toEqual({
      unknownValues: [{ field: 'education', label: '文化程度', text: '大学肄业', count: 2 }],
    })
    const mapped = { ...mapping, valueMaps: { education: { 大学肄业: '初中' } } }
    expect(await office.ok('reconcile.words', { file, mapping: mapped })).toEqual({ unknownValues: [] })
    expect((await compare(file, { mapping: mapped })).counts).toMatchObject({ equal: 3, differs: 0 })
    const { remembered } = await office.ok('reconcile.inspect', { file, ledger: 'labourer' })
    expect(remembered?.valueMaps).toEqual(mapped.valueMaps)
  })

  it('counts blanks of theirs when told to', async () => {
    const run = await compare(list(rowOf(2, { 3: null })), { blanksDiffer: true })
    expect(run.counts.byField).toEqual({ phone: 1 })
  })

  it('knows who is in the ledger, but not in the list that is compared', async () => {
    const run = await compare(list(rowOf(0)), { against: { kind: 'ledger', list: 'unemployed' } })
    expect(run.counts).toMatchObject({ ours: 0, onlyTheirs: 1 })
    const [entry] = await rowsOf(run.id, 'onlyTheirs')
    expect(entry).toMatchObject({ elsewhere: true })
    expect(entry?.person.personId).toBeGreaterThan(0)
  })

  it('leaves out rows that are nobody or somebody twice, with the reason', async () => {
    const run = await compare(list(rowOf(0), rowOf(0), rowOf(1, { 0: null, 1: null })))
    expect(run.counts).toMatchObject({ equal: 1, unread: 2 })
    const unread = await rowsOf(run.id, 'unread')
    expect(unread[0]?.reason).toContain('与第 3 行相同')
    expect(unread[1]?.reason).toContain('认不出是谁')
  })

  it('does not lose a row whose number was kept as a figure', async () => {
    const lost = sheetFile('名单.xlsx', [
      header,
      [people[0]?.name ?? '', { digits: '4.33126199001011E+17' }, place, '19900000001'],
    ])
    const run = await compare(lost)
    expect(run.counts).toMatchObject({ open: 1, inQuestion: 1, onlyOurs: 4 })
    const [entry] = await rowsOf(run.id, 'open')
    expect(entry?.person.unreadable.idNumber).toContain('E+')
    expect(entry?.candidates[0]).toMatchObject({ name: '石小花', points: 78 })
  })

  describe('decisions', () => {
    const unsure = () =>
      list(
        rowOf(0, { 1: null }),
        rowOf(1, { 1: null, 3: '13800000000' }),
        rowOf(2, { 1: null, 5: '高中' }),
        rowOf(3),
      )

    it('pair or part the rows, are remembered with who and when, and can be taken back', async () => {
      const run = await compare(unsure())
      expect(run.counts).toMatchObject({ open: 2, inQuestion: 2, equal: 1, onlyTheirs: 1, onlyOurs: 2 })
      const [first, second] = await rowsOf(run.id, 'open')
      if (!first?.candidates[0] || !second?.candidates[0]) throw new Error('no candidates')

      const yes = { id: run.id, theirs: first.person.seq, ours: first.candidates[0].seq, same: true }
      expect((await office.ok('reconcile.decide', yes)).counts).toMatchObject({
        open: 1,
        equal: 2,
        inQuestion: 1,
      })
      expect((await office.refused('reconcile.decide', yes)).code).toBe('conflict')
      const after = await office.ok('reconcile.decide', {
        id: run.id,
        theirs: second.person.seq,
        ours: null,
        same: false,
      })
      expect(after.counts).toMatchObject({ open: 0, inQuestion: 0, onlyTheirs: 2, onlyOurs: 3 })
      const equal = await rowsOf(run.id, 'equal')
      expect(equal.find(({ decision }) => decision)?.decision).toEqual({
        same: true,
        actor: '石主任',
        at: '2026-11-23T02:00:00.000Z',
      })

      const again = await compare(unsure())
      expect(again.counts).toMatchObject({ open: 0, equal: 2, onlyTheirs: 2, onlyOurs: 3 })
      const parted = (await rowsOf(again.id, 'onlyTheirs')).find(({ decision }) => decision)
      expect(parted?.decision).toMatchObject({ same: false, actor: '石主任' })

      const reopened = await office.ok('reconcile.undecide', {
        id: again.id,
        theirs: parted?.person.seq ?? 0,
      })
      expect(reopened.counts).toMatchObject({ open: 1, inQuestion: 1 })
      const back = await office.ok('reconcile.undecide', { id: run.id, theirs: first.person.seq })
      expect(back.counts).toMatchObject({ open: 1, equal: 1 })
      expect((await compare(unsure())).counts).toMatchObject({ open: 2 })
    })

    it('count what differs once two rows are one', async () => {
      const run = await compare(unsure())
      const entry = (await rowsOf(run.id, 'open')).find(({ person }) => person.name === '龙金凤')
      const ours = entry?.candidates[0]?.seq ?? 0
      const theirs = entry?.person.seq ?? 0
      const decided = await office.ok('reconcile.decide', { id: run.id, theirs, ours, same: true })
      expect(decided.counts.byField).toEqual({ education: 1 })
      expect((await office.ok('reconcile.undecide', { id: run.id, theirs })).counts.byField).toEqual({})
      expect((await office.refused('reconcile.undecide', { id: run.id, theirs })).code).toBe('conflict')
    })

    it('settle the others when two rows ask about one person', async () => {
      const run = await compare(list(rowOf(0, { 1: null }), rowOf(0, { 1: null, 5: '高中' })))
      expect(run.counts).toMatchObject({ open: 2, inQuestion: 1, clear: 0 })
      const [first] = await rowsOf(run.id, 'open')
      const ours = first?.candidates[0]?.seq ?? 0
      const decided = await office.ok('reconcile.decide', {
        id: run.id,
        theirs: first?.person.seq ?? 0,
        ours,
        same: true,
      })
      expect(decided.counts).toMatchObject({ open: 0, onlyTheirs: 1, inQuestion: 0 })
      const back = await office.ok('reconcile.undecide', { id: run.id, theirs: first?.person.seq ?? 0 })
      expect(back.counts).toMatchObject({ open: 2, onlyTheirs: 0, inQuestion: 1 })
    })

    it('accept what is clear in one step', async () => {
      const birth = [...header, '出生日期']
      const rows = [1, 3, 4].map((index) => [...rowOf(index, { 1: null }), '1990-01-01'])
      const run = await compare(sheetFile('无号码.xlsx', [birth, ...rows]))
      expect(run.counts).toMatchObject({ open: 3, clear: 3 })
      const { decided, run: after } = await office.ok('reconcile.decideClear', { id: run.id })
      expect(decided).toBe(3)
      expect(after.counts).toMatchObject({ open: 0, clear: 0, equal: 3 })
    })
  })

  it('is exported as a workbook whose figures and rows are those of the run', async () => {
    const run = await compare(
      list(rowOf(0, { 3: '13800000000' }), rowOf(1, { 1: null, 5: '高中' }), [
        '外来者',
        number(99),
        null,
        null,
        '男',
        null,
        null,
        null,
      ]),
    )
    expect(run.counts).toMatchObject({ differs: 1, open: 1, onlyTheirs: 1, onlyOurs: 3 })
    const { bytes, name } = await office.full('reconcile.export', { id: run.id })
    expect(name).toBe('账账核对-社保名单-20261123.xlsx')
    const { sheets } = await openTable(bytes, name)
    const names = ['口径与合计', '仅台账有', '仅对方有', '不一致', '待认定']
    expect(sheets.slice(0, 5).map((sheet) => sheet.name)).toEqual(names)
    const texts = Object.fromEntries(
      await Promise.all(names.map(async (sheet, index) => [sheet, await readTexts(bytes, index)] as const)),
    )
    const flat = (sheet: string) => (texts[sheet] ?? []).map((cells) => cells.join('|'))
    expect(flat('口径与合计')).toContainEqual(expect.stringMatching(/^仅台账有\|3\|/))
    expect(flat('仅对方有')).toContainEqual(expect.stringContaining('外来者'))
    expect(flat('不一致')).toContainEqual(expect.stringMatching(/石小花.*联系电话\|19900000001\|13800000000/))
    expect(flat('待认定')).toContainEqual(expect.stringMatching(/田大山.*姓名相同/))
    expect(flat('仅台账有').filter((line) => /19900000/.test(line))).toHaveLength(3)
  })

  it('is kept until it is deleted', async () => {
    const { rows, total } = await office.ok('reconcile.runs', { limit: 5 })
    expect(total).toBeGreaterThan(5)
    const id = rows[0]?.id ?? 0
    await office.ok('reconcile.remove', { id })
    expect((await office.ok('reconcile.runs', {})).total).toBe(total - 1)
    expect((await office.refused('reconcile.get', { id })).code).toBe('not_found')
    expect((await office.refused('reconcile.page', { id, kind: 'open' })).code).toBe('not_found')
  })

  it('leaves nothing behind when it is cancelled', async () => {
    const { total } = await office.ok('reconcile.runs', {})
    const many = Array.from({ length: 20_000 }, (_, index) => [
      `演示${index}`,
      null,
      place,
      `1380000${index % 1000}`,
    ])
    const input = {
      file: sheetFile('大名单.xlsx', [header, ...many]),
      ledger: 'labourer',
      against: { kind: 'ledger' },
    }
    const stop = office.core.onEvent((event) => {
      if (event.kind === 'progress' && event.phase === '正在逐行核对' && event.done > 0)
        office.core.cancel('long')
    })
    const result = await office.core.call({ id: 'long', name: 'reconcile.run', input })
    stop()
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect((await office.ok('reconcile.runs', {})).total).toBe(total)
  })

  it('is refused in words when nobody can be told apart by it', async () => {
    const bare = sheetFile('名单.xlsx', [
      ['姓名', '文化程度'],
      ['石小花', '初中'],
      ['田大山', '高中'],
    ])
    const failure = await office.refused('reconcile.run', {
      file: bare,
      ledger: 'labourer',
      against: { kind: 'ledger' },
    })
    expect(failure).toMatchObject({ code: 'refused' })
    expect(failure.message).toContain('至少还要有“联系电话”、“户籍地”、“出生日期”中的一列')
  })

  it('remembers columns that a person chose, apart from those of imports', async () => {
    const odd = sheetFile('名单.xlsx', [
      ['大名', '号码', '电话'],
      ['石小花', number(2), '19900000001'],
    ])
    const mapping = {
      sheet: 0,
      headerRow: 1,
      ledger: 'labourer',
      columns: { 0: 'name', 1: 'idNumber', 2: 'phone' },
    } as const
    expect((await compare(odd, { mapping })).counts).toMatchObject({ equal: 1 })
    const found = await office.ok('reconcile.inspect', { file: odd, ledger: 'labourer' })
    expect(found.remembered?.columns).toEqual(mapping.columns)
    expect((await office.ok('import.inspect', { file: odd, ledger: 'labourer' })).remembered).toBeNull()
  })
})

describe('two lists of two years', () => {
  it('are compared with each other, whatever the ledger has', async () => {
    const office = await openOffice()
    const file = (name: string, ...rows: Cell[][]) =>
      sheetFile(name, [['姓名', '身份证号', '电话', '文化程度'], ...rows])
    const run = await office.ok('reconcile.run', {
      file: file(
        '2026.xlsx',
        ['甲一', number(1), '13900000001', '初中'],
        ['乙二', number(2), '13900000002', '高中'],
        ['丙三', null, '13900000003', '初中'],
      ),
      ledger: 'labourer',
      against: {
        kind: 'file',
        file: file(
          '2025.xlsx',
          ['甲一', number(1), '13900000001', '初中'],
          ['乙二', number(2), '13900000002', '初中'],
          ['丙三', number(3), '13900000003', '初中'],
          ['丁四', number(4), '13900000004', '初中'],
          ['丁四', number(4), '13900000004', '初中'],
        ),
      },
    })
    expect(run).toMatchObject({ oursName: '2025.xlsx', theirsName: '2026.xlsx' })
    expect(run.counts).toMatchObject({
      equal: 1,
      differs: 1,
      open: 1,
      onlyOurs: 1,
      inQuestion: 1,
      unread: 1,
      ours: 5,
      theirs: 3,
    })
    const texts = await readTexts((await office.full('reconcile.export', { id: run.id })).bytes, 1)
    expect(texts.flat()).toContain('丁四')
    await office.close()
  })
})

describe('spells of work', () => {
  it('are matched by the month they began, and several of one person are no mistake', async () => {
    const office = await openOffice()
    const { id } = await office.ok('labourer.save', { values: labourer() })
    await office.ok('episode.save', {
      personId: id,
      kind: 'employment',
      values: {
        channel: 'self',
        range: 'outProvince',
        type: 'transfer',
        employedOn: '2025-01-05',
        endedOn: '2025-06-30',
        workAddress: '深圳',
        contractMonths: 0,
      },
    })
    const header = ['劳动力姓名', '劳动力身份证号', '就业起始日期', '就业终止日期']
    const idNumber = labourer().idNumber
    const run = await office.ok('reconcile.run', {
      file: sheetFile('就业.xlsx', [
        header,
        ['石小花', idNumber, '2025年1月', '2025-06-30'],
        ['石小花', idNumber, '2026.1', null],
      ]),
      ledger: 'employment',
      against: { kind: 'ledger', list: 'employments' },
    })
    expect(run.counts).toMatchObject({ equal: 2, differs: 0, onlyOurs: 0, onlyTheirs: 0, unread: 0 })

    // A list of one day against the spells that were running on it, both ends included; the one of 2026 is another.
    const running = async (day: string) => {
      const file = sheetFile('某日.xlsx', [header, ['石小花', idNumber, '2025年1月', '2025-06-30']])
      const { counts, basis } = await office.ok('reconcile.run', {
        file,
        ledger: 'employment',
        against: { kind: 'workOn', day },
      })
      expect(basis).toContain(`${day} 在就业`)
      return { equal: counts.equal, differs: counts.differs, onlyTheirs: counts.onlyTheirs }
    }
    expect(await running('2025-01-04')).toEqual({ equal: 0, differs: 0, onlyTheirs: 1 })
    expect(await running('2025-01-05')).toEqual({ equal: 1, differs: 0, onlyTheirs: 0 })
    expect(await running('2025-06-30')).toEqual({ equal: 1, differs: 0, onlyTheirs: 0 })
    expect(await running('2025-07-01')).toEqual({ equal: 0, differs: 0, onlyTheirs: 1 })
    expect(await running('2026-02-01')).toEqual({ equal: 0, differs: 1, onlyTheirs: 0 })
    const people = await office.refused('reconcile.run', {
      file: sheetFile('某日.xlsx', [
        ['姓名', '身份证号'],
        ['石小花', idNumber],
      ]),
      ledger: 'labourer',
      against: { kind: 'workOn', day: '2026-02-01' },
    })
    expect(people.message).toContain('只有就业记录能按某一天核对')
    await office.close()
  })
})

it('finds the demo county equal to its own workbooks, ledger by ledger', async () => {
  const office = await openOffice({ demo: { people: 300, seed: 7 } })
  for (const ledger of ['labourer', 'member', 'household', 'employment'] as const) {
    const { bytes, rows, name } = await office.full('export.run', { ledger })
    const { counts } = await office.ok('reconcile.run', {
      file: { name, bytes },
      ledger,
      against: { kind: 'ledger' },
    })
    expect(counts, ledger).toMatchObject({
      equal: rows,
      differs: 0,
      onlyOurs: 0,
      onlyTheirs: 0,
      open: 0,
      unread: 0,
    })
  }
  await office.close()
})
