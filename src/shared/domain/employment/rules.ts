import { addMonths, compareLoose, isLooseDate } from '../calendar.ts'
import { yuan } from '../field-text.ts'
import type { RuleParameters } from '../parameters.ts'
import { reachesCounty } from '../region-code.ts'
import { brokenRules, isBlank, type LooseRecord, type Rule } from '../rule.ts'
import type { Violation } from '../violation.ts'
import type { Employment } from './fields.ts'

export interface EmploymentRuleContext {
  /** YYYY-MM-DD. */
  readonly today: string
  readonly parameters: RuleParameters
  /** Region code of the county that counts as home; null when not known. */
  readonly homeCounty: string | null
  readonly birthDate: string | null
  /** Whether the person has another spell of work without an end. */
  readonly otherOpen: boolean
}

type Spell = Partial<Employment>
type EmploymentRule = Rule<Spell, EmploymentRuleContext>

const publicPostKinds: readonly unknown[] = ['publicPost', 'urbanPost', 'specialPost']

/** Whether a spell of work is a public post 公益性岗位, whichever of its columns says so. */
export const isPublicPost = (spell: Spell): boolean =>
  publicPostKinds.includes(spell.specialKind) ||
  spell.employmentForm === 'publicPost' ||
  spell.employerKind === 'villagePost'

const isFactory = (spell: Spell): boolean =>
  spell.specialKind === 'communityFactory' || spell.employmentForm === 'workshop'
const isBase = (spell: Spell): boolean =>
  spell.specialKind === 'assistanceBase' || spell.employmentForm === 'base'

const isStarted = (spell: Spell): boolean => isLooseDate(spell.employedOn ?? '')
const isEnded = (spell: Spell): boolean => isLooseDate(spell.endedOn ?? '')

/** 就业地域 as the two regions have it; null when they do not tell. */
function rangesOf(place: string | null | undefined, homeCounty: string | null): readonly string[] | null {
  if (!place || !homeCounty || !reachesCounty(place)) return null
  if (place.slice(0, 2) !== homeCounty.slice(0, 2)) return ['outProvince', 'abroad']
  if (place.slice(0, 4) !== homeCounty.slice(0, 4)) return ['inProvince']
  return place.slice(0, 6) === homeCounty.slice(0, 6) ? ['inTownship', 'inCounty'] : ['inCity']
}

/** Rules of a spell of work, among them the logic of the upper level's ledger system. */
export const employmentRules: readonly EmploymentRule[] = [
  {
    code: 'E01_channel',
    severity: 'blocks',
    field: 'channel',
    message: '请选择就业渠道',
    broken: ({ channel }) => isBlank(channel),
  },
  {
    code: 'E01_range',
    severity: 'blocks',
    field: 'range',
    message: '请选择就业地域',
    broken: ({ range }) => isBlank(range),
  },
  {
    code: 'E01_type',
    severity: 'blocks',
    field: 'type',
    message: '请选择就业类型',
    broken: ({ type }) => isBlank(type),
  },
  {
    code: 'E02_start',
    severity: 'blocks',
    field: 'employedOn',
    message: '请填写就业起始日期',
    broken: (spell) => !isStarted(spell),
  },
  {
    code: 'E02_start_future',
    severity: 'blocks',
    field: 'employedOn',
    message: '就业起始日期不能晚于今天',
    broken: (spell, { today }) => isStarted(spell) && compareLoose(spell.employedOn ?? '', today) > 0,
  },
  {
    code: 'E02_start_young',
    severity: 'blocks',
    field: 'employedOn',
    message: (_spell, { parameters }) => `就业时间早于${parameters.minimumAge}周岁`,
    broken: (spell, { birthDate, parameters }) =>
      isStarted(spell) &&
      birthDate !== null &&
      compareLoose(spell.employedOn ?? '', addMonths(birthDate, parameters.minimumAge * 12)) < 0,
  },
  {
    code: 'E03_end',
    severity: 'blocks',
    field: 'endedOn',
    message: '就业终止日期应写成如 2020-03-15 的年月日或年月',
    broken: (spell) => !isBlank(spell.endedOn) && !isEnded(spell),
  },
  {
    code: 'E03_end_before_start',
    severity: 'blocks',
    field: 'endedOn',
    message: '就业终止日期不能早于起始日期',
    broken: (spell) =>
      isStarted(spell) && isEnded(spell) && compareLoose(spell.endedOn ?? '', spell.employedOn ?? '') < 0,
  },
  {
    code: 'E03_end_future',
    severity: 'blocks',
    field: 'endedOn',
    message: '就业终止日期不能晚于今天',
    broken: (spell, { today }) => isEnded(spell) && compareLoose(spell.endedOn ?? '', today) > 0,
  },
  {
    code: 'E04_other_open',
    severity: 'blocks',
    field: 'endedOn',
    message: '该人员还有一条没有结束的就业记录，请先填写那一条的终止日期',
    broken: (spell, { otherOpen }) => otherOpen && isBlank(spell.endedOn),
  },
  {
    code: 'E05_post_type',
    severity: 'blocks',
    field: 'type',
    message: '公益性岗位的就业类型应为转移就业',
    broken: (spell) => isPublicPost(spell) && !isBlank(spell.type) && spell.type !== 'transfer',
  },
  {
    code: 'E05_post_channel',
    severity: 'blocks',
    field: 'channel',
    message: '公益性岗位的就业渠道应为组织介绍',
    broken: (spell) => isPublicPost(spell) && !isBlank(spell.channel) && spell.channel !== 'organised',
  },
  {
    code: 'E05_post_range',
    severity: 'blocks',
    field: 'range',
    message: '公益性岗位的就业地域不能是省外或境外',
    broken: (spell) => isPublicPost(spell) && (spell.range === 'outProvince' || spell.range === 'abroad'),
  },
  {
    code: 'E05_factory_and_base',
    severity: 'blocks',
    field: 'specialKind',
    message: '不能同时在社区工厂（车间）和扶贫基地就业',
    broken: (spell) => isFactory(spell) && isBase(spell),
  },
  {
    code: 'E06_range_place',
    severity: 'warns',
    field: 'range',
    message: '就业地域与务工地点不符，请核实',
    broken: ({ range, workplaceRegion }, { homeCounty }) =>
      !!range && rangesOf(workplaceRegion, homeCounty)?.includes(range) === false,
  },
  {
    code: 'E07_wage',
    severity: 'blocks',
    field: 'monthlyWage',
    message: '月平均工资不能小于0',
    broken: ({ monthlyWage }) => (monthlyWage ?? 0) < 0,
  },
  {
    code: 'E07_wage_range',
    severity: 'warns',
    field: 'monthlyWage',
    message: (_spell, { parameters }) =>
      `月平均工资不在${yuan(parameters.wageFloor)}–${yuan(parameters.wageCeiling)}元之间，请核实`,
    broken: ({ monthlyWage }, { parameters }) =>
      monthlyWage != null &&
      monthlyWage >= 0 &&
      (monthlyWage < parameters.wageFloor || monthlyWage > parameters.wageCeiling),
  },
  {
    code: 'E08_contract_months',
    severity: 'blocks',
    field: 'contractMonths',
    message: '签订合同或协议的月数应是0–600的整数',
    broken: ({ contractMonths }) =>
      contractMonths != null &&
      (!Number.isInteger(contractMonths) || contractMonths < 0 || contractMonths > 600),
  },
  {
    code: 'E08_contract_unlike',
    severity: 'warns',
    field: 'contractMonths',
    message: '合同月数与是否签订劳动合同不符，请核实',
    broken: ({ hasContract, contractMonths }) =>
      contractMonths != null &&
      ((hasContract === true && contractMonths === 0) || (hasContract === false && contractMonths > 0)),
  },
]

/** Every rule that a spell of work breaks. */
export const checkEmployment = (spell: LooseRecord, context: EmploymentRuleContext): Violation[] =>
  brokenRules(employmentRules, spell as Spell, context)
