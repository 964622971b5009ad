import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { createCore } from './core/host.ts'
import { startDesk } from './electron/desk.ts'
import { defaultDataDir, preloadFile, rendererDir, resourcesDir } from './paths.ts'

// Not awaited here: Electron is ready only after this module has been evaluated.
startDesk(
  { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session },
  {
    // `electron . --demo` has the folder before its arguments, the packaged program has not.
    args: process.argv.slice(app.isPackaged ? 1 : 2),
    createCore: (options) => createCore({ autoLock: 'parameter', ...options, resourcesDir, backups: true }),
    defaultDataDir: defaultDataDir(),
    rendererDir,
    preloadFile,
  },
).catch((error: Error) => {
  dialog.showErrorBox('县域就业台账没能启动', error.message)
  app.exit(1)
})
