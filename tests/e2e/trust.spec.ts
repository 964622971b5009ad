import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openOffice, passphrase, type TestOffice } from '../fixtures/office.ts'
import { framePage } from './pages/frame.ts'
import { keysPage } from './pages/keys.ts'
import { test as base, type Desk, expect, startDesk } from './support/desk.ts'

const township = {
  unitName: '古丈县古阳镇人民政府',
  regionCode: '433126101000',
  userName: '石小川',
  passphrase,
}

/** Certificates of the one are looked at by the other: both have to live on the same day. */
const today = () => new Date().toISOString().slice(0, 10)

/** `desk` keeps the county's ledger in the browser; `town` is another installation, asked directly. */
const test = base.extend<{ desk: Desk; town: TestOffice }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from the pattern.
  desk: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'labour-desk-trust-'))
    const made = await openOffice({ dataDir: folder, today: today() })
    await made.close()
    const desk = await startDesk(folder)
    await use(desk)
    await desk.stop()
    await rm(folder, { recursive: true, force: true })
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  town: async ({}, use) => {
    const town = await openOffice({ setUp: false, today: today() })
    await town.ok('session.setup', township)
    await use(town)
    await town.close()
  },
})

test.setTimeout(120_000)

async function unlocked(page: Page, desk: Desk) {
  await desk.open(page)
  await page.getByRole('textbox', { name: '口令', exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(framePage(page).heading('工作台')).toBeVisible({ timeout: 30_000 })
  const keys = keysPage(page)
  await keys.open()
  return { keys, frame: framePage(page) }
}

const groups = (code: string) => code.split(' ')

test('a unit card comes in, is compared by telephone, is trusted, then distrusted and removed', async ({
  desk,
  town,
  page,
}) => {
  const { keys, frame } = await unlocked(page, desk)
  await frame.expectAccessible()
  await expect(keys.section('往来单位')).toContainText('还没有往来单位')

  const card = await town.ok('key.card', { root: false })
  const own = (await town.ok('key.own', {})).keys[0]
  await keys.give('导入名片或证书', card)
  await expect(keys.dialog).toContainText('古丈县古阳镇人民政府')
  const code = keys.dialog.getByRole('list', { name: '比对码' })
  await expect(code.getByRole('listitem')).toHaveText(groups(own?.comparisonCode ?? ''))
  await expect(keys.dialog.getByRole('button', { name: '信任' })).toBeDisabled()
  await frame.expectAccessible()
  await page.screenshot({ path: 'out/pictures/trust-compare.png' })

  // Closed for now: it waits in the list, and nothing is trusted.
  await page.keyboard.press('Escape')
  await expect(keys.row('古阳镇')).toContainText('待核对')
  await expect(page.getByText('有 1 张证书待核对')).toBeVisible()
  await frame.go('工作台')
  await expect(page.getByText('有 1 张证书待核对')).toBeVisible()
  await frame.expectAccessible()
  await page.getByRole('link', { name: '去单位与密钥' }).click()

  await keys.row('古阳镇').getByRole('button', { name: /^核对/ }).click()
  await expect(keys.dialog.getByRole('radio', { name: '下级' })).toBeChecked()
  await keys.dialog.getByLabel('与谁核对的').fill('王科长 办公室电话')
  await keys.compared()
  await keys.dialog.getByRole('button', { name: '信任' }).click()
  await expect(keys.row('古阳镇')).toContainText('已信任')
  await expect(keys.row('古阳镇')).toContainText('王科长')
  await frame.expectAccessible()
  await page.screenshot({ path: 'out/pictures/trust-keys.png' })

  await keys
    .row('古阳镇')
    .getByRole('button', { name: /^停止信任/ })
    .click()
  await keys.dialog.getByRole('button', { name: '停止信任' }).click()
  await expect(keys.dialog.getByText('请写明原因')).toBeVisible()
  await keys.dialog.getByLabel('原因').fill('对方电脑丢失')
  await keys.dialog.getByRole('button', { name: '停止信任' }).click()
  await expect(keys.row('古阳镇')).toContainText('已停止信任')

  await keys.row('古阳镇').getByRole('button', { name: /^删除/ }).click()
  await keys.dialog.getByRole('button', { name: '删除' }).click()
  await expect(keys.section('往来单位')).toContainText('还没有往来单位')
  await page.getByText('操作记录').click()
  await expect(page.getByRole('row').filter({ hasText: '停止信任' })).toContainText('对方电脑丢失')
})

test('the county becomes a root, issues a certificate, revokes it; the list goes out', async ({
  desk,
  town,
  page,
}) => {
  const { keys, frame } = await unlocked(page, desk)
  const section = keys.section('给下级签发证书')
  await section.getByRole('button', { name: '建立根证书' }).click()
  await keys.dialog.getByText('P-256').click()
  await keys.dialog.getByRole('button', { name: '建立', exact: true }).click()
  await expect(section.getByText(/根证书有效期至/)).toBeVisible({ timeout: 20_000 })
  await expect(keys.section('本单位的签名密钥')).toContainText('由根证书签发')

  const request = await town.ok('key.request', {})
  await keys.give('签发证书', request)
  await expect(keys.dialog).toContainText('古丈县古阳镇人民政府')
  await expect(keys.dialog.getByRole('list', { name: '申请的比对码' }).getByRole('listitem')).toHaveText(
    groups(request.requestCode),
  )
  await frame.expectAccessible()
  await keys.compared()
  const certificate = await keys.take(() => keys.dialog.getByRole('button', { name: '签发并导出' }).click())
  await expect(keys.dialog).toBeHidden()
  await town.ok('key.importCertificate', { file: certificate })

  const card = await keys.take(() => page.getByRole('button', { name: '导出单位名片' }).click())
  const { anchors } = await town.ok('trust.import', { file: card })
  expect(anchors.map(({ role, status }) => [role, status])).toEqual([
    ['root', 'pending'],
    ['signer', 'pending'],
  ])
  const root = { id: anchors[0]?.id ?? 0, comparisonCode: anchors[0]?.comparisonCode ?? '' }
  await town.ok('trust.confirm', { ...root, relation: 'upper' })
  const known = (await town.ok('trust.overview', {})).anchors.map(({ status }) => status)
  expect(known).toEqual(['trusted', 'trusted'])

  const issued = section.getByRole('row').filter({ hasText: '古阳镇' })
  await expect(issued).toContainText('有效')
  await issued.getByRole('button', { name: /^吊销/ }).click()
  await keys.dialog.getByLabel('原因').selectOption({ label: '换用了新证书' })
  await frame.expectAccessible()
  await keys.dialog.getByRole('button', { name: '吊销', exact: true }).click()
  await expect(issued).toContainText('已吊销')
  await frame.expectAccessible()
  await page.screenshot({ path: 'out/pictures/trust-authority.png', fullPage: true })

  const list = await keys.take(() => section.getByRole('button', { name: '导出吊销列表' }).click())
  expect(list.name).toMatch(/\.crl$/)
  expect(await town.ok('trust.importRevocations', { file: list })).toMatchObject({ entries: 1, fresh: 1 })
})

test('any signed workbook can be checked, with the verdict in words', async ({ desk, town, page }) => {
  const { keys, frame } = await unlocked(page, desk)
  await page.getByRole('button', { name: '核对文件签名' }).click()
  await expect(frame.heading('核对文件签名')).toBeVisible()
  await frame.expectAccessible()
  const card = await town.ok('key.card', { root: false })

  await keys.give('选择文件', card)
  await expect(page.getByRole('status', { name: '核对结果' })).toContainText('签名有效，但签名人未知')
  await expect(page.getByText('不在信任名单里')).toBeVisible()
  await page.getByText(/签名没有覆盖的部件/).click()
  await expect(page.getByText('docProps/core.xml')).toBeVisible()
  await frame.expectAccessible()
  await page.screenshot({ path: 'out/pictures/trust-verify.png' })

  const changed = Uint8Array.from(card.bytes)
  const at = Buffer.from(changed).indexOf('xl/worksheets/sheet1.xml')
  changed[at + 60] = (changed[at + 60] ?? 0) ^ 1
  await keys.give('选择文件', { name: '改动过.xlsx', bytes: changed })
  await expect(page.getByRole('status', { name: '核对结果' })).toContainText('签名无效，请不要采用')
  await frame.expectAccessible()

  await keys.give('选择文件', await town.ok('export.template', { ledger: 'labourer' }))
  await expect(page.getByRole('status', { name: '核对结果' })).toContainText('没有数字签名')
})

test('the own key is replaced, a key file asks for its password, a request shows its code', async ({
  desk,
  page,
}) => {
  const { keys, frame } = await unlocked(page, desk)
  const own = keys.section('本单位的签名密钥')
  const code = own.getByRole('list', { name: '本单位签名证书的比对码' })
  const before = await code.textContent()
  await own.getByRole('button', { name: '更换密钥' }).click()
  await keys.dialog.getByText('P-256').click()
  await keys.dialog.getByRole('button', { name: '更换', exact: true }).click()
  await expect(own).toContainText('P-256')
  await expect(own.getByText('停用的旧密钥 1 个')).toBeVisible()
  expect(await code.textContent()).not.toBe(before)

  await keys.take(() => own.getByRole('button', { name: '向上级申请证书' }).click())
  await expect(keys.dialog.getByRole('list', { name: '申请的比对码' })).toBeVisible()
  await frame.expectAccessible()
  await keys.dialog.getByRole('button', { name: '知道了' }).click()

  await keys.give('导入密钥文件（.pfx）', { name: '坏的.pfx', bytes: new Uint8Array([1, 2, 3]) })
  await keys.dialog.getByLabel('文件的密码').fill('123456')
  await page.keyboard.press('Enter')
  await expect(keys.dialog.getByRole('alert')).toContainText('无法读取')
  await frame.expectAccessible()
})
