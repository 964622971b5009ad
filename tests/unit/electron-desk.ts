import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startDesk } from '../../src/main/electron/desk.ts'
import { createFakeCore } from '../e2e/support/fake-core.ts'
import { createFakeElectron } from '../e2e/support/fake-electron.ts'

/** The Electron shell started over a fake Electron and a core without ledgers, in a folder of its own. */
export async function startFakeDesk(prepare: { args?: string[]; lock?: boolean; state?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const rendererDir = join(folder, 'pages')
  const dataDir = join(folder, 'data')
  mkdirSync(rendererDir)
  mkdirSync(dataDir)
  writeFileSync(join(rendererDir, 'index.html'), '<!doctype html><title>台账</title>')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  if (prepare.state !== undefined) writeFileSync(join(dataDir, 'window.json'), prepare.state)
  const fake = createFakeElectron()
  fake.app.lock = prepare.lock ?? true
  const core = createFakeCore()
  const created: unknown[] = []
  await startDesk(fake.api, {
    args: prepare.args ?? [],
    createCore(options) {
      created.push(options)
      return core
    },
    defaultDataDir: dataDir,
    rendererDir,
    preloadFile: join(folder, 'preload.cjs'),
  })
  return { fake, core, created, folder, dataDir, window: fake.windows[0] as (typeof fake.windows)[number] }
}
