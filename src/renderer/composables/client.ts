import { type App, type InjectionKey, inject } from 'vue'
import type { CoreEvent, WindowHost } from '../../shared/contract/host.ts'
import type { CallName, Input, Output } from '../../shared/contract/index.ts'
import type { Result } from '../../shared/contract/result.ts'

export interface Progress {
  phase: string
  done: number
  /** Null while nobody knows. */
  total: number | null
}

export interface CallOptions {
  onProgress?: (progress: Progress) => void
  /** Aborting it cancels the call in the core. */
  signal?: AbortSignal
}

/** The core as pages see it; `api/client.ts` makes one over each transport. */
export interface Client {
  call<N extends CallName>(name: N, input: Input<N>, options?: CallOptions): Promise<Result<Output<N>>>
  onEvent(listener: (event: CoreEvent) => void): () => void
}

const clientKey: InjectionKey<Client> = Symbol('client')
const hostKey: InjectionKey<WindowHost> = Symbol('host')

/** Makes the core and the host of the window known to every page and store. */
export function provideShell(app: App, client: Client, host: WindowHost): void {
  app.provide(clientKey, client)
  app.provide(hostKey, host)
}

/** The core. Only inside setup of a component, composable or store. */
export function useClient(): Client {
  const client = inject(clientKey)
  if (!client) throw new Error('no client provided')
  return client
}

/** The host of the window: pick and save files, print. Only inside setup. */
export function useHost(): WindowHost {
  const host = inject(hostKey)
  if (!host) throw new Error('no host provided')
  return host
}
