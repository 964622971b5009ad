import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { visit } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'

/** Every address that the router knows, with people, families and batches that are there. */
const router = readFileSync(new URL('../../src/renderer/router.ts', import.meta.url), 'utf8')
const addresses = [...router.matchAll(/(?:route\(\s*|path: )'(\/[^']*)'/g)]
  .map(([, path = '']) => path)
  .filter((path) => path !== '/')
  .map((path) =>
    path
      .replace('/print/village/:code', '/print/village/433126101000')
      .replace(/:rest.*/, 'nothing-here')
      .replace(/:ids?$/, '1')
      .replace(/:month$/, '2026-10'),
  )

/** Pages of one record: there are none where nobody has been entered. */
const withoutRecords = addresses.filter((address) => !address.endsWith('/1'))

/** Goes to the pages and answers what is wrong with any of them. */
async function faultsOfAll(
  page: Page,
  { pages = addresses, accessible = true }: { pages?: readonly string[]; accessible?: boolean } = {},
): Promise<string[]> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // A refusal of a call is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`${page.url()}: ${message.text()}`)
    }
  })
  for (const address of pages) {
    await visit(page, address)
    await expect(page.locator('h1').first()).toBeVisible()
    // The stream of events stays open, so the network is never idle: what is slow shows a line after 250 ms.
    await page.waitForTimeout(400)
    await expect(page.getByText('正在读取', { exact: true })).toHaveCount(0)
    if (accessible) for (const fault of await accessibilityFaults(page)) faults.push(`${address}: ${fault}`)
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (beyond > 0 && !address.startsWith('/print/'))
      faults.push(`${address}: ${beyond} px beyond the window`)
    // Printed pages stand without the frame, from which `visit` goes on.
    if (address.startsWith('/print/')) await page.goto(page.url().replace(/#.*/, '#/start'))
  }
  return faults
}

// Each takes minutes, and none needs the others.
test.describe.configure({ mode: 'parallel', timeout: 900_000 })

for (const { name, choice, size, accessible } of [
  { name: 'usual', choice: '普通', size: 'normal', accessible: true },
  // Names, roles and colours are those of the usual size; what larger text may do is not to fit.
  { name: 'larger', choice: '较大，看得更清楚，每屏内容少一些', size: 'large', accessible: false },
]) {
  test(`every page is sound and readable for everybody, in the ${name} size of text`, async ({
    county,
    page,
  }) => {
    expect(addresses.length).toBeGreaterThan(20)
    await county.open(page)
    await page.setViewportSize({ width: 1366, height: 768 })
    await visit(page, '/system/preferences')
    await page.getByText(choice, { exact: true }).click()
    await expect(page.locator('html')).toHaveAttribute('data-text', size)
    expect(await faultsOfAll(page, { accessible })).toEqual([])
  })
}

test('every page is sound where nobody has been entered yet', async ({ desk, page }) => {
  await desk.open(page)
  await setupPage(page).finish()
  await page.setViewportSize({ width: 1920, height: 1080 })
  expect(await faultsOfAll(page, { pages: withoutRecords })).toEqual([])
})
