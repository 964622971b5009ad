import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/**
 * The one list of what the ledger keeps about a person: identity and contact, the labourer form
 * 《外出务工劳动力信息采集表》 in its order, what the household-member workbook adds, and what the
 * core derives. Rules are in rules.ts; derived fields in derive.ts.
 */

const basic = defineFields([
  { key: 'name', label: '姓名', kind: 'text', section: 'basic', required: true, width: 12, minLength: 2, maxLength: 30, headers: ['劳动力姓名', '成员姓名', '家庭成员姓名', '人员姓名'] },
  { key: 'idNumber', label: '身份证号码', kind: 'idNumber', section: 'basic', required: true, guarded: true, mask: 'idNumber', width: 22, headers: ['身份证号', '公民身份号码', '证件号码', '劳动力身份证号', '身份证', '证件号'] },
  { key: 'region', label: '户籍地', kind: 'region', section: 'basic', width: 30, regionLevel: 5, headers: ['户籍地址', '户籍所在地', '所属行政区', '行政村', '户籍行政区划'] },
  { key: 'phone', label: '联系电话', kind: 'phone', section: 'basic', mask: 'phone', width: 15, headers: ['电话', '手机号码', '手机号', '电话号码', '电话号'] },
  { key: 'ethnicity', label: '民族', kind: 'code', dictionary: 'ethnicity', section: 'basic', width: 10 },
  { key: 'verification', label: '核实情况', kind: 'code', dictionary: 'verification', section: 'basic', width: 10 },
  { key: 'currentStatus', label: '当前状态', kind: 'code', dictionary: 'currentStatus', section: 'basic', width: 10 },
  { key: 'exitReason', label: '退出原因', kind: 'code', dictionary: 'exitReason', section: 'basic', width: 14 },
  { key: 'isWorking', label: '是否务工', kind: 'yesNo', section: 'basic', width: 10 },
  { key: 'labourAbility', label: '劳动能力', kind: 'code', dictionary: 'labourAbility', section: 'basic', width: 16, headers: ['劳动技能'] },
  { key: 'skillLevel', label: '技能等级', kind: 'code', dictionary: 'skillLevel', section: 'basic', width: 10, headers: ['职业资格等级'] },
  { key: 'isPostSchoolYouth', label: '是否为两后生', kind: 'yesNo', section: 'basic', width: 12, headers: ['是否两后生', '两后生'] },
  { key: 'education', label: '文化程度', kind: 'code', dictionary: 'education', section: 'basic', width: 14, headers: ['学历'] },
  { key: 'graduatedOn', label: '毕业时间', kind: 'month', section: 'basic', width: 12, headers: ['毕业年月'] },
  { key: 'homeAddress', label: '家庭地址', kind: 'text', section: 'basic', width: 34, minLength: 2, maxLength: 100, headers: ['家庭住址', '详细住址', '详细地址', '现住址'] },
  { key: 'workedMonths', label: '年度累计务工时间', kind: 'tenths', section: 'basic', width: 16, min: 0, max: 120, headers: ['累计务工时间', '年度累计务工时间个月', '务工时间月'], hint: '个月，可填一位小数' },
  { key: 'workIncome', label: '年度务工收入', kind: 'money', section: 'basic', width: 14, min: 0, headers: ['年度务工收入元', '务工收入', '务工年收入'] },
  { key: 'workMonths', label: '具体务工月份', kind: 'months', section: 'basic', width: 24, headers: ['务工月份', '具体务工时间'] },
  { key: 'flexibleDays', label: '灵活就业天数', kind: 'integer', section: 'basic', width: 12, min: 0, max: 366, headers: ['其中灵活就业天数'] },
])

/** The part of the form that is a spell of work: kept as dated history in the employment ledger. */
export const workFields = defineFields([
  { key: 'workplaceRegion', label: '务工地点', kind: 'region', section: 'working', width: 30, regionLevel: 3, headers: ['务工所在县', '务工地', '转移就业地点'] },
  { key: 'employmentForm', label: '就业形式', kind: 'code', dictionary: 'employmentForm', section: 'working', width: 16, headers: ['就业方式'] },
  { key: 'employmentFormNote', label: '其他就业形式说明', kind: 'text', section: 'working', width: 16, maxLength: 100 },
  { key: 'employerName', label: '就业单位名称', kind: 'text', section: 'working', width: 26, maxLength: 100, headers: ['就业单位', '务工企业名称', '企业名称', '工作单位'] },
  { key: 'employedOn', label: '就业时间', kind: 'looseDate', section: 'working', width: 12, headers: ['就业起始日期', '就业起始年月', '开始时间', '登记就业时间', '上岗时间'] },
  { key: 'monthlyWage', label: '月平均工资', kind: 'money', section: 'working', width: 12, min: 0, headers: ['月平均工资元', '务工月收入', '月收入', '月工资收入', '月工资'] },
  { key: 'industry', label: '所属产业行业', kind: 'code', dictionary: 'formIndustry', section: 'working', width: 18, headers: ['所属行业', '产业行业', '行业'] },
  { key: 'industryNote', label: '其他行业说明', kind: 'text', section: 'working', width: 16, maxLength: 100 },
  { key: 'hasContract', label: '是否签订劳动合同', kind: 'yesNo', section: 'working', width: 12, headers: ['签订劳动合同'] },
  { key: 'hasSocialInsurance', label: '是否缴纳社会保险', kind: 'yesNo', section: 'working', width: 12, headers: ['缴纳社会保险'], hint: '城镇职工养老和城镇职工医疗都缴纳才算“是”，居民保险不算' },
  { key: 'hasPension', label: '城镇职工养老保险', kind: 'yesNo', section: 'working', width: 12 },
  { key: 'hasMedical', label: '城镇职工医疗保险', kind: 'yesNo', section: 'working', width: 12 },
  { key: 'assisted', label: '经帮扶实现就业', kind: 'yesNo', section: 'working', width: 12 },
  { key: 'assistedOn', label: '帮扶时间', kind: 'month', section: 'working', width: 12 },
  { key: 'ledReturnVenture', label: '是否返乡创业带动', kind: 'yesNo', section: 'working', width: 12, headers: ['返乡创业带动'] },
  { key: 'organisedTransfer', label: '有组织劳务输出', kind: 'code', dictionary: 'organisedTransfer', section: 'working', width: 22, headers: ['是否点对点输送'] },
])

/** What a person who is not working intends: dated history. */
export const intentionFields = defineFields([
  { key: 'notWorkingKind', label: '未外出务工类型', kind: 'code', dictionary: 'notWorkingKind', section: 'notWorking', width: 16 },
  { key: 'becameUnemployedOn', label: '就业转失业日期', kind: 'looseDate', section: 'notWorking', width: 14 },
  { key: 'plansToGoOut', label: '是否有外出计划', kind: 'yesNo', section: 'notWorking', width: 12, headers: ['外出计划', '是否计划务工'] },
  { key: 'noIntentionReason', label: '无外出意愿原因', kind: 'code', dictionary: 'noIntentionReason', section: 'notWorking', width: 18, headers: ['无法外出原因'] },
  { key: 'noIntentionNote', label: '无外出意愿原因说明', kind: 'text', section: 'notWorking', width: 18, maxLength: 100 },
  { key: 'intendedRegion', label: '外出务工意向地', kind: 'region', section: 'notWorking', width: 20, regionLevel: 2, headers: ['意向地'] },
  { key: 'plannedOutOn', label: '计划外出时间', kind: 'month', section: 'notWorking', width: 12 },
  { key: 'intendedJob', label: '意向岗位(工种)', kind: 'text', section: 'notWorking', width: 16, maxLength: 50, headers: ['意向岗位', '意向工种'] },
  { key: 'expectedWage', label: '期望月薪', kind: 'money', section: 'notWorking', width: 12, min: 0, headers: ['期望月薪元'] },
])

/** A return home: dated history. */
export const returnFields = defineFields([
  { key: 'hasReturned', label: '是否返乡回流', kind: 'yesNo', section: 'return', width: 12, headers: ['返乡回流'] },
  { key: 'returnReason', label: '返乡回流原因', kind: 'code', dictionary: 'returnReason', section: 'return', width: 16 },
  { key: 'returnedFromRegion', label: '返乡前务工地点', kind: 'region', section: 'return', width: 30, regionLevel: 4 },
  { key: 'returnedOn', label: '返乡日期', kind: 'date', section: 'return', width: 12 },
])

/** A wish for training: dated history. */
export const trainingWishFields = defineFields([
  { key: 'wantsTraining', label: '有无培训意愿', kind: 'yesNo', section: 'training', width: 12, headers: ['培训意愿'] },
  { key: 'trainingWishKind', label: '意愿培训类别', kind: 'code', dictionary: 'trainingWishKind', section: 'training', width: 14 },
  { key: 'trainingWishTrade', label: '意愿培训工种', kind: 'text', section: 'training', width: 16, maxLength: 50 },
  { key: 'trainingWishOn', label: '意愿培训日期', kind: 'looseDate', section: 'training', width: 12 },
])

const services = defineFields([
  { key: 'careerGuidanceCount', label: '职业指导次数', kind: 'integer', section: 'services', width: 10, min: 0, max: 999, headers: ['职业指导'] },
  { key: 'placementCount', label: '职业介绍次数', kind: 'integer', section: 'services', width: 10, min: 0, max: 999, headers: ['职业介绍'] },
  { key: 'ventureServiceCount', label: '创业服务次数', kind: 'integer', section: 'services', width: 10, min: 0, max: 999, headers: ['创业服务'] },
  { key: 'trainingServiceCount', label: '职业培训次数', kind: 'integer', section: 'services', width: 10, min: 0, max: 999, headers: ['职业培训'] },
  { key: 'otherServiceCount', label: '其他服务次数', kind: 'integer', section: 'services', width: 10, min: 0, max: 999, headers: ['其他服务'] },
  { key: 'noServices', label: '未享受过就业服务', kind: 'yesNo', section: 'services', width: 12 },
])

const signatures = defineFields([
  { key: 'labourerSignature', label: '劳动者签字', kind: 'text', section: 'signature', width: 12, maxLength: 30, headers: ['贫困户签字', '本人签字'] },
  { key: 'collectorName', label: '采集人签字', kind: 'text', section: 'signature', width: 12, maxLength: 30, headers: ['采集人', '采集人姓名'] },
  { key: 'collectorPhone', label: '采集人电话', kind: 'phone', section: 'signature', width: 15, mask: 'phone' },
  { key: 'paperOnFile', label: '纸质表已存档', kind: 'yesNo', section: 'signature', width: 12 },
  { key: 'collectedOn', label: '采集日期', kind: 'date', section: 'signature', width: 12, headers: ['填表日期', '采集时间'] },
])

/** What the member workbook of the upper level's system adds to the person. */
const member = defineFields([
  { key: 'relationToHead', label: '与户主关系', kind: 'code', dictionary: 'kinship', section: 'household', width: 12, headers: ['与户主的关系', '家庭关系'] },
  { key: 'isDisabled', label: '是否残疾人', kind: 'yesNo', section: 'household', width: 10, headers: ['是否残疾', '残疾人'] },
  { key: 'difficulties', label: '就业困难类型', kind: 'codes', dictionary: 'hardToEmploy', section: 'household', width: 20, headers: ['就业困难人员类型', '困难类型'] },
  { key: 'ventureStatus', label: '就业创业状态', kind: 'code', dictionary: 'ventureStatus', section: 'household', width: 14 },
  { key: 'jobWish', label: '就创业意愿', kind: 'code', dictionary: 'jobWish', section: 'household', width: 16, headers: ['转移就业意愿', '就业创业意愿'] },
  { key: 'trainingStatus', label: '培训教育状态', kind: 'code', dictionary: 'trainingStatus', section: 'household', width: 18 },
  { key: 'trainingIntent', label: '培训教育意愿', kind: 'code', dictionary: 'trainingIntent', section: 'household', width: 18 },
  { key: 'schoolStatus', label: '上学状态', kind: 'code', dictionary: 'schoolStatus', section: 'household', width: 12, headers: ['在校状态'] },
  { key: 'note', label: '备注', kind: 'note', section: 'household', width: 24, maxLength: 500 },
])

/** Computed by derive.ts at every write, so that lists can filter and sort on them by index. */
export const derivedFields = defineFields([
  { key: 'sex', label: '性别', kind: 'code', dictionary: 'sex', width: 6, derived: true },
  { key: 'birthDate', label: '出生日期', kind: 'date', width: 12, derived: true, mask: 'birthDate' },
  { key: 'formState', label: '采集表状态', kind: 'code', dictionary: 'formState', width: 12, derived: true },
  { key: 'employmentState', label: '就业状态', kind: 'code', dictionary: 'employmentState', width: 12, derived: true },
  { key: 'workRange', label: '务工范围', kind: 'code', dictionary: 'workRange', width: 12, derived: true },
  { key: 'qualifies', label: '达到采集标准', kind: 'yesNo', width: 12, derived: true },
  { key: 'employmentClear', label: '就业状态清', kind: 'yesNo', width: 10, derived: true },
  { key: 'demandClear', label: '就业需求清', kind: 'yesNo', width: 10, derived: true },
  { key: 'skillClear', label: '技能水平清', kind: 'yesNo', width: 10, derived: true },
  { key: 'difficultyClear', label: '就业困难清', kind: 'yesNo', width: 10, derived: true },
  { key: 'blockCount', label: '须改问题数', kind: 'integer', width: 10, derived: true },
  { key: 'warnCount', label: '提醒数', kind: 'integer', width: 8, derived: true },
  { key: 'updatedOn', label: '最近更新', kind: 'date', width: 12, derived: true },
  { key: 'sentBackReason', label: '专班退回原因', kind: 'text', width: 24, derived: true },
  { key: 'sentBackBy', label: '退回人', kind: 'text', width: 10, derived: true },
  { key: 'sentBackOn', label: '退回日期', kind: 'date', width: 12, derived: true },
])

/** Decided by people and not computed: the state of a form, and why the task force sent it back. */
export const stateKeys: ReadonlySet<string> = new Set(['formState', 'sentBackReason', 'sentBackBy', 'sentBackOn'])

/** Shown beside a person, kept on the household. */
const joinedFields = defineFields([
  { key: 'householdCode', label: '户编号', kind: 'text', width: 14, joined: true, headers: ['家庭编号'] },
  { key: 'headName', label: '户主姓名', kind: 'text', width: 12, joined: true },
  { key: 'headIdNumber', label: '户主身份证号', kind: 'idNumber', width: 22, joined: true, mask: 'idNumber', headers: ['户主证件号码', '户主身份证号码'] },
  { key: 'householdCategory', label: '户类型', kind: 'code', dictionary: 'householdCategory', width: 14, joined: true, headers: ['脱贫属性', '监测对象类别'] },
  { key: 'siteName', label: '安置点', kind: 'text', width: 22, joined: true, derived: true },
])

export const personFields = defineFields([...basic, ...workFields, ...intentionFields, ...returnFields, ...trainingWishFields, ...services, ...signatures, ...member, ...derivedFields])

export const labourerFields = defineFields([...personFields, ...joinedFields])

/** A person with the current state of the form: one row of the person table. */
export type Person = RecordOf<typeof personFields>
/** What a clerk or a workbook can fill in. */
export type PersonInput = Partial<Omit<Person, (typeof derivedFields)[number]['key']>>

export const labourerLedger: Ledger = {
  name: 'labourer',
  label: '劳动力台账',
  fields: labourerFields,
  sortable: [...['name', 'idNumber', 'region', 'phone', 'formState', 'employmentState', 'workRange'], ...['workplaceRegion', 'employerName', 'monthlyWage', 'blockCount', 'updatedOn']],
  sections: [
    { key: 'basic', label: '基本信息' },
    { key: 'working', label: '已外出务工情况' },
    { key: 'notWorking', label: '暂未外出务工情况' },
    { key: 'return', label: '返乡回流情况' },
    { key: 'training', label: '培训意愿' },
    { key: 'services', label: '就业服务情况' },
    { key: 'household', label: '家庭与困难' },
    { key: 'signature', label: '签字与采集' },
  ],
  // The finished workbook: the form in its order, with the household it belongs to.
  workbook: [
    'householdCode',
    'headName',
    'headIdNumber',
    'relationToHead',
    ...basic.map((field) => field.key),
    ...workFields.map((field) => field.key),
    ...intentionFields.map((field) => field.key),
    ...returnFields.map((field) => field.key),
    ...trainingWishFields.map((field) => field.key),
    ...services.map((field) => field.key),
    ...signatures.map((field) => field.key),
    'isDisabled',
    'difficulties',
    'note',
  ],
}

/** The household-member workbook of the Shaanxi ledger system, column for column. */
export const memberLedger: Ledger = {
  name: 'member',
  label: '家庭成员',
  fields: labourerFields,
  sortable: ['name', 'idNumber', 'region', 'phone'],
  workbook: ['headName', 'headIdNumber', 'name', 'idNumber', 'phone', 'education', 'ventureStatus', 'jobWish', 'labourAbility', 'trainingStatus', 'trainingIntent', 'isDisabled', 'schoolStatus', 'note'],
}
