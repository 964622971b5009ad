/** Certificates as pages and commands show them. */
import type { X509Certificate } from 'node:crypto'
import type {
  AnchorView,
  CertificateStatus,
  CertificateView,
  IssuedView,
  OwnKeyView,
  RevocationReason,
} from '../../../shared/contract/calls/trust.ts'
import type { Desk } from '../context.ts'
import {
  certificateFacts,
  certificateName,
  comparisonCode,
  keyKindOf,
  publicKeyId,
} from '../signature/index.ts'
import { chainOf, isSelfSigned } from './certificate-chain.ts'
import { createOwnKeyStore, type IssuedRow, type OwnKeyRow } from './own-key.store.ts'
import { type AnchorRow, createTrustStore, type PartnerRow } from './trust.store.ts'
import { type Revocation, revocations, trustFor } from './trust.ts'

const dayLength = 86_400_000

export function certificateView(certificate: X509Certificate, now: Date): CertificateView {
  const facts = certificateFacts(certificate)
  const { organization, code = '' } = certificateName(certificate)
  return {
    unitName: organization,
    unitCode: code,
    issuerName: facts.issuerName,
    selfSigned: isSelfSigned(certificate),
    keyKind: keyKindOf(certificate.publicKey),
    notBefore: facts.notBefore.toISOString(),
    notAfter: facts.notAfter.toISOString(),
    daysLeft: Math.floor((facts.notAfter.getTime() - now.getTime()) / dayLength),
    fingerprint: certificate.fingerprint256,
    comparisonCode: comparisonCode(certificate.fingerprint256),
  }
}

export const leafIn = (chain: string): X509Certificate => {
  const [leaf] = chainOf(chain)
  if (leaf === undefined) throw new RangeError('stored chain without certificate')
  return leaf
}

/** What is the same for every certificate of one answer: read once. */
export interface ViewContext {
  readonly now: Date
  readonly revocationOf: (certificate: X509Certificate) => Revocation | null
}

export function viewContext(desk: Desk): ViewContext {
  const { roots, now } = trustFor(desk, { judgedAt: 'now' })
  return { now, revocationOf: revocations(desk, roots) }
}

export function ownKeyView(desk: Desk, key: OwnKeyRow, { now, revocationOf }: ViewContext): OwnKeyView {
  const certificate = createOwnKeyStore(desk.db).certificateOf(key.id)
  if (certificate === undefined) throw new RangeError('key without certificate')
  const leaf = leafIn(certificate.chain)
  const view = certificateView(leaf, now)
  const revocation = revocationOf(leaf)
  const { id, purpose, madeAt, madeBy, retiredAt } = key
  return {
    ...{ ...view, id, purpose, madeAt, madeBy, retiredAt, origin: certificate.origin },
    status: retiredAt
      ? 'retired'
      : revocation !== null && revocation.revokedAt <= now
        ? 'revoked'
        : now.toISOString() > view.notAfter
          ? 'expired'
          : 'inUse',
    requestCode: comparisonCode(publicKeyId(leaf.publicKey)),
  }
}

export function issuedView(row: IssuedRow, { now }: ViewContext): IssuedView {
  const { id, serial, issuedAt, issuedBy, revokedAt } = row
  const view = certificateView(leafIn(row.chain), now)
  return { ...view, id, serial, issuedAt, issuedBy, revokedAt, reason: row.reason as RevocationReason | null }
}

export function anchorViews(desk: Desk, context: ViewContext): AnchorView[] {
  const store = createTrustStore(desk.db)
  const units = new Map(store.units().map((unit) => [unit.id, unit]))
  const rows = store.anchors()
  return rows.map((row) => anchorView(row, units.get(row.unitId) as PartnerRow, rows, context))
}

function anchorView(
  row: AnchorRow,
  unit: PartnerRow,
  all: readonly AnchorRow[],
  { now, revocationOf }: ViewContext,
): AnchorView {
  const { id, role, source, importedAt, importedBy, decidedAt, decidedBy, note } = row
  const leaf = leafIn(row.chain)
  const view = certificateView(leaf, now)
  const revocation = revocationOf(leaf)
  const others = all.filter(
    (other) =>
      other.unitId === row.unitId &&
      other.id !== id &&
      other.role === 'signer' &&
      other.state === 'trusted' &&
      role === 'signer',
  )
  return {
    ...{ ...view, id, unit, role, source, importedAt, importedBy, decidedAt, decidedBy, note },
    status: statusOf(row, view, revocation, now),
    remarks: remarksOf(unit, view, revocation, now),
    othersTrusted: others.length,
  }
}

function statusOf(
  { state }: AnchorRow,
  { notBefore, notAfter }: CertificateView,
  revocation: Revocation | null,
  now: Date,
): CertificateStatus {
  if (state === 'distrusted' || state === 'superseded') return state
  if (revocation !== null && revocation.revokedAt <= now) return 'revoked'
  if (state === 'pending') return 'pending'
  if (now.toISOString() > notAfter) return 'expired'
  return now.toISOString() < notBefore ? 'notYetValid' : 'trusted'
}

function remarksOf(
  unit: PartnerRow,
  { unitName, notBefore, notAfter }: CertificateView,
  revocation: Revocation | null,
  now: Date,
): string[] {
  const remarks: string[] = []
  if (unitName !== unit.name) remarks.push(`证书上的名称是“${unitName}”，与名片上的单位名称不同。`)
  if (revocation !== null) remarks.push('证书已列入吊销列表，请不要信任。')
  if (now.toISOString() > notAfter) remarks.push('证书已经过期，请让对方换发以后重发名片。')
  if (now.toISOString() < notBefore) remarks.push('证书还没有生效，请核对双方电脑的日期。')
  return remarks
}
