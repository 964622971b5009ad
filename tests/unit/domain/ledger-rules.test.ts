import { describe, expect, test } from 'vitest'
import { hasCode } from '../../../src/shared/domain/dictionary.ts'
import {
  checkEmployment,
  type EmploymentRuleContext,
  employmentRules,
  isPublicPost,
} from '../../../src/shared/domain/employment/rules.ts'
import { checkHousehold, householdRules } from '../../../src/shared/domain/household/rules.ts'
import type { LooseRecord } from '../../../src/shared/domain/rule.ts'
import { checkTraining, trainingRules } from '../../../src/shared/domain/training/rules.ts'
import { contextOf, idNumberOf, today } from './labourer/forms.ts'
import { resources } from './resources.ts'

type Case = [
  title: string,
  patch: LooseRecord,
  expected: string | null,
  facts?: Partial<EmploymentRuleContext>,
]

const context = (facts: Partial<EmploymentRuleContext> = {}): EmploymentRuleContext => ({
  ...contextOf(),
  birthDate: '1990-03-07',
  otherOpen: false,
  ...facts,
})

const household: LooseRecord = {
  headName: '石阿演',
  headIdNumber: idNumberOf('1970-01-01'),
  phone: '13800000000',
  region: '433126104202',
  address: '演示村一组',
  category: 'liftedHousehold',
  liftStatus: 'lifted',
  isRelocated: true,
  siteName: '云岭安置点（演示）',
  recognisedYear: 2014,
}

const householdCases: Case[] = [
  ['a complete household', {}, null],
  ['no head', { headName: null }, 'headName blocks 请填写户主姓名（不得含空格）'],
  ['a head with a space', { headName: '石 阿演' }, 'headName blocks 请填写户主姓名（不得含空格）'],
  ['no number of the head', { headIdNumber: null }, 'headIdNumber blocks 户主身份证号码格式不正确'],
  [
    'a head born tomorrow',
    { headIdNumber: idNumberOf('2026-09-16') },
    'headIdNumber blocks 户主身份证号码格式不正确',
  ],
  [
    'a wrong check character',
    { headIdNumber: '433126197001010120' },
    'headIdNumber warns 户主身份证校验位不符，请核实',
  ],
  ['a stand-in number', { headIdNumber: '999999197001010120' }, 'headIdNumber warns 户主为非标准证件号码'],
  ['a telephone of 10 digits', { phone: '1380000000' }, 'phone blocks 户主手机号码应为11位'],
  ['no telephone', { phone: null }, 'phone warns 请填写户主电话'],
  ['a landline', { phone: '0743-4722000' }, 'phone warns 户主电话是固定电话，请尽量改填手机号码'],
  ['a township instead of a village', { region: '433126104000' }, 'region blocks 所属行政区须选择到村'],
  ['no region', { region: null }, 'region blocks 所属行政区须选择到村'],
  ['no address', { address: null }, 'address warns 请填写详细住址'],
  ['no category', { category: null }, 'category warns 请选择户类型'],
  [
    'lifted, but not lifted',
    { liftStatus: 'notLifted' },
    'liftStatus warns 户类型为脱贫户，但脱贫状态是未脱贫或返贫，请核实',
  ],
  ['never poor, but lifted', { category: 'general' }, 'liftStatus warns 一般农户不应填写脱贫状态，请核实'],
  ['never poor', { category: 'general', liftStatus: null }, null],
  ['relocated to no site', { siteName: null }, 'siteName warns 易地扶贫搬迁户请填写安置点名称'],
  [
    'not relocated, but with a site',
    { isRelocated: false },
    'siteName warns 不是易地扶贫搬迁户，不应填写安置点名称',
  ],
  ['recognised next year', { recognisedYear: 2027 }, 'recognisedYear blocks 认定年度不能晚于今年'],
  ['recognised this year', { recognisedYear: 2026 }, null],
]

const spell: LooseRecord = {
  channel: 'self',
  range: 'outProvince',
  type: 'transfer',
  employedOn: '2024-03-01',
  endedOn: null,
  workplaceRegion: '440306001000',
  employmentForm: 'unit',
  monthlyWage: 400_000,
  hasContract: true,
  contractMonths: 36,
}
const post: LooseRecord = {
  channel: 'organised',
  range: 'inTownship',
  type: 'transfer',
  employmentForm: 'publicPost',
  specialKind: 'publicPost',
  employerKind: 'villagePost',
  workplaceRegion: '433126104000',
}

const employmentCases: Case[] = [
  ['a complete spell of work', {}, null],
  ['no channel', { channel: null }, 'channel blocks 请选择就业渠道'],
  ['no range', { range: null }, 'range blocks 请选择就业地域'],
  ['no type', { type: null }, 'type blocks 请选择就业类型'],
  ['no beginning', { employedOn: null }, 'employedOn blocks 请填写就业起始日期'],
  ['begun tomorrow', { employedOn: '2026-09-16' }, 'employedOn blocks 就业起始日期不能晚于今天'],
  ['begun today', { employedOn: today }, null],
  [
    'begun the day before the 16th birthday',
    { employedOn: '2006-03-06' },
    'employedOn blocks 就业时间早于16周岁',
  ],
  ['begun on the 16th birthday', { employedOn: '2006-03-07' }, null],
  ['begun in the month of the 16th birthday', { employedOn: '2006-03' }, null],
  [
    'begun on the 16th birthday of a leap day',
    { employedOn: '2020-02-29' },
    null,
    { birthDate: '2004-02-29' },
  ],
  [
    'begun before it',
    { employedOn: '2020-02-28' },
    'employedOn blocks 就业时间早于16周岁',
    { birthDate: '2004-02-29' },
  ],
  ['begun early by somebody of unknown age', { employedOn: '1980-01-01' }, null, { birthDate: null }],
  [
    'an end that is no date',
    { endedOn: '2024-02-30' },
    'endedOn blocks 就业终止日期应写成如 2020-03-15 的年月日或年月',
  ],
  ['ended the day before it began', { endedOn: '2024-02-29' }, 'endedOn blocks 就业终止日期不能早于起始日期'],
  ['ended the day it began', { endedOn: '2024-03-01' }, null],
  ['ended in the month it began', { endedOn: '2024-03' }, null],
  ['ended tomorrow', { endedOn: '2026-09-16' }, 'endedOn blocks 就业终止日期不能晚于今天'],
  ['ended today', { endedOn: today }, null],
  [
    'two spells without an end',
    {},
    'endedOn blocks 该人员还有一条没有结束的就业记录，请先填写那一条的终止日期',
    { otherOpen: true },
  ],
  ['an ended spell beside an open one', { endedOn: '2025-01-31' }, null, { otherOpen: true }],
  ['a public post', post, null],
  [
    'a public post as farm work',
    { ...post, type: 'farming' },
    'type blocks 公益性岗位的就业类型应为转移就业',
  ],
  [
    'a public post found by a friend',
    { ...post, channel: 'relatives' },
    'channel blocks 公益性岗位的就业渠道应为组织介绍',
  ],
  [
    'a public post in another province',
    { ...post, range: 'outProvince', workplaceRegion: null },
    'range blocks 公益性岗位的就业地域不能是省外或境外',
  ],
  [
    'a public post abroad',
    { ...post, range: 'abroad', workplaceRegion: null },
    'range blocks 公益性岗位的就业地域不能是省外或境外',
  ],
  [
    'a community factory that is a base',
    { specialKind: 'communityFactory', employmentForm: 'base' },
    'specialKind blocks 不能同时在社区工厂（车间）和扶贫基地就业',
  ],
  [
    'a base that is a workshop',
    { specialKind: 'assistanceBase', employmentForm: 'workshop' },
    'specialKind blocks 不能同时在社区工厂（车间）和扶贫基地就业',
  ],
  [
    'a community factory that is a workshop',
    { specialKind: 'communityFactory', employmentForm: 'workshop' },
    null,
  ],
  [
    'said to be at home, but in another province',
    { range: 'inCounty' },
    'range warns 就业地域与务工地点不符，请核实',
  ],
  [
    'said to be in another city, but in the next county',
    { range: 'inProvince', workplaceRegion: '433127100000' },
    'range warns 就业地域与务工地点不符，请核实',
  ],
  ['in the next county', { range: 'inCity', workplaceRegion: '433127100000' }, null],
  ['a wage below zero', { monthlyWage: -1 }, 'monthlyWage blocks 月平均工资不能小于0'],
  ['399.99 yuan', { monthlyWage: 39_999 }, 'monthlyWage warns 月平均工资不在400–30000元之间，请核实'],
  ['400 yuan', { monthlyWage: 40_000 }, null],
  ['30000.01 yuan', { monthlyWage: 3_000_001 }, 'monthlyWage warns 月平均工资不在400–30000元之间，请核实'],
  [
    'a contract of 601 months',
    { contractMonths: 601 },
    'contractMonths blocks 签订合同或协议的月数应是0–600的整数',
  ],
  [
    'a contract of no months',
    { contractMonths: 0 },
    'contractMonths warns 合同月数与是否签订劳动合同不符，请核实',
  ],
  [
    'months of no contract',
    { hasContract: false },
    'contractMonths warns 合同月数与是否签订劳动合同不符，请核实',
  ],
]

const course: LooseRecord = {
  kind: 'skill',
  trade: '电工',
  provider: '演示培训学校',
  startedOn: '2026-03-01',
  endedOn: '2026-03-10',
  days: 10,
  allowance: 15_000,
}

const trainingCases: Case[] = [
  ['a complete course', {}, null],
  ['no kind', { kind: null }, 'kind blocks 请选择培训类型'],
  ['no trade', { trade: '' }, 'trade blocks 请填写培训工种'],
  ['no provider', { provider: null }, 'provider blocks 请填写培训单位名称'],
  ['no beginning', { startedOn: null }, 'startedOn blocks 请填写培训起始日期'],
  ['begun tomorrow', { startedOn: '2026-09-16', endedOn: null }, 'startedOn blocks 培训起始日期不能晚于今天'],
  [
    'an end that is no date',
    { endedOn: '2026-3-10' },
    'endedOn blocks 培训终止日期应写成如 2020-03-15 的年月日或年月',
  ],
  ['ended before it began', { endedOn: '2026-02-28' }, 'endedOn blocks 培训终止日期不能早于起始日期'],
  ['ended the day it began', { endedOn: '2026-03-01', days: 1 }, null],
  ['ended tomorrow', { endedOn: '2026-09-16' }, 'endedOn blocks 培训终止日期不能晚于今天'],
  ['not ended', { endedOn: null, days: 300 }, null],
  ['11 days in 10', { days: 11 }, 'days blocks 实际培训天数多于起止日期之间的10天'],
  ['31 days in March', { startedOn: '2026-03', endedOn: '2026-03', days: 31 }, null],
  [
    '32 days in March',
    { startedOn: '2026-03', endedOn: '2026-03', days: 32 },
    'days blocks 实际培训天数多于起止日期之间的31天',
  ],
  ['no days', { days: 0 }, 'days blocks 实际培训天数应是大于0的整数'],
  ['days not said', { days: null }, null],
  ['an allowance below zero', { allowance: -1 }, 'allowance blocks 享受生活和交通补贴不能小于0'],
]

const checks = {
  household: (patch: LooseRecord) => checkHousehold({ ...household, ...patch }, contextOf()),
  employment: (patch: LooseRecord, facts?: Partial<EmploymentRuleContext>) =>
    checkEmployment({ ...spell, ...patch }, context(facts)),
  training: (patch: LooseRecord) => checkTraining({ ...course, ...patch }, contextOf()),
}
const ledgers = [
  ['household', householdCases, householdRules],
  ['employment', employmentCases, employmentRules],
  ['training', trainingCases, trainingRules],
] as const

describe.each(ledgers)('rules of %s', (ledger, cases, rules) => {
  test.each(cases)('%s: %o → %s', (_title, patch, expected, facts) => {
    const found = checks[ledger](patch, facts).map(
      ({ field, severity, message }) => `${field} ${severity} ${message}`,
    )
    expect(found).toEqual(expected === null ? [] : [expected])
  })

  test('every rule is broken by a case, and codes are unique', () => {
    const broken = new Set(
      cases.flatMap(([, patch, , facts]) => checks[ledger](patch, facts).map(({ code }) => code)),
    )
    expect([...broken].sort()).toEqual(rules.map(({ code }) => code).sort())
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length)
  })

  test('an empty record and a nonsensical one are answered, not thrown at', () => {
    const empty = Object.fromEntries(rules.map(({ field }) => [field, null]))
    const odd = Object.fromEntries(rules.map(({ field }) => [field, '?']))
    expect(checks[ledger](empty).length).toBeGreaterThan(2)
    expect(checks[ledger](odd).length).toBeGreaterThan(2)
  })
})

test.each([
  [{ specialKind: 'urbanPost' }],
  [{ specialKind: 'specialPost' }],
  [{ employerKind: 'villagePost' }],
  [{ employmentForm: 'publicPost' }],
])('%o is a public post', (columns) => {
  expect(isPublicPost(columns)).toBe(true)
  expect(isPublicPost({ employmentForm: 'unit', employerKind: 'enterprise' })).toBe(false)
})

test.each([
  ['specialEmployment', ['communityFactory', 'assistanceBase', 'publicPost', 'urbanPost', 'specialPost']],
  ['employerKind', ['villagePost']],
  ['employmentType', ['transfer']],
  ['employmentChannel', ['organised']],
  ['employmentRange', ['inTownship', 'inCounty', 'inCity', 'inProvince', 'outProvince', 'abroad']],
  ['employmentForm', ['publicPost', 'workshop', 'base']],
  ['householdCategory', ['liftedHousehold', 'unstableLifted', 'general']],
  ['liftStatus', ['notLifted', 'relapsed']],
])('the codes of %s that rules name are in its dictionary', (key, codes) => {
  const dictionary = resources.dictionaries.find((candidate) => candidate.key === key)
  for (const code of codes) expect(dictionary && hasCode(dictionary, code), code).toBe(true)
})
