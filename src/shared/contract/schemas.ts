import { z } from 'zod'
import { isDate } from '../domain/calendar.ts'
import type { Field } from '../domain/field.ts'
import { type Filter, type FilterOperator, filterOperators, filterProblem } from '../domain/filter.ts'
import { type LedgerName, ledgerNames, ledgers } from '../domain/ledgers.ts'

/** The small schemas that several calls share. */
export const id = z.int('编号应为整数').positive('编号应为正整数')
export const ledgerName = z.enum(ledgerNames, '没有这个台账')
export const regionCode = z.string().regex(/^\d{12}$/, '行政区划代码应为12位数字')
export const businessDate = z.string('请填写日期').refine(isDate, '日期应是真实的一天，写成 2020-03-15')
export const reason = z
  .string('请填写原因')
  .trim()
  .min(2, '请写明原因（至少2个字）')
  .max(200, '原因不超过200字')
/** What somebody looks for: unseen characters, which come along with copied text, are spaces. */
export const searchText = (limit: number) =>
  z
    .string()
    .max(limit)
    .transform((text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, ' '))
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, '请选择文件')
export const file = z.object({ name: z.string().min(1).max(255), bytes })

export const fieldValue = z.union([
  z.string().max(40_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(400),
  z.null(),
])
/** From `export.permit`: numbers of people are answered in full instead of masked. */
export const full = z
  .string()
  .regex(/^[0-9a-f]{32}$/, '导出完整号码的许可不对')
  .optional()
/** Values by field key; the core checks them against the ledger's own schema. */
export const values = z.record(z.string().max(60), fieldValue)

export const filter = z.object({
  field: z.string().max(60),
  op: z.enum(Object.keys(filterOperators) as [FilterOperator, ...FilterOperator[]], '没有这个筛选方式'),
  value: fieldValue.optional(),
})
export const sort = z.object({ field: z.string().max(60), descending: z.boolean().optional() })

/** Which rows of a ledger: a named list, further filters and words to search for. */
export const query = z.object({
  ledger: ledgerName,
  list: z.string().max(80).optional(),
  filters: z.array(filter).max(30).optional(),
  search: searchText(100).optional(),
})
export type Query = z.input<typeof query>

/**
 * Adds to a schema that names a ledger: every field it speaks of is one of that ledger, and every
 * condition has a value that its field can be compared with. To be put last, after `extend`.
 */
export const ofItsLedger = <
  Schema extends z.ZodType<{
    ledger: LedgerName
    filters?: Filter[] | undefined
    columns?: string[] | undefined
    sort?: { field: string } | undefined
  }>,
>(
  schema: Schema,
): Schema =>
  schema.superRefine((asked, context) => {
    const { fields, label }: { fields: readonly Field[]; label: string } = ledgers[asked.ledger]
    const known = (key: string, path: (string | number)[]): Field | undefined => {
      const field = fields.find((candidate) => candidate.key === key)
      if (!field) context.addIssue({ code: 'custom', path, message: `${label}里没有“${key}”这一项` })
      return field
    }
    asked.columns?.forEach((key, index) => void known(key, ['columns', index]))
    if (asked.sort) known(asked.sort.field, ['sort', 'field'])
    asked.filters?.forEach((filter, index) => {
      const field = known(filter.field, ['filters', index, 'field'])
      const message = field && filterProblem(field, filter)
      if (message) context.addIssue({ code: 'custom', path: ['filters', index, 'value'], message })
    })
  })

export const noInput = z.object({}).strict()
