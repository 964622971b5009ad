/** Searches, pages, totals and figures of a demo county, as the window asks for them: times in ms seen by the caller. */
import { initialsOf } from '../../../src/main/core/text/pinyin.ts'
import { ledgers } from '../../../src/shared/domain/ledgers.ts'
import { builtInLists } from '../../../src/shared/domain/named-lists.ts'
import { answer, median, p95, randomNumbers, startTiming } from './measure.ts'
import { type BenchCore, openCore, unlock } from './office.ts'

const columns = [
  ...['name', 'idNumber', 'region', 'phone', 'formState', 'employmentState', 'workRange'],
  ...['workplaceRegion', 'employerName', 'monthlyWage', 'blockCount', 'updatedOn'],
]
const filterSets = [
  [{ field: 'region', op: 'under', value: '433126101000' }],
  [
    { field: 'region', op: 'under', value: '433126101000' },
    { field: 'employmentState', op: 'in', value: ['employed'] },
  ],
  [{ field: 'workRange', op: 'in', value: ['outProvince'] }],
  [
    { field: 'industry', op: 'in', value: ['construction'] },
    { field: 'monthlyWage', op: 'atLeast', value: 400_000 },
  ],
  [{ field: 'employerName', op: 'contains', value: '公司' }],
  [
    { field: 'wantsTraining', op: 'is', value: true },
    { field: 'employmentState', op: 'in', value: ['unemployed'] },
  ],
  [{ field: 'name', op: 'contains', value: '建国' }],
  [{ field: 'phone', op: 'empty' }],
] as const

export interface QueryTimes {
  /** Group → the time that 95 of 100 calls stay under, or the median for figures. */
  times: Record<string, number>
  slowest: { what: string; ms: number }[]
}

const lapse = async (work: () => Promise<unknown>) => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** A hundred people from everywhere in the ledger. */
async function somePeople(core: BenchCore, total: number, random: () => number) {
  const people: { name: string; idNumber: string; phone: string }[] = []
  while (people.length < 100) {
    const { rows } = await core.ok('ledger.page', {
      ledger: 'labourer',
      columns: ['name', 'idNumber', 'phone'],
      offset: Math.floor(random() * total),
      limit: 4,
    })
    for (const { values } of rows) {
      const { name, idNumber, phone } = values
      if (typeof name === 'string' && typeof idNumber === 'string' && typeof phone === 'string')
        people.push({ name, idNumber, phone })
    }
  }
  return people.slice(0, 100)
}

type Ask = { what: string; call: () => Promise<unknown> }

function searches(core: BenchCore, people: Awaited<ReturnType<typeof somePeople>>): Record<string, Ask[]> {
  const kinds: Record<string, (person: (typeof people)[number]) => string> = {
    姓名两字: ({ name }) => [...name].slice(-2).join(''),
    拼音首字母: ({ name }) => initialsOf(name).slice(0, 3).toLowerCase(),
    身份证号开头: ({ idNumber }) => idNumber.slice(0, 12),
    身份证号末尾: ({ idNumber }) => idNumber.slice(-6),
    身份证号中间: ({ idNumber }) => idNumber.slice(7, 14),
    电话末尾: ({ phone }) => phone.slice(-4),
  }
  const asks: Record<string, Ask[]> = {}
  for (const [kind, textOf] of Object.entries(kinds)) {
    asks[`搜索：${kind}`] = people.map((person) => ({
      what: `搜索 ${kind}`,
      call: () => core.ok('person.search', { text: textOf(person) }),
    }))
    asks[`列表内搜索：${kind}`] = people.slice(0, 30).map((person) => ({
      what: `列表内搜索 ${kind}`,
      call: () => core.ok('ledger.page', { ledger: 'labourer', columns, search: textOf(person) }),
    }))
  }
  return asks
}

function pages(core: BenchCore, total: number, random: () => number): Record<string, Ask[]> {
  const labourers = { ledger: 'labourer' as const, columns }
  const offsets = Array.from({ length: 100 }, () => Math.floor(random() * total))
  return {
    '列表页：默认顺序任意位置': offsets.map((offset) => ({
      what: `第 ${offset} 行起`,
      call: () => core.ok('ledger.page', { ...labourers, offset }),
    })),
    '列表页：各内置清单': builtInLists.flatMap((list) =>
      [0, 50, 500].map((offset) => ({
        what: `清单 ${list.label}`,
        call: () =>
          core.ok('ledger.page', {
            ledger: list.ledger,
            list: list.key,
            columns:
              list.ledger === 'labourer'
                ? columns
                : ledgers[list.ledger].fields.slice(0, 10).map(({ key }) => key),
            offset,
          }),
      })),
    ),
    '列表页：筛选组合': filterSets.flatMap((filters) =>
      [0, 50].map((offset) => ({
        what: `筛选 ${filters.map(({ field, op }) => `${field} ${op}`).join(' + ')}`,
        call: () =>
          core.ok('ledger.page', { ...labourers, filters: filters.map((one) => filterOf(one)), offset }),
      })),
    ),
    '列表页：各列排序': columns.flatMap((field) =>
      [false, true].map((descending) => ({
        what: `排序 ${field}${descending ? ' 倒序' : ''}`,
        call: () => core.ok('ledger.page', { ...labourers, sort: { field, descending } }),
      })),
    ),
    '总数：清单和筛选': [
      ...builtInLists.map((list) => ({
        what: `总数 ${list.label}`,
        call: () => core.ok('ledger.count', { ledger: list.ledger, list: list.key }),
      })),
      ...filterSets.map((filters) => ({
        what: `总数 ${filters.map(({ field, op }) => `${field} ${op}`).join(' + ')}`,
        call: () =>
          core.ok('ledger.count', { ledger: 'labourer', filters: filters.map((one) => filterOf(one)) }),
      })),
    ],
  }
}

function filterOf(filter: (typeof filterSets)[number][number]) {
  const value = 'value' in filter ? filter.value : undefined
  return {
    field: filter.field,
    op: filter.op,
    ...(value !== undefined && {
      value: Array.isArray(value) ? [...value] : (value as string | number | boolean),
    }),
  }
}

export const queryJobs: Record<string, (...args: string[]) => Promise<void>> = {
  async unlock(dataDir = '') {
    const timing = startTiming()
    const core = openCore(dataDir)
    await unlock(core)
    await core.ok('ledger.page', { ledger: 'labourer', list: 'all', columns })
    const taken = timing()
    await core.close()
    answer(taken, null)
  },
  async queries(dataDir = '') {
    const core = openCore(dataDir)
    await unlock(core)
    const random = randomNumbers(20_261_123)
    const { total } = await core.ok('ledger.count', { ledger: 'labourer' })
    const people = await somePeople(core, total, random)
    const times: Record<string, number> = {}
    const all: QueryTimes['slowest'] = []
    for (const [group, asks] of Object.entries({
      ...searches(core, people),
      ...pages(core, total, random),
    })) {
      const taken: number[] = []
      for (const { what, call } of asks) {
        const ms = await lapse(call)
        taken.push(ms)
        all.push({ what, ms })
      }
      times[group] = p95(taken)
    }
    const figures: number[] = []
    for (let round = 0; round < 20; round++) figures.push(await lapse(() => core.ok('figure.start', {})))
    times.首页数字 = median(figures)
    await core.close()
    const slowest = all.toSorted((one, other) => other.ms - one.ms).slice(0, 25)
    answer({ seconds: 0, cpuSeconds: null }, { times, slowest } satisfies QueryTimes)
  },
}
