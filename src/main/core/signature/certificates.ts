/**
 * Makes certificates: self-signed ones for a unit or a root, requests (PKCS#10), and certificates issued from requests.
 * Signing goes through the same interface as signing workbooks, so a root key may stay in a UKey.
 */
import type { KeyObject } from 'node:crypto'
import { createPublicKey, generateKeyPair, randomBytes, verify, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import {
  Set as AsnSet,
  BitString,
  Integer,
  ObjectIdentifier,
  OctetString,
  PrintableString,
  Sequence,
  Utf8String,
} from 'asn1js'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  CertificationRequest,
  Extension,
  PublicKeyInfo,
  RelativeDistinguishedNames,
  Time,
} from 'pkijs'
import { certificateFacts } from './certificate-facts.ts'
import { type CertificateName, unitNameIn } from './certificate-names.ts'
import {
  certificateSignature,
  derOf,
  keyIdentifier,
  ownBytes,
  pem,
  signatureAlgorithm,
  spkiOf,
} from './der.ts'
import { SignatureProblem } from './problems.ts'
import type { Signer, SigningKey } from './signer.ts'
import { algorithmFor, keyOf, leafOf, signChecked } from './signer.ts'

export type KeyKind = 'rsa2048' | 'rsa3072' | 'p256'

/** A new private key. RSA keys take up to a second. */
export async function generatePrivateKey(kind: KeyKind): Promise<KeyObject> {
  const generate = promisify(generateKeyPair)
  if (kind === 'p256') return (await generate('ec', { namedCurve: 'prime256v1' })).privateKey
  const modulusLength = kind === 'rsa2048' ? 2048 : 3072
  return (await generate('rsa', { modulusLength })).privateKey
}

export interface CertificateSpec {
  /** `unit` signs workbooks, `authority` signs certificates; one key should not do both. */
  readonly purpose: 'unit' | 'authority'
  readonly notBefore: Date
  readonly notAfter: Date
}

/** A certificate that vouches for itself: trusted only where it is imported and compared. */
export async function selfSignedCertificate(
  key: SigningKey,
  name: CertificateName,
  spec: CertificateSpec,
): Promise<X509Certificate> {
  const subject = distinguishedName(name)
  const body = { subject, issuer: subject, publicKey: key.publicKey, authorityKey: key.publicKey, spec }
  return certificate(body, key)
}

/** A request for a certificate, PEM. */
export async function certificateRequest(key: SigningKey, name: CertificateName): Promise<string> {
  const request = new CertificationRequest({
    subject: distinguishedName(name),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(spkiOf(key.publicKey)),
  })
  request.signatureAlgorithm = signatureAlgorithm(algorithmFor(key.publicKey))
  const [body] = request.toSchema(true).valueBlock.value
  if (body === undefined) throw new RangeError('empty request')
  request.tbsView = new Uint8Array(body.toBER())
  const { value, algorithm } = await signChecked(key, request.tbsView)
  request.signatureValue = new BitString({ valueHex: certificateSignature(algorithm, value) })
  return pem('CERTIFICATE REQUEST', new Uint8Array(request.toSchema(true).toBER()))
}

export interface CertificateRequest {
  readonly subject: RelativeDistinguishedNames
  /** The unit that the subject names. */
  readonly name: CertificateName
  readonly publicKey: KeyObject
}

/**
 * Reads a request (PEM or DER), and checks that whoever made it holds the key. Throws `SignatureProblem` ('request',
 * 'weakKey', 'algorithm').
 */
export function readCertificateRequest(source: string | Uint8Array): CertificateRequest {
  const der = derOf(source, '(?:NEW )?CERTIFICATE REQUEST')
  if (der === null) throw new SignatureProblem('request', null, 'no request')
  let request: CertificationRequest
  let publicKey: KeyObject
  try {
    request = CertificationRequest.fromBER(ownBytes(der))
    const spki = Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER())
    publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch (error) {
    throw new SignatureProblem('request', null, String(error))
  }
  const { algorithmId } = signatureAlgorithm(algorithmFor(publicKey))
  const value = Buffer.from(request.signatureValue.valueBlock.valueHexView)
  const holdsKey =
    request.signatureAlgorithm.algorithmId === algorithmId &&
    verify('sha256', request.tbsView, publicKey, value)
  if (!holdsKey) throw new SignatureProblem('request', null, 'signature')
  return { subject: request.subject, name: unitNameIn(request.subject), publicKey }
}

/**
 * Issues a certificate for a request in the name of an authority. What the request asks for beyond name and key is not
 * taken over. Throws `SignatureProblem` ('issuerNotAuthority') for an issuer without that right.
 */
export async function issueCertificate(
  request: CertificateRequest,
  issuer: Signer,
  spec: CertificateSpec,
): Promise<X509Certificate> {
  const own = leafOf(issuer)
  if (!certificateFacts(own).authority) throw new SignatureProblem('issuerNotAuthority')
  const body = {
    subject: request.subject,
    issuer: Certificate.fromBER(ownBytes(own.raw)).subject,
    publicKey: request.publicKey,
    authorityKey: own.publicKey,
    spec,
  }
  return certificate(body, keyOf(issuer))
}

interface CertificateBody {
  readonly subject: RelativeDistinguishedNames
  readonly issuer: RelativeDistinguishedNames
  readonly publicKey: KeyObject
  readonly authorityKey: KeyObject
  readonly spec: CertificateSpec
}

async function certificate(body: CertificateBody, key: SigningKey): Promise<X509Certificate> {
  const algorithm = signatureAlgorithm(algorithmFor(key.publicKey))
  const made = new Certificate({
    version: 2,
    serialNumber: new Integer({ valueHex: serialNumber() }),
    signature: algorithm,
    signatureAlgorithm: algorithm,
    issuer: body.issuer,
    subject: body.subject,
    notBefore: timeOf(body.spec.notBefore),
    notAfter: timeOf(body.spec.notAfter),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(spkiOf(body.publicKey)),
    extensions: extensionsOf(body),
  })
  made.tbsView = new Uint8Array(made.encodeTBS().toBER())
  const { value, algorithm: name } = await signChecked(key, made.tbsView)
  made.signatureValue = new BitString({ valueHex: certificateSignature(name, value) })
  return new X509Certificate(Buffer.from(made.toSchema(true).toBER()))
}

/** 128 random bits, positive and never zero (RFC 5280, 4.1.2.2). */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return ownBytes(bytes)
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5), to the second. */
export function timeOf(date: Date): Time {
  const value = new Date(Math.floor(date.getTime() / 1000) * 1000)
  return new Time({ type: value.getUTCFullYear() < 2050 ? 0 : 1, value })
}

/** One attribute per RDN, as everybody expects it; pkijs itself would put all of them into one. */
function distinguishedName({ organization, commonName, code }: CertificateName): RelativeDistinguishedNames {
  const values: [type: string, value: PrintableString | Utf8String][] = [
    ['2.5.4.6', new PrintableString({ value: 'CN' })],
    ['2.5.4.10', new Utf8String({ value: organization })],
    ['2.5.4.3', new Utf8String({ value: commonName })],
  ]
  if (code !== undefined) values.push(['2.5.4.5', new PrintableString({ value: code })])
  const names = values.map(
    ([type, value]) =>
      new AsnSet({ value: [new Sequence({ value: [new ObjectIdentifier({ value: type }), value] })] }),
  )
  return RelativeDistinguishedNames.fromBER(new Sequence({ value: names }).toBER())
}

/** Bits of KeyUsage: digitalSignature and nonRepudiation, or keyCertSign and cRLSign. */
const usageBits = { unit: 0b1100_0000, authority: 0b0000_0110 } as const

function extensionsOf({ publicKey, authorityKey, spec }: CertificateBody): Extension[] {
  const subjectKey = keyIdentifier(keyBits(publicKey))
  const issuerKey = keyIdentifier(keyBits(authorityKey))
  const usage = new BitString({
    valueHex: new Uint8Array([usageBits[spec.purpose]]).buffer,
    unusedBits: spec.purpose === 'unit' ? 6 : 1,
  })
  const constraints = new BasicConstraints({ cA: spec.purpose === 'authority' })
  const authorityIdentifier = new AuthorityKeyIdentifier({
    keyIdentifier: new OctetString({ valueHex: ownBytes(issuerKey) }),
  })
  const extension = (extnID: string, critical: boolean, value: { toBER(): ArrayBuffer }) =>
    new Extension({ extnID, critical, extnValue: value.toBER() })
  return [
    extension('2.5.29.19', true, constraints.toSchema()),
    extension('2.5.29.15', true, usage),
    extension('2.5.29.14', false, new OctetString({ valueHex: ownBytes(subjectKey) })),
    extension('2.5.29.35', false, authorityIdentifier.toSchema()),
  ]
}

/** The bits of a public key, as key identifiers are made of. */
export function keyBits(publicKey: KeyObject): Uint8Array {
  return PublicKeyInfo.fromBER(spkiOf(publicKey)).subjectPublicKey.valueBlock.valueHexView
}
