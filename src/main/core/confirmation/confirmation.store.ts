import { stateKeys } from '../../../shared/domain/labourer/fields.ts'
import type { Reach } from '../access/reach.store.ts'
import type { Db } from '../db/open.ts'

/** The person's row and the histories that the form shows. */
const formTables = "'person', 'employment', 'intention', 'return_event', 'training_wish'"

interface WrittenChange {
  entity: string
  action: string
  after: string | null
  actor: string
}

const keysOf = (change: WrittenChange): string[] => Object.keys(JSON.parse(change.after ?? '{}') as object)
/** A change of the form's state alone is no work on the form. */
const saysSomething = (change: WrittenChange): boolean =>
  change.entity !== 'person' ||
  change.action !== 'update' ||
  keysOf(change).some((key) => !stateKeys.has(key))
const confirms = (change: WrittenChange): boolean =>
  change.entity === 'person' && change.after !== null && change.after.includes('"formState":"confirmed"')

export interface Setting {
  onlyConfirmed: boolean
  at: string
  by: string
}

export function createConfirmationStore(db: Db) {
  const changes = db.prepare(
    `SELECT c.entity, c.action, c.after, b.actor FROM change c JOIN batch b ON b.id = c.batch_id
     WHERE c.person_id = ? AND c.entity IN (${formTables}) ORDER BY c.seq`,
  )
  const lastConfirmation = db.prepare(
    `SELECT b.at, b.actor AS "by" FROM change c JOIN batch b ON b.id = c.batch_id
     WHERE c.person_id = ? AND c.entity = 'person' AND c.seq <= ? AND c.after LIKE '%"formState":"confirmed"%'
     ORDER BY c.seq DESC LIMIT 1`,
  )

  return {
    /**
     * Whose work on a form would be confirmed: who entered it, who changed it last, and everybody who
     * changed it since it was confirmed last.
     */
    authorsOf(personId: number): Set<string> {
      const written = changes.all(personId) as WrittenChange[]
      const authors = new Set<string>()
      let last: string | null = null
      let since = new Set<string>()
      for (const [index, change] of written.entries()) {
        if (index === 0) authors.add(change.actor)
        if (saysSomething(change)) {
          last = change.actor
          since.add(change.actor)
        } else if (confirms(change)) since = new Set()
      }
      if (last !== null) authors.add(last)
      for (const actor of since) authors.add(actor)
      return authors
    },
    /**
     * Says of one person after the other whether somebody is among the authors. Whose batches hold no
     * change of the person is none: that is seen in the index alone, and true of nearly everybody.
     */
    authorCheck(actor: string): (personId: number) => boolean {
      const batches = db
        .prepare('SELECT first_seq AS "from", last_seq AS "to" FROM batch WHERE actor = ? ORDER BY first_seq')
        .all(actor) as { from: number; to: number }[]
      const seqs = db
        .prepare('SELECT seq FROM change INDEXED BY change_by_person WHERE person_id = ?')
        .pluck()
      const isTheirs = (seq: number): boolean => {
        let [low, high] = [0, batches.length]
        while (low < high) {
          const middle = (low + high) >> 1
          if ((batches[middle]?.from ?? 0) <= seq) low = middle + 1
          else high = middle
        }
        return (batches[low - 1]?.to ?? -1) >= seq
      }
      return (personId) =>
        (seqs.all(personId) as number[]).some(isTheirs) && this.authorsOf(personId).has(actor)
    },
    /** When and by whom it was confirmed last, up to a change. */
    lastConfirmation: (personId: number, upTo = Number.MAX_SAFE_INTEGER) =>
      (lastConfirmation.get(personId, upTo) as { at: string; by: string } | undefined) ?? null,
    setting(): Setting | null {
      const row = db
        .prepare(
          'SELECT only_confirmed AS "only", at, actor FROM confirmation_setting ORDER BY id DESC LIMIT 1',
        )
        .get() as { only: number; at: string; actor: string } | undefined
      return row ? { onlyConfirmed: row.only === 1, at: row.at, by: row.actor } : null
    },
    set(onlyConfirmed: boolean, at: string, actor: string): void {
      db.prepare('INSERT INTO confirmation_setting (only_confirmed, at, actor) VALUES (?, ?, ?)').run(
        onlyConfirmed ? 1 : 0,
        at,
        actor,
      )
    },
    /** Forms that wait, by village. */
    waiting: (reach: Pick<Reach, 'and'>) =>
      db
        .prepare(
          `SELECT region AS code, sum(submitted) AS submitted, sum(confirmed) AS confirmed, sum(people) AS people
           FROM village_tally WHERE employment_state <> 'none'${reach.and('region')} GROUP BY region HAVING sum(submitted) > 0`,
        )
        .all() as { code: string; submitted: number; confirmed: number; people: number }[],
    /** Of everybody's forms: how many have a confirmed version, which of them have another present by now. */
    totals: (reach: Pick<Reach, 'and'>) => {
      const inside = reach.and('region')
      return db
        .prepare(
          `SELECT (SELECT ifnull(sum(people), 0) FROM confirmed_tally WHERE true${inside}) AS confirmed,
             (SELECT count(*) FROM person_confirmed WHERE true${inside}) AS held,
             (SELECT ifnull(sum(submitted), 0) FROM village_tally WHERE true${inside}) AS submitted,
             (SELECT ifnull(sum(people), 0) FROM village_tally WHERE employment_state <> 'none'${inside}) AS people`,
        )
        .get() as { confirmed: number; held: number; submitted: number; people: number }
    },
  }
}
