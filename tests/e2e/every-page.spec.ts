import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { visit } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { expect, test } from './support/desk.ts'

/** Every address that the router knows, with people, families and batches that are there. */
const router = readFileSync(new URL('../../src/renderer/router.ts', import.meta.url), 'utf8')
const addresses = [...router.matchAll(/(?:route\(|path: )'(\/[^']*)'/g)]
  .map(([, path = '']) => path)
  .filter((path) => path !== '/')
  .map((path) =>
    path
      .replace('/print/village/:code', '/print/village/433126101000')
      .replace(/:rest.*/, 'nothing-here')
      .replace(/:ids?$/, '1'),
  )

/** Goes to every page and answers what is wrong with any of them. */
async function faultsOfAll(page: Page): Promise<string[]> {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`)
  })
  for (const address of addresses) {
    await visit(page, address)
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    const { violations } = await new AxeBuilder({ page }).analyze()
    faults.push(
      ...violations.map(
        ({ id, nodes }) => `${address}: ${id} ${nodes.map(({ target }) => target).join(' ')}`,
      ),
    )
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (beyond > 0 && !address.startsWith('/print/'))
      faults.push(`${address}: ${beyond} px beyond the window`)
    // Printed pages stand without the frame, from which `visit` goes on.
    if (address.startsWith('/print/')) await page.goto(page.url().replace(/#.*/, '#/start'))
  }
  return faults
}

test('every page is sound and readable for everybody, in both sizes of text', async ({ county, page }) => {
  test.setTimeout(600_000)
  expect(addresses.length).toBeGreaterThan(20)
  await county.open(page)
  await page.setViewportSize({ width: 1366, height: 768 })
  expect(await faultsOfAll(page)).toEqual([])
  await visit(page, '/start')
  await page.getByRole('button', { name: '放大文字' }).click()
  expect(await faultsOfAll(page)).toEqual([])
})

test('every page is sound where nobody has been entered yet', async ({ desk, page }) => {
  test.setTimeout(600_000)
  await desk.open(page)
  await setupPage(page).finish()
  await page.setViewportSize({ width: 1920, height: 1080 })
  expect(await faultsOfAll(page)).toEqual([])
})
