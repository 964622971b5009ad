import type { PackageKind, RowResult } from '../../../shared/contract/calls/package.ts'
import type { FieldValue } from '../../../shared/domain/field.ts'
import type { Db } from '../db/open.ts'

export type Direction = 'out' | 'in'

/** Who the other side is: name and code together tell units apart. */
export interface Peer {
  code: string
  name: string
}

export interface NewPackage {
  direction: Direction
  packageId: string
  kind: PackageKind
  peerCode: string
  peerName: string
  peerFingerprint: string
  profileKey: string
  profileVersion: number
  profileLabel: string
  period: string
  filters: string
  basis: string
  sequence: number
  previous: string | null
  digest: string
  createdAt: string
  recordedAt: string
  actor: string
  fileName: string
  rowCount: number
  /** JSON of who is no longer among the sender's rows. */
  removed: string
  /** 1 when nothing that was due was left out by a list or filter, so that the next changes may begin after it. */
  whole: 0 | 1
  /** The last change here when it was made, or after it was taken in. */
  ourSeq: number
  batchId: number | null
  answers: number | null
  /** Head of the sender's audit log: ours in what went out, theirs in what came in; null when it has none. */
  auditSequence: number | null
  auditHead: string | null
}

export interface PackageRow extends NewPackage {
  id: number
  acknowledgedAt: string | null
  receiptId: number | null
}

/** One row of a package, in the numbering of its sheet. */
export interface SentRow {
  sheet: number
  row: number
  key: string
  name: string
  version: number
  base: number | null
}
export interface TakenRow extends SentRow {
  result: RowResult
  reasons: string | null
  /** The sender's values that are not what stands here. */
  differs: Record<string, FieldValue> | null
}
export interface StoredRow extends SentRow {
  result: RowResult | null
  reasons: string | null
  differs: string | null
  answeredVersion: number | null
}

const columns = `id, direction, package_id AS packageId, kind, peer_code AS peerCode, peer_name AS peerName,
  peer_fingerprint AS peerFingerprint, profile_key AS profileKey, profile_version AS profileVersion,
  profile_label AS profileLabel, period, filters, basis, sequence, previous, digest, created_at AS createdAt,
  recorded_at AS recordedAt, actor, file_name AS fileName, row_count AS rowCount, removed, whole, our_seq AS ourSeq,
  batch_id AS batchId, answers, acknowledged_at AS acknowledgedAt, receipt_id AS receiptId,
  audit_sequence AS auditSequence, audit_head AS auditHead`
const rowColumns = `sheet, "row", key, name, version, base, result, reasons, differs, answered_version AS answeredVersion`

/** Packages of both directions and their rows. `except` leaves out received packages that were undone. */
export function createPackageStore(db: Db) {
  const insertRow = db.prepare(
    `INSERT INTO package_row (package, sheet, "row", key, name, version, base, result, reasons, differs)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const lastTaken = db.prepare(
    `SELECT p.our_seq AS ourSeq, r.differs FROM package_row r JOIN package p ON p.id = r.package
     WHERE r.key = @key AND r.sheet = @sheet AND p.direction = 'in' AND p.kind <> 'receipt' AND p.peer_code = @code
       AND p.peer_name = @name AND p.profile_key = @profile AND r.result <> 'refused'
       AND p.id NOT IN (SELECT value FROM json_each(@except)) ORDER BY p.id DESC LIMIT 1`,
  )
  const seenVersion = db
    .prepare(
      `SELECT max(CASE p.direction WHEN 'in' THEN CASE WHEN r.result <> 'refused' THEN r.version END ELSE r.answered_version END)
       FROM package_row r JOIN package p ON p.id = r.package
       WHERE r.key = @key AND r.sheet = @sheet AND p.kind <> 'receipt' AND p.peer_code = @code AND p.peer_name = @name
         AND p.profile_key = @profile AND p.id NOT IN (SELECT value FROM json_each(@except))`,
    )
    .pluck()
  const otherSender = db
    .prepare(
      `SELECT p.peer_name FROM package_row r JOIN package p ON p.id = r.package
       WHERE r.key = @key AND r.result <> 'refused' AND p.direction = 'in'
         AND NOT (p.peer_code = @code AND p.peer_name = @name)
         AND p.id NOT IN (SELECT value FROM json_each(@except)) ORDER BY p.id DESC LIMIT 1`,
    )
    .pluck()

  return {
    add(made: NewPackage): number {
      const names = Object.keys(made) as (keyof NewPackage)[]
      const column = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO package (${names.map(column).join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
        )
        .run(made)
      return Number(lastInsertRowid)
    },
    finish(id: number, taken: { ourSeq: number; batchId: number | null; rowCount: number }): void {
      db.prepare(
        'UPDATE package SET our_seq = @ourSeq, batch_id = @batchId, row_count = @rowCount WHERE id = @id',
      ).run({
        id,
        ...taken,
      })
    },
    addRow(packageId: number, row: SentRow | TakenRow): void {
      const taken = 'result' in row ? row : null
      insertRow.run(
        packageId,
        row.sheet,
        row.row,
        row.key,
        row.name,
        row.version,
        row.base,
        taken?.result ?? null,
        taken?.reasons ?? null,
        taken?.differs ? JSON.stringify(taken.differs) : null,
      )
    },
    get: (id: number) =>
      db.prepare(`SELECT ${columns} FROM package WHERE id = ?`).get(id) as PackageRow | undefined,
    byPackageId: (packageId: string, direction: Direction) =>
      db
        .prepare(`SELECT ${columns} FROM package WHERE package_id = ? AND direction = ? ORDER BY id DESC`)
        .all(packageId, direction) as PackageRow[],
    byDigest: (digest: string) =>
      db
        .prepare(`SELECT ${columns} FROM package WHERE digest = ? AND direction = 'in'`)
        .all(digest) as PackageRow[],
    all: () => db.prepare(`SELECT ${columns} FROM package ORDER BY id DESC`).all() as PackageRow[],
    /** Packages of a channel, newest first; receipts are a channel of their own. */
    channel: (direction: Direction, { code, name }: Peer, profileKey: string, receipts: boolean) =>
      db
        .prepare(
          `SELECT ${columns} FROM package WHERE direction = ? AND peer_code = ? AND peer_name = ? AND profile_key = ?
           AND (kind = 'receipt') = ? ORDER BY sequence DESC, id DESC`,
        )
        .all(direction, code, name, profileKey, receipts ? 1 : 0) as PackageRow[],
    rows: (id: number) =>
      db
        .prepare(`SELECT ${rowColumns} FROM package_row WHERE package = ? ORDER BY sheet, "row"`)
        .iterate(id) as IterableIterator<StoredRow>,
    rowsPage: (id: number, result: RowResult | null, limit: number, offset: number) =>
      db
        .prepare(
          `SELECT ${rowColumns} FROM package_row WHERE package = @id AND (@result IS NULL OR result = @result)
           ORDER BY sheet, "row" LIMIT @limit OFFSET @offset`,
        )
        .all({ id, result, limit, offset }) as StoredRow[],
    resultCounts: (id: number) =>
      db
        .prepare('SELECT result, count(*) AS n FROM package_row WHERE package = ? GROUP BY result')
        .all(id) as {
        result: RowResult | null
        n: number
      }[],
    keys: (id: number) =>
      db.prepare('SELECT sheet, key FROM package_row WHERE package = ?').all(id) as {
        sheet: number
        key: string
      }[],
    /** Every key of a sheet that went out in a channel, with the name it was last sent under; not of people who were lawfully erased. */
    sentKeys: ({ code, name }: Peer, profile: string, sheet: number) =>
      db
        .prepare(
          `SELECT r.key, r.name, max(p.id) AS package FROM package_row r JOIN package p ON p.id = r.package
           WHERE p.direction = 'out' AND p.kind <> 'receipt' AND p.peer_code = ? AND p.peer_name = ?
             AND p.profile_key = ? AND r.sheet = ? AND r.key <> '' GROUP BY r.key`,
        )
        .all(code, name, profile, sheet) as { key: string; name: string; package: number }[],
    /** What the peer last said of a record, when it was taken in: the state of then and where the peer differed. */
    lastTaken(of: { key: string; sheet: number; profile: string; peer: Peer; except: string }) {
      const { peer, ...rest } = of
      const found = lastTaken.get({ ...rest, ...peer }) as
        | { ourSeq: number; differs: string | null }
        | undefined
      return found
        ? {
            ourSeq: found.ourSeq,
            differs:
              found.differs === null ? null : (JSON.parse(found.differs) as Record<string, FieldValue>),
          }
        : null
    },
    /** The peer's newest version of a record that has been seen here; null when none. */
    seenVersion(of: {
      key: string
      sheet: number
      profile: string
      peer: Peer
      except: string
    }): number | null {
      const { peer, ...rest } = of
      return seenVersion.get({ ...rest, ...peer }) as number | null
    },
    /** Who else sent this record last. */
    otherSender: (key: string, { code, name }: Peer, except: string) =>
      (otherSender.get({ key, code, name, except }) as string | undefined) ?? null,
    acknowledge(id: number, at: string): void {
      db.prepare('UPDATE package SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL').run(
        at,
        id,
      )
    },
    setReceipt(id: number, receiptId: number): void {
      db.prepare('UPDATE package SET receipt_id = ? WHERE id = ?').run(receiptId, id)
    },
    answerRow(
      id: number,
      sheet: number,
      row: number,
      result: RowResult,
      version: number | null,
      reasons: string | null,
    ) {
      db.prepare(
        `UPDATE package_row SET result = ?, answered_version = ?, reasons = ? WHERE package = ? AND sheet = ? AND "row" = ?`,
      ).run(result, version, reasons, id, sheet, row)
    },
    receiptsOf: (id: number) =>
      db
        .prepare(`SELECT ${columns} FROM package WHERE answers = ? AND kind = 'receipt' ORDER BY id DESC`)
        .all(id) as PackageRow[],
    /** Received packages whose taking in was undone at least once; whether it is in force the batches know. */
    undoneBatches: () =>
      db
        .prepare(
          `SELECT p.id, p.batch_id AS batchId FROM package p JOIN batch b ON b.id = p.batch_id WHERE b.undone_by IS NOT NULL`,
        )
        .all() as { id: number; batchId: number }[],
  }
}
export type PackageStore = ReturnType<typeof createPackageStore>
