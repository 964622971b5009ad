import { addMonths } from '../../calendar.ts'
import type { AssignmentFacts, AssignmentForm } from '../facts.ts'
import { isLongerThan, lastDayOf, totalDuration } from '../spells.ts'
import { type AssignmentRule, isOpen, rule, spellOf } from './rule.ts'

/** All time of the person on this very post. */
const onThisPost = (form: AssignmentForm, facts: AssignmentFacts) =>
  totalDuration([...facts.others.filter(({ postId }) => postId === facts.post.id), spellOf(form, facts)])

const isTemporary = ({ post }: AssignmentFacts): boolean => post.term === 'temporary'
const always = (one: AssignmentRule): AssignmentRule => ({ ...one, always: true })

/** Rules about contract, insurance and exit. */
export const contractRules: readonly AssignmentRule[] = [
  always(rule('P40Start', 'startedOn', 'nobody', '请填写上岗日期', ({ startedOn }) => !startedOn)),
  always(rule('P40End', 'endsOn', 'nobody', '请填写合同终止日期', ({ endsOn }) => !endsOn)),
  rule(
    'P41EndBeforeStart',
    'endsOn',
    'nobody',
    '合同终止日期不能早于上岗日期',
    ({ startedOn, endsOn }) => (endsOn ?? '') < (startedOn ?? ''),
  ),
  rule(
    'P42Contract',
    'endsOn',
    'nobody',
    (_form, { parameters }) => `合同一次不超过${parameters.postContractMonths}个月，期满可以续签`,
    ({ startedOn, endsOn }, { parameters }) =>
      (endsOn ?? '') >= addMonths(startedOn ?? '', parameters.postContractMonths),
  ),
  rule(
    'P43Temporary',
    'extensionConsent',
    'nobody',
    (_form, { parameters }) =>
      `临时岗在岗超过${parameters.postTemporaryMonths}个月须经县级同意，请先取得同意并在此登记`,
    (form, facts) =>
      isTemporary(facts) &&
      form.extensionConsent !== true &&
      isLongerThan(onThisPost(form, facts), facts.parameters.postTemporaryMonths),
  ),
  rule(
    'P44TemporaryLonger',
    'endsOn',
    'nobody',
    (_form, { parameters }) => `临时岗即使经县级同意，也不能超过${parameters.postExtendedMonths}个月`,
    (form, facts) =>
      isTemporary(facts) && isLongerThan(onThisPost(form, facts), facts.parameters.postExtendedMonths),
  ),
  rule(
    'P45ContractOver',
    'endsOn',
    'office',
    ({ endsOn }) => `合同已于${endsOn}到期，还没有续签或退岗`,
    (form, { today }) => isOpen(form) && (form.endsOn ?? '') < today,
  ),
  rule(
    'P46NoInsurance',
    'insuredUntil',
    'office',
    '没有登记人身意外险，上岗人员都应参保',
    (form) => isOpen(form) && !form.insuredUntil,
  ),
  rule(
    'P47InsuranceShort',
    'insuredUntil',
    'office',
    '意外险在合同终止之前到期，请续保并登记新的截止日期',
    (form) =>
      isOpen(form) &&
      !!form.insuredUntil &&
      form.insuredUntil < lastDayOf({ endsOn: form.endsOn ?? '', exitedOn: null }),
  ),
  always(
    rule(
      'P48ExitReason',
      'exitReason',
      'nobody',
      '请选择退岗原因',
      ({ exitedOn, exitReason }) => !!exitedOn && !exitReason,
    ),
  ),
  always(
    rule(
      'P48ExitDate',
      'exitedOn',
      'nobody',
      '填了退岗原因，请填写退岗日期',
      ({ exitedOn, exitReason }) => !exitedOn && !!exitReason,
    ),
  ),
  rule(
    'P49ExitBeforeStart',
    'exitedOn',
    'nobody',
    '退岗日期不能早于上岗日期',
    ({ startedOn, exitedOn }) => !!exitedOn && exitedOn < (startedOn ?? ''),
  ),
  always(
    rule(
      'P49ExitFuture',
      'exitedOn',
      'nobody',
      '退岗日期不能晚于今天',
      ({ exitedOn }, { today }) => (exitedOn ?? '') > today,
    ),
  ),
  rule(
    'P49ExitAfterEnd',
    'exitedOn',
    'nobody',
    '退岗日期不能晚于合同终止日期；超过的时间请另签一份合同登记',
    ({ exitedOn, endsOn }) => !!exitedOn && exitedOn > (endsOn ?? ''),
  ),
]
