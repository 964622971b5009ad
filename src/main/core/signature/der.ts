/** Small pieces of DER for certificates and key files, over asn1js and pkijs. */
import type { KeyObject } from 'node:crypto'
import { createHash } from 'node:crypto'
import { Integer, Null, Sequence } from 'asn1js'
import { AlgorithmIdentifier } from 'pkijs'
import type { SigningAlgorithm } from './signer.ts'

/** An array buffer of its own with the same bytes: asn1js keeps what it is given. */
export function ownBytes(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

/** The DER in a PEM text of this label, or the bytes themselves where they are DER already; null for neither. */
export function derOf(source: string | Uint8Array, label: string): Buffer | null {
  if (typeof source !== 'string' && source[0] === 0x30) return Buffer.from(source)
  const text = Buffer.from(source as Uint8Array).toString('latin1')
  const match = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]*)-----END ${label}-----`).exec(text)
  return match === null ? null : Buffer.from(match[1] ?? '', 'base64')
}

const algorithmIds: Readonly<Record<SigningAlgorithm, string>> = {
  'rsa-sha256': '1.2.840.113549.1.1.11',
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
}

/** RSA carries an explicit NULL (RFC 4055, 5), ECDSA carries nothing (RFC 5758, 3.2). */
export function signatureAlgorithm(algorithm: SigningAlgorithm): AlgorithmIdentifier {
  return new AlgorithmIdentifier({
    algorithmId: algorithmIds[algorithm],
    ...(algorithm === 'rsa-sha256' ? { algorithmParams: new Null() } : {}),
  })
}

/** A bare signature as certificates carry it: ECDSA as a sequence of two integers (RFC 3279, 2.2.3). */
export function certificateSignature(algorithm: SigningAlgorithm, value: Uint8Array): ArrayBuffer {
  if (algorithm === 'rsa-sha256') return ownBytes(value)
  const half = value.length / 2
  const integers = [value.subarray(0, half), value.subarray(half)].map((bytes) =>
    Integer.fromBigInt(BigInt(`0x${Buffer.from(bytes).toString('hex')}`)),
  )
  return new Sequence({ value: integers }).toBER()
}

/** SHA-1 over the bits of the public key, as subject key identifiers are made (RFC 5280, 4.2.1.2): a name, no protection. */
export function keyIdentifier(publicKeyBits: Uint8Array): Buffer {
  return createHash('sha1').update(publicKeyBits).digest()
}

export function spkiOf(publicKey: KeyObject): ArrayBuffer {
  return ownBytes(publicKey.export({ type: 'spki', format: 'der' }))
}
