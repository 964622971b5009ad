import type { AuditSubject } from '../audit/chain.ts'
import { commitment, ownerOfChange, wordsOf } from '../audit/chain.ts'
import type { Db } from '../db/open.ts'
import type { Holding } from './holdings.ts'

/** What an erased person was called: only in memory, to find what is theirs. */
export interface Identity {
  name: string
  idNumber: string | null
  phone: string | null
}

/** In place of an ID number or a name in a text of somebody else. */
const goneMark = '（已删去）'

/** Counted by the number of the person alone. */
const byPerson: readonly Holding[] = [
  ...(['exemption', 'employment', 'training', 'intention', 'return_event', 'training_wish'] as const),
  ...(['service_record', 'graduate', 'graduate_status', 'graduate_follow_up', 'graduate_plan_step'] as const),
  ...(['unwilling_statement', 'duty', 'duty_pause', 'post_candidate', 'post_assignment'] as const),
  ...(['post_attendance', 'confirmation_member'] as const),
]
/** A key that other offices know the record by: the ID number alone or among others. */
const ofKey = (column: string) => `instr('|' || ${column} || '|', '|' || @idNumber || '|') > 0`
const byIdNumber: readonly [Holding, string][] = [
  ['package_row', ofKey('key')],
  ['conflict', ofKey('key')],
  ['reconcile_row', 'id_number = @idNumber'],
  ['reconcile_decision', 'instr(theirs, @idNumber) > 0 OR instr(ours, @idNumber) > 0'],
  ['package', 'instr(removed, @idNumber) > 0'],
]

interface Values {
  seq: number
  entity: string
  entityId: number
  personId: number | null
  before: string | null
  after: string | null
  salt: Buffer | null
}

/** The statements by which a person is taken out for good, where no ordinary writer does it. */
export function createErasureStore(db: Db) {
  const number = (sql: string, values: object) => Number(db.prepare(sql).pluck().get(values))
  const seal = db.prepare(
    'UPDATE change SET sealed = ?, salt = NULL, before = NULL, after = NULL WHERE seq = ?',
  )
  const valuesWhere = (condition: string) =>
    `SELECT seq, entity, entity_id AS entityId, person_id AS personId, before, after, salt FROM change
     WHERE (before IS NOT NULL OR after IS NOT NULL) AND ${condition}`

  /** Takes the values of changes away and leaves the commitments; answers whose they were. */
  function sealWhere(condition: string, values: object): { count: number; owners: Set<AuditSubject> } {
    const owners = new Set<AuditSubject>()
    const rows = db.prepare(valuesWhere(condition)).all(values) as Values[]
    for (const { seq, entity, entityId, personId, before, after, salt } of rows) {
      // History from before the log has no salt: nothing is bound there.
      seal.run(salt && commitment(salt, before, after), seq)
      if (salt) owners.add(ownerOfChange(entity, entityId, personId))
    }
    return { count: rows.length, owners }
  }

  /** Tables with their columns of text, without the log and what is locked once it was paid. */
  function textColumns(): { table: string; columns: string[] }[] {
    const tables = db
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'
           AND name NOT LIKE 'person_search%' AND name NOT IN ('audit_log', 'audit_subject', 'change', 'allowance_line', 'allowance_sheet', 'post_attendance')`,
      )
      .pluck()
      .all() as string[]
    return tables.map((table) => ({
      table,
      columns: db
        .prepare(`SELECT name FROM pragma_table_xinfo(?) WHERE type = 'TEXT' AND hidden = 0`)
        .pluck()
        .all(table) as string[],
    }))
  }

  return {
    identity(id: number): Identity | null {
      const present = db
        .prepare('SELECT name, id_number AS idNumber, phone FROM person WHERE id = ?')
        .get(id) as Identity | undefined
      if (present) return present
      // Removed before: the history still has everything.
      const removed = db
        .prepare(
          `SELECT json_extract(before, '$.name') AS name, json_extract(before, '$.idNumber') AS idNumber,
             json_extract(before, '$.phone') AS phone
           FROM change WHERE person_id = ? AND entity = 'person' AND action = 'delete' AND before IS NOT NULL
           ORDER BY seq DESC LIMIT 1`,
        )
        .get(id) as Identity | undefined
      return removed ?? null
    },
    /** Money of a public post that was paid or is about to be: `paid`, `open`, or none. */
    allowance: (id: number): 'paid' | 'open' | null => {
      const paid = `SELECT 1 FROM allowance_line l JOIN allowance_sheet s ON s.month = l.month
          WHERE l.person_id = @id AND s.state = 'paid'
        UNION ALL SELECT 1 FROM post_attendance a JOIN allowance_sheet s ON s.month = a.month
          WHERE a.person_id = @id AND s.state = 'paid' LIMIT 1`
      if (db.prepare(paid).get({ id })) return 'paid'
      return number('SELECT count(*) FROM allowance_line WHERE person_id = @id', { id }) > 0 ? 'open' : null
    },
    /** How many rows there are of each kind. */
    counts(id: number, { idNumber }: Identity): [Holding, number][] {
      const counts: [Holding, number][] = [
        ['person', number('SELECT count(*) FROM person WHERE id = @id', { id })],
        ['person_confirmed', number('SELECT count(*) FROM person_confirmed WHERE id = @id', { id })],
      ]
      for (const table of byPerson)
        counts.push([table, number(`SELECT count(*) FROM ${table} WHERE person_id = @id`, { id })])
      counts.push([
        'attachment',
        number(`SELECT count(*) FROM attachment WHERE person_id = @id AND owner <> 'household'`, { id }),
      ])
      if (idNumber)
        for (const [table, condition] of byIdNumber)
          counts.push([table, number(`SELECT count(*) FROM ${table} WHERE ${condition}`, { idNumber })])
      counts.push([
        'change',
        number(
          'SELECT count(*) FROM change WHERE person_id = @id AND (before IS NOT NULL OR after IS NOT NULL)',
          { id },
        ),
      ])
      return counts
    },
    attachmentIds: (id: number) =>
      db
        .prepare(`SELECT id FROM attachment WHERE person_id = ? AND owner <> 'household'`)
        .pluck()
        .all(id) as number[],
    statementIds: (id: number) =>
      db.prepare('SELECT id FROM unwilling_statement WHERE person_id = ?').pluck().all(id) as number[],
    candidateIds: (id: number) =>
      db.prepare('SELECT id FROM post_candidate WHERE person_id = ?').pluck().all(id) as number[],
    attendanceIds: (id: number) =>
      db.prepare('SELECT id FROM post_attendance WHERE person_id = ?').pluck().all(id) as number[],
    /** Digests of files that were the person's, also of those that were removed earlier. */
    digests: (id: number) =>
      db
        .prepare(
          `SELECT digest FROM attachment WHERE person_id = @id
           UNION SELECT json_extract(before, '$.digest') FROM change
             WHERE person_id = @id AND entity = 'attachment' AND before IS NOT NULL`,
        )
        .pluck()
        .all({ id })
        .filter((digest) => typeof digest === 'string') as string[],
    /** Removes a file's content when nothing refers to it any more; answers whether it did. */
    dropContent: (digest: string): boolean =>
      db
        .prepare(
          `DELETE FROM attachment_blob WHERE digest = @digest
           AND NOT EXISTS (SELECT 1 FROM attachment WHERE digest = @digest)
           AND NOT EXISTS (SELECT 1 FROM change WHERE entity = 'attachment' AND instr(before, @digest) > 0)`,
        )
        .run({ digest }).changes > 0,
    memberCount: (household: number) =>
      number('SELECT count(*) FROM person WHERE household_id = @household', { household }),
    /** Households that the person was in, now or earlier by the history. */
    householdsOf: (id: number) =>
      db
        .prepare(
          `SELECT household_id FROM person WHERE id = @id AND household_id IS NOT NULL
           UNION SELECT json_extract(before, '$.householdId') FROM change
             WHERE person_id = @id AND entity = 'person' AND json_extract(before, '$.householdId') IS NOT NULL
           UNION SELECT json_extract(after, '$.householdId') FROM change
             WHERE person_id = @id AND entity = 'person' AND json_extract(after, '$.householdId') IS NOT NULL`,
        )
        .pluck()
        .all({ id }) as number[],
    /** Who was visited again stays counted; what was said of them goes. */
    blankSamples: (id: number) =>
      void db.prepare('UPDATE confirmation_member SET note = NULL WHERE person_id = ?').run(id),
    forgetZero(household: number): void {
      db.prepare('DELETE FROM zero_household WHERE id = ?').run(household)
      db.prepare('DELETE FROM zero_spell WHERE household_id = ?').run(household)
    },

    sealPerson: (id: number) => sealWhere('person_id = @id', { id }),
    /** Changes of a household: all of them, or those that name the person. */
    sealHousehold: (household: number, { name, idNumber, phone }: Identity, all: boolean) =>
      sealWhere(
        `person_id IS NULL AND entity = 'household' AND entity_id = @household AND (@all
           OR ${['name', 'idNumber', 'phone'].map((key) => `instr(ifnull(before, '') || ifnull(after, ''), @${key}) > 0`).join(' OR ')})`,
        {
          ...{ household, all: all ? 1 : 0 },
          // An unlikely text stands for what is not known: an empty one would be found everywhere.
          ...{ name: `"${name}"`, idNumber: `"${idNumber ?? goneMark}"`, phone: `"${phone ?? goneMark}"` },
        },
      ),
    sealOther: (entity: string, entityId: number) =>
      sealWhere('person_id IS NULL AND entity = @entity AND entity_id = @entityId', { entity, entityId }),
    sealMentions: (idNumber: string) =>
      sealWhere(`(instr(before, @idNumber) > 0 OR instr(after, @idNumber) > 0)`, { idNumber }),

    /** What other offices sent or were sent: rows stay, so that receipts still fit, but say nobody's name. */
    blankPackages(idNumber: string): void {
      db.prepare(
        `UPDATE package_row SET key = '', name = '', reasons = NULL, differs = NULL WHERE ${ofKey('key')}`,
      ).run({ idNumber })
      db.prepare(`DELETE FROM conflict WHERE ${ofKey('key')}`).run({ idNumber })
      const lists = db
        .prepare('SELECT id, removed FROM package WHERE instr(removed, ?) > 0')
        .all(idNumber) as { id: number; removed: string }[]
      for (const { id, removed } of lists) {
        const left = (JSON.parse(removed) as { key: string }[]).filter(
          ({ key }) => !key.split('|').includes(idNumber),
        )
        db.prepare('UPDATE package SET removed = ? WHERE id = ?').run(JSON.stringify(left), id)
      }
    },
    /** Units that were sent the person, with the numbers of the packages. */
    receivers: (idNumber: string) =>
      db
        .prepare(
          `SELECT p.peer_name AS name, group_concat(DISTINCT p.sequence) AS numbers FROM package_row r
           JOIN package p ON p.id = r.package WHERE p.direction = 'out' AND p.kind <> 'receipt' AND ${ofKey('r.key')}
           GROUP BY p.peer_name`,
        )
        .all({ idNumber }) as { name: string; numbers: string }[],
    /** Takes the person out of comparisons; answers the runs that have to be counted anew. */
    dropFromComparisons(id: number, idNumber: string | null): number[] {
      const rows = db
        .prepare(
          `SELECT run_id AS run, seq FROM reconcile_row WHERE person_id = @id OR (@idNumber IS NOT NULL AND id_number = @idNumber)`,
        )
        .all({ id, idNumber }) as { run: number; seq: number }[]
      for (const row of rows) {
        db.prepare(
          'DELETE FROM reconcile_candidate WHERE run_id = @run AND (theirs = @seq OR ours = @seq)',
        ).run(row)
        db.prepare(
          `UPDATE reconcile_row SET partner = NULL, differences = NULL,
             kind = CASE side WHEN 'theirs' THEN 'onlyTheirs' ELSE 'onlyOurs' END
           WHERE run_id = @run AND partner = @seq`,
        ).run(row)
        db.prepare('DELETE FROM reconcile_row WHERE run_id = @run AND seq = @seq').run(row)
      }
      if (idNumber)
        db.prepare(
          'DELETE FROM reconcile_decision WHERE instr(theirs, @idNumber) > 0 OR instr(ours, @idNumber) > 0',
        ).run({ idNumber })
      return [...new Set(rows.map(({ run }) => run))]
    },

    /** Files of rows that an import did not write. */
    errorFiles: () =>
      db.prepare('SELECT id FROM batch WHERE error_file IS NOT NULL ORDER BY id').pluck().all() as number[],
    errorFile: (id: number) =>
      db.prepare('SELECT error_file FROM batch WHERE id = ?').pluck().get(id) as Buffer,
    dropErrorFile: (id: number): void => {
      db.prepare('UPDATE batch SET error_name = NULL, error_file = NULL WHERE id = ?').run(id)
    },
    /** Labels and reasons of batches that say the name or the ID number; answers their numbers. */
    blankBatches({ name, idNumber }: Identity): number[] {
      const words = [name, idNumber].filter((word): word is string => !!word)
      const rows = db
        .prepare(
          `SELECT id, label, reason, salt FROM batch
           WHERE ${words.map(() => `instr(label || ifnull(reason, ''), ?) > 0`).join(' OR ')}`,
        )
        .all(...words) as { id: number; label: string; reason: string | null; salt: Buffer | null }[]
      const without = (text: string | null) =>
        text === null ? null : words.reduce((left, word) => left.replaceAll(word, goneMark), text)
      for (const { id, label, reason, salt } of rows)
        db.prepare('UPDATE batch SET label = ?, reason = ?, sealed = ?, salt = NULL WHERE id = ?').run(
          without(label),
          without(reason),
          salt && commitment(salt, wordsOf(label, reason), null),
          id,
        )
      return rows.filter(({ salt }) => salt !== null).map(({ id }) => id)
    },
    /** The last look: an ID number in any text of any table, whoever wrote it there. Answers how many rows said it. */
    sweep(idNumber: string): number {
      let found = 0
      for (const { table, columns } of textColumns()) {
        if (columns.length === 0) continue
        const sets = columns.map((name) => `"${name}" = replace("${name}", @idNumber, @mark)`)
        const says = columns.map((name) => `instr("${name}", @idNumber) > 0`)
        found += db
          .prepare(`UPDATE "${table}" SET ${sets.join(', ')} WHERE ${says.join(' OR ')}`)
          .run({ idNumber, mark: goneMark }).changes
      }
      return found
    },
    /** Words of removed rows stay in the search index until its parts are merged. */
    mergeSearch: (): void => {
      db.prepare("INSERT INTO person_search (person_search) VALUES ('optimize')").run()
    },
    /** What is owed follows from the history, part of which is gone: it is looked at anew. */
    forgetDuties: (): void => {
      db.prepare("DELETE FROM meta WHERE key = 'dutyState'").run()
    },
    /** Empties the log of the database, in which former pages lie. */
    emptyLog: (): void => {
      db.pragma('wal_checkpoint(TRUNCATE)')
    },

    add: (proof: {
      at: string
      erasedOn: string
      actor: string
      basis: string
      reason: string
      personId: number
      removed: string
      remains: string
    }): number =>
      Number(
        db
          .prepare(
            `INSERT INTO erasure (at, erased_on, actor, basis, reason, person_id, removed, remains)
             VALUES (@at, @erasedOn, @actor, @basis, @reason, @personId, @removed, @remains)`,
          )
          .run(proof).lastInsertRowid,
      ),
    all: () => db.prepare(`SELECT ${proofColumns} FROM erasure ORDER BY id DESC`).all() as StoredProof[],
    get: (id: number) =>
      db.prepare(`SELECT ${proofColumns} FROM erasure WHERE id = ?`).get(id) as StoredProof | undefined,
    /** The entry of the audit log that an erasure left. */
    entryOf: (id: number) =>
      (db
        .prepare(
          `SELECT a.seq AS sequence, a.hash FROM audit_subject s JOIN audit_log a ON a.seq = s.seq
           WHERE s.kind = 'erasure' AND s.id = ? ORDER BY s.seq LIMIT 1`,
        )
        .get(String(id)) as { sequence: number; hash: string } | undefined) ?? null,
  }
}
export type ErasureStore = ReturnType<typeof createErasureStore>

const proofColumns = `id, at, erased_on AS erasedOn, actor, basis, reason, person_id AS personId, removed, remains`
export interface StoredProof {
  id: number
  at: string
  erasedOn: string
  actor: string
  basis: string
  reason: string
  personId: number
  removed: string
  remains: string
}
