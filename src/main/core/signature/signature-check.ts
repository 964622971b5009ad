/**
 * The cryptographic core: does the signature fit its certificate, do the signed objects and the listed parts have the
 * digests that were signed. XML Signature 3.2 (core validation), with the checks of [MS-OFFCRYPTO] 2.5.2.6 on XAdES.
 */
import type { KeyObject, X509Certificate } from 'node:crypto'
import { canonicalXml } from './canonical-xml.ts'
import { isStrongKey, publicKeyOf } from './certificate-facts.ts'
import type { DigestMethod } from './names.ts'
import { digestMethods, dsigNamespace, signatureMethods } from './names.ts'
import { digest } from './part-digests.ts'
import { SignatureProblem } from './problems.ts'
import type { DigestElement } from './signature-elements.ts'
import { base64Of, onlyChild } from './signature-elements.ts'
import type { SignatureDocument } from './signature-reader.ts'
import { fits } from './signer.ts'

export type CheckWarning = 'sha1' | 'weakKey' | 'noXades' | 'timesDiffer'

export interface CheckedSignature {
  readonly signedAt: Date
  readonly warnings: ReadonlySet<CheckWarning>
}

type HashName = DigestMethod['hash']

/** The hash of a digest method. SHA-1 is refused unless `allowSha1`. Throws `SignatureProblem`. */
export function hashOf({ method }: Pick<DigestElement, 'method'>, allowSha1: boolean): HashName {
  const hash = digestMethods.get(method)?.hash
  if (hash === undefined) throw new SignatureProblem('algorithm', null, 'digest')
  if (hash === 'sha1' && !allowSha1) throw new SignatureProblem('sha1')
  return hash
}

/**
 * Checks everything that stands in the signature part itself against the signer's certificate; the parts it lists are
 * checked by the caller. Throws `SignatureProblem` without part.
 */
export function checkSignature(
  document: SignatureDocument,
  leaf: X509Certificate,
  allowSha1: boolean,
): CheckedSignature {
  const method = signatureMethods.get(document.signatureMethod)
  if (method === undefined) throw new SignatureProblem('algorithm', null, 'signature method')
  if (method.hash === 'sha1' && !allowSha1) throw new SignatureProblem('sha1')
  const key = publicKeyOf(leaf)
  if (key === null) throw new SignatureProblem('algorithm', null, 'key of the certificate')
  if (key.asymmetricKeyType !== method.key) throw new SignatureProblem('keyMismatch')
  if (!isStrongKey(key, allowSha1)) throw new SignatureProblem('weakKey')
  checkKeyValue(document, key)
  const signed = canonicalXml(document.signedInfo)
  if (!fits(method.hash, signed, key, document.signatureValue)) {
    throw new SignatureProblem('signatureValue')
  }
  const hashes = new Set<HashName>([method.hash])
  for (const reference of document.references) {
    const hash = hashOf(reference, allowSha1)
    hashes.add(hash)
    if (!digest(canonicalXml(reference.target), hash).equals(reference.value)) {
      throw new SignatureProblem('signedObject', null, reference.id)
    }
  }
  for (const listed of document.listed) hashes.add(hashOf(listed, allowSha1))
  const xadesHash = checkXades(document, leaf, allowSha1)
  if (xadesHash !== null) hashes.add(xadesHash)
  const times = [document.signatureTime, ...(document.xades === null ? [] : [document.xades.signingTime])]
  const [signedAt, claimedAgain] = times.map(readTime)
  const warnings = new Set<CheckWarning>()
  if (hashes.has('sha1')) warnings.add('sha1')
  if (!isStrongKey(key, false)) warnings.add('weakKey')
  if (document.xades === null) warnings.add('noXades')
  if (claimedAgain !== undefined && claimedAgain.getTime() !== signedAt?.getTime())
    warnings.add('timesDiffer')
  return { signedAt: signedAt as Date, warnings }
}

/** Office 2007 writes the RSA key beside the certificate; another key there would be the one some programs use. */
function checkKeyValue({ keyValue }: SignatureDocument, key: KeyObject): void {
  if (keyValue === null) return
  const { kty, n, e } = key.export({ format: 'jwk' })
  const written = onlyChild(keyValue, dsigNamespace, 'RSAKeyValue')
  const numberOf = (local: string) =>
    BigInt(`0x${base64Of(onlyChild(written, dsigNamespace, local)).toString('hex')}`)
  const numberIn = (part: string | undefined) =>
    BigInt(`0x${Buffer.from(part ?? '', 'base64url').toString('hex') || '0'}`)
  if (kty !== 'RSA' || numberOf('Modulus') !== numberIn(n) || numberOf('Exponent') !== numberIn(e)) {
    throw new SignatureProblem('keyMismatch', null, 'KeyValue')
  }
}

/** XAdES binds the certificate to the signature: another one with the same key must not take its place. */
function checkXades(
  { xades }: SignatureDocument,
  leaf: X509Certificate,
  allowSha1: boolean,
): HashName | null {
  if (xades === null) return null
  const hash = hashOf(xades.certificateDigest, allowSha1)
  const sameCertificate = digest(leaf.raw, hash).equals(xades.certificateDigest.value)
  if (!sameCertificate || xades.serialNumber !== BigInt(`0x${leaf.serialNumber}`).toString()) {
    throw new SignatureProblem('certificateSubstituted')
  }
  return hash
}

function readTime(text: string): Date {
  const wellFormed = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const time = new Date(wellFormed ? text : Number.NaN)
  if (Number.isNaN(time.getTime())) throw new SignatureProblem('signingTime')
  return time
}
