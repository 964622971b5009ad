import { existsSync } from 'node:fs'
import type Database from 'better-sqlite3'
import { Refusal } from '../../../shared/contract/result.ts'
import type { RegionLevel } from '../../../shared/domain/region-code.ts'

/** A region of the national file. `parent` is given for levels 2 and 3, below it follows from the code. */
export interface NationalRow {
  code: string
  parent: string | null
  level: RegionLevel
  name: string
  officialEnding: string | null
  officialName: string | null
  initials: string
  validFrom: string | null
  validTo: string | null
}

export type RegionChangeKind = 'add' | 'rename' | 'merge' | 'move'

/** One row of `region_change`: the state of a region from `validFrom` on. */
export interface RegionChange {
  seq: number
  kind: RegionChangeKind
  code: string
  parent: string
  level: RegionLevel
  name: string
  officialName: string
  initials: string
  mergedInto: string | null
  validFrom: string
  reason: string | null
  actor: string
  enteredAt: string
}

export interface CodeRange {
  from: string
  to: string
}

const nationalColumns =
  'code, parent, level, name, official_ending AS officialEnding, official_name AS officialName, initials, ' +
  'valid_from AS validFrom, valid_to AS validTo'

const wholeCountry: CodeRange = { from: '000000000000', to: '999999999999' }

/** The first text that sorts behind everything beginning with `prefix`. */
const behind = (prefix: string): string => `${prefix}\u{10ffff}`

/**
 * Attaches the national file (src/tools/build-regions.ts) to an open connection as `national`.
 * The file itself is plain, whatever the key of the ledger, and marked read-only in its header.
 * Throws a Refusal with one sentence when it is missing or damaged; does nothing when attached already.
 */
export const attachNationalRegions = (db: Database.Database, file: string): void => {
  const attached = db.prepare<[], { name: string }>('PRAGMA database_list').all()
  if (attached.some((database) => database.name === 'national')) return
  const broken = new Refusal('refused', '全国行政区划文件缺失或已损坏，请重新安装本程序。')
  // SQLite would silently make an empty file in its place.
  if (!existsSync(file)) throw broken
  try {
    db.prepare(`ATTACH DATABASE ? AS national KEY ''`).run(file)
    const stamp = db.prepare<[], string>(`SELECT value FROM national.meta WHERE key = 'stamp'`).pluck().get()
    if (stamp === undefined) throw broken
  } catch {
    throw broken
  }
}

/** The only SQL about regions. Needs the national file attached and the table `region_change`. */
export const createRegionStore = (db: Database.Database) => {
  const one = db.prepare<[string], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region WHERE code = ?`,
  )
  const upper = db.prepare<[], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region WHERE level <= 3 ORDER BY code`,
  )
  // The unary plus keeps the planner on the primary key: a range of codes is always the smaller set here.
  const inRange = db.prepare<[string, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region WHERE code BETWEEN ? AND ? AND +level = ? ORDER BY code`,
  )
  const rangeByText = db.prepare<[string, string, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region
      WHERE code BETWEEN ? AND ? AND instr(name, ?) > 0 ORDER BY code LIMIT ?`,
  )
  const rangeByInitials = db.prepare<[string, string, string, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region
      WHERE code BETWEEN ? AND ? AND +initials >= ? AND +initials < ? ORDER BY code LIMIT ?`,
  )
  const byInitials = db.prepare<[number, string, string, string, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region
      WHERE level = ? AND initials >= ? AND initials < ? AND +code BETWEEN ? AND ? LIMIT ?`,
  )
  const byName = db.prepare<[number, string, string, string, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region
      WHERE level = ? AND name >= ? AND name < ? AND +code BETWEEN ? AND ? LIMIT ?`,
  )
  const byExactName = db.prepare<[number, string, number], NationalRow>(
    `SELECT ${nationalColumns} FROM national.national_region WHERE level = ? AND name = ? ORDER BY code LIMIT ?`,
  )
  const byFragment = db.prepare<[string, number, number, string, number], NationalRow>(
    `SELECT ${nationalColumns
      .split(', ')
      .map((column) => `region.${column}`)
      .join(', ')}
       FROM national.national_fragment
       CROSS JOIN national.national_region AS region ON region.code = printf('%012d', national_fragment.rowid)
      WHERE national_fragment MATCH ? AND national_fragment.rowid BETWEEN ? AND ? AND instr(region.name, ?) > 0
      LIMIT ?`,
  )
  const changeColumns =
    'entered_seq AS seq, kind, code, parent_code AS parent, level, name, official_name AS officialName, initials, ' +
    'merged_into AS mergedInto, valid_from AS validFrom, reason, actor, entered_at AS enteredAt'
  const changes = db.prepare<[], RegionChange>(
    `SELECT ${changeColumns} FROM region_change ORDER BY valid_from, entered_seq`,
  )
  const latestChanges = db.prepare<[number], RegionChange>(
    `SELECT ${changeColumns} FROM region_change ORDER BY entered_seq DESC LIMIT ?`,
  )
  const lastSeq = db.prepare<[], number>('SELECT coalesce(max(entered_seq), 0) FROM region_change').pluck()
  const insert = db.prepare<[Omit<RegionChange, 'seq'>]>(
    `INSERT INTO region_change(kind, code, parent_code, level, name, official_name, initials, merged_into,
                               valid_from, reason, actor, entered_at)
     VALUES (@kind, @code, @parent, @level, @name, @officialName, @initials, @mergedInto,
             @validFrom, @reason, @actor, @enteredAt)`,
  )

  return {
    one: (code: string): NationalRow | undefined => one.get(code),
    /** Provinces, prefectures and counties: some 3,300 rows. */
    upper: (): NationalRow[] => upper.all(),
    inRange: (range: CodeRange, level: RegionLevel): NationalRow[] =>
      inRange.all(range.from, range.to, level),
    /** Every level inside the range, names holding `text`. Reads the range through: for a county, not for the country. */
    rangeByText: (range: CodeRange, text: string, limit: number): NationalRow[] =>
      rangeByText.all(range.from, range.to, text, limit),
    /** The same for initials beginning with `prefix`. */
    rangeByInitials: (range: CodeRange, prefix: string, limit: number): NationalRow[] =>
      rangeByInitials.all(range.from, range.to, prefix, behind(prefix), limit),
    /** One level, initials beginning with `prefix`, shortest (the exact ones) first. */
    byInitials: (
      level: RegionLevel,
      prefix: string,
      limit: number,
      range: CodeRange = wholeCountry,
    ): NationalRow[] => byInitials.all(level, prefix, behind(prefix), range.from, range.to, limit),
    /** One level, names beginning with `prefix`, the exact one first. */
    byName: (
      level: RegionLevel,
      prefix: string,
      limit: number,
      range: CodeRange = wholeCountry,
    ): NationalRow[] => byName.all(level, prefix, behind(prefix), range.from, range.to, limit),
    byExactName: (level: RegionLevel, name: string, limit: number): NationalRow[] =>
      byExactName.all(level, name, limit),
    /** Names anywhere holding `text` of at least two characters (one, above the village). */
    byFragment: (text: string, limit: number, range: CodeRange = wholeCountry): NationalRow[] =>
      byFragment.all(fragmentQuery(text), Number(range.from), Number(range.to), text, limit),
    changes: (): RegionChange[] => changes.all(),
    latestChanges: (limit: number): RegionChange[] => latestChanges.all(limit),
    lastSeq: (): number => lastSeq.get() ?? 0,
    inTransaction: (): boolean => db.inTransaction,
    insert: (change: Omit<RegionChange, 'seq'>): void => {
      insert.run(change)
    },
  }
}

export type RegionStore = ReturnType<typeof createRegionStore>

/** All adjacent pairs of the text, as the builder indexed them. */
const fragmentQuery = (text: string): string => {
  const characters = [...text].map((character) => character.replaceAll('"', ''))
  if (characters.length === 1) return `"${characters[0]}"`
  return characters
    .slice(1)
    .map((character, at) => `"${characters[at]}${character}"`)
    .join(' AND ')
}
