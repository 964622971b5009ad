import { readXlsx } from 'hucre'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadProfiles } from '../../../src/main/core/exchange/profile-library.ts'
import type { ImportCounts } from '../../../src/shared/contract/calls/exchange.ts'
import { importedField, type Profile, type ProfileSheet } from '../../../src/shared/domain/profile.ts'
import { openOffice, resourcesDir, type TestOffice } from '../../fixtures/office.ts'

/**
 * Every product profile goes out of a generated county and comes back: read by another reader than
 * ours, imported where it came from (nothing changes) and into an office that knows nothing yet.
 */

const profiles = loadProfiles(resourcesDir)
// So many that some hold a public post: the shortest of the lists.
const people = { people: 360, seed: 5 }

type Cells = (string | number | null)[][]

/** The sheet as a second reader sees it; dates as their day. */
async function cellsOf(bytes: Uint8Array, sheet: number): Promise<Cells> {
  const book = await readXlsx(bytes)
  return (book.sheets[sheet]?.rows ?? []).map((row) =>
    row.map((cell) =>
      cell instanceof Date
        ? cell.toISOString().slice(0, 10)
        : typeof cell === 'number'
          ? cell
          : cell === null || cell === undefined || cell === ''
            ? null
            : String(cell),
    ),
  )
}

const headerRows = (sheet: ProfileSheet): number =>
  (sheet.title?.length ?? 0) + (sheet.columns.some(({ group }) => group) ? 2 : 1)

/** A month stands in a date cell as its first day, in a text as a month. */
const monthOf = (cell: Cells[number][number]) =>
  typeof cell === 'string' ? cell.replace(/^(\d{4}-\d{2})-01$/, '$1') : cell

/** Data rows, only the columns that an import reads, in no particular order. */
function carried(cells: Cells, sheet: ProfileSheet): string[] {
  const read = sheet.columns.flatMap((column, index) => (importedField(column) ? [index] : []))
  return cells
    .slice(headerRows(sheet))
    .filter((row) => row.some((cell) => cell !== null))
    .map((row) => JSON.stringify(read.map((index) => monthOf(row[index] ?? null))))
    .sort()
}

const imported = async (office: TestOffice, name: string, bytes: Uint8Array, sheet: number) => {
  const file = { name, bytes }
  const inspection = await office.ok('import.inspect', { file })
  const finding = inspection.sheets[sheet]
  if (!finding?.ledger) throw new Error(`sheet ${sheet} of ${name} is not recognised`)
  const columns = Object.fromEntries(
    finding.columns.flatMap(({ index, field }) => (field ? [[String(index), field]] : [])),
  )
  const mapping = {
    sheet,
    headerRow: finding.headerRow,
    ledger: finding.ledger,
    columns,
    profile: finding.profile?.key,
  }
  return { finding, counts: await office.ok('import.run', { file, mapping }) }
}

const carriedFields = ({ columns }: ProfileSheet) => new Set(columns.map(importedField))

/** What keeps rows out, for a message that helps. */
const expectAll = (
  counts: ImportCounts & { violations: Record<string, number> },
  wanted: Partial<ImportCounts>,
) => expect({ ...counts, violations: counts.blocked > 0 ? counts.violations : {} }).toMatchObject(wanted)

describe('product profiles', () => {
  let county: TestOffice
  /** Everybody of the county, without their work: what another office may have. */
  let members: Uint8Array
  /** The sites that stations stand at. */
  let sites: Uint8Array
  beforeAll(async () => {
    county = await openOffice({ demo: people })
    members = (await county.full('profile.export', { key: 'shaanxi-member' })).bytes
    sites = (await county.full('export.run', { ledger: 'site' })).bytes
  }, 60_000)
  afterAll(() => county.close())

  it('are all listed', async () => {
    const listed = await county.ok('profile.list', {})
    expect(listed.map(({ key }) => key).sort()).toEqual(profiles.map(({ key }) => key).sort())
  })

  for (const profile of profiles) describe(profile.label, () => goThrough(profile))

  const made = new Map<string, Promise<{ bytes: Uint8Array; rows: number[] }>>()
  /** The workbook of a profile, written once. */
  function sent(profile: Profile): Promise<{ bytes: Uint8Array; rows: number[] }> {
    const known = made.get(profile.key) ?? county.full('profile.export', { key: profile.key })
    made.set(profile.key, known)
    return known
  }

  function goThrough(profile: Profile) {
    for (const [index, sheet] of profile.sheets.entries()) {
      it(`has exactly the headers agreed on, and every row once (${sheet.name})`, async () => {
        const { bytes, rows } = await sent(profile)
        expect(rows[index]).toBeGreaterThan(5)
        const cells = await cellsOf(bytes, index)
        const header = cells[headerRows(sheet) - 1] ?? []
        const upper = cells[headerRows(sheet) - 2] ?? []
        for (const [place, column] of sheet.columns.entries())
          expect(header[place] ?? upper[place]).toBe(column.header)
        expect(cells.slice(headerRows(sheet)).length).toBe(rows[index])
        if (sheet.allText)
          for (const cell of cells.flat()) expect(cell === null || typeof cell === 'string').toBe(true)
      })

      it(`changes nothing where it came from (${sheet.name})`, async () => {
        const { bytes, rows } = await sent(profile)
        const { finding, counts } = await imported(county, '回来.xlsx', bytes, index)
        expect(finding.profile?.key).toBe(profile.key)
        expect(finding.ledger).toBe(sheet.ledger)
        expectAll(counts, { rows: rows[index], inserted: 0, updated: 0, unchanged: rows[index], blocked: 0 })
      })

      it(`says the same in an office that begins (${sheet.name})`, async () => {
        const { bytes, rows } = await sent(profile)
        const office = await openOffice()
        try {
          const named = sheet.columns.some(({ field }) => field === 'name' || field === 'headName')
          const needsPeople = ['employment', 'employmentEnd', 'training'].includes(sheet.ledger) || !named
          if (!named && sheet.ledger !== 'employmentEnd') {
            const { counts } = await imported(office, '上报.xlsx', bytes, index)
            expectAll(counts, { blocked: rows[index] })
          }
          if (needsPeople) await imported(office, '成员.xlsx', members, 0)
          if (sheet.ledger === 'station') await imported(office, '安置点.xlsx', sites, 0)
          for (let earlier = 0; earlier < index; earlier++)
            await imported(office, '上报.xlsx', bytes, earlier)
          const { counts } = await imported(office, '上报.xlsx', bytes, index)
          expectAll(counts, { rows: rows[index], blocked: 0 })
          const again = await imported(office, '上报.xlsx', bytes, index)
          expectAll(again.counts, { inserted: 0, updated: 0, unchanged: rows[index], blocked: 0 })
          expect(await exportedAgain(office, profile, index, bytes)).toEqual(
            expect.arrayContaining(carried(await cellsOf(bytes, index), sheet)),
          )
        } finally {
          await office.close()
        }
      })
    }
  }

  /**
   * The same sheet out of the other office. Forms there are drafts, and who works the file may not say:
   * conditions on what it does not carry are left out, so that others may stand in it as well.
   */
  async function exportedAgain(
    office: TestOffice,
    profile: Profile,
    index: number,
    bytes: Uint8Array,
  ): Promise<string[]> {
    const sheet = profile.sheets[index]
    if (!sheet) throw new Error('no such sheet')
    // The workbook that was sent serves as the blank one: its rows make room for those of this office.
    const own = await office.ok('profile.save', {
      label: '试验',
      template: { name: '空白表.xlsx', bytes },
      sheets: profile.sheets.map((one, at) => ({
        ...one,
        rows: { ...one.rows, filters: one.rows.filters.filter(({ field }) => carriedFields(one).has(field)) },
        template: { sheet: at, headerRow: headerRows(one), firstRow: headerRows(one) + 1 },
      })),
    })
    const filled = await office.full('profile.export', { key: own.key })
    return carried(await cellsOf(filled.bytes, index), sheet)
  }
})
