import { randomBytes } from 'node:crypto'
import {
  type MadePackage,
  packageKinds,
  type RowResult,
  rowResults,
} from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { keepAnchor } from '../audit/anchors.ts'
import type { CallScope, Desk } from '../context.ts'
import { signPackage } from '../signature/sign-package.ts'
import { type CellValue, writeWorkbookBytes } from '../workbook/index.ts'
import { lastSequence } from './changed-rows.store.ts'
import { newestOut, undonePackages } from './channel.ts'
import { notCounted } from './conflict.service.ts'
import { createConflictStore } from './conflict.store.ts'
import { coverSheet } from './cover.ts'
import { envelopeParts } from './envelope-parts.ts'
import type { Envelope, ResultEntry } from './envelope-schema.ts'
import { createPackageStore, type PackageRow, type StoredRow } from './package.store.ts'
import { ownParty } from './partners.ts'
import { profileByKey } from './profile-library.ts'
import { auditOf, fileNameOf, packageDigest, profileHash } from './sending.ts'

/** The sheet of a receipt, and its columns. The reader takes the reasons from here. */
export const receiptSheet = '回执明细'
export const receiptColumns = ['工作表', '行号', '姓名', '身份证号码', '结果', '原因'] as const

/** A received package that counts, by its number here or its own id. Throws a Refusal. */
export function receivedPackage(desk: Desk, which: number | string): PackageRow {
  const store = createPackageStore(desk.db)
  const undone = undonePackages(desk, store)
  const candidates = typeof which === 'number' ? [store.get(which)] : store.byPackageId(which, 'in')
  const found = candidates.find(
    (one) => one?.direction === 'in' && one.kind !== 'receipt' && !undone.has(one.id),
  )
  if (found) return found
  throw new Refusal(
    'not_found',
    candidates.some((one) => one && undone.has(one.id))
      ? '这个包的接收已经撤销，不能出具回执。'
      : '本单位没有接收过这个报送包，不能出具回执。',
  )
}

/** The signed receipt of a received package: a result for each row, as it stands now. */
export async function writeReceipt(scope: CallScope, which: number | string): Promise<MadePackage> {
  const { desk } = scope
  const store = createPackageStore(desk.db)
  const answered = receivedPackage(desk, which)
  const peer = { code: answered.peerCode, name: answered.peerName }
  const known = profileByKey(desk, answered.profileKey)
  const { signer, party } = ownParty(desk)
  const previous = newestOut(store, peer, answered.profileKey, true)
  const sequence = (previous?.sequence ?? 0) + 1
  const created = new Date(desk.now()).toISOString()
  const id = randomBytes(16).toString('hex')
  const audit = desk.trail.head()
  const resultNow = currentResults(desk, answered.id)
  const results: ResultEntry[][] = known.profile.sheets.map(() => [])
  const counts = new Map<RowResult, number>()
  function* lines(): Iterable<CellValue[]> {
    for (const row of store.rows(answered.id)) {
      const result = resultNow(row)
      counts.set(result, (counts.get(result) ?? 0) + 1)
      results[row.sheet]?.push({
        row: row.row,
        result,
        version: result === 'refused' ? null : answered.ourSeq,
      })
      const [idNumber = ''] = row.key.split('|')
      const name = known.profile.sheets[row.sheet]?.name ?? ''
      yield [name, row.row, row.name, idNumber, rowResults[result], row.reasons]
    }
  }
  const basis = () =>
    `对第 ${answered.sequence} 号包的答复：${[...counts].map(([result, n]) => `${rowResults[result]} ${n} 行`).join('，') || '没有数据行'}`
  const envelope = (): Envelope => ({
    ...{ id, kind: 'receipt', sender: party, sequence, created, basis: basis() },
    receiver: { ...peer, fingerprint: answered.peerFingerprint },
    previous: previous?.digest ?? null,
    author: desk.user.slice(0, 60),
    profile: {
      key: answered.profileKey,
      version: answered.profileVersion,
      hash: profileHash(known.profile),
      label: answered.profileLabel,
    },
    ...{ period: answered.period, filters: '', audit, removed: [] },
    acknowledged: [{ id: answered.packageId, sequence: answered.sequence }],
    answers: { id: answered.packageId, sequence: answered.sequence, digest: answered.digest },
    sheets: known.profile.sheets.map(({ name }, index) => ({
      name,
      rows: [],
      results: results[index] ?? [],
    })),
  })
  const plain = await writeWorkbookBytes({
    properties: {
      title: `${answered.profileLabel}回执`,
      creator: desk.unit.name,
      created: new Date(created),
    },
    compressionLevel: 3,
    openAt: 1,
    parts: envelopeParts(envelope, id, new Set()),
    sheets: [
      {
        name: receiptSheet,
        columns: receiptColumns.map((header, index) => ({
          header,
          width: [18, 8, 12, 22, 24, 60][index] ?? 12,
          kind: 'text',
        })),
        rows: lines(),
        freeze: true,
        autoFilter: true,
        page: { paper: 'A4', landscape: true },
      },
      coverSheet(envelope),
    ],
  })
  const comment = `${answered.profileLabel} 第 ${answered.sequence} 号的${packageKinds.receipt}`
  const signed = await signPackage(plain, { signer, time: new Date(created), comment })
  const name = fileNameOf(desk, `${answered.profileLabel}-回执`, peer.name, answered.sequence)
  const number = store.add({
    ...{ direction: 'out', packageId: id, kind: 'receipt', sequence, period: answered.period, filters: '' },
    ...{ peerCode: peer.code, peerName: peer.name, peerFingerprint: answered.peerFingerprint },
    ...{ profileKey: answered.profileKey, profileVersion: answered.profileVersion },
    ...{ profileLabel: answered.profileLabel, basis: basis(), previous: previous?.digest ?? null },
    digest: packageDigest(signed.bytes, signed.part),
    ...{ createdAt: created, recordedAt: created, actor: desk.user, fileName: name },
    ...{ rowCount: answered.rowCount, removed: '[]', whole: 1, ourSeq: lastSequence(desk.db), batchId: null },
    answers: answered.id,
    ...auditOf(audit),
  })
  scope.afterCommit(() => keepAnchor(scope.app, desk))
  store.setReceipt(answered.id, number)
  const warnings = signed.warnings.map(({ message }) => message)
  return { id: number, name, bytes: signed.bytes, rows: answered.rowCount, sequence, removed: 0, warnings }
}

/** Rows that were undecided when they came may have been decided since. */
function currentResults(desk: Desk, packageId: number): (row: StoredRow) => RowResult {
  const conflicts = createConflictStore(desk.db)
  const except = notCounted(desk)
  const [open, kept] = [conflicts.openRows(except, packageId), conflicts.keptRows(except, packageId)]
  return ({ result, sheet, row }) => {
    if (result !== 'conflict') return result ?? 'accepted'
    if (open.has(`${sheet}:${row}`)) return 'conflict'
    return kept.has(`${sheet}:${row}`) ? 'changed' : 'accepted'
  }
}
