import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { stranger } from '../fixtures/exchange/crafted-package.ts'
import { firstPackage, refusalCases } from '../fixtures/exchange/refusal-cases.ts'
import { passphrase } from '../fixtures/office.ts'
import { city, county, enter, idNumber, nameOf, openUnit, pair } from '../fixtures/units.ts'
import { formPage } from './pages/form.ts'
import { framePage, visit } from './pages/frame.ts'
import { setupPage } from './pages/setup.ts'
import { type Desk, expect, startDesk, test } from './support/desk.ts'

/**
 * Two installations, each with its own folder, database, key and program: the county reports to the city, the city
 * answers and sends back. Only the files go from one to the other.
 */
interface Sent {
  name: string
  bytes: Uint8Array
}

test.describe.configure({ mode: 'serial' })

let folder = ''
let lower: Desk
let upper: Desk
const known = { own: { name: city.unitName, code: city.regionCode } }
let scene: Parameters<(typeof refusalCases)[number][1]>[0]

test.beforeAll(async () => {
  test.setTimeout(240_000)
  folder = await mkdtemp(join(tmpdir(), 'labour-desk-exchange-'))
  const dirs = { lower: join(folder, 'county'), upper: join(folder, 'city') }
  const [below, above] = [
    await openUnit(county, { dataDir: dirs.lower }),
    await openUnit(city, { dataDir: dirs.upper }),
  ]
  await pair(below, above)
  await enter(below, 6)
  scene = {
    ...known,
    known: await stranger('甲镇人民政府', '433101100000'),
    unknown: await stranger('乙镇人民政府', '433101101000'),
  }
  const { anchors } = await above.ok('trust.import', { file: scene.known.certificate })
  for (const { id, comparisonCode } of anchors)
    await above.ok('trust.confirm', { id, comparisonCode, relation: 'lower' })
  await above.ok('package.receive', { file: { name: '甲镇.xlsx', bytes: await firstPackage(scene) } })
  await Promise.all([below.close(), above.close()])
  ;[lower, upper] = await Promise.all([startDesk(dirs.lower), startDesk(dirs.upper)])
})
test.afterAll(async () => {
  await Promise.all([lower?.stop(), upper?.stop()])
  await rm(folder, { recursive: true, force: true })
})

async function open(desk: Desk, page: Page): Promise<void> {
  await desk.open(page)
  const start = page.getByRole('heading', { level: 1, name: '工作台' })
  const asked = page.getByLabel('口令', { exact: true })
  await expect(start.or(asked).first()).toBeVisible({ timeout: 30_000 })
  if (await asked.isVisible()) await setupPage(page).unlock(passphrase)
  await expect(start).toBeVisible({ timeout: 30_000 })
}

async function saved(page: Page, button: string | RegExp): Promise<Sent> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).first().click()
  const file = await download
  const chunks: Buffer[] = []
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer)
  return { name: file.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(chunks)) }
}

async function choose(page: Page, { name, bytes }: Sent, button = '选择文件'): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: button }).click()
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
}

async function send(page: Page, to: string, kind: '全量' | '异动'): Promise<Sent> {
  await framePage(page).go('报送与接收')
  await page.getByRole('button', { name: '生成报送包' }).click()
  const dialog = page.getByRole('dialog', { name: '生成报送包' })
  await dialog.getByLabel('接收单位').selectOption({ label: to })
  await dialog.getByLabel('上报格式').selectOption({ label: '劳动力台账（上下级交换）' })
  await dialog.getByText(kind === '全量' ? '全量：' : '异动：').click()
  await dialog.getByLabel('统计期（可不填）').fill('2026年11月')
  await expect(dialog.getByRole('status')).toContainText('行')
  return saved(page, '签名并保存')
}

async function receive(page: Page, file: Sent, button: RegExp): Promise<void> {
  await visit(page, '#/exchange/receive')
  await expect(framePage(page).heading('接收文件')).toBeVisible()
  await choose(page, file)
  await page.getByRole('button', { name: button }).click()
  await expect(page.getByRole('region', { name: '结果' })).toBeVisible({ timeout: 30_000 })
}

async function change(page: Page, person: number, key: string, value: string): Promise<void> {
  await framePage(page).search.fill(idNumber(person))
  await page.keyboard.press('Enter')
  const form = formPage(page)
  await expect(form.input(key)).toBeVisible()
  await form.input(key).fill(value)
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/已保存/).first()).toBeVisible()
}

const cityOption = `${city.unitName}（${city.regionCode}）`
const countyOption = `${county.unitName}（${county.regionCode}）`

test('county and city exchange packages both ways', async ({ browser }) => {
  test.setTimeout(240_000)
  const [below, above] = [
    await (await browser.newContext()).newPage(),
    await (await browser.newContext()).newPage(),
  ]
  await Promise.all([open(lower, below), open(upper, above)])

  const first = await send(below, cityOption, '全量')
  expect(first.name).toMatch(/^劳动力台账（上下级交换）-全量-报云州市就业服务中心-第1号-\d{8}\.xlsx$/)
  await expect(below.getByRole('cell', { name: '对方尚未答复' })).toBeVisible()

  await visit(above, '#/exchange/receive')
  await choose(above, first)
  await expect(above.getByRole('heading', { name: /签名有效，来自 云岭县就业服务中心/ })).toBeVisible()
  await expect(above.getByRole('button', { name: '新增 6' })).toBeVisible()
  await framePage(above).expectAccessible()
  await above.getByRole('button', { name: '接收 6 行' }).click()
  await expect(above.getByRole('status').filter({ hasText: '已接收 6 行' })).toBeVisible({ timeout: 30_000 })
  const receipt = await saved(above, '出具回执')

  await receive(below, receipt, /登记回执/)
  await framePage(below).go('报送与接收')
  await expect(below.getByRole('cell', { name: '对方已收，有回执' })).toBeVisible()
  await framePage(below).expectAccessible()

  // Both sides change the same person: different fields are joined, the same one is asked about.
  await change(below, 2, 'phone', '19900005555')
  await change(below, 2, 'homeAddress', '古阳镇二组5号')
  await change(above, 2, 'homeAddress', '古阳镇三组9号')
  const second = await send(below, cityOption, '异动')
  await visit(above, '#/exchange/receive')
  await above.reload()
  await choose(above, second)
  await expect(above.getByRole('button', { name: '待认定 1' })).toHaveAttribute('aria-pressed', 'true')
  await expect(above.getByRole('row').filter({ hasText: nameOf(2) })).toContainText('家庭地址')
  await above.getByRole('button', { name: '接收 1 行' }).click()
  await above.getByRole('button', { name: '去认定' }).click()
  await expect(framePage(above).heading('待认定')).toBeVisible()
  await expect(above.getByRole('row').filter({ hasText: nameOf(2) })).toContainText('古阳镇二组5号')
  await framePage(above).expectAccessible()
  await above.getByRole('button', { name: `${nameOf(2)}的家庭地址采用对方的` }).focus()
  await above.keyboard.press('Enter')
  await expect(above.getByText('没有待认定的项目')).toBeVisible()

  // The city sends back what it holds; the county takes it without a question.
  await change(above, 2, 'phone', '19900006666')
  const back = await send(above, countyOption, '异动')
  await receive(below, back, /接收 \d+ 行/)
  await expect(below.getByRole('button', { name: '去认定' })).toHaveCount(0)
  await below.getByRole('button', { name: '看改了什么，或撤销' }).click()
  await expect(below.getByRole('main').getByText('联系电话').first()).toBeVisible()
  await framePage(below).go('报送与接收')
  await expect(below.getByRole('cell', { name: '收到' })).toHaveCount(2)
})

test('every refusal is told in one Chinese sentence and nothing is written', async ({ page }) => {
  test.setTimeout(180_000)
  await open(upper, page)
  await visit(page, '#/exchange/receive')
  for (const [name, make, sentence] of refusalCases) {
    await choose(page, { name: `${name}.xlsx`, bytes: await make(scene) })
    const alert = page.getByRole('alert').filter({ hasText: `文件：${name}.xlsx` })
    await expect(alert, name).toContainText(sentence, { timeout: 20_000 })
    await expect(alert).toContainText('台账没有任何改动')
  }
  await framePage(page).expectAccessible()
})
