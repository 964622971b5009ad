import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `src/main/paths.ts` and the built `out/main/*.js` lie equally deep, so one expression serves both.
const root = fileURLToPath(new URL('../../', import.meta.url))

/** Data that ships with the program: dictionaries, regions, templates. */
export const resourcesDir = join(root, 'resources')

/** The built pages. */
export const rendererDir = join(root, 'out', 'renderer')

/** The built preload script of the window. */
export const preloadFile = join(root, 'out', 'preload', 'preload.cjs')

/**
 * The folder of the county's data where nobody named one. Window and browser shell use the same,
 * so a machine that changes shells keeps its ledgers.
 */
export function defaultDataDir(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'labour-desk')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'labour-desk')
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'labour-desk')
}
