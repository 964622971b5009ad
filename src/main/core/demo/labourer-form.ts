import { addDays, addMonths, monthOf, yearOf } from '../../../shared/domain/calendar.ts'
import type { PersonInput } from '../../../shared/domain/labourer/fields.ts'
import type { Relative } from './families.ts'
import { fillNoWork, fillTrainingWish } from './plans-section.ts'
import { type Random, weights } from './random.ts'
import { abilities, type FormSetting, type LabourRole } from './setting.ts'
import { fillWork } from './work-section.ts'

const skillLevels = weights([
  ['junior', 60],
  ['intermediate', 26],
  ['senior', 9],
  ['technician', 4],
  ['seniorTechnician', 1],
])

const collectors = ['演示采集员甲', '演示采集员乙', '演示采集员丙', '演示采集员丁'] as const

/** The older people are, the shorter they went to school; each up to an age. */
const educationByAge = [
  {
    upTo: 35,
    choices: weights([
      ['70', 34],
      ['60', 22],
      ['41', 14],
      ['30', 18],
      ['20', 12],
    ]),
  },
  {
    upTo: 55,
    choices: weights([
      ['80', 20],
      ['70', 58],
      ['60', 14],
      ['41', 4],
      ['30', 4],
    ]),
  },
  {
    upTo: 120,
    choices: weights([
      ['90', 14],
      ['80', 52],
      ['70', 30],
      ['60', 4],
    ]),
  },
] as const

function educationAt(random: Random, age: number): string {
  const band = educationByAge.find(({ upTo }) => age <= upTo) ?? educationByAge[2]
  return random.weighted(band.choices)
}

function abilityAt(random: Random, age: number): string {
  if (age > 58 || random.chance(0.05)) return abilities.weakOrHalf
  return random.chance(0.13) ? abilities.skilled : abilities.ordinary
}

/** When this year's graduates left college. */
const lastJune = (today: string): string => `${yearOf(today) - (today.slice(5) < '07' ? 1 : 0)}-06`

/** Fills the labourer form of one person the way a careful collector would: without a broken rule. */
export function fillForm(
  setting: FormSetting,
  person: Relative & { idNumber: string; region: string; homeAddress: string; phone: string },
  role: LabourRole,
): PersonInput {
  const { random, today } = setting
  const collectedOn = addDays(today, -random.between(0, 60))
  const ability = abilityAt(random, person.age)
  const education = educationAt(random, person.age)
  const isPostSchoolYouth =
    role !== 'student' && person.age <= 21 && (education === '70' || education === '60') && random.chance(0.7)
  const form: PersonInput = {
    name: person.name,
    idNumber: person.idNumber,
    region: person.region,
    phone: person.phone,
    ethnicity: person.ethnicity,
    relationToHead: person.relation,
    verification: 'verified',
    currentStatus: role === 'student' ? 'temporaryExit' : 'normal',
    exitReason: role === 'student' ? 'study' : null,
    isWorking: role === 'working',
    labourAbility: role === 'student' ? abilities.ordinary : ability,
    skillLevel: role !== 'student' && ability === abilities.skilled ? random.weighted(skillLevels) : 'none',
    isPostSchoolYouth,
    education: role === 'student' ? '60' : education,
    graduatedOn: isPostSchoolYouth
      ? addMonths(monthOf(today), -random.between(2, 40))
      : role !== 'student' && person.age <= 25 && education <= '30'
        ? lastJune(today)
        : null,
    homeAddress: person.homeAddress,
    isDisabled: ability === abilities.weakOrHalf && random.chance(0.3),
    labourerSignature: person.name,
    collectorName: random.pick(collectors),
    collectorPhone: `19900000${String(random.between(0, 199)).padStart(3, '0')}`,
    paperOnFile: true,
    collectedOn,
  }
  if (role === 'working') fillWork(form, setting, person)
  else fillNoWork(form, setting, person, role)
  fillTrainingWish(form, setting, role)
  return form
}
