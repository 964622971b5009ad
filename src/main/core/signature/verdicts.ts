/** What verifying a package answers. */
import type { SignatureReason } from './problems.ts'

export type Verdict = 'validTrusted' | 'validUnknownSigner' | 'invalid' | 'unsigned'

export interface VerificationWarning {
  readonly code: 'sha1' | 'weakKey' | 'noXades' | 'timesDiffer' | 'signedInFuture' | 'certificateExpiredNow'
  readonly message: string
}

export interface SignerFacts {
  /** `C=CN, O=…, CN=…`. */
  readonly name: string
  readonly issuer: string
  /** SHA-256 over the certificate, 32 pairs of hexadecimal digits with colons, for comparing by telephone. */
  readonly fingerprint: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** The certificate, PEM. */
  readonly certificate: string
}

export interface SignatureReport {
  /** Name of the signature part. */
  readonly part: string
  readonly verdict: Exclude<Verdict, 'unsigned'>
  readonly reason: SignatureReason | null
  readonly message: string
  /** The part that the reason is about. */
  readonly reasonPart: string | null
  /** Null where the signature could not be read that far. Of an invalid signature it says who is claimed. */
  readonly signer: SignerFacts | null
  /** Claimed by the signer; nobody else vouches for it. */
  readonly signedAt: Date | null
  readonly comment: string
  /** How the signer is known. */
  readonly trustedBy: 'root' | 'pinned' | null
  /** Fingerprint of the root or of the pinned certificate. */
  readonly anchor: string | null
  /** Parts whose content this signature vouches for. Empty unless it is valid. */
  readonly covered: readonly string[]
  readonly uncovered: readonly string[]
  readonly warnings: readonly VerificationWarning[]
}

export interface PackageReport {
  readonly verdict: Verdict
  readonly reason: SignatureReason | null
  /** One sentence for the person. */
  readonly message: string
  readonly reasonPart: string | null
  readonly signatures: readonly SignatureReport[]
  /** Parts that no valid signature covers: of a valid package only file properties and the signature itself. */
  readonly uncovered: readonly string[]
  readonly warnings: readonly VerificationWarning[]
}

export const verdictSentences = {
  validTrusted: '签名有效，签名单位可信，内容自签名以后没有改动。',
  validUnknownSigner: '签名有效，内容自签名以后没有改动，但签名人不在本机的信任名单里，请先核对其证书指纹。',
  unsigned: '文件没有数字签名。',
} as const

const warningSentences: Readonly<Record<VerificationWarning['code'], string>> = {
  sha1: '签名用的是旧的 SHA-1 算法，已经不安全，只能参考。',
  weakKey: '签名密钥不足 2048 位，已经不安全，只能参考。',
  noXades: '签名没有记录签名证书的摘要（旧版 Office 的写法），不能排除证书被换过。',
  timesDiffer: '签名里写的两个签名时间不一致。',
  signedInFuture: '签名时间在本机当前时间之后，请核对双方电脑的日期。',
  certificateExpiredNow: '签名证书现在已经过期，签名时仍在有效期内（签名时间由签名人自己填写）。',
}

export function warningOf(code: VerificationWarning['code']): VerificationWarning {
  return { code, message: warningSentences[code] }
}
