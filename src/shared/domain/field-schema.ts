import { z } from 'zod'
import { isDate, isLooseDate, isMonth } from './calendar.ts'
import type { Field, FieldValue } from './field.ts'
import { rangeProblem } from './field-text/numbers.ts'
import { longestCell } from './field-text/raw.ts'

/**
 * What the core's door accepts as a record: one schema per field, from the same declarations as
 * everything else. It holds the form of a value (type, length, bounds, canonical dates). What a
 * value must be for a record to be confirmed is said by rules.ts, so a draft with a name of one
 * character or no address passes here.
 */

const isOneOfASet = (items: readonly string[]): boolean =>
  items.every((item, index) => index === 0 || item > (items[index - 1] ?? ''))

const lengthOf = (text: string): number => (/[\ud800-\udfff]/.test(text) ? [...text].length : text.length)

/** Longest text of the kinds whose declarations name none. */
const lengthByKind: Partial<Record<Field['kind'], number>> = {
  text: 200,
  note: 2000,
  idNumber: 32,
  phone: 40,
  bankCard: 32,
  code: 60,
}

/** Control characters but for the line breaks of notes, and halves of characters. */
const unseen = /[^\P{Cc}\n]|\p{Cs}/u

const schemas = new WeakMap<Field, z.ZodType<FieldValue>>()

/** The schema of one field's value; null is always allowed. */
export function fieldSchema(field: Field): z.ZodType<FieldValue> {
  const found = schemas.get(field)
  if (found) return found
  const schema = valueSchema(field).nullable()
  schemas.set(field, schema)
  return schema
}

function valueSchema(field: Field): z.ZodType<FieldValue> {
  const { kind, label } = field
  switch (kind) {
    case 'text':
    case 'note':
    case 'idNumber':
    case 'phone':
    case 'bankCard':
    case 'code': {
      const limit = Math.min(field.maxLength ?? lengthByKind[kind] ?? longestCell, longestCell)
      return z
        .string(`${label}应为文字`)
        .refine((text) => text !== '' && text === text.trim(), `${label}不能是空格，首尾也不能有空格`)
        .refine((text) => lengthOf(text) <= limit, `${label}最多${limit}个字`)
        .refine((text) => !unseen.test(text), `${label}含有看不见的字符，请重新输入`)
    }
    case 'region':
      return z.string(`${label}应为行政区划`).regex(/^[1-9]\d{11}$/, `${label}应为12位行政区划代码`)
    case 'date':
      return z.string(`${label}应为日期`).refine(isDate, `${label}应写成如 2020-03-15 的日期`)
    case 'month':
      return z.string(`${label}应为年月`).refine(isMonth, `${label}应写成如 2020-03 的年月`)
    case 'looseDate':
      return z.string(`${label}应为日期`).refine(isLooseDate, `${label}应写成如 2020-03-15 或 2020-03 的日期`)
    case 'codes':
      return z
        .array(
          z
            .string()
            .min(1)
            .max(60)
            .regex(/^[^,]+$/),
          `${label}应为多个选项`,
        )
        .min(1, `${label}没有选项时应为空`)
        .max(100, `${label}选项过多`)
        .refine(isOneOfASet, `${label}的选项应排好序且不重复`)
    case 'months':
      return z
        .array(z.string().refine(isMonth, `${label}应写成如 2020-03 的年月`), `${label}应为多个月份`)
        .min(1, `${label}没有月份时应为空`)
        .max(120, `${label}月份过多`)
        .refine(isOneOfASet, `${label}的月份应排好序且不重复`)
    case 'yesNo':
      return z.boolean(`${label}应为是或否`)
    case 'money':
    case 'tenths':
    case 'integer':
      return z.int(`${label}应为数字`).superRefine((value, context) => {
        const problem = rangeProblem(field, value)
        if (problem) context.addIssue({ code: 'custom', message: `${label}${problem}` })
      })
  }
}

const unknownKeys =
  (fields: readonly Field[]) =>
  (issue: { code?: string | undefined; keys?: unknown }): string | undefined => {
    if (issue.code !== 'unrecognized_keys') return '应为各栏目的内容'
    const keys = Array.isArray(issue.keys) ? issue.keys.join('、') : ''
    return `没有名为 ${keys} 的栏目，共有${fields.length}个栏目可填`
  }

const shapeOf = (fields: readonly Field[]): Record<string, z.ZodType<FieldValue>> =>
  Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)]))

/** A whole record: every field present (null when empty), nothing else. */
export const recordSchema = (fields: readonly Field[]) =>
  z.strictObject(shapeOf(fields), { error: unknownKeys(fields) })

/** Some fields of a record, as forms and imports send them; unknown ones are refused. */
export const partialRecordSchema = (fields: readonly Field[]) => recordSchema(fields).partial()
