/** What the query bench asks of a demo county, in groups, as the window asks for it. */
import { initialsOf } from '../../../src/main/core/text/pinyin.ts'
import type { Row } from '../../../src/shared/contract/calls/ledger.ts'
import type { CallName, Input } from '../../../src/shared/contract/index.ts'
import type { Field, FieldValue } from '../../../src/shared/domain/field.ts'
import { type Filter, operatorsOf } from '../../../src/shared/domain/filter.ts'
import { ledgers } from '../../../src/shared/domain/ledgers.ts'
import { builtInLists } from '../../../src/shared/domain/named-lists.ts'

/** The columns of the labour ledger's list until somebody chooses others. */
export const columns = [
  ...['name', 'idNumber', 'region', 'phone', 'formState', 'employmentState', 'workRange'],
  ...['workplaceRegion', 'employerName', 'monthlyWage', 'blockCount', 'updatedOn'],
]
const township: Filter = { field: 'region', op: 'under', value: '433126101000' }
const state = (value: string): Filter => ({ field: 'employmentState', op: 'in', value: [value] })
const filterSets: Filter[][] = [
  [township],
  [township, state('employed')],
  [{ field: 'workRange', op: 'in', value: ['outProvince'] }],
  [
    { field: 'industry', op: 'in', value: ['construction'] },
    { field: 'monthlyWage', op: 'atLeast', value: 400_000 },
  ],
  [{ field: 'employerName', op: 'contains', value: '公司' }],
  [{ field: 'wantsTraining', op: 'is', value: true }, state('unemployed')],
  [{ field: 'name', op: 'contains', value: '建国' }],
  [{ field: 'phone', op: 'empty' }],
]
const usualFilters: Filter[][] = [[township], [state('unemployed')], [township, state('employed')]]
const inWords = (filters: readonly Filter[]) => filters.map(({ field, op }) => `${field} ${op}`).join(' + ')

export interface Ask {
  what: string
  name: CallName
  input: Input<CallName>
}
const ask = <N extends CallName>(what: string, name: N, input: Input<N>): Ask => ({ what, name, input })
const page = (what: string, input: Partial<Input<'ledger.page'>>): Ask =>
  ask(what, 'ledger.page', { ledger: 'labourer', columns, ...input })

export type Person = Record<'name' | 'idNumber' | 'phone', string>

const searched: Record<string, (person: Person) => string> = {
  姓名两字: ({ name }) => [...name].slice(-2).join(''),
  拼音首字母: ({ name }) => initialsOf(name).slice(0, 3).toLowerCase(),
  身份证号开头: ({ idNumber }) => idNumber.slice(0, 12),
  身份证号末尾: ({ idNumber }) => idNumber.slice(-6),
  身份证号中间: ({ idNumber }) => idNumber.slice(7, 14),
  电话末尾: ({ phone }) => phone.slice(-4),
}

/** The box behind Ctrl+K, and the one above a list. */
export function searches(people: readonly Person[]): Record<string, Ask[]> {
  const asks: Record<string, Ask[]> = {}
  for (const [kind, textOf] of Object.entries(searched)) {
    asks[`搜索：${kind}`] = people.map((person) =>
      ask(`搜索 ${kind}`, 'person.search', { text: textOf(person) }),
    )
    asks[`列表内搜索：${kind}`] = people
      .slice(0, 30)
      .map((person) => page(`列表内搜索 ${kind}`, { search: textOf(person) }))
  }
  // Every step of typing: a surname, a name, a number from its first digit on.
  asks['搜索：逐字输入'] = people.slice(0, 10).flatMap(({ name, idNumber, phone }) =>
    [name, idNumber, phone].flatMap((text) =>
      [...text].map((_, end) => {
        const typed = [...text].slice(0, end + 1).join('')
        return ask(`输入到第 ${end + 1} 字，共 ${text.length} 字`, 'person.search', { text: typed })
      }),
    ),
  )
  return asks
}

/** A condition on each field that takes one, with a value that somebody has. */
function anyFilters(rows: readonly Row[]): Filter[] {
  return ledgers.labourer.fields.flatMap((field: Field): Filter[] => {
    const [op] = operatorsOf(field.kind)
    const found = rows.map(({ values }) => values[field.key]).find((value) => value !== null)
    if (!op || found === undefined || found === null) return []
    return [{ field: field.key, op, value: valueFor(op, found) }]
  })
}
const valueFor = (op: string, found: FieldValue): FieldValue => {
  if (op === 'contains') return Array.isArray(found) ? (found[0] ?? '') : String(found).slice(0, 2)
  return op === 'in' ? [String(found)] : found
}

/** Pages, totals and figures. `rows` are some rows with all fields, to take values from. */
export function lists(total: number, rows: readonly Row[], random: () => number): Record<string, Ask[]> {
  const offsets = Array.from({ length: 100 }, () => Math.floor(random() * total))
  const sorts = columns.flatMap((field) => [false, true].map((descending) => ({ field, descending })))
  const single = anyFilters(rows)
  const named = ({ field, descending }: (typeof sorts)[number]) => `排序 ${field}${descending ? ' 倒序' : ''}`
  return {
    '列表页：默认顺序任意位置': offsets.map((offset) => page(`第 ${offset} 行起`, { offset })),
    '列表页：各内置清单': builtInLists.flatMap((list) =>
      [0, 50, 500].map((offset) =>
        page(`清单 ${list.label} 第 ${offset} 行起`, {
          ledger: list.ledger,
          list: list.key,
          columns:
            list.ledger === 'labourer'
              ? columns
              : ledgers[list.ledger].fields.slice(0, 10).map(({ key }) => key),
          offset,
        }),
      ),
    ),
    '列表页：筛选组合': filterSets.flatMap((filters) =>
      [0, 50].map((offset) => page(`筛选 ${inWords(filters)}`, { filters, offset })),
    ),
    '列表页：各列排序': sorts.map((sort) => page(named(sort), { sort })),
    '列表页：各列排序任意位置': sorts.map((sort, index) =>
      page(`${named(sort)} 第 ${offsets[index]} 行起`, { sort, offset: offsets[index] ?? 0 }),
    ),
    '列表页：各列排序加常用筛选': sorts.flatMap((sort) =>
      usualFilters.map((filters) => page(`${named(sort)}，${inWords(filters)}`, { sort, filters })),
    ),
    '列表页：任一栏目筛选': single.map((filter) => page(`筛选 ${inWords([filter])}`, { filters: [filter] })),
    '总数：清单和筛选': [
      ...builtInLists.map((list) =>
        ask(`总数 ${list.label}`, 'ledger.count', { ledger: list.ledger, list: list.key }),
      ),
      ...filterSets.map((filters) =>
        ask(`总数 ${inWords(filters)}`, 'ledger.count', { ledger: 'labourer', filters }),
      ),
    ],
    '总数：任一栏目筛选': single.map((filter) =>
      ask(`总数 ${inWords([filter])}`, 'ledger.count', { ledger: 'labourer', filters: [filter] }),
    ),
    首页数字: Array.from({ length: 20 }, () => ask('首页数字', 'figure.start', {})),
  }
}

/** Asked right after a change was saved: the reading connections have nothing in memory then. */
export const afterChange = (people: readonly Person[], random: () => number, total: number): Ask[] =>
  people
    .slice(0, 5)
    .flatMap(({ name }) => [
      page('清单 全部劳动力', { list: 'all', offset: Math.floor(random() * total) }),
      page('清单 有问题待改', { list: 'to-fix' }),
      ask('总数 已就业', 'ledger.count', { ledger: 'labourer', list: 'employed' }),
      ask('搜索', 'person.search', { text: name }),
    ])
