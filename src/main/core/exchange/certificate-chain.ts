/** Certificates one behind the other as PEM text. */
import type { X509Certificate } from 'node:crypto'
import { readCertificate } from '../signature/index.ts'

/** Certificates of a PEM text in its order. Throws `SignatureProblem` ('certificate'). */
export function chainOf(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  return blocks.map(readCertificate)
}

export const chainText = (chain: readonly X509Certificate[]): string =>
  chain.map((certificate) => certificate.toString().trimEnd()).join('\n')

/** Whether a certificate vouches for itself. */
export const isSelfSigned = (certificate: X509Certificate): boolean => isIssuedBy(certificate, certificate)

/** By name and signature; false also for keys that this runtime does not know. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  if (certificate.issuer !== issuer.subject) return false
  try {
    return certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/** Hexadecimal, lower case, without leading zeros: as revocation lists are compared. */
export const serialOf = (certificate: X509Certificate): string =>
  BigInt(`0x${certificate.serialNumber}`).toString(16)

/** Certificates of a file: PEM with one or more, or one in DER. Throws `SignatureProblem` ('certificate'). */
export function certificatesIn(bytes: Uint8Array): X509Certificate[] {
  if (bytes[0] === 0x30) return [readCertificate(bytes)]
  return chainOf(Buffer.from(bytes).toString('latin1'))
}
