import type { PreviewRow } from '../../../shared/contract/calls/exchange.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { RowPlan } from './plan.ts'

/**
 * The same person in two rows of one file: the later row is blocked and names the earlier one. Which
 * of the two is right only a person can tell, so the earlier one, which is imported, is shown as well.
 */
export interface Twin {
  /** Row of the earlier one. */
  first: number
  violation: Violation
  /** It is imported, and nothing was said about it before. */
  isNewWarning: boolean
}

export function createTwinWatch() {
  const marks = createRowMarks()
  return {
    /** To be asked of every row in order; answers the earlier row when this one repeats it. */
    see(row: number, plan: RowPlan): Twin | null {
      const first = plan.twinOf
      if (first === undefined) {
        if (plan.kind === 'blocked' || plan.violations.length > 0) marks.add(row)
        return null
      }
      const isNewWarning = !marks.has(first)
      marks.add(first)
      return {
        first,
        isNewWarning,
        violation: {
          field: 'idNumber',
          code: 'row.twiceFirst',
          severity: 'warns',
          message: `身份证号码在第 ${row} 行又出现一次，请核对以哪一行为准`,
        },
      }
    },
  }
}

/** Rows of which something was said, a byte each: most rows of a large file may be among them. */
function createRowMarks() {
  let marks = new Uint8Array(1024)
  return {
    has: (row: number): boolean => marks[row] === 1,
    add(row: number) {
      if (row >= marks.length) {
        const more = new Uint8Array(row * 2)
        more.set(marks)
        marks = more
      }
      marks[row] = 1
    },
  }
}

/** Puts the word about the later row to the earlier one, and that among the warned. */
export function showTwins(twins: readonly Twin[], rows: Record<string, PreviewRow[]>, limit: number): void {
  const { warned = [] } = rows
  for (const { first, violation } of twins) {
    const shown = Object.values(rows)
      .flat()
      .find((candidate) => candidate.row === first)
    if (!shown) continue
    shown.violations = [...shown.violations, violation]
    if (shown.kind !== 'blocked' && !warned.includes(shown) && warned.length < limit) warned.push(shown)
  }
  warned.sort((one, other) => one.row - other.row)
}
