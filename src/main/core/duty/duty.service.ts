import type { DutyCounts, PersonDuty } from '../../../shared/contract/calls/duty.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { addDays, daysBetween, firstDay, lastDay, monthOf } from '../../../shared/domain/calendar.ts'
import { hoursLeft } from '../../../shared/domain/duty/clock.ts'
import { dutyKindKeys, dutyKinds } from '../../../shared/domain/duty/duties.ts'
import { confirmationDate } from '../../../shared/domain/labourer/periods.ts'
import { parameterAt, ruleParametersAt } from '../../../shared/domain/parameters.ts'
import { businessDate, type Desk, type Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { resolveQuery } from '../ledger/lists.ts'
import { requirePerson } from '../person/labourer.service.ts'
import { siteDutiesOf } from '../sites/site-state.ts'
import { projectHousehold } from '../zero/zero-projection.ts'
import type { DutyScope, StoredPause } from './duty.store.ts'
import { type DutyTime, daysOf, dutyTime, project, projectPerson, timedDuties } from './projection.ts'

const scopeOf = (desk: Desk, asked: { region?: string | undefined; mine: boolean }): DutyScope => ({
  region: asked.region === undefined ? null : desk.regions.scopeOf(asked.region),
  staff: asked.mine ? desk.user : null,
  reach: desk.reach,
})

const pauseView = (pause: StoredPause | null) => pause && { since: pause.from, reason: pause.reason }

/** Days, and hours where the clock counts them, until the end; a clock that stands still shows what was left. */
function left({ now, today }: DutyTime, dueOn: string, dueAt: string | null, pause: StoredPause | null) {
  const at = pause?.from ?? now
  return {
    daysLeft: daysBetween(pause ? businessDate(pause.from) : today, dueOn),
    hoursLeft: dueAt === null ? null : hoursLeft(dueAt, at),
  }
}

/**
 * Lists that are due on a day of the month or after so many days. Vacancies and employers under watch
 * are the office's task, wherever the work is: they are not narrowed to a village. An office that watches no
 * employers, or has every report, is not reminded of them.
 */
function rhythmicLists(desk: Desk, { today }: DutyTime, region: string | undefined): DutyCounts['lists'] {
  const { dueOn, state } = confirmationDate(today, ruleParametersAt(desk.catalogue().parameters, today))
  const units = { labourer: '人', vacancy: '个', employerMonth: '家' } as const
  const count = (ledger: keyof typeof units, key: string) => {
    const isNarrowed = region !== undefined && ledger === 'labourer'
    const filters = isNarrowed ? [{ field: 'region', op: 'under' as const, value: region }] : []
    const query = resolveQuery(desk, { ledger, list: key, filters })
    const { label, basis } = query
    return { key, ledger, label, unit: units[ledger], basis, total: desk.ledger.count(query, undefined) }
  }
  const reports = count('employerMonth', 'employer-months-missing')
  const reportDay = parameterAt(desk.catalogue().parameters, 'employerReportDay', today)
  const reportOn = addDays(firstDay(monthOf(today)), reportDay - 1)
  return [
    { ...count('labourer', 'to-confirm'), dueOn, dueLabel: '每月确认期限', overdue: state === 'overdue' },
    { ...count('labourer', 'stale'), dueOn: null, dueLabel: null, overdue: false },
    {
      ...count('vacancy', 'vacancies-uncollected'),
      dueOn: lastDay(monthOf(today)),
      dueLabel: '每月采集期限',
      overdue: false,
    },
    { ...count('vacancy', 'vacancies-stale'), dueOn: null, dueLabel: null, overdue: false },
    ...(reports.total > 0
      ? [{ ...reports, dueOn: reportOn, dueLabel: '每月上报期限', overdue: today > reportOn }]
      : []),
  ]
}

function requireOpenDuty(desk: Desk, personId: number, kind: PersonDuty['kind'], time: DutyTime) {
  requirePerson(desk, personId)
  const subject = desk.duties.subject(personId)
  const duty = subject && timedDuties(desk, subject, time).find((one) => one.kind === kind && one.open)
  if (!duty) throw new Refusal('not_found', '这项任务已经办结或不存在，请刷新后重试。')
  return duty
}

/** A pause moves the deadline of the person, and of the household that they stand for. */
function projectAnew(desk: Desk, personId: number, time: DutyTime): void {
  const { householdId } = requirePerson(desk, personId)
  if (householdId) projectHousehold(desk, householdId as number, time)
  projectPerson(desk, personId, time)
}

export const dutyHandlers = {
  'duty.refresh': (_input, scope) => ({ looked: project(scope), open: scope.desk.duties.total() }),
  'duty.counts': (input, { desk }): DutyCounts => {
    const time = dutyTime(desk)
    const counted = new Map(
      desk.duties
        .counts(daysOf(time), scopeOf(desk, input))
        .map(({ kind, overdue, today, soon, later, paused }) => [
          kind,
          { overdue, today, soon, later, paused },
        ]),
    )
    const none = { overdue: 0, today: 0, soon: 0, later: 0, paused: 0 }
    return {
      asOf: time.today,
      soonDays: time.parameters.dutySoonDays,
      kinds: dutyKindKeys.map((kind) => ({
        kind,
        label: dutyKinds[kind].label,
        basis: dutyKinds[kind].basis,
        ...(counted.get(kind) ?? none),
      })),
      lists: rhythmicLists(desk, time, input.region),
      sites: siteDutiesOf(desk, { region: input.region }),
    }
  },
  'duty.page': (input, { desk }) => {
    const time = dutyTime(desk)
    const { rows, total } = desk.duties.page(input, daysOf(time), scopeOf(desk, input))
    return {
      total,
      rows: rows.map(({ isPaused, region, dueAt, ...row }) => {
        const running = isPaused
          ? (desk.duties.pauses(row.personId, row.kind).find(({ until }) => until === null) ?? null)
          : null
        return {
          ...row,
          ...left(time, row.dueOn, dueAt, running),
          village: region ? nearName(desk, region) : '',
          pause: pauseView(running),
        }
      }),
    }
  },
  'duty.ofPerson': (input, { desk }): PersonDuty[] => {
    const time = dutyTime(desk)
    const own = requirePerson(desk, input.id)
    const standing = own.householdId ? desk.duties.standsFor(own.householdId as number) : null
    const of = (id: number | null | undefined) => (id ? desk.duties.subject(id) : undefined)
    const subject = of(own.id)
    const other = standing === own.id ? undefined : of(standing)
    const duties = [
      ...(subject ? timedDuties(desk, subject, time).map((duty) => ({ duty, personId: own.id })) : []),
      // What is owed to the household is everybody's of it.
      ...(other
        ? timedDuties(desk, other, time)
            .filter(({ kind }) => kind === 'zeroHousehold')
            .map((duty) => ({ duty, personId: other.personId }))
        : []),
    ]
    const { soonTo } = daysOf(time)
    return duties.map(({ duty: { running, dueAt, ...duty }, personId }) => ({
      ...duty,
      ...left(time, duty.dueOn, dueAt, running),
      isLater: duty.dueOn > soonTo,
      personId,
      label: dutyKinds[duty.kind].label,
      basis: dutyKinds[duty.kind].basis,
      pause: pauseView(running),
    }))
  },
  'duty.pause': (input, { desk }) => {
    const time = dutyTime(desk)
    if (requireOpenDuty(desk, input.personId, input.kind, time).running)
      throw new Refusal('conflict', '这项任务已经暂停，无须再次暂停。')
    desk.duties.pause(input.personId, input.kind, time.now, input.reason, desk.user)
    projectAnew(desk, input.personId, time)
    return null
  },
  'duty.resume': (input, { desk }) => {
    const time = dutyTime(desk)
    requirePerson(desk, input.personId)
    if (!desk.duties.resume(input.personId, input.kind, time.now))
      throw new Refusal('not_found', '这项任务没有暂停，请刷新后重试。')
    projectAnew(desk, input.personId, time)
    return null
  },
} satisfies Partial<Handlers>
