import type { Page } from '@playwright/test'
import { entryOf } from './pages/frame.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'
import { administrator, logIn, reviewer } from './support/log-in.ts'
import { ownCounty } from './support/own-county.ts'

/** The task force at work: one form, a form sent back, a batch through its sample, what the office counts. */
test.describe.configure({ mode: 'serial' })
// What only counts when it is confirmed would count for every other test as well.
ownCounty(400, 11)

const comparing = (page: Page) => page.getByRole('region', { name: '核对这一份' })
const waiting = (page: Page) => page.getByRole('table', { name: '等待确认的采集表' })
async function openPage(page: Page): Promise<void> {
  await (await entryOf(page, '专班确认')).click()
  await expect(page.getByRole('heading', { name: '专班确认', level: 1 })).toBeVisible()
  await expect(comparing(page).getByRole('heading', { level: 2 })).toBeVisible()
}
const nameOf = async (page: Page) =>
  (await comparing(page).getByRole('heading', { level: 2 }).textContent()) ?? ''

test('who entered the forms is told that somebody else has to confirm them', async ({ page }) => {
  await openPage(page)
  await expect(comparing(page).getByText('请由专班其他人员确认')).toBeVisible()
  await expect(comparing(page).getByRole('button', { name: '确认', exact: true })).toBeDisabled()
  expect(await accessibilityFaults(page)).toEqual([])
})

test('the task force confirms one with the keyboard, and sends one back with the reason', async ({
  page,
}) => {
  await logIn(page, reviewer.name)
  await openPage(page)
  await expect(comparing(page).getByText('第一次提交，列出全部已填内容')).toBeVisible()
  const first = await nameOf(page)
  await waiting(page).getByRole('row').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await expect(comparing(page).getByRole('heading', { level: 2 })).not.toHaveText(first)
  const confirmed = await nameOf(page)
  await expect(comparing(page).getByRole('button', { name: '确认', exact: true })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('已确认', { exact: true }).first()).toBeVisible()
  await expect(comparing(page).getByRole('heading', { level: 2 })).not.toHaveText(confirmed)

  const returned = await nameOf(page)
  await comparing(page).getByRole('button', { name: '退回' }).click()
  await page.getByRole('dialog').getByLabel('原因（至少2个字）').fill('务工地点与合同不符')
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
  await expect(page.getByText('已退回', { exact: true })).toBeVisible()
  await page.evaluate(() => {
    window.location.hash = '/labourers?list=sent-back'
  })
  await expect(page.getByText('务工地点与合同不符')).toBeVisible()
  await expect(page.getByText(returned, { exact: true })).toBeVisible()
  await page.getByText('务工地点与合同不符').dblclick()
  await expect(page.getByText(`${reviewer.name} 退回：务工地点与合同不符`)).toBeVisible()
})

test('a village is confirmed once its sample was answered, and the sample stays to be seen', async ({
  page,
}) => {
  await openPage(page)
  const place = page.getByLabel('乡镇、村')
  // The smallest village: everybody of it is in the sample.
  const villages = await place.locator('option').evaluateAll((options) =>
    options
      .map((option) => ({ value: (option as HTMLOptionElement).value, text: option.textContent ?? '' }))
      .filter(({ value, text }) => value !== '' && !value.endsWith('000') && !text.includes('全部'))
      .map(({ value, text }) => ({ value, count: Number(/（(\d+) 份）/.exec(text)?.[1]) })),
  )
  const [smallest] = villages.toSorted((one, other) => one.count - other.count)
  await place.selectOption(smallest?.value ?? '')
  await page.getByRole('button', { name: '整批确认：先抽查' }).click()
  const sheet = page.getByRole('region', { name: '抽查名单' }).first()
  await expect(sheet.getByText(/置信度95%/)).toBeVisible()
  await expect(sheet.getByRole('button', { name: '整批确认' })).toBeDisabled()
  const rows = sheet.getByRole('group')
  await expect(rows).toHaveCount(smallest?.count ?? 0)
  expect(await accessibilityFaults(page)).toEqual([])
  for (let row = 0; row < (smallest?.count ?? 0); row++) {
    await rows.nth(row).getByRole('radio', { name: '属实', exact: true }).check()
    await expect(sheet.getByRole('heading', { level: 2 })).toContainText(`（${row + 1} /`)
  }
  await expect(sheet.getByText('抽查合格')).toBeVisible()
  await sheet.getByRole('button', { name: '整批确认' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
  await expect(page.getByText(/^已确认 \d+ 份，计入/)).toBeVisible()
  const others = page.getByRole('dialog')
  if (await others.isVisible()) await others.getByRole('button', { name: '知道了' }).click()
  await expect(page.getByRole('row').filter({ hasText: '已整批确认' })).toBeVisible()
  await page.getByRole('button', { name: '各月锁定' }).click()
  await expect(page.getByRole('row').filter({ hasText: '（本期）' })).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])
})

test('an administrator turns on that only confirmed people count, and every figure says so', async ({
  page,
}) => {
  await logIn(page, administrator.name)
  await openPage(page)
  await page.getByRole('button', { name: '开启' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '开启' }).click()
  await expect(page.getByText('已开启“只统计和上报已确认的”')).toBeVisible()
  await (await entryOf(page, '工作台')).click()
  await expect(page.getByText('只含专班已确认的').first()).toBeVisible()
  await (await entryOf(page, '劳动力')).click()
  await expect(page.getByText(/其中未确认 \d+ 人/)).toBeVisible()
})
