import type { Field } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { ComputedColumn, ProfileColumn } from '../../../shared/domain/profile.ts'

/** What a column of a receiver's workbook can be filled from, as a person chooses it. */
export interface Source {
  /** Identifies the choice within a ledger. */
  value: string
  label: string
  /** Heading or explanation beside it. */
  note: string
  column: Pick<ProfileColumn, 'field' | 'compute' | 'constant'>
}

const levels = [
  ['province', '省'],
  ['city', '市'],
  ['county', '县'],
  ['township', '乡镇'],
  ['village', '村'],
] as const

const computed = (value: string, label: string, compute: ComputedColumn): Source => ({
  value: `compute:${value}`,
  label,
  note: '自动计算',
  column: { compute },
})

/** Everything that a column can be filled from, fields first. */
export function sourcesOf(ledger: LedgerName): Source[] {
  const { fields, sections = [] } = ledgers[ledger]
  const has = (key: string) => fields.some((field) => field.key === key)
  const ofFields = fields.map(
    (field: Field): Source => ({
      value: `field:${field.key}`,
      label: field.label,
      note: sections.find(({ key }) => key === field.section)?.label ?? '',
      column: { field: field.key },
    }),
  )
  const ofRegions = fields
    .filter(({ kind }) => kind === 'region')
    .flatMap((field) =>
      levels.slice(0, field.key === 'intendedRegion' ? 2 : 5).map(([level, word]) =>
        computed(`${field.key}.${level}`, `${field.label}的${word}`, {
          kind: 'regionPart',
          field: field.key,
          from: level,
          to: level,
        }),
      ),
    )
  return [
    ...ofFields,
    computed('serial', '序号', { kind: 'serial' }),
    ...(has('idNumber') || has('headIdNumber')
      ? [
          computed('age', '年龄', { kind: 'age' }),
          ...(has('sex') ? [] : [computed('sex', '性别', { kind: 'sex' })]),
        ]
      : []),
    ...(has('industry') ? [computed('group', '产业类别', { kind: 'group', field: 'industry' })] : []),
    ...(has('region') && has('workplaceRegion')
      ? [computed('workRange', '就业地域', { kind: 'workRange', home: 'region', work: 'workplaceRegion' })]
      : []),
    ...ofRegions,
    { value: 'constant', label: '固定文字', note: '每行相同', column: { constant: '' } },
  ]
}

/** The choice that a column stands for; '' for none. Ranges of levels keep their own words. */
export function sourceOf(column: ProfileColumn): string {
  const { field, compute, constant } = column
  if (field) return `field:${field}`
  if (constant !== undefined) return 'constant'
  if (!compute) return ''
  return compute.kind === 'regionPart' ? `compute:${compute.field}.${compute.to}` : `compute:${compute.kind}`
}

/** How the choice reads. */
export function sourceLabel(column: ProfileColumn, ledger: LedgerName): string {
  const found = sourcesOf(ledger).find(({ value }) => value === sourceOf(column))
  const spans = column.compute?.kind === 'regionPart' && column.compute.from !== column.compute.to
  return found ? `${found.label}${spans ? '（含上级）' : ''}` : '不填'
}

/** The column filled from something else: its words and dates belonged to what it was before. */
export const withSource = (column: ProfileColumn, source: Source | undefined): ProfileColumn => ({
  header: column.header,
  ...(column.at !== undefined && { at: column.at }),
  ...(column.required && { required: true }),
  ...source?.column,
})
