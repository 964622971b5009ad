import type { Field, FieldKind, FieldValue } from '../../../shared/domain/field.ts'

/** A stored column and the value it holds in memory; see the table in shared/domain/field.ts. */
export interface Column {
  key: string
  name: string
  kind: FieldKind
}

export type Stored = string | number | null

export const columnName = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The columns of the fields that a table keeps itself. */
export const columnsOf = (fields: readonly Field[]): Column[] =>
  fields
    .filter((field) => !field.joined)
    .map((field) => ({ key: field.key, name: columnName(field.key), kind: field.kind }))

export function toStored(kind: FieldKind, value: FieldValue | undefined): Stored {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (Array.isArray(value)) return value.length > 0 ? [...value].sort().join(',') : null
  if (kind === 'yesNo') return value ? 1 : 0
  return value
}

export function fromStored(kind: FieldKind, stored: Stored): FieldValue {
  if (stored === null) return null
  if (kind === 'yesNo') return stored === 1
  if (kind === 'codes' || kind === 'months') return String(stored).split(',')
  return stored
}
