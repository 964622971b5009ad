/** Checks the signatures of any workbook against the trust store, for a person to read. */
import type { VerifiedFile } from '../../../shared/contract/calls/trust.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import type { SignatureReport } from '../signature/index.ts'
import { readCertificate, verifyPackage } from '../signature/index.ts'
import { certificatesIn } from './certificate-chain.ts'
import { certificateView } from './certificate-view.ts'
import { trustFor, unitOf } from './trust.ts'

export interface VerifyFileInput {
  readonly file: { readonly name: string; readonly bytes: Uint8Array }
  /** Further roots, as files (PEM or DER). */
  readonly roots: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  readonly allowSha1: boolean
}

/** `desk` is null while no ledger is open: then only the roots given are trusted. */
export async function verifyFile(
  desk: Desk | null,
  now: Date,
  input: VerifyFileInput,
): Promise<VerifiedFile> {
  const trust = desk === null ? { roots: [], pinned: [], now } : trustFor(desk, { judgedAt: 'signing' })
  const given = input.roots.flatMap(({ name, bytes }) => {
    const certificates = certificatesIn(bytes)
    if (certificates.length === 0) throw new Refusal('refused', `文件“${name}”里没有证书。`)
    return certificates
  })
  const report = await verifyPackage(input.file.bytes, {
    ...{ ...trust, roots: [...trust.roots, ...given], allowSha1: input.allowSha1 },
  })
  return {
    ...{ verdict: report.verdict, reason: report.reason, message: report.message, part: report.reasonPart },
    signatures: report.signatures.map((signature) => signatureView(desk, now, signature)),
    uncovered: [...report.uncovered],
    withTrustStore: desk !== null,
  }
}

function signatureView(
  desk: Desk | null,
  now: Date,
  report: SignatureReport,
): VerifiedFile['signatures'][number] {
  const { verdict, message, reason, reasonPart, signedAt, comment, trustedBy, warnings } = report
  return {
    ...{ verdict, message, reason, part: reasonPart, comment, trustedBy },
    signer: report.signer === null ? null : signerView(desk, now, report.signer.certificate, trustedBy),
    signedAt: signedAt?.toISOString() ?? null,
    warnings: warnings.map((warning) => warning.message),
  }
}

function signerView(
  desk: Desk | null,
  now: Date,
  pem: string,
  trustedBy: SignatureReport['trustedBy'],
): VerifiedFile['signatures'][number]['signer'] {
  const certificate = readCertificate(pem)
  const unit = desk === null || trustedBy === null ? null : unitOf(desk, certificate)
  return {
    ...certificateView(certificate, now),
    knownAs: unit === null ? null : { name: unit.name, code: unit.code, relation: unit.relation },
  }
}
