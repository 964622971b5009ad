import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { Refusal } from '../../../shared/contract/result.ts'

/**
 * Wrong passphrases, counted per account in a small file beside the key file. After `freeTries` the
 * account waits. The wait runs down only while the program runs, by a clock that nobody can set, and
 * what is left of it is kept: neither a restart nor the clock of the PC shortens it.
 */
export interface Attempts {
  /** Milliseconds that an account still has to wait; 0: it may try. */
  waitOf(user: string): number
  /** Counts a try before it is checked, so that ending the program in between does not take it back. */
  begin(user: string): void
  /** Forgets the tries of an account: its passphrase was right, or is a new one. Answers how many had failed. */
  clear(user: string): number
}

/** Enough for slips of the hand and a wrong keyboard; guessing needs millions. */
export const freeTries = 5
/** A coffee for whoever mistyped; a few dozen guesses a day for whoever guesses. */
const firstWaitMs = 15 * 60_000
/** Longer would punish the office more than a guesser, who is at 12 guesses a day by then. */
const longestWaitMs = 2 * 3_600_000
/** What a killed program loses of the time that was waited. */
const keepEveryMs = 5_000

interface Tries {
  failed: number
  waitMs: number
}

const isTries = (tries: unknown): tries is Tries => {
  const { failed, waitMs } = (tries ?? {}) as Partial<Tries>
  return (
    Number.isInteger(failed) &&
    Number(failed) >= 0 &&
    typeof waitMs === 'number' &&
    waitMs >= 0 &&
    waitMs <= longestWaitMs
  )
}

/** A damaged or missing file is no tries: whoever can change it has the key file too, which guards itself. */
function readTries(file: string): Map<string, Tries> {
  try {
    const { users } = JSON.parse(readFileSync(file, 'utf8')) as { users: Record<string, unknown> }
    return new Map(Object.entries(users).filter((entry): entry is [string, Tries] => isTries(entry[1])))
  } catch {
    return new Map()
  }
}

/** @param tick milliseconds of a clock that only goes forward */
export function createAttempts(file: string, tick: () => number = () => performance.now()): Attempts {
  let tries: Map<string, Tries> | null = null
  let counted = 0
  let timer: NodeJS.Timeout | null = null

  function current(): Map<string, Tries> {
    const now = tick()
    tries ??= readTries(file)
    const passed = counted === 0 ? 0 : now - counted
    counted = now
    for (const one of tries.values()) one.waitMs = Math.max(0, one.waitMs - passed)
    watch(tries)
    return tries
  }

  function watch(all: Map<string, Tries>) {
    const waits = [...all.values()].some(({ waitMs }) => waitMs > 0)
    if (waits && !timer) {
      timer = setInterval(() => keep(current()), keepEveryMs)
      timer.unref()
    } else if (!waits && timer) {
      clearInterval(timer)
      timer = null
    }
  }

  /** At once or not at all. A full disk must not lock the office out: then the count lives as long as the program. */
  function keep(all: Map<string, Tries>) {
    try {
      if (all.size === 0) return rmSync(file, { force: true })
      const descriptor = openSync(`${file}.new`, 'w', 0o600)
      try {
        writeSync(descriptor, JSON.stringify({ format: 1, users: Object.fromEntries(all) }))
        fsyncSync(descriptor)
      } finally {
        closeSync(descriptor)
      }
      renameSync(`${file}.new`, file)
    } catch {
      // Kept in memory.
    }
  }

  return {
    waitOf: (user) => current().get(user)?.waitMs ?? 0,
    begin(user) {
      const all = current()
      const failed = (all.get(user)?.failed ?? 0) + 1
      const further = failed - freeTries
      const waitMs = further < 0 ? 0 : Math.min(firstWaitMs * 2 ** further, longestWaitMs)
      all.set(user, { failed, waitMs })
      keep(all)
      watch(all)
    },
    clear(user) {
      const all = current()
      const failed = all.get(user)?.failed ?? 0
      if (all.delete(user)) keep(all)
      watch(all)
      return failed
    },
  }
}

const inMinutes = (ms: number): number => Math.ceil(ms / 60_000)

/**
 * Checks the secret of an account, counted. Answers what `check` found and how many tries had failed
 * since the last right one.
 *
 * @throws Refusal at `path` while the account waits (then nothing is checked), and when `check` finds nothing
 */
export async function tryCounted<Found>(
  attempts: Attempts,
  user: string,
  { path, wrong, check }: { path: string; wrong: string; check: () => Promise<Found | null> },
): Promise<{ found: Found; failed: number }> {
  const refuse = (sentence: string) => new Refusal('refused', sentence, [{ path, message: sentence }])
  const paused = (ms: number) =>
    `口令输错次数过多，“${user}”已暂停用口令解锁。请让程序开着，约${inMinutes(ms)}分钟后再试；也可以用恢复密钥解锁。`
  const waiting = attempts.waitOf(user)
  if (waiting > 0) throw refuse(paused(waiting))
  attempts.begin(user)
  const found = await check()
  if (found === null) {
    const wait = attempts.waitOf(user)
    throw refuse(wait > 0 ? paused(wait) : wrong)
  }
  return { found, failed: attempts.clear(user) - 1 }
}
