import type { FieldValue } from '../../../shared/domain/field.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import type { Db } from '../db/open.ts'

export interface NewConflict {
  package: number
  sheet: number
  row: number
  ledger: LedgerName
  key: string
  name: string
  field: string
  /** undefined when the last common value is not known. */
  base: FieldValue | undefined
  ours: FieldValue
  theirs: FieldValue
  oursFrom: string | null
}

export interface ConflictRow extends NewConflict {
  id: number
  peerName: string
  peerCode: string
  profileKey: string
  profileLabel: string
}

interface RawConflict extends Omit<ConflictRow, 'base' | 'ours' | 'theirs'> {
  base: string | null
  ours: string
  theirs: string
}

const toConflict = (raw: RawConflict): ConflictRow => ({
  ...raw,
  base: raw.base === null ? undefined : (JSON.parse(raw.base) as FieldValue),
  ours: JSON.parse(raw.ours) as FieldValue,
  theirs: JSON.parse(raw.theirs) as FieldValue,
})

/** What does not count: received packages and decisions that were undone. JSON lists of their numbers. */
export interface NotCounted {
  packages: string
  batches: string
}

const open = `p.id NOT IN (SELECT value FROM json_each(@packages))
  AND (c.superseded_by IS NULL OR c.superseded_by IN (SELECT value FROM json_each(@packages)))
  AND (c.choice IS NULL OR c.decided_batch IN (SELECT value FROM json_each(@batches)))`
const columns = `c.id, c.package, c.sheet, c."row", c.ledger, c.key, c.name, c.field, c.base, c.ours, c.theirs,
  c.ours_from AS oursFrom, p.peer_name AS peerName, p.peer_code AS peerCode, p.profile_key AS profileKey,
  p.profile_label AS profileLabel`

/** Conflicts of merging, what was decided about them, and what is to be decided alike from now on. */
export function createConflictStore(db: Db) {
  const insert = db.prepare(
    `INSERT INTO conflict (package, sheet, "row", ledger, key, name, field, base, ours, theirs, ours_from)
     VALUES (@package, @sheet, @row, @ledger, @key, @name, @field, @base, @ours, @theirs, @oursFrom)`,
  )
  const supersede = db.prepare(
    `UPDATE conflict SET superseded_by = @by WHERE key = @key AND sheet = @sheet AND choice IS NULL
       AND superseded_by IS NULL AND package <> @by AND field NOT IN (SELECT value FROM json_each(@kept))
       AND package IN (SELECT id FROM package WHERE direction = 'in' AND peer_code = @code AND peer_name = @name
         AND profile_key = @profile)`,
  )
  const narrowed = (which: { profile?: string | undefined; field?: string | undefined }) =>
    `${which.profile === undefined ? '' : ' AND p.profile_key = @profile'}${which.field === undefined ? '' : ' AND c.field = @field'}`

  return {
    add({ base, ours, theirs, ...conflict }: NewConflict): void {
      insert.run({
        ...conflict,
        base: base === undefined ? null : JSON.stringify(base),
        ours: JSON.stringify(ours),
        theirs: JSON.stringify(theirs),
      })
    },
    /** Open conflicts of a record from the same channel that a newer package settles or states anew; `kept` stay open. */
    supersede(of: {
      by: number
      key: string
      sheet: number
      code: string
      name: string
      profile: string
      kept: string[]
    }) {
      supersede.run({ ...of, kept: JSON.stringify(of.kept) })
    },
    hasAny: (peer: { code: string; name: string }, profile: string): boolean =>
      db
        .prepare(
          `SELECT 1 FROM conflict c JOIN package p ON p.id = c.package WHERE p.peer_code = ? AND p.peer_name = ?
           AND p.profile_key = ? AND c.choice IS NULL AND c.superseded_by IS NULL LIMIT 1`,
        )
        .get(peer.code, peer.name, profile) !== undefined,
    page(
      except: NotCounted,
      which: { profile?: string | undefined; field?: string | undefined },
      limit: number,
      offset: number,
    ): ConflictRow[] {
      const rows = db
        .prepare(
          `SELECT ${columns} FROM conflict c JOIN package p ON p.id = c.package WHERE ${open}${narrowed(which)}
           ORDER BY c.package DESC, c.sheet, c."row", c.id LIMIT @limit OFFSET @offset`,
        )
        .all({ ...except, profile: null, field: null, ...defined(which), limit, offset })
      return (rows as RawConflict[]).map(toConflict)
    },
    byIds(except: NotCounted, ids: readonly number[]): ConflictRow[] {
      const rows = db
        .prepare(
          `SELECT ${columns} FROM conflict c JOIN package p ON p.id = c.package
           WHERE ${open} AND c.id IN (SELECT value FROM json_each(@ids)) ORDER BY c.id`,
        )
        .all({ ...except, ids: JSON.stringify(ids) })
      return (rows as RawConflict[]).map(toConflict)
    },
    groups: (except: NotCounted) =>
      db
        .prepare(
          `SELECT p.profile_key AS profileKey, p.profile_label AS profileLabel, c.ledger, c.field, count(*) AS count
           FROM conflict c JOIN package p ON p.id = c.package WHERE ${open}
           GROUP BY p.profile_key, c.ledger, c.field ORDER BY count(*) DESC`,
        )
        .all({ ...except }) as {
        profileKey: string
        profileLabel: string
        ledger: LedgerName
        field: string
        count: number
      }[],
    openByPackage: (except: NotCounted) =>
      new Map(
        (
          db
            .prepare(
              `SELECT p.id, count(*) AS n FROM conflict c JOIN package p ON p.id = c.package WHERE ${open} GROUP BY p.id`,
            )
            .all({ ...except }) as { id: number; n: number }[]
        ).map(({ id, n }) => [id, n]),
      ),
    /** Rows of a package that still have an open conflict, as `sheet:row`. */
    openRows: (except: NotCounted, packageId: number): Set<string> =>
      new Set(
        (
          db
            .prepare(
              `SELECT DISTINCT c.sheet, c."row" AS row FROM conflict c JOIN package p ON p.id = c.package
               WHERE ${open} AND p.id = @id`,
            )
            .all({ ...except, id: packageId }) as { sheet: number; row: number }[]
        ).map(({ sheet, row }) => `${sheet}:${row}`),
      ),
    /** Rows of a package in which a person kept what stands here, as `sheet:row`. */
    keptRows: (except: NotCounted, packageId: number): Set<string> =>
      new Set(
        (
          db
            .prepare(
              `SELECT DISTINCT sheet, "row" AS row FROM conflict WHERE package = @id AND choice = 'ours'
                 AND decided_batch NOT IN (SELECT value FROM json_each(@batches))`,
            )
            .all({ ...except, id: packageId }) as { sheet: number; row: number }[]
        ).map(({ sheet, row }) => `${sheet}:${row}`),
      ),
    decide(id: number, choice: 'ours' | 'theirs', batchId: number): void {
      db.prepare('UPDATE conflict SET choice = ?, decided_batch = ? WHERE id = ?').run(choice, batchId, id)
    },
    /** Batches of decisions that were undone at least once. */
    undoneDecisions: () =>
      db
        .prepare(
          `SELECT DISTINCT b.id FROM batch b JOIN conflict c ON c.decided_batch = b.id WHERE b.undone_by IS NOT NULL`,
        )
        .pluck()
        .all() as number[],
    choices: (profile: string) =>
      new Map(
        (
          db.prepare('SELECT field, choice FROM merge_choice WHERE profile_key = ?').all(profile) as {
            field: string
            choice: 'ours' | 'theirs'
          }[]
        ).map(({ field, choice }) => [field, choice]),
      ),
    allChoices: () =>
      db
        .prepare('SELECT profile_key AS profileKey, field, choice FROM merge_choice ORDER BY at DESC')
        .all() as {
        profileKey: string
        field: string
        choice: 'ours' | 'theirs'
      }[],
    remember(profile: string, field: string, choice: 'ours' | 'theirs', actor: string, at: string): void {
      db.prepare(
        `INSERT INTO merge_choice (profile_key, field, choice, actor, at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET choice = excluded.choice, actor = excluded.actor, at = excluded.at`,
      ).run(profile, field, choice, actor, at)
    },
    forget: (profile: string, field: string): void => {
      db.prepare('DELETE FROM merge_choice WHERE profile_key = ? AND field = ?').run(profile, field)
    },
  }
}

const defined = (which: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(which).filter(([, value]) => value !== undefined))
