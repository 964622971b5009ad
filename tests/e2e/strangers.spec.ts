import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Page } from '@playwright/test'
import { entryOf } from './pages/frame.ts'
import { expect, test } from './support/desk.ts'

/** A web page of another site that runs next to the program on this machine. */
async function withStranger(use: (origin: string) => Promise<void>) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>stranger</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** What a fetch of the page answers: its status, or that it could not be made. */
const ask = (page: Page, url: string, options: { method?: string; body?: string; mode?: 'no-cors' }) =>
  page.evaluate(
    ({ url, options }) =>
      fetch(url, options).then(
        ({ status, type }) => `${type} ${status}`,
        () => 'blocked',
      ),
    { url, options },
  )

test('a name that was made to point at this machine gets 403', async ({ desk, launchOptions }) => {
  const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP evil.test 127.0.0.1']
  const browser = await chromium.launch({ ...launchOptions, args })
  try {
    const page = await browser.newPage()
    const { port } = new URL(desk.origin)
    const answer = await page.goto(`http://evil.test:${port}/`)
    expect(answer?.status()).toBe(403)
    expect(await ask(page, '/session', { method: 'POST', body: 'x' })).toBe('basic 403')
    expect(await ask(page, '/call', { method: 'POST', body: 'x' })).toBe('basic 403')
  } finally {
    await browser.close()
  }
})

test('a page on another port of this machine can neither read, write nor frame the program', async ({
  desk,
  page,
}) => {
  await withStranger(async (stranger) => {
    await page.goto(stranger)
    for (const path of ['/', '/session', '/call', '/events']) {
      expect(await ask(page, desk.origin + path, { method: 'POST', body: 'x' })).toBe('blocked')
      expect(await ask(page, desk.origin + path, {})).toBe('blocked')
    }
    const blind = { method: 'POST', body: 'x', mode: 'no-cors' } as const
    expect(await ask(page, `${desk.origin}/call`, blind)).toBe('blocked')
    await page.evaluate((url) => {
      const frame = document.createElement('iframe')
      frame.src = url
      document.body.append(frame)
    }, desk.origin)
    await expect
      .poll(() => page.frames().map((frame) => frame.url()))
      .toContainEqual(expect.stringContaining('chrome-error'))
  })
})

test('the clerk stays signed in over a reload, and the code is nowhere to be found', async ({
  desk,
  page,
  context,
}) => {
  await desk.open(page)
  expect(page.url()).not.toContain('code')
  expect(await context.cookies()).toEqual([])
  await page.reload()
  await page.locator('#app > *').first().waitFor()
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(3)
})

test('nothing that the page does breaks its content security policy', async ({ county, page }) => {
  const broken: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) broken.push(message.text())
  })
  await county.open(page)
  const links = page.getByRole('navigation', { name: '主导航' }).locator('a')
  await links.first().waitFor()
  for (const label of await links.allTextContents()) {
    await (await entryOf(page, label.trim())).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
  expect(broken).toEqual([])
})

test('Ctrl+C ends the program cleanly', async ({ desk, page }) => {
  await desk.open(page)
  expect(await desk.stop()).toBe(0)
})
