import { readFile } from 'node:fs/promises'
import { openWorkbook } from '../../src/main/core/workbook/index.ts'
import { demoAccounts, demoPassphrase } from '../../src/shared/domain/account/demo.ts'
import { formPage, inventedIdNumber } from './pages/form.ts'
import { entryOf, framePage, visit } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/desk.ts'
import { ownCounty } from './support/own-county.ts'

const whole = /^\d{6} \d{8} \d{3}[\dX]$/
const masked = /^\d{6} \*{8} \d{3}[\dX]$/

async function cellsOf(bytes: Uint8Array): Promise<string> {
  const texts: string[] = []
  for await (const rows of openWorkbook(bytes).readRows(0))
    for (const row of rows) texts.push([...row.cells].map((cell) => cell?.text ?? '').join('\t'))
  return texts.join('\n')
}

// Who is looked at first must have a telephone, whatever other tests have done.
ownCounty(400, 11)

test('numbers are masked in lists and forms, shown for a minute where asked for, and saved as they were', async ({
  page,
}) => {
  const list = listPage(page)
  const form = formPage(page)
  await list.open('劳动力')
  for (const number of await list.column('身份证号码')) expect(number).toMatch(masked)
  await list.rows.first().locator('td').nth(4).dblclick()
  const record = list.record
  const shown = record.locator('.digits').first()
  await expect(shown).toHaveText(masked)
  const phone = record.locator('[data-field="phone"] input').first()
  await expect(phone).toHaveValue(/^1\d{2}\*{4}\d{4}$/)

  await record.getByRole('button', { name: '显示号码' }).click()
  await expect(shown).toHaveText(whole)
  await expect(phone).toHaveValue(/^1\d{10}$/)
  const number = await phone.inputValue()
  await expect(record.getByText('有未保存的修改')).toBeHidden()
  await record.getByRole('button', { name: /^遮住号码（\d+秒）$/ }).click()
  await expect(phone).toHaveValue(/\*{4}/)

  // Mending a masked number in part is refused beside it; typing anew replaces the whole.
  await phone.press('End')
  await phone.press('Backspace')
  await phone.press('Tab')
  await expect(record.locator('[data-field="phone"] .problem')).toContainText('有遮盖的部分')
  await phone.fill('19912340000')
  await phone.press('Control+s')
  await expect(phone).toHaveValue('199****0000')
  await record.getByRole('button', { name: '显示号码' }).click()
  await expect(phone).toHaveValue('19912340000')
  await phone.fill(number)
  await phone.press('Control+s')
  await expect(phone).toHaveValue(/\*{4}/)
  await expect(form.problems('phone')).toHaveCount(0)
})

test('shown numbers are hidden again by time', async ({ page }) => {
  await page.clock.install()
  await listPage(page).open('劳动力')
  const list = listPage(page)
  await list.rows.nth(1).locator('td').nth(4).dblclick()
  const shown = list.record.locator('.digits').first()
  await list.record.getByRole('button', { name: '显示号码' }).click()
  await expect(shown).toHaveText(whole)
  await page.clock.runFor(61_000)
  await expect(shown).toHaveText(masked)
})

test('a new person is typed and read in full until they are saved', async ({ page }) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  const idNumber = inventedIdNumber('19910203', 77)
  await form.input('name').fill('石新人')
  await form.input('idNumber').fill(idNumber)
  await form.input('phone').fill('19912349999')
  await form.input('phone').press('Tab')
  await expect(form.input('phone')).toHaveValue('19912349999')
  await page.keyboard.press('Control+s')
  await expect(form.input('phone')).toHaveValue('199****9999')
  await framePage(page).search.fill(idNumber)
  await expect(page.getByRole('option', { name: /石新人/ })).toContainText(/\*{8}/)
})

test('an export is masked; in full only with a reason', async ({ page }) => {
  await (await entryOf(page, '导出与模板')).click()
  await expect(page.getByText('遮盖过的表不能再导入')).toBeVisible()
  const first = await importPage(page).download(/^导出 [1-9]/)
  const hidden = await cellsOf(first.bytes)
  expect(hidden).toMatch(/\d{6}\*{8}\d{3}[\dX]/)
  expect(hidden).not.toMatch(/\d{17}[\dX]/)
  expect(hidden).toContain('号码已遮盖')

  await page.getByRole('button', { name: '导出完整号码' }).click()
  const dialog = page.getByRole('dialog', { name: '导出完整号码' })
  const go = dialog.getByRole('button', { name: '导出', exact: true })
  await expect(go).toBeDisabled()
  await framePage(page).expectAccessible()
  await dialog.getByLabel('导出原因').fill('上报州人社局月报')
  await go.click()
  await expect(dialog.getByText('须另一位人员在场确认').first()).toBeVisible()
  await dialog.getByLabel('另一位人员的姓名').fill(demoAccounts[1].name)
  await dialog.getByLabel('另一位人员的口令').fill('不是他的口令')
  await go.click()
  await expect(dialog.getByText('这位人员的口令不对')).toBeVisible()
  await dialog.getByLabel('另一位人员的口令').fill(demoPassphrase)
  const [download] = await Promise.all([page.waitForEvent('download'), go.click()])
  const full = await cellsOf(new Uint8Array(await readFile(await download.path())))
  expect(full).toMatch(/\d{17}[\dX]/)
  expect(full).not.toContain('号码已遮盖')

  // Whoever reads the log sees why, and before whom.
  await visit(page, '/system/audit')
  const listed = page.getByRole('table', { name: '完整号码的导出' }).getByRole('row').nth(1)
  for (const words of ['导出清单', '上报州人社局月报', demoAccounts[1].name])
    await expect(listed).toContainText(words)
  await framePage(page).expectAccessible()
})

test('the person at the window is shown masked, and in full for a minute', async ({ page }) => {
  await visit(page, '/window')
  const box = page.getByRole('main').getByRole('combobox').first()
  await box.fill('石')
  await page.getByRole('option').first().click()
  const panel = page.getByRole('region', { name: '服务对象' })
  await expect(panel.locator('dd').first()).toHaveText(masked)
  await panel.getByRole('button', { name: '显示号码' }).click()
  await expect(panel.locator('dd').first()).toHaveText(whole)
})
