import { afterAll, beforeAll, expect, it } from 'vitest'
import { dutyWhens } from '../../../src/shared/contract/calls/duty.ts'
import type { ServiceFigures } from '../../../src/shared/contract/calls/system.ts'
import type { Filter } from '../../../src/shared/domain/filter.ts'
import type { LedgerName } from '../../../src/shared/domain/ledgers.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'

/** Every figure of services on the start page is the total of the list that it opens. */
let office: TestOffice
let figures: ServiceFigures
beforeAll(async () => {
  office = await openOffice({ demo: { people: 900, seed: 5 } })
  await office.ok('duty.refresh', {})
  figures = await office.ok('figure.services', {})
})
afterAll(() => office.close())

const total = async (ledger: LedgerName, list: string, filters: Filter[] = []) =>
  (await office.ok('ledger.count', { ledger, list, filters })).total

it('tasks of each township are those of the work list there, those who want to go out those of their list', async () => {
  expect(figures.places.length).toBeGreaterThan(2)
  for (const place of figures.places.filter(({ code }) => code !== '')) {
    for (const when of dutyWhens) {
      const { total: listed } = await office.ok('duty.page', { when, region: place.code, limit: 1 })
      expect(listed, `${place.name} ${when}`).toBe(place[when])
    }
    const under: Filter[] = [{ field: 'region', op: 'under', value: place.code }]
    expect(await total('labourer', 'willing-out', under), place.name).toBe(place.willing)
    expect(place.willingMissing).toBeLessThanOrEqual(place.willing)
  }
})

it('those who have had their services and those who have not are together those who want to go out', async () => {
  const sum = (key: 'willing' | 'willingMissing') =>
    figures.places.reduce((all, place) => all + place[key], 0)
  const { kinds } = await office.ok('duty.counts', {})
  const open = kinds.find(({ kind }) => kind === 'willingPackage')
  expect(sum('willingMissing')).toBe(dutyWhens.reduce((all, when) => all + (open?.[when] ?? 0), 0))
  expect(sum('willing')).toBe(await total('labourer', 'willing-out'))
})

it('posts by kind and by funding are those set up', async () => {
  for (const [field, rows] of [
    ['kind', figures.postsByKind],
    ['funding', figures.postsByFunding],
  ] as const) {
    expect(rows.length).toBeGreaterThan(0)
    for (const { code, count } of rows)
      expect(await total('post', 'open-posts', [{ field, op: 'in', value: [code] }])).toBe(count)
  }
})

it('sites say how many households are covered, and whose list of those without it is', async () => {
  expect(figures.sites.length).toBeGreaterThan(0)
  for (const { name, labourHouseholds, coveredHouseholds } of figures.sites) {
    const at: Filter[] = [{ field: 'siteName', op: 'is', value: name }]
    expect(await total('siteHousehold', 'site-labour-households', at)).toBe(labourHouseholds)
    expect(await total('siteHousehold', 'site-covered', at)).toBe(coveredHouseholds)
    expect(await total('siteHousehold', 'site-uncovered', at)).toBe(labourHouseholds - coveredHouseholds)
  }
})

it('graduates who lack a service are those of its list', async () => {
  expect(figures.graduates.seeking).toBe(await total('graduate', 'graduates-seeking'))
  expect(figures.graduates.items.map(({ code }) => code)).toEqual([
    'guidance',
    'referral',
    'training',
    'internship',
  ])
  for (const { list, met, missing } of figures.graduates.items) {
    expect(met + missing).toBe(figures.graduates.seeking)
    expect(await total('graduate', list ?? '')).toBe(missing)
  }
})
