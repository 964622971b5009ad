/**
 * Whether a signer's certificate was good at the time of signing, and whether it leads to a root that is trusted here.
 * A small part of RFC 5280, 6: no policies, no name constraints; certificates that need more are not followed.
 */
import type { X509Certificate } from 'node:crypto'
import type { CertificateFacts } from './certificate-facts.ts'
import { certificateFacts, isStrongKey, publicKeyOf } from './certificate-facts.ts'
import { SignatureProblem } from './problems.ts'

export interface TrustQuestion {
  /** The signer's certificate first, then further ones of the signature, in any order. */
  readonly certificates: readonly X509Certificate[]
  readonly roots: readonly X509Certificate[]
  /** Signers that are trusted by themselves, whoever issued their certificate. */
  readonly pinned: readonly X509Certificate[]
  /** The time that the signer claims. */
  readonly signedAt: Date
  readonly allowSha1: boolean
  readonly isRevoked: (certificate: X509Certificate, signedAt: Date) => boolean
}

export interface Trust {
  /** How the signer is known; null for a good signature of somebody unknown. */
  readonly by: 'root' | 'pinned' | null
  /** The root or the pinned certificate. */
  readonly anchor: X509Certificate | null
}

const maximumDepth = 6

/** Throws `SignatureProblem` where the certificate as such must not be relied on. */
export function judgeTrust(question: TrustQuestion): Trust {
  const [leaf, ...others] = question.certificates
  if (leaf === undefined) throw new SignatureProblem('keyInfo')
  const facts = certificateFacts(leaf)
  const selfSigned = hasIssued(leaf, leaf, true)
  // Windows makes its self-signed signing certificates with the CA flag, so the flag alone says nothing there.
  if (facts.authority && !selfSigned) throw new SignatureProblem('authoritySigned')
  checkLeaf(leaf, facts, question)
  const pinned = question.pinned.find((certificate) => isSame(certificate, leaf))
  if (pinned !== undefined) return { by: 'pinned', anchor: pinned }
  const climb: Climb = { question, others, notAuthority: false }
  const root = selfSigned ? null : climbToRoot(climb, leaf, 0)
  if (root !== null) return { by: 'root', anchor: root }
  if (climb.notAuthority) throw new SignatureProblem('issuerNotAuthority')
  return { by: null, anchor: null }
}

function checkLeaf(leaf: X509Certificate, facts: CertificateFacts, question: TrustQuestion): void {
  if (question.isRevoked(leaf, question.signedAt)) throw new SignatureProblem('certificateRevoked')
  if (facts.unknownCritical) throw new SignatureProblem('keyUsage', null, 'unknown critical extension')
  const { usages } = facts
  if (usages !== null && !usages.has('digitalSignature') && !usages.has('nonRepudiation')) {
    throw new SignatureProblem('keyUsage')
  }
  if (!isValidAt(facts, question.signedAt)) throw new SignatureProblem('certificateExpired')
}

interface Climb {
  readonly question: TrustQuestion
  readonly others: readonly X509Certificate[]
  /** Somebody on the way issued a certificate without the right to. */
  notAuthority: boolean
}

/** The root above a certificate, or null. `below` counts the issuing certificates already passed. */
function climbToRoot(climb: Climb, certificate: X509Certificate, below: number): X509Certificate | null {
  if (below >= maximumDepth) return null
  const { question, others } = climb
  for (const candidate of [...question.roots, ...others]) {
    if (isSame(candidate, certificate) || !hasIssued(candidate, certificate, question.allowSha1)) continue
    const facts = certificateFacts(candidate)
    const mayIssue =
      facts.authority && (facts.usages?.has('keyCertSign') ?? true) && (facts.pathLength ?? below) >= below
    if (!mayIssue) {
      climb.notAuthority = true
      continue
    }
    if (facts.unknownCritical || !isValidAt(facts, question.signedAt)) continue
    if (question.isRevoked(candidate, question.signedAt)) throw new SignatureProblem('certificateRevoked')
    if (question.roots.some((root) => isSame(root, candidate))) return candidate
    const root = climbToRoot(climb, candidate, below + 1)
    if (root !== null) return root
  }
  return null
}

/** By name and by signature; `allowOld` accepts SHA-1 and short keys. */
function hasIssued(candidate: X509Certificate, certificate: X509Certificate, allowOld: boolean): boolean {
  if (candidate.subject !== certificate.issuer) return false
  const { signatureHash } = certificateFacts(certificate)
  if (signatureHash === null || (signatureHash === 'sha1' && !allowOld)) return false
  const key = publicKeyOf(candidate)
  if (key === null || !isStrongKey(key, allowOld)) return false
  try {
    return certificate.verify(key)
  } catch {
    // A key of another kind than the signature.
    return false
  }
}

const isSame = (one: X509Certificate, other: X509Certificate): boolean => one.raw.equals(other.raw)
const isValidAt = ({ notBefore, notAfter }: CertificateFacts, time: Date): boolean =>
  time >= notBefore && time <= notAfter
