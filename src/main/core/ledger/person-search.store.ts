import type { Db } from '../db/open.ts'
import { nameMatch } from '../person/name-tokens.ts'
import { behind, escapeLike } from './ledger-condition.store.ts'
import type { Sql } from './list-types.ts'
import { idNumberProbes, phoneProbes, reverse } from './number-probes.ts'

/** Shorter pieces of numbers are looked for at the beginning and the end only. */
const shortestPiece = 4

const startingWith = (column: string, from: string) =>
  `SELECT p.id FROM json_each(?) j CROSS JOIN person p INDEXED BY ${from}
   ON p.${column} >= j.value AND p.${column} < j.value || char(0x10ffff)`
const range = (column: string, index: string) =>
  `SELECT id FROM person INDEXED BY ${index} WHERE ${column} >= ? AND ${column} < ?`
const union = (parts: readonly string[]) => parts.join(' UNION ALL ')

/** As the partial indexes of the first migration have it. */
const digits = (count: number) => '[0-9]'.repeat(count)
const resident = (century: string) =>
  `id_number GLOB '${digits(6)}${century}${digits(2)}[01][0-9][0-3]${digits(4)}[0-9X]'`
const odd = union([
  `SELECT id FROM person INDEXED BY person_by_odd_id_number
   WHERE NOT (${resident('19')} OR ${resident('20')}) AND instr(id_number, ?) > 0`,
  `SELECT id FROM person INDEXED BY person_by_odd_phone
   WHERE phone NOT GLOB '1[3-9]${digits(9)}' AND instr(replace(phone, '-', ''), ?) > 0`,
])

/** The first six digits of the ID numbers that there are, each found by one step in the index. */
const regions = `WITH RECURSIVE region (code) AS (
    SELECT substr(min(id_number), 1, 6) FROM person
    UNION ALL
    SELECT (SELECT substr(min(id_number), 1, 6) FROM person WHERE id_number >= code || char(0x10ffff))
    FROM region WHERE code IS NOT NULL
  ) SELECT code FROM region WHERE length(code) = 6`

/**
 * The statement that finds the ids of people, in the ledger or not, by what was typed: a part of the
 * name, pinyin or its initials, a piece of an ID number or a telephone. Ids may come more than once.
 *
 *   const search = createPersonSearch(db)
 *   search('石小')      // { text: 'SELECT …', values: […] }; null when nothing can match
 */
export function createPersonSearch(db: Db) {
  const prepared = new Map<string, ReturnType<Db['prepare']>>()
  const prepare = (text: string) => {
    const statement = prepared.get(text) ?? db.prepare(text)
    prepared.set(text, statement)
    return statement
  }

  /** The ends of numbers; only when nothing ends or begins so, their middle. */
  function numbers(text: string): Sql {
    const tail = reverse(text)
    const ends: Sql = {
      text: union([
        range('id_number', 'person_by_id_number'),
        range('phone', 'person_by_phone'),
        range('id_number_reversed', 'person_by_id_tail'),
        range('phone_reversed', 'person_by_phone_tail'),
      ]),
      values: [text, behind(text), text, behind(text), tail, behind(tail), tail, behind(tail)],
    }
    if (text.length < shortestPiece || prepare(`${ends.text} LIMIT 1`).get(ends.values)) return ends
    const id = idNumberProbes(text, prepare(regions).pluck().all([]) as string[])
    const phone = phoneProbes(text)
    return {
      text: union([
        startingWith('id_number', 'person_by_id_number'),
        startingWith('id_number_reversed', 'person_by_id_tail'),
        startingWith('phone', 'person_by_phone'),
        startingWith('phone_reversed', 'person_by_phone_tail'),
        `SELECT p.id FROM json_each(?) j CROSS JOIN person p INDEXED BY person_by_birth_part
         ON substr(p.id_number, 7) >= j.value AND substr(p.id_number, 7) < j.value || char(0x10ffff)`,
        odd,
      ]),
      values: [
        ...[id.head, id.backwards, phone.head, phone.backwards, id.birthPart].map((one) =>
          JSON.stringify(one),
        ),
        ...[text, text],
      ],
    }
  }

  function letters(text: string): Sql {
    return text.includes(' ')
      ? { text: range('name_pinyin', 'person_by_name'), values: [text, behind(text)] }
      : { text: range('name_initials', 'person_by_initials'), values: [text, behind(text)] }
  }

  return (text: string): Sql | null => {
    const typed = text.trim().replace(/[\s-]/g, (character) => (character === '-' ? '' : ' '))
    const compact = typed.replaceAll(' ', '')
    if (compact === '') return null
    if (/^\d[\dXx]*$/.test(compact)) return numbers(compact.toUpperCase())
    if (/^[A-Za-z ]+$/.test(typed)) return letters(typed.toLowerCase().trim())
    const match = nameMatch(compact)
    if (!match) return null
    const found = 'SELECT rowid FROM person_search WHERE person_search MATCH ?'
    // With three characters or more the pairs may stand apart: the name itself decides.
    if ([...compact].length < 3) return { text: found, values: [match] }
    return {
      text: `SELECT id FROM person WHERE id IN (${found}) AND replace(name, '·', '') LIKE ? ESCAPE '\\'`,
      values: [match, `%${escapeLike(compact.replaceAll('·', ''))}%`],
    }
  }
}
