import type { PackageView, RowResult } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk, Handlers } from '../context.ts'
import { gapsOf, undonePackages } from './channel.ts'
import { notCounted } from './conflict.service.ts'
import { createConflictStore } from './conflict.store.ts'
import { createPackageStore, type PackageRow, type PackageStore } from './package.store.ts'
import { partnersOf } from './partners.ts'
import { allProfiles } from './profile-library.ts'
import { noResults } from './receipt-reader.ts'
import { writeReceipt } from './receipt-writer.ts'
import { type Removed, select } from './selection.ts'
import { sendPackage } from './sending.ts'

interface Listing {
  store: PackageStore
  undone: ReadonlySet<number>
  open: ReadonlyMap<number, number>
  /** What is missing in front of a received package, by its number here. */
  gaps: ReadonlyMap<number, string>
  instants: ReadonlyMap<number, string>
}

function viewOf(row: PackageRow, { store, undone, open, gaps, instants }: Listing): PackageView {
  const results = noResults()
  let answered = 0
  if (row.kind !== 'receipt') {
    for (const { result, n } of store.resultCounts(row.id)) {
      if (result === null) continue
      results[result as RowResult] += n
      answered += n
    }
  }
  const { id, direction, packageId, kind, sequence, period, filters, basis, createdAt, recordedAt } = row
  const { actor, fileName, acknowledgedAt, batchId } = row
  return {
    ...{ id, direction, packageId, kind, sequence, period, filters, basis, createdAt, recordedAt },
    ...{ actor, fileName, acknowledgedAt, batchId, rows: row.rowCount },
    peer: { code: row.peerCode, name: row.peerName },
    profile: { key: row.profileKey, label: row.profileLabel, version: row.profileVersion },
    removed: (JSON.parse(row.removed) as Removed[]).map(({ name, key }) => ({ name, key })),
    results: answered > 0 || (row.direction === 'out' && row.receiptId !== null) ? results : null,
    receiptAt:
      row.direction === 'in' && row.receiptId !== null ? (instants.get(row.receiptId) ?? null) : null,
    openConflicts: open.get(id) ?? 0,
    undone: undone.has(id),
    gap: gaps.get(id) ?? null,
  }
}

function list(desk: Desk): PackageView[] {
  const store = createPackageStore(desk.db)
  const undone = undonePackages(desk, store)
  const all = store.all()
  const listing: Listing = {
    ...{ store, undone },
    open: createConflictStore(desk.db).openByPackage(notCounted(desk)),
    gaps: gapsOf(all, undone),
    instants: new Map(all.map(({ id, createdAt }) => [id, createdAt])),
  }
  return all.map((row) => viewOf(row, listing))
}

export const packageHandlers = {
  'package.partners': (_input, { desk }) => partnersOf(desk),
  'package.list': (_input, { desk }) => list(desk),
  'package.rows': ({ id, result, limit, offset }, { desk }) => {
    const store = createPackageStore(desk.db)
    const found = store.get(id)
    if (!found) throw new Refusal('not_found', '找不到这个报送包的记录，请刷新后重试。')
    const known = allProfiles(desk).find(({ profile }) => profile.key === found.profileKey)
    const sheets = known?.profile.sheets.map(({ name }) => name) ?? []
    const rows = store
      .rowsPage(id, result ?? null, limit, offset)
      .map(({ sheet, row, name, key, result: answer, reasons }) => ({
        sheet,
        row,
        name,
        key,
        result: answer,
        reasons,
      }))
    return { rows, sheets }
  },
  'package.count': (input, { desk }) => {
    const selection = select(desk, input)
    const { profile } = selection.known
    return {
      sheets: selection.sheets.map(({ rows, basis }, index) => ({
        name: profile.sheets[index]?.name ?? '',
        rows: count(rows),
        basis,
      })),
      removed: selection.removed.map(({ name, key }) => ({ name, key })),
      sequence: selection.sequence,
      since: selection.since && { sequence: selection.since.sequence, createdAt: selection.since.createdAt },
    }
  },
  'package.make': (input, scope) => sendPackage(scope, select(scope.desk, input), input.period),
  'package.receipt': (input, scope) => writeReceipt(scope, input.package),
} satisfies Partial<Handlers>

function count(rows: Iterable<unknown>): number {
  let number = 0
  for (const _ of rows) number++
  return number
}
