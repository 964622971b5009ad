import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { settledStatuses } from '../../../src/shared/domain/graduate/states.ts'
import { ofYear, summaryColumns } from '../../../src/shared/domain/graduate/summary.ts'
import { builtInLists } from '../../../src/shared/domain/named-lists.ts'
import { graduateFile } from '../../fixtures/graduates.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows, recordsFile, sheetFile } from './files.ts'

/** Lists of graduates: from above into the ledger, out and in again, by what is missing, summed up by year. */
let desk: TestOffice
beforeAll(async () => {
  desk = await openOffice()
})
afterAll(() => desk.close())

const numbers = ['43312620040101121X', '433126200402021217', '433126200403031214', '433126200404041211']
const person = async (idNumber: string, name: string, values: AnyRecord = {}) =>
  (
    await desk.ok('labourer.save', {
      values: labourer({
        idNumber,
        name,
        isWorking: false,
        education: '20',
        graduatedOn: '2026-06',
        ...values,
      }) as AnyRecord,
    })
  ).id

describe('a list from above', () => {
  const headers = [
    '序号',
    '姓名',
    '身份证号',
    '联系电话',
    '毕业学校',
    '所学专业',
    '学历',
    '毕业时间',
    '实名登记日期',
    '困难类别',
    '就业去向',
    '就业时间',
    '就业单位',
  ]
  const line = (number: number, name: string, idNumber: string, more: Record<string, string> = {}) =>
    headers.map(
      (header) =>
        ({
          序号: String(number),
          姓名: name,
          身份证号: idNumber,
          联系电话: '19900003333',
          毕业学校: '星河大学',
          所学专业: '护理',
          学历: '本科',
          毕业时间: '2026年6月30日',
          实名登记日期: '2026-08-01',
          困难类别: '低保',
          就业去向: '离校未就业',
          就业时间: '',
          就业单位: '',
          ...more,
        })[header] ?? '',
    )
  it('adds whoever is not here yet, refuses what cannot be, keeps what the ledger knows, and is undone as one', async () => {
    const known = await person(numbers[1] ?? '', '龙小溪', { phone: '19900001111' })
    const people = (await desk.ok('ledger.count', { ledger: 'labourer' })).total
    const file = sheetFile('离校未就业名单.xlsx', [
      headers,
      line(1, '龙小溪', numbers[1] ?? ''),
      line(2, '田小雨', numbers[2] ?? '', { 实名登记日期: '' }),
      line(3, '向小山', numbers[3] ?? '', { 就业去向: '已就业', 就业时间: '2026-10', 就业单位: '某茶厂' }),
      line(4, '吴小河', '433126200405051210'),
      line(5, '龙小溪', '433126200406061216', { 学历: '高中' }),
      line(6, '彭小海', '433126200407071213', { 就业去向: '升学', 就业时间: '2026-09' }),
      line(7, '田小雨', numbers[2] ?? ''),
    ])
    const inspection = await desk.ok('import.inspect', { file })
    expect(inspection.sheets[0]?.ledger).toBe('graduate')
    const preview = await desk.ok('import.preview', { file })
    expect(preview.counts).toMatchObject({ rows: 7, inserted: 3, blocked: 4 })
    const said = preview.rows.blocked.map(({ violations }) => violations.map(({ message }) => message).join())
    expect(said[0]).toContain('身份证号码')
    expect(said.join()).toContain('学历不到大专')
    expect(said.join()).toContain('升学的请填写升入的学校')
    expect(said.join()).toContain('相同')
    expect(
      preview.rows.warned.flatMap(({ violations }) => violations.map(({ code }) => code)).toSorted(),
    ).toEqual(['row.guarded', 'row.statusToday', 'row.twiceFirst'])
    const done = await desk.ok('import.run', { file })
    expect(done).toMatchObject({ inserted: 3, blocked: 4 })
    expect((await desk.ok('ledger.count', { ledger: 'labourer' })).total).toBe(people + 2)
    expect((await desk.formOf(known)).phone).toBe('19900001111')
    const rows = await allRows(desk, { ledger: 'graduate' }, [
      'name',
      'status',
      'statusOn',
      'whereTo',
      'hardships',
      'registeredOn',
      'degree',
    ])
    expect(
      rows
        .map(({ values }) => values)
        .toSorted(
          (one, other) =>
            String(one.status).localeCompare(String(other.status)) ||
            String(one.statusOn).localeCompare(String(other.statusOn)),
        ),
    ).toMatchObject([
      {
        name: '向小山',
        status: 'employed',
        statusOn: '2026-10',
        whereTo: '某茶厂',
        registeredOn: '2026-08-01',
      },
      {
        name: '龙小溪',
        status: 'registered',
        statusOn: '2026-08-01',
        hardships: ['lowIncome'],
        degree: '20',
      },
      { name: '田小雨', status: 'registered', statusOn: '2026-11-23' },
    ])
    // Whoever was added has a draft form with what the list says.
    const added = await desk.ok('labourer.find', { idNumber: numbers[2] ?? '' })
    expect(await desk.ok('labourer.get', { id: added?.id ?? 0 })).toMatchObject({
      formState: 'draft',
      values: { education: '20', graduatedOn: '2026-06', phone: '199****3333' },
    })
    // The same list again changes nothing; blanks keep.
    expect(await desk.ok('import.run', { file })).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 })
    await desk.ok('batch.undo', { id: done.importId })
    expect((await desk.ok('ledger.count', { ledger: 'graduate' })).total).toBe(0)
    expect((await desk.ok('ledger.count', { ledger: 'labourer' })).total).toBe(people)
  })

  it('goes out and comes in again without a change', async () => {
    const file = recordsFile('毕业生.xlsx', 'graduate', [
      {
        name: '龙小溪',
        idNumber: numbers[1] ?? '',
        ...graduateFile,
        status: 'employed',
        statusOn: '2026-10-08',
        whereTo: '某茶厂',
      },
    ])
    expect(await desk.ok('import.run', { file })).toMatchObject({ inserted: 1 })
    const out = await desk.full('export.run', { ledger: 'graduate' })
    expect(await desk.ok('import.run', { file: { name: out.name, bytes: out.bytes } })).toMatchObject({
      rows: 1,
      unchanged: 1,
    })
    const template = await desk.ok('export.template', { ledger: 'graduate' })
    expect(
      (await desk.ok('import.inspect', { file: { name: template.name, bytes: template.bytes } })).sheets[0]
        ?.ledger,
    ).toBe('graduate')
  })
})

describe('the demo county', () => {
  let county: TestOffice
  beforeAll(async () => {
    county = await openOffice({ demo: { people: 1500, seed: 3 } })
    await county.ok('duty.refresh', {})
  })
  afterAll(() => county.close())
  const count = async (input: object) =>
    (await county.ok('ledger.count', { ledger: 'graduate', ...input })).total

  it('has lists that hold what they say', async () => {
    const all = await allRows(county, { ledger: 'graduate' }, [
      'status',
      'missing',
      'isPriority',
      'followUpDue',
      'hardships',
    ])
    expect(all.length).toBeGreaterThan(8)
    const isSeeking = (status: unknown) => status === 'registered' || status === 'unregistered'
    for (const code of ['guidance', 'referral', 'training', 'internship'])
      expect(await count({ list: `graduates-without-${code}` })).toBe(
        all.filter(
          ({ values }) => isSeeking(values.status) && (values.missing as string[] | null)?.includes(code),
        ).length,
      )
    expect(await count({ list: 'graduates-to-follow' })).toBe(
      all.filter(({ values }) => values.followUpDue).length,
    )
    expect(await count({ list: 'graduates-idle' })).toBe(all.filter(({ values }) => values.isPriority).length)
    expect(await count({ list: 'graduates-in-need' })).toBe(
      all.filter(({ values }) => isSeeking(values.status) && values.hardships).length,
    )
    expect(builtInLists.filter(({ ledger }) => ledger === 'graduate').length).toBeGreaterThan(8)
    const due = (await county.ok('duty.counts', {})).kinds.find(({ kind }) => kind === 'graduateFollowUp')
    const { overdue = 0, today = 0, soon = 0, later = 0 } = due ?? {}
    expect([overdue, today + soon + later]).toEqual([0, await count({ list: 'graduates-to-follow' })])
    // Any order can be asked for of a short list, also of what is computed.
    const sorted = await allRows(county, { ledger: 'graduate' }, ['idleMonths'], {
      sort: { field: 'idleMonths', descending: true },
    })
    const months = sorted.map(({ values }) => Number(values.idleMonths ?? -1))
    expect(months).toEqual(months.toSorted((one, other) => other - one))
  })

  it('has a summary in which every figure is the total of its list', async () => {
    for (const region of [undefined, '433126101000']) {
      const summary = await county.ok('graduate.summary', region ? { region } : {})
      const inside = region ? [{ field: 'region', op: 'under' as const, value: region }] : []
      for (const year of [...summary.years, summary.sum]) {
        const filters = [...inside, ...ofYear(year.year)]
        for (const { of, filters: own } of summaryColumns(summary.items)) {
          if (own === null) continue
          expect(of(year)).toBe(await count({ filters: [...filters, ...own] }))
        }
        expect(year.total).toBe(year.open + settledStatuses.reduce((sum, status) => sum + year[status], 0))
      }
    }
    const { name, bytes } = await county.ok('graduate.exportSummary', {})
    expect(name).toBe('高校毕业生汇总-20261123.xlsx')
    expect(bytes.length).toBeGreaterThan(2000)
  })
})
