import type { PersonDuty } from '../../../shared/contract/calls/duty.ts'
import type { DutyKind } from '../../../shared/domain/duty/duties.ts'

type Left = Pick<PersonDuty, 'daysLeft' | 'hoursLeft' | 'pause'>

/** `还剩 5 天`, `超期 3 小时`, `今天到期`; of a clock that stands still what was left. */
export function leftWords({ daysLeft, hoursLeft, pause }: Left): string {
  const words =
    hoursLeft === null
      ? daysLeft === 0
        ? '今天到期'
        : daysLeft > 0
          ? `还剩 ${daysLeft} 天`
          : `超期 ${-daysLeft} 天`
      : hoursLeft >= 0
        ? `还剩 ${hoursLeft} 小时`
        : hoursLeft > -72
          ? `超期 ${-hoursLeft} 小时`
          : `超期 ${Math.floor(-hoursLeft / 24)} 天`
  return pause ? `已暂停，${words}` : words
}

export const isOverdue = ({ daysLeft, hoursLeft, pause }: Left): boolean =>
  pause === null && (hoursLeft === null ? daysLeft < 0 : hoursLeft < 0)

/**
 * Where a task is done: what ends on a post at the assignment, follow-ups in the file of the graduate,
 * contracts in the form, everything else at the window.
 */
export function placeOf(kind: DutyKind, personId: number, recordId: number | null | undefined): string {
  if (recordId) return `/assignments/${recordId}`
  if (kind === 'graduateFollowUp') return `/labourers/${personId}?tab=graduate`
  return kind === 'contractEnd' ? `/labourers/${personId}` : `/window?person=${personId}`
}
