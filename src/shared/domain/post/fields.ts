import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** A public post 公益性岗位: where, for how many, from which money and for how much. */
export const postFields = defineFields([
  { key: 'postCode', label: '岗位编号', kind: 'text', section: 'post', required: true, width: 16, maxLength: 30, headers: ['公岗编号'] },
  { key: 'name', label: '岗位名称', kind: 'text', section: 'post', required: true, width: 18, maxLength: 50, headers: ['公岗名称'] },
  { key: 'kind', label: '岗位类别', kind: 'code', dictionary: 'postKind', section: 'post', required: true, width: 16, headers: ['公岗类别'] },
  { key: 'term', label: '岗位性质', kind: 'code', dictionary: 'postTerm', section: 'post', required: true, width: 10 },
  { key: 'isGraduatePost', label: '一村一大学生公岗', kind: 'yesNo', section: 'post', width: 12, headers: ['大学生公岗'] },
  { key: 'unitName', label: '用人单位', kind: 'text', section: 'post', required: true, width: 26, maxLength: 100 },
  { key: 'region', label: '岗位所在村', kind: 'region', section: 'post', required: true, width: 30, regionLevel: 5, headers: ['所属行政区'] },
  { key: 'quota', label: '岗位名额', kind: 'integer', section: 'post', required: true, width: 10, min: 1, max: 999, headers: ['设岗人数'] },
  { key: 'funding', label: '资金来源', kind: 'code', dictionary: 'postFunding', section: 'post', required: true, width: 18, headers: ['补贴资金来源'] },
  { key: 'payBasis', label: '计发方式', kind: 'code', dictionary: 'postPayBasis', section: 'post', required: true, width: 10, headers: ['工资发放周期'] },
  { key: 'allowance', label: '岗位补贴标准', kind: 'money', section: 'post', required: true, width: 14, min: 1, max: 10_000_000, headers: ['岗位补贴'], hint: '按月计发填每月金额，按天计发填每天金额' },
  { key: 'monthlyDays', label: '每月应出勤天数', kind: 'integer', section: 'post', required: true, width: 14, min: 1, max: 31 },
  { key: 'dailyHours', label: '每日工时', kind: 'integer', section: 'post', width: 10, min: 1, max: 12 },
  { key: 'openedOn', label: '设岗日期', kind: 'date', section: 'post', required: true, width: 12 },
  { key: 'closedOn', label: '撤岗日期', kind: 'date', section: 'post', width: 12 },
  { key: 'duties', label: '岗位职责', kind: 'note', section: 'post', width: 24, maxLength: 500 },
  { key: 'note', label: '备注', kind: 'note', section: 'post', width: 24, maxLength: 500 },
  { key: 'filledCount', label: '在岗人数', kind: 'integer', width: 10, derived: true },
])
export type Post = RecordOf<typeof postFields>

export const postLedger: Ledger = {
  name: 'post',
  label: '公益性岗位',
  fields: postFields,
  sections: [{ key: 'post', label: '岗位信息' }],
  sortable: ['region', 'postCode'],
}

/** A person on a post: one row per contract, with insurance, account and exit. */
export const assignmentFields = defineFields([
  { key: 'startedOn', label: '上岗日期', kind: 'date', section: 'contract', required: true, width: 12, headers: ['合同起始日期', '上岗时间'] },
  { key: 'endsOn', label: '合同终止日期', kind: 'date', section: 'contract', required: true, width: 14, headers: ['合同到期日期', '协议终止日期'] },
  { key: 'extensionConsent', label: '县级同意临时岗延期', kind: 'yesNo', section: 'contract', width: 14 },
  { key: 'insurer', label: '意外险承保机构', kind: 'text', section: 'contract', width: 18, maxLength: 60 },
  { key: 'insuredUntil', label: '意外险截止日期', kind: 'date', section: 'contract', width: 14, headers: ['意外险到期日期'] },
  { key: 'hasOfficialKin', label: '与村干部或经办人有亲属关系', kind: 'yesNo', section: 'contract', width: 16, headers: ['是否干部亲属'] },
  { key: 'kinNote', label: '亲属关系说明', kind: 'text', section: 'contract', width: 18, maxLength: 100 },
  { key: 'bankName', label: '开户银行', kind: 'text', section: 'contract', width: 18, maxLength: 60 },
  { key: 'bankCard', label: '银行账号', kind: 'bankCard', section: 'contract', mask: 'bankCard', width: 24, headers: ['银行卡号', '一卡通账号'] },
  { key: 'exitedOn', label: '退岗日期', kind: 'date', section: 'exit', width: 12, headers: ['退岗时间'] },
  { key: 'exitReason', label: '退岗原因', kind: 'code', dictionary: 'postExitReason', section: 'exit', width: 16 },
  { key: 'note', label: '备注', kind: 'note', section: 'exit', width: 24, maxLength: 500 },
  { key: 'problems', label: '核查问题', kind: 'codes', dictionary: 'postProblem', width: 26, derived: true },
  { key: 'postCode', label: '岗位编号', kind: 'text', width: 16, joined: true, required: true, headers: ['公岗编号'] },
  { key: 'postName', label: '岗位名称', kind: 'text', width: 18, joined: true, headers: ['公岗名称'] },
  { key: 'region', label: '岗位所在村', kind: 'region', width: 30, joined: true },
  { key: 'term', label: '岗位性质', kind: 'code', dictionary: 'postTerm', width: 10, joined: true },
  { key: 'funding', label: '资金来源', kind: 'code', dictionary: 'postFunding', width: 18, joined: true },
  { key: 'name', label: '姓名', kind: 'text', width: 12, joined: true, required: true, headers: ['劳动力姓名', '上岗人员姓名'] },
  { key: 'idNumber', label: '身份证号码', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['身份证号', '证件号码', '劳动力身份证号'] },
  { key: 'siteName', label: '安置点', kind: 'text', width: 22, joined: true, derived: true },
])
export type Assignment = RecordOf<typeof assignmentFields>

export const assignmentLedger: Ledger = {
  name: 'assignment',
  label: '上岗人员',
  fields: assignmentFields,
  sortable: ['startedOn'],
  sections: [
    { key: 'contract', label: '合同、保险和账户' },
    { key: 'exit', label: '退岗' },
  ],
  workbook: ['postCode', 'postName', 'name', 'idNumber', ...assignmentFields.filter((field) => !('joined' in field) && !('derived' in field)).map((field) => field.key)],
}

/** One round of recruiting for a post: need → opening → public notice → selection. */
export const openingFields = defineFields([
  { key: 'places', label: '拟招人数', kind: 'integer', required: true, min: 1, max: 999 },
  { key: 'neededOn', label: '提出用岗需求日期', kind: 'date', required: true },
  { key: 'needReason', label: '用岗需求', kind: 'text', required: true, width: 26, maxLength: 200 },
  { key: 'openedOn', label: '发布招聘日期', kind: 'date' },
  { key: 'noticeFrom', label: '公示开始日期', kind: 'date' },
  { key: 'noticeTo', label: '公示结束日期', kind: 'date' },
  { key: 'noticePlace', label: '公示地点', kind: 'text', width: 26, maxLength: 60 },
  { key: 'complaintPhone', label: '监督电话', kind: 'phone' },
])
export type Opening = RecordOf<typeof openingFields>

/** Somebody who applied in a round, and what was decided. */
export const candidateFields = defineFields([
  { key: 'appliedOn', label: '报名日期', kind: 'date', required: true },
  { key: 'decision', label: '选聘结果', kind: 'code', dictionary: 'postDecision' },
  { key: 'decisionNote', label: '未选上的原因', kind: 'text', maxLength: 100 },
])

/** What was counted for one person on one post in one month. */
export const attendanceFields = defineFields([
  { key: 'month', label: '考勤月份', kind: 'month', required: true },
  { key: 'presentDays', label: '实际出勤天数', kind: 'tenths', min: 0, max: 310 },
  { key: 'assessment', label: '考核结果', kind: 'code', dictionary: 'postAssessment' },
  { key: 'note', label: '备注', kind: 'text', maxLength: 100 },
])
