import type { Filter } from './filter.ts'
import { seekingStatuses, settledStatuses } from './graduate/states.ts'
import type { LedgerName } from './ledgers.ts'

/**
 * A list with a name of its own: a ledger, its conditions and the 口径 that is printed wherever its
 * total stands. `daysAgo` conditions are resolved against today by the core.
 */
export interface NamedList {
  key: string
  label: string
  ledger: LedgerName
  /** Counting basis: which records, which conditions, in words. */
  basis: string
  filters: readonly Filter[]
  /** Field whose number must be more than a parameter. */
  above?: { field: string; parameter: string }
  /** Columns that it is shown with, where those of the ledger say nothing of it. */
  columns?: readonly string[]
  /** Field whose date must be older than so many days (a parameter key), than this month, or than today. */
  staleBy?: { field: string; parameter?: string; since?: 'month' }
  /** Field whose month must lie from so many months (a parameter) before this one to this one, or to the one before it. */
  months?: { field: string; back?: string; to: 0 | -1 }
  /** Field whose date must be today or later. */
  validBy?: string
}

const zeroColumns = ['headName', 'region', 'zeroState', 'zeroSince', 'zeroDueOn', 'zeroServices', 'labourCount', 'phone']
const seeking: readonly Filter[] = [{ field: 'status', op: 'in', value: [...seekingStatuses] }]
const openVacancies = '尚缺人数至少1人、未过有效期'
const unfilled: readonly Filter[] = [{ field: 'openPlaces', op: 'atLeast', value: 1 }]

const latest: readonly Filter[] = [{ field: 'isLatest', op: 'is', value: true }]

/** The derived lists of the seed documents. */
export const builtInLists: readonly NamedList[] = [
  { key: 'all', label: '全部劳动力', ledger: 'labourer', basis: '已建采集表的人员，含草稿', filters: [] },
  { key: 'employed', label: '已就业', ledger: 'labourer', basis: '当前状态正常、是否务工为“是”，不含自主创业', filters: [{ field: 'employmentState', op: 'in', value: ['employed'] }] },
  { key: 'unemployed', label: '未就业', ledger: 'labourer', basis: '当前状态正常、是否务工为“否”', filters: [{ field: 'employmentState', op: 'in', value: ['unemployed'] }] },
  {
    key: 'willing-out',
    label: '有意愿外出',
    ledger: 'labourer',
    basis: '未就业且“是否有外出计划”为“是”',
    filters: [
      { field: 'employmentState', op: 'in', value: ['unemployed'] },
      { field: 'plansToGoOut', op: 'is', value: true },
    ],
  },
  { key: 'returnees', label: '返乡回流人员', ledger: 'labourer', basis: '“是否返乡回流”为“是”', filters: [{ field: 'hasReturned', op: 'is', value: true }] },
  { key: 'risk-watch', label: '监测户劳动力', ledger: 'labourer', basis: '户类型为脱贫不稳定户、突发严重困难户或防止返贫致贫对象', filters: [{ field: 'householdCategory', op: 'in', value: ['unstableLifted', 'suddenHardship', 'riskWatch2026'] }] },
  { key: 'marginal', label: '边缘户劳动力', ledger: 'labourer', basis: '户类型为边缘易致贫户', filters: [{ field: 'householdCategory', op: 'in', value: ['marginalAtRisk'] }] },
  { key: 'stale', label: '7天未更新', ledger: 'labourer', basis: '最近更新早于规定天数（默认7天）', filters: [], staleBy: { field: 'updatedOn', parameter: 'staleDays' } },
  {
    key: 'below-basis',
    label: '低于采集标准',
    ledger: 'labourer',
    basis: '是否务工为“是”，但务工时间或收入未达到采集标准',
    filters: [
      { field: 'employmentState', op: 'in', value: ['employed'] },
      { field: 'qualifies', op: 'is', value: false },
    ],
  },
  { key: 'training-wish', label: '有培训意愿', ledger: 'labourer', basis: '“有无培训意愿”为“有”', filters: [{ field: 'wantsTraining', op: 'is', value: true }] },
  { key: 'to-fix', label: '有问题待改', ledger: 'labourer', basis: '至少有一处须改问题的采集表', filters: [{ field: 'blockCount', op: 'atLeast', value: 1 }] },
  { key: 'to-confirm', label: '待确认', ledger: 'labourer', basis: '已提交、尚未确认的采集表', filters: [{ field: 'formState', op: 'in', value: ['submitted'] }] },
  { key: 'sent-back', label: '被退回的', ledger: 'labourer', basis: '专班退回、还没有再次提交的采集表', filters: [{ field: 'sentBackOn', op: 'notEmpty' }], columns: ['name', 'region', 'sentBackReason', 'sentBackBy', 'sentBackOn', 'phone', 'collectorName'] },
  { key: 'households', label: '全部农户', ledger: 'household', basis: '台账内全部农户', filters: [] },
  {
    key: 'zero-employment',
    label: '零就业户',
    ledger: 'household',
    basis: '户内有劳动力（当前状态正常）且无一人就业，自主创业视为已就业',
    filters: [
      { field: 'labourCount', op: 'atLeast', value: 1 },
      { field: 'employedCount', op: 'is', value: 0 },
    ],
    columns: zeroColumns,
  },
  { key: 'zero-open', label: '待帮扶', ledger: 'household', basis: '零就业户，开始零就业以来还没有服务记录', filters: [{ field: 'zeroState', op: 'in', value: ['open'] }], columns: zeroColumns },
  { key: 'zero-helping', label: '帮扶中', ledger: 'household', basis: '零就业户，开始零就业以来至少有一次服务记录', filters: [{ field: 'zeroState', op: 'in', value: ['helping'] }], columns: zeroColumns },
  { key: 'zero-overdue', label: '清零超期', ledger: 'household', basis: '待帮扶和帮扶中的零就业户，清零期限（含暂停顺延）早于今天', filters: [{ field: 'zeroState', op: 'in', value: ['open', 'helping'] }], staleBy: { field: 'zeroDueOn' }, columns: zeroColumns },
  { key: 'zero-unwilling', label: '暂无就业意愿', ledger: 'household', basis: '零就业户，有材料齐全的声明：规定次数的服务、主要原因、签字和附件', filters: [{ field: 'zeroState', op: 'in', value: ['unwilling'] }], columns: ['headName', 'region', 'zeroSince', 'unwillingReason', 'zeroServices', 'phone'] },
  { key: 'zero-cleared', label: '零就业已清零', ledger: 'household', basis: '曾是零就业户，后来有人就业，至今仍有人就业', filters: [{ field: 'zeroState', op: 'in', value: ['employed'] }], columns: ['headName', 'region', 'zeroSince', 'clearedOn', 'zeroServices', 'employedCount', 'phone'] },
  { key: 'risk-watch-households', label: '监测户', ledger: 'household', basis: '户类型为脱贫不稳定户、突发严重困难户或防止返贫致贫对象', filters: [{ field: 'category', op: 'in', value: ['unstableLifted', 'suddenHardship', 'riskWatch2026'] }] },
  { key: 'marginal-households', label: '边缘户', ledger: 'household', basis: '户类型为边缘易致贫户', filters: [{ field: 'category', op: 'in', value: ['marginalAtRisk'] }] },
  { key: 'relocated-households', label: '易地搬迁户', ledger: 'household', basis: '“是否属于易地扶贫搬迁户”为“是”', filters: [{ field: 'isRelocated', op: 'is', value: true }] },
  { key: 'members', label: '全部家庭成员', ledger: 'member', basis: '台账内全部人员，含无劳动能力的家庭成员', filters: [] },
  { key: 'employments', label: '全部就业记录', ledger: 'employment', basis: '每段就业一条，含已结束', filters: [] },
  { key: 'current-employments', label: '正在就业', ledger: 'employment', basis: '没有终止日期的就业记录', filters: [{ field: 'endedOn', op: 'empty' }] },
  { key: 'trainings', label: '全部培训记录', ledger: 'training', basis: '每次培训一条', filters: [] },
  { key: 'services', label: '全部服务记录', ledger: 'service', basis: '每次服务一条；未接受的也计入，同一天同一项服务只算一次提供', filters: [] },
  { key: 'declined-services', label: '未接受', ledger: 'service', basis: '本人答复为“未接受”的服务', filters: [{ field: 'response', op: 'in', value: ['declined'] }] },
  { key: 'graduates', label: '全部毕业生', ledger: 'graduate', basis: '已建毕业生档案的人员，含已落实去向的', filters: [] },
  { key: 'graduates-seeking', label: '离校未就业', ledger: 'graduate', basis: '去向为离校未就业（已登记）或还没有登记去向；不含暂不就业', filters: seeking },
  ...(
    [
      ['guidance', '缺职业指导', '职业指导'],
      ['referral', '缺岗位推介', '岗位推介'],
      ['training', '缺培训机会', '职业培训机会'],
      ['internship', '缺见习机会', '就业见习机会'],
    ] as const
  ).map(
    ([code, label, what]): NamedList => ({
      key: `graduates-without-${code}`,
      label,
      ledger: 'graduate',
      basis: `离校未就业或还没有登记去向，毕业以来提供的${what}没有达到规定次数；同一天同一项只算一次，未接受的也算已提供`,
      filters: [...seeking, { field: 'missing', op: 'contains', value: code }],
    }),
  ),
  { key: 'graduates-to-follow', label: '本月未回访', ledger: 'graduate', basis: '去向为离校未就业（已登记），本月还没有回访', filters: [{ field: 'followUpDue', op: 'is', value: true }] },
  { key: 'graduates-idle', label: '失业满6个月', ledger: 'graduate', basis: '离校未就业或还没有登记去向，未就业满规定月数（默认6个月，参数“大学生公岗优先安排未就业满多少个月的”）；从毕业当月或上一个去向结束当月起计', filters: [{ field: 'isPriority', op: 'is', value: true }] },
  {
    key: 'graduates-in-need',
    label: '困难毕业生',
    ledger: 'graduate',
    basis: '离校未就业或还没有登记去向，困难类型为脱贫家庭、监测对象、低保家庭、零就业家庭或残疾',
    filters: [...seeking, { field: 'hardships', op: 'notEmpty' }, { field: 'hardships', op: 'isNot', value: 'none' }],
  },
  { key: 'graduates-settled', label: '已落实去向', ledger: 'graduate', basis: '去向为已就业、升学、参军入伍、自主创业或灵活就业', filters: [{ field: 'status', op: 'in', value: [...settledStatuses] }] },
  { key: 'posts', label: '全部岗位', ledger: 'post', basis: '台账内全部公益性岗位，含已撤岗；在岗人数为没有退岗日期的人数', filters: [] },
  { key: 'open-posts', label: '在设岗位', ledger: 'post', basis: '没有撤岗日期的岗位', filters: [{ field: 'closedOn', op: 'empty' }] },
  { key: 'photovoltaic-posts', label: '光伏收益岗位', ledger: 'post', basis: '资金来源为村级光伏收益', filters: [{ field: 'funding', op: 'in', value: ['photovoltaic'] }] },
  { key: 'graduate-posts', label: '大学生公岗', ledger: 'post', basis: '“一村一大学生公岗”为“是”', filters: [{ field: 'isGraduatePost', op: 'is', value: true }] },
  { key: 'on-post', label: '在岗', ledger: 'assignment', basis: '没有退岗日期的上岗记录', filters: [{ field: 'exitedOn', op: 'empty' }] },
  {
    key: 'post-problems',
    label: '有核查问题',
    ledger: 'assignment',
    basis: '没有退岗日期，且有未豁免的核查问题；核查问题每天第一次打开时重新核对',
    filters: [
      { field: 'exitedOn', op: 'empty' },
      { field: 'problems', op: 'notEmpty' },
    ],
  },
  {
    key: 'contract-over',
    label: '合同到期未处理',
    ledger: 'assignment',
    basis: '没有退岗日期，合同终止日期早于今天',
    filters: [{ field: 'exitedOn', op: 'empty' }],
    staleBy: { field: 'endsOn' },
  },
  {
    key: 'uninsured',
    label: '没有意外险',
    ledger: 'assignment',
    basis: '没有退岗日期，没有登记意外险截止日期',
    filters: [
      { field: 'exitedOn', op: 'empty' },
      { field: 'insuredUntil', op: 'empty' },
    ],
  },
  { key: 'open-vacancies', label: '在招岗位', ledger: 'vacancy', basis: openVacancies, filters: unfilled, validBy: 'validUntil' },
  { key: 'vacancies-uncollected', label: '本月未采集的岗位', ledger: 'vacancy', basis: `${openVacancies}，且采集日期早于本月1日`, filters: unfilled, validBy: 'validUntil', staleBy: { field: 'collectedOn', since: 'month' } },
  { key: 'vacancies-stale', label: '一周未核实的岗位', ledger: 'vacancy', basis: `${openVacancies}，且采集日期早于规定天数（默认7天）`, filters: unfilled, validBy: 'validUntil', staleBy: { field: 'collectedOn', parameter: 'staleDays' } },
  { key: 'vacancies', label: '全部岗位信息', ledger: 'vacancy', basis: '采集过的全部岗位，含已招满和已过有效期；尚缺人数为招聘人数减去其他渠道已招和推介上岗', filters: [] },
  { key: 'employer-months-reported', label: '本月已报', ledger: 'employerMonth', basis: '填报年月为本月的，一个企业一条', filters: [], months: { field: 'month', to: 0 } },
  { key: 'employer-months-missing', label: '本月未报用工监测', ledger: 'employerMonth', basis: '参数规定的月数（默认最近3个月）内填报过、本月还没有填报的企业，一个企业列最近一期', filters: latest, months: { field: 'month', back: 'employerReportMonths', to: -1 } },
  {
    key: 'employer-months-falling',
    label: '用工下降',
    ledger: 'employerMonth',
    basis: '参数规定的月数（默认最近3个月）内各企业最近一期，用工总数比上月减少超过参数规定（默认10%），百分比有小数的进为整数，上月没有填报的不比',
    filters: latest,
    months: { field: 'month', back: 'employerReportMonths', to: 0 },
    above: { field: 'fallPercent', parameter: 'employerFallPercent' },
  },
  { key: 'employer-months', label: '全部填报', ledger: 'employerMonth', basis: '每个企业每月一条；总数为管理、普通、技术、技能四类之和', filters: [] },
  { key: 'assignments', label: '全部上岗记录', ledger: 'assignment', basis: '每份合同一条，含已退岗', filters: [] },
  { key: 'sites', label: '全部安置点', ledger: 'site', basis: '台账内全部安置点；户数、人数和就业覆盖只计现住的搬迁户', filters: [] },
  { key: 'help-sites', label: '须专项帮扶', ledger: 'site', basis: '搬迁规模（核定搬迁人数，没有核定的按现住人数）超过参数规定（默认800人）', filters: [], above: { field: 'scalePeople', parameter: 'siteHelpPeople' } },
  { key: 'fair-sites', label: '须办专场招聘会', ledger: 'site', basis: '搬迁规模（核定搬迁人数，没有核定的按现住人数）超过参数规定（默认10000人）', filters: [], above: { field: 'scalePeople', parameter: 'siteFairPeople' } },
  { key: 'river-sites', label: '黄河滩区迁建', ledger: 'site', basis: '安置点类型为黄河滩区迁建', filters: [{ field: 'kind', op: 'in', value: ['yellowRiver'] }] },
  { key: 'site-households', label: '现住搬迁户', ledger: 'siteHousehold', basis: '登记在安置点、没有迁出年月的户', filters: [{ field: 'movedOut', op: 'empty' }] },
  {
    key: 'site-labour-households',
    label: '有劳动力',
    ledger: 'siteHousehold',
    basis: '现住户中，户内有劳动力（已建采集表且当前状态正常）的',
    filters: [
      { field: 'movedOut', op: 'empty' },
      { field: 'labourCount', op: 'atLeast', value: 1 },
    ],
  },
  {
    key: 'site-covered',
    label: '有人就业',
    ledger: 'siteHousehold',
    basis: '现住户中，户内有劳动力且至少一人就业的，自主创业视为已就业',
    filters: [
      { field: 'movedOut', op: 'empty' },
      { field: 'labourCount', op: 'atLeast', value: 1 },
      { field: 'employedCount', op: 'atLeast', value: 1 },
    ],
  },
  {
    key: 'site-uncovered',
    label: '有劳动力无人就业',
    ledger: 'siteHousehold',
    basis: '现住户中，户内有劳动力且无一人就业的，自主创业视为已就业',
    filters: [
      { field: 'movedOut', op: 'empty' },
      { field: 'labourCount', op: 'atLeast', value: 1 },
      { field: 'employedCount', op: 'is', value: 0 },
    ],
  },
  { key: 'site-left', label: '已迁出', ledger: 'siteHousehold', basis: '有迁出年月的登记，人数为迁出时的', filters: [{ field: 'movedOut', op: 'notEmpty' }] },
  { key: 'site-stays', label: '全部登记', ledger: 'siteHousehold', basis: '每户在每个安置点的每次入住一条，含已迁出', filters: [] },
  { key: 'stations', label: '全部服务站', ledger: 'station', basis: '服务站、服务点和服务窗口，每处一条', filters: [] },
  { key: 'unstaffed-stations', label: '没有专职人员', ledger: 'station', basis: '没有登记专职人员的服务站', filters: [{ field: 'staffCount', op: 'is', value: 0 }] },
  { key: 'job-fairs', label: '全部招聘会', ledger: 'jobFair', basis: '每场一条，含计划举办的', filters: [] },
  { key: 'site-fairs', label: '安置点专场', ledger: 'jobFair', basis: '注明为某个安置点举办的招聘会', filters: [{ field: 'siteName', op: 'notEmpty' }] },
]
