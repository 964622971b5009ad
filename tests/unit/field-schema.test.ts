import { expect, test } from 'vitest'
import { fieldByKey, type Ledger } from '../../src/shared/domain/field.ts'
import { fieldSchema, partialRecordSchema, recordSchema } from '../../src/shared/domain/field-schema.ts'
import { labourerLedger, personFields } from '../../src/shared/domain/labourer/fields.ts'
import { ledgerNames, ledgers } from '../../src/shared/domain/ledgers.ts'
import { trainingFields } from '../../src/shared/domain/training/fields.ts'

const problemOf = (key: string, value: unknown): string | undefined =>
  fieldSchema(fieldByKey(labourerLedger, key)).safeParse(value).error?.issues[0]?.message

test('a value of the wrong form is refused with the name of its field', () => {
  expect(problemOf('workedMonths', 125)).toBe('年度累计务工时间超出范围，应在0到12之间')
  expect(problemOf('workedMonths', 6.5)).toBe('年度累计务工时间应为数字')
  expect(problemOf('isWorking', '是')).toBe('是否务工应为是或否')
  expect(problemOf('collectedOn', '2026-02-30')).toBe('采集日期应写成如 2020-03-15 的日期')
  expect(problemOf('graduatedOn', '2026-13')).toBe('毕业时间应写成如 2020-03 的年月')
  expect(problemOf('employedOn', '2026-1-5')).toBe('就业时间应写成如 2020-03-15 或 2020-03 的日期')
  expect(problemOf('workMonths', ['2026-02', '2026-01'])).toBe('具体务工月份的月份应排好序且不重复')
  expect(problemOf('region', '433126')).toBe('户籍地应为12位行政区划代码')
  expect(problemOf('name', '啊'.repeat(31))).toBe('姓名最多30个字')
  expect(problemOf('name', ' 张三')).toBe('姓名不能是空格，首尾也不能有空格')
})

test('what only a rule can judge passes, so that a draft can be kept', () => {
  expect(problemOf('name', '张')).toBeUndefined()
  expect(problemOf('idNumber', '43312619')).toBeUndefined()
  expect(problemOf('phone', '1381234')).toBeUndefined()
  expect(problemOf('employedOn', '2026-01')).toBeUndefined()
  expect(problemOf('name', null)).toBeUndefined()
})

test('a record has every field and no other', () => {
  const empty = Object.fromEntries(trainingFields.map((field) => [field.key, null]))
  expect(recordSchema(trainingFields).safeParse(empty).success).toBe(true)
  const { kind: _kind, ...incomplete } = empty
  expect(recordSchema(trainingFields).safeParse(incomplete).success).toBe(false)
  expect(partialRecordSchema(trainingFields).safeParse(incomplete).success).toBe(true)
})

test('unknown fields are named and refused', () => {
  const refused = partialRecordSchema(personFields).safeParse({ name: '张三', salary: 1, __proto__x: 1 })
  expect(refused.error?.issues[0]?.message).toMatch(/^没有名为 salary、__proto__x 的栏目/)
})

test.each(ledgerNames)(
  'the fields of %s stand in the sections that its form has: it shows no others',
  (name) => {
    const { fields, sections }: Ledger = ledgers[name]
    // Ledgers without sections have no form of their own.
    const known = new Set(sections?.map(({ key }) => key))
    const strays = sections ? fields.filter(({ section }) => section && !known.has(section)) : []
    expect(strays.map(({ key, section }) => `${key}: ${section}`)).toEqual([])
  },
)
