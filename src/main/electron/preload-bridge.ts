import type { ContextBridge, IpcRenderer } from 'electron'
import { type Ask, askChannel, type DeskBridge, eventChannel } from '../../shared/contract/bridge.ts'
import type { CoreEvent } from '../../shared/contract/host.ts'

/**
 * Puts the bridge on the page as `window.labourDesk`. Each function sends one known message; neither
 * ipcRenderer nor its events reach the page.
 */
export function exposeBridge(contextBridge: ContextBridge, ipcRenderer: IpcRenderer): void {
  const ask = (message: Ask) => ipcRenderer.invoke(askChannel, message)
  const bridge: DeskBridge = {
    kind: 'electron',
    call: (request) => ask({ kind: 'call', request }),
    cancel: (callId) => void ask({ kind: 'cancel', callId }).catch(() => undefined),
    onEvent(listener) {
      const hear = (_event: unknown, event: CoreEvent) => listener(event)
      ipcRenderer.on(eventChannel, hear)
      return () => ipcRenderer.removeListener(eventChannel, hear)
    },
    pickFile: (accept) => ask({ kind: 'pickFile', accept }),
    saveFile: (name, bytes) => ask({ kind: 'saveFile', name, bytes }),
    print: () => ask({ kind: 'print' }),
    printToPdf: (options) => ask({ kind: 'printToPdf', options }),
  }
  contextBridge.exposeInMainWorld('labourDesk', bridge)
}
