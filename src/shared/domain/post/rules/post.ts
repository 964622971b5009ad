import { addMonths } from '../../calendar.ts'
import { yuan } from '../../field-text.ts'
import type { AssignmentFacts, AssignmentForm } from '../facts.ts'
import { yearlyAllowance } from '../pay.ts'
import { lastDayOf, mostAtOnce } from '../spells.ts'
import { type AssignmentRule, rule, spellOf } from './rule.ts'

const perYear = ({ post }: AssignmentFacts): number =>
  yearlyAllowance({
    payBasis: post.payBasis === 'day' ? 'day' : 'month',
    rate: post.allowance ?? 0,
    dueDays: post.monthlyDays ?? 0,
  })

/** A member of the household who left this very post not long before. */
const before = (form: AssignmentForm, { relatives, parameters }: AssignmentFacts) =>
  relatives.find((spell) => {
    const last = lastDayOf(spell)
    return (
      last < (form.startedOn ?? '') && (form.startedOn ?? '') < addMonths(last, parameters.postRotationMonths)
    )
  })

const occupied = (form: AssignmentForm, facts: AssignmentFacts) =>
  mostAtOnce(facts.onPost, spellOf(form, facts))

/** Rules about the post, and how the person came to it. */
export const postRules: readonly AssignmentRule[] = [
  rule(
    'P20OverQuota',
    'postCode',
    'nobody',
    (form, facts) => `超过岗位名额：名额${facts.post.quota}人，同一时间已有${occupied(form, facts)}人在岗`,
    (form, facts) => occupied(form, facts) >= (facts.post.quota ?? 0),
  ),
  rule(
    'P21NotOpened',
    'startedOn',
    'nobody',
    (_form, { post }) => `岗位${post.openedOn}才设立，上岗日期不能更早`,
    (form, { post }) => !!post.openedOn && (form.startedOn ?? '') < post.openedOn,
  ),
  rule(
    'P22Closed',
    'endsOn',
    'nobody',
    (_form, { post }) => `岗位已于${post.closedOn}撤销，合同和在岗时间不能超过这一天`,
    (form, { post }) =>
      !!post.closedOn &&
      lastDayOf({ endsOn: form.endsOn ?? '', exitedOn: form.exitedOn ?? null }) > post.closedOn,
  ),
  rule(
    'P23LowAllowance',
    'postCode',
    'county',
    (_form, facts) =>
      `按足额出勤计算，岗位一年补贴${yuan(perYear(facts))}元，低于${yuan(facts.parameters.publicPostYearIncome)}元`,
    (_form, facts) => facts.post.term === 'regular' && perYear(facts) < facts.parameters.publicPostYearIncome,
  ),
  rule(
    'P24GraduatePerVillage',
    'postCode',
    'nobody',
    (_form, { parameters }) => `一村一大学生公岗：同一时间这个村最多${parameters.graduatePostsPerVillage}人`,
    (form, facts) =>
      facts.post.isGraduatePost === true &&
      mostAtOnce(facts.graduatesInVillage, spellOf(form, facts)) >= facts.parameters.graduatePostsPerVillage,
  ),
  rule(
    'P25Rotation',
    'idNumber',
    'county',
    (form, facts) => {
      const relative = before(form, facts)
      return `疑似轮流坐庄：同户的${relative?.name}${relative ? lastDayOf(relative) : ''}刚从这个岗位退下`
    },
    (form, facts) => before(form, facts) !== undefined,
  ),
  rule(
    'P26Kin',
    'hasOfficialKin',
    'county',
    '申报与村干部或经办人有亲属关系，须回避并经核实，防止优亲厚友',
    ({ hasOfficialKin }) => hasOfficialKin === true,
  ),
  rule(
    'P26KinNote',
    'kinNote',
    'nobody',
    '请写明是谁的什么亲属',
    ({ hasOfficialKin, kinNote }) => hasOfficialKin === true && !kinNote,
  ),
  rule(
    'P26KinUnsaid',
    'hasOfficialKin',
    'office',
    '没有申报是否与村干部或经办人有亲属关系',
    ({ hasOfficialKin }) => hasOfficialKin == null,
  ),
  rule(
    'P27NoNotice',
    'startedOn',
    'office',
    (_form, { parameters }) => `没有登记公示，拟聘人员应公示不少于${parameters.postNoticeDays}天`,
    (_form, { notice }) => !notice?.from || !notice.to,
  ),
  rule(
    'P28NoticeRunning',
    'startedOn',
    'nobody',
    (_form, { notice }) => `公示到${notice?.to}才期满，期满后才能上岗`,
    (form, { notice }) => !!notice?.to && (form.startedOn ?? '') <= notice.to,
  ),
]
