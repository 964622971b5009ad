import type { FieldKind, FieldValue, Ledger } from './field.ts'

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
      return ['under', 'empty', 'notEmpty']
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
