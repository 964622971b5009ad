import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Rectangle } from 'electron'

/** What the window remembers between starts. */
export interface WindowState {
  bounds?: Rectangle
  maximized?: boolean
  /** The folder of the last opened or saved file, usually a USB stick. */
  folder?: string
}

export interface WindowMemory {
  readonly state: WindowState
  remember(change: WindowState): Promise<void>
}

/** Reads the memory of a data folder; one that cannot be read counts as empty. */
export async function readWindowMemory(dataDir: string): Promise<WindowMemory> {
  const file = join(dataDir, 'window.json')
  let state: WindowState = {}
  try {
    const read: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (typeof read === 'object' && read !== null) state = read
  } catch {
    // First start, or a damaged file: begin anew.
  }
  return {
    get state() {
      return state
    },
    async remember(change) {
      state = { ...state, ...change }
      try {
        await mkdir(dataDir, { recursive: true, mode: 0o700 })
        await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
        await rename(`${file}.new`, file)
      } catch {
        // Only a convenience: a read-only folder must not stop anybody from saving a workbook elsewhere.
      }
    },
  }
}
