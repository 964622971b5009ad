import { addMonths, fullYearsBetween, monthOf, monthsBetween } from '../../calendar.ts'
import { isCollege, isUnable } from '../../labourer/rules/codes.ts'
import type { AssignmentFacts, AssignmentForm, Holder } from '../facts.ts'
import { retirementMonth } from '../retirement.ts'
import { isLongerThan, lastDayOf, latest, overlaps, placementsOf, totalDuration } from '../spells.ts'
import { type AssignmentRule, isOpen, rule, spellOf } from './rule.ts'

/** Categories of households whose labour regular posts are for. */
const helped: readonly unknown[] = [
  'liftedHousehold',
  'unstableLifted',
  'marginalAtRisk',
  'suddenHardship',
  'riskWatch2026',
  'lowIncome',
  'specialHardship',
]

const isInGroup = ({ holder, householdEmployed }: AssignmentFacts): boolean =>
  holder.labourAbility === 'weakOrHalf' ||
  holder.isDisabled === true ||
  helped.includes(holder.householdCategory) ||
  holder.difficulties.some((code) => code !== 'none') ||
  householdEmployed === 0

/** The day on which somebody's age is asked: the last day, or today while it has not come. */
const ageDay = (form: AssignmentForm, { today }: AssignmentFacts): string => {
  const start = form.startedOn ?? today
  return form.exitedOn ? latest(form.exitedOn, start) : latest(start, today)
}

/** Near retirement at the first placement: then the total is open until retirement. */
function isNearRetirement(form: AssignmentForm, { holder, others, parameters }: AssignmentFacts): boolean {
  if (!holder.birthDate || (holder.sex !== '1' && holder.sex !== '2')) return false
  const first = [form.startedOn ?? '', ...others.map(({ startedOn }) => startedOn)].sort()[0] ?? ''
  const retirement = retirementMonth(holder.birthDate, holder.sex === '1' ? 'male' : 'female')
  return monthsBetween(first, retirement) < parameters.postNearRetirementYears * 12
}

const outSince = ({ idleSince, becameUnemployedOn, graduatedOn }: Holder): string | null =>
  idleSince ?? becameUnemployedOn ?? graduatedOn

/** Rules about who holds the post. */
export const holderRules: readonly AssignmentRule[] = [
  rule(
    'P01NoAge',
    'idNumber',
    'nobody',
    '身份证号码看不出出生日期，不能核对年龄，请先在采集表中改正',
    (_form, { holder }) => holder.birthDate === null,
  ),
  rule(
    'P02TooYoung',
    'idNumber',
    'nobody',
    (form, { holder, parameters }) =>
      `上岗时${fullYearsBetween(holder.birthDate ?? '', form.startedOn ?? '')}周岁，未满${parameters.postMinimumAge}周岁不能上岗`,
    (form, { holder, parameters }) =>
      holder.birthDate !== null &&
      fullYearsBetween(holder.birthDate, form.startedOn ?? '') < parameters.postMinimumAge,
  ),
  rule(
    'P03TooOld',
    'idNumber',
    'county',
    (form, facts) =>
      `已${fullYearsBetween(facts.holder.birthDate ?? '', ageDay(form, facts))}周岁，年满${facts.parameters.postMaximumAge}周岁应当退岗`,
    (form, facts) =>
      facts.holder.birthDate !== null &&
      fullYearsBetween(facts.holder.birthDate, ageDay(form, facts)) >= facts.parameters.postMaximumAge,
  ),
  rule(
    'P04Unable',
    'idNumber',
    'nobody',
    '采集表登记为丧失或没有劳动能力，不能上岗；如已恢复，请先更新采集表',
    (form, { holder }) => isOpen(form) && isUnable(holder.labourAbility),
  ),
  rule(
    'P05NotEligible',
    'idNumber',
    'county',
    '不是弱劳动力或半劳动力，也不属于脱贫户、监测对象、低保、残疾、零就业等就业困难群体',
    (form, facts) =>
      isOpen(form) && facts.post.term === 'regular' && !facts.post.isGraduatePost && !isInGroup(facts),
  ),
  rule(
    'P06WorksOutside',
    'idNumber',
    'county',
    '采集表登记正在县外务工，同时占有公益性岗位',
    (form, { holder }) =>
      isOpen(form) &&
      holder.isWorking === true &&
      (holder.workRange === 'outCounty' || holder.workRange === 'outProvince'),
  ),
  rule(
    'P07TwoPosts',
    'startedOn',
    'nobody',
    (form, facts) => {
      const other = facts.others.find((spell) => overlaps(spell, spellOf(form, facts)))
      return `一人多岗：这个人${other?.startedOn}至${other ? lastDayOf(other) : ''}已在另一个岗位或另一份合同上，请先办理退岗`
    },
    (form, facts) => facts.others.some((spell) => overlaps(spell, spellOf(form, facts))),
  ),
  rule(
    'P08TotalMonths',
    'endsOn',
    'county',
    (form, facts) => {
      const { months, days } = totalDuration([...facts.others, spellOf(form, facts)])
      return `到合同终止累计在岗${months}个月${days > 0 ? `零${days}天` : ''}，超过${facts.parameters.postTotalMonths}个月`
    },
    (form, facts) =>
      isLongerThan(
        totalDuration([...facts.others, spellOf(form, facts)]),
        facts.parameters.postTotalMonths,
      ) && !isNearRetirement(form, facts),
  ),
  rule(
    'P09Placements',
    'startedOn',
    'county',
    (form, facts) =>
      `这是第${placementsOf([...facts.others, spellOf(form, facts)])}次安置，超过${facts.parameters.postPlacements}次`,
    (form, facts) => placementsOf([...facts.others, spellOf(form, facts)]) > facts.parameters.postPlacements,
  ),
  rule(
    'P10NoGraduate',
    'idNumber',
    'nobody',
    '一村一大学生公岗须由大专及以上学历的人员担任',
    (_form, { post, holder }) => post.isGraduatePost === true && !isCollege(holder.education),
  ),
  rule(
    'P11GraduateIdle',
    'idNumber',
    'office',
    (_form, { holder, parameters }) =>
      outSince(holder) === null
        ? `没有登记毕业时间或失业日期，看不出是否未就业满${parameters.graduateIdleMonths}个月（优先安排）`
        : `未就业不满${parameters.graduateIdleMonths}个月，大学生公岗优先安排满${parameters.graduateIdleMonths}个月的`,
    (form, { post, holder, parameters }) => {
      if (post.isGraduatePost !== true || !isCollege(holder.education)) return false
      const since = outSince(holder)
      return (
        since === null ||
        addMonths(monthOf(since), parameters.graduateIdleMonths) > monthOf(form.startedOn ?? '')
      )
    },
  ),
]
