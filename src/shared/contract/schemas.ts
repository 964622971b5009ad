import { z } from 'zod'
import { type FilterOperator, filterOperators } from '../domain/filter.ts'
import { ledgerNames } from '../domain/ledgers.ts'

/** The small schemas that several calls share. */
export const id = z.int('编号应为整数').positive('编号应为正整数')
export const ledgerName = z.enum(ledgerNames, '没有这个台账')
export const regionCode = z.string().regex(/^\d{12}$/, '行政区划代码应为12位数字')
export const businessDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写成 2020-03-15')
export const reason = z
  .string('请填写原因')
  .trim()
  .min(2, '请写明原因（至少2个字）')
  .max(200, '原因不超过200字')
export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, '请选择文件')
export const file = z.object({ name: z.string().min(1).max(255), bytes })

export const fieldValue = z.union([
  z.string().max(40_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(400),
  z.null(),
])
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
  search: z.string().max(100).optional(),
})
export type Query = z.input<typeof query>
export const noInput = z.object({}).strict()
