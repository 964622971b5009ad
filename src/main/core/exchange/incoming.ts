import type { IncomingView } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { businessDate, type Desk } from '../context.ts'
import {
  collectDigests,
  type PackageReport,
  type SignatureReport,
  type SignerFacts,
  verifyPackage,
} from '../signature/index.ts'
import { openZip, partContent } from '../signature/package-model.ts'
import { openTable, type Workbook, type XlsxWorkbook } from '../workbook/index.ts'
import { gapBetween, newestIn, undonePackages } from './channel.ts'
import { findEnvelope } from './envelope-parts.ts'
import { type Envelope, EnvelopeRefused } from './envelope-schema.ts'
import { createOwnKeyStore } from './own-key.store.ts'
import { createPackageStore, type PackageRow } from './package.store.ts'
import { allProfiles, type KnownProfile } from './profile-library.ts'
import { packageDigest, profileHash } from './sending.ts'
import { trustFor, unitOf } from './trust.ts'
import { ownUnit } from './unit-identity.ts'

/** A package whose origin, receiver and place in its channel are right. */
export interface Incoming {
  envelope: Envelope
  workbook: Workbook
  signature: SignatureReport & { signer: SignerFacts }
  digest: string
  /** Null for receipts, whose rows are those of the package that they answer. */
  known: KnownProfile | null
  /** The profile as it is called here. */
  profileKey: string
  /** Of a receipt or reply: the package of ours that it answers. */
  answers: PackageRow | null
  view: IncomingView
}

const refuse = (sentence: string): Refusal => new Refusal('refused', sentence)

/**
 * Takes a package in the order gate → signature → trust → sender → receiver → seen before → sequence → profile → rows.
 * Each step has one sentence; whoever fails one goes no further and nothing is written.
 *
 * The sheets are inflated once: before `use` everything but their content is verified, and their digests are taken while
 * `use` reads the rows. What `use` returns, or throws, counts only after the verdict on the whole file, which goes before
 * any other refusal; what it wrote has to stand in the transaction of the call, which a bad verdict rolls back.
 *
 * @throws Refusal, WorkbookRefused
 */
export async function withIncoming<T>(
  desk: Desk,
  file: { name: string; bytes: Uint8Array },
  use: (incoming: Incoming) => Promise<T>,
): Promise<T> {
  const { observe, digests } = collectDigests()
  const workbook = await openTable(file.bytes, file.name, observe)
  if (!isXlsx(workbook))
    throw refuse('报送包是带签名的 .xlsx 文件，这个文件不是。如是普通表格，请用“数据导入”。')
  const trust = trustFor(desk, { judgedAt: 'now' })
  const report = await verifyPackage(file.bytes, { ...trust, notYet: new Set(workbook.sheetParts) })
  requireTrusted(desk, report)
  try {
    return await use(openIncoming(desk, file.bytes, workbook, report))
  } finally {
    requireTrusted(desk, await verifyPackage(file.bytes, { ...trust, digests }))
  }
}

const isXlsx = (workbook: Workbook): workbook is XlsxWorkbook => workbook.format === 'xlsx'

function openIncoming(desk: Desk, bytes: Uint8Array, workbook: Workbook, report: PackageReport): Incoming {
  const envelope = envelopeOf(bytes)
  const signature = senderSignature(desk, report, envelope)
  requireOurs(desk, envelope)
  const digest = packageDigest(bytes, signature.part)
  requireUnseen(desk, envelope, digest)
  const answers = answeredPackage(desk, envelope)
  const same = sameLayout(desk, envelope)
  const profileKey =
    (envelope.kind === 'receipt' ? answers?.profileKey : same?.profile.key) ?? envelope.profile.key
  const gap = requireInOrder(desk, envelope, profileKey)
  if (envelope.kind === 'receipt') requireAnswer(desk, envelope, answers)
  else if (!same) throw unknownProfile(desk, envelope)
  const known = envelope.kind === 'receipt' ? null : (same ?? null)
  const warnings = [
    ...(gap === null ? [] : [`缺号：该单位这一上报格式的第 ${gap} 号没有收到过，请向对方核对。`]),
    ...report.warnings.map(({ message }) => message),
    // Lists of choices stand in a hidden sheet of every package.
    ...workbook.warnings.filter(({ code }) => code !== 'hiddenSheet').map(({ message }) => message),
  ]
  return {
    envelope,
    workbook,
    signature,
    digest,
    known,
    profileKey,
    answers,
    view: viewOf(envelope, signature, warnings),
  }
}

function requireTrusted(desk: Desk, report: PackageReport): void {
  if (report.verdict === 'validTrusted') return
  if (report.verdict === 'unsigned')
    throw refuse('这个文件没有数字签名，不能作为报送包接收。如是普通表格，请用“数据导入”。')
  if (report.verdict === 'invalid') {
    const part = report.reasonPart ? `（部件 ${report.reasonPart}）` : ''
    throw refuse(`签名无效，不能接收，没有写入任何内容。原因：${report.message}${part}`)
  }
  const signer = report.signatures[0]?.signer
  const name = signer ? unitOf(desk, signer.certificate).name : ''
  throw refuse(
    `签名有效，但签名人“${name}”不在本单位的信任名单里，没有写入任何内容。` +
      `证书指纹：${signer?.fingerprint ?? ''}。请向对方要单位名片，在“单位与密钥”里导入并打电话核对指纹，再来接收。`,
  )
}

function envelopeOf(bytes: Uint8Array): Envelope {
  const zip = openZip(bytes)
  try {
    const envelope = findEnvelope(zip.entries.keys(), (part) => partContent(zip, part))
    if (envelope) return envelope
  } catch (error) {
    if (!(error instanceof EnvelopeRefused)) throw error
    throw refuse(
      '文件里的报送信息不合格式，可能由其他版本的程序生成，没有写入任何内容。请双方更新到同一版本。',
    )
  }
  throw refuse('这个文件有签名，但没有报送信息，不是报送包。如是普通表格，请用“数据导入”。')
}

/** The trusted signature of the unit that the envelope names; co-signers may stand beside it. */
function senderSignature(desk: Desk, report: PackageReport, { sender }: Envelope): Incoming['signature'] {
  const trusted = report.signatures.filter(
    (one): one is Incoming['signature'] => one.verdict === 'validTrusted' && one.signer !== null,
  )
  const fits = trusted.find(({ signer }) => {
    const unit = unitOf(desk, signer.certificate)
    return unit.code === sender.code && unit.name === sender.name && signer.fingerprint === sender.fingerprint
  })
  if (fits) return fits
  const [first] = trusted
  const unit = first ? unitOf(desk, first.signer.certificate).name : ''
  throw refuse(
    `报送单位写的是“${sender.name}”，签名的却是“${unit}”，两者不符，没有写入任何内容。请向对方核对。`,
  )
}

function requireOurs(desk: Desk, { sender, receiver }: Envelope): void {
  const own = ownUnit(desk)
  const byKey =
    receiver.fingerprint !== null && createOwnKeyStore(desk.db).hasCertificate(receiver.fingerprint)
  const byName = receiver.code === own.code && receiver.name === own.name
  if (!byKey && !byName)
    throw refuse(
      `这个包是“${sender.name}”报给“${receiver.name}”的，不是报给本单位（${own.name}）的，没有写入任何内容。`,
    )
}

const numbered = ({ kind, sequence }: { kind: string; sequence: number }): string =>
  `第 ${sequence} 号${kind === 'receipt' ? '回执' : '包'}`

function requireUnseen(desk: Desk, envelope: Envelope, digest: string): void {
  const store = createPackageStore(desk.db)
  const undone = undonePackages(desk, store)
  const seen = [...store.byPackageId(envelope.id, 'in'), ...store.byDigest(digest)].find(
    ({ id }) => !undone.has(id),
  )
  if (seen)
    throw refuse(
      `这个包（${seen.peerName}${numbered(seen)}）已于 ${businessDate(seen.recordedAt)} 接收过，不能重复接收。要重新接收，请先撤销那一次。`,
    )
}

/** Answers the numbers that are missing before this one. */
function requireInOrder(desk: Desk, envelope: Envelope, profileKey: string): string | null {
  const { sender, sequence, previous, kind } = envelope
  const newest = newestIn(desk, sender, profileKey, kind === 'receipt')
  if (!newest) return gapBetween(0, sequence)
  if (sequence <= newest.sequence)
    throw refuse(
      `这是${numbered(envelope)}，本单位已经接收过该单位的第 ${newest.sequence} 号，较早的内容不能盖过较新的，没有写入任何内容。`,
    )
  if (sequence === newest.sequence + 1 && previous !== newest.digest)
    throw refuse(
      `这个包所接的上一份与本单位收到的第 ${newest.sequence} 号不是同一个文件，没有写入任何内容。请向对方核对第 ${newest.sequence} 号。`,
    )
  return gapBetween(newest.sequence, sequence)
}

/** The profile with the very layout of the sender's. The office's own go by another key in every office. */
function sameLayout(desk: Desk, { profile }: Envelope): KnownProfile | undefined {
  const same = allProfiles(desk).filter((known) => profileHash(known.profile) === profile.hash)
  return same.find((known) => known.profile.key === profile.key) ?? same[0]
}

function unknownProfile(desk: Desk, { profile }: Envelope): Refusal {
  const ours = allProfiles(desk).find((known) => known.profile.key === profile.key)?.profile.version
  if (ours === undefined)
    return refuse(
      `本单位没有“${profile.label}”这个上报格式，没有写入任何内容。请先向对方要来空白表建立这个格式，或更新程序。`,
    )
  return ours === profile.version
    ? refuse(
        `双方“${profile.label}”第 ${ours} 版的列或口径不一样，没有写入任何内容。请双方核对这个上报格式。`,
      )
    : refuse(
        `这个包用的是“${profile.label}”第 ${profile.version} 版，本单位的是第 ${ours} 版，没有写入任何内容。请双方改用同一版。`,
      )
}

/** The package of ours that a receipt or reply is about. */
function answeredPackage(desk: Desk, { answers, sender }: Envelope): PackageRow | null {
  if (!answers) return null
  const [found] = sentTo(desk, answers.id, sender)
  return found && found.digest === answers.digest ? found : null
}

/** Packages of ours under an id that went to a unit. */
const sentTo = (desk: Desk, packageId: string, unit: Envelope['sender']): PackageRow[] =>
  createPackageStore(desk.db)
    .byPackageId(packageId, 'out')
    .filter(({ peerCode, peerName }) => peerCode === unit.code && peerName === unit.name)

function requireAnswer(desk: Desk, { answers, sender }: Envelope, found: PackageRow | null): void {
  if (found) return
  if (!answers) throw refuse('这份回执没有写明答复哪一个包，没有写入任何内容。')
  const sent = sentTo(desk, answers.id, sender).length > 0
  throw refuse(
    sent
      ? `这份回执答复的第 ${answers.sequence} 号与本单位发出的不是同一个文件，没有写入任何内容。`
      : `本单位没有向“${sender.name}”发出过这份回执所答复的包（第 ${answers.sequence} 号），没有写入任何内容。`,
  )
}

function viewOf(
  envelope: Envelope,
  { signer, signedAt, trustedBy }: Incoming['signature'],
  warnings: string[],
): IncomingView {
  const { id, kind, sender, sequence, created, author, period, filters, basis, removed, sheets } = envelope
  const { key, label, version } = envelope.profile
  return {
    ...{
      packageId: id,
      kind,
      sender,
      sequence,
      createdAt: created,
      author,
      period,
      filters,
      basis,
      warnings,
    },
    signer: { name: signer.name, signedAt: signedAt?.toISOString() ?? null, trustedBy },
    profile: { key, label, version },
    rows: sheets.reduce((sum, { rows, results }) => sum + rows.length + results.length, 0),
    removed: removed.map(({ name, key: of }) => ({ name, key: of })),
  }
}
