import type { Result } from './result.ts'

/** What travels from a shell to the core: the name of a call and its unchecked input. */
export interface CallRequest {
  /** Chosen by the caller; progress events and cancel refer to it. */
  id: string
  name: string
  input: unknown
  /** The caller has no more use for files in `input`: they are moved to the core, not copied. */
  handOver?: true
}

/** What the core says on its own account. */
export type CoreEvent =
  | { kind: 'progress'; callId: string; phase: string; done: number; total: number | null }
  /** Something in these ledgers was written: lists may refresh. */
  | { kind: 'changed'; ledgers: string[] }
  /** Nobody has used the program for so long that it will lock in some seconds; null: somebody does again. */
  | { kind: 'locking'; seconds: number | null }
  /** The database was locked (by a person or after idle time). */
  | { kind: 'locked' }

/**
 * The core as a shell sees it: it forwards requests, hands on events and knows no ledger.
 * Bytes cross as Uint8Array inside input and output.
 */
export interface Core {
  call(request: CallRequest): Promise<Result<unknown>>
  cancel(callId: string): void
  onEvent(listener: (event: CoreEvent) => void): () => void
  close(): Promise<void>
}

export interface PickedFile {
  name: string
  bytes: Uint8Array
}

/** What only the host of the window can do; each shell satisfies it, no feature asks which shell it is in. */
export interface WindowHost {
  kind: 'electron' | 'browser'
  /** Null when the person cancelled. `accept` as in an HTML file input: `.xlsx,.xls,.csv`. */
  pickFile(accept: string): Promise<PickedFile | null>
  /** False when the person cancelled. */
  saveFile(name: string, bytes: Uint8Array): Promise<boolean>
  /** Prints the current page with its print stylesheet. */
  print(): Promise<void>
  /** The current page as PDF where the host can make one, otherwise the print dialog (null). */
  printToPdf(options: { landscape: boolean; paper: 'A4' | 'A3' }): Promise<Uint8Array | null>
}
