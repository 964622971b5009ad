import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Desk, startDesk, test } from './desk.ts'

/**
 * A county of its own for the tests of one file, which write: the shared one is left as it was found.
 * Made once, opened before each test at 1366 × 768.
 */
export function ownCounty(people: number, seed = 19): void {
  let desk: Desk
  let folder: string
  test.beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labour-desk-e2e-'))
    desk = await startDesk(folder, ['--demo', '--people', String(people), '--seed', String(seed)])
  })
  test.afterAll(async () => {
    await desk.stop()
    await rm(folder, { recursive: true, force: true })
  })
  test.beforeEach(async ({ page }) => {
    await page.setViewportSize({ width: 1366, height: 768 })
    await desk.open(page)
  })
}
