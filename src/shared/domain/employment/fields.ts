import { defineFields, type Ledger, type RecordOf } from '../field.ts'
import { workFields } from '../labourer/fields.ts'

/**
 * A spell of work of one person, with its beginning and end. The spell without an end is the one
 * the labourer form shows (`workFields`); the rest is what the upper level's employment workbook adds.
 */
export const employmentFields = defineFields([
  { key: 'channel', label: '就业渠道', kind: 'code', dictionary: 'employmentChannel', required: true, width: 12 },
  { key: 'range', label: '就业地域', kind: 'code', dictionary: 'employmentRange', required: true, width: 14 },
  { key: 'type', label: '就业类型', kind: 'code', dictionary: 'employmentType', required: true, width: 12 },
  { key: 'farmIncome', label: '上年度农业人均纯收入', kind: 'money', width: 16, min: 0, headers: ['上年度农业人均纯收入元'] },
  ...workFields,
  { key: 'employerKind', label: '就业单位性质', kind: 'code', dictionary: 'employerKind', width: 20, headers: ['单位性质'] },
  { key: 'trade', label: '岗位工种', kind: 'code', dictionary: 'tradeKind', width: 14, headers: ['就业岗位工种', '岗位'] },
  { key: 'specialKind', label: '特色就业', kind: 'code', dictionary: 'specialEmployment', width: 12 },
  { key: 'endedOn', label: '就业终止日期', kind: 'looseDate', width: 14, headers: ['结束日期', '就业终止年月', '结束时间'] },
  { key: 'contractMonths', label: '签订合同或协议（月）', kind: 'integer', width: 12, min: 0, max: 600, headers: ['签订合同或协议', '签订合同或协议月'] },
  { key: 'internshipSubsidy', label: '就业见习补贴', kind: 'money', width: 12, min: 0, headers: ['就业见习补贴元'] },
  { key: 'jobSearchSubsidy', label: '求职补贴', kind: 'money', width: 12, min: 0, headers: ['求职补贴元'] },
  { key: 'travelSubsidy', label: '转移就业交通补贴', kind: 'money', width: 12, min: 0, headers: ['转移就业交通补贴元'] },
  { key: 'workAddress', label: '就业地址', kind: 'text', width: 30, maxLength: 100 },
  { key: 'note', label: '备注', kind: 'note', width: 24, maxLength: 500 },
  { key: 'name', label: '劳动力姓名', kind: 'text', width: 12, joined: true, required: true, headers: ['姓名'] },
  { key: 'idNumber', label: '劳动力身份证号', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '身份证号码', '证件号码'] },
])

export type Employment = RecordOf<typeof employmentFields>

export const employmentLedger: Ledger = {
  name: 'employment',
  label: '就业记录',
  fields: employmentFields,
  sortable: ['employedOn'],
  workbook: ['name', 'idNumber', 'channel', 'range', 'type', 'farmIncome', 'employerName', 'employerKind', 'trade', 'specialKind', { key: 'employedOn', header: '就业起始日期' }, 'endedOn', 'contractMonths', 'internshipSubsidy', 'jobSearchSubsidy', 'travelSubsidy', 'workAddress', 'note'],
}

/** Second sheet of the employment workbook: ends of work, found by ID number. */
export const employmentEndLedger: Ledger = {
  name: 'employmentEnd',
  label: '就业结束',
  sortable: [],
  fields: [
    { key: 'idNumber', label: '身份证号码', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '劳动力身份证号'] },
    { key: 'endedOn', label: '结束日期', kind: 'looseDate', width: 14, required: true, headers: ['就业终止日期'] },
  ],
}
