import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The file in the data folder that leads a browser to the running program. */
const startFile = (dataDir: string) => join(dataDir, 'open.html')

/** Writes the start file, readable by its owner alone, and answers with its place. */
export async function writeStartFile(dataDir: string, url: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const page = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url=${url}">
<title>县域就业台账</title>
<p><a href="${url}">打开县域就业台账</a></p>
</html>
`
  const file = startFile(dataDir)
  const draft = `${file}.${randomUUID()}`
  // Written whole and private before it gets its name, so nobody reads it half or too early.
  await writeFile(draft, page, { mode: 0o600, flag: 'wx' })
  await chmod(draft, 0o600)
  await rename(draft, file)
  return file
}

export const removeStartFile = (dataDir: string): Promise<void> => rm(startFile(dataDir), { force: true })

/**
 * The start file of a program that already runs on this data folder, or null. A file left behind
 * by a crash names an address that no longer answers.
 */
export async function findRunning(dataDir: string): Promise<string | null> {
  try {
    const page = await readFile(startFile(dataDir), 'utf8')
    const origin = /url=(http:\/\/127\.0\.0\.1:\d+)\//.exec(page)?.[1]
    if (!origin) return null
    const answer = await fetch(origin, { signal: AbortSignal.timeout(2_000) })
    return answer.ok ? startFile(dataDir) : null
  } catch {
    return null
  }
}
