import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { BrowserWindow, Dialog, FileFilter } from 'electron'
import type { WindowHost } from '../../shared/contract/host.ts'
import type { WindowMemory } from './window-memory.ts'

/** As the loopback shell: no workbook of a township comes near it. */
const largestFile = 128 * 1024 * 1024

/** File dialogs of the window. They open where the last file was, since Electron 43 otherwise in Downloads. */
export function createDialogs(
  dialog: Dialog,
  window: BrowserWindow,
  memory: WindowMemory,
): Pick<WindowHost, 'pickFile' | 'saveFile'> {
  const lastFolder = () => {
    const { folder } = memory.state
    // A USB stick may have been pulled since.
    return folder !== undefined && existsSync(folder) ? folder : undefined
  }
  const complain = (message: string, detail: string) =>
    dialog.showMessageBox(window, { type: 'warning', message, detail, buttons: ['知道了'] })

  return {
    async pickFile(accept) {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        title: '选择文件',
        properties: ['openFile'],
        filters: filtersOf(accept),
        defaultPath: lastFolder(),
      })
      const path = filePaths[0]
      if (canceled || path === undefined) return null
      try {
        const { size } = await stat(path)
        if (size > largestFile) {
          await complain('文件太大', `${basename(path)} 超过 128 MB，请分成几个文件再试。`)
          return null
        }
        const bytes = new Uint8Array(await readFile(path))
        await memory.remember({ folder: dirname(path) })
        return { name: basename(path), bytes }
      } catch {
        await complain('文件没能打开', `读不了 ${basename(path)}。请检查U盘是否还插着，再选一次。`)
        return null
      }
    },
    async saveFile(name, bytes) {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        title: '保存文件',
        filters: filtersOf(`.${name.split('.').at(-1)}`),
        defaultPath: join(lastFolder() ?? '', safeName(name)),
      })
      if (canceled || !filePath) return false
      // Written beside and renamed, so that a pulled stick never leaves half a workbook under the name.
      const draft = join(dirname(filePath), `.${randomUUID()}.tmp`)
      try {
        await writeFile(draft, bytes, { flush: true })
        await rename(draft, filePath)
      } catch {
        await rm(draft, { force: true }).catch(() => undefined)
        await complain(
          '文件没有保存',
          `写不了 ${basename(filePath)}。请检查磁盘是否已满、文件是否正在别的程序里打开，再存一次。`,
        )
        return false
      }
      await memory.remember({ folder: dirname(filePath) })
      return true
    },
  }
}

/** `.xlsx,.xls` as an HTML file input has it → the filter of a dialog. */
function filtersOf(accept: string): FileFilter[] {
  const extensions = accept
    .split(',')
    .map((part) => part.trim().replace(/^\./, ''))
    .filter((part) => /^\w+$/.test(part))
  return extensions.length > 0 ? [{ name: '可用的文件', extensions }] : []
}

/** A name that every file system takes. */
const safeName = (name: string) => basename(name).replace(/[\\/:*?"<>|]/g, '_')
