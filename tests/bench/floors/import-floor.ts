/**
 * The floor of an import: the floor of reading, and each row into one plain table as wide as the table of people, without
 * an index, a rule or a history, in one transaction.
 */
import Database from 'better-sqlite3'
import { foundation } from '../../../src/main/core/db/migrations/0010-foundation.ts'
import { readFloor } from './read-floor.ts'

/** Answers the number of rows written. */
export async function importFloor(bytes: Uint8Array, databaseFile: string): Promise<number> {
  const width =
    /CREATE TABLE person \(([\s\S]*?)\n\) STRICT/.exec(foundation.sql)?.[1]?.split(',').length ?? 0
  if (width === 0) throw new Error('no table of people')
  const names = Array.from({ length: width }, (_, index) => `c${index}`)
  const db = new Database(databaseFile)
  db.pragma('journal_mode = WAL')
  db.exec(`CREATE TABLE person (${names.join(', ')})`)
  const insert = db.prepare(`INSERT INTO person VALUES (${names.map(() => '?').join(', ')})`)
  const values: (string | null)[] = new Array(width).fill(null)
  let rows = 0
  db.exec('BEGIN')
  await readFloor(bytes, (row) => {
    for (let index = 0; index < width; index++) values[index] = row[index] ?? null
    insert.run(values)
    rows++
  })
  db.exec('COMMIT')
  db.close()
  return rows
}
