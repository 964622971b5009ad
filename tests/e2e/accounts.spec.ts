import type { Page } from '@playwright/test'
import { demoAccounts, demoPassphrase } from '../../src/shared/domain/account/demo.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'
import { logIn, openAs } from './support/log-in.ts'
import { ownCounty } from './support/own-county.ts'

/** Each role logs in and meets what it may not do: no way in the menu, a plain refusal at the address. */
const [administrator, entry, reviewer, auditor] = demoAccounts
const expectAccessible = async (page: Page) => expect(await accessibilityFaults(page)).toEqual([])
const menu = (page: Page) => page.getByRole('navigation', { name: '主导航' })

async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, address)
}

async function expectRefused(page: Page, address: string): Promise<void> {
  await goTo(page, address)
  await expect(page.getByText('您的账号不能使用这个页面')).toBeVisible()
}

async function openGroup(page: Page, label: string): Promise<void> {
  const heading = menu(page).getByRole('button', { name: label })
  if ((await heading.getAttribute('aria-expanded')) === 'false') await heading.click()
}

// Each logs in several times, and locking backs the ledger up first.
test.describe.configure({ mode: 'serial', timeout: 180_000 })
// Whoever logs in last would be there for every other test as well.
ownCounty(400, 11)

test('the one who logs in is chosen with the keyboard, and a wrong passphrase is told at its box', async ({
  page,
}) => {
  await page.getByRole('button', { name: '锁定' }).click()
  const choice = page.getByRole('group', { name: '由谁登录' })
  await expect(choice.getByRole('radio')).toHaveCount(4, { timeout: 60_000 })
  await expect(choice.getByRole('radio', { name: administrator.name })).toBeChecked()
  await expectAccessible(page)
  await expect(page.getByLabel('口令', { exact: true })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowDown')
  await expect(choice.getByRole('radio', { name: entry.name })).toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.type('不是这个口令')
  await page.keyboard.press('Enter')
  await expect(page.getByText('口令不对')).toBeVisible()
  await page.getByLabel('口令', { exact: true }).fill(demoPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.locator('.who .user')).toContainText('演示录入员')
  await expect(page.locator('.who .user')).toContainText('录入员')
})

test('the clerk of a township enters there, sees nobody else, and confirms and administers nothing', async ({
  page,
}) => {
  await logIn(page, entry.name)
  await openGroup(page, '系统')
  await expect(menu(page).getByRole('link', { name: '账号' })).toHaveCount(0)
  await expectRefused(page, '/system/accounts')
  await expectRefused(page, '/allowances')
  await expectAccessible(page)
  await goTo(page, '/start')
  await expect(page.getByText('只含古阳镇').first()).toBeVisible()
  await goTo(page, '/labourers')
  const rows = page.getByRole('grid').or(page.getByRole('table')).getByRole('row')
  await expect(rows.nth(1)).toBeVisible()
  await expect(page.getByRole('button', { name: '新增采集表' })).toBeVisible()
  await page.getByRole('checkbox').nth(1).check()
  const bulk = page.getByRole('region', { name: '批量操作' })
  await expect(bulk.getByRole('button', { name: '批量修改' })).toBeVisible()
  await expect(bulk.getByRole('button', { name: '确认', exact: true })).toBeHidden()
  // Somebody of another township, by the address.
  await goTo(page, '/labourers/400')
  await expect(page.getByText('不在您负责的范围')).toBeVisible()
})

test('the reviewer looks and confirms, and writes nothing', async ({ page }) => {
  await logIn(page, reviewer.name)
  await expect(menu(page).getByRole('link', { name: '服务窗口' })).toHaveCount(0)
  await expectRefused(page, '/import')
  await expectRefused(page, '/window')
  await goTo(page, '/labourers')
  await expect(page.getByRole('button', { name: '导出清单' })).toBeVisible()
  await expect(page.getByRole('button', { name: '新增采集表' })).toBeHidden()
  await page.getByRole('checkbox').nth(1).check()
  const bulk = page.getByRole('region', { name: '批量操作' })
  await expect(bulk.getByRole('button', { name: '确认', exact: true })).toBeVisible()
  await expect(bulk.getByRole('button', { name: '批量修改' })).toBeHidden()
  await goTo(page, '/households/1')
  await expect(page.getByRole('button', { name: '保存' })).toHaveCount(0)
  await expect(page.getByRole('main').getByRole('textbox').first()).toBeDisabled()
})

test('the auditor reads and changes nothing at all', async ({ page }) => {
  await logIn(page, auditor.name)
  for (const address of ['/import', '/export', '/window', '/system/accounts', '/profiles/new'])
    await expectRefused(page, address)
  await goTo(page, '/labourers/1')
  await expect(
    page
      .getByRole('tab')
      .or(page.getByRole('button', { name: /历史|记录/ }))
      .first(),
  ).toBeVisible()
  await expect(page.getByRole('button', { name: /^(保存草稿|保存|提交|删除|确认)$/ })).toHaveCount(0)
  await goTo(page, '/system/parameters')
  await expect(page.getByRole('button', { name: /^调整/ })).toHaveCount(0)
  await goTo(page, '/batches')
  await expect(page.getByRole('heading', { name: '导入与修改记录' })).toBeVisible()
})

/** With the keyboard: the passphrase that somebody else knows is the first thing to be changed. */
async function changeGiven(page: Page, given: string, own: string): Promise<void> {
  await expect(page.getByRole('heading', { name: '请先更换口令' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: '主导航' })).toHaveCount(0)
  await expectAccessible(page)
  await expect(page.getByLabel('现在的口令')).toBeFocused()
  await page.keyboard.type(given)
  await page.getByLabel('新口令', { exact: true }).fill(given)
  await page.getByLabel('再输入一次新口令').fill(given)
  await page.keyboard.press('Enter')
  await expect(page.getByText('新口令和原来的一样')).toBeVisible()
  await page.getByLabel('新口令', { exact: true }).fill(own)
  await page.getByLabel('再输入一次新口令').fill(own)
  await page.keyboard.press('Enter')
}

test('the administrator takes somebody in, gives them another passphrase and closes their account', async ({
  page,
}) => {
  await logIn(page, administrator.name)
  await goTo(page, '/system/accounts')
  await expect(page.getByRole('row')).toHaveCount(5)
  await expectAccessible(page)
  await page.getByRole('button', { name: '新建账号' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('姓名').fill('田小溪')
  await dialog.getByRole('checkbox', { name: /审计员/ }).check()
  await dialog.getByLabel('最初的口令', { exact: true }).fill('石桥 稻田 老水车')
  await dialog.getByLabel('再输入一次最初的口令').fill('石桥 稻田 老水车')
  await dialog.getByRole('button', { name: '建立账号' }).click()
  await expect(dialog.getByText('审计员不能兼任其他角色')).toBeVisible()
  await dialog.getByRole('checkbox', { name: /审计员/ }).uncheck()
  await dialog.getByRole('radio', { name: /部分乡镇或村/ }).check()
  await dialog.getByRole('button', { name: '建立账号' }).click()
  await expect(dialog.getByText('请选择负责的乡镇或村')).toBeVisible()
  await dialog.getByRole('combobox', { name: '添加乡镇或村' }).fill('默戎')
  await page
    .getByRole('option', { name: /默戎镇/ })
    .first()
    .click()
  await expect(dialog.getByRole('list', { name: '负责的乡镇和村' })).toContainText('默戎镇')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '建立账号' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row', { name: /田小溪/ })
  await expect(row).toContainText('录入员')
  await expect(row).toContainText('默戎镇')
  await expect(row).toContainText('待本人更换口令')
  await openAs(page, '田小溪', '石桥 稻田 老水车')
  await changeGiven(page, '石桥 稻田 老水车', '溪水 木桥 三月雨')
  await expect(page.locator('.who .user')).toContainText('田小溪')
  await expectRefused(page, '/system/accounts')
  await logIn(page, administrator.name)
  await goTo(page, '/system/accounts')
  await page.getByRole('button', { name: '停用田小溪' }).click()
  await page.getByLabel('原因（至少2个字）').fill('调离本单位')
  await page.getByRole('button', { name: '停用', exact: true }).click()
  await expect(page.getByRole('row', { name: /田小溪/ })).toContainText('停用：调离本单位')
  await page.getByRole('button', { name: '锁定' }).click()
  await expect(page.getByRole('radio')).toHaveCount(4, { timeout: 60_000 })
})
