import type { CallRequest } from '../../shared/contract/host.ts'
import type { Result } from '../../shared/contract/result.ts'
import type { Credentials } from './app.ts'
import type { AuditFacts } from './audit/chain.ts'
import type { Lane } from './context.ts'

/** What passes between the host and the threads of its lanes. */
export interface WorkerStart {
  lane: Lane
  dataDir: string
  resourcesDir: string
  /** For tests and demos: an instant that stands still. */
  fixedNow?: string | undefined
}

export type ToWorker =
  | { type: 'call'; request: CallRequest; cancel: SharedArrayBuffer }
  | { type: 'open'; credentials: Credentials }
  | { type: 'lock' }
  | { type: 'refresh' }
  /** To the writing lane: an entry of the audit log for a call that another lane has answered. */
  | { type: 'record'; id: string; facts: AuditFacts }
  | { type: 'stop' }

export type FromWorker =
  /** `facts`: to be in the audit log before the answer leaves the core. */
  | { type: 'result'; id: string; result: Result<unknown>; facts: AuditFacts | null }
  /** Answers `record`. */
  | { type: 'recorded'; id: string; written: boolean }
  | { type: 'progress'; callId: string; phase: string; done: number; total: number | null }
  | { type: 'opened'; credentials: Credentials }
  /** The ledger is open, or its parameters were changed: after how many minutes without use it locks. */
  | { type: 'autoLock'; minutes: number }
  | { type: 'ready'; error: string | null }
  /** Answers `lock`: the lane has let go of the database. */
  | { type: 'closed' }
  | { type: 'locked' }
