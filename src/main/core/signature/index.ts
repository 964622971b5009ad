/**
 * Native digital signatures of Office workbooks (ECMA-376 part 2, clause 12): a signed .xlsx opens in Excel and WPS as
 * before, and shows its signature there. Knows nothing of ledgers. docs/exchange-format.md describes the format.
 */
export type * from './certificate-facts.ts'
export { certificateFacts, isStrongKey, publicKeyOf, readCertificate } from './certificate-facts.ts'
export type * from './certificate-names.ts'
export { certificateName, comparisonCode, keyKindOf, publicKeyId } from './certificate-names.ts'
export { judgeTrust } from './certificate-trust.ts'
export type * from './certificates.ts'
export {
  certificateRequest,
  generatePrivateKey,
  issueCertificate,
  readCertificateRequest,
  selfSignedCertificate,
} from './certificates.ts'
export type * from './part-digests.ts'
export { collectDigests } from './part-digests.ts'
export type * from './pfx.ts'
export { readPfx, writePfx } from './pfx.ts'
export type * from './problems.ts'
export { SignatureProblem } from './problems.ts'
export type * from './revocation-list.ts'
export { readRevocationList, writeRevocationList } from './revocation-list.ts'
export type * from './sign-package.ts'
export { signPackage } from './sign-package.ts'
export type * from './signer.ts'
export { algorithmFor, softwareKey, softwareSigner } from './signer.ts'
export type * from './verdicts.ts'
export type * from './verify-package.ts'
export { verifyPackage } from './verify-package.ts'
