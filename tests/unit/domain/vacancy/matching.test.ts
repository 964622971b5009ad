import { describe, expect, it } from 'vitest'
import {
  commonLevel,
  criteriaOf,
  isWanted,
  mismatchesOf,
  pointsOf,
  type SeekerFacts,
  type VacancyFacts,
} from '../../../../src/shared/domain/vacancy/matching.ts'

const vacancy: VacancyFacts = {
  title: '缝纫工',
  trade: 'processing',
  tradeWords: ['加工类'],
  region: '433126101000',
  wageFrom: 350_000,
  wageTo: 500_000,
  education: null,
  ageFrom: 18,
  ageTo: 50,
  ability: 'ordinary',
  validUntil: '2026-12-31',
  openPlaces: 1,
}
const seeker: SeekerFacts = {
  region: '433126101219',
  birthDate: '1996-02-29',
  education: '70',
  labourAbility: 'ordinary',
  plansToGoOut: true,
  intendedRegion: null,
  intendedJob: '缝纫',
  expectedWage: 350_000,
  trades: [],
}
const setting = { today: '2026-11-23', minimumAge: 16 }
const points = (label: string, v: Partial<VacancyFacts> = {}, s: Partial<SeekerFacts> = {}) =>
  criteriaOf({ ...vacancy, ...v }, { ...seeker, ...s }).find((one) => one.label === label)?.points

describe('two places', () => {
  it.each([
    ['433126101219', '433126101219', 5],
    ['433126101219', '433126101202', 4],
    ['433126101219', '433126101000', 4],
    ['433126101219', '433126103202', 3],
    ['433126101219', '433126000000', 3],
    ['433126101219', '433101004000', 2],
    ['433126101219', '430111006000', 1],
    ['433126101219', '430000000000', 1],
    ['433126101219', '440306022000', 0],
  ])('%s and %s are the same down to level %i', (one, other, level) => {
    expect(commonLevel(one, other)).toBe(level)
    expect(commonLevel(other, one)).toBe(level)
  })
})

describe('points', () => {
  it('come to 100 where everything fits, each with words', () => {
    const criteria = criteriaOf(vacancy, seeker)
    expect(pointsOf(criteria)).toBe(100)
    expect(criteria.reduce((sum, { of }) => sum + of, 0)).toBe(100)
    expect(criteria.every(({ words }) => words !== '')).toBe(true)
  })

  it.each([
    [{}, 40],
    [{ intendedJob: '服装加工' }, 40],
    [{ intendedJob: '保安', trades: ['processing'] }, 30],
    [{ intendedJob: '保安' }, 0],
    [{ intendedJob: null }, 10],
    [{ intendedJob: null, trades: ['catering'] }, 0],
  ])('for the trade of %j: %i', (more, expected) => {
    expect(points('工种', {}, more)).toBe(expected)
  })
  it('know the name of a job without its endings, and nothing in an empty one', () => {
    expect(isWanted('电焊工', { title: '电焊', tradeWords: [] })).toBe(true)
    expect(isWanted(' 餐饮 ', { title: '服务员', tradeWords: ['餐饮类'] })).toBe(true)
    expect(isWanted('工', { title: '普工', tradeWords: ['技工类'] })).toBe(false)
    expect(isWanted('', { title: '普工', tradeWords: [] })).toBe(false)
  })

  it.each([
    // No intention: by the way from home.
    ['433126101219', {}, 25],
    ['433126103000', {}, 22],
    ['433101004000', {}, 18],
    ['430111006000', {}, 15],
    ['440306022000', {}, 12],
    [null, {}, 12],
    // An intention goes before it.
    ['440306022000', { intendedRegion: '440300000000' }, 25],
    ['441900103000', { intendedRegion: '440300000000' }, 12],
    ['433126101000', { intendedRegion: '440300000000' }, 12],
    ['310115103000', { intendedRegion: '440300000000' }, 0],
    // Who stays at home is offered what is near.
    ['433126101219', { plansToGoOut: false }, 25],
    ['433126103000', { plansToGoOut: false }, 15],
    ['433101004000', { plansToGoOut: false }, 0],
    ['440306022000', { plansToGoOut: false, intendedRegion: '440300000000' }, 0],
  ])('for work in %s and %j: %i', (region, more, expected) => {
    expect(points('地点', { region }, more)).toBe(expected)
  })

  it.each([
    [350_000, 20],
    [350_001, 15],
    [500_000, 15],
    [500_001, 8],
    [555_555, 8],
    [555_556, 0],
    [null, 10],
  ])('for a wish of %s fen: %i', (expectedWage, expected) => {
    expect(points('工资', {}, { expectedWage })).toBe(expected)
  })
  it('for a single wage compare with that', () => {
    expect(points('工资', { wageTo: null }, { expectedWage: 360_000 })).toBe(8)
  })

  it.each([
    [null, null, 10],
    ['70', '70', 10],
    ['60', '70', 0],
    ['60', '47', 10],
    ['47', '60', 10],
    ['30', '20', 10],
    ['20', '14', 10],
    ['20', '30', 0],
    ['70', null, 3],
  ])('for schooling %s asked and %s had: %i', (education, has, expected) => {
    expect(points('文化程度', { education }, { education: has })).toBe(expected)
  })

  it.each([
    ['skilled', 'skilled', 5],
    ['skilled', 'ordinary', 0],
    ['ordinary', 'skilled', 5],
    [null, 'weakOrHalf', 5],
    ['ordinary', null, 2],
  ])('for ability %s asked and %s had: %i', (ability, labourAbility, expected) => {
    expect(points('劳动能力', { ability }, { labourAbility })).toBe(expected)
  })
})

describe('what rules out', () => {
  const keys = (v: Partial<VacancyFacts> = {}, s: Partial<SeekerFacts> = {}, today = setting.today) =>
    mismatchesOf({ ...vacancy, ...v }, { ...seeker, ...s }, { ...setting, today }).map(({ key }) => key)

  it.each([
    [{}, {}, []],
    [{ validUntil: '2026-11-23' }, {}, []],
    [{ validUntil: '2026-11-22' }, {}, ['expired']],
    [{ openPlaces: 0 }, {}, ['filled']],
    [{ openPlaces: 0, validUntil: '2026-11-22' }, {}, ['expired', 'filled']],
    // 18 on the day itself; 50 until the day before the 51st birthday.
    [{}, { birthDate: '2008-11-23' }, []],
    [{}, { birthDate: '2008-11-24' }, ['age']],
    [{}, { birthDate: '1975-11-24' }, []],
    [{}, { birthDate: '1975-11-23' }, ['age']],
    [{ ageFrom: null, ageTo: null }, { birthDate: '2010-11-24' }, ['age']],
    [{ ageFrom: null, ageTo: null }, { birthDate: '1930-01-01' }, []],
    [{}, { birthDate: null }, []],
    [{}, { labourAbility: 'weakOrHalf' }, ['ability']],
    [{ ability: 'any' }, { labourAbility: 'weakOrHalf' }, []],
    [{ ability: null }, { labourAbility: 'weakOrHalf' }, []],
    [{ ability: 'any' }, { labourAbility: 'lost' }, ['ability']],
    [{}, { labourAbility: null }, []],
  ])('%j %j: %j', (v, s, expected) => {
    expect(keys(v, s)).toEqual(expected)
  })

  it('counts a birthday on 29 February on the 28th of other years', () => {
    expect(keys({ ageFrom: 18 }, { birthDate: '2008-02-29' }, '2026-02-27')).toEqual(['age'])
    expect(keys({ ageFrom: 18 }, { birthDate: '2008-02-29' }, '2026-02-28')).toEqual([])
  })

  it('says why with the figures', () => {
    const [found] = mismatchesOf(vacancy, { ...seeker, birthDate: '1970-01-01' }, setting)
    expect(found?.words).toBe('要求18至50周岁，现年56周岁')
  })
})
