import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassphrase } from '../../src/shared/domain/account/demo.ts'
import { formPage } from './pages/form.ts'
import { framePage, visit } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { expect, startDesk, test } from './support/desk.ts'

test('five wrong passphrases lock out the right one too, also after a restart; the recovery key still opens', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'labour-desk-lockout-'))
  let desk = await startDesk(dataDir)
  try {
    const setup = setupPage(page)
    await desk.open(page)
    const key = await setup.finish()
    await page.getByRole('button', { name: '锁定' }).click()
    await setup.unlock('猜错的口令一次')
    await expect(page.getByText('口令不对，请重新输入')).toBeVisible()
    await setup.unlock(setup.passphrase)
    await expect(page.getByText('上次解锁后有 1 次口令输错')).toBeVisible()

    await page.getByRole('button', { name: '锁定' }).click()
    for (let count = 1; count < 5; count++) {
      await setup.unlock(`猜错的口令第${count}次`)
      await expect(page.getByText('口令不对，请重新输入')).toBeVisible()
      await expect(page.getByLabel('口令', { exact: true })).toHaveValue('')
    }
    await setup.unlock('猜错的口令第五次')
    await expect(page.getByText('约15分钟后再试')).toBeVisible()
    await framePage(page).expectAccessible()
    await setup.unlock(setup.passphrase)
    await expect(page.getByText('约15分钟后再试')).toBeVisible()

    await desk.stop()
    desk = await startDesk(dataDir)
    await desk.open(page)
    await setup.unlock(setup.passphrase)
    await expect(page.getByText('约15分钟后再试')).toBeVisible()
    expect(await readFile(join(dataDir, 'attempts.json'), 'utf8')).not.toContain(setup.passphrase)

    await page.getByRole('button', { name: '忘记口令' }).click()
    await page.getByLabel('恢复密钥').fill(key)
    await page.getByLabel('新口令', { exact: true }).fill('新的 口令 二零二六')
    await page.getByLabel('再输入一次新口令').fill('新的 口令 二零二六')
    await page.getByRole('button', { name: '换上新口令并打开' }).click()
    await expect(page.getByText('台账里还没有人')).toBeVisible({ timeout: 20_000 })
    await page.getByRole('button', { name: '锁定' }).click()
    await setup.unlock('新的 口令 二零二六')
    await expect(page.getByText('台账里还没有人')).toBeVisible({ timeout: 20_000 })
  } finally {
    await desk.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('without use it locks by itself, said before; what was typed is still there for the same account', async ({
  page,
}) => {
  test.setTimeout(120_000)
  const dataDir = mkdtempSync(join(tmpdir(), 'labour-desk-idle-'))
  let desk = await startDesk(dataDir)
  try {
    const setup = setupPage(page)
    await desk.open(page)
    await setup.finish()
    await desk.stop()
    desk = await startDesk(dataDir, ['--lock-seconds', '6'])
    await desk.open(page)
    await setup.unlock(setup.passphrase)
    const form = formPage(page)
    await visit(page, '/labourers/new')
    await form.input('name').fill('石未存')
    await form.input('phone').fill('19912348888')
    const notice = page.getByRole('alert').filter({ hasText: '后自动锁定' })
    await expect(notice).toBeVisible()
    await framePage(page).expectAccessible()
    await page.mouse.move(200, 200)
    await expect(notice).toBeHidden()
    await expect(page.getByRole('heading', { name: '打开台账' })).toBeVisible({ timeout: 20_000 })
    await expect(form.input('name')).toBeHidden()
    await expect(page.getByText('石未存').filter({ visible: true })).toHaveCount(0)

    await setup.unlock(setup.passphrase)
    await expect(form.input('name')).toHaveValue('石未存')
    await expect(form.input('phone')).toHaveValue('19912348888')
  } finally {
    await desk.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('another account finds nothing of what was typed', async ({ county, page }) => {
  await county.open(page)
  const form = formPage(page)
  await visit(page, '/labourers/new')
  await form.input('name').fill('石未存')
  await page.getByRole('button', { name: '锁定' }).click()
  const logIn = async (name: string) => {
    await page.getByRole('radio', { name }).check()
    await setupPage(page).unlock(demoPassphrase)
  }
  await logIn('演示录入员')
  await expect(form.input('name')).toHaveValue('')
  await expect(page.getByText('有未保存的修改')).toBeHidden()
  // Nor does whoever typed it find it after somebody else was there.
  await page.getByRole('button', { name: '锁定' }).click()
  await logIn('演示管理员')
  await expect(form.input('name')).toHaveValue('')
})
