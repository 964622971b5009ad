import { visit } from './pages/frame.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'
import { ownCounty } from './support/own-county.ts'

ownCounty(400)

const total = (text: string | null): number => Number(/(\d+) 项/.exec(text ?? '')?.[1])

test('a task of the work list is done at the window by keyboard alone, and is gone then', async ({
  page,
}) => {
  await visit(page, '/worklist')
  await page
    .getByRole('button', { name: /^有就业意愿人员服务(以后到期|\d+ 天内到期)/ })
    .first()
    .click()
  const list = page.getByRole('region', { name: '任务名单' })
  await expect(list.getByRole('heading')).toHaveText(/^有就业意愿人员服务/)
  const before = total(await list.getByRole('heading').textContent())
  expect(before).toBeGreaterThan(0)
  await expect(list.getByRole('rowheader')).toHaveCount(Math.min(50, before))
  expect(await accessibilityFaults(page)).toEqual([])
  const link = list.getByRole('rowheader').getByRole('link').first()
  const name = (await link.textContent()) ?? ''
  await link.click()

  // Three keys: what was offered, what was answered, done.
  const visitor = page.getByRole('region', { name: '服务对象' })
  await expect(visitor.getByRole('link', { name, exact: true })).toBeVisible()
  await expect(page.getByRole('radio', { name: '职业指导' })).toBeFocused()
  await expect(page.getByRole('region', { name: '待办任务' })).toContainText('就业服务 0/1')
  expect(await accessibilityFaults(page)).toEqual([])
  await page.keyboard.press('2')
  await expect(page.getByRole('radio', { name: '岗位推介' })).toBeChecked()
  await page.keyboard.press('w')
  await expect(page.getByRole('radio', { name: '未接受' })).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page.getByText(`已为“${name}”登记服务`)).toBeVisible()

  // The next visitor: whoever is found by name, with what was just written down.
  const box = page.getByRole('combobox', { name: '服务对象' })
  await expect(box).toBeFocused()
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: '最近服务' })).toContainText(/岗位推介.*未接受/)
  await expect(page.getByRole('region', { name: '待办任务' })).toContainText('就业服务 1/1')
  await expect(page.getByRole('radio', { name: '职业指导' })).toBeFocused()
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/同一次服务不能登记两遍/).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(box).toBeFocused()

  await visit(page, '/worklist')
  await page
    .getByRole('button', { name: /^有就业意愿人员服务(以后到期|\d+ 天内到期)/ })
    .first()
    .click()
  await expect(list.getByRole('heading')).toHaveText(new RegExp(` ${before - 1} 项$`))
})

test('a clock is stopped with a reason and goes on', async ({ page }) => {
  await visit(page, '/worklist')
  const list = page.getByRole('region', { name: '任务名单' })
  const first = list.getByRole('row').nth(1)
  await first.getByRole('button', { name: '暂停' }).click()
  await page.getByLabel('原因（至少2个字）').fill('户主住院')
  await page.getByRole('dialog').getByRole('button', { name: '暂停' }).click()
  await page.getByRole('button', { name: '全部任务已暂停 1 项' }).click()
  await expect(list.getByRole('rowheader')).toHaveCount(1)
  await list.getByRole('button', { name: '恢复' }).click()
  await expect(list.getByText('这里没有任务')).toBeVisible()
})

test('somebody new is entered in place; a known ID number opens whom it belongs to', async ({ page }) => {
  const number = '433126199001010015'
  for (const [name, said] of [
    ['石演示', '已登记“石演示”'],
    ['石另写', '台账里已有这个身份证号码的人'],
  ] as const) {
    await visit(page, '/window')
    await page.getByRole('button', { name: '登记新来的人' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('姓名').fill(name)
    await dialog.getByLabel('身份证号').fill(number)
    await dialog.getByRole('button', { name: '登记并打开' }).click()
    await expect(page.getByText(said)).toBeVisible()
    await expect(
      page.getByRole('region', { name: '服务对象' }).getByRole('link', { name: '石演示' }),
    ).toBeVisible()
    await page.keyboard.press('Escape')
  }
})

test('what ends on a public post opens its assignment; the page of the person has posts and allowance', async ({
  page,
}) => {
  await visit(page, '/worklist')
  await page
    .getByRole('button', { name: /^公岗合同到期(以后到期|\d+ 天内到期)/ })
    .first()
    .click()
  const list = page.getByRole('region', { name: '任务名单' })
  await expect(list.getByRole('heading')).toHaveText(/^公岗合同到期/)
  const link = list.getByRole('rowheader').getByRole('link').first()
  const name = (await link.textContent()) ?? ''
  await link.click()
  await expect(page).toHaveURL(/#\/assignments\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)

  await page.getByRole('main').getByRole('link', { name, exact: true }).click()
  await page.getByRole('navigation', { name: '人员资料' }).getByRole('button', { name: '公益性岗位' }).click()
  await expect(page.getByRole('region', { name: '上岗记录表' }).getByRole('row').nth(1)).toContainText('在岗')
  expect(await accessibilityFaults(page)).toEqual([])
})

test('the work list is brought up to date when somebody comes back after more than five minutes', async ({
  page,
}) => {
  await page.clock.install()
  await visit(page, '/worklist')
  await expect(page.getByRole('table', { name: '各类任务' })).toBeVisible()
  let asked = 0
  page.on('request', (request) => {
    if ((request.postDataBuffer()?.toString('latin1') ?? '').includes('duty.refresh')) asked++
  })
  const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await page.clock.fastForward('04:00')
  await comeBack()
  await page.waitForTimeout(300)
  expect(asked).toBe(0)
  await page.clock.fastForward('02:00')
  await comeBack()
  await expect.poll(() => asked).toBe(1)
})
