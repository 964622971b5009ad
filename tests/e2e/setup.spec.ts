import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { framePage } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { expect, test } from './support/desk.ts'

test('first run says beside each field what is missing and lets nobody past it', async ({ desk, page }) => {
  const setup = setupPage(page)
  const frame = framePage(page)
  await desk.open(page)
  await expect(page.getByRole('heading', { name: '先填写使用单位' })).toBeVisible()
  await frame.expectAccessible()

  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByText('请填写单位名称')).toBeVisible()
  await expect(page.getByText('请选择单位管辖的地区')).toBeVisible()
  await expect(page.getByLabel('单位名称')).toBeFocused()

  await setup.fillUnit('古丈县古阳镇人民政府', { typed: '古丈县', chosen: '古丈县' })
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('option', { name: '古阳镇' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('管辖地区')).toHaveValue(/古丈县古阳镇$/)
  await page.getByRole('button', { name: '下一步' }).click()

  await setup.fillAdministrator('石小川', '短口令')
  await page.getByRole('button', { name: '建立台账' }).click()
  await expect(page.getByText('口令只有3个字符，至少要8个')).toBeVisible()
  await setup.fillAdministrator('石小川', setup.passphrase, '别的口令')
  await page.getByRole('button', { name: '建立台账' }).click()
  await expect(page.getByText('两次输入的口令不一致')).toBeVisible()
  await frame.expectAccessible()

  await setup.fillAdministrator('石小川', setup.passphrase)
  await page.getByRole('button', { name: '建立台账' }).click()
  expect(await setup.recoveryKey()).toMatch(/^\w{4,}(-\w{4,})+$/)
  await expect(page.getByRole('button', { name: '进入工作台' })).toBeDisabled()
  await frame.expectAccessible()
})

test('a region is walked down to from the province with the keyboard alone', async ({ desk, page }) => {
  await desk.open(page)
  const place = page.getByLabel('管辖地区')
  await expect(page.getByLabel('单位名称')).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('全国', { exact: true })).toBeVisible()
  await place.pressSequentially('湖南省')
  await expect(page.getByRole('option', { name: '湖南省' }).first()).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('上一级')).toBeVisible()
  await expect(page.getByRole('option', { name: '长沙市' })).toHaveAttribute('id', /option-0$/)
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByText('全国', { exact: true })).toBeVisible()
  await place.pressSequentially('gzx')
  await expect(page.getByRole('option', { name: /古丈县/ }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('listbox')).toBeHidden()
})

test('the office of a city stops at the city and looks at one county at a time', async ({ desk, page }) => {
  test.setTimeout(60_000)
  const setup = setupPage(page)
  await desk.open(page)
  await setup.finish({ unit: '湘西州就业服务中心', typed: '湘西', chosen: /湘西.*州/ })
  await framePage(page).go('行政区划')
  await expect(page.getByRole('button', { name: '添加村（社区）' })).toBeHidden()
  await page.getByLabel('县（市、区）').click()
  await page.getByRole('option', { name: '古丈县' }).click()
  await expect(page.getByRole('button', { name: '古阳镇' })).toBeVisible()
  await expect(page.getByRole('button', { name: '添加村（社区）' })).toBeVisible()
  await framePage(page).expectAccessible()
})

test('the ledger locks, opens with its passphrase only, and a forgotten one is replaced with the recovery key', async ({
  desk,
  page,
}) => {
  test.setTimeout(120_000)
  const setup = setupPage(page)
  const frame = framePage(page)
  await desk.open(page)
  const key = await setup.finish()
  await frame.expectAccessible()

  await page.getByRole('button', { name: '锁定' }).click()
  await expect(page.getByRole('heading', { name: '打开台账' })).toBeVisible()
  await expect(page.getByRole('main').getByText('古丈县古阳镇人民政府')).toBeVisible()
  await expect(page.getByLabel('口令', { exact: true })).toBeFocused()
  await setup.unlock('不是这个口令')
  await expect(page.getByText('口令不对，请重新输入')).toBeVisible()
  await frame.expectAccessible()

  await page.getByRole('button', { name: '忘记口令' }).click()
  await page.getByLabel('恢复密钥').fill('AAAA-BBBB')
  await page.getByLabel('新口令', { exact: true }).fill('新的 口令 二零二六')
  await page.getByLabel('再输入一次新口令').fill('新的 口令 二零二六')
  await page.getByRole('button', { name: '换上新口令并打开' }).click()
  await expect(page.getByText('恢复密钥不对')).toBeVisible()
  await frame.expectAccessible()
  await page.getByLabel('恢复密钥').fill(key.toLowerCase().replaceAll('-', ' '))
  await page.getByRole('button', { name: '换上新口令并打开' }).click()
  await expect(page.getByText('台账里还没有人')).toBeVisible({ timeout: 20_000 })

  await page.getByRole('button', { name: '锁定' }).click()
  await setup.unlock(setup.passphrase)
  await expect(page.getByText('口令不对，请重新输入')).toBeVisible()
  await setup.unlock('新的 口令 二零二六')
  await expect(page.getByText('台账里还没有人')).toBeVisible({ timeout: 20_000 })
})

test('a damaged file is told apart from a wrong passphrase and left as it is', async ({ desk, page }) => {
  const setup = setupPage(page)
  await desk.open(page)
  await setup.finish()
  await page.getByRole('button', { name: '锁定' }).click()
  await expect(page.getByLabel('口令', { exact: true })).toBeVisible()
  const file = join(desk.dataDir, 'ledger.db')
  const bytes = await readFile(file)
  bytes.fill(0x5a, 0, 8192)
  await writeFile(file, bytes)
  await setup.unlock(setup.passphrase)
  await expect(page.getByRole('alert')).toContainText('数据文件已损坏，无法打开')
  expect(Buffer.compare(await readFile(file), bytes)).toBe(0)

  await writeFile(join(desk.dataDir, 'keys.json'), '{')
  await page.reload()
  await expect(page.getByRole('heading', { name: '台账暂时不能打开' })).toBeVisible()
  await expect(page.getByText('密钥文件已损坏或不见了')).toBeVisible()
  await framePage(page).expectAccessible()
})
