import type { Page } from '@playwright/test'
import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/desk.ts'

/** Types into fields of a form, each left with Tab so that what was typed is read. */
async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [key, text] of Object.entries(values)) {
    const box = page.locator(`[data-field="${key}"] input`).first()
    await box.fill(text)
    if ((await box.getAttribute('role')) === 'combobox')
      await page.getByRole('option').filter({ hasText: text }).first().click()
    else await box.press('Tab')
  }
}
/** The number on a card, such as 1,024户. */
const figureOf = async (page: Page, label: string): Promise<number> => {
  const card = page
    .getByRole('list', { name: '主要数字' })
    .getByRole('link')
    .filter({ has: page.getByText(label, { exact: true }) })
  return Number(((await card.locator('.value').textContent()) ?? '').replace(/[^\d]/g, ''))
}

test('from a site to those without work, a household moves in and is refused elsewhere, a fair, paper', async ({
  county,
  page,
}) => {
  test.setTimeout(180_000)
  page.setDefaultTimeout(20_000)
  await county.open(page)
  const frame = framePage(page)
  const list = listPage(page)

  // The list of sites and the page of the river flat
  await frame.go('安置点')
  await list.settled()
  expect(await list.column('安置点名称')).toContain('滩区新村安置点（演示）')
  await frame.expectAccessible()
  await list.grid.getByText('云岭安置点（演示）').click()
  await page.getByRole('link', { name: '安置点一页情况' }).click()
  await expect(frame.heading('云岭安置点（演示）')).toBeVisible()
  await expect(page.getByText('应举办专场招聘会')).toBeVisible()
  await frame.expectAccessible()

  // The figure opens exactly its list; a name of it opens the service window
  const uncovered = await figureOf(page, '无人就业的户')
  await page.getByRole('list', { name: '主要数字' }).getByRole('link', { name: '无人就业的户' }).click()
  await expect(frame.heading('搬迁户')).toBeVisible()
  await list.settled()
  await expect(page.locator('.page-header .note')).toContainText(`${uncovered} 户`)
  await page.goBack()
  await expect(frame.heading('云岭安置点（演示）')).toBeVisible()
  await page.locator('a[href*="/window?person="]').first().click()
  await expect(frame.heading('服务窗口')).toBeVisible()
  await page.goBack()

  // A household of a village that lives nowhere yet moves in, by keyboard
  const households = await figureOf(page, '现住搬迁户')
  const taken = await page.locator('.building').nth(1).textContent()
  expect(taken).toContain('1栋')
  await visit(page, '/households?filters=[{"field":"siteName","op":"empty"}]')
  await list.settled()
  const head = (await list.column('户主姓名'))[0] ?? ''
  await page.goBack()
  await page.getByRole('button', { name: '办理迁入' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('搬迁户').fill(head)
  await page
    .getByRole('option')
    .filter({ hasText: `${head}户` })
    .first()
    .click()
  await fill(page, { building: '99', unit: '1', door: '901', movedIn: '2024-05' })
  await frame.expectAccessible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已将“${head}户”登记到“云岭安置点（演示）”`)).toBeVisible()
  await expect.poll(() => figureOf(page, '现住搬迁户')).toBe(households + 1)

  // Elsewhere it is refused with a sentence, and nothing is half saved
  await frame.go('搬迁户')
  await page.getByRole('button', { name: '办理迁入' }).click()
  await dialog.getByLabel('安置点', { exact: true }).fill('滩区')
  await page.getByRole('option').filter({ hasText: '滩区新村' }).first().click()
  await dialog.getByLabel('搬迁户').fill(head)
  await page
    .getByRole('option')
    .filter({ hasText: `${head}户` })
    .first()
    .click()
  await fill(page, { building: '1', door: '902', movedIn: '2024-06' })
  await dialog.getByRole('button', { name: '登记' }).click()
  await expect(dialog.getByRole('alert')).toContainText('这一户现住在“云岭安置点（演示）”99栋1单元901')
  await dialog.getByRole('button', { name: '取消' }).click()

  // It leaves again: the stay stays as history
  await list.search(head)
  await list.settled()
  await list.grid.getByText(head, { exact: true }).first().click()
  await page.getByRole('button', { name: '办理迁出' }).click()
  await dialog.getByLabel('迁出原因和去向').fill('进城购房')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(`已为“${head}户”办理迁出`)).toBeVisible()
  await expect(page.getByText('迁出', { exact: false }).first()).toBeVisible()

  // A fair with results that cannot be more than who came
  await visit(page, '/job-fairs/new')
  await fill(page, {
    name: '浏览器专场招聘会',
    heldOn: '2026-01-15',
    region: '长潭村',
    jobs: '100',
    attended: '40',
    intents: '41',
  })
  await page.getByLabel('所在安置点').fill('云岭')
  await page.getByRole('option').filter({ hasText: '云岭' }).first().click()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('签订意向协议人数（41）不能多于参会人数（40）').first()).toBeVisible()
  await fill(page, { intents: '30', employed: '12' })
  await page.keyboard.press('Control+s')
  await expect(frame.heading('浏览器专场招聘会')).toBeVisible()
  await frame.go('安置点')
  await list.settled()
  await list.grid.getByText('云岭安置点（演示）').click()
  await page.getByRole('link', { name: '安置点一页情况' }).click()
  await expect(page.getByRole('link', { name: '浏览器专场招聘会' })).toBeVisible()

  // On paper, and as a workbook
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出 Excel' }).click()
  expect((await download).suggestedFilename()).toContain('云岭安置点（演示）就业帮扶情况')
  await page.getByRole('button', { name: '打印' }).click()
  await expect(page.locator('.paper-desk[data-ready="true"]')).toBeVisible()
  await expect(page.getByRole('heading', { name: '云岭安置点（演示）就业帮扶情况' })).toBeVisible()
  await expect(page.getByRole('heading', { name: '有劳动力无人就业户名单' })).toBeVisible()
  // The page is not higher than the paper.
  const beyond = await page
    .locator('.site-sheet')
    .first()
    .evaluate((sheet) => sheet.scrollHeight - sheet.clientHeight)
  expect(beyond).toBeLessThanOrEqual(0)

  // County and tests share the desk: the fair goes again.
  await page.goto(page.url().replace(/#.*/, '#/start'))
  await frame.go('招聘会')
  await list.settled()
  await list.grid.getByText('2026-01-15').click()
  await page.getByRole('button', { name: '删除', exact: true }).click()
  await dialog.getByLabel('原因').fill('测试结束')
  await dialog.getByRole('button', { name: '删除' }).click()
  await list.settled()
})
