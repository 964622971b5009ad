import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every file of the given endings under a folder of the project, by its path from the project folder. */
export const filesEnding = (folder: string, endings: readonly string[]): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort()

/** Every TypeScript and Vue file under a folder of the project. */
export const filesUnder = (folder: string): string[] => filesEnding(folder, ['.ts', '.vue'])
