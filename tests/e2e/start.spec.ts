import type { Page } from '@playwright/test'
import { framePage } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { expect, test } from './support/desk.ts'

const figure = (page: Page, label: string) =>
  page.getByRole('list', { name: '主要数字' }).getByRole('link').filter({ hasText: label }).first()

/** The number in a text like `1,204人`. */
const numberIn = (text: string | null) =>
  Number((text ?? '').replaceAll(',', '').match(/\d+(?=\s*[人户])/)?.[0])

test('a figure carries its 口径 and opens the list that it counts', async ({ county, page }) => {
  const frame = framePage(page)
  await county.open(page)
  await expect(frame.heading('工作台')).toBeVisible({ timeout: 30_000 })
  for (const [label, title] of [
    ['已就业', '劳动力'],
    ['零就业户', '农户'],
    ['低于采集标准', '劳动力'],
  ] as const) {
    const link = figure(page, label)
    await expect(link).toBeVisible()
    const value = numberIn(await link.textContent())
    expect(value).toBeGreaterThan(0)
    await link.click()
    await expect(frame.heading(title)).toBeVisible()
    await expect(page.getByText(new RegExp(`^${value} [人户]，口径`))).toBeVisible()
    await page.goBack()
    await expect(frame.heading('工作台')).toBeVisible()
  }
})

test('what was collected and what counts of each task open their people', async ({ county, page }) => {
  const frame = framePage(page)
  await county.open(page)
  const rows = page.getByRole('region', { name: /^任务完成情况/ }).getByRole('row')
  await expect(rows.nth(1)).toBeVisible({ timeout: 30_000 })
  for (const [row, column] of [
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
  ] as const) {
    const link = rows.nth(row).getByRole('link').nth(column)
    const people = Number((await link.textContent())?.replaceAll(',', ''))
    await link.click()
    await expect(page.getByText(new RegExp(`^${people} 人，口径`))).toBeVisible()
    await page.goBack()
    await expect(frame.heading('工作台')).toBeVisible()
  }
})

test('charts say their numbers in words, and bars open the people behind them', async ({ county, page }) => {
  const frame = framePage(page)
  await county.open(page)
  const places = page.getByRole('table', { name: '已就业人员按务工范围' })
  await expect(places).toBeVisible({ timeout: 30_000 })
  const counts = await places.locator('.count').allTextContents()
  const filled = counts.slice(0, -1).map(Number)
  expect(filled).toEqual([...filled].sort((one, other) => other - one))
  await expect(page.getByRole('img', { name: /^每月末正在就业的人数：/ })).toBeVisible()
  await page.getByRole('button', { name: '看数字表' }).click()
  await expect(page.getByRole('table', { name: '每月末正在就业的人数' }).getByRole('row')).toHaveCount(13)
  await frame.expectAccessible()

  const row = places.getByRole('row').filter({ hasText: '省外' }).first()
  const people = Number(await row.locator('.count').textContent())
  await row.getByRole('link').click()
  await expect(page.getByText(new RegExp(`^${people} 人，口径`))).toBeVisible()
})

test('Ctrl+K finds a person anywhere and opens the form with the keyboard', async ({ county, page }) => {
  const frame = framePage(page)
  await county.open(page)
  await frame.go('参数')
  await page.keyboard.press('Control+k')
  await expect(frame.search).toBeFocused()
  await page.keyboard.type('张')
  const first = page.getByRole('option').first()
  await expect(first).toBeVisible()
  await expect(first).toContainText('********')
  await frame.expectAccessible()
  await page.keyboard.press('ArrowDown')
  const second = page.getByRole('option').nth(1)
  await expect(second).toHaveAttribute('aria-selected', 'true')
  const name = (await second.locator('.name').textContent()) ?? ''
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/labourers\/\d+/)
  await expect(page.getByRole('heading', { name }).first()).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('没有这个人名')
  await expect(page.getByText('没有找到“没有这个人名”')).toBeVisible()
})

test('the frame folds to icons, enlarges the text and remembers both over a reload', async ({
  desk,
  page,
}) => {
  const frame = framePage(page)
  await desk.open(page)
  await setupPage(page).finish()
  await frame.expectAccessible()
  await frame.navigation.getByRole('button', { name: '收起导航' }).click()
  await expect(frame.navigation.getByRole('link', { name: '劳动力', exact: true })).toBeVisible()
  await frame.expectAccessible()
  await frame.go('个人设置')
  const size = () => page.evaluate(() => getComputedStyle(document.body).fontSize)
  expect(await size()).toBe('15px')
  await page.getByText('较大，看得更清楚').click()
  expect(await size()).toBe('18px')
  await page.reload()
  await expect(frame.heading('个人设置')).toBeVisible()
  expect(await size()).toBe('18px')
  await expect(frame.navigation.getByRole('button', { name: '展开导航' })).toBeVisible()
  // Nothing is cut off at the side of a small screen.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})
