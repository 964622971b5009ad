import type { AuditCondition, AuditEntryView } from '../../../shared/contract/calls/audit.ts'
import { type AuditSubjectKind, actionWord } from '../../../shared/domain/audit/words.ts'
import { addDays } from '../../../shared/domain/calendar.ts'
import type { AuditPage } from './audit.store.ts'
import type { AuditDetail, AuditRow } from './chain.ts'

/** Midnight in China at the beginning of a business date, as an instant. */
const beginningOf = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString()

/** Days as the instants between which entries lie. */
export const inInstants = ({ from, to, ...rest }: AuditCondition): Omit<AuditPage, 'offset' | 'limit'> => ({
  ...rest,
  ...(from !== undefined && { from: beginningOf(from) }),
  ...(to !== undefined && { to: beginningOf(addDays(to, 1)) }),
})

export function entryView(row: AuditRow): AuditEntryView {
  const { seq, at, actor, action, firstChange, lastChange, hash } = row
  return {
    ...{ seq, at, actor, action, hash },
    label: actionWord(action),
    subjects: (JSON.parse(row.subjects) as string[]).map((subject) => {
      const [kind, id] = subject.split(':') as [AuditSubjectKind, string]
      return { kind, id }
    }),
    detail: JSON.parse(row.detail) as AuditDetail,
    changes: firstChange === null || lastChange === null ? 0 : lastChange - firstChange + 1,
  }
}
