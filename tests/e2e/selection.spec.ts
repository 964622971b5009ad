import { listPage } from './pages/list.ts'
import { expect, test } from './support/desk.ts'

/** Choosing rows as every clerk's hands know it from Excel and Explorer. Nothing here is written. */

test.beforeEach(async ({ county, page }) => {
  await county.open(page)
  await listPage(page).open('劳动力')
})

test('a click begins, Shift reaches from there, Ctrl adds and takes away single rows', async ({ page }) => {
  const list = listPage(page)
  await list.cell(1).click()
  expect(await list.chosen()).toEqual([])
  await list.cell(4).click({ modifiers: ['Shift'] })
  expect(await list.chosen()).toEqual([2, 3, 4, 5])
  await list.cell(2).click({ modifiers: ['Shift'] })
  expect(await list.chosen()).toEqual([2, 3])
  await list.cell(6).click({ modifiers: ['Control'] })
  await list.cell(2).click({ modifiers: ['Control'] })
  expect(await list.chosen()).toEqual([2, 7])
  await expect(list.bulk).toContainText('已选 2 人')
  await list.cell(8).click()
  await list.cell(9).click({ modifiers: ['Shift'] })
  expect(await list.chosen()).toEqual([2, 7, 9, 10])
})

test('with the arrows Shift begins where the cursor stands and lets go on the way back', async ({ page }) => {
  const list = listPage(page)
  await list.rows.first().focus()
  await page.keyboard.press('ArrowDown')
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowUp']) await page.keyboard.press(key)
  await expect.poll(() => list.chosen()).toEqual([2, 3])
  await expect(list.rows.nth(2)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect.poll(() => list.chosen()).toEqual([2, 3, 5])
  await page.keyboard.press('Control+a')
  await expect(list.bulk).toContainText(`已选 ${await list.rows.count()} 人`)
})

test('submitting several asks first, with their number and the way back', async ({ page }) => {
  const list = listPage(page)
  for (const row of [0, 1]) await list.rows.nth(row).getByRole('checkbox').check()
  await list.bulk.getByRole('button', { name: '提交' }).click()
  const dialog = page.getByRole('dialog', { name: '提交采集表' })
  await expect(dialog).toContainText('有须改问题的保持不变')
  await expect(dialog.getByRole('button', { name: '提交 2 人' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  expect(await list.chosen()).toEqual([1, 2])
})
