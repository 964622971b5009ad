import type { Session, WebContents, WebPreferences } from 'electron'
import { isAppUrl } from './protocol.ts'

/** What a page of the window may be: a plain web page with our preload script, nothing more. */
export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    // Would fetch dictionaries from the internet.
    spellcheck: false,
  }
}

/** Keeps contents on our own page: no other address, no new window, no embedded guest. */
export function hardenContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

const ownSchemes = ['app:', 'blob:', 'data:', 'devtools:']

/** Denies every permission and device, every download, and everything that would leave this machine. */
export function hardenSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !ownSchemes.includes(new URL(details.url).protocol) })
  })
  session.on('will-download', (event) => event.preventDefault())
}
