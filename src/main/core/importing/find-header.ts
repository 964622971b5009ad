import { requiredFor, type TablePurpose } from '../../../shared/domain/import-targets.ts'
import { type LedgerName, ledgerNames } from '../../../shared/domain/ledgers.ts'
import { reconcileLedgers } from '../../../shared/domain/reconcile/targets.ts'
import type { Row } from '../workbook/types.ts'
import {
  type Assignment,
  assignByProfile,
  assignColumns,
  type ProfileLayout,
  workbookShare,
} from './columns.ts'
import { cellText, combineHeader, type HeaderCell, isBlankRow } from './header.ts'

/** Which rows of a sheet are its header, and of which ledger: every group of rows is judged, the best one is taken. */
export interface HeaderSearch {
  /** What the rows are wanted for; an import when nothing is said. */
  purpose?: TablePurpose
  /** Read the file as this ledger; otherwise the ledger that fits best is taken. */
  ledger?: LedgerName | undefined
  /** Layouts of exchange profiles, the preferred first. */
  layouts?: readonly ProfileLayout[]
}

/** Rows of a sheet that are looked at for a header. */
export const headerSearchRows = 30
/** Header rows that may belong together. */
const headerDepth = 3

export interface HeaderFinding {
  headers: HeaderCell[]
  /** Row number of the last header row. */
  row: number
  ledger: LedgerName | null
  assignment: Assignment
  score: number
  profile: ProfileLayout | null
}

/** The best header among the first rows, of one to three rows, for any of the ledgers. */
export function findHeader(top: readonly Row[], options: HeaderSearch): HeaderFinding | null {
  const rows = top.slice(0, headerSearchRows)
  let best: HeaderFinding | null = null
  for (let start = 0; start < rows.length; start++) {
    for (let depth = 1; depth <= headerDepth; depth++) {
      const group = consecutive(rows, start, depth)
      if (!group) break
      const found = judge(group, options)
      // Only a clear gain justifies taking one more row for header.
      if (found && found.score > (best?.score ?? 0) + 1e-6) best = found
    }
  }
  return best ?? likelyHeader(rows, options)
}

function consecutive(rows: readonly Row[], start: number, depth: number): Row[] | null {
  const group = rows.slice(start, start + depth)
  if (group.length < depth || group.some(isBlankRow)) return null
  return group.every((row, index) => row.number === (group[0]?.number ?? 0) + index) ? group : null
}

/** How well the rows serve as header: null below two known columns (one where only one is needed). */
function judge(rows: readonly Row[], options: HeaderSearch): HeaderFinding | null {
  const { ledger, layouts = [], purpose = 'import' } = options
  const headers = combineHeader(rows)
  const named = headers.filter((header) => header.text !== '').length
  const row = rows.at(-1)?.number ?? 0
  let best: HeaderFinding | null = null
  for (const profile of layouts) {
    const assignment = ledger && profile.ledger !== ledger ? null : assignByProfile(headers, profile)
    if (assignment && assignment.score > (best?.score ?? 0))
      best = { headers, row, ledger: profile.ledger, assignment, score: assignment.score, profile }
  }
  if (best) return best
  for (const name of ledger ? [ledger] : purpose === 'compare' ? reconcileLedgers : ledgerNames) {
    const assignment = assignColumns(headers, name, purpose)
    if (assignment.columns.size < 2) continue
    // Known columns first; then how much of the header they are, and of the ledger's own workbook.
    const fit = assignment.score * (0.5 + 0.5 * Math.min(1, assignment.score / named))
    const share = workbookShare(assignment, name)
    const lacking = assignment.missing.length / Math.max(1, requiredFor(name, purpose).length)
    const score = (fit + 2 * share) * (assignment.missing.length > 0 ? 0.4 * (1 - lacking) + 0.1 : 1)
    if (score > (best?.score ?? 0)) best = { headers, row, ledger: name, assignment, score, profile: null }
  }
  return best
}

/** A header as a person says where it is: with the rows above it when they make it better. */
export function headerAt(
  top: readonly Row[],
  headerRow: number,
  options: HeaderSearch,
): HeaderFinding | null {
  const end = top.findIndex((row) => row.number === headerRow)
  if (end < 0) return null
  let best: HeaderFinding | null = null
  for (let depth = 1; depth <= headerDepth && end - depth + 1 >= 0; depth++) {
    const group = consecutive(top, end - depth + 1, depth)
    const found = group && judge(group, options)
    if (found && found.score > (best?.score ?? 0) + 1e-6) best = found
  }
  if (best) return best
  const row = top[end]
  return row ? unknownHeader(row, options) : null
}

/** Where nothing is known: the first row of several short texts. */
function likelyHeader(rows: readonly Row[], options: HeaderSearch): HeaderFinding | null {
  const row = rows.find((candidate) => {
    const texts = candidate.cells.filter((cell) => cellText(cell) !== '')
    return texts.length >= 2 && texts.every((cell) => cell.kind === 'text' && cell.text.length <= 30)
  })
  return row ? unknownHeader(row, { ...options, ledger: undefined }) : null
}

const unknownHeader = (row: Row, { ledger, purpose }: HeaderSearch): HeaderFinding => ({
  headers: combineHeader([row]),
  row: row.number,
  ledger: ledger ?? null,
  assignment: ledger
    ? assignColumns(combineHeader([row]), ledger, purpose)
    : { columns: new Map(), score: 0, missing: [] },
  score: 0,
  profile: null,
})
