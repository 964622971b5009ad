import { monthsFrom } from '../../../../src/shared/domain/calendar.ts'
import type { LabourerForm, RuleContext } from '../../../../src/shared/domain/labourer/rules.ts'
import type { Severity } from '../../../../src/shared/domain/violation.ts'
import { type FormName, idNumberOf, workingForm } from './forms.ts'

export interface RuleCase {
  rule: number
  /** What the clerk or the file did. */
  title: string
  form: FormName
  patch: LabourerForm
  facts?: Partial<RuleContext>
  /** [severity, field, message]; null where nothing may be said by rules of this number. */
  expected: [Severity, string, string] | null
}

const E = (field: string, message: string): RuleCase['expected'] => ['blocks', field, message]
const W = (field: string, message: string): RuleCase['expected'] => ['warns', field, message]

let rule = 0
const cases: RuleCase[] = []
const on =
  (form: FormName) =>
  (
    title: string,
    patch: LabourerForm,
    expected: RuleCase['expected'],
    facts?: Partial<RuleContext>,
  ): void => {
    cases.push({ rule, title, form, patch, expected, ...(facts ? { facts } : {}) })
  }
const working = on('working')
const planning = on('planning')
const staying = on('staying')
const returned = on('returned')
const confirming = { forConfirmation: true }
const goodId = workingForm.idNumber ?? ''

rule = 1
working('no name', { name: null }, E('name', '请填写姓名（不得含空格）'))
working('one character', { name: '石' }, E('name', '请填写姓名（不得含空格）'))
working('one rare character of two code units', { name: '𠮷' }, E('name', '请填写姓名（不得含空格）'))
working('a space inside', { name: '石 阿演' }, E('name', '请填写姓名（不得含空格）'))
working('an ideographic space inside', { name: '石　阿演' }, E('name', '请填写姓名（不得含空格）'))
working('31 characters', { name: '石'.repeat(31) }, E('name', '请填写姓名（不得含空格）'))
working('30 characters', { name: '石'.repeat(30) }, null)
working('30 rare characters', { name: '𠮷'.repeat(30) }, null)
working('two characters', { name: '石演' }, null)
working('a minority name with ·', { name: '买买提·吐尔逊' }, null)

rule = 2
working('no number', { idNumber: null }, E('idNumber', '身份证号码格式不正确'))
working('17 characters', { idNumber: goodId.slice(0, 17) }, E('idNumber', '身份证号码格式不正确'))
working('a letter', { idNumber: `${goodId.slice(0, 17)}A` }, E('idNumber', '身份证号码格式不正确'))
working('a date that is none', { idNumber: '433126199002300014' }, E('idNumber', '身份证号码格式不正确'))
working('a province that is none', { idNumber: '163126199003070014' }, E('idNumber', '身份证号码格式不正确'))
working('born tomorrow', { idNumber: idNumberOf('2026-09-16') }, E('idNumber', '身份证号码格式不正确'))
working(
  'a wrong check character',
  { idNumber: goodId.slice(0, 17) + (goodId.endsWith('0') ? '1' : '0') },
  W('idNumber', '身份证校验位不符，请核实'),
)
working('a number beginning 999999', { idNumber: '999999199003070014' }, W('idNumber', '非标准证件号码'))
working(
  'a disability certificate of 20 characters',
  { idNumber: `${goodId}41` },
  W('idNumber', '非标准证件号码'),
)
working(
  'a reissued certificate of 22 characters',
  { idNumber: `${goodId}41B1` },
  W('idNumber', '非标准证件号码'),
)
working(
  'an old number of 15 digits',
  { idNumber: '433126900307001' },
  W('idNumber', '身份证号码为15位旧号码，请升为18位并核实'),
)
working('a number already in the ledger', {}, E('idNumber', '该人员已存在'), { idNumberTakenByOther: true })
working('a right number', {}, null)

rule = 3
working('no residence', { region: null }, E('region', '户籍地须选择到村'))
working('residence to the township', { region: '433126104000' }, E('region', '户籍地须选择到村'))
working('residence that is no code', { region: '古丈县' }, E('region', '户籍地须选择到村'))
working('residence to the village', {}, null)

rule = 4
working('no telephone', { phone: null }, E('phone', '手机号码应为11位'))
working('10 digits', { phone: '1380000000' }, E('phone', '手机号码应为11位'))
working('12 digits', { phone: '138000000000' }, E('phone', '手机号码应为11位'))
working('a number beginning 12', { phone: '12800000000' }, E('phone', '手机号码应为11位'))
working('a landline', { phone: '0743-4722000' }, W('phone', '联系电话是固定电话，请尽量改填手机号码'))
working(
  'a landline without hyphen',
  { phone: '07434722000' },
  W('phone', '联系电话是固定电话，请尽量改填手机号码'),
)
working('the number of two other households', {}, W('phone', '该号码还登记在另外2户，请核实'), {
  phoneSharedWithHouseholds: 2,
})
working('a mobile number', { phone: '19912345678' }, null)

rule = 5
working('no ethnic group', { ethnicity: null }, E('ethnicity', '请选择民族'))
working('an ethnic group that is none', { ethnicity: '88' }, E('ethnicity', '请选择民族'))
working('ethnic group 其他', { ethnicity: '97' }, null)

rule = 6
working('not said whether verified', { verification: null }, E('verification', '请选择核实情况'))
working('a draft not verified', { verification: 'unverified' }, null)
working(
  'not verified, to be confirmed',
  { verification: 'unverified' },
  E('verification', '未核实的表不能提交专班'),
  confirming,
)
working(
  'out of reach, to be confirmed',
  { verification: 'unreachable' },
  E('verification', '未核实的表不能提交专班'),
  confirming,
)
working('verified, to be confirmed', {}, null, confirming)

rule = 7
working('no status', { currentStatus: null }, E('currentStatus', '请选择当前状态'))
staying('an exit without reason', { currentStatus: 'temporaryExit' }, E('exitReason', '请选择退出原因'))
staying(
  'a temporary exit by death',
  { currentStatus: 'temporaryExit', exitReason: 'death' },
  E('exitReason', '请选择退出原因'),
)
staying(
  'a permanent exit to school',
  { currentStatus: 'permanentExit', exitReason: 'study' },
  E('exitReason', '请选择退出原因'),
)
staying(
  'a normal status with a reason',
  { exitReason: 'study' },
  E('exitReason', '当前状态为正常，不应填写退出原因'),
)
staying('a temporary exit to the army', { currentStatus: 'temporaryExit', exitReason: 'army' }, null)
staying('a permanent exit by death', { currentStatus: 'permanentExit', exitReason: 'death' }, null)

rule = 8
planning('not said whether working', { isWorking: null }, E('isWorking', '请选择是否务工'))
working(
  'working after an exit',
  { currentStatus: 'temporaryExit', exitReason: 'study' },
  E('isWorking', '已退出人员不能标记为务工'),
)
staying('not working after an exit', { currentStatus: 'temporaryExit', exitReason: 'prison' }, null)

rule = 9
working('no ability', { labourAbility: null }, E('labourAbility', '请选择劳动能力'))
working('丧失劳动力', { labourAbility: 'lost' }, E('labourAbility', '该类人员无须采集'))
working('无劳动力', { labourAbility: 'none' }, E('labourAbility', '该类人员无须采集'))
working('弱劳动力或半劳动力', { labourAbility: 'weakOrHalf' }, null)

rule = 10
planning('16 tomorrow', { idNumber: idNumberOf('2010-09-16') }, E('idNumber', '未满16周岁不采集'))
planning('16 today', { idNumber: idNumberOf('2010-09-15') }, null)
planning(
  'born on 29 February, 16 the day before',
  { idNumber: idNumberOf('2012-02-29') },
  E('idNumber', '未满16周岁不采集'),
  {
    today: '2028-02-28',
  },
)
planning('born on 29 February, 16 today', { idNumber: idNumberOf('2012-02-29') }, null, {
  today: '2028-02-29',
})
working('普通, 60 on the last day of the year', { idNumber: idNumberOf('1965-10-01') }, null)
working(
  '普通, 61 on the last day of the year',
  { idNumber: idNumberOf('1965-09-30') },
  W('labourAbility', '普通劳动力应为16–60周岁，请核实'),
)
working('弱/半 at 70', { labourAbility: 'weakOrHalf', idNumber: idNumberOf('1956-01-01') }, null)
working(
  '技能 at 62',
  { labourAbility: 'skilled', skillLevel: 'junior', idNumber: idNumberOf('1964-01-01') },
  null,
)

rule = 11
working('no level', { skillLevel: null }, E('skillLevel', '请选择技能等级'))
working(
  '技能 without level',
  { labourAbility: 'skilled', skillLevel: null },
  E('skillLevel', '技能劳动力须填写技能等级'),
)
working(
  '技能 with level 无',
  { labourAbility: 'skilled', skillLevel: 'none' },
  E('skillLevel', '技能劳动力须填写技能等级'),
)
working('普通 with a level', { skillLevel: 'junior' }, E('skillLevel', '普通劳动力技能等级应为无'))
working('技能 with a level', { labourAbility: 'skilled', skillLevel: 'technician' }, null)
working('弱/半 with a level', { labourAbility: 'weakOrHalf', skillLevel: 'junior' }, null)

rule = 12
const youth: LabourerForm = { isPostSchoolYouth: true, education: '60', graduatedOn: '2023-06' }
working('not said whether 两后生', { isPostSchoolYouth: null }, E('isPostSchoolYouth', '请选择是否为两后生'))
working(
  '两后生 with a degree',
  { ...youth, education: '20' },
  E('isPostSchoolYouth', '两后生须为初高中毕业5年内未升学'),
)
working(
  '两后生 out of school 5 years and a month',
  { ...youth, graduatedOn: '2021-08' },
  E('isPostSchoolYouth', '两后生须为初高中毕业5年内未升学'),
)
working('两后生 out of school 5 years to the month', { ...youth, graduatedOn: '2021-09' }, null)
working('两后生 from 初中', { ...youth, education: '70' }, null)
working('两后生 without education: only the education is asked for', { ...youth, education: null }, null)

rule = 13
working('no education', { education: null }, E('education', '请选择文化程度'))
working('an education that is none', { education: 'xx' }, E('education', '请选择文化程度'))
working('初中', { education: '70' }, null)

rule = 14
working('两后生 without graduation', { ...youth, graduatedOn: null }, E('graduatedOn', '请填写毕业时间'))
working('a month that is none', { graduatedOn: '2023-13' }, E('graduatedOn', '请填写毕业时间'))
working(
  'graduation next month',
  { ...youth, graduatedOn: '2026-10' },
  E('graduatedOn', '请填写毕业时间，不能晚于本月'),
)
working('graduation this month', { ...youth, graduatedOn: '2026-09' }, null)
working('no 两后生, no graduation', { graduatedOn: null }, null)

rule = 15
working('no address', { homeAddress: null }, E('homeAddress', '请填写家庭地址'))
working('an address of one character', { homeAddress: '村' }, E('homeAddress', '请填写家庭地址'))
working('an address of 101 characters', { homeAddress: '村'.repeat(101) }, E('homeAddress', '请填写家庭地址'))
working('an address of two characters', { homeAddress: '村头' }, null)
working('an address of 100 characters', { homeAddress: '村'.repeat(100) }, null)

rule = 16
working('no months worked', { workedMonths: null }, E('workedMonths', '累计务工时间应在0–12个月'))
working('12.1 months', { workedMonths: 121 }, E('workedMonths', '累计务工时间应在0–12个月'))
working('less than none', { workedMonths: -1 }, E('workedMonths', '累计务工时间应在0–12个月'))
working('hundredths of a month', { workedMonths: 35.5 }, E('workedMonths', '累计务工时间应在0–12个月'))
working('3.5 months', { workedMonths: 35 }, null)

working(
  '12 months',
  { workedMonths: 120, workMonths: monthsFrom('2025-10', '2026-09'), flexibleDays: 366 },
  null,
)

rule = 17
working('no income given', { workIncome: null }, E('workIncome', '请填写年度务工收入（元，不小于0）'))
working('an income below zero', { workIncome: -1 }, E('workIncome', '请填写年度务工收入（元，不小于0）'))
working('working without income', { workIncome: 0 }, W('workIncome', '有务工无收入'))
planning('income in no months', { workIncome: 1 }, E('workedMonths', '有收入无务工时间'))
planning('no income in no months', {}, null)

rule = 18
working('months without a tick', { workMonths: null }, E('workMonths', '请勾选具体务工月份'))
working('months with an empty set', { workMonths: [] }, E('workMonths', '请勾选具体务工月份'))
working(
  'next month ticked',
  { workMonths: [...(workingForm.workMonths ?? []), '2026-10'] },
  E('workMonths', '不能勾选未来月份'),
)
working('this month ticked', { workMonths: [...(workingForm.workMonths ?? []), '2026-09'] }, null)

rule = 19
working('8.1 months in 8 ticked', { workedMonths: 81 }, E('workedMonths', '累计时间大于勾选月数'))
working('8 months in 8 ticked', { workedMonths: 80 }, null)
working('0.5 months in 1 ticked', { workedMonths: 5, workMonths: ['2026-08'] }, null)
working(
  'months ticked in the year before only',
  { workMonths: ['2025-08', '2025-09'], workedMonths: 20 },
  E('workedMonths', '累计时间大于勾选月数'),
)
working('no tick at all: only the ticks are asked for', { workMonths: null }, null)

rule = 20
working(
  'days without a month',
  { flexibleDays: 1, workMonths: [] },
  E('flexibleDays', '灵活就业天数与务工月份矛盾'),
)
working(
  '32 days in one month',
  { flexibleDays: 32, workMonths: ['2026-08'], workedMonths: 10 },
  E('flexibleDays', '灵活就业天数与务工月份矛盾'),
)
working('31 days in one month', { flexibleDays: 31, workMonths: ['2026-08'], workedMonths: 10 }, null)
working('367 days', { flexibleDays: 367 }, E('flexibleDays', '灵活就业天数与务工月份矛盾'))
working('half days', { flexibleDays: 1.5 }, E('flexibleDays', '灵活就业天数与务工月份矛盾'))
working('366 days in 12 months', { workMonths: monthsFrom('2025-10', '2026-09'), flexibleDays: 366 }, null)
working(
  '367 days in 12 months',
  { workMonths: monthsFrom('2025-10', '2026-09'), flexibleDays: 367 },
  E('flexibleDays', '灵活就业天数与务工月份矛盾'),
)
working('no days given', { flexibleDays: null }, null)

rule = 21
const atHome: LabourerForm = { workplaceRegion: '433126103000' }
const below = W('workedMonths', '低于采集标准，不计入统计')
working('县内, 1 month and 3000 yuan exactly', { ...atHome, workedMonths: 10, workIncome: 300_000 }, null)
working('县内, 0.9 months', { ...atHome, workedMonths: 9, workIncome: 300_000 }, below)
working('县内, 2999.99 yuan', { ...atHome, workedMonths: 10, workIncome: 299_999 }, below)
working('县外, 3 months and 9000 yuan exactly', { workedMonths: 30, workIncome: 900_000 }, null)
working('县外, 2.9 months', { workedMonths: 29, workIncome: 900_000 }, below)
working('县外, 8999.99 yuan', { workedMonths: 30, workIncome: 899_999 }, below)
working('县外, place not given: only the place is asked for', { workplaceRegion: null }, null)
planning('not working all year', {}, null)
returned(
  'back home after 2 months away',
  { workedMonths: 20, workMonths: ['2026-01', '2026-02'], workIncome: 800_000 },
  below,
)

rule = 22
working('working with plans to leave', { plansToGoOut: true }, E('isWorking', '务工状态与填写内容矛盾'))
working('no place', { workplaceRegion: null }, E('workplaceRegion', '务工地点须填到县级'))
working(
  'a place to the city',
  { workplaceRegion: '440300000000' },
  E('workplaceRegion', '务工地点须填到县级'),
)
working(
  'a place to the county',
  { workplaceRegion: '440306000000' },
  W('workplaceRegion', '务工地点未填到乡镇（街道），请补充'),
)
working(
  'a city that has no counties',
  { workplaceRegion: '441900000000' },
  W('workplaceRegion', '务工地点未填到乡镇（街道），请补充'),
)
working('a town of a city without counties', { workplaceRegion: '441900003000' }, null)

rule = 23
working('no form', { employmentForm: null }, E('employmentForm', '请选择就业形式'))
working('form 其他 without note', { employmentForm: 'other' }, E('employmentFormNote', '请注明其他就业形式'))
working('form 其他 with note', { employmentForm: 'other', employmentFormNote: '船员' }, null)

rule = 24
working('no employer', { employerName: null }, E('employerName', '请填写就业单位名称'))
working(
  'flexible without employer',
  { employmentForm: 'flexible', employerName: null, hasContract: false },
  null,
)

rule = 25
working('no date', { employedOn: null }, E('employedOn', '请填写就业时间'))
working('a date that is none', { employedOn: '2020-02-30' }, E('employedOn', '请填写就业时间'))
working('begun tomorrow', { employedOn: '2026-09-16' }, E('employedOn', '就业时间不能晚于今天'))
working('begun today', { employedOn: '2026-09-15' }, null)
working('begun this month', { employedOn: '2026-09' }, null)
working(
  'begun the day before the 16th birthday',
  { employedOn: '2006-03-06' },
  E('employedOn', '就业时间早于16周岁'),
)
working('begun on the 16th birthday', { employedOn: '2006-03-07' }, null)
working('begun in the month of the 16th birthday', { employedOn: '2006-03' }, null)
working('begun in the month before', { employedOn: '2006-02' }, E('employedOn', '就业时间早于16周岁'))

rule = 26
working('no wage', { monthlyWage: null }, E('monthlyWage', '请填写月平均工资'))
working('a wage of nothing', { monthlyWage: 0 }, E('monthlyWage', '请填写月平均工资'))
working('399.99 yuan', { monthlyWage: 39_999 }, W('monthlyWage', '月平均工资不在400–30000元之间，请核实'))
working('400 yuan', { monthlyWage: 40_000 }, null)
working('30000 yuan', { monthlyWage: 3_000_000 }, null)
working(
  '30000.01 yuan',
  { monthlyWage: 3_000_001 },
  W('monthlyWage', '月平均工资不在400–30000元之间，请核实'),
)

rule = 27
working('no industry', { industry: null }, E('industry', '请选择行业'))
working('an industry that is none', { industry: 'mining' }, E('industry', '请选择行业'))
working('industry 其他 without note', { industry: 'other' }, E('industryNote', '请选择行业，选“其他”须注明'))
working('industry 其他 with note', { industry: 'other', industryNote: '快递' }, null)

rule = 28
working('not said whether under contract', { hasContract: null }, E('hasContract', '请选择是否签订劳动合同'))
working(
  'flexible with a contract',
  { employmentForm: 'flexible' },
  W('hasContract', '灵活就业一般不签订劳动合同，请核实'),
)
working(
  '单位就业 without contract',
  { hasContract: false },
  W('hasContract', '单位就业一般应签订劳动合同，请核实'),
)
working('a workshop without contract', { ...atHome, employmentForm: 'workshop', hasContract: false }, null)

rule = 29
const insured = E('hasSocialInsurance', '请选择是否缴纳社会保险：城镇职工养老和医疗都缴纳才填“是”')
working(
  'not said whether insured',
  { hasSocialInsurance: null },
  E('hasSocialInsurance', '请选择是否缴纳社会保险'),
)
working(
  '是 with the pension only',
  { hasSocialInsurance: true, hasPension: true, hasMedical: false },
  insured,
)
working('否 with both', { hasSocialInsurance: false, hasPension: true, hasMedical: true }, insured)
working('是 with both', { hasSocialInsurance: true, hasPension: true, hasMedical: true }, null)
working('是 without details', { hasSocialInsurance: true }, null)

rule = 30
working('not said whether helped', { assisted: null }, E('assisted', '请选择是否经帮扶实现就业'))
working('helped at no time', { assisted: true }, E('assistedOn', '请填写帮扶时间'))
working(
  'helped next month',
  { assisted: true, assistedOn: '2026-10' },
  E('assistedOn', '请填写帮扶时间，不能晚于本月'),
)
working('helped this month', { assisted: true, assistedOn: '2026-09' }, null)
working(
  'not said whether led by a returned founder',
  { ledReturnVenture: null },
  E('ledReturnVenture', '请选择是否返乡创业带动'),
)

rule = 31
working('no organised transfer', { organisedTransfer: null }, null)
working('点对点', { organisedTransfer: 'pointToPoint' }, null)
working(
  'a transfer that is none',
  { organisedTransfer: 'byBoat' },
  E('organisedTransfer', '请重新选择有组织劳务输出'),
)

rule = 32
const post: LabourerForm = { employmentForm: 'publicPost', workIncome: 400_000 }
working('a public post in another county', { ...post }, E('employmentForm', '县外务工不应选公益岗位/车间'))
working(
  'a workshop in another county',
  { employmentForm: 'workshop' },
  E('employmentForm', '县外务工不应选公益岗位/车间'),
)
working('a public post at home with 4000 yuan a year', { ...post, ...atHome }, null)
working(
  'a public post at home with 3999.99 yuan',
  { ...post, ...atHome, workIncome: 399_999 },
  W('workIncome', '公益岗位年收入低于4000元，请核实'),
)
working('a public post without income: said by rule 17 already', { ...post, ...atHome, workIncome: 0 }, null)
working('a base in another county', { employmentForm: 'base' }, null)

rule = 33
working('自主创业', { employmentForm: 'venture', workedMonths: 5, workIncome: 100 }, null)

rule = 34
staying('not working with an employer', { employerName: '演示厂' }, E('isWorking', '务工状态与填写内容矛盾'))
staying('no kind', { notWorkingKind: null }, E('notWorkingKind', '请选择未外出务工类型'))
staying(
  'out of work since when?',
  { becameUnemployedOn: null },
  E('becameUnemployedOn', '请填写就业转失业日期'),
)
staying(
  'out of work from tomorrow',
  { becameUnemployedOn: '2026-09-16' },
  E('becameUnemployedOn', '请填写就业转失业日期，不能晚于今天'),
)
staying('out of work from today', { becameUnemployedOn: '2026-09-15' }, null)
staying(
  'never away',
  { notWorkingKind: 'never', becameUnemployedOn: null },
  W('notWorkingKind', '范围外：从未外出就业过'),
)

rule = 35
staying('not said whether leaving', { plansToGoOut: null }, E('plansToGoOut', '请选择是否有外出计划'))
planning('leaving', {}, null)

rule = 36
staying('staying for no reason', { noIntentionReason: null }, E('noIntentionReason', '请填写无外出意愿原因'))
staying(
  'staying for another reason, not said',
  { noIntentionReason: 'other' },
  E('noIntentionNote', '请填写无外出意愿原因，选“其他”须说明'),
)
staying(
  'staying with a wished-for job',
  { intendedJob: '普工' },
  E('plansToGoOut', '无外出计划时，意向地、岗位、月薪和计划外出时间应为空'),
)
staying('staying for the family', {}, null)

rule = 37
const incomplete = '意向地、岗位、月薪须填写完整，否则改为否'
planning('leaving nowhere', { intendedRegion: null }, E('intendedRegion', incomplete))
planning('leaving for a province', { intendedRegion: '440000000000' }, E('intendedRegion', incomplete))
planning('leaving for a municipality', { intendedRegion: '310000000000' }, null)
planning('leaving for no job', { intendedJob: null }, E('intendedJob', incomplete))
planning('leaving for nothing', { expectedWage: 0 }, E('expectedWage', incomplete))
planning(
  'leaving before the month of collection',
  { plannedOutOn: '2026-08' },
  E('plannedOutOn', '计划外出时间不能早于采集当月'),
)
planning('leaving in the month of collection', { plannedOutOn: '2026-09' }, null)
planning('leaving some time', { plannedOutOn: null }, null)
planning(
  'a plan that has passed since it was collected',
  { plannedOutOn: '2026-06', collectedOn: '2026-06-20' },
  null,
)

rule = 38
const returnMessage = '请填写返乡回流原因和返乡前务工地点'
returned('back for no reason', { returnReason: null }, E('returnReason', returnMessage))
returned('back from nowhere', { returnedFromRegion: null }, E('returnedFromRegion', returnMessage))
returned('back from a county', { returnedFromRegion: '440306000000' }, E('returnedFromRegion', returnMessage))
returned('back from a town', {}, null)

rule = 39
returned(
  'back from the own township',
  { returnedFromRegion: '433126104000' },
  E('returnedFromRegion', '不符合返乡回流定义'),
)
returned(
  'back from a village of the own township',
  { returnedFromRegion: '433126104203' },
  E('returnedFromRegion', '不符合返乡回流定义'),
)
returned('back from another township of the county', { returnedFromRegion: '433126103000' }, null)
returned('back from another county', { returnedFromRegion: '433127100000' }, null)
working(
  'back home and working',
  { hasReturned: true, returnReason: 'farming', returnedFromRegion: '440306001000' },
  W('hasReturned', '已返乡回流又标记为务工，请核实'),
)

rule = 40
const wish: LabourerForm = {
  wantsTraining: true,
  trainingWishKind: 'skill',
  trainingWishTrade: '电工',
  trainingWishOn: '2026-11',
}
working('a wish of no kind', { ...wish, trainingWishKind: null }, E('trainingWishKind', '请完整填写培训意愿'))
working(
  'a wish for no trade',
  { ...wish, trainingWishTrade: null },
  E('trainingWishTrade', '请完整填写培训意愿'),
)
working('a wish for no day', { ...wish, trainingWishOn: null }, E('trainingWishOn', '请完整填写培训意愿'))
working('a complete wish', wish, null)
working(
  'no wish, but a trade',
  { wantsTraining: false, trainingWishTrade: '电工' },
  E('wantsTraining', '请完整填写培训意愿，无意愿时类别、工种、日期应为空'),
)
working(
  'a trade, but not said whether wished',
  { wantsTraining: null, trainingWishTrade: '电工' },
  E('wantsTraining', '请完整填写培训意愿'),
)
working('not asked about training', { wantsTraining: null }, null)

rule = 41
const served: LabourerForm = { noServices: null, careerGuidanceCount: 2 }
working('a service no times', { ...served, placementCount: 0 }, E('placementCount', '请填写次数'))
working('a service once and a half', { ...served, placementCount: 1.5 }, E('placementCount', '请填写次数'))
working('a service once', { noServices: null, placementCount: 1 }, null)
working('a count unlike the records', served, W('careerGuidanceCount', '与服务记录中的1次不一致，请核实'), {
  serviceCounts: { careerGuidanceCount: 1 },
})
working('a count like the records', served, null, { serviceCounts: { careerGuidanceCount: 2 } })
working('zeros beside 未享受过', { noServices: true, careerGuidanceCount: 0, placementCount: 0 }, null)

rule = 42
working('neither service nor none', { noServices: null }, E('noServices', '服务情况互斥/不能为空'))
working(
  'both service and none',
  { noServices: true, careerGuidanceCount: 1 },
  E('noServices', '服务情况互斥/不能为空'),
)
working('a service', served, null)

rule = 43
working(
  'not signed, to be confirmed',
  { labourerSignature: null },
  E('labourerSignature', '缺少签字'),
  confirming,
)
working('no collector, to be confirmed', { collectorName: null }, E('collectorName', '缺少签字'), confirming)
working(
  'no telephone of the collector, to be confirmed',
  { collectorPhone: null },
  E('collectorPhone', '缺少签字'),
  confirming,
)
working('no paper on file, to be confirmed', { paperOnFile: false }, E('paperOnFile', '缺少签字'), confirming)
working(
  'a draft without signatures',
  { labourerSignature: null, collectorName: null, paperOnFile: null },
  null,
)
working('signed, to be confirmed', {}, null, confirming)

export { cases }
