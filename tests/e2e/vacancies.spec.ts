import type { Page } from '@playwright/test'
import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'
import { ownCounty } from './support/own-county.ts'

ownCounty(400)

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    const box = page.locator(`[data-field="${key}"] input`).last()
    await box.fill(value)
    if ((await box.getAttribute('role')) === 'combobox')
      await page.getByRole('option').filter({ hasText: value }).first().click()
    else await box.blur()
  }
}

test('a vacancy finds its people; a referral is counted once whatever comes of it', async ({ page }) => {
  const frame = framePage(page)
  await frame.go('岗位信息')
  const list = listPage(page)
  await list.settled()
  expect(await list.rows.count()).toBe(await list.total())
  expect(await list.total()).toBeGreaterThan(3)
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: '登记岗位' }).click()
  await fill(page, {
    employerName: '端到端制衣厂（演示）',
    title: '缝纫工',
    trade: '加工类',
    region: '古阳镇',
  })
  await fill(page, { wageFrom: '4000', wageTo: '3000', wanted: '2', ability: '普通劳动力' })
  await page.keyboard.press('Control+s')
  await expect(page.getByText('最高月薪不能低于最低月薪').first()).toBeVisible()
  await fill(page, { wageTo: '5000' })
  await page.keyboard.press('Control+s')
  await expect(frame.heading('端到端制衣厂（演示） 缝纫工')).toBeVisible()
  await expect(page.getByText('招 2 人，尚缺 2 人')).toBeVisible()

  // The people, with reasons and 口径; the best one is referred with two keys.
  const people = page.getByRole('region', { name: /^推荐人选（/ })
  await expect(people.getByText(/口径：未就业/)).toBeVisible()
  const first = people.getByRole('row').nth(1)
  await expect(first).toContainText(/工种 \d+\/40：/)
  const name = (await first.getByRole('rowheader').textContent()) ?? ''
  expect(await accessibilityFaults(page)).toEqual([])
  await first.getByRole('button', { name: `向${name}推介` }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByRole('radio').first()).toBeFocused()
  await page.keyboard.press('3')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`已向“${name}”推介这个岗位`)).toBeVisible()

  // What comes of it changes the same referral.
  const referrals = page.getByRole('region', { name: /^推介记录/ })
  await expect(referrals.getByRole('row').nth(1)).toContainText(/再考虑/)
  for (const [word, left] of [
    ['接受', 2],
    ['已上岗', 1],
  ] as const) {
    await referrals.getByRole('button', { name: `登记${name}的答复` }).click()
    await page.getByRole('dialog').getByText(word, { exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: '保存答复' }).click()
    await expect(referrals.getByRole('row').nth(1)).toContainText(word)
    await expect(page.getByText(`招 2 人，尚缺 ${left} 人`)).toBeVisible()
  }
  await expect(referrals.getByRole('row')).toHaveCount(2)

  // One service of the person's history, and the page of the person offers other vacancies.
  await referrals.getByRole('link', { name }).click()
  await page
    .getByRole('navigation', { name: '人员资料' })
    .getByRole('button', { name: '就业、培训与服务' })
    .click()
  await expect(page.getByRole('cell', { name: '端到端制衣厂（演示） 缝纫工' })).toHaveCount(1)
  await page.getByRole('navigation', { name: '人员资料' }).getByRole('button', { name: '岗位推荐' }).click()
  await expect(page.getByRole('region', { name: '岗位推荐表' }).getByRole('row').nth(1)).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])
})

test('at the window a vacancy is referred with four keys', async ({ page }) => {
  await visit(page, '/worklist')
  await page
    .getByRole('button', { name: /^有就业意愿人员服务(以后到期|\d+ 天内到期)/ })
    .first()
    .click()
  await page
    .getByRole('region', { name: '任务名单' })
    .getByRole('rowheader')
    .getByRole('link')
    .first()
    .click()
  const visitor = page.getByRole('region', { name: '服务对象' }).getByRole('link')
  await expect(visitor).toBeVisible()
  const name = (await visitor.first().textContent()) ?? ''
  await expect(page.getByRole('radio', { name: '职业指导' })).toBeFocused()
  await page.keyboard.press('2')
  const choice = page.getByRole('group', { name: '推介哪个岗位（可不选）' })
  await expect(choice.getByRole('radio').first()).toBeVisible()
  const title = ((await choice.locator('.what').first().textContent()) ?? '').trim()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('a')
  await expect(choice.getByRole('radio').first()).toBeChecked()
  await page.keyboard.press('q')
  await page.keyboard.press('Enter')
  await expect(page.getByText(`已为“${name}”登记服务`)).toBeVisible()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: '最近服务' })).toContainText(title)
})
