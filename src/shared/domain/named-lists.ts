import type { Filter } from './filter.ts'
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
  /** Field whose date must be older than so many days (a parameter key), or than today. */
  staleBy?: { field: string; parameter?: string }
  /** Field whose number must be more than a parameter. */
  above?: { field: string; parameter: string }
}

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
  },
  { key: 'risk-watch-households', label: '监测户', ledger: 'household', basis: '户类型为脱贫不稳定户、突发严重困难户或防止返贫致贫对象', filters: [{ field: 'category', op: 'in', value: ['unstableLifted', 'suddenHardship', 'riskWatch2026'] }] },
  { key: 'marginal-households', label: '边缘户', ledger: 'household', basis: '户类型为边缘易致贫户', filters: [{ field: 'category', op: 'in', value: ['marginalAtRisk'] }] },
  { key: 'relocated-households', label: '易地搬迁户', ledger: 'household', basis: '“是否属于易地扶贫搬迁户”为“是”', filters: [{ field: 'isRelocated', op: 'is', value: true }] },
  { key: 'members', label: '全部家庭成员', ledger: 'member', basis: '台账内全部人员，含无劳动能力的家庭成员', filters: [] },
  { key: 'employments', label: '全部就业记录', ledger: 'employment', basis: '每段就业一条，含已结束', filters: [] },
  { key: 'current-employments', label: '正在就业', ledger: 'employment', basis: '没有终止日期的就业记录', filters: [{ field: 'endedOn', op: 'empty' }] },
  { key: 'trainings', label: '全部培训记录', ledger: 'training', basis: '每次培训一条', filters: [] },
  { key: 'services', label: '全部服务记录', ledger: 'service', basis: '每次服务一条；未接受的也计入，同一天同一项服务只算一次提供', filters: [] },
  { key: 'declined-services', label: '未接受', ledger: 'service', basis: '本人答复为“未接受”的服务', filters: [{ field: 'response', op: 'in', value: ['declined'] }] },
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
