import type { Figure, StartFigures, VillageQuality } from '../../../shared/contract/calls/system.ts'
import { addDays, addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import { labelOf } from '../../../shared/domain/dictionary.ts'
import { builtInLists } from '../../../shared/domain/named-lists.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import { countedInWords, onlyConfirmed } from '../confirmation/reported.ts'
import type { Desk, Handlers } from '../context.ts'
import { createFigureStore, type TallyTable } from './figure.store.ts'
import { serviceFigures } from './service-figures.ts'
import { createSubdivisions } from './subdivisions.ts'

const basisOf = (key: string) => builtInLists.find((list) => list.key === key)?.basis ?? ''
const total = <Key extends string>(rows: readonly Record<Key, number>[], key: Key) =>
  rows.reduce((sum, row) => sum + row[key], 0)

/** People with an open spell of work at the end of each of the last twelve months. */
function trendOf(flow: readonly { month: string; started: number; ended: number }[], today: string) {
  const trend: { month: string; people: number }[] = []
  for (let back = 11; back >= 0; back--) {
    const month = addMonths(monthOf(today), -back)
    let people = 0
    for (const row of flow) if (row.month <= month) people += row.started - row.ended
    trend.push({ month, people })
  }
  return trend
}

/** Villages summed up to where they belong today, in the order of codes. */
function bySubdivision(
  desk: Desk,
  villages: readonly { code: string; labourers: number; employed: number; unemployed: number }[],
): StartFigures['bySubdivision'] {
  const { placeOf } = createSubdivisions(desk)
  const sums = new Map<string, StartFigures['bySubdivision'][number]>()
  for (const { code, labourers, employed, unemployed } of villages) {
    const place = placeOf(code)
    const sum = sums.get(place.code) ?? { ...place, labourers: 0, employed: 0, unemployed: 0 }
    sum.labourers += labourers
    sum.employed += employed
    sum.unemployed += unemployed
    sums.set(place.code, sum)
  }
  return [...sums.values()].sort((one, other) => (one.code < other.code ? -1 : 1))
}

/** Of these the lists are work to be done, not figures that go upwards: they always show the present. */
const atWork: ReadonlySet<string> = new Set(['zero-employment', 'to-fix', 'stale'])

const tallyOf = (desk: Desk): TallyTable => (onlyConfirmed(desk) ? 'confirmed_tally' : 'village_tally')

function startFigures(desk: Desk): StartFigures {
  const store = createFigureStore(desk.db, desk.reach, tallyOf(desk))
  const present = createFigureStore(desk.db, desk.reach)
  const counted = countedInWords(desk)
  const { dictionaries, parameters } = desk.catalogue()
  const today = desk.today()
  const label = (dictionary: string, code: string) => {
    const found = dictionaries.get(dictionary)
    return code && found ? labelOf(found, code) : '未填'
  }
  const villages = store.byVillageAndState()
  const everybody = present.byVillageAndState()
  const ranges = store.byRange()
  const staleDays = parameterAt(parameters, 'staleDays', today)
  const figure = (key: string, name: string, value: number): Figure => ({
    key,
    label: name,
    value,
    basis: desk.reach.basis(`${basisOf(key)}；${atWork.has(key) ? '按台账现状，含未确认的' : counted}`),
    list: key,
  })
  const figures = [
    figure('all', '劳动力', total(villages, 'labourers')),
    figure('employed', '已就业', total(villages, 'employed')),
    figure('unemployed', '未就业', total(villages, 'unemployed')),
    figure('willing-out', '有意愿外出', total(villages, 'willing')),
    figure('zero-employment', '零就业户', store.zeroEmployment()),
    figure('below-basis', '低于采集标准', total(ranges, 'people') - total(ranges, 'qualified')),
    figure('returnees', '返乡回流', total(villages, 'returned')),
    figure('training-wish', '有培训意愿', total(villages, 'wishing')),
    figure('to-fix', '有问题待改', total(everybody, 'withProblems')),
    figure(
      'stale',
      `${staleDays}天未更新`,
      total(everybody, 'labourers') - store.updatedSince(addDays(today, -staleDays)),
    ),
  ]
  const outside = ranges.filter((row) => row.code === 'outProvince')
  const targetBasis = `已采集：已就业的人员；达到采集标准：其中务工时间和收入达标的；${counted}`
  return {
    asOf: today,
    counted,
    figures,
    byPlace: ranges.map((row) => ({
      code: row.code,
      label: label('workRange', row.code),
      people: row.people,
    })),
    byIndustry: store
      .byIndustry()
      .map((row) => ({ code: row.code, label: label('formIndustry', row.code), people: row.people }))
      .sort((one, other) => other.people - one.people),
    trend: trendOf(store.flow(), today),
    bySubdivision: bySubdivision(desk, villages),
    // Set for the whole office: of a part of it they say nothing.
    targets:
      desk.reach.codes !== null
        ? []
        : [
            {
              key: 'total',
              label: '外出务工总量',
              target: parameterAt(parameters, 'targetTotal', today),
              collected: total(ranges, 'people'),
              qualified: total(ranges, 'qualified'),
              basis: targetBasis,
            },
            {
              key: 'outProvince',
              label: '省外务工',
              target: parameterAt(parameters, 'targetOutProvince', today),
              collected: total(outside, 'people'),
              qualified: total(outside, 'qualified'),
              basis: `${targetBasis}；只计省外`,
            },
          ],
  }
}

/** Some addresses end above the village, some are blank. */
function nameOfVillage(desk: Desk, code: string): string {
  if (code === '') return '未填户籍地'
  const name = desk.regions.displayName(code, { from: 'township' })
  return desk.regions.get(code)?.level === 5 ? name : `${name}（未填到村）`
}

function villageQuality(desk: Desk, under: string | undefined): VillageQuality[] {
  const percent = (part: number, whole: number) => Math.round((part / whole) * 1000) / 10
  return createFigureStore(desk.db, desk.reach, tallyOf(desk))
    .byVillage()
    .filter(({ code }) => under === undefined || desk.regions.isInside(code, under))
    .map((row) => {
      const shares = [row.employmentClear, row.demandClear, row.skillClear, row.difficultyClear].map((part) =>
        percent(part, row.people),
      )
      const [employmentClear = 0, demandClear = 0, skillClear = 0, difficultyClear = 0] = shares
      return {
        code: row.code,
        name: nameOfVillage(desk, row.code),
        labourers: row.people,
        employmentClear,
        demandClear,
        skillClear,
        difficultyClear,
        score: Math.round((shares.reduce((sum, share) => sum + share, 0) / 4) * 10) / 10,
        withProblems: row.withProblems,
      }
    })
}

export const figureHandlers = {
  'figure.start': (_input, { desk }) => startFigures(desk),
  'figure.services': (_input, { desk }) => serviceFigures(desk),
  'quality.villages': (input, { desk }) => villageQuality(desk, input.under),
} satisfies Partial<Handlers>
