import type { Db } from '../db/open.ts'

export type KeyPurpose = 'unit' | 'authority'
export type CertificateOrigin = 'self' | 'issued' | 'file'

export interface OwnKeyRow {
  id: number
  purpose: KeyPurpose
  /** RSA-2048, P-256 and so on. */
  kind: string
  /** SHA-256 over the public key, hexadecimal; the key is sealed under it. */
  publicKey: string
  madeAt: string
  madeBy: string
  retiredAt: string | null
  retiredBy: string | null
}

export interface OwnCertificateRow {
  id: number
  keyId: number
  fingerprint: string
  /** PEM, the key's own certificate first. */
  chain: string
  origin: CertificateOrigin
  at: string
  actor: string
}

export interface IssuedRow {
  id: number
  keyId: number
  unitId: number | null
  serial: string
  fingerprint: string
  /** PEM, the unit's certificate first. */
  chain: string
  issuedAt: string
  issuedBy: string
  revokedAt: string | null
  reason: string | null
  revokedBy: string | null
}

const keyColumns = `id, purpose, kind, public_key AS publicKey, made_at AS madeAt, made_by AS madeBy,
  retired_at AS retiredAt, retired_by AS retiredBy`
const certificateColumns = 'id, key_id AS keyId, fingerprint, chain, origin, at, actor'
const issuedColumns = `id, key_id AS keyId, unit_id AS unitId, serial, fingerprint, chain, issued_at AS issuedAt,
  issued_by AS issuedBy, revoked_at AS revokedAt, reason, revoked_by AS revokedBy`

/** The unit's own keys with their certificates, and the certificates it issued to others. */
export function createOwnKeyStore(db: Db) {
  return {
    /** In use first, then the retired ones, newest first. */
    keys: () =>
      db
        .prepare(`SELECT ${keyColumns} FROM own_key ORDER BY retired_at IS NOT NULL, id DESC`)
        .all() as OwnKeyRow[],
    inUse: (purpose: KeyPurpose) =>
      db.prepare(`SELECT ${keyColumns} FROM own_key WHERE purpose = ? AND retired_at IS NULL`).get(purpose) as
        | OwnKeyRow
        | undefined,
    sealed: (keyId: number) =>
      db.prepare('SELECT sealed FROM own_key WHERE id = ?').pluck().get(keyId) as Buffer,
    addKey(key: Omit<OwnKeyRow, 'id' | 'retiredAt' | 'retiredBy'>, sealed: Uint8Array): number {
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO own_key (purpose, kind, public_key, sealed, made_at, made_by)
           VALUES (@purpose, @kind, @publicKey, @sealed, @madeAt, @madeBy)`,
        )
        .run({ ...key, sealed })
      return Number(lastInsertRowid)
    },
    retire(purpose: KeyPurpose, at: string, actor: string): void {
      db.prepare(
        'UPDATE own_key SET retired_at = ?, retired_by = ? WHERE purpose = ? AND retired_at IS NULL',
      ).run(at, actor, purpose)
    },
    /** All certificates of one's own keys, the one in use last. */
    certificates: () =>
      db
        .prepare(
          `SELECT own_certificate.id, key_id AS keyId, fingerprint, chain, origin, at, actor, purpose
           FROM own_certificate JOIN own_key ON own_key.id = key_id ORDER BY own_certificate.id`,
        )
        .all() as (OwnCertificateRow & { purpose: KeyPurpose })[],
    certificateOf: (keyId: number) =>
      db
        .prepare(
          `SELECT ${certificateColumns} FROM own_certificate WHERE key_id = ? ORDER BY id DESC LIMIT 1`,
        )
        .get(keyId) as OwnCertificateRow | undefined,
    hasCertificate: (fingerprint: string) =>
      db.prepare('SELECT 1 FROM own_certificate WHERE fingerprint = ?').get(fingerprint) !== undefined,
    addCertificate(certificate: Omit<OwnCertificateRow, 'id'>): void {
      db.prepare(
        `INSERT INTO own_certificate (key_id, fingerprint, chain, origin, at, actor)
         VALUES (@keyId, @fingerprint, @chain, @origin, @at, @actor)`,
      ).run(certificate)
    },
    issued: () =>
      db.prepare(`SELECT ${issuedColumns} FROM issued_certificate ORDER BY id DESC`).all() as IssuedRow[],
    issuedById: (id: number) =>
      db.prepare(`SELECT ${issuedColumns} FROM issued_certificate WHERE id = ?`).get(id) as
        | IssuedRow
        | undefined,
    addIssued(issued: Omit<IssuedRow, 'id' | 'revokedAt' | 'reason' | 'revokedBy'>): number {
      const { lastInsertRowid } = db
        .prepare(
          `INSERT INTO issued_certificate (key_id, unit_id, serial, fingerprint, chain, issued_at, issued_by)
           VALUES (@keyId, @unitId, @serial, @fingerprint, @chain, @issuedAt, @issuedBy)`,
        )
        .run(issued)
      return Number(lastInsertRowid)
    },
    revoke(id: number, revokedAt: string, reason: string, actor: string): void {
      db.prepare('UPDATE issued_certificate SET revoked_at = ?, reason = ?, revoked_by = ? WHERE id = ?').run(
        revokedAt,
        reason,
        actor,
        id,
      )
    },
  }
}
