/**
 * Locks when nobody has used the program for a while. Calls of a person and what a window reports
 * (`session.touch`) count as use, and whatever runs (an import) until it is done; what the program does
 * on its own account does not.
 */
export interface AutoLock {
  /** A call begins; answers what to call when it ends. */
  begin(name: string): () => void
  /** The ledger is open, to be locked after so many minutes as the office has set; null: it is locked. */
  watch(minutes: number | null): void
  stop(): void
}

/** How long before it locks this is said. */
const warnMs = 60_000
/** As fine as a countdown in seconds needs. */
const lookEveryMs = 500

/** Asked by windows on their own account, without anybody there. */
const unattended: ReadonlySet<string> = new Set(['session.status', 'duty.refresh'])
const nothing = () => {}

/** @param after `parameter`: as the office has set; or so many milliseconds; undefined: never */
export function createAutoLock(
  after: 'parameter' | number | undefined,
  told: {
    /** Seconds that are left; null: somebody came back in time. */
    warn: (seconds: number | null) => void
    lock: () => void
  },
): AutoLock {
  let afterMs: number | null = null
  let running = 0
  let warned = false
  let used = now()
  let timer: NodeJS.Timeout | null = null

  function use() {
    used = now()
    if (warned) told.warn(null)
    warned = false
  }
  function look() {
    if (afterMs === null) return
    if (running > 0) return use()
    const left = afterMs - since(used)
    if (left <= 0) {
      warned = false
      afterMs = null
      told.lock()
    } else if (!warned && left <= Math.min(warnMs, afterMs / 2)) {
      warned = true
      told.warn(Math.ceil(left / 1000))
    }
  }
  return {
    begin(name) {
      if (unattended.has(name)) return nothing
      use()
      running++
      return () => {
        running--
        use()
      }
    },
    watch(minutes) {
      if (after === undefined) return
      const ms = minutes === null ? null : after === 'parameter' ? minutes * 60_000 : after
      if (ms !== null && afterMs === null) use()
      afterMs = ms
      if (ms !== null && !timer) {
        timer = setInterval(look, lookEveryMs)
        timer.unref()
      }
    },
    stop() {
      if (timer) clearInterval(timer)
    },
  }
}

/** Both clocks: one stands still while the PC sleeps, the other can be set. */
function now() {
  return { ran: performance.now(), stood: Date.now() }
}
/** The longer of both: a clock that is set back does not keep it open. */
const since = (then: ReturnType<typeof now>): number =>
  Math.max(performance.now() - then.ran, Date.now() - then.stood)
