import type { UnitRelation } from '../../../shared/contract/calls/trust.ts'
import type { Db } from '../db/open.ts'

export interface PartnerRow {
  id: number
  name: string
  /** Administrative code or unified social credit code, as its certificate says. */
  code: string
  relation: UnitRelation
}

/** `signer` is trusted for its unit, `root` for whomever it issued a certificate to. */
export type AnchorRole = 'signer' | 'root'
export type AnchorState = 'pending' | 'trusted' | 'superseded' | 'distrusted'

export interface AnchorRow {
  id: number
  unitId: number
  role: AnchorRole
  /** As `X509Certificate.fingerprint256`. */
  fingerprint: string
  /** PEM, the trusted certificate first. */
  chain: string
  state: AnchorState
  /** Name of the file it came from. */
  source: string
  importedAt: string
  importedBy: string
  decidedAt: string | null
  decidedBy: string | null
  note: string | null
}

export interface RevocationListRow {
  /** Fingerprint of the root that signed the list. */
  issuer: string
  number: string | null
  thisUpdate: string
  nextUpdate: string | null
  importedAt: string
  importedBy: string
}

export interface RevokedRow {
  issuer: string
  /** Hexadecimal, lower case, without leading zeros. */
  serial: string
  revokedAt: string
  reason: string | null
}

export interface TrustEventRow {
  at: string
  actor: string
  action: string
  subject: string
  fingerprint: string | null
  note: string | null
}

const anchorColumns = `id, unit_id AS unitId, role, fingerprint, chain, state, source, imported_at AS importedAt,
  imported_by AS importedBy, decided_at AS decidedAt, decided_by AS decidedBy, note`

/** Other units, the certificates by which they are known, and what was revoked. */
export function createTrustStore(db: Db) {
  return {
    units: () =>
      db.prepare('SELECT id, name, code, relation FROM partner_unit ORDER BY id').all() as PartnerRow[],
    unit: (id: number) =>
      db.prepare('SELECT id, name, code, relation FROM partner_unit WHERE id = ?').get(id) as
        | PartnerRow
        | undefined,
    unitNamed: (name: string, code: string) =>
      db
        .prepare('SELECT id, name, code, relation FROM partner_unit WHERE name = ? AND code = ?')
        .get(name, code) as PartnerRow | undefined,
    addUnit(name: string, code: string, relation: UnitRelation): number {
      const made = db
        .prepare('INSERT INTO partner_unit (name, code, relation) VALUES (?, ?, ?)')
        .run(name, code, relation)
      return Number(made.lastInsertRowid)
    },
    setRelation(id: number, relation: UnitRelation): void {
      db.prepare('UPDATE partner_unit SET relation = ? WHERE id = ?').run(relation, id)
    },
    anchors: () =>
      db.prepare(`SELECT ${anchorColumns} FROM trust_anchor ORDER BY unit_id, id`).all() as AnchorRow[],
    anchor: (id: number) =>
      db.prepare(`SELECT ${anchorColumns} FROM trust_anchor WHERE id = ?`).get(id) as AnchorRow | undefined,
    anchorOf: (fingerprint: string, role: AnchorRole) =>
      db
        .prepare(`SELECT ${anchorColumns} FROM trust_anchor WHERE fingerprint = ? AND role = ?`)
        .get(fingerprint, role) as AnchorRow | undefined,
    addAnchor(anchor: Omit<AnchorRow, 'id' | 'state' | 'decidedAt' | 'decidedBy' | 'note'>): number {
      const made = db
        .prepare(
          `INSERT INTO trust_anchor (unit_id, role, fingerprint, chain, state, source, imported_at, imported_by)
           VALUES (@unitId, @role, @fingerprint, @chain, 'pending', @source, @importedAt, @importedBy)`,
        )
        .run(anchor)
      return Number(made.lastInsertRowid)
    },
    decide(
      id: number,
      decision: { state: AnchorState; at: string; actor: string; note: string | null },
    ): void {
      db.prepare(
        'UPDATE trust_anchor SET state = @state, decided_at = @at, decided_by = @actor, note = @note WHERE id = @id',
      ).run({ ...decision, id })
    },
    moveAnchor(id: number, unitId: number): void {
      db.prepare('UPDATE trust_anchor SET unit_id = ? WHERE id = ?').run(unitId, id)
    },
    removeAnchor(id: number): void {
      db.prepare('DELETE FROM trust_anchor WHERE id = ?').run(id)
    },
    revocationLists: () =>
      db
        .prepare(
          `SELECT issuer, number, this_update AS thisUpdate, next_update AS nextUpdate, imported_at AS importedAt,
           imported_by AS importedBy FROM revocation_list`,
        )
        .all() as RevocationListRow[],
    revoked: () =>
      db
        .prepare('SELECT issuer, serial, revoked_at AS revokedAt, reason FROM revoked_serial')
        .all() as RevokedRow[],
    replaceRevocationList(list: RevocationListRow, revoked: readonly Omit<RevokedRow, 'issuer'>[]): void {
      db.prepare('DELETE FROM revocation_list WHERE issuer = ?').run(list.issuer)
      db.prepare(
        `INSERT INTO revocation_list (issuer, number, this_update, next_update, imported_at, imported_by)
         VALUES (@issuer, @number, @thisUpdate, @nextUpdate, @importedAt, @importedBy)`,
      ).run(list)
      const insert = db.prepare(
        `INSERT INTO revoked_serial (issuer, serial, revoked_at, reason)
         VALUES (@issuer, @serial, @revokedAt, @reason)`,
      )
      for (const entry of revoked) insert.run({ ...entry, issuer: list.issuer })
    },
    addEvent(event: TrustEventRow): void {
      db.prepare(
        `INSERT INTO trust_event (at, actor, action, subject, fingerprint, note)
         VALUES (@at, @actor, @action, @subject, @fingerprint, @note)`,
      ).run(event)
    },
    /** Newest first. */
    events: (limit: number) =>
      db
        .prepare(
          'SELECT at, actor, action, subject, fingerprint, note FROM trust_event ORDER BY id DESC LIMIT ?',
        )
        .all(limit) as TrustEventRow[],
  }
}
