/** Lists of revoked certificates (CRL), RFC 5280, 5: written by a root, read from a file, never fetched. */
import type { X509Certificate } from 'node:crypto'
import { verify } from 'node:crypto'
import { BitString, Enumerated, Integer, OctetString } from 'asn1js'
import {
  AuthorityKeyIdentifier,
  Certificate,
  CertificateRevocationList,
  Extension,
  Extensions,
  RevokedCertificate,
} from 'pkijs'
import { certificateFacts, publicKeyOf, signatureHashes } from './certificate-facts.ts'
import { keyBits, timeOf } from './certificates.ts'
import { certificateSignature, derOf, keyIdentifier, ownBytes, signatureAlgorithm } from './der.ts'
import { SignatureProblem } from './problems.ts'
import type { Signer } from './signer.ts'
import { algorithmFor, keyOf, leafOf, signChecked } from './signer.ts'

/** In the order of their numbers (RFC 5280, 5.3.1); 7 is not used. */
const reasons = [
  'unspecified',
  'keyCompromise',
  'caCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  null,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aaCompromise',
] as const

export interface RevocationEntry {
  /** Hexadecimal, lower case, without leading zeros. */
  readonly serial: string
  readonly revokedAt: Date
  /** One of RFC 5280's names; null where none is given. */
  readonly reason: string | null
}

export interface RevocationList {
  /** Counts up with every list of a root; null in old lists. */
  readonly number: bigint | null
  readonly thisUpdate: Date
  readonly nextUpdate: Date | null
  readonly entries: readonly RevocationEntry[]
  /** Whether this root signed the list. */
  isSignedBy(root: X509Certificate): boolean
}

const ids = { number: '2.5.29.20', authorityKey: '2.5.29.35', reason: '2.5.29.21', invalidity: '2.5.29.24' }
const understood = new Set<string>([ids.number, ids.authorityKey, ids.reason, ids.invalidity])

/** A list in the name of a root, DER. Throws `SignatureProblem` ('issuerNotAuthority') for anybody else. */
export async function writeRevocationList(
  issuer: Signer,
  list: Omit<RevocationList, 'isSignedBy' | 'number'> & { readonly number: bigint },
): Promise<Buffer> {
  const own = leafOf(issuer)
  if (!certificateFacts(own).authority) throw new SignatureProblem('issuerNotAuthority')
  const algorithm = signatureAlgorithm(algorithmFor(own.publicKey))
  const identifier = new AuthorityKeyIdentifier({
    keyIdentifier: new OctetString({ valueHex: ownBytes(keyIdentifier(keyBits(own.publicKey))) }),
  })
  const made = new CertificateRevocationList({
    version: 1,
    signature: algorithm,
    signatureAlgorithm: algorithm,
    issuer: Certificate.fromBER(ownBytes(own.raw)).subject,
    thisUpdate: timeOf(list.thisUpdate),
    ...(list.nextUpdate === null ? {} : { nextUpdate: timeOf(list.nextUpdate) }),
    // An empty list has to be left out (5.1.2.6).
    ...(list.entries.length === 0 ? {} : { revokedCertificates: list.entries.map(revokedCertificate) }),
    crlExtensions: new Extensions({
      extensions: [
        new Extension({ extnID: ids.number, extnValue: Integer.fromBigInt(list.number).toBER() }),
        new Extension({ extnID: ids.authorityKey, extnValue: identifier.toSchema().toBER() }),
      ],
    }),
  })
  const [body] = made.toSchema(true).valueBlock.value
  if (body === undefined) throw new RangeError('empty list')
  made.tbsView = new Uint8Array(body.toBER())
  const signed = await signChecked(keyOf(issuer), made.tbsView)
  made.signatureValue = new BitString({ valueHex: certificateSignature(signed.algorithm, signed.value) })
  return Buffer.from(made.toSchema(true).toBER())
}

function revokedCertificate({ serial, revokedAt, reason }: RevocationEntry): RevokedCertificate {
  const known: readonly (string | null)[] = reasons
  const number = reason === null ? 0 : known.indexOf(reason)
  const extension = () =>
    new Extension({ extnID: ids.reason, extnValue: new Enumerated({ value: number }).toBER() })
  return new RevokedCertificate({
    userCertificate: Integer.fromBigInt(BigInt(`0x${serial}`)),
    revocationDate: timeOf(revokedAt),
    // 'unspecified' should be left out (5.3.1).
    ...(number > 0 ? { crlEntryExtensions: new Extensions({ extensions: [extension()] }) } : {}),
  })
}

/**
 * Reads a list, PEM or DER; ask it who signed it before relying on it. Throws `SignatureProblem` ('revocationList') for
 * what is no list, and for kinds of lists that would need more than this reader knows (delta and indirect lists).
 */
export function readRevocationList(source: string | Uint8Array): RevocationList {
  const der = derOf(source, 'X509 CRL')
  if (der === null) throw new SignatureProblem('revocationList', null, 'no list')
  try {
    return listOf(CertificateRevocationList.fromBER(ownBytes(der)))
  } catch (error) {
    throw new SignatureProblem('revocationList', null, String(error))
  }
}

function listOf(list: CertificateRevocationList): RevocationList {
  const extensions = list.crlExtensions?.extensions ?? []
  requireUnderstood(extensions)
  const number = extensions.find(({ extnID }) => extnID === ids.number)?.parsedValue
  const hash = signatureHashes.get(list.signatureAlgorithm.algorithmId) ?? null
  const value = Buffer.from(list.signatureValue.valueBlock.valueHexView)
  return {
    number: number instanceof Integer ? number.toBigInt() : null,
    thisUpdate: list.thisUpdate.value,
    nextUpdate: list.nextUpdate?.value ?? null,
    entries: (list.revokedCertificates ?? []).map(entryOf),
    isSignedBy(root) {
      const named = Certificate.fromBER(ownBytes(root.raw)).subject.isEqual(list.issuer)
      const { authority, usages } = certificateFacts(root)
      const key = publicKeyOf(root)
      if (!named || !authority || !(usages?.has('cRLSign') ?? true) || key === null) return false
      if (hash === null || hash === 'sha1') return false
      try {
        return verify(hash, list.tbsView, key, value)
      } catch {
        // A key of another kind than the signature.
        return false
      }
    },
  }
}

function entryOf(entry: RevokedCertificate): RevocationEntry {
  const extensions = entry.crlEntryExtensions?.extensions ?? []
  requireUnderstood(extensions)
  const reason = extensions.find(({ extnID }) => extnID === ids.reason)?.parsedValue
  return {
    serial: entry.userCertificate.toBigInt().toString(16),
    revokedAt: entry.revocationDate.value,
    reason: reason instanceof Enumerated ? (reasons[reason.valueBlock.valueDec] ?? null) : null,
  }
}

function requireUnderstood(extensions: readonly Extension[]): void {
  const strange = extensions.find(({ critical, extnID }) => critical && !understood.has(extnID))
  if (strange !== undefined) throw new RangeError(`critical extension ${strange.extnID}`)
}
