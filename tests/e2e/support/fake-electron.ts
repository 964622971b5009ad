import { EventEmitter } from 'node:events'
import type { BrowserWindowConstructorOptions, ContextBridge, IpcRenderer } from 'electron'
import type { ElectronApi } from '../../../src/main/electron/desk.ts'
import { connectIpc } from '../../../src/main/electron/ipc.ts'
import { exposeBridge } from '../../../src/main/electron/preload-bridge.ts'
import { startUrl } from '../../../src/main/electron/protocol.ts'
import type { DeskBridge } from '../../../src/shared/contract/bridge.ts'
import type { Core } from '../../../src/shared/contract/host.ts'
import type { Result } from '../../../src/shared/contract/result.ts'

type Handler = (event: unknown, message: unknown) => unknown
type Call = { name: string; args: unknown[] }

/** A frame of a page: `parent` null for the page itself. */
export interface FakeFrame {
  url: string
  parent: FakeFrame | null
}

class FakeContents extends EventEmitter {
  mainFrame: FakeFrame = { url: 'about:blank', parent: null }
  readonly renderer = new EventEmitter()
  readonly calls: Call[] = []
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  destroyed = false
  send(channel: string, message: unknown) {
    this.renderer.emit(channel, {}, structuredClone(message))
  }
  isDestroyed = () => this.destroyed
  setWindowOpenHandler(handler: FakeContents['openHandler']) {
    this.openHandler = handler
  }
  reload = () => void this.calls.push({ name: 'reload', args: [] })
  print(options: unknown, done: (ok: boolean) => void) {
    this.calls.push({ name: 'print', args: [options] })
    done(true)
  }
  async printToPDF(options: unknown) {
    this.calls.push({ name: 'printToPDF', args: [options] })
    return Buffer.from('%PDF-1.7')
  }
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  readonly calls: string[] = []
  readonly options: BrowserWindowConstructorOptions
  constructor(options: BrowserWindowConstructorOptions) {
    super()
    this.options = options
  }
  async loadURL(url: string) {
    this.webContents.mainFrame = { url, parent: null }
  }
  show = () => void this.calls.push('show')
  maximize = () => void this.calls.push('maximize')
  restore = () => void this.calls.push('restore')
  focus = () => void this.calls.push('focus')
  isMinimized = () => true
  isMaximized = () => false
  getNormalBounds = () => ({ x: 1, y: 2, width: 1200, height: 700 })
}

class FakeApp extends EventEmitter {
  /** What the shell asked of the app, in order. */
  readonly calls: Call[] = []
  lock = true
  isPackaged = false
  setPath = (...args: unknown[]) => void this.calls.push({ name: 'setPath', args })
  enableSandbox = () => void this.calls.push({ name: 'enableSandbox', args: [] })
  quit = () => void this.calls.push({ name: 'quit', args: [] })
  requestSingleInstanceLock = () => this.lock
  whenReady = async () => void this.calls.push({ name: 'whenReady', args: [] })
}

class FakeSession extends EventEmitter {
  /** Every handler the shell set, by what it decides. */
  readonly handlers: Record<string, (...args: never[]) => unknown> = {}
  readonly webRequest = { onBeforeRequest: this.keep('request') }
  setPermissionRequestHandler = this.keep('permissionRequest')
  setPermissionCheckHandler = this.keep('permissionCheck')
  setDevicePermissionHandler = this.keep('devicePermission')
  keep(name: string) {
    return (handler: () => unknown) => {
      this.handlers[name] = handler
    }
  }
}

/**
 * Electron as far as the shell uses it, without its binary. Values that cross between page and main
 * process are cloned as Electron clones them, so a value that cannot cross fails here too.
 */
export function createFakeElectron() {
  const app = new FakeApp()
  const session = new FakeSession()
  const windows: FakeWindow[] = []
  const handlers = new Map<string, Handler>()
  const dialogs = {
    calls: [] as { name: string; options: Record<string, unknown> }[],
    open: { canceled: true, filePaths: [] as string[] },
    save: { canceled: true, filePath: '' },
    /** Number of the button that is pressed on a question. */
    answer: 0,
  }
  const schemes: unknown[] = []
  const pages = new Map<string, (request: Request) => Promise<Response>>()
  const menus: unknown[] = []
  const asked = (name: string, options: Record<string, unknown>) => dialogs.calls.push({ name, options })

  const api = {
    app,
    BrowserWindow: class extends FakeWindow {
      constructor(options: BrowserWindowConstructorOptions) {
        super(options)
        windows.push(this)
        app.emit('web-contents-created', {}, this.webContents)
      }
    },
    dialog: {
      async showOpenDialog(_window: unknown, options: Record<string, unknown>) {
        asked('open', options)
        return dialogs.open
      },
      async showSaveDialog(_window: unknown, options: Record<string, unknown>) {
        asked('save', options)
        return dialogs.save
      },
      async showMessageBox(_window: unknown, options: Record<string, unknown>) {
        asked('message', options)
        return { response: 0 }
      },
      showMessageBoxSync(_window: unknown, options: Record<string, unknown>) {
        asked('question', options)
        return dialogs.answer
      },
    },
    ipcMain: {
      handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    },
    Menu: {
      buildFromTemplate: (template: unknown) => template,
      setApplicationMenu: (menu: unknown) => void menus.push(menu),
    },
    protocol: {
      registerSchemesAsPrivileged: (list: unknown[]) => void schemes.push(...list),
      handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
        void pages.set(scheme, handler),
    },
    session: { defaultSession: session },
  }

  /** A message from a frame to the main process, as ipcRenderer.invoke sends it. */
  async function invoke(sender: FakeContents, frame: FakeFrame | null, channel: string, message: unknown) {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`no handler for ${channel}`)
    return structuredClone(await handler({ sender, senderFrame: frame }, structuredClone(message)))
  }

  /** Runs the preload script's code for a page and answers with what the page then sees. */
  function runPreload(contents: FakeContents): DeskBridge {
    const exposed: Record<string, unknown> = {}
    const contextBridge = {
      exposeInMainWorld: (name: string, value: unknown) => {
        exposed[name] = value
      },
    }
    const ipcRenderer = {
      invoke: (channel: string, message: unknown) => invoke(contents, contents.mainFrame, channel, message),
      on: (channel: string, listener: () => void) => contents.renderer.on(channel, listener),
      removeListener: (channel: string, listener: () => void) => contents.renderer.off(channel, listener),
    }
    exposeBridge(contextBridge as unknown as ContextBridge, ipcRenderer as unknown as IpcRenderer)
    return exposed.labourDesk as DeskBridge
  }

  return {
    api: api as unknown as ElectronApi,
    app,
    session,
    windows,
    dialogs,
    schemes,
    pages,
    menus,
    handlers,
    invoke,
    runPreload,
  }
}

/** A core behind the preload script and the IPC of the Electron shell, as a page calls it. */
export function connectFakeIpc(core: Core) {
  const fake = createFakeElectron()
  const contents = new FakeContents()
  contents.mainFrame = { url: startUrl, parent: null }
  const disconnect = connectIpc({
    ipcMain: fake.api.ipcMain,
    contents: contents as unknown as Electron.WebContents,
    core,
    host: {
      pickFile: async () => null,
      saveFile: async () => false,
      print: async () => undefined,
      printToPdf: async () => null,
    },
  })
  const bridge = fake.runPreload(contents)
  let last = 0
  return {
    bridge,
    call(name: string, input: unknown): Promise<Result<unknown>> {
      last += 1
      return bridge.call({ id: `ipc-${last}`, name, input })
    },
    disconnect,
  }
}
