import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SiteState } from '../../../src/shared/contract/calls/site.ts'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { family, jobFair, noWork, site, station } from '../../fixtures/sites.ts'
import { confirmed, recordsFile } from './files.ts'

type SiteLedger = 'site' | 'siteHousehold' | 'station' | 'jobFair'

/** Relocation sites through the real core. */
let desk: TestOffice
let working: { id: number; personId: number }
let idle: { id: number; personId: number }
beforeAll(async () => {
  desk = await openOffice()
  working = await family(desk, '433126197505051213', '石大山')
  idle = await family(desk, '43312619800606121X', '龙小溪', noWork)
})
afterAll(() => desk.close())

let number = 0
const newSite = async (values: AnyRecord = {}) => {
  const name = `第${++number}安置点`
  const { id } = await desk.ok('site.save', { values: site({ name, ...values }) })
  return { id, name: String(values.name ?? name) }
}
const state = (id: number) => desk.ok('site.state', { id })
const figure = (of: SiteState, key: string) => of.figures.find((one) => one.key === key)?.value
const householdOf = async (id: number) => (await desk.ok('household.get', { id })).values
const moveIn = (siteId: number, householdId: number, values: AnyRecord = {}) => ({
  siteId,
  householdId,
  values: { building: '1', unit: '1', door: `${++number}`, movedIn: '2020-05', ...values },
})
const leave = async (siteId: number) => {
  const { rows } = await desk.ok('site.residents', { id: siteId })
  for (const { id } of rows) await desk.ok('siteHousehold.remove', { id, reason: '测试结束' })
}

describe('a site', () => {
  it('is kept, found and refused under a name that is taken', async () => {
    const { id, name } = await newSite({ address: '河边路8号' })
    const found = await desk.ok('ledger.page', { ledger: 'site', columns: ['name'], search: '河边' })
    expect(found.rows).toEqual([{ id, values: { name } }])
    const refused = await desk.refused('site.save', { values: site({ name, region: null }) })
    expect(refused.details?.map(({ path }) => path)).toEqual(['values.name', 'values.region'])
  })
  it('counts who lives there, and each figure opens exactly its list', async () => {
    const { id } = await newSite()
    for (const household of [working, idle]) await desk.ok('siteHousehold.save', moveIn(id, household.id))
    await desk.ok('episode.save', {
      personId: idle.personId,
      kind: 'service',
      values: { kind: 'jobReferral', servedOn: '2026-11-20' },
    })
    const one = await state(id)
    expect(one.coverage).toBe(50)
    expect(Object.fromEntries(one.figures.map(({ key, value }) => [key, value]))).toEqual({
      'site-households': 2,
      members: 2,
      labour: 2,
      employed: 1,
      'site-labour-households': 2,
      'site-covered': 1,
      'site-uncovered': 1,
      services: 1,
      posts: 0,
    })
    for (const { ledger, list, filters, value, label } of [...one.figures, one.declared, one.supply]) {
      const { total } = await desk.ok('ledger.count', { ledger, list, filters })
      expect(total, label).toBe(value)
    }
    const without = await desk.ok('site.residents', { id, uncovered: true })
    expect(without.rows).toMatchObject([
      {
        headName: '龙小溪',
        working: [],
        idle: [{ id: idle.personId, name: '龙小溪' }],
        homeVillage: '433126101219',
      },
    ])
    // Work found, work lost: the counts follow.
    const form = await desk.ok('labourer.get', { id: working.personId })
    await desk.ok('labourer.save', { id: working.personId, version: form.version, values: noWork })
    expect(figure(await state(id), 'site-uncovered')).toBe(2)
    const now = await desk.ok('labourer.get', { id: working.personId })
    await desk.ok('labourer.save', {
      id: working.personId,
      version: now.version,
      values: {
        isWorking: true,
        employmentForm: 'flexible',
        workplaceRegion: '440305001000',
        notWorkingKind: null,
        plansToGoOut: null,
      },
    })
    expect(figure(await state(id), 'site-uncovered')).toBe(1)
    expect((await desk.refused('site.remove', { id, reason: '登记错误' })).message).toContain('搬迁户')
    await leave(id)
    expect(figure(await state(id), 'site-households')).toBe(0)
    await desk.ok('site.remove', { id, reason: '登记错误' })
  })
  it('of a scale is held to more: over 800, over 10,000, and no sooner', async () => {
    const scales: [number, boolean, boolean][] = [
      [800, false, false],
      [801, true, false],
      [10_000, true, false],
      [10_001, true, true],
    ]
    for (const [plannedPeople, needsHelp, needsFair] of scales) {
      const { id } = await newSite({ plannedPeople })
      const one = await state(id)
      expect(one.scale, String(plannedPeople)).toEqual({ needsHelp, needsFair })
      expect(one.duties.map(({ kind }) => kind)).toEqual(needsFair ? ['fair', 'station'] : ['station'])
      for (const [list, isIn] of [
        ['help-sites', needsHelp],
        ['fair-sites', needsFair],
      ] as const) {
        const { rows } = await desk.ok('ledger.page', { ledger: 'site', list, columns: ['name'] })
        expect(
          rows.some((row) => row.id === id),
          `${list} ${plannedPeople}`,
        ).toBe(isIn)
      }
      await desk.ok('site.remove', { id, reason: '测试结束' })
    }
  })
  it('has a duty until a fair was held and people serve there; the work list names it', async () => {
    const { id, name } = await newSite({ plannedPeople: 12_000 })
    const missing = async () =>
      (await desk.ok('duty.counts', {})).sites
        .filter((duty) => duty.siteId === id)
        .map(({ kind, daysLeft }) => [kind, daysLeft])
    expect(await missing()).toEqual([
      ['fair', 0],
      ['station', 0],
    ])
    const fair = await desk.ok('jobFair.save', { siteId: id, values: jobFair({ heldOn: '2025-11-01' }) })
    expect(await missing()).toContainEqual(['fair', -22])
    await desk.ok('jobFair.save', { id: fair.id, values: { heldOn: '2025-12-01' } })
    expect(await missing()).toContainEqual(['fair', 8])
    const { id: stationId, violations } = await desk.ok('station.save', {
      siteId: id,
      values: station({ staffNames: null }),
    })
    expect(violations.map(({ code }) => code)).toEqual(['C05Few'])
    expect(await missing()).toContainEqual(['staff', 0])
    expect(await desk.ok('ledger.count', { ledger: 'station', list: 'unstaffed-stations' })).toMatchObject({
      total: 1,
    })
    await desk.ok('station.save', { id: stationId, values: { staffNames: '石干事' } })
    expect((await missing()).map(([kind]) => kind)).toEqual(['fair'])
    expect(await state(id)).toMatchObject({
      stations: [{ id: stationId, values: { name: '青松就业服务站', staffCount: 1 } }],
      fairs: [{ id: fair.id, values: { employed: 50 } }],
    })
    const file = await desk.full('site.export', { id })
    expect(file.name).toBe(`${name}就业帮扶情况-20261123.xlsx`)
    expect(file.bytes.length).toBeGreaterThan(5000)
    await desk.ok('jobFair.remove', { id: fair.id, reason: '测试结束' })
    await desk.ok('station.remove', { id: stationId, reason: '测试结束' })
    await desk.ok('site.remove', { id, reason: '测试结束' })
  })
})

describe('a household at a site', () => {
  it('lives at one site at a time; refused with a sentence, nothing half saved', async () => {
    const [one, other] = [await newSite(), await newSite()]
    const { id } = await desk.ok('siteHousehold.save', moveIn(one.id, working.id, { door: '501' }))
    const refused = await desk.refused('siteHousehold.save', moveIn(other.id, working.id))
    expect(refused.message).toBe(
      `这一户现住在“${one.name}”1栋1单元501，一户同时只能登记在一处，请先在那里办理迁出，没有保存。`,
    )
    expect(refused.details?.map(({ path }) => path)).toEqual(['values.siteName'])
    expect((await desk.ok('site.residents', { id: other.id })).rows).toEqual([])
    expect(await householdOf(working.id)).toMatchObject({ siteName: one.name, isRelocated: true })

    await desk.ok('siteHousehold.leave', { id, movedOut: '2023-04', leaveReason: '进城购房' })
    expect(await householdOf(working.id)).toMatchObject({ siteName: null, isRelocated: true })
    const overlap = await desk.refused(
      'siteHousehold.save',
      moveIn(other.id, working.id, { movedIn: '2023-03' }),
    )
    expect(overlap.details?.[0]).toMatchObject({ path: 'values.movedIn' })
    await desk.ok('siteHousehold.save', moveIn(other.id, working.id, { movedIn: '2023-04' }))
    const stay = await desk.ok('siteHousehold.get', { id })
    expect(stay.stays.map(({ movedIn, movedOut }) => [movedIn, movedOut])).toEqual([
      ['2023-04', null],
      ['2020-05', '2023-04'],
    ])
    expect((await desk.refused('siteHousehold.leave', { id, movedOut: '2023-05' })).code).toBe('conflict')
    await leave(other.id)
    await desk.ok('siteHousehold.remove', { id, reason: '测试结束' })
  })
  it('has a door of its own and dates in their order', async () => {
    const { id } = await newSite()
    await desk.ok('siteHousehold.save', moveIn(id, working.id, { door: '101' }))
    const door = await desk.refused('siteHousehold.save', moveIn(id, idle.id, { door: '101' }))
    expect(door.message).toContain('石大山户')
    const order = await desk.refused(
      'siteHousehold.save',
      moveIn(id, idle.id, { movedIn: '2022-05', movedOut: '2022-04' }),
    )
    expect(order.details?.[0]?.path).toBe('values.movedOut')
    const both = await desk.refused('siteHousehold.save', { values: {} })
    expect(both.details?.[0]?.path).toBe('values.siteName')
    await leave(id)
  })
  it('says of its site what the site says, also after a new name; it is not typed over', async () => {
    const { id } = await newSite()
    await desk.ok('siteHousehold.save', moveIn(id, working.id))
    await desk.ok('site.save', { id, values: { name: '新名安置点' } })
    expect(await householdOf(working.id)).toMatchObject({ siteName: '新名安置点' })
    const refused = await desk.refused('household.save', { id: working.id, values: { siteName: '别处' } })
    expect(refused.details?.[0]?.path).toBe('values.siteName')
    expect(refused.message).toContain('新名安置点')
    const people = await desk.ok('ledger.page', {
      ledger: 'labourer',
      columns: ['name', 'siteName'],
      filters: [{ field: 'siteName', op: 'is', value: '新名安置点' }],
    })
    expect(people.rows.map(({ values }) => values)).toEqual([{ name: '石大山', siteName: '新名安置点' }])
    const found = await desk.ok('ledger.page', {
      ledger: 'siteHousehold',
      columns: ['headName', 'category'],
      search: '石大山',
    })
    expect(found.rows.length).toBeGreaterThan(0)
    await leave(id)
  })
  it('comes to a site of 黄河滩区 without being called relocated for poverty', async () => {
    const { id } = await newSite({ kind: 'yellowRiver', name: '黄河新村' })
    const third = await family(desk, '433126198207071214', '田河生')
    const { violations } = await desk.ok('siteHousehold.save', moveIn(id, third.id))
    expect(violations).toEqual([])
    expect(await householdOf(third.id)).toMatchObject({ siteName: '黄河新村', isRelocated: null })
    expect(
      (await desk.ok('ledger.page', { ledger: 'site', list: 'river-sites', columns: ['memberCount'] })).rows,
    ).toEqual([{ id, values: { memberCount: 1 } }])
    await leave(id)
  })
  it('is not merged away while it lives there; what it was goes along later', async () => {
    const { id, name } = await newSite()
    const guest = await family(desk, '433126198308081215', '向远客')
    const stay = await desk.ok('siteHousehold.save', moveIn(id, guest.id))
    const refused = await desk.refused('household.merge', { id: guest.id, into: working.id, reason: '并户' })
    expect(refused.message).toContain(name)
    await desk.ok('siteHousehold.leave', { id: stay.id, movedOut: '2022-01' })
    await desk.ok('household.merge', { id: guest.id, into: working.id, reason: '并户' })
    expect(await desk.ok('siteHousehold.get', { id: stay.id })).toMatchObject({ householdId: working.id })
    await desk.ok('siteHousehold.remove', { id: stay.id, reason: '测试结束' })
  })
})

describe('files', () => {
  const importRows = async (ledger: SiteLedger, rows: readonly AnyRecord[]) => {
    const file = recordsFile('名册.xlsx', ledger, rows)
    const inspection = await desk.ok('import.inspect', { file })
    expect(inspection.sheets[0]?.ledger).toBe(ledger)
    return desk.ok('import.run', { file, mapping: confirmed(inspection, ledger, 0) })
  }
  it('bring sites, stations, fairs and households, and nothing twice', async () => {
    const name = '导入安置点'
    const sites = [site({ name })]
    const stations = [station({ name: '导入服务站', siteName: name })]
    const fairs = [jobFair({ name: '导入招聘会', siteName: name, suShan: true })]
    const stays = [
      {
        siteName: name,
        headName: '石大山',
        headIdNumber: '433126197505051213',
        building: '3',
        unit: '2',
        door: '501',
        movedIn: '2019-03',
      },
      {
        siteName: name,
        headName: '龙小溪',
        headIdNumber: '43312619800606121X',
        building: '3',
        unit: '2',
        door: '502',
        movedIn: '2019-03',
      },
    ]
    for (const again of [false, true]) {
      for (const [ledger, rows] of [
        ['site', sites],
        ['station', stations],
        ['jobFair', fairs],
        ['siteHousehold', stays],
      ] as const) {
        const counts = await importRows(ledger, rows)
        expect({ ledger, ...counts }).toMatchObject(
          again
            ? { ledger, unchanged: rows.length, inserted: 0, blocked: 0 }
            : { ledger, inserted: rows.length, blocked: 0 },
        )
      }
    }
    const bad = await importRows('siteHousehold', [
      { ...stays[0], siteName: '没有的安置点' },
      { ...stays[0], headIdNumber: '433126199512121216', headName: '没有人' },
      { ...stays[1], door: '501' },
    ])
    expect(bad).toMatchObject({ blocked: 3, updated: 0 })
    expect(Object.keys(bad.violations).sort()).toEqual(['B03Door', 'row.unknownHousehold', 'row.unknownSite'])
    // Elsewhere already: refused by its row, and nothing of it is written.
    const other = await newSite()
    const elsewhere = await importRows('siteHousehold', [
      { ...stays[0], siteName: other.name, movedIn: '2021-01' },
    ])
    expect(elsewhere).toMatchObject({ blocked: 1, violations: { B01Elsewhere: 1 } })
    const household = await householdOf(working.id)
    expect(household).toMatchObject({ siteName: name })
    const taken = await desk.ok('ledger.page', {
      ledger: 'siteHousehold',
      list: 'site-households',
      columns: ['door'],
    })
    expect(taken.rows.map(({ values }) => values.door)).toEqual(['501', '502'])
  })
  it('undone, the household says again where it lives', async () => {
    const one = await newSite()
    const fourth = await family(desk, '433126198510101216', '吴水生')
    const row = {
      siteName: one.name,
      headName: '吴水生',
      headIdNumber: '433126198510101216',
      building: '9',
      door: '1',
    }
    await importRows('siteHousehold', [{ ...row, movedIn: '2019-03' }])
    const out = await importRows('siteHousehold', [{ ...row, movedIn: '2019-03', movedOut: '2021-01' }])
    await desk.ok('household.save', { id: fourth.id, values: { siteName: '投亲靠友' } })
    await desk.ok('batch.undo', { id: out.importId })
    expect(await householdOf(fourth.id)).toMatchObject({ siteName: one.name, isRelocated: true })
    expect(figure(await state(one.id), 'site-households')).toBe(1)
    await leave(one.id)
  })
  it('and the templates of each have their columns', async () => {
    for (const ledger of ['site', 'siteHousehold', 'station', 'jobFair'] as const) {
      const { bytes } = await desk.ok('export.template', { ledger })
      const inspection = await desk.ok('import.inspect', { file: { name: '模板.xlsx', bytes } })
      expect(inspection.sheets[0]?.ledger).toBe(ledger)
      expect(inspection.sheets[0]?.missing).toEqual([])
    }
  })
  it('can be undone, and what stands in the way of that is named', async () => {
    const [one, other] = [await newSite(), await newSite()]
    const third = await family(desk, '433126198409091218', '彭三顺')
    const rows = [
      {
        siteName: one.name,
        headName: '彭三顺',
        headIdNumber: '433126198409091218',
        building: '9',
        door: '901',
        movedIn: '2019-03',
      },
    ]
    const first = await importRows('siteHousehold', rows)
    const out = await importRows('siteHousehold', [{ ...rows[0], movedOut: '2021-01' }])
    expect(out).toMatchObject({ updated: 1 })
    await desk.ok('siteHousehold.save', moveIn(other.id, third.id, { movedIn: '2021-02' }))
    // While it lives elsewhere, the leaving cannot be taken back; once it does not, the household says its site again.
    const undone = await desk.ok('batch.undo', { id: out.importId })
    const kept = undone.kept.find(({ entity }) => entity === '搬迁户')
    expect(kept).toMatchObject({ name: '彭三顺户' })
    expect(kept?.fields[0]).toContain(other.name)
    expect(await householdOf(third.id)).toMatchObject({ siteName: other.name })
    await leave(other.id)
    const again = await desk.ok('batch.undo', { id: first.importId })
    expect(again).toMatchObject({ removed: 1 })
    expect((await desk.ok('site.residents', { id: one.id })).rows).toEqual([])
  })
})

describe('the demo county', () => {
  it('has sites of both kinds, whose kept figures are those of the lists, and what is missing at them', async () => {
    const county = await openOffice({ demo: { people: 600, seed: 11 } })
    try {
      const { rows } = await county.ok('ledger.page', { ledger: 'site', columns: ['kind', 'householdCount'] })
      expect(rows.map(({ values }) => values.kind).sort()).toEqual([
        'relocation',
        'relocation',
        'yellowRiver',
      ])
      let households = 0
      for (const { id } of rows) {
        const one = await county.ok('site.state', { id })
        households += figure(one, 'site-households') ?? 0
        for (const { ledger, list, filters, value, label } of [...one.figures, one.declared, one.supply])
          expect((await county.ok('ledger.count', { ledger, list, filters })).total, label).toBe(value)
        expect(one.buildings.reduce((sum, building) => sum + building.households, 0)).toBe(
          figure(one, 'site-households'),
        )
      }
      expect(households).toBeGreaterThan(15)
      const { sites } = await county.ok('duty.counts', {})
      expect(sites.map(({ kind }) => kind).sort()).toEqual(['fair', 'staff', 'station'])
    } finally {
      await county.close()
    }
  })
})
