import type { Filter } from '../../../shared/domain/filter.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import type { RegionScope } from '../region/region.service.ts'

/** The parts of a statement, with the values to bind in order. */
export interface Sql {
  text: string
  values: (string | number | null)[]
}

export interface LedgerQuery {
  ledger: LedgerName
  filters: readonly Filter[]
  /** Condition on the rows themselves, as a statement that finds their ids. */
  rows?: Sql | null
  /** People in their confirmed version, and nobody who has none. Lists as a whole only, no pages. */
  confirmed?: boolean
  /** The condition on a column of regions that keeps to the part of the office somebody is responsible for. */
  within?: ((column: string) => string | null) | undefined
  /** What belongs to a region today: its range of codes, with villages that moved in or out. */
  scopeOf: (code: string) => RegionScope
}

/** One order in which the rows of a ledger can be walked along an index. */
export interface Order {
  /**
   * What is walked: an index with the condition that its rows fulfil. Several are merged; none leaves
   * the choice to SQLite, for ledgers small enough.
   */
  arms: readonly { index: string; scope: string | null }[]
  /** Columns that stand in the index, so that conditions on them need not look at the rows; null: all. */
  covers: ReadonlySet<string> | null
  /** Columns of `p` to order by, the id last. */
  columns: readonly string[]
  /** Rows without a value in the first column stay at the end in both directions, as in a spreadsheet. */
  blanksLast?: boolean
  /** The usual order begins at the end. */
  descending?: boolean
  /** The first column has few values that village_tally counts: rows of each are in the usual order. */
  grouped?: boolean
}

export interface Joined {
  join: string
  column: string
  /** From `p` to the column, step by step: the key that leads on and the table it leads to. */
  path: readonly { key: string; table: string }[]
}

/** Where the rows of a ledger come from. */
export interface Source {
  table: string
  /** What every row of the ledger fulfils. */
  scope: string | null
  /** Where the region of a row stands: in itself, at another record, or nowhere: then it is the whole office's. */
  home: 'own' | { key: string; table: 'person' | 'household' | 'public_post' } | null
  /** Clauses that a join is made of, in order; each stands once in a statement, however many need it. */
  joins: Record<string, readonly string[]>
  /** Fields kept on other tables: how to read them, and how a row is found by them. */
  joined: Record<string, Joined>
  /** Fields that follow from the day and the thresholds: an expression over `p`. */
  computed?: Record<string, string>
  usual: Order
  /** By field, the same fields as `sortable` of the ledger (a test compares them). */
  sorts: Record<string, Order>
  /** Indexes that carry many columns, for finding rows without reading them. */
  carriers: readonly { index: string; covers: ReadonlySet<string> }[]
  /** Indexes that begin with a column and are no order; `filled`: rows without a value are not in it. */
  indexesOfOne?: Readonly<Record<string, { index: string; scope: string; filled: boolean }>>
  /** Column of the person whom a search finds; null where the words are looked for in `words` or `household`. */
  person: string | null
  /** Column of the household of which a search finds any member. */
  household?: string
  /** Columns in which a search looks where the rows are about nobody. */
  words?: readonly string[]
}
