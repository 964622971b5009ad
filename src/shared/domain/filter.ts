import type { Field, FieldKind, FieldValue, Ledger } from './field.ts'
import { fieldSchema } from './field-schema.ts'

/** The comparisons that a list can be filtered by, with the words the screen uses for them. */
export const filterOperators = {
  is: '等于',
  isNot: '不等于',
  in: '属于',
  contains: '包含',
  startsWith: '开头是',
  under: '在…之内',
  atLeast: '不小于',
  atMost: '不大于',
  below: '小于',
  empty: '未填',
  notEmpty: '已填',
} as const
export type FilterOperator = keyof typeof filterOperators

/** One condition on one field; the conditions of a list all hold together. */
export interface Filter {
  field: string
  op: FilterOperator
  value?: FieldValue | undefined
}

export interface Sort {
  field: string
  descending?: boolean | undefined
}

/**
 * A list of so many rows at most can be sorted by any field; a longer one only by the fields that its
 * ledger declares as `sortable`, for which the database keeps an order.
 */
export const sortableRows = 4000

/** Whether a list of that many rows (null: not counted yet) can be sorted by the field. */
export const canSort = (ledger: Ledger, key: string, rows: number | null): boolean =>
  ledger.sortable.includes(key) || (rows !== null && rows <= sortableRows)

/** Which operators make sense for a kind of field. */
export function operatorsOf(kind: FieldKind): readonly FilterOperator[] {
  switch (kind) {
    case 'text':
    case 'note':
      return ['contains', 'is', 'startsWith', 'empty', 'notEmpty']
    case 'idNumber':
    case 'phone':
    case 'bankCard':
      return ['is', 'startsWith', 'empty', 'notEmpty']
    case 'region':
      return ['under', 'is', 'empty', 'notEmpty']
    case 'code':
      return ['in', 'isNot', 'empty', 'notEmpty']
    case 'codes':
    case 'months':
      return ['contains', 'empty', 'notEmpty']
    case 'yesNo':
      return ['is', 'empty', 'notEmpty']
    default:
      return ['atLeast', 'atMost', 'is', 'empty', 'notEmpty']
  }
}

const numbers: readonly FieldKind[] = ['money', 'tenths', 'integer']
const days: readonly FieldKind[] = ['date', 'month', 'looseDate']

/** Why the value of a condition cannot be compared with its field, as a sentence; null when it can. */
export function filterProblem(field: Field, { op, value }: Filter): string | null {
  const problem = (message: string) => `筛选条件“${field.label}${filterOperators[op]}”${message}`
  if (op === 'empty' || op === 'notEmpty') return null
  if (value === undefined || value === null || value === '') return problem('还没有填内容')
  switch (op) {
    case 'is':
    case 'isNot': {
      const found = fieldSchema(field).safeParse(value)
      return found.success ? null : problem(`的内容不对：${found.error.issues[0]?.message}`)
    }
    case 'in':
      return Array.isArray(value) && value.length > 0 ? null : problem('应从选项里选择')
    case 'contains':
    case 'startsWith':
      return typeof value === 'string' ? null : problem('的内容应为文字')
    case 'under':
      return typeof value === 'string' && /^\d{12}$/.test(value) ? null : problem('应选择行政区划')
    case 'atLeast':
    case 'atMost':
    case 'below': {
      const fits = numbers.includes(field.kind)
        ? Number.isSafeInteger(value)
        : typeof value === 'string' && (!days.includes(field.kind) || /^\d{4}(-\d{2}){0,2}$/.test(value))
      return fits ? null : problem(numbers.includes(field.kind) ? '的内容应为数字' : '的内容应为日期')
    }
  }
}
