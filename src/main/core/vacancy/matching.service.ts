import type { PeopleMatch, VacancyMatch } from '../../../shared/contract/calls/vacancy.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { fullYearsBetween } from '../../../shared/domain/calendar.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import { type RegionLevel, regionLevel, regionPrefix } from '../../../shared/domain/region-code.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import {
  closedFor,
  criteriaOf,
  type MatchSetting,
  matchBasis,
  mismatchesOf,
  pointsOf,
  type SeekerFacts,
  type VacancyFacts,
} from '../../../shared/domain/vacancy/matching.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { writeService } from '../person/episode.service.ts'
import { requirePerson } from '../person/labourer.service.ts'
import { checkValues } from '../person/values.ts'
import { comparedPeople, type Judge, type NearRange, type VacancyRow } from './vacancy.store.ts'

/** Vacancies that are compared with a person, and those ruled out that are named. */
const comparedVacancies = 2000
const namedExcluded = 20

export function requireVacancy(desk: Desk, id: number): VacancyRow {
  const row = desk.vacancies.get(id)
  if (!row) throw new Refusal('not_found', '找不到这个岗位，可能已删除或撤销，请刷新后重试。')
  return row
}

function factsOf(desk: Desk, row: VacancyRow): VacancyFacts {
  const items = desk.catalogue().dictionaries.get('tradeKind')?.items ?? []
  const trade = items.find(({ code }) => code === row.trade)
  return {
    ...(row as unknown as VacancyFacts),
    tradeWords: trade ? [trade.label, ...(trade.aliases ?? [])] : [],
  }
}

const settingOf = (desk: Desk): MatchSetting => ({
  today: desk.today(),
  minimumAge: parameterAt(desk.catalogue().parameters, 'minimumAge', desk.today()),
})

/** The county of a workplace, or the larger region that is all that is known. */
function nearRange(region: string | null): NearRange {
  const level = region === null ? null : regionLevel(region)
  if (region === null || level === null) return null
  const prefix = regionPrefix(region, Math.min(level, 3) as RegionLevel)
  return { from: prefix.padEnd(12, '0'), to: prefix.padEnd(12, '9') }
}

/** People for a vacancy, the best first, with who is ruled out and why. */
export function peopleFor(desk: Desk, row: VacancyRow, limit: number): PeopleMatch {
  const vacancy = factsOf(desk, row)
  const setting = settingOf(desk)
  const closed = closedFor(vacancy, setting.today)
  const basis = desk.reach.basis(
    `未就业、有外出计划的人，以及工作地点所在县未就业的人，不含已推介过的，最多比较${comparedPeople.toLocaleString('en')}人，有外出计划的在先；${matchBasis}；最多列出${limit}人`,
  )
  if (closed.length > 0) return { basis, closed, total: 0, rows: [], excluded: [] }
  const labels = { age: '年龄不符', ability: '劳动能力不符', expired: '', filled: '' }
  const judge: Judge = {
    mismatch: (birthDate, labourAbility) => {
      const [first] = mismatchesOf(vacancy, { birthDate, labourAbility }, setting)
      return first ? labels[first.key] : null
    },
    points: (seeker: SeekerFacts) => pointsOf(criteriaOf(vacancy, seeker)),
  }
  const near = nearRange(vacancy.region)
  const groups = desk.vacancies.seekersByMismatch(row.id, near, judge)
  return {
    basis,
    closed,
    total: groups.find(({ words }) => words === null)?.people ?? 0,
    excluded: groups.flatMap(({ words, people }) => (words === null ? [] : [{ words, people }])),
    rows: desk.vacancies.bestSeekers(row.id, near, limit, judge).flatMap((id) => {
      const seeker = desk.vacancies.seeker(id)
      if (!seeker) return []
      const criteria = criteriaOf(vacancy, seeker)
      return {
        id,
        name: seeker.name,
        village: seeker.region ? nearName(desk, seeker.region) : '',
        phone: seeker.phone,
        age: seeker.birthDate ? fullYearsBetween(seeker.birthDate, setting.today) : null,
        points: pointsOf(criteria),
        criteria,
      }
    }),
  }
}

function vacanciesFor(desk: Desk, personId: number, limit: number): VacancyMatch {
  const person = requirePerson(desk, personId)
  const seeker = desk.vacancies.seeker(person.id)
  if (!seeker) throw new Error('person without facts')
  const setting = settingOf(desk)
  const excluded: VacancyMatch['excluded'] = []
  const fitting: VacancyMatch['rows'] = []
  for (const row of desk.vacancies.openOn(setting.today, comparedVacancies)) {
    const vacancy = factsOf(desk, row)
    const { employerName, title, wageFrom, wageTo, openPlaces, region, address } = row as AnyRecord
    const about = { id: row.id, employerName: String(employerName), title: String(title) }
    const [mismatch] = mismatchesOf(vacancy, seeker, setting)
    if (mismatch) {
      excluded.push({ ...about, words: mismatch.words })
      continue
    }
    const criteria = criteriaOf(vacancy, seeker)
    fitting.push({
      ...about,
      place: region ? nearName(desk, String(region)) : String(address ?? ''),
      wageFrom: wageFrom as number | null,
      wageTo: wageTo as number | null,
      openPlaces: Number(openPlaces),
      points: pointsOf(criteria),
      criteria,
    })
  }
  fitting.sort((one, other) => other.points - one.points || one.id - other.id)
  return {
    basis: `在招（尚缺人数至少1人、未过有效期）的岗位，最近采集的${comparedVacancies}个以内；${matchBasis}；最多列出${limit}个`,
    total: fitting.length,
    rows: fitting.slice(0, limit),
    excluded: excluded.slice(0, namedExcluded),
    excludedTotal: excluded.length,
  }
}

/** How a vacancy is called in a service record. */
export const titleOf = ({ employerName, title }: AnyRecord): string =>
  `${employerName} ${title}`.slice(0, 100)

export const matchingHandlers = {
  'vacancy.people': (input, { desk }) => peopleFor(desk, requireVacancy(desk, input.id), input.limit),
  'vacancy.forPerson': (input, { desk }) => vacanciesFor(desk, input.personId, input.limit),
  'vacancy.refer': (input, { desk }) => {
    const row = requireVacancy(desk, input.vacancyId)
    const person = requirePerson(desk, input.personId)
    const seeker = desk.vacancies.seeker(person.id)
    const [mismatch] = seeker ? mismatchesOf(factsOf(desk, row), seeker, settingOf(desk)) : []
    if (mismatch) throw new Refusal('refused', `不能推介“${titleOf(row)}”：${mismatch.words}。`)
    const before = desk.episodes
      .allOf('service_record', person.id)
      .find(({ vacancyId, response }) => vacancyId === row.id && response !== 'declined')
    if (before)
      throw new Refusal(
        'conflict',
        `已于${before.servedOn}向${person.name}推介过这个岗位，请在那次推介上登记答复，不再计一次。`,
      )
    const values = checkValues(desk, serviceFields, input.values)
    const batch = desk.openBatch('edit', '推介岗位')
    const referral = {
      servedOn: desk.today(),
      staff: desk.user,
      ...values,
      kind: values.kind === 'jobPlacement' ? 'jobPlacement' : 'jobReferral',
      concerned: titleOf(row),
      vacancyId: row.id,
    }
    const serviceId = writeService(desk, batch, person, null, referral, input.scan)
    batch.close()
    return { serviceId }
  },
  'vacancy.answer': (input, { desk }) => {
    const service = desk.episodes.get('service_record', input.serviceId)
    if (!service?.vacancyId) throw new Refusal('not_found', '找不到这次推介，可能已删除，请刷新后重试。')
    const vacancy = requireVacancy(desk, service.vacancyId as number)
    if (input.response === 'hired' && service.response !== 'hired' && vacancy.openPlaces === 0)
      throw new Refusal('refused', '这个岗位已经招满，请先核对招聘人数和已招人数。')
    const person = requirePerson(desk, service.personId as number)
    const batch = desk.openBatch('edit', '登记推介结果')
    const { response, outcome } = input
    writeService(desk, batch, person, service, {
      response,
      ...(outcome === undefined ? {} : { outcome: outcome || null }),
    })
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
