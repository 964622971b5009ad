import type {
  ReceivedConflict,
  ReceivedKind,
  ReceivedRow,
  ReceivePreview,
  ReceiveResult,
} from '../../../shared/contract/calls/package.ts'
import { fieldByKey } from '../../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { createBulkLoad } from '../db/bulk-load.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { lastSequence } from './changed-rows.store.ts'
import { undonePackages } from './channel.ts'
import { createConflictStore } from './conflict.store.ts'
import { type Incoming, withIncoming } from './incoming.ts'
import { createPackageStore, type NewPackage } from './package.store.ts'
import { readReceipt, takeReceipt } from './receipt-reader.ts'
import { noCounts, type ReceivedPlan, walkPackage } from './receiving.ts'
import { auditOf } from './sending.ts'

/** Rows of each kind that a preview shows; the counts are of all. */
const shownRows = 100

const labelOf = (ledger: LedgerName, field: string) => fieldByKey(ledgers[ledger], field).label

const conflictsOf = ({ outcome, shared }: ReceivedPlan): ReceivedConflict[] =>
  (outcome?.conflicts ?? []).map(({ field, base, ours, theirs }) => ({
    ...{ field, label: labelOf(shared.ledger, field), ours, theirs },
    ...{ base: base ?? null, baseKnown: base !== undefined },
  }))

const shownRow = (received: ReceivedPlan): ReceivedRow => {
  const { sheet, row, name, kind, plan, outcome, shared } = received
  return {
    ...{ sheet, row, name, kind, personId: plan.personId, violations: plan.violations },
    changes: plan.changes().map((change) => ({ ...change, label: labelOf(shared.ledger, change.field) })),
    conflicts: conflictsOf(received),
    kept: (outcome?.kept ?? []).map((field) => labelOf(shared.ledger, field)),
  }
}

async function preview(scope: CallScope, incoming: Incoming): Promise<ReceivePreview> {
  const shown = new Map<ReceivedKind, ReceivedRow[]>()
  const byLedger = new Map<LedgerName, ReceivedRow[]>()
  const { counts, violations } = await walkPackage(scope, incoming, '正在比对', (received) => {
    const rows = shown.get(received.kind) ?? []
    if (rows.length >= shownRows) return
    const one = shownRow(received)
    shown.set(received.kind, [...rows, one])
    const { ledger } = received.shared
    byLedger.set(ledger, [...(byLedger.get(ledger) ?? []), one])
  })
  const regionNames = [...byLedger].map(([ledger, rows]) =>
    regionNamesIn(
      scope.desk,
      ledger,
      rows.flatMap(({ changes, conflicts }) => [
        ...changes.flatMap(({ field, before, after }) => [{ [field]: before }, { [field]: after }]),
        ...conflicts.flatMap(({ field, base, ours, theirs }) =>
          [base, ours, theirs].map((value) => ({ [field]: value })),
        ),
      ]),
    ),
  )
  return {
    ...{ incoming: incoming.view, counts, violations, receipt: null },
    shown: [...shown.values()].flat(),
    regionNames: Object.assign({}, ...regionNames),
  }
}

/** The record of a package that came in. */
function recordOf(desk: Desk, incoming: Incoming, fileName: string): NewPackage {
  const { id, kind, sender, profile, period, filters, basis, sequence, previous, created, removed } =
    incoming.envelope
  return {
    ...{ direction: 'in', packageId: id, kind, period, filters, basis, sequence, previous, fileName },
    ...{ peerCode: sender.code, peerName: sender.name, peerFingerprint: sender.fingerprint },
    ...{ profileKey: incoming.profileKey, profileVersion: profile.version, profileLabel: profile.label },
    ...{ digest: incoming.digest, createdAt: created, recordedAt: desk.now(), actor: desk.user },
    ...{ rowCount: 0, removed: JSON.stringify(removed), whole: 1, ourSeq: 0, batchId: null },
    answers: incoming.answers?.id ?? null,
    ...auditOf(incoming.envelope.audit),
  }
}

async function receive(scope: CallScope, incoming: Incoming, fileName: string): Promise<ReceiveResult> {
  const { desk } = scope
  const { envelope } = incoming
  const store = createPackageStore(desk.db)
  const conflicts = createConflictStore(desk.db)
  const peer = { code: envelope.sender.code, name: envelope.sender.name }
  const { label } = envelope.profile
  const profile = incoming.profileKey
  const except = JSON.stringify([...undonePackages(desk, store)])
  const mayHaveHistory =
    store.channel('in', peer, profile, false).length + store.channel('out', peer, profile, false).length > 0
  const mayHaveConflicts = conflicts.hasAny(peer, profile)
  const packageId = store.add(recordOf(desk, incoming, fileName))
  acknowledge(desk, incoming)
  const batch = desk.openBatch('receive', `接收${peer.name}的${label}第 ${envelope.sequence} 号包`)
  // What a record was is read from its history, so the index on it has to stay where there is one to read.
  const load = createBulkLoad(desk.db, mayHaveHistory ? ['change_by_person', 'change_by_other'] : [])
  load.expect(envelope.sheets.reduce((sum, { rows }) => sum + rows.length, 0))
  const walk = await walkPackage(scope, incoming, '正在写入', (received) => {
    const { sheet, row, key, name, version, base, result, plan, outcome, shared } = received
    plan.apply?.(batch)
    const refused = plan.violations
      .filter(({ severity }) => severity === 'blocks')
      .map(({ message }) => message)
    const differs = outcome && Object.keys(outcome.differs).length > 0 ? outcome.differs : null
    const reasons = result === 'refused' ? refused.join('；') : reasonsFor(received)
    store.addRow(packageId, {
      sheet,
      row,
      key,
      name,
      version,
      base,
      result,
      reasons: reasons || null,
      differs,
    })
    if (!outcome) return
    if (mayHaveConflicts) {
      const kept = outcome.kept.filter((field) => !outcome.conflicts.some((one) => one.field === field))
      conflicts.supersede({ by: packageId, key, sheet, ...peer, profile, kept })
    }
    for (const conflict of outcome.conflicts) {
      const oursFrom = store.otherSender(key, peer, except)
      conflicts.add({
        package: packageId,
        ledger: shared.ledger,
        sheet,
        row,
        key,
        name,
        ...conflict,
        oursFrom,
      })
    }
  })
  for (const finish of walk.finish) finish(batch)
  scope.progress('正在整理', walk.counts.rows, walk.counts.rows)
  load.finish()
  const { rows, blocked, warned, unchanged } = walk.counts
  const batchId = batch.close({
    ...{ rows, blocked, warned, unchanged, inserted: walk.counts.new },
    updated: rows - blocked - unchanged - walk.counts.new,
  })
  store.finish(packageId, { ourSeq: lastSequence(desk.db), batchId, rowCount: rows })
  return { id: packageId, kind: envelope.kind, batchId, counts: walk.counts, receipt: null }
}

/** What the sender is told beside 已修改 and 待认定. */
function reasonsFor({ outcome, shared }: ReceivedPlan): string {
  if (!outcome) return ''
  const labels = (fields: readonly string[]) =>
    fields.map((field) => labelOf(shared.ledger, field)).join('、')
  return [
    ...(outcome.conflicts.length > 0
      ? [`双方都改过：${labels(outcome.conflicts.map(({ field }) => field))}`]
      : []),
    ...(outcome.kept.length > 0 ? [`保留本单位的：${labels(outcome.kept)}`] : []),
    ...(outcome.guarded.length > 0 ? [`不能由报送包修改：${labels(outcome.guarded)}`] : []),
  ].join('；')
}

/** Packages of ours that the sender says it has. */
function acknowledge(desk: Desk, { envelope }: Incoming): void {
  const store = createPackageStore(desk.db)
  for (const { id } of envelope.acknowledged)
    for (const { id: number, peerCode, peerName } of store.byPackageId(id, 'out'))
      if (peerCode === envelope.sender.code && peerName === envelope.sender.name)
        store.acknowledge(number, desk.now())
}

export const receiveHandlers = {
  'package.preview': ({ file }, scope): Promise<ReceivePreview> =>
    withIncoming(scope.desk, file, async (incoming) => {
      if (incoming.envelope.kind !== 'receipt') return preview(scope, incoming)
      const { results, sequence } = await readReceipt(scope.desk, incoming)
      const nothing = { counts: noCounts(), shown: [], violations: {}, regionNames: {} }
      return { incoming: incoming.view, ...nothing, receipt: { sequence, results } }
    }),
  'package.receive': ({ file }, scope): Promise<ReceiveResult> =>
    withIncoming(scope.desk, file, async (incoming) => {
      if (incoming.envelope.kind !== 'receipt') return receive(scope, incoming, file.name)
      const record = recordOf(scope.desk, incoming, file.name)
      const { id, results, sequence } = await takeReceipt(scope.desk, incoming, record)
      return { id, kind: 'receipt', batchId: null, counts: noCounts(), receipt: { sequence, results } }
    }),
} satisfies Partial<Handlers>
