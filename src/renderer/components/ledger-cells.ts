import type { Row } from '../../shared/contract/calls/ledger.ts'
import type { Field } from '../../shared/domain/field.ts'
import type { FieldLookups } from '../../shared/domain/field-text.ts'
import { displayValue, isNumeric } from './display.ts'

export interface Cell {
  key: string
  text: string
  /** Class names: right-aligned numbers, marks of problems and states. */
  class: string
}

function marksOf(field: Field, value: unknown): string {
  if (field.key === 'blockCount' && Number(value) > 0) return 'number blocks'
  if (field.key === 'warnCount' && Number(value) > 0) return 'number warns'
  if (field.key === 'formState') return `state-${value ?? 'none'}`
  return isNumeric(field) ? 'number' : ''
}

/** The cells of a row as the table shows them. Plain text rather than components: a page has hundreds. */
export const cellsOf = (row: Row, fields: readonly Field[], lookups: FieldLookups): Cell[] =>
  fields.map((field) => {
    const value = row.values[field.key] ?? null
    return {
      key: field.key,
      text: displayValue(field, value, lookups),
      class: marksOf(field, value),
    }
  })

const longest = 26

/** Width of a column: what its values need, at least its header with the mark of sorting. */
export function widthOf(field: Field): string {
  const halfWidths = Math.max(field.width ?? 12, field.label.length * 2 + 3)
  return `${Math.min(halfWidths, longest) * 0.54 + 1.2}rem`
}
