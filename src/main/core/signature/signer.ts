/** Who signs: an interface narrow enough for a UKey, and the implementation over a key in memory. */
import type { KeyObject } from 'node:crypto'
import { createPublicKey, sign as signBytes, verify, X509Certificate } from 'node:crypto'
import type { signingMethods } from './names.ts'
import { SignatureProblem } from './problems.ts'

/** `rsa-sha256` is RSASSA-PKCS1-v1_5, `ecdsa-sha256` is ECDSA over P-256. */
export type SigningAlgorithm = keyof typeof signingMethods

interface Signing {
  /**
   * Signs the SHA-256 digest of `bytes`. Answers with the bare signature: PKCS#1 v1.5 for RSA; r and s of 32 bytes
   * each, one behind the other, for ECDSA (as XML Signature wants it, not as DER).
   */
  sign(bytes: Uint8Array, algorithm: SigningAlgorithm): Promise<Uint8Array>
}

/** A certificate with the means to sign in its name. The private key never has to leave a device. */
export interface Signer extends Signing {
  /** The signer's certificate first, then those that issued it; the root may be left out. */
  readonly certificateChain: readonly X509Certificate[]
}

/** A key that has no certificate yet. */
export interface SigningKey extends Signing {
  readonly publicKey: KeyObject
}

/** A private key in memory: RSA from 2048 bits, or EC on P-256. */
export function softwareKey(privateKey: KeyObject): SigningKey {
  return {
    publicKey: createPublicKey(privateKey),
    async sign(bytes, algorithm) {
      if (algorithm !== algorithmFor(privateKey)) throw new RangeError(`key cannot sign ${algorithm}`)
      return signBytes('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    },
  }
}

/** A signer over such a key. */
export function softwareSigner(privateKey: KeyObject, certificateChain: readonly X509Certificate[]): Signer {
  return { certificateChain, sign: softwareKey(privateKey).sign }
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

/** Lets a key sign and checks the result, because a device may hold another key than its certificate says. */
export async function signChecked(
  key: SigningKey,
  bytes: Uint8Array,
): Promise<{ value: Buffer; algorithm: SigningAlgorithm }> {
  const algorithm = algorithmFor(key.publicKey)
  const value = Buffer.from(await key.sign(bytes, algorithm))
  if (!fits('sha256', bytes, key.publicKey, value)) throw new SignatureProblem('signerFailed')
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

/** A signer as the bare key that its certificate says. */
export function keyOf(signer: Signer): SigningKey {
  return {
    publicKey: leafOf(signer).publicKey,
    sign: (bytes, algorithm) => signer.sign(bytes, algorithm),
  }
}

/** The signer's own certificate. */
export function leafOf({ certificateChain: [leaf] }: Signer): X509Certificate {
  if (!(leaf instanceof X509Certificate)) throw new RangeError('signer without certificate')
  return leaf
}
