import type { DeskBridge } from '../../shared/contract/bridge.ts'
import type { WindowHost } from '../../shared/contract/host.ts'
import type { Contract } from '../../shared/contract/index.ts'
import { createBrowserHost } from '../host/browser.ts'
import { createElectronHost } from '../host/electron.ts'
import { type ClientOf, createClient } from './client.ts'
import { browserPage, createHttpTransport } from './http.ts'
import { createIpcTransport } from './ipc.ts'

declare global {
  interface Window {
    /** Present in the Electron window only. */
    labourDesk?: DeskBridge
  }
}

/** Finds out which shell the page runs in: the only place that asks. */
export async function connect(): Promise<{ client: ClientOf<Contract>; host: WindowHost }> {
  const bridge = window.labourDesk
  if (bridge) return { client: createClient(createIpcTransport(bridge)), host: createElectronHost(bridge) }
  return { client: createClient(await createHttpTransport(browserPage())), host: createBrowserHost() }
}
