import type { Page } from '@playwright/test'
import { entryOf, framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/office.ts'

/** What holds at 1366 × 768, with normal and with larger text. */

const lines = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect()))

async function enlarge(page: Page): Promise<void> {
  await visit(page, '/system/preferences')
  await page.getByText('较大，看得更清楚').click()
  await expect(page.locator('html')).toHaveAttribute('data-text', 'large')
}
async function restore(page: Page): Promise<void> {
  await visit(page, '/system/preferences')
  await page.getByText('普通', { exact: true }).click()
}

test('a list shows 12 to 18 rows, and a record beside it keeps twelve', async ({ office, page }) => {
  const list = listPage(page)
  await office.open(page)
  await list.open('劳动力')
  expect(await list.rowsInSight()).toBeGreaterThanOrEqual(12)
  expect(await list.rowsInSight()).toBeLessThanOrEqual(18)
  await list.rows.first().dblclick()
  await expect(list.record.getByRole('heading', { level: 2 }).first()).toBeVisible()
  expect(await list.rowsInSight()).toBeGreaterThanOrEqual(12)
})

test('the main action keeps its place however long the 口径 is', async ({ office, page }) => {
  const list = listPage(page)
  await office.open(page)
  await list.open('劳动力')
  const action = page.getByRole('button', { name: '新增采集表' })
  const before = await action.boundingBox()
  await list.filter('月平均工资', '3000')
  await list.filter('联系电话', '', '已填')
  await list.search('查无此人名')
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  expect(await action.boundingBox()).toEqual(before)
})

test('with larger text every entry of the navigation and where one is stay readable', async ({
  office,
  page,
}) => {
  const frame = framePage(page)
  await office.open(page)
  await enlarge(page)
  try {
    await frame.go('劳动力')
    // More entries than a small screen holds at this size: they scroll above the button that stays.
    const preferences = await entryOf(page, '个人设置')
    await preferences.scrollIntoViewIfNeeded()
    const last = await preferences.boundingBox()
    const fold = await frame.navigation.getByRole('button', { name: '收起导航' }).boundingBox()
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(fold?.y ?? 0)
    const place = page.getByRole('list', { name: '当前位置' })
    const shown = await place.boundingBox()
    const here = await place.getByRole('listitem').last().boundingBox()
    expect(here?.y ?? 0).toBeGreaterThanOrEqual((shown?.y ?? 0) - 1)
    expect((here?.y ?? 0) + (here?.height ?? 0)).toBeLessThanOrEqual(
      (shown?.y ?? 0) + (shown?.height ?? 0) + 1,
    )
    // No named list hides at the side.
    for (const tab of await lines(page, '.tabs .tab')) expect(tab.right).toBeLessThanOrEqual(1366)
    await frame.expectAccessible()
  } finally {
    await restore(page)
  }
})

test('whichever group of the navigation is open, every heading and every entry of it is in sight', async ({
  office,
  page,
}) => {
  await office.open(page)
  const { navigation } = framePage(page)
  const headings = navigation.locator('.group').getByRole('button')
  await expect(headings.nth(4)).toBeVisible()
  for (const heading of await headings.all()) {
    // By keyboard: a heading opens its group and folds the one before.
    if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.press('Enter')
    await expect(heading).toHaveAttribute('aria-expanded', 'true')
    await expect(navigation.locator('.group').getByRole('button', { expanded: true })).toHaveCount(1)
    for (const entry of await headings.all()) await expect(entry).toBeInViewport({ ratio: 1 })
    for (const entry of await navigation.getByRole('link').all())
      await expect(entry).toBeInViewport({ ratio: 1 })
  }
  // A page opens its own group.
  await visit(page, '/job-fairs')
  await expect(navigation.getByRole('link', { name: '招聘会' })).toHaveAttribute('aria-current', 'page')
})

test('histories beside a list keep their steps in sight', async ({ office, page }) => {
  const list = listPage(page)
  await office.open(page)
  await list.open('就业记录')
  await list.rows.first().dblclick()
  const edit = list.record.getByRole('button', { name: '修改' }).first()
  await expect(edit).toBeInViewport({ ratio: 1 })
  await list.open('农户')
  await list.header('家庭人数').getByRole('button').click()
  await list.header('家庭人数').getByRole('button').click()
  await expect(list.header('家庭人数')).toHaveAttribute('aria-sort', 'descending')
  await list.rows.first().dblclick()
  const head = list.record.getByRole('button', { name: '设为户主' }).first()
  await head.scrollIntoViewIfNeeded()
  await expect(head).toBeInViewport({ ratio: 1 })
})

test('the village ledger is shown whole in the width of the window', async ({ office, page }) => {
  await office.open(page)
  await visit(page, '/print/village/433126101000')
  await expect(page.locator('.paper-desk[data-ready="true"]')).toBeVisible({ timeout: 30_000 })
  for (const sheet of await lines(page, '.sheet.village')) expect(sheet.right).toBeLessThanOrEqual(1366)
  const print = await page.getByRole('button', { name: '打印', exact: true }).boundingBox()
  expect((print?.x ?? 0) + (print?.width ?? 0)).toBeGreaterThan(1366 - 40)
})
