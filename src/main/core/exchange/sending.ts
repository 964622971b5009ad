import { randomBytes } from 'node:crypto'
import { type MadePackage, packageKinds } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { keepAnchor } from '../audit/anchors.ts'
import { onlyConfirmed } from '../confirmation/reported.ts'
import type { CallScope, Desk } from '../context.ts'
import { collectDigests, signPackage } from '../signature/index.ts'
import { openZip, partContent } from '../signature/package-model.ts'
import { coverSheet } from './cover.ts'
import { envelopeParts, envelopesIn, sha256 } from './envelope-parts.ts'
import type { Envelope, RowEntry } from './envelope-schema.ts'
import type { NewPackage, SentRow } from './package.store.ts'
import { ownParty } from './partners.ts'
import { createPastStates } from './past-state.store.ts'
import { createProfileStore } from './profile.store.ts'
import type { KnownProfile } from './profile-library.ts'
import { writeProfileWorkbook } from './profile-writer.ts'
import type { Selection } from './selection.ts'
import { historyOf, nameOf } from './shared-record.ts'

/** How many received packages a package acknowledges at the most. */
const acknowledgedPackages = 50

/** SHA-256 of a profile's layout: whether both sides mean the same under one name and version. */
export const profileHash = ({ sheets }: Pick<Profile, 'sheets'>): string =>
  sha256(JSON.stringify(inOrder(sheets)))

/** The same content with the keys of every object in order, so that it has one text only. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]))
}

/**
 * SHA-256 over the sender's signature part. It covers everything that was signed, and stays the same
 * when somebody else signs the file as well.
 */
export const packageDigest = (bytes: Uint8Array, signaturePart: string): string =>
  sha256(partContent(openZip(bytes), signaturePart))

/** Writes, signs and records a package with data. Everything or nothing, in the caller's transaction. */
export async function sendPackage(
  scope: CallScope,
  selection: Selection,
  period: string,
): Promise<MadePackage> {
  const { desk } = scope
  const { store, partner, known, kind, sequence, previous, answers, removed } = selection
  const { signer, party } = ownParty(desk)
  const { profile } = known
  const id = randomBytes(16).toString('hex')
  const created = new Date(desk.now()).toISOString()
  const audit = desk.trail.head()
  const sheets: { name: string; rows: RowEntry[]; results: [] }[] = profile.sheets.map(({ name }) => ({
    name,
    rows: [],
    results: [],
  }))
  const sent: SentRow[] = []
  const basis = selection.sheets
    .map((sheet, index) =>
      profile.sheets.length > 1 ? `${profile.sheets[index]?.name}：${sheet.basis}` : sheet.basis,
    )
    .join('；')
    .slice(0, 2000)
  const envelope = (): Envelope => ({
    ...{ id, kind, sender: party, sequence, created, period, removed },
    receiver: { code: partner.code, name: partner.name, fingerprint: partner.fingerprint },
    previous: previous?.digest ?? null,
    author: desk.user.slice(0, 60),
    profile: { key: profile.key, version: profile.version, hash: profileHash(profile), label: profile.label },
    filters: selection.filters,
    basis,
    audit,
    acknowledged: received(selection),
    answers: answers && { id: answers.packageId, sequence: answers.sequence, digest: answers.digest },
    sheets,
  })
  const take = rowTaker(desk, selection)
  const taken = partsOfBlank(desk, known)
  const { observe, digests } = collectDigests()
  const plain = await writeProfileWorkbook(
    desk,
    known,
    selection.sheets.map(({ rows }) => rows),
    {
      created: new Date(created),
      observe,
      progress: scope.progress,
      checkCancelled: scope.checkCancelled,
      extraSheets: [coverSheet(envelope)],
      extraParts: envelopeParts(envelope, id, taken),
      onRow(sheet, row, written) {
        const one = take(sheet, row, written.id, written.values)
        sent.push(one)
        sheets[sheet]?.rows.push({ row, version: one.version, base: one.base })
      },
    },
  )
  scope.progress('正在签名', sent.length, sent.length)
  const comment = `${profile.label} 第 ${sequence} 号 ${packageKinds[kind]}`
  const signed = await signPackage(plain, { signer, time: new Date(created), comment, digests })
  const fileName = fileNameOf(desk, `${profile.label}-${packageKinds[kind]}`, partner.name, sequence)
  const made: NewPackage = {
    ...{ direction: 'out', packageId: id, kind, sequence, period, fileName, basis },
    ...{ peerCode: partner.code, peerName: partner.name, peerFingerprint: partner.fingerprint ?? '' },
    ...{ profileKey: profile.key, profileVersion: profile.version, profileLabel: profile.label },
    filters: selection.filters,
    previous: previous?.digest ?? null,
    digest: packageDigest(signed.bytes, signed.part),
    ...{ createdAt: created, recordedAt: created, actor: desk.user, rowCount: sent.length },
    removed: JSON.stringify(removed),
    whole: selection.whole ? 1 : 0,
    ourSeq: selection.ourSeq,
    batchId: null,
    answers: answers?.id ?? null,
    ...auditOf(audit),
  }
  const number = store.add(made)
  for (const row of sent) store.addRow(number, row)
  scope.afterCommit(() => keepAnchor(scope.app, desk))
  return {
    ...{ id: number, name: fileName, bytes: signed.bytes, rows: sent.length, sequence },
    removed: removed.length,
    warnings: signed.warnings.map(({ message }) => message),
  }
}

/** The head of a log as it is kept with a package. */
export const auditOf = (audit: Envelope['audit']) => ({
  auditSequence: audit?.sequence ?? null,
  auditHead: audit?.head ?? null,
})

/** Names of the parts of the blank workbook that the profile fills. */
function partsOfBlank(desk: Desk, { profile, templateName }: KnownProfile): Set<string> {
  const template = templateName === null ? null : createProfileStore(desk.db).template(profile.key)
  if (!template) return new Set()
  const zip = openZip(template)
  const names = new Set(zip.entries.keys())
  if (envelopesIn(names, (part) => partContent(zip, part)).length > 0)
    throw new Refusal(
      'refused',
      `“${profile.label}”的空白表本身是一个报送包，不能再用来生成报送包。请换成原来的空白表重新建立这个格式。`,
    )
  return names
}

/** Version and base version of each written row. */
function rowTaker(desk: Desk, { store, partner, known, except, ourSeq, sheets, previous }: Selection) {
  const past = createPastStates(desk.db)
  const hasHistory =
    previous !== undefined || store.channel('in', partner, known.profile.key, false).length > 0
  return (sheet: number, row: number, id: number, values: Parameters<typeof nameOf>[0]): SentRow => {
    const shared = sheets[sheet]?.shared
    if (!shared) throw new RangeError(`no sheet ${sheet}`)
    const key = shared.key(values)
    // Of whoever is sent as they were confirmed, the receiver sees that version and not what came after it.
    const held = shared.ledger === 'labourer' && onlyConfirmed(desk) ? desk.held.seqOf(id) : null
    const upTo = Math.min(ourSeq, held ?? ourSeq)
    return {
      ...{ sheet, row, key, name: nameOf(values) },
      version: past.version(shared.entity, id, historyOf(desk, shared.entity, id), upTo),
      base: hasHistory
        ? store.seenVersion({ key, sheet, profile: known.profile.key, peer: partner, except })
        : null,
    }
  }
}

const received = ({ store, partner, known, undone }: Selection): Envelope['acknowledged'] =>
  store
    .channel('in', partner, known.profile.key, false)
    .filter(({ id }) => !undone.has(id))
    .slice(0, acknowledgedPackages)
    .map(({ packageId, sequence }) => ({ id: packageId, sequence }))

/** As files are named in offices: what it is, for whom, which number, which day. */
export const fileNameOf = (desk: Desk, what: string, receiver: string, sequence: number): string =>
  `${what}-报${receiver}-第${sequence}号-${desk.today().replaceAll('-', '')}.xlsx`.replace(
    /[\\/:*?"<>|]/g,
    '_',
  )
