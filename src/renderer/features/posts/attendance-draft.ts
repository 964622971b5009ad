import type { AttendanceRow } from '../../../shared/contract/calls/allowance.ts'
import type { Input } from '../../../shared/contract/index.ts'
import { daysBetween } from '../../../shared/domain/calendar.ts'
import { toHalfWidth } from '../../../shared/domain/text/normalise.ts'

/** A row of the grid as it is being typed: days as text, so that nothing half typed is lost. */
export interface AttendanceDraft {
  present: string
  assessment: string
  note: string
}
type Entry = Input<'attendance.save'>['entries'][number]

export const draftOf = ({ present, assessment, note }: AttendanceRow): AttendanceDraft => ({
  present: present === null ? '' : String(present / 10),
  assessment: assessment ?? '',
  note: note ?? '',
})

/** Tenths of days that a text says: null for nothing, NaN for what is no number of days. */
export function tenthsOf(text: string): number | null {
  const written = toHalfWidth(text).trim()
  if (written === '') return null
  return /^\d{1,2}(\.\d)?$/.test(written) ? Math.round(Number(written) * 10) : Number.NaN
}

export function isChanged(row: AttendanceRow, draft: AttendanceDraft | undefined): boolean {
  if (!draft) return false
  const before = draftOf(row)
  return (
    draft.present !== before.present || draft.assessment !== before.assessment || draft.note !== before.note
  )
}

/** Why the days of a row cannot be, as a sentence; null when they can. */
export function problemOf(row: AttendanceRow, draft: AttendanceDraft | undefined): string | null {
  const tenths = tenthsOf(draft?.present ?? '')
  if (tenths === null) return null
  if (Number.isNaN(tenths)) return '应是天数，最多一位小数'
  return tenths > row.possibleDays * 10 ? `本月在岗${row.possibleDays}天` : null
}

export const entryOf = (row: AttendanceRow, draft: AttendanceDraft): Entry => ({
  assignmentId: row.assignmentId,
  present: tenthsOf(draft.present),
  assessment: (draft.assessment || null) as Entry['assessment'],
  note: draft.note.trim() || null,
})

/** All days due, as far as they have come. */
export function fullDraft(row: AttendanceRow, draft: AttendanceDraft, today: string): AttendanceDraft {
  const soFar = row.to <= today ? row.possibleDays : Math.max(0, daysBetween(row.from, today) + 1)
  return {
    ...draft,
    present: String(Math.min(row.dueDays, soFar)),
    assessment: draft.assessment || 'qualified',
  }
}
