import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** Every TypeScript and Vue file under a folder of the project, by its path from the project folder. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|vue)$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort()
