/** Whom a certificate names, and how it is compared with another person. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { RelativeDistinguishedNames } from 'pkijs'
import { Certificate } from 'pkijs'
import { spkiOf } from './der.ts'
import { SignatureProblem } from './problems.ts'

/** Who a certificate is for. */
export interface CertificateName {
  /** The unit, such as 甲县人力资源和社会保障局. */
  readonly organization: string
  /** What is shown as the signer; the unit's name again, or a person or seal of it. */
  readonly commonName: string
  /** Unified social credit code or the unit's own code. */
  readonly code?: string
}

/** The unit in a name: organisation (or common name where there is none), common name, code. */
export function unitNameIn(name: RelativeDistinguishedNames): CertificateName {
  const attribute = (wanted: string) => {
    const found = name.typesAndValues.find(({ type }) => type === wanted)
    return found === undefined ? '' : String(found.value.valueBlock.value ?? '').trim()
  }
  const commonName = attribute('2.5.4.3')
  const code = attribute('2.5.4.5')
  return {
    organization: attribute('2.5.4.10') || commonName,
    commonName,
    ...(code === '' ? {} : { code }),
  }
}

/** Throws `SignatureProblem` ('certificate'). */
export function certificateName(certificate: X509Certificate): CertificateName {
  try {
    return unitNameIn(Certificate.fromBER(new Uint8Array(certificate.raw)).subject)
  } catch (error) {
    throw new SignatureProblem('certificate', null, String(error))
  }
}

/** SHA-256 over the public key (SubjectPublicKeyInfo, DER), hexadecimal. */
export function publicKeyId(key: KeyObject): string {
  return createHash('sha256')
    .update(new Uint8Array(spkiOf(key)))
    .digest('hex')
}

/** RSA-2048, P-256 and so on, as offices write it. */
export function keyKindOf(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType === 'rsa') return `RSA-${modulusLength}`
  return namedCurve === 'prime256v1' ? 'P-256' : (namedCurve ?? key.asymmetricKeyType ?? '')
}

const comparedDigits = 48

/**
 * What two people read to each other by telephone: the last 48 decimal digits of a SHA-256 value taken as one number, in
 * 12 groups of 4 (159 bits). Digits, because letters are misheard.
 *
 * @param sha256 hexadecimal, with or without colons
 */
export function comparisonCode(sha256: string): string {
  const number = BigInt(`0x${sha256.replaceAll(':', '')}`) % 10n ** BigInt(comparedDigits)
  return (number.toString().padStart(comparedDigits, '0').match(/.{4}/g) ?? []).join(' ')
}
