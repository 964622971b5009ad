/**
 * Verifies the signatures of a package. A package is valid only if each of its signatures is valid and covers
 * everything; it is trusted if one of them comes from a signer who is trusted here.
 */
import type { X509Certificate } from 'node:crypto'
import { certificateFacts, readCertificate } from './certificate-facts.ts'
import { judgeTrust } from './certificate-trust.ts'
import type { CoverageDuty } from './coverage.ts'
import { coverageDuty, coverageGaps } from './coverage.ts'
import type { DigestMethod } from './names.ts'
import { contentTypesPart } from './names.ts'
import type { OpcPackage } from './package-model.ts'
import { hasSignatureTraces, openZip, partContent, readPackage } from './package-model.ts'
import type { KnownDigests } from './part-digests.ts'
import { digest, digestPart } from './part-digests.ts'
import { SignatureProblem, sentenceOf } from './problems.ts'
import { transformRelationships } from './relationships.ts'
import { checkSignature, hashOf } from './signature-check.ts'
import type { ListedPart } from './signature-manifest.ts'
import type { SignatureDocument } from './signature-reader.ts'
import { readSignature } from './signature-reader.ts'
import type { PackageReport, SignatureReport, SignerFacts, VerificationWarning } from './verdicts.ts'
import { verdictSentences, warningOf } from './verdicts.ts'

/** PEM, DER or read already. */
export type CertificateSource = string | Uint8Array | X509Certificate

export interface VerifyOptions {
  /** Roots that may vouch for signers. A root that signs itself is not trusted by being listed here. */
  readonly roots?: readonly CertificateSource[]
  /** Signers that are trusted by themselves. */
  readonly pinned?: readonly CertificateSource[]
  /** Also reads old signatures (SHA-1, RSA from 1024 bits), with a warning. */
  readonly allowSha1?: boolean
  /** Asked for the signer and every issuer up to the root, with the time that the signer claims. */
  readonly isRevoked?: (certificate: X509Certificate, signedAt: Date) => boolean
  readonly now: Date
  /**
   * Collected while these very bytes were read (`collectDigests`), so that large parts need not be inflated twice. Parts
   * that are missing are read again.
   */
  readonly digests?: KnownDigests
  /**
   * Parts whose content is going to be read anyway and is taken as unchanged until then. A report made with these is no
   * verdict on the file: it takes a second one, with `digests` and without `notYet`.
   */
  readonly notYet?: ReadonlySet<string>
}

type Digests = ReadonlyMap<string, ReadonlyMap<DigestMethod['hash'], Buffer>>

/**
 * Verifies a workbook held in memory. Never throws for what stands in the file: whatever is wrong with it is a
 * verdict. Throws `SignatureProblem` ('certificate') for unreadable roots or pinned certificates.
 */
export async function verifyPackage(bytes: Uint8Array, options: VerifyOptions): Promise<PackageReport> {
  const roots = (options.roots ?? []).map(readCertificate)
  const pinned = (options.pinned ?? []).map(readCertificate)
  try {
    const zip = openZip(bytes)
    if (!hasSignatureTraces(zip)) return unsigned([...zip.entries.keys()])
    const opc = readPackage(zip)
    if (opc.signatures === null) return unsigned([...zip.entries.keys()])
    const duty = coverageDuty(opc)
    // What nobody has to sign has to be whole all the same.
    for (const part of duty.exempt) partContent(opc.zip, part)
    const read = opc.signatures.parts.map((part) => readOrProblem(opc, part))
    const digests = await digestListed(opc, read, options)
    const reports = read.map((document) =>
      'problem' in document
        ? invalidSignature(document.part, document.problem, null, null, opc)
        : judge(document, { opc, duty, digests, roots, pinned, options }),
    )
    return packageReport(opc, reports)
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    return {
      verdict: 'invalid',
      reason: error.reason,
      message: error.message,
      reasonPart: error.part,
      signatures: [],
      uncovered: [],
      warnings: [],
    }
  }
}

function unsigned(parts: readonly string[]): PackageReport {
  return {
    verdict: 'unsigned',
    reason: null,
    message: verdictSentences.unsigned,
    reasonPart: null,
    signatures: [],
    uncovered: parts,
    warnings: [],
  }
}

interface UnreadSignature {
  readonly part: string
  readonly problem: SignatureProblem
}

function readOrProblem(opc: OpcPackage, part: string): SignatureDocument | UnreadSignature {
  try {
    return readSignature(partContent(opc.zip, part), part)
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    return { part, problem: error }
  }
}

/** Digests of all ordinary parts that any signature lists, each part read once. */
async function digestListed(
  opc: OpcPackage,
  documents: readonly (SignatureDocument | UnreadSignature)[],
  { allowSha1 = false, digests: known = new Map(), notYet }: VerifyOptions,
): Promise<Digests> {
  const wanted = new Map<string, Set<DigestMethod['hash']>>()
  for (const document of documents) {
    if ('problem' in document) continue
    for (const listed of document.listed) {
      if (listed.sourceIds !== null || !opc.parts.has(listed.part) || notYet?.has(listed.part)) continue
      try {
        const hashes = wanted.get(listed.part) ?? new Set()
        wanted.set(listed.part, hashes.add(hashOf(listed, allowSha1)))
      } catch (error) {
        // The signature itself will be refused for it.
        if (!(error instanceof SignatureProblem)) throw error
      }
    }
  }
  const digests = new Map<string, ReadonlyMap<DigestMethod['hash'], Buffer>>()
  for (const [part, hashes] of wanted) digests.set(part, await digestPart(opc.zip, part, hashes, known))
  return digests
}

interface Judging {
  readonly opc: OpcPackage
  readonly duty: CoverageDuty
  readonly digests: Digests
  readonly roots: readonly X509Certificate[]
  readonly pinned: readonly X509Certificate[]
  readonly options: VerifyOptions
}

function judge(document: SignatureDocument, judging: Judging): SignatureReport {
  const { opc, duty, roots, pinned, options } = judging
  const allowSha1 = options.allowSha1 ?? false
  let signer: SignerFacts | null = null
  try {
    const certificates = document.certificates.map(readCertificate)
    const [leaf] = certificates
    if (leaf === undefined) throw new SignatureProblem('keyInfo')
    signer = signerFacts(leaf)
    const { signedAt, warnings } = checkSignature(document, leaf, allowSha1)
    for (const listed of document.listed) checkListed(listed, judging)
    const [gap] = coverageGaps(duty, listedIds(document))
    if (gap !== undefined) throw new SignatureProblem(gap.reason, gap.part)
    const isRevoked = options.isRevoked ?? (() => false)
    const question = { certificates, roots, pinned, signedAt, allowSha1, isRevoked }
    const trust = judgeTrust(question)
    const verdict = trust.by === null ? 'validUnknownSigner' : 'validTrusted'
    const covered = document.listed.map(({ part }) => part)
    return {
      part: document.part,
      verdict,
      reason: null,
      message: verdictSentences[verdict],
      reasonPart: null,
      signer,
      signedAt,
      comment: document.comment,
      trustedBy: trust.by,
      anchor: trust.anchor?.fingerprint256 ?? null,
      covered,
      uncovered: uncoveredBy(opc, covered),
      warnings: [...warnings].map(warningOf).concat(timeWarnings(signer, signedAt, options.now)),
    }
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    return invalidSignature(document.part, error, signer, document, opc)
  }
}

function signerFacts(leaf: X509Certificate): SignerFacts {
  const { subjectName, issuerName, notBefore, notAfter } = certificateFacts(leaf)
  return {
    name: subjectName,
    issuer: issuerName,
    fingerprint: leaf.fingerprint256,
    notBefore,
    notAfter,
    certificate: leaf.toString(),
  }
}

function checkListed(listed: ListedPart, { opc, digests, options }: Judging): void {
  const { part, contentType, sourceIds, value } = listed
  const actual = opc.parts.get(part)
  if (actual === undefined) throw new SignatureProblem('missingPart', part)
  if (actual !== contentType) throw new SignatureProblem('contentTypeChanged', part)
  const hash = hashOf(listed, options.allowSha1 ?? false)
  if (sourceIds === null && options.notYet?.has(part)) return
  const items = opc.relationships.get(part)?.items ?? []
  const now =
    sourceIds === null ? digests.get(part)?.get(hash) : digest(transformRelationships(items, sourceIds), hash)
  if (now === undefined || !now.equals(value)) throw new SignatureProblem('partChanged', part)
}

function listedIds({ listed }: SignatureDocument): ReadonlyMap<string, ReadonlySet<string> | null> {
  return new Map(listed.map(({ part, sourceIds }) => [part, sourceIds]))
}

function uncoveredBy(opc: OpcPackage, covered: Iterable<string>): string[] {
  const inside = new Set(covered)
  return [contentTypesPart, ...opc.parts.keys()].filter((part) => !inside.has(part))
}

function timeWarnings(signer: SignerFacts, signedAt: Date, now: Date): VerificationWarning[] {
  const warnings: VerificationWarning[] = []
  // Clocks of offline computers differ; a day is nothing to talk about.
  if (signedAt.getTime() > now.getTime() + 86_400_000) warnings.push(warningOf('signedInFuture'))
  if (now > signer.notAfter) warnings.push(warningOf('certificateExpiredNow'))
  return warnings
}

function invalidSignature(
  part: string,
  problem: SignatureProblem,
  signer: SignerFacts | null,
  document: SignatureDocument | null,
  opc: OpcPackage,
): SignatureReport {
  const { reason, part: reasonPart } = problem
  const claimed = document?.listed.map((listed) => listed.part) ?? []
  return {
    part,
    verdict: 'invalid',
    reason,
    message: sentenceOf(reason, reasonPart),
    reasonPart,
    signer,
    signedAt: null,
    comment: document?.comment ?? '',
    trustedBy: null,
    anchor: null,
    covered: [],
    uncovered: uncoveredBy(opc, claimed),
    warnings: [],
  }
}

function packageReport(opc: OpcPackage, signatures: readonly SignatureReport[]): PackageReport {
  const bad = signatures.find(({ verdict }) => verdict === 'invalid')
  const best =
    bad ?? signatures.find(({ verdict }) => verdict === 'validTrusted') ?? (signatures[0] as SignatureReport)
  const { verdict, reason, message, reasonPart } = best
  return {
    verdict,
    reason,
    message,
    reasonPart,
    signatures,
    uncovered: bad === undefined ? uncoveredBy(opc, best.covered) : bad.uncovered,
    warnings: signatures.flatMap(({ warnings }) => warnings),
  }
}
