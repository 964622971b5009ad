import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Filter, Sort } from '../../domain/filter.ts'
import type { LedgerName } from '../../domain/ledgers.ts'
import { job, read, write } from '../call.ts'
import {
  fieldValue,
  filter,
  full,
  id,
  ledgerName,
  ofItsLedger,
  query,
  reason,
  searchText,
  sort,
} from '../schemas.ts'

/** One row of a list: the asked-for values by field key, as stored (codes, fen, ISO dates). */
export interface Row {
  id: number
  values: Record<string, FieldValue>
}

export interface Page {
  rows: Row[]
  /** Names of the region codes that occur in the rows. */
  regionNames: Record<string, string>
}

export interface ListView {
  key: string
  label: string
  ledger: LedgerName
  basis: string
  filters: Filter[]
  columns?: string[]
  sort?: Sort
  /** Saved by a person, so it can be removed. */
  saved: boolean
}

export interface BulkPreview {
  count: number
  unchanged: number
  sample: { id: number; name: string; before: FieldValue; after: FieldValue }[]
}

/** Either chosen rows or everything a query finds. */
const target = z.union([
  z.object({ ids: z.array(id).min(1).max(100_000) }),
  z.object({ query: ofItsLedger(query) }),
])
const bulk = z.object({ ledger: ledgerName, target, field: z.string().max(60), value: fieldValue })

export const ledgerCalls = {
  'ledger.page': read<Page>()(
    'ledger.read',
    ofItsLedger(
      query.extend({
        columns: z.array(z.string().max(60)).min(1).max(120),
        sort: sort.optional(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(50),
        full,
      }),
    ),
    'query',
  ),
  /** `reported`: how many of the confirmed version, where the office counts only these and the sums know it. */
  'ledger.count': read<{ total: number; basis: string; reported?: number }>()(
    'ledger.read',
    ofItsLedger(query),
    'query',
  ),
  'ledger.lists': read<ListView[]>()('ledger.read', z.object({ ledger: ledgerName.optional() }), 'any'),
  'ledger.saveList': write<ListView>()(
    'ledger.edit',
    ofItsLedger(
      z.object({
        ledger: ledgerName,
        label: z.string('请给清单起个名字').trim().min(2, '清单名称至少2个字').max(30, '清单名称不超过30字'),
        list: z.string().max(80).optional(),
        filters: z.array(filter).max(30),
        columns: z.array(z.string().max(60)).max(120).optional(),
        sort: sort.optional(),
      }),
    ),
    'any',
  ),
  'ledger.removeList': write<null>()('ledger.edit', z.object({ key: z.string().max(80) }), 'any'),
  'ledger.bulkPreview': job<BulkPreview>()('ledger.edit', bulk, 'query'),
  'ledger.bulkApply': write<{ batchId: number; changed: number }>()(
    'ledger.edit',
    bulk.extend({ reason }),
    'query',
  ),
  /** People by a part of name, pinyin initials, ID number or phone: the box behind Ctrl+K. */
  'person.search': read<
    {
      id: number
      name: string
      idNumber: string | null
      phone: string | null
      village: string
      formState: string | null
    }[]
  >()('ledger.read', z.object({ text: searchText(60), limit: z.int().min(1).max(50).default(12) }), 'query'),
}
