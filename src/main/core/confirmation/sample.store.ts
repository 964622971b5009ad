import type { SampledRecord, SampleState } from '../../../shared/contract/calls/confirmation.ts'
import type { SampleResult } from '../../../shared/domain/confirmation/sampling.ts'
import type { Db } from '../db/open.ts'

export interface SampleRow {
  id: number
  label: string
  basis: string
  seed: string
  at: string
  actor: string
  batchSize: number
  sampleSize: number
  confidence: number
  margin: number
  proportion: number
  acceptedPercent: number
  unreachablePercent: number
  state: SampleState
  finishedAt: string | null
  finishedBy: string | null
  confirmed: number | null
  sentBack: number | null
  leftOpen: number | null
  batchId: number | null
}
export type NewSample = Omit<
  SampleRow,
  'id' | 'state' | 'finishedAt' | 'finishedBy' | 'confirmed' | 'sentBack' | 'leftOpen' | 'batchId'
>

const columns = `id, label, basis, seed, at, actor, batch_size AS batchSize, sample_size AS sampleSize, confidence,
  margin, proportion, accepted_percent AS acceptedPercent, unreachable_percent AS unreachablePercent, state,
  finished_at AS finishedAt, finished_by AS finishedBy, confirmed, sent_back AS sentBack, left_open AS leftOpen,
  batch_id AS batchId`

export interface Member {
  personId: number
  version: number
  result: SampleResult | null
  note: string | null
}

export function createSampleStore(db: Db) {
  return {
    add(sample: NewSample): number {
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO confirmation_sample (label, basis, seed, at, actor, batch_size, sample_size, confidence, margin,
             proportion, accepted_percent, unreachable_percent, state)
           VALUES (@label, @basis, @seed, @at, @actor, @batchSize, @sampleSize, @confidence, @margin, @proportion,
             @acceptedPercent, @unreachablePercent, 'open')`,
        )
        .run(sample)
      return Number(lastInsertRowid)
    },
    addMembers(sample: number, members: readonly { id: number; version: number; sampled: number | null }[]) {
      const insert = db.prepare(
        'INSERT INTO confirmation_member (sample_id, person_id, version, sampled) VALUES (?, ?, ?, ?)',
      )
      for (const { id, version, sampled } of members) insert.run(sample, id, version, sampled)
    },
    get: (id: number) =>
      db.prepare(`SELECT ${columns} FROM confirmation_sample WHERE id = ?`).get(id) as SampleRow | undefined,
    /** The latest; only those of an actor where one is given. */
    list: (limit: number, actor: string | null) =>
      db
        .prepare(
          `SELECT ${columns} FROM confirmation_sample WHERE actor = ifnull(?, actor) ORDER BY id DESC LIMIT ?`,
        )
        .all(actor, limit) as SampleRow[],
    /** Another batch that is not finished yet and holds one of these people. */
    openWith: (ids: readonly number[]) =>
      db
        .prepare(
          `SELECT label FROM confirmation_sample s WHERE state = 'open' AND EXISTS (
             SELECT 1 FROM confirmation_member m WHERE m.sample_id = s.id AND m.person_id IN (SELECT value FROM json_each(?)))`,
        )
        .pluck()
        .get(JSON.stringify(ids)) as string | undefined,
    results: (sample: number) =>
      db
        .prepare(
          `SELECT result, count(*) AS n FROM confirmation_member INDEXED BY confirmation_member_sampled
           WHERE sample_id = ? AND sampled IS NOT NULL AND result IS NOT NULL GROUP BY result`,
        )
        .all(sample) as { result: SampleResult; n: number }[],
    sampled: (sample: number, offset: number, limit: number) =>
      db
        .prepare(
          `SELECT m.person_id AS id, ifnull(p.name, '（已删除）') AS name, p.id_number AS idNumber, p.phone, p.region AS village,
             p.home_address AS address, m.result, m.note, m.at, m.actor AS "by"
           FROM confirmation_member m INDEXED BY confirmation_member_sampled LEFT JOIN person p ON p.id = m.person_id
           WHERE m.sample_id = ? AND m.sampled IS NOT NULL ORDER BY m.sampled LIMIT ? OFFSET ?`,
        )
        .all(sample, limit, offset) as (Omit<SampledRecord, 'village'> & { village: string | null })[],
    /** False when the person is not in the sample. */
    answer: (
      sample: number,
      personId: number,
      answer: { result: SampleResult | null; note: string | null; at: string | null; actor: string | null },
    ): boolean =>
      db
        .prepare(
          `UPDATE confirmation_member SET result = @result, note = @note, at = @at, actor = @actor
           WHERE sample_id = @sample AND person_id = @personId AND sampled IS NOT NULL`,
        )
        .run({ sample, personId, ...answer }).changes > 0,
    members: (sample: number) =>
      db
        .prepare(
          'SELECT person_id AS personId, version, result, note FROM confirmation_member WHERE sample_id = ? ORDER BY person_id',
        )
        .all(sample) as Member[],
    finish(
      id: number,
      outcome: {
        state: SampleState
        at: string
        actor: string
        confirmed: number
        sentBack: number
        left: number
        batchId: number | null
      },
    ) {
      db.prepare(
        `UPDATE confirmation_sample SET state = @state, finished_at = @at, finished_by = @actor, confirmed = @confirmed,
           sent_back = @sentBack, left_open = @left, batch_id = @batchId WHERE id = @id`,
      ).run({ id, ...outcome })
    },
  }
}
