import type { Transport } from '../../shared/contract/bridge.ts'
import type { CallTable, InputOf, OutputOf } from '../../shared/contract/call.ts'
import type { CoreEvent } from '../../shared/contract/host.ts'
import type { Contract } from '../../shared/contract/index.ts'
import { fail, type Result } from '../../shared/contract/result.ts'

export interface CallOptions {
  onProgress?: (progress: { phase: string; done: number; total: number | null }) => void
  /** Aborting it cancels the call in the core. */
  signal?: AbortSignal
}

/** A core as the pages call it, typed from the contract. */
export interface ClientOf<Table extends CallTable> {
  /** Never throws: a failure is part of the answer. */
  call<Name extends keyof Table & string>(
    name: Name,
    input: InputOf<Table[Name]>,
    options?: CallOptions,
  ): Promise<Result<OutputOf<Table[Name]>>>
  onEvent(listener: (event: CoreEvent) => void): () => void
}

/** The client over a transport. Progress events are handed to the call they belong to. */
export function createClient<Table extends CallTable = Contract>(transport: Transport): ClientOf<Table> {
  return {
    async call<Name extends keyof Table & string>(
      name: Name,
      input: InputOf<Table[Name]>,
      { onProgress, signal }: CallOptions = {},
    ): Promise<Result<OutputOf<Table[Name]>>> {
      if (signal?.aborted) return fail('cancelled', '已取消。')
      const id = newCallId()
      const stopListening =
        onProgress &&
        transport.onEvent((event) => {
          if (event.kind !== 'progress' || event.callId !== id) return
          onProgress({ phase: event.phase, done: event.done, total: event.total })
        })
      const cancel = () => transport.cancel(id)
      signal?.addEventListener('abort', cancel)
      try {
        // The core answers with the output type of the call's declaration.
        return (await transport.call({ id, name, input })) as Result<OutputOf<Table[Name]>>
      } finally {
        signal?.removeEventListener('abort', cancel)
        stopListening?.()
      }
    },
    onEvent: (listener) => transport.onEvent(listener),
  }
}

/** 128 random bits; `crypto.randomUUID` is missing in some of the browsers we open in. */
function newCallId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
