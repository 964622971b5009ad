/**
 * What node:crypto's X509Certificate does not tell of a certificate: key usage, constraints, the hash it was signed
 * with, and its names as XML Signature writes them. RFC 5280, 4.2.1.
 */
import type { KeyObject } from 'node:crypto'
import { X509Certificate } from 'node:crypto'
import { BitString } from 'asn1js'
import type { RelativeDistinguishedNames } from 'pkijs'
import { BasicConstraints, Certificate } from 'pkijs'
import { SignatureProblem } from './problems.ts'

export interface CertificateFacts {
  /** `C=CN, O=…, CN=…` in the order of the certificate, as Office writes it. */
  readonly subjectName: string
  readonly issuerName: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** Basic constraints say that it may issue certificates. */
  readonly authority: boolean
  /** How many issuing certificates may stand below this one; null for no limit. */
  readonly pathLength: number | null
  /** Null where the certificate does not restrict its use. */
  readonly usages: ReadonlySet<KeyUsage> | null
  /** Hash of the signature on the certificate itself; null for anything unusual. */
  readonly signatureHash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null
  /** A critical extension that nobody here understands: such a certificate must not be used (RFC 5280, 4.2). */
  readonly unknownCritical: boolean
}

/** In the order of their bits (RFC 5280, 4.2.1.3). */
const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof keyUsages)[number]

const basicConstraintsId = '2.5.29.19'
const keyUsageId = '2.5.29.15'
/** Alternative name, policies and extended usage narrow nothing that is asked here. */
const understoodIds = new Set([basicConstraintsId, keyUsageId, '2.5.29.17', '2.5.29.32', '2.5.29.37'])

export const signatureHashes: ReadonlyMap<string, CertificateFacts['signatureHash']> = new Map([
  ['1.2.840.113549.1.1.5', 'sha1'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.1', 'sha1'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
])

/** Reads a certificate from PEM or DER. Throws `SignatureProblem` ('certificate'). */
export function readCertificate(source: string | Uint8Array | X509Certificate): X509Certificate {
  if (source instanceof X509Certificate) return source
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(source)
  } catch (error) {
    throw new SignatureProblem('certificate', null, String(error))
  }
  // OpenSSL reads over bytes behind the certificate.
  const isDer = typeof source !== 'string' && source[0] === 0x30
  if (isDer && certificate.raw.length !== source.length) {
    throw new SignatureProblem('certificate', null, 'bytes behind the certificate')
  }
  return certificate
}

/** The public key; null for kinds of keys that this runtime does not know (SM2, for one). */
export function publicKeyOf(certificate: X509Certificate): KeyObject | null {
  try {
    return certificate.publicKey
  } catch {
    return null
  }
}

const curves = new Set(['prime256v1', 'secp384r1', 'secp521r1'])

/** RSA from 2048 bits (from 1024 where old signatures are asked for) with a sound exponent, or a NIST curve. */
export function isStrongKey(key: KeyObject, allowOld: boolean): boolean {
  const { modulusLength = 0, publicExponent = 0n, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'ec') return curves.has(namedCurve)
  return (
    key.asymmetricKeyType === 'rsa' &&
    modulusLength >= (allowOld ? 1024 : 2048) &&
    modulusLength <= 16_384 &&
    publicExponent >= 3n
  )
}

/** Reading a certificate into its ASN.1 costs milliseconds, and the same one is asked about several times. */
const readAlready = new WeakMap<X509Certificate, CertificateFacts>()

/** Throws `SignatureProblem` ('certificate') for what cannot be read. */
export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const known = readAlready.get(certificate)
  if (known !== undefined) return known
  try {
    const facts = factsOf(Certificate.fromBER(new Uint8Array(certificate.raw)))
    readAlready.set(certificate, facts)
    return facts
  } catch (error) {
    throw new SignatureProblem('certificate', null, String(error))
  }
}

function factsOf(certificate: Certificate): CertificateFacts {
  const extensions = certificate.extensions ?? []
  const ids = extensions.map(({ extnID }) => extnID)
  if (new Set(ids).size !== ids.length) throw new RangeError('extension given twice')
  const parsed = (id: string) => extensions.find(({ extnID }) => extnID === id)?.parsedValue
  const constraints = parsed(basicConstraintsId)
  const usage = parsed(keyUsageId)
  if (ids.includes(basicConstraintsId) && !(constraints instanceof BasicConstraints)) {
    throw new RangeError('basic constraints')
  }
  if (ids.includes(keyUsageId) && !(usage instanceof BitString)) throw new RangeError('key usage')
  const authority = constraints instanceof BasicConstraints && constraints.cA
  const pathLength = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined
  return {
    subjectName: nameText(certificate.subject),
    issuerName: nameText(certificate.issuer),
    notBefore: certificate.notBefore.value,
    notAfter: certificate.notAfter.value,
    authority,
    pathLength: authority && pathLength !== undefined ? Number(pathLength) : null,
    usages: usage instanceof BitString ? usagesOf(usage.valueBlock.valueHexView) : null,
    signatureHash: signatureHashes.get(certificate.signatureAlgorithm.algorithmId) ?? null,
    unknownCritical: extensions.some(({ critical, extnID }) => critical && !understoodIds.has(extnID)),
  }
}

function usagesOf(bits: Uint8Array): Set<KeyUsage> {
  return new Set(keyUsages.filter((_usage, index) => ((bits[index >> 3] ?? 0) & (0x80 >> (index & 7))) !== 0))
}

/** Short names as in RFC 4514 and in Windows. */
const attributeNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'G',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'E',
}

/**
 * In the order of the certificate, not reversed as RFC 4514 has it: that is what Office writes and expects.
 */
function nameText(name: RelativeDistinguishedNames): string {
  return name.typesAndValues
    .map(({ type, value }) => {
      const text = String(value.valueBlock.value ?? '')
      return `${attributeNames[type] ?? `OID.${type}`}=${text.replace(/[,+"\\<>;]|^[# ]| $/g, '\\$&')}`
    })
    .join(', ')
}
