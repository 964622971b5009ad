import type { DeskBridge } from '../../shared/contract/bridge.ts'
import type { WindowHost } from '../../shared/contract/host.ts'

/** The host of the Electron window: its dialogs and printing are in the main process. */
export function createElectronHost(bridge: DeskBridge): WindowHost {
  return {
    kind: 'electron',
    pickFile: (accept) => bridge.pickFile(accept),
    saveFile: (name, bytes) => bridge.saveFile(name, bytes),
    print: () => bridge.print(),
    printToPdf: (options) => bridge.printToPdf(options),
  }
}
