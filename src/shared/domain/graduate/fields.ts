import { defineFields, type Field, type Ledger, type RecordOf } from '../field.ts'

/** The file of a graduate: one row per person, what the list from above and the office say of school and need. */
export const graduateFileFields = defineFields([
  { key: 'school', label: '毕业院校', kind: 'text', section: 'file', required: true, width: 24, minLength: 2, maxLength: 60, headers: ['毕业学校', '院校名称', '学校名称', '毕业院校名称', '毕业学校名称'] },
  { key: 'schoolKind', label: '院校类别', kind: 'code', dictionary: 'graduateSchoolKind', section: 'file', width: 12, headers: ['院校性质', '学校类别', '办学层次', '院校类型'] },
  { key: 'major', label: '所学专业', kind: 'text', section: 'file', width: 18, maxLength: 60, headers: ['专业', '专业名称', '毕业专业'] },
  { key: 'degree', label: '学历', kind: 'code', dictionary: 'education', section: 'file', required: true, width: 14, headers: ['最高学历', '学历层次', '文化程度', '毕业学历'] },
  { key: 'graduatedOn', label: '毕业时间', kind: 'month', section: 'file', required: true, width: 12, headers: ['毕业年月', '毕业日期', '离校时间'] },
  { key: 'registeredOn', label: '实名登记日期', kind: 'date', section: 'file', width: 14, headers: ['实名登记时间', '登记日期', '登记时间', '实名登记'] },
  { key: 'intention', label: '就业意向', kind: 'text', section: 'file', width: 18, maxLength: 100, headers: ['求职意向', '就业意愿', '意向岗位', '求职意愿'] },
  { key: 'hardships', label: '困难类型', kind: 'codes', dictionary: 'graduateHardship', section: 'file', width: 20, headers: ['困难类别', '困难毕业生类型', '困难情况', '困难毕业生类别'] },
  { key: 'helper', label: '帮扶责任人', kind: 'text', section: 'file', width: 12, maxLength: 30, headers: ['责任人', '帮扶人', '联系干部'] },
  { key: 'note', label: '备注', kind: 'note', section: 'file', width: 24, maxLength: 500 },
])

/** Where somebody stands: dated history, of which the file shows the open row. */
export const graduateStatusFields = defineFields([
  { key: 'status', label: '就业去向', kind: 'code', dictionary: 'graduateStatus', width: 14, headers: ['毕业去向', '去向', '就业状态', '当前状态', '离校未就业情况'] },
  { key: 'statusOn', label: '去向日期', kind: 'looseDate', width: 12, headers: ['就业时间', '就业日期', '去向时间', '落实去向时间', '入学入伍就业时间'] },
  { key: 'whereTo', label: '去向单位或学校', kind: 'text', width: 24, maxLength: 100, headers: ['就业单位', '就业单位名称', '去向单位', '升学院校', '单位名称'] },
  { key: 'statusNote', label: '去向说明', kind: 'text', width: 20, maxLength: 200 },
])

/** A contact of the monthly follow-up. */
export const followUpFields = defineFields([
  { key: 'followedOn', label: '回访日期', kind: 'date', required: true, width: 12 },
  { key: 'way', label: '回访方式', kind: 'code', dictionary: 'followUpWay', width: 10 },
  { key: 'found', label: '回访情况', kind: 'code', dictionary: 'followUpFound', required: true, width: 14 },
  { key: 'note', label: '回访说明', kind: 'text', width: 30, maxLength: 200 },
  { key: 'staff', label: '回访人', kind: 'text', width: 12, maxLength: 30 },
])

/** A step of the plan made for one person (一人一策). */
export const planStepFields = defineFields([
  { key: 'step', label: '帮扶措施', kind: 'text', required: true, width: 30, maxLength: 200 },
  { key: 'dueOn', label: '计划完成日期', kind: 'date', required: true, width: 12 },
  { key: 'who', label: '责任人', kind: 'text', width: 12, maxLength: 30 },
  { key: 'doneOn', label: '实际完成日期', kind: 'date', width: 12 },
  { key: 'result', label: '完成情况', kind: 'text', width: 20, maxLength: 200 },
])

/** Kept by the database out of services, statuses and follow-ups; see migration 0090. */
const kept = defineFields([
  { key: 'guidanceCount', label: '已职业指导次数', kind: 'integer', width: 10, derived: true },
  { key: 'referralCount', label: '已岗位推介次数', kind: 'integer', width: 10, derived: true },
  { key: 'trainingCount', label: '已提供培训机会次数', kind: 'integer', width: 10, derived: true },
  { key: 'internshipCount', label: '已提供见习机会次数', kind: 'integer', width: 10, derived: true },
  { key: 'idleSince', label: '未就业起始月', kind: 'month', width: 12, derived: true },
  { key: 'lastFollowedOn', label: '最近回访', kind: 'date', width: 12, derived: true },
])

/** Follow from the day and the thresholds; computed when they are read, so that they are never out of date. */
const computed = defineFields([
  { key: 'missing', label: '缺少的服务', kind: 'codes', dictionary: 'graduateItem', width: 22, derived: true, joined: true },
  { key: 'idleMonths', label: '未就业月数', kind: 'integer', width: 10, derived: true, joined: true },
  { key: 'isPriority', label: '公岗优先对象', kind: 'yesNo', width: 10, derived: true, joined: true },
  { key: 'followUpDue', label: '本月待回访', kind: 'yesNo', width: 10, derived: true, joined: true },
])

const person = defineFields([
  { key: 'name', label: '姓名', kind: 'text', width: 12, joined: true, required: true, headers: ['毕业生姓名', '学生姓名', '人员姓名'] },
  { key: 'idNumber', label: '身份证号码', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '公民身份号码', '证件号码', '身份证', '证件号'] },
  { key: 'phone', label: '联系电话', kind: 'phone', width: 15, joined: true, mask: 'phone', headers: ['电话', '手机号码', '手机号', '电话号码', '联系方式'] },
  { key: 'region', label: '户籍地', kind: 'region', width: 30, joined: true, regionLevel: 5, headers: ['户籍地址', '户籍所在地', '生源地', '生源所在地', '户籍'] },
])

export const graduateFields = defineFields([...person, ...graduateFileFields, ...graduateStatusFields.filter(({ key }) => key !== 'statusNote'), ...computed, ...kept])

export type GraduateFile = RecordOf<typeof graduateFileFields>
export type GraduateStatus = RecordOf<typeof graduateStatusFields>
export type FollowUp = RecordOf<typeof followUpFields>
export type PlanStep = RecordOf<typeof planStepFields>

export const graduateLedger: Ledger = {
  name: 'graduate',
  label: '高校毕业生',
  fields: graduateFields,
  sortable: ['graduatedOn'],
  sections: [{ key: 'file', label: '毕业生档案' }],
  workbook: graduateFields.filter((field: Field) => !field.derived || field.joined || field.key === 'lastFollowedOn').map(({ key }) => key),
}
