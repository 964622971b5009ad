import type { Field, FieldKind } from '../../shared/domain/field.ts'
import { type FieldLookups, formatFieldValue } from '../../shared/domain/field-text.ts'
import { type Filter, type FilterOperator, filterOperators } from '../../shared/domain/filter.ts'
import { unitOf } from './field-input.ts'

/** The field as which the value of a condition is typed in: `属于` takes several codes. */
export function filterValueField(field: Field, op: FilterOperator): Field {
  const kinds: Partial<Record<FieldKind, FieldKind>> =
    op === 'in'
      ? { code: 'codes' }
      : op === 'contains'
        ? { codes: 'code', months: 'month', note: 'text' }
        : {}
  return {
    key: field.key,
    label: field.label,
    kind: kinds[field.kind] ?? field.kind,
    dictionary: field.dictionary,
    ...(field.kind === 'region' ? { regionLevel: 5 } : {}),
  }
}

/** A condition as a sentence: `月平均工资 不小于 3000`, `民族 未填`. */
export function filterWords(field: Field, filter: Filter, lookups: FieldLookups): string {
  if (filter.op === 'empty' || filter.op === 'notEmpty') return `${field.label}${filterOperators[filter.op]}`
  const value = formatFieldValue(filterValueField(field, filter.op), filter.value ?? null, lookups)
  if (filter.op === 'under') return `${field.label}在 ${value} 之内`
  return `${field.label} ${filterOperators[filter.op]} ${value}${unitOf(field) ?? ''}`
}
