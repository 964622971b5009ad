import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type * as electron from 'electron'
import type { BrowserWindow } from 'electron'
import type { Core } from '../../shared/contract/host.ts'
import { createDialogs } from './dialogs.ts'
import { connectIpc } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { createPrinting } from './printing.ts'
import { appScheme, createAppHandler } from './protocol.ts'
import { hardenContents, hardenSession } from './security.ts'
import { askBeforeLosingChanges } from './unsaved-changes.ts'
import { openWindow } from './window.ts'
import { readWindowMemory } from './window-memory.ts'

/** The part of Electron that the shell uses; tests put a fake in its place. */
export type ElectronApi = Pick<
  typeof electron,
  'app' | 'BrowserWindow' | 'dialog' | 'ipcMain' | 'Menu' | 'protocol' | 'session'
>

export interface DeskOptions {
  /** The arguments after the program's own. */
  args: string[]
  createCore(options: { dataDir: string; demo?: { people: number; seed: number } }): Core
  defaultDataDir: string
  rendererDir: string
  preloadFile: string
}

/** Starts the Electron shell. Everything before `whenReady` must happen in the first turn. */
export async function startDesk(api: ElectronApi, options: DeskOptions): Promise<void> {
  const { app, dialog, ipcMain, Menu, protocol, session } = api
  const { demo, dataDir, temporary } = placeOfData(options)

  // The browser's own files (caches, locks) stay apart from the ledgers.
  app.setPath('userData', join(dataDir, 'window'))
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([appScheme])
  if (!app.requestSingleInstanceLock()) return app.quit()

  let window: BrowserWindow | undefined
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('web-contents-created', (_event, contents) => hardenContents(contents))
  app.on('window-all-closed', () => app.quit())

  await app.whenReady()
  hardenSession(session.defaultSession)
  protocol.handle(appScheme.scheme, createAppHandler(options.rendererDir))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform)))

  const core = options.createCore({ dataDir, demo })
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    // The core finishes what it is writing, then the program ends.
    event.preventDefault()
    void core.close().finally(() => {
      closed = true
      if (temporary) removeQuietly(dataDir)
      app.quit()
    })
  })

  const memory = await readWindowMemory(dataDir)
  window = openWindow(api.BrowserWindow, memory, options.preloadFile)
  askBeforeLosingChanges(dialog, window)
  const { webContents } = window
  const host = { ...createDialogs(dialog, window, memory), ...createPrinting(webContents) }
  const disconnect = connectIpc({ ipcMain, contents: webContents, core, host })
  window.on('closed', disconnect)
}

/** On Windows the browser still holds some of its files; the system clears its temporary folder itself. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true })
  } catch {
    // See above.
  }
}

/** Reads the arguments; Chromium's own switches among them are left alone. */
function placeOfData({ args, defaultDataDir }: DeskOptions) {
  const { values } = parseArgs({
    args,
    strict: false,
    options: {
      data: { type: 'string' },
      demo: { type: 'boolean' },
      people: { type: 'string', default: '15000' },
      seed: { type: 'string', default: '1' },
    },
  })
  const demo = values.demo
    ? { people: Number(values.people) || 15_000, seed: Number(values.seed) || 0 }
    : undefined
  const named = typeof values.data === 'string' ? values.data : undefined
  const temporary = named === undefined && demo !== undefined
  const dataDir = named ?? (temporary ? mkdtempSync(join(tmpdir(), 'labour-desk-demo-')) : defaultDataDir)
  return { demo, dataDir, temporary }
}
