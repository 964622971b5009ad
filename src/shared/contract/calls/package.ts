import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { LedgerName } from '../../domain/ledgers.ts'
import type { Violation } from '../../domain/violation.ts'
import { job, read, write } from '../call.ts'
import { file, filter, id, noInput } from '../schemas.ts'

export const packageKinds = { full: '全量', changes: '异动', reply: '回复', receipt: '回执' } as const
export type PackageKind = keyof typeof packageKinds

/** What a receiver did with a row. */
export const rowResults = {
  accepted: '已接收',
  changed: '已修改',
  conflict: '与本单位不一致待认定',
  refused: '未接收',
} as const
export type RowResult = keyof typeof rowResults
export type ResultCounts = Record<RowResult, number>

/** A unit that packages can be exchanged with. */
export interface PartnerView {
  code: string
  name: string
  relation: 'upper' | 'lower' | 'other'
}

export interface PackageView {
  id: number
  direction: 'out' | 'in'
  packageId: string
  kind: PackageKind
  peer: { code: string; name: string }
  profile: { key: string; label: string; version: number }
  sequence: number
  period: string
  filters: string
  basis: string
  /** Instants, ISO: made by its sender; recorded here. */
  createdAt: string
  recordedAt: string
  actor: string
  fileName: string
  rows: number
  removed: { name: string; key: string }[]
  /** Sent: what the receiver answered; received: what was done here. Null while a sent one has no receipt. */
  results: ResultCounts | null
  /** Sent: the receiver has it. */
  acknowledgedAt: string | null
  /** Received: a receipt was made. */
  receiptAt: string | null
  /** Received: conflicts that wait for a person. */
  openConflicts: number
  /** Received: the batch in the history, and whether it was undone. */
  batchId: number | null
  undone: boolean
  /** Received: numbers of the channel that never came, up to the newest: `2–3`. */
  gap: string | null
}

export interface PackageRowView {
  sheet: number
  row: number
  name: string
  key: string
  result: RowResult | null
  reasons: string | null
}

export interface PackageCount {
  sheets: { name: string; rows: number; basis: string }[]
  removed: { name: string; key: string }[]
  sequence: number
  /** Of changes: since which package; null when nothing was acknowledged yet, so that everything is sent. */
  since: { sequence: number; createdAt: string } | null
}

export interface MadePackage {
  id: number
  name: string
  bytes: Uint8Array
  rows: number
  sequence: number
  removed: number
  warnings: string[]
}

/** Kinds of rows of a received package; they add up to all rows. */
export const receivedKinds = {
  new: '新增',
  changed: '修改',
  merged: '合并',
  conflict: '待认定',
  unchanged: '不变',
  blocked: '未接收',
} as const
export type ReceivedKind = keyof typeof receivedKinds
export type ReceivedCounts = Record<ReceivedKind, number> & { rows: number; warned: number }

export interface ReceivedConflict {
  field: string
  label: string
  base: FieldValue
  /** Whether the last common value is known at all. */
  baseKnown: boolean
  ours: FieldValue
  theirs: FieldValue
}

export interface ReceivedRow {
  sheet: number
  row: number
  name: string
  kind: ReceivedKind
  personId: number | null
  changes: { field: string; label: string; before: FieldValue; after: FieldValue }[]
  conflicts: ReceivedConflict[]
  /** Labels of fields that stay as they are here. */
  kept: string[]
  violations: Violation[]
}

/** What stands on the cover, as it was signed. */
export interface IncomingView {
  packageId: string
  kind: PackageKind
  sender: { code: string; name: string; fingerprint: string }
  signer: { name: string; signedAt: string | null; trustedBy: 'root' | 'pinned' | null }
  sequence: number
  createdAt: string
  author: string
  profile: { key: string; label: string; version: number }
  period: string
  filters: string
  basis: string
  rows: number
  removed: { name: string; key: string }[]
  warnings: string[]
}

export interface ReceivePreview {
  incoming: IncomingView
  counts: ReceivedCounts
  /** The first rows of each kind. */
  shown: ReceivedRow[]
  violations: Record<string, number>
  regionNames: Record<string, string>
  /** Of a receipt: what the other side did with the package that it answers. */
  receipt: { sequence: number; results: ResultCounts } | null
}

export interface ReceiveResult {
  id: number
  kind: PackageKind
  batchId: number | null
  counts: ReceivedCounts
  receipt: ReceivePreview['receipt']
}

export interface ConflictView extends ReceivedConflict {
  id: number
  packageId: number
  ledger: LedgerName
  name: string
  key: string
  sender: string
  /** Unit whose package brought what stands here; null when it was entered here. */
  oursFrom: string | null
  profile: { key: string; label: string }
  personId: number | null
}

export interface ConflictGroup {
  profile: { key: string; label: string }
  field: string
  label: string
  count: number
  choice: 'ours' | 'theirs' | null
}

const partner = z.string('请选择接收单位').trim().min(1, '请选择接收单位').max(120)
const profileKey = z.string('请选择上报格式').min(1, '请选择上报格式').max(60)
const sending = {
  /** Code or name of the unit. */
  to: partner,
  profile: profileKey,
  kind: z.enum(['full', 'changes', 'reply'], '没有这种报送类别').default('full'),
  period: z.string().trim().max(60, '统计期不超过60字').default(''),
  list: z.string().max(80).optional(),
  filters: z.array(filter).max(30).optional(),
  /** Of a reply: the received package that is answered. */
  answers: id.optional(),
}
const choice = z.enum(['ours', 'theirs'], '请选择保留本单位的或采用对方的')
const paging = {
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(50),
}

export const packageCalls = {
  'package.partners': read<PartnerView[]>()('ledger.read', noInput),
  'package.list': read<PackageView[]>()('ledger.read', noInput),
  'package.rows': read<{ rows: PackageRowView[]; sheets: string[] }>()(
    'ledger.read',
    z.object({
      id,
      result: z.enum(Object.keys(rowResults) as [RowResult, ...RowResult[]]).optional(),
      ...paging,
    }),
  ),
  'package.count': job<PackageCount>()('ledger.export', z.object(sending)),
  'package.make': write<MadePackage>()('ledger.export', z.object(sending)),
  'package.preview': job<ReceivePreview>()('ledger.import', z.object({ file })),
  'package.receive': write<ReceiveResult>()('ledger.import', z.object({ file })),
  /** The receipt for a received package, by its number here or its own package id. */
  'package.receipt': write<MadePackage>()(
    'ledger.export',
    z.object({
      package: z.union(
        [id, z.string().regex(/^[0-9a-f]{32}$/, '包编号应为32位的数字和字母')],
        '请指定收到的报送包',
      ),
    }),
  ),
  'conflict.groups': read<ConflictGroup[]>()('ledger.read', noInput),
  /** What is decided without asking from now on. */
  'conflict.choices': read<Omit<ConflictGroup, 'count'>[]>()('ledger.read', noInput),
  'conflict.list': read<{ rows: ConflictView[]; total: number; regionNames: Record<string, string> }>()(
    'ledger.read',
    z.object({ profile: profileKey.optional(), field: z.string().max(60).optional(), ...paging }),
  ),
  /** Decides single conflicts, or all of one field of a profile. */
  'conflict.decide': write<{
    batchId: number
    decided: number
    refused: { name: string; reason: string }[]
  }>()(
    'ledger.import',
    z.object({
      which: z.union(
        [
          z.object({ ids: z.array(id).min(1, '请选择要认定的项').max(5000) }),
          z.object({ profile: profileKey, field: z.string('请选择项目').min(1).max(60) }),
        ],
        '请选择要认定的项',
      ),
      choice,
      /** Treat later conflicts of the same field of the same profile alike. */
      remember: z.boolean().default(false),
    }),
  ),
  'conflict.forget': write<null>()(
    'ledger.import',
    z.object({ profile: profileKey, field: z.string('请选择项目').min(1).max(60) }),
  ),
}
