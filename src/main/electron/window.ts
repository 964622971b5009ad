import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { startUrl } from './protocol.ts'
import { webPreferences } from './security.ts'
import type { WindowMemory, WindowState } from './window-memory.ts'

/** Designed for 1366 × 768, the screen of most counters. */
export function windowOptions(state: WindowState, preload: string): BrowserWindowConstructorOptions {
  return {
    width: 1366,
    height: 768,
    ...state.bounds,
    minWidth: 1024,
    minHeight: 600,
    title: '县域就业台账',
    backgroundColor: '#ffffff',
    show: false,
    webPreferences: webPreferences(preload),
  }
}

/** Opens the one window on our page; it appears when there is something to see and remembers its place. */
export function openWindow(
  Window: new (options: BrowserWindowConstructorOptions) => BrowserWindow,
  memory: WindowMemory,
  preload: string,
): BrowserWindow {
  const window = new Window(windowOptions(memory.state, preload))
  window.once('ready-to-show', () => {
    if (memory.state.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => {
    void memory.remember({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  })
  // A crashed page is loaded again; the ledgers are safe in the core.
  window.webContents.on('render-process-gone', () => window.webContents.reload())
  void window.loadURL(startUrl)
  return window
}
