import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'
import { ownCounty } from './support/own-county.ts'

ownCounty(200)

test('missing reports are entered from the work list, refused twice, and then nobody is reminded', async ({
  page,
}) => {
  await visit(page, '/worklist')
  const reminder = page.getByRole('link', { name: /^本月未报用工监测 \d+ 家$/ })
  await reminder.click()
  const list = listPage(page)
  await list.settled()
  const missing = await list.rows.count()
  expect(missing).toBeGreaterThan(1)
  await list.rows.first().dblclick()
  await expect(page.getByRole('link', { name: '填报本月' })).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])

  // From one report to the next: who the employer is is filled in, the counts are asked.
  let name = ''
  for (let left = missing; left > 0; left--) {
    await visit(page, '/worklist')
    await expect(page.getByRole('link', { name: `本月未报用工监测 ${left} 家` })).toBeVisible()
    await reminder.click()
    await list.settled()
    await list.rows.first().dblclick()
    await page.getByRole('link', { name: '填报本月' }).click()
    await expect(page.getByRole('heading', { name: '填报用工监测' })).toBeVisible()
    const employer = page.locator('[data-field="employerName"] input')
    await expect(employer).not.toHaveValue('')
    name = await employer.inputValue()
    await page.locator('[data-field="ordinaryStaff"] input').fill('1')
    await page.locator('[data-field="ordinaryStaff"] input').blur()
    await expect(page.getByText('用工 1 人，缺工 0 人')).toBeVisible()
    await page.getByRole('button', { name: '保存' }).click()
    await expect(page.getByText(/降到1人，减少\d+人，降幅超过10%/).first()).toBeVisible()
  }
  expect(await accessibilityFaults(page)).toEqual([])

  // The same employer and month once.
  await framePage(page).go('用工监测')
  await page.getByRole('button', { name: '填报用工监测' }).click()
  await page.locator('[data-field="employerName"] input').fill(name)
  await page.locator('[data-field="skilledStaff"] input').fill('5')
  await page.locator('[data-field="skilledStaff"] input').blur()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('这个企业这个月已经填报过').first()).toBeVisible()

  await visit(page, '/worklist')
  await expect(page.getByRole('link', { name: /本月未采集的岗位/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /本月未报用工监测/ })).toHaveCount(0)
})
