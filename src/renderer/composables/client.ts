import { type App, type InjectionKey, inject } from 'vue'
import type { WindowHost } from '../../shared/contract/host.ts'
import type { Contract } from '../../shared/contract/index.ts'
import type { ClientOf } from '../api/client.ts'

/** The core as pages see it, over whichever transport. */
export type Client = ClientOf<Contract>

export interface Progress {
  phase: string
  done: number
  /** Null while nobody knows. */
  total: number | null
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
