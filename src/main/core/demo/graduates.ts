import { addDays, addMonths, monthOf, monthsFrom, yearOf } from '../../../shared/domain/calendar.ts'
import type { FollowUp, GraduateFile, PlanStep } from '../../../shared/domain/graduate/fields.ts'
import { parseIdNumber } from '../../../shared/domain/id-number.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import { isCollege } from '../../../shared/domain/labourer/rules/codes.ts'
import type { DemoMember } from './county.ts'
import type { DemoService } from './service.writer.ts'

/** Somebody of the county who left college in the last years. */
export type DemoGraduatePerson = Pick<
  PersonInput,
  | 'name'
  | 'idNumber'
  | 'phone'
  | 'region'
  | 'education'
  | 'graduatedOn'
  | 'isDisabled'
  | 'isWorking'
  | 'employedOn'
  | 'employerName'
  | 'employmentForm'
>

export interface DemoGraduate {
  name: string
  idNumber: string
  file: GraduateFile
  /** In order of time. */
  statuses: { status: string; statusOn: string; whereTo: string | null }[]
  followUps: FollowUp[]
  steps: PlanStep[]
  services: DemoService[]
}

const schools = [
  ['星河大学（演示）', 'university', '20'],
  ['云岭职业技术学院（演示）', 'vocational', '30'],
  ['青山师范学院（演示）', 'university', '20'],
  ['清河医学高等专科学校（演示）', 'vocational', '30'],
] as const
const majors = ['护理', '计算机应用', '学前教育', '会计', '机电一体化', '汉语言文学', '旅游管理']
const helpers = ['演示专员甲', '演示专员乙', '演示专员丙']

/** Members of a family who are graduates: college, with a real number and a form. */
export const graduatesIn = (members: readonly DemoMember[]): DemoGraduatePerson[] =>
  members.flatMap(({ person, state }) =>
    state !== 'none' && person.currentStatus === 'normal' && isCollege(person.education) && person.graduatedOn
      ? [person]
      : [],
  )

/** A file for each, the same for the same people: school, where they stand, follow-ups and a plan for those in need. */
export function planGraduates(people: readonly DemoGraduatePerson[], today: string): DemoGraduate[] {
  return people.flatMap((person, index) => {
    const { birthDate, kind } = parseIdNumber(String(person.idNumber))
    return birthDate && kind === 'resident' && person.name
      ? [graduateOf(person, birthDate, index, today)]
      : []
  })
}

function graduateOf(
  person: DemoGraduatePerson,
  birthDate: string,
  index: number,
  today: string,
): DemoGraduate {
  const isShort = person.education === '30'
  const fitting = schools.filter(([, , degree]) => (degree === '30') === isShort)
  const [school, schoolKind] = fitting[index % fitting.length] ?? schools[0]
  // Who is old enough may have left college one or two years before the others.
  const latest = person.graduatedOn ?? monthOf(today)
  const earlier = Math.min(
    index % 5 === 3 ? 1 : index % 5 === 4 ? 2 : 0,
    Math.max(0, yearOf(latest) - yearOf(birthDate) - 21),
  )
  const graduatedOn = addMonths(latest, -12 * earlier)
  const registeredOn = index % 11 === 10 ? null : addDays(`${addMonths(graduatedOn, 1)}-01`, index % 28)
  // Those without work are the ones whose need the office has asked about.
  const isInNeed = person.isWorking ? index % 7 === 1 : index % 3 !== 2
  const file: GraduateFile = {
    school,
    schoolKind,
    major: majors[index % majors.length] ?? null,
    degree: person.education ?? null,
    graduatedOn,
    registeredOn,
    intention: person.isWorking ? null : (['事业单位', '县内企业', '省外企业'][index % 3] ?? null),
    hardships: person.isDisabled
      ? ['disabled']
      : isInNeed
        ? [index % 4 === 1 ? 'lifted' : 'lowIncome']
        : null,
    helper: helpers[index % helpers.length] ?? null,
    note: null,
  }
  const statuses = statusesOf(person, file, index, today)
  const looks = statuses.at(-1)?.status === 'registered'
  return {
    name: String(person.name),
    idNumber: String(person.idNumber),
    file,
    statuses,
    followUps: registeredOn && looks ? followUpsOf(registeredOn, index, today) : [],
    steps: looks && isInNeed ? stepsOf(registeredOn ?? today, index, today) : [],
    services: registeredOn && looks ? servicesOf(registeredOn, index, today) : [],
  }
}

function statusesOf(
  person: DemoGraduatePerson,
  { registeredOn }: GraduateFile,
  index: number,
  today: string,
) {
  if (registeredOn === null) return []
  const first = { status: 'registered', statusOn: registeredOn, whereTo: null }
  const after = addDays(registeredOn, 25)
  if (after > today) return [first]
  const then = (status: string, statusOn: string, whereTo: string | null = null) => [
    first,
    { status, statusOn, whereTo },
  ]
  if (person.isWorking) {
    const form = person.employmentForm
    const status = form === 'venture' || form === 'flexible' ? form : 'employed'
    const begun = person.employedOn && person.employedOn > registeredOn ? person.employedOn : registeredOn
    return then(status, begun, person.employerName ?? null)
  }
  if (index % 7 === 5) return then('study', after, '星河大学研究生院（演示）')
  if (index % 13 === 7) return then('army', after, '县人民武装部（演示）')
  if (index % 9 === 8) return then('notSeeking', after)
  return [first]
}

/** A contact a month, in most cases up to the month before this one. */
function followUpsOf(registeredOn: string, index: number, today: string): FollowUp[] {
  const last = index % 3 === 0 ? monthOf(today) : addMonths(monthOf(today), -1)
  return monthsFrom(addMonths(monthOf(registeredOn), 1), last)
    .slice(-6)
    .map((month, number) => ({
      followedOn:
        month === monthOf(today) ? `${month}-01` : `${month}-${String(5 + (index % 20)).padStart(2, '0')}`,
      way: ['phone', 'visit', 'message'][(index + number) % 3] ?? null,
      found: (index + number) % 6 === 5 ? 'unreachable' : 'seeking',
      note: null,
      staff: helpers[index % helpers.length] ?? null,
    }))
}

/** How much of 1/3/1/1 somebody was given: of four graduates one everything, one all but the internship, one the beginning. */
const offered = [
  ['careerGuidance', 'jobReferral', 'jobReferral', 'jobReferral', 'vocationalTraining', 'internship'],
  ['careerGuidance', 'jobReferral', 'jobReferral', 'jobReferral', 'vocationalTraining'],
  ['careerGuidance', 'jobReferral'],
  [],
] as const
const concerned = {
  careerGuidance: null,
  jobReferral: '县城用工企业岗位（演示）',
  vocationalTraining: '电子商务培训班（演示）',
  internship: '县政务服务中心见习岗位（演示）',
} as const

/** Ten days apart from the registration on, as far as the time has come. */
const servicesOf = (registeredOn: string, index: number, today: string): DemoService[] =>
  (offered[index % offered.length] ?? [])
    .map((kind, number) => ({
      kind,
      servedOn: addDays(registeredOn, 7 + number * 10),
      concerned: concerned[kind],
      response: kind === 'jobReferral' && (index + number) % 3 === 0 ? 'declined' : null,
      signature: 'self',
      staff: helpers[index % helpers.length] ?? null,
    }))
    .filter(({ servedOn }) => servedOn <= today)

const stepsOf = (from: string, index: number, today: string): PlanStep[] =>
  ['上门了解求职意愿和家庭情况', '推荐县内见习岗位', '联系培训机构参加技能培训'].map((step, number) => {
    const dueOn = addDays(from, 20 + number * 60)
    const isDone = number < 1 + (index % 2) && dueOn <= today
    return {
      step,
      dueOn,
      who: helpers[index % helpers.length] ?? null,
      doneOn: isDone ? dueOn : null,
      result: isDone ? '已完成' : null,
    }
  })
