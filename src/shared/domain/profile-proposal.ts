import { patternOf } from './date-pattern.ts'
import { codeOf, type Dictionary } from './dictionary.ts'
import type { Field } from './field.ts'
import type { ComputedColumn, ProfileColumn } from './profile.ts'
import { normaliseHeader } from './text/normalise.ts'

/**
 * Proposals for the columns of a receiver's blank workbook, for a person to check: what a column
 * is computed from, in which words the values go out, in which writing the dates.
 */

/** What a column of a blank workbook is known to be from the workbook itself. */
export interface ColumnFacts {
  index: number
  header: string
  /** The field that the header names. */
  field: Field | null
  /** How many columns name that field: a region over several columns is split by level. */
  sharing: number
  list: readonly string[] | null
  /** Prompts of its check, samples and the header itself: where the writing of dates may be told. */
  hints: readonly string[]
  /** Its cells are formatted as dates. */
  dateCells: boolean
}

const byHeader: readonly [RegExp, ComputedColumn][] = [
  [/^(?:序号|序|编号|行号)$/, { kind: 'serial' }],
  [/^年龄$/, { kind: 'age' }],
  [/^性别$/, { kind: 'sex' }],
  [/^(?:产业类型|产业类别|转移就业产业类别)$/, { kind: 'group', field: 'industry' }],
  [/^(?:就业地域|务工区域)$/, { kind: 'workRange', home: 'region', work: 'workplaceRegion' }],
]

const levelOf = (header: string): 'province' | 'city' | 'county' | 'township' | 'village' | null => {
  const name = normaliseHeader(header.split('·').at(-1) ?? '', { notes: 'drop' })
  if (/(?:村|社区|居委会)(?:名称|名)?$/.test(name)) return 'village'
  if (/(?:乡|镇|街道|办事处)(?:名称|名)?$/.test(name)) return 'township'
  if (/(?:县|区|旗|县市)(?:名称|名)?$/.test(name)) return 'county'
  if (/(?:市|州|盟)(?:名称|名)?$/.test(name)) return 'city'
  return /(?:省|省份|省区|自治区)(?:名称|名)?$/.test(name) ? 'province' : null
}

/** The column as it would be saved; without a source where nobody knows what goes into it. */
export function proposeColumn(
  facts: ColumnFacts,
  fields: readonly Field[],
  dictionary?: Dictionary,
): ProfileColumn {
  const { index, header, field, list } = facts
  const base: ProfileColumn = {
    header: header.slice(0, 200),
    at: index,
    ...(/[*＊]/.test(header) && { required: true }),
  }
  if (!field || field.derived) {
    const name = normaliseHeader(header.split('·').at(-1) ?? '', { notes: 'drop' })
    const compute = byHeader.find(([pattern]) => pattern.test(name))?.[1]
    const known = new Set(fields.map(({ key }) => key))
    const needs =
      compute && 'field' in compute
        ? [compute.field]
        : compute?.kind === 'workRange'
          ? [compute.home, compute.work]
          : []
    return compute && needs.every((key) => known.has(key)) ? { ...base, compute } : base
  }
  const level = field.kind === 'region' ? levelOf(header) : null
  if (level) {
    // One of several columns holds its level alone; a single column is read alone, so it says all down to its level.
    const from = facts.sharing > 1 ? level : 'province'
    return { ...base, compute: { kind: 'regionPart', field: field.key, from, to: level } }
  }
  const values = list && dictionary ? proposeValues(dictionary, list) : {}
  return {
    ...base,
    field: field.key,
    ...(Object.keys(values).length > 0 && { values }),
    ...(list && list.length > 0 && { list: [...list] }),
    ...(isDated(field) && { date: dateOf(facts) }),
  }
}

export const isDated = (field: Field): boolean =>
  ['date', 'month', 'looseDate', 'months'].includes(field.kind)

const dateOf = ({ dateCells, hints, field }: ColumnFacts): string => {
  if (dateCells && field?.kind !== 'months') return 'cell'
  for (const hint of hints) {
    const pattern = patternOf(hint)
    if (pattern) return pattern
  }
  return field?.kind === 'month' || field?.kind === 'months' ? 'YYYY-MM' : 'YYYY-MM-DD'
}

/** Value → the receiver's wording, where its list has one that means the same. */
export function proposeValues(dictionary: Dictionary, list: readonly string[]): Record<string, string> {
  const byCode = new Map<string, string>()
  for (const word of list) {
    const code = codeOf(dictionary, word)
    if (code !== null && !byCode.has(code)) byCode.set(code, word)
  }
  return Object.fromEntries(
    dictionary.items.flatMap(({ code, label }) => {
      const word = byCode.get(code)
      return word === undefined || word === label ? [] : [[code, word]]
    }),
  )
}

/** Values for which the receiver's list has no wording, neither chosen nor by their label. */
export const valuesWithoutWord = (
  dictionary: Dictionary,
  values: Readonly<Record<string, string>>,
  list: readonly string[],
): { code: string; label: string }[] =>
  dictionary.items
    .filter(({ code, label }) => {
      const word = values[code] ?? label
      return word !== '' && !list.includes(word)
    })
    .map(({ code, label }) => ({ code, label }))
