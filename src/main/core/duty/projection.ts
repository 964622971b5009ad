import { addDays, lastDay, monthOf } from '../../../shared/domain/calendar.ts'
import { dueAfterPauses, dueDayAfterPauses, steadyNow } from '../../../shared/domain/duty/clock.ts'
import { type Duty, type DutyFacts, dutiesOf } from '../../../shared/domain/duty/duties.ts'
import { type DutyParameters, dutyParametersAt } from '../../../shared/domain/duty/parameters.ts'
import type { PostTerm } from '../../../shared/domain/duty/posts.ts'
import { businessDate, type CallScope, type Desk } from '../context.ts'
import { projectHousehold } from '../zero/zero-projection.ts'
import type { DutyDays, StoredDuty, StoredPause, Subject } from './duty.store.ts'

/**
 * The work list is a projection of the ledger: `duty` holds what is owed, and `dutyState` up to which
 * change it was brought and with which thresholds. Bringing it up to date looks at those whom later
 * changes touched; when thresholds or the month have changed, at everybody.
 */
const stateKey = 'dutyState'

/** The instant and day that clocks go by here, with the thresholds of that day. */
export interface DutyTime {
  now: string
  today: string
  parameters: DutyParameters
}

export function dutyTime(desk: Desk): DutyTime {
  const now = steadyNow(desk.now(), desk.duties.lastEntryAt())
  const today = businessDate(now)
  return { now, today, parameters: dutyParametersAt(desk.catalogue().parameters, today) }
}

/** A duty with the pauses of its clock counted in. */
export interface TimedDuty extends Duty {
  running: StoredPause | null
}

/** The contracts of somebody on public posts. */
const postTerms = (desk: Desk, personId: number): PostTerm[] =>
  desk.posts.assignmentsOf(personId).map((row) => {
    const post = desk.posts.get('public_post', row.postId as number)
    return {
      ...(row as unknown as PostTerm),
      postName: String(post?.name ?? ''),
      isTemporary: post?.term === 'temporary',
      hasConsent: row.extensionConsent === true,
    }
  })

function factsOf(desk: Desk, subject: Subject, today: string): DutyFacts {
  const { zeroSince, householdId } = subject
  // What the ledger remembers of a household goes before what its forms say today.
  const spell = zeroSince === null || householdId === null ? undefined : desk.zero.open(householdId)
  return {
    ...subject,
    plansToGoOut: subject.plansToGoOut === 1,
    hasReturned: subject.hasReturned === 1,
    zeroSince: spell?.since ?? (zeroSince === null ? null : zeroSince === '' ? today : lastDay(zeroSince)),
    unwillingOn: spell?.state === 'unwilling' ? spell.from : null,
    posts: subject.isOnPost === 1 ? postTerms(desk, subject.personId) : [],
    services: desk.duties.services(subject.personId),
    householdServices:
      zeroSince === null || householdId === null ? [] : desk.duties.servicesOfHousehold(householdId),
  }
}

/** Whether anything can be owed at all: most people need no look at their services. */
const mayBeOwed = (subject: Subject): boolean =>
  subject.employmentState === 'unemployed' ||
  subject.graduateStatus !== null ||
  subject.zeroSince !== null ||
  (subject.contractMonths ?? 0) > 0 ||
  subject.isOnPost === 1

/** What is owed to somebody today, met packages included. */
export function timedDuties(desk: Desk, subject: Subject, { today, parameters }: DutyTime): TimedDuty[] {
  if (!mayBeOwed(subject)) return []
  return dutiesOf(factsOf(desk, subject, today), today, parameters).map((duty) => {
    const pauses = desk.duties
      .pauses(subject.personId, duty.kind)
      .filter(({ from }) => businessDate(from) >= duty.fromOn)
    const running = pauses.find(({ until }) => until === null) ?? null
    if (pauses.length === 0) return { ...duty, running }
    if (duty.dueAt === null) return { ...duty, running, dueOn: dueDayAfterPauses(duty.dueOn, pauses) }
    const dueAt = dueAfterPauses(duty.dueAt, pauses)
    return { ...duty, running, dueAt, dueOn: businessDate(dueAt) }
  })
}

function storedOf(subject: Subject, duty: TimedDuty): StoredDuty {
  const { kind, fromOn, dueOn, dueAt, missing, items, running, recordId = null } = duty
  return {
    kind,
    personId: subject.personId,
    householdId: subject.householdId,
    region: subject.region,
    staff: subject.staff,
    fromOn,
    dueOn,
    dueAt,
    done: items.reduce((sum, { done, needed }) => sum + Math.min(done, needed), 0),
    needed: items.reduce((sum, { needed }) => sum + needed, 0),
    missing,
    isPaused: running ? 1 : 0,
    recordId,
  }
}

/** What the rows depend on beside the ledger: thresholds, and the month in which windows move on. */
const fingerprintOf = ({ today, parameters }: DutyTime): string =>
  JSON.stringify([monthOf(today), parameters])

/** Writes anew what is owed to one person. */
export function projectPerson(desk: Desk, id: number, time: DutyTime): void {
  const subject = desk.duties.subject(id)
  const duties = subject ? timedDuties(desk, subject, time).filter(({ open }) => open) : []
  desk.duties.replace(id, subject ? duties.map((duty) => storedOf(subject, duty)) : [])
}

/** Brings the work list up to date; answers how many people were looked at. */
export function project({ desk, progress, checkCancelled }: CallScope): number {
  const time = dutyTime(desk)
  const last = desk.duties.lastSeq()
  const fingerprint = fingerprintOf(time)
  const before = JSON.parse(desk.catalogueStore.meta(stateKey) ?? 'null') as {
    seq: number
    fingerprint: string
  } | null
  if (before?.seq === last && before.fingerprint === fingerprint) return 0
  const isCurrent = before?.fingerprint === fingerprint
  // Households first: what is owed to one counts from the beginning that is remembered of it.
  for (const [index, id] of (isCurrent ? desk.zero.touchedSince(before.seq) : desk.zero.all()).entries()) {
    projectHousehold(desk, id, time)
    if (index % 1000 === 999) checkCancelled()
  }
  let looked = 0
  const look = (ids: readonly number[]) => {
    for (const id of ids) {
      projectPerson(desk, id, time)
      if (++looked % 1000 === 0) {
        progress('正在更新工作清单', looked, null)
        checkCancelled()
      }
    }
  }
  if (isCurrent) look(desk.duties.touchedSince(before.seq))
  else {
    for (let ids = desk.duties.idsAfter(0); ids.length > 0; ids = desk.duties.idsAfter(ids.at(-1) ?? 0))
      look(ids)
  }
  desk.catalogueStore.setMeta(stateKey, JSON.stringify({ seq: last, fingerprint }))
  return looked
}

/** What is late, due today or soon now. */
export const daysOf = ({ now, today, parameters }: DutyTime): DutyDays => ({
  now,
  today,
  soonTo: addDays(today, parameters.dutySoonDays),
})
