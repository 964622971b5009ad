/** Key files: a private key with its certificates under a passphrase. PKCS#12, RFC 7292. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import { createHmac, createPrivateKey, randomBytes, timingSafeEqual } from 'node:crypto'
import { BmpString, OctetString } from 'asn1js'
import type { SafeBag } from 'pkijs'
import {
  AlgorithmIdentifier,
  Attribute,
  AuthenticatedSafe,
  CertBag,
  Certificate,
  ContentInfo,
  DigestInfo,
  EncryptedData,
  MacData,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeBag as SafeBagValue,
  SafeContents,
} from 'pkijs'
import { readCertificate } from './certificate-facts.ts'
import { ownBytes } from './der.ts'
import { decryptWithPassphrase, deriveKey, encryptWithPassphrase } from './pkcs12-encryption.ts'
import { SignatureProblem } from './problems.ts'

export interface KeyFile {
  readonly privateKey: KeyObject
  /** The certificate of the key first, then those that issued it. */
  readonly certificateChain: readonly X509Certificate[]
}

const dataId = '1.2.840.113549.1.7.1'
const encryptedDataId = '1.2.840.113549.1.7.6'
const keyBagId = '1.2.840.113549.1.12.10.1.1'
const shroudedKeyBagId = '1.2.840.113549.1.12.10.1.2'
const certBagId = '1.2.840.113549.1.12.10.1.3'
const x509CertificateId = '1.2.840.113549.1.9.22.1'
const friendlyNameId = '1.2.840.113549.1.9.20'
const localKeyId = '1.2.840.113549.1.9.21'

const hashes: Readonly<Record<string, { hash: string; length: number }>> = {
  '1.3.14.3.2.26': { hash: 'sha1', length: 20 },
  '2.16.840.1.101.3.4.2.1': { hash: 'sha256', length: 32 },
  '2.16.840.1.101.3.4.2.2': { hash: 'sha384', length: 48 },
  '2.16.840.1.101.3.4.2.3': { hash: 'sha512', length: 64 },
}
const sha256Id = '2.16.840.1.101.3.4.2.1'
const macIterations = 100_000

/** Throws `SignatureProblem` ('pfxUnreadable', 'pfxPassphrase', 'pfxNoKey'). */
export function readPfx(bytes: Uint8Array, passphrase: string): KeyFile {
  try {
    return readBags(bytes, passphrase)
  } catch (error) {
    if (error instanceof SignatureProblem) throw error
    throw new SignatureProblem('pfxUnreadable', null, String(error))
  }
}

function readBags(bytes: Uint8Array, passphrase: string): KeyFile {
  const pfx = PFX.fromBER(ownBytes(bytes))
  const content = octetsOf(pfx.authSafe)
  checkMac(pfx.macData, content, passphrase)
  const keys: KeyObject[] = []
  const certificates: X509Certificate[] = []
  for (const part of AuthenticatedSafe.fromBER(ownBytes(content)).safeContents) {
    for (const bag of SafeContents.fromBER(ownBytes(plainContent(part, passphrase))).safeBags) {
      const key = privateKeyIn(bag, passphrase)
      if (key !== null) keys.push(key)
      const certificate = certificateIn(bag)
      if (certificate !== null) certificates.push(certificate)
    }
  }
  const [privateKey, ...others] = keys
  const leaf = certificates.find(
    (certificate) => privateKey !== undefined && certificate.checkPrivateKey(privateKey),
  )
  if (privateKey === undefined || leaf === undefined || others.length > 0)
    throw new SignatureProblem('pfxNoKey')
  return { privateKey, certificateChain: chainFrom(leaf, certificates) }
}

function octetsOf(info: ContentInfo): Buffer {
  const content: unknown = info.content
  if (info.contentType !== dataId || !(content instanceof OctetString)) throw new RangeError('content')
  return Buffer.from(content.getValue())
}

/** The checksum over the file, keyed with the passphrase: it tells a wrong passphrase before anything is decrypted. */
function checkMac(macData: MacData | undefined, content: Buffer, passphrase: string): void {
  if (macData === undefined) throw new RangeError('no checksum')
  const hash = hashes[macData.mac.digestAlgorithm.algorithmId]
  if (hash === undefined) throw new RangeError('checksum')
  const salt = Buffer.from(macData.macSalt.valueBlock.valueHexView)
  const expected = macOf(content, { ...hash, salt, iterations: macData.iterations ?? 1, passphrase })
  const actual = Buffer.from(macData.mac.digest.valueBlock.valueHexView)
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) {
    throw new SignatureProblem('pfxPassphrase')
  }
}

interface MacParameters {
  readonly hash: string
  readonly length: number
  readonly salt: Buffer
  readonly iterations: number
  readonly passphrase: string
}

function macOf(content: Buffer, parameters: MacParameters): Buffer {
  return createHmac(parameters.hash, deriveKey({ ...parameters, purpose: 3 }))
    .update(content)
    .digest()
}

function plainContent(part: ContentInfo, passphrase: string): Buffer {
  if (part.contentType !== encryptedDataId) return octetsOf(part)
  const { encryptedContentInfo } = new EncryptedData({ schema: part.content })
  const content = new Uint8Array(encryptedContentInfo.getEncryptedContent())
  return decryptWithPassphrase(encryptedContentInfo.contentEncryptionAlgorithm, content, passphrase)
}

function privateKeyIn({ bagId, bagValue }: SafeBag, passphrase: string): KeyObject | null {
  if (bagId === keyBagId && bagValue instanceof PrivateKeyInfo) {
    return pkcs8Key(Buffer.from(bagValue.toSchema().toBER()))
  }
  if (bagId !== shroudedKeyBagId || !(bagValue instanceof PKCS8ShroudedKeyBag)) return null
  const content = new Uint8Array(bagValue.encryptedData.getValue())
  return pkcs8Key(decryptWithPassphrase(bagValue.encryptionAlgorithm, content, passphrase))
}

function pkcs8Key(der: Buffer): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function certificateIn({ bagId, bagValue }: SafeBag): X509Certificate | null {
  if (bagId !== certBagId || !(bagValue instanceof CertBag)) return null
  const parsed: unknown = bagValue.parsedValue
  return parsed instanceof Certificate ? readCertificate(Buffer.from(parsed.toSchema().toBER())) : null
}

/** The certificate, its issuer, and so on up; what does not belong to the chain is left out. */
function chainFrom(leaf: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf]
  for (;;) {
    const last = chain.at(-1) as X509Certificate
    const issuer = all.find(
      (candidate) =>
        !chain.includes(candidate) && candidate.subject === last.issuer && last.checkIssued(candidate),
    )
    if (issuer === undefined) return chain
    chain.push(issuer)
  }
}

/** Writes a key file. The key is encrypted with AES-256; the certificates are public and stay readable. */
export function writePfx(
  { privateKey, certificateChain }: KeyFile,
  passphrase: string,
  name: string,
): Buffer {
  const [leaf] = certificateChain
  if (leaf === undefined) throw new RangeError('key file without certificate')
  const keyId = createHmac('sha256', 'local key id').update(leaf.raw).digest().subarray(0, 20)
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' })
  const random = { salt: randomBytes(16), iv: randomBytes(16) }
  const encrypted = encryptWithPassphrase(pkcs8, passphrase, random)
  const keyBag = new SafeBagValue({
    bagId: shroudedKeyBagId,
    bagValue: new PKCS8ShroudedKeyBag({
      encryptionAlgorithm: encrypted.algorithm,
      encryptedData: new OctetString({ valueHex: ownBytes(encrypted.content) }),
    }),
    bagAttributes: attributes(keyId, name),
  })
  const certificateBags = certificateChain.map(
    ({ raw }, index) =>
      new SafeBagValue({
        bagId: certBagId,
        bagValue: new CertBag({
          certId: x509CertificateId,
          certValue: new OctetString({ valueHex: ownBytes(raw) }),
        }),
        ...(index === 0 ? { bagAttributes: attributes(keyId, name) } : {}),
      }),
  )
  const safes = [certificateBags, [keyBag]].map((safeBags) =>
    dataInfo(new SafeContents({ safeBags }).toSchema().toBER()),
  )
  const content = Buffer.from(new AuthenticatedSafe({ safeContents: safes }).toSchema().toBER())
  const salt = randomBytes(16)
  const mac = macOf(content, { hash: 'sha256', length: 32, salt, iterations: macIterations, passphrase })
  const pfx = new PFX({
    authSafe: dataInfo(ownBytes(content)),
    macData: new MacData({
      mac: new DigestInfo({
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Id }),
        digest: new OctetString({ valueHex: ownBytes(mac) }),
      }),
      macSalt: new OctetString({ valueHex: ownBytes(salt) }),
      iterations: macIterations,
    }),
  })
  return Buffer.from(pfx.toSchema().toBER())
}

function dataInfo(content: ArrayBuffer): ContentInfo {
  return new ContentInfo({ contentType: dataId, content: new OctetString({ valueHex: content }) })
}

function attributes(keyId: Buffer, name: string): Attribute[] {
  return [
    new Attribute({ type: localKeyId, values: [new OctetString({ valueHex: ownBytes(keyId) })] }),
    new Attribute({ type: friendlyNameId, values: [new BmpString({ value: name })] }),
  ]
}
