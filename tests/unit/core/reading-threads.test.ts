import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCore } from '../../../src/main/core/host.ts'
import {
  callerOf,
  clerk,
  folder,
  office,
  openOffice,
  passphrase,
  resourcesDir,
} from '../../fixtures/office.ts'

const dataDir = folder()
beforeAll(async () => (await openOffice({ dataDir })).close())
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

let started = 0
const count = () => {
  started++
}
process.on('worker', count)
afterAll(() => void process.off('worker', count))

it.each([
  ['does without reading threads, for a single command', 'none', 1, 1],
  ['has one ready as soon as the ledger opens, for a window, and another for long work', 'ready', 2, 3],
] as const)('the core %s', async (_what, readers, threads, withWork) => {
  const core = createCore({ dataDir, resourcesDir, readers })
  const desk = clerk(callerOf(core))
  started = 0
  await desk.ok('session.status', {})
  await desk.ok('session.unlock', { passphrase })
  expect(started).toBe(threads)
  expect(await desk.ok('ledger.count', { ledger: 'labourer' })).toMatchObject({ total: 0 })
  expect(started).toBe(threads)
  expect(await desk.ok('quality.missing', { under: office.regionCode })).toMatchObject({ rows: [] })
  expect(started).toBe(withWork)
  await core.close()
})
