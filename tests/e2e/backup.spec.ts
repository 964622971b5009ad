import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { framePage } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { expect, startDesk, test } from './support/desk.ts'

test('an office backs up, rehearses, keeps a second copy, and is put back on another PC with the recovery key', async ({
  desk,
  page,
}) => {
  test.setTimeout(180_000)
  const stick = await mkdtemp(join(tmpdir(), 'labour-desk-stick-'))
  const [setup, frame] = [setupPage(page), framePage(page)]
  await desk.open(page)
  const recoveryKey = await setup.finish()
  await frame.go('备份与恢复')
  await page.getByRole('button', { name: '立即备份' }).click()
  await expect(page.getByText('备份已做好，并打开核对过')).toBeVisible()
  await expect(page.getByRole('table', { name: '本机的备份' })).toContainText('古丈县古阳镇人民政府')

  await page.getByRole('button', { name: '用最新一份备份演练' }).click()
  await expect(page.getByText(/演练通过$/)).toBeVisible()

  await page.getByLabel('文件夹', { exact: true }).fill('/没有这个U盘')
  await page.getByRole('button', { name: '使用这个文件夹' }).click()
  await expect(page.getByText('找不到文件夹“/没有这个U盘”', { exact: false })).toBeVisible()
  await page.getByLabel('文件夹', { exact: true }).fill(stick)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table', { name: '第二份备份' })).toContainText('古丈县古阳镇人民政府')
  await frame.expectAccessible()

  // The other PC has the program and the stick, nothing else.
  const other = await mkdtemp(join(tmpdir(), 'labour-desk-other-'))
  const second = await startDesk(other)
  try {
    await second.open(page)
    await page.getByRole('button', { name: '从备份恢复' }).click()
    await expect(page.getByText('这个文件夹里没有备份')).toBeVisible()
    await page.getByLabel('备份所在的文件夹').fill(stick)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('table', { name: '找到的备份' })).toContainText('0 人，0 户')
    await frame.expectAccessible()
    await page.getByLabel('做这份备份时的口令，或恢复密钥').fill('记错的口令')
    await page.keyboard.press('Enter')
    await expect(page.getByText('打不开这份备份：口令或恢复密钥不对', { exact: false }).first()).toBeVisible()
    await page.getByLabel('做这份备份时的口令，或恢复密钥').fill(recoveryKey)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '已经恢复' })).toBeVisible()
    await page.getByRole('button', { name: '去打开台账' }).click()
    await setup.unlock(setup.passphrase)
    await expect(frame.heading('工作台')).toBeVisible()
  } finally {
    await second.stop()
    await rm(other, { recursive: true, force: true })
    await rm(stick, { recursive: true, force: true })
  }
})

test('what was lost by mistake comes back, and the former ledger is kept aside', async ({ desk, page }) => {
  test.setTimeout(120_000)
  const [setup, frame] = [setupPage(page), framePage(page)]
  await desk.open(page)
  await setup.finish()
  await page.getByRole('button', { name: '锁定' }).click()
  await page.getByRole('button', { name: '从备份恢复' }).click()
  await expect(page.getByRole('table', { name: '找到的备份' }).getByRole('row')).toHaveCount(2)
  await page.getByRole('button', { name: '恢复选中的备份' }).click()
  await expect(page.getByText('请输入做这份备份时的口令，或恢复密钥')).toBeVisible()
  await page.getByLabel('做这份备份时的口令，或恢复密钥').fill(setup.passphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByText('原来的数据没有删除', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: '去打开台账' }).click()
  await setup.unlock(setup.passphrase)
  await expect(frame.heading('工作台')).toBeVisible()
})
