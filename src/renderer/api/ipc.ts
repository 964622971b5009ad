import type { DeskBridge, Transport } from '../../shared/contract/bridge.ts'
import { fail } from '../../shared/contract/result.ts'

/** The transport of the Electron window. A broken IPC becomes an answer like any other. */
export function createIpcTransport(bridge: DeskBridge): Transport {
  return {
    async call(request) {
      try {
        return await bridge.call(request)
      } catch {
        return fail('internal', '程序出了意外情况，这一步没有完成，请重试；仍不行请重新启动程序。')
      }
    },
    cancel: (callId) => bridge.cancel(callId),
    onEvent: (listener) => bridge.onEvent(listener),
  }
}
