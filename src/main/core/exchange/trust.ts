/**
 * Whom this unit trusts, as `verifyPackage` asks for it, and which unit a certificate stands for.
 *
 *   const trust = trustFor(desk, { judgedAt: 'now' })
 *   const report = await verifyPackage(bytes, trust)
 *   const unit = unitOf(desk, report.signatures[0].signer.certificate)
 */
import type { X509Certificate } from 'node:crypto'
import type { UnitRelation } from '../../../shared/contract/calls/trust.ts'
import type { Desk } from '../context.ts'
import { certificateName, readCertificate, type VerifyOptions } from '../signature/index.ts'
import { chainOf, isIssuedBy, serialOf } from './certificate-chain.ts'
import { createOwnKeyStore } from './own-key.store.ts'
import { createTrustStore } from './trust.store.ts'
import { ownUnit, type UnitIdentity } from './unit-identity.ts'

export interface TrustOptions {
  /**
   * Which time counts for what was revoked, replaced or distrusted since:
   * - `now`: for files that arrive. A claimed signing time proves nothing, so whoever must not sign today is refused.
   * - `signing`: for looking at files that were here before. Refused from the day of revocation on; always where the key
   *   fell into other hands.
   */
  readonly judgedAt: 'now' | 'signing'
}

export type Trust = Required<Pick<VerifyOptions, 'isRevoked' | 'now'>> & {
  readonly roots: readonly X509Certificate[]
  readonly pinned: readonly X509Certificate[]
}

/** Reasons after which not even older signatures count. */
const compromised: ReadonlySet<string | null> = new Set(['keyCompromise', 'caCompromise', 'aaCompromise'])

const leafIn = (chain: string): X509Certificate => chainOf(chain)[0] as X509Certificate

/**
 * Roots and signers trusted by this ledger, one's own included (packages and receipts of one's own are trusted), and
 * what was revoked: in the form that `verifyPackage` takes.
 */
export function trustFor(desk: Desk, { judgedAt }: TrustOptions): Trust {
  const store = createTrustStore(desk.db)
  const keys = createOwnKeyStore(desk.db)
  const now = new Date(desk.now())
  const anchors = store.anchors()
  const own = keys.certificates().map(({ chain, purpose }) => ({ certificate: leafIn(chain), purpose }))
  const usable = anchors.filter(({ state }) => state === 'trusted' || state === 'superseded')
  const withRole = (role: string) => usable.filter((anchor) => anchor.role === role)
  const roots = [
    ...withRole('root').map(({ chain }) => leafIn(chain)),
    ...own.filter(({ purpose }) => purpose === 'authority').map(({ certificate }) => certificate),
  ]
  const pinned = [
    ...withRole('signer').map(({ chain }) => leafIn(chain)),
    ...own.filter(({ purpose }) => purpose === 'unit').map(({ certificate }) => certificate),
  ]
  const distrusted = new Set(
    anchors.filter(({ state }) => state === 'distrusted').map(({ fingerprint }) => fingerprint),
  )
  const superseded = new Map(
    anchors
      .filter(({ state, decidedAt }) => state === 'superseded' && decidedAt !== null)
      .map(({ fingerprint, decidedAt }) => [fingerprint, new Date(decidedAt ?? '')]),
  )
  const revocationOf = revocations(desk, roots)

  function isRevoked(certificate: X509Certificate, signedAt: Date): boolean {
    const time = judgedAt === 'now' ? now : signedAt
    if (distrusted.has(certificate.fingerprint256)) return true
    const until = superseded.get(certificate.fingerprint256)
    if (until !== undefined && time >= until) return true
    const revocation = revocationOf(certificate)
    if (revocation === null) return false
    return compromised.has(revocation.reason) || time >= revocation.revokedAt
  }
  return { roots, pinned, isRevoked, now }
}

export interface Revocation {
  readonly revokedAt: Date
  readonly reason: string | null
}

/** Looks up whether a root revoked a certificate: by its imported list, or here where the unit is that root. */
export function revocations(
  desk: Desk,
  roots: readonly X509Certificate[],
): (certificate: X509Certificate) => Revocation | null {
  const listed = new Map<string, Revocation>()
  for (const { issuer, serial, revokedAt, reason } of createTrustStore(desk.db).revoked()) {
    listed.set(`${issuer} ${serial}`, { revokedAt: new Date(revokedAt), reason })
  }
  const issuedHere = new Map<string, Revocation>()
  for (const { fingerprint, revokedAt, reason } of createOwnKeyStore(desk.db).issued()) {
    if (revokedAt !== null) issuedHere.set(fingerprint, { revokedAt: new Date(revokedAt), reason })
  }
  return (certificate) => {
    const here = issuedHere.get(certificate.fingerprint256)
    if (here !== undefined) return here
    const serial = serialOf(certificate)
    for (const root of roots) {
      const found = listed.get(`${root.fingerprint256} ${serial}`)
      if (found !== undefined && isIssuedBy(certificate, root)) return found
    }
    return null
  }
}

export interface CertificateUnit extends UnitIdentity {
  /** In `partner_unit`; null for oneself and for units that only a root vouches for. */
  readonly id: number | null
  readonly relation: UnitRelation | 'own'
  /** The certificate itself was confirmed for this unit, or it is one's own; otherwise a root vouches. */
  readonly pinned: boolean
}

/**
 * The unit that a certificate stands for: a pinned one for exactly the unit it was confirmed for, any other for the unit
 * it names. Says nothing of trust: ask only after `verifyPackage` said `validTrusted`.
 *
 * @param certificate as read, or PEM as in `SignerFacts.certificate`
 */
export function unitOf(desk: Desk, certificate: X509Certificate | string): CertificateUnit {
  const read = readCertificate(certificate)
  const store = createTrustStore(desk.db)
  const own = createOwnKeyStore(desk.db)
  if (own.hasCertificate(read.fingerprint256)) {
    return { ...ownUnit(desk), id: null, relation: 'own', pinned: true }
  }
  const anchor = store.anchorOf(read.fingerprint256, 'signer')
  const confirmed = anchor && anchor.state !== 'pending' ? store.unit(anchor.unitId) : undefined
  if (confirmed) return { ...confirmed, pinned: true }
  const { organization, code = '' } = certificateName(read)
  const known = store.unitNamed(organization, code)
  if (known) return { ...known, pinned: false }
  return { id: null, name: organization, code, relation: 'other', pinned: false }
}

/**
 * Units that packages can be exchanged with: those with a confirmed certificate, and those that got one here.
 */
export function partnerUnits(desk: Desk): (UnitIdentity & { id: number; relation: UnitRelation })[] {
  const store = createTrustStore(desk.db)
  const confirmed = store.anchors().filter(({ state }) => state === 'trusted' || state === 'superseded')
  const issued = createOwnKeyStore(desk.db).issued()
  const known = new Set([...confirmed, ...issued].map(({ unitId }) => unitId))
  return store.units().filter(({ id }) => known.has(id))
}
