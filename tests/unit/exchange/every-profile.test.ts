import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadProfiles } from '../../../src/main/core/exchange/profile-library.ts'
import { openWorkbook } from '../../../src/main/core/workbook/gate.ts'
import { openOffice, resourcesDir } from '../../fixtures/office.ts'
import { city, introduce, openUnit, type TestUnit } from '../../fixtures/units.ts'
import { confirmed } from '../core/files.ts'

/** A demo county as a unit. */
async function demoCounty(): Promise<TestUnit> {
  const office = await openOffice({ demo: { people: 200, seed: 7 } })
  const { unit } = await office.ok('session.status', {})
  return { ...office, name: unit?.name ?? '' }
}

describe('a package in the layout of every profile', { timeout: 120_000 }, () => {
  let lower: TestUnit
  let upper: TestUnit
  beforeAll(async () => {
    ;[lower, upper] = await Promise.all([demoCounty(), openUnit(city)])
    await introduce(lower, upper, 'lower')
    await introduce(upper, lower, 'upper')
    // Some profiles carry work and courses only: their people have to be there.
    const members = await lower.ok('package.make', { to: upper.name, profile: 'shaanxi-member' })
    const taken = await upper.ok('package.receive', { file: members })
    expect(taken.counts).toMatchObject({ blocked: 0 })
    // Stations stand at sites, which have no profile.
    const sites = await lower.full('export.run', { ledger: 'site' })
    const mapping = confirmed(await upper.ok('import.inspect', { file: sites }), 'site', 0)
    expect(await upper.ok('import.run', { file: sites, mapping })).toMatchObject({ blocked: 0 })
  }, 120_000)
  afterAll(() => Promise.all([lower.close(), upper.close()]))

  for (const { key, label, sheets } of loadProfiles(resourcesDir).filter(
    (one) => one.key !== 'shaanxi-member',
  )) {
    it(label, async () => {
      const made = await lower.ok('package.make', { to: upper.name, profile: key })
      const workbook = openWorkbook(made.bytes)
      expect(workbook.sheets.filter(({ hidden }) => !hidden).map(({ name }) => name)).toEqual([
        ...sheets.map(({ name }) => name),
        '封面',
      ])
      const taken = await upper.ok('package.receive', { file: { ...made, bytes: made.bytes.slice() } })
      expect(taken.counts).toMatchObject({ rows: made.rows, blocked: 0 })
      const receipt = await upper.ok('package.receipt', { package: taken.id })
      await lower.ok('package.receive', { file: receipt })
      const sent = (await lower.ok('package.list', {})).find(
        ({ direction, profile }) => direction === 'out' && profile.key === key,
      )
      expect(sent?.results).toMatchObject({ refused: 0 })
      // Once both hold the same, neither has anything to say: not what changed, and nothing in the whole either.
      expect((await lower.ok('package.make', { to: upper.name, profile: key, kind: 'changes' })).rows).toBe(0)
      const whole = await lower.ok('package.make', { to: upper.name, profile: key })
      const again = await upper.ok('package.preview', { file: whole })
      expect(again.counts).toMatchObject({ new: 0, changed: 0, merged: 0, conflict: 0, blocked: 0 })
    })
  }

  it('also where it fills the blank workbook of the upper level', async () => {
    const blank = await lower.full('profile.export', { key: 'shaanxi-member' })
    const inspected = await lower.ok('profile.inspectTemplate', { file: blank })
    const sheet = inspected.sheets[inspected.best]
    if (!sheet?.ledger) throw new Error('the blank workbook was not understood')
    const definition = {
      label: '市局成员表',
      sheets: [
        {
          name: sheet.name,
          ledger: sheet.ledger,
          columns: sheet.columns.map(({ proposal }) => proposal),
          rows: { basis: '全部人员', filters: [] },
          template: { sheet: sheet.index, headerRow: sheet.headerRow, firstRow: sheet.firstRow },
        },
      ],
    }
    for (const unit of [lower, upper])
      await unit.ok('profile.save', {
        ...definition,
        template: { name: '空白表.xlsx', bytes: blank.bytes.slice() },
      })
    const [own] = (await lower.ok('profile.list', {})).filter((one) => one.own)
    const made = await lower.ok('package.make', { to: upper.name, profile: own?.key ?? '' })
    expect(made.rows).toBeGreaterThan(100)
    const { counts } = await upper.ok('package.preview', { file: { ...made, bytes: made.bytes.slice() } })
    expect(counts).toMatchObject({ rows: made.rows, blocked: 0, new: 0 })
    // A package is no blank workbook: it would carry two provenances.
    await lower.ok('profile.save', { ...definition, template: { name: '空白表.xlsx', bytes: made.bytes } })
    const failure = await lower.refused('package.make', { to: upper.name, profile: own?.key ?? '' })
    expect(failure.message).toContain('空白表本身是一个报送包')
  })
})
