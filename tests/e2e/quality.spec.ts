import { entryOf } from './pages/frame.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'

const numberIn = (text: string | null): number => Number((text ?? '').replace(/[^\d.]/g, ''))

test.beforeEach(async ({ county, page }) => {
  await county.open(page)
  await (await entryOf(page, '数据质量')).click()
  await expect(page.getByRole('heading', { name: '数据质量', level: 1 })).toBeVisible()
  await expect(page.getByRole('rowheader').first()).toBeVisible()
})

test('villages stand with the poorest score first and can be put in another order', async ({ page }) => {
  const scores = async () =>
    (await page.locator('tbody td.score').allTextContents()).map((text) => numberIn(text))
  const first = await scores()
  expect(first.length).toBeGreaterThan(1)
  expect(first).toEqual([...first].sort((a, b) => a - b))
  await page.getByRole('button', { name: '四清得分' }).click()
  expect(await scores()).toEqual([...first].sort((a, b) => b - a))
  await expect(page.getByRole('columnheader', { name: '四清得分' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  expect(await accessibilityFaults(page)).toEqual([])
})

test('a figure opens exactly the people that it counts', async ({ page }) => {
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .first()
  const people = numberIn(await row.getByRole('link').first().textContent())
  await row.getByRole('link').first().click()
  await expect(page).toHaveURL(/labourers\?filters=/)
  await expect(page.getByText(new RegExp(`^${people} 人，口径`))).toBeVisible()
  await expect(page.getByRole('row').filter({ has: page.getByRole('gridcell') })).toHaveCount(people)
})

test('one township can be looked at alone', async ({ page }) => {
  const before = await page.getByRole('rowheader').count()
  const box = page.getByLabel('只看乡镇或村')
  await box.click()
  await page.getByRole('option').first().click()
  await box.press('Escape')
  await expect.poll(() => page.getByRole('rowheader').count()).not.toBe(before)
})

test('a village says who lacks what, and leads to the forms', async ({ page }) => {
  await page.getByRole('rowheader').first().getByRole('button').click()
  const panel = page.getByRole('region', { name: /还缺什么$/ })
  const total = panel.getByRole('status').filter({ hasText: '人还缺项目' })
  await expect(total).toBeVisible()
  const rows = panel.getByRole('row').filter({ has: page.getByRole('rowheader') })
  const people = numberIn(((await total.textContent()) ?? '').split(/[有还]/)[1] ?? '')
  await expect(rows).toHaveCount(people)
  const fields = (await panel.getByRole('listitem').allTextContents()).map(numberIn)
  expect(fields).toEqual(fields.toSorted((one, other) => other - one))
  expect(await accessibilityFaults(page)).toEqual([])
  const name = (await rows.first().getByRole('link').textContent()) ?? ''
  await rows.first().getByRole('link').click()
  await expect(page.getByRole('heading', { name })).toBeVisible()
})
