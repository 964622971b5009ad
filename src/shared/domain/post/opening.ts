import { addDays, chineseDate } from '../calendar.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { Opening } from './fields.ts'

export type OpeningStage = 'need' | 'open' | 'notice' | 'done'
export const stageLabels: Record<OpeningStage, string> = {
  need: '已提需求',
  open: '招聘中',
  notice: '公示中',
  done: '公示期满',
}

type Form = Partial<Opening>
interface Facts {
  readonly today: string
  readonly noticeDays: number
  readonly chosen: number
}

/** How far a round has come on a day. */
export function stageOf(opening: Form, today: string): OpeningStage {
  if (opening.noticeTo && opening.noticeTo < today) return 'done'
  if (opening.noticeFrom && opening.noticeFrom <= today) return 'notice'
  return opening.openedOn && opening.openedOn <= today ? 'open' : 'need'
}

/** The last day of a notice that is just long enough; the first day is not counted (民法典 art. 201). */
export const noticeEnd = (from: string, days: number): string => addDays(from, days)

const block = (
  code: string,
  field: keyof Opening,
  message: Rule<Form, Facts>['message'],
  broken: Rule<Form, Facts>['broken'],
): Rule<Form, Facts> => ({ code, field, severity: 'blocks', message, broken })

/** Rules of a round: each step needs the one before it. */
export const openingRules: readonly Rule<Form, Facts>[] = [
  block('O01Places', 'places', '请填写拟招人数', ({ places }) => !places),
  block('O02Needed', 'neededOn', '请填写提出用岗需求的日期', ({ neededOn }) => isBlank(neededOn)),
  block(
    'O02NeededFuture',
    'neededOn',
    '用岗需求日期不能晚于今天',
    ({ neededOn }, { today }) => (neededOn ?? '') > today,
  ),
  block('O02Reason', 'needReason', '请写明用岗需求（按需设岗）', ({ needReason }) => isBlank(needReason)),
  block(
    'O03Opened',
    'openedOn',
    '发布招聘日期不能早于提出用岗需求的日期',
    ({ openedOn, neededOn }) => !!openedOn && openedOn < (neededOn ?? ''),
  ),
  block(
    'O04NotOpened',
    'noticeFrom',
    '先发布招聘，才能公示拟聘人员',
    ({ noticeFrom, openedOn }) => !!noticeFrom && (!openedOn || noticeFrom < openedOn),
  ),
  block(
    'O04NobodyChosen',
    'noticeFrom',
    '还没有选定拟聘人员，不能公示',
    ({ noticeFrom }, { chosen }) => !!noticeFrom && chosen === 0,
  ),
  block(
    'O05TooMany',
    'places',
    ({ places }, { chosen }) => `已选定${chosen}人，多于拟招的${places}人`,
    ({ places }, { chosen }) => !!places && chosen > places,
  ),
  block('O06End', 'noticeTo', '请填写公示结束日期', ({ noticeFrom, noticeTo }) => !!noticeFrom && !noticeTo),
  block(
    'O06NoBegin',
    'noticeFrom',
    '请填写公示开始日期',
    ({ noticeFrom, noticeTo }) => !noticeFrom && !!noticeTo,
  ),
  block(
    'O06TooShort',
    'noticeTo',
    ({ noticeFrom }, { noticeDays }) =>
      `公示期不少于${noticeDays}天（开始当天不计入），最早到${chineseDate(noticeEnd(noticeFrom ?? '', noticeDays))}`,
    ({ noticeFrom, noticeTo }, { noticeDays }) =>
      !!noticeFrom && !!noticeTo && noticeTo < noticeEnd(noticeFrom, noticeDays),
  ),
]

/** Every rule that a round breaks. */
export const checkOpening = (opening: LooseRecord, facts: Facts): Violation[] =>
  brokenRules(openingRules, opening as Form, facts)
