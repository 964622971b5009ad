import type { CallRequest, CoreEvent, WindowHost } from './host.ts'
import type { Result } from './result.ts'

/** How the pages reach a core, whatever carries it: Electron's IPC or HTTP on 127.0.0.1. */
export interface Transport {
  call(request: CallRequest): Promise<Result<unknown>>
  cancel(callId: string): void
  /** Answers with the function that stops it. */
  onEvent(listener: (event: CoreEvent) => void): () => void
}

/** What the preload script puts on the page as `window.labourDesk`: nothing else of Electron. */
export interface DeskBridge extends Transport, WindowHost {}

/** The one channel from page to main process, and the one back. */
export const askChannel = 'labour-desk:ask'
export const eventChannel = 'labour-desk:event'

/** What travels over `askChannel`. */
export type Ask =
  | { kind: 'call'; request: CallRequest }
  | { kind: 'cancel'; callId: string }
  | { kind: 'pickFile'; accept: string }
  | { kind: 'saveFile'; name: string; bytes: Uint8Array }
  | { kind: 'print' }
  | { kind: 'printToPdf'; options: { landscape: boolean; paper: 'A4' | 'A3' } }
