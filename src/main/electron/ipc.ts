import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron'
import { askChannel, eventChannel } from '../../shared/contract/bridge.ts'
import type { CallRequest, Core, WindowHost } from '../../shared/contract/host.ts'
import { fail } from '../../shared/contract/result.ts'
import { isAppUrl } from './protocol.ts'

export interface IpcOptions {
  ipcMain: IpcMain
  /** The contents of the one window. */
  contents: WebContents
  core: Core
  /** What the window can do for its page. */
  host: Omit<WindowHost, 'kind'>
}

/**
 * Joins the page of the window to the core: one channel in, one channel out. A message is answered
 * only when it comes from the top frame of our own page in our own window.
 *
 * @returns a function that takes the connection down
 */
export function connectIpc({ ipcMain, contents, core, host }: IpcOptions): () => void {
  const isOwnPage = ({ sender, senderFrame }: IpcMainInvokeEvent) =>
    sender === contents && senderFrame !== null && senderFrame.parent === null && isAppUrl(senderFrame.url)

  ipcMain.handle(askChannel, async (event, ask: unknown) => {
    if (!isOwnPage(event)) throw new Error('请求不是来自台账窗口，已拒绝。')
    if (!isRecord(ask)) throw new Error('请求的内容无法识别。')
    switch (ask.kind) {
      case 'call':
        return isCallRequest(ask.request)
          ? core.call({ ...ask.request, handOver: true })
          : fail('invalid_input', '请求的内容无法识别，请刷新页面后重试。')
      case 'cancel':
        return core.cancel(String(ask.callId))
      case 'pickFile':
        return host.pickFile(String(ask.accept))
      case 'saveFile':
        if (!(ask.bytes instanceof Uint8Array)) break
        return host.saveFile(String(ask.name), ask.bytes)
      case 'print':
        return host.print()
      case 'printToPdf':
        if (!isRecord(ask.options)) break
        return host.printToPdf({
          landscape: ask.options.landscape === true,
          paper: ask.options.paper === 'A3' ? 'A3' : 'A4',
        })
    }
    throw new Error('请求的内容无法识别。')
  })

  const stopEvents = core.onEvent((event) => {
    if (!contents.isDestroyed()) contents.send(eventChannel, event)
  })
  return () => {
    stopEvents()
    ipcMain.removeHandler(askChannel)
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isCallRequest = (value: unknown): value is CallRequest =>
  isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string'
