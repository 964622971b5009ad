import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Desk, startDesk } from './desk.ts'

/** `office`: a small generated county of one spec file, whose tests may change it. */
export const test = base.extend<object, { office: Desk }>({
  office: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern.
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'labour-desk-office-'))
      const desk = await startDesk(folder, ['--demo', '--people', '400', '--seed', '11'])
      await use(desk)
      await desk.stop()
      await rm(folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 120_000 },
  ],
})

export { expect } from '@playwright/test'
