/** Who signs: an interface narrow enough for a UKey, and the implementation over a key in memory. */
import type { KeyObject } from 'node:crypto'
import { sign as signBytes, verify, X509Certificate } from 'node:crypto'
import type { signingMethods } from './names.ts'
import { SignatureProblem } from './problems.ts'

/** `rsa-sha256` is RSASSA-PKCS1-v1_5, `ecdsa-sha256` is ECDSA over P-256. */
export type SigningAlgorithm = keyof typeof signingMethods

/** A certificate with the means to sign in its name. The private key never has to leave a device. */
export interface Signer {
  /** The signer's certificate first, then those that issued it; the root may be left out. */
  readonly certificateChain: readonly X509Certificate[]
  /**
   * Signs the SHA-256 digest of `bytes`. Answers with the bare signature: PKCS#1 v1.5 for RSA; r and s of 32 bytes
   * each, one behind the other, for ECDSA (as XML Signature wants it, not as DER).
   */
  sign(bytes: Uint8Array, algorithm: SigningAlgorithm): Promise<Uint8Array>
}

/** A signer over a private key in memory: RSA from 2048 bits, or EC on P-256. */
export function softwareSigner(privateKey: KeyObject, certificateChain: readonly X509Certificate[]): Signer {
  return {
    certificateChain,
    async sign(bytes, algorithm) {
      if (algorithm !== algorithmFor(privateKey)) throw new RangeError(`key cannot sign ${algorithm}`)
      return signBytes('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    },
  }
}

/** The algorithm that goes with a public or private key. Throws `SignatureProblem` ('weakKey', 'algorithm'). */
export function algorithmFor(key: KeyObject): SigningAlgorithm {
  const details = key.asymmetricKeyDetails
  if (key.asymmetricKeyType === 'rsa') {
    if ((details?.modulusLength ?? 0) < 2048) throw new SignatureProblem('weakKey')
    return 'rsa-sha256'
  }
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') return 'ecdsa-sha256'
  throw new SignatureProblem('algorithm', null, `key type ${key.asymmetricKeyType}`)
}

/** Lets a signer sign and checks the result against its certificate, because a device may hold another key. */
export async function signChecked(
  signer: Signer,
  bytes: Uint8Array,
): Promise<{ value: Buffer; algorithm: SigningAlgorithm }> {
  const publicKey = leafOf(signer).publicKey
  const algorithm = algorithmFor(publicKey)
  const value = Buffer.from(await signer.sign(bytes, algorithm))
  if (!fits('sha256', bytes, publicKey, value)) throw new SignatureProblem('signerFailed')
  return { value, algorithm }
}

/** Whether a bare signature (r and s one behind the other for EC) fits; never throws. */
export function fits(hash: string, bytes: Uint8Array, key: KeyObject, value: Uint8Array): boolean {
  try {
    return verify(hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, value)
  } catch {
    return false
  }
}

/** The signer's own certificate. */
export function leafOf({ certificateChain: [leaf] }: Signer): X509Certificate {
  if (!(leaf instanceof X509Certificate)) throw new RangeError('signer without certificate')
  return leaf
}
