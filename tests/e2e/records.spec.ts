import { tinyPng } from '../fixtures/scans.ts'
import { formPage } from './pages/form.ts'
import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/office.ts'

test.beforeEach(async ({ office, page }) => {
  await office.open(page)
})

test('an address of somebody who is gone says so and leads back', async ({ page }) => {
  const frame = framePage(page)
  await visit(page, '/labourers/999999')
  await expect(frame.heading('没有找到这个人')).toBeVisible()
  await frame.expectAccessible()
  await page.getByRole('button', { name: '回到劳动力清单' }).click()
  await expect(frame.heading('劳动力')).toBeVisible()
  await visit(page, '/labourers?list=deleted-list')
  await expect(page.getByRole('alert')).toContainText('没有这个清单')
  await page.getByRole('button', { name: '查看全部劳动力' }).click()
  await expect(listPage(page).rows.first()).toBeVisible()
})

test('changes of a household that were left unsaved are there again, and can be given up', async ({
  page,
}) => {
  const list = listPage(page)
  const form = formPage(page)
  await list.open('农户')
  await list.rows.nth(2).dblclick()
  const address = form.input('address')
  await expect(address).toBeVisible()
  const before = await address.inputValue()
  await address.fill('古丈坪社区9组99号')
  await expect(list.record.getByRole('status').filter({ hasText: '有未保存的修改' })).toBeVisible()
  await list.rows.nth(5).dblclick()
  await expect(address).not.toHaveValue('古丈坪社区9组99号')
  await list.rows.nth(2).dblclick()
  await expect(page.getByText('已恢复上次没有保存的修改')).toBeVisible()
  await expect(address).toHaveValue('古丈坪社区9组99号')
  await page.getByRole('button', { name: '放弃这些修改' }).click()
  await expect(address).toHaveValue(before)
})

test('a new household that was saved is not offered again as unsaved', async ({ page }) => {
  const form = formPage(page)
  await visit(page, '/households/new')
  await form.input('householdCode').fill('E2E-0001')
  await page.keyboard.press('Control+s')
  await expect(page).toHaveURL(/#\/households\/\d+$/)
  await visit(page, '/households/new')
  await expect(form.input('householdCode')).toHaveValue('')
  await expect(page.getByText('已恢复上次没有保存的修改')).toHaveCount(0)
})

test('a day is typed as 20200315 or 2020-3-15, or taken from the calendar with the keyboard', async ({
  page,
}) => {
  const list = listPage(page)
  const form = formPage(page)
  await list.open('劳动力')
  await list.rows.first().dblclick()
  const day = form.input('collectedOn')
  for (const text of ['20200315', '2020-3-15', '2020年3月15日']) {
    await day.fill(text)
    await day.blur()
    await expect(day).toHaveValue('2020-03-15')
  }
  await day.focus()
  await page.keyboard.press('Alt+ArrowDown')
  const chosen = page.getByRole('button', { name: '2020年3月15日' })
  await expect(chosen).toBeFocused()
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) {
    await page.keyboard.press(key)
  }
  await expect(day).toHaveValue('2020-04-06')
})

test('what was changed is told field by field, for a person as for a batch', async ({ page }) => {
  const list = listPage(page)
  const form = formPage(page)
  await list.open('劳动力')
  await list.filter('采集表状态', '草稿')
  await list.settled()
  await list.rows.first().dblclick()
  await form.input('homeAddress').fill('古丈坪社区8组88号')
  await page.keyboard.press('Control+s')
  await expect(page.getByText(/^已于 .* 保存$/)).toBeVisible()
  await form.tab('修改记录').click()
  const latest = list.record.getByRole('listitem').first()
  await expect(latest).toContainText('修改采集表')
  await expect(latest).toContainText('家庭地址')
  await expect(latest.getByText('古丈坪社区8组88号')).toBeVisible()
  await framePage(page).expectAccessible()
})

test('papers are kept with the person, the household and the post that they belong to', async ({ page }) => {
  const frame = framePage(page)
  const form = formPage(page)
  for (const [address, name] of [
    ['/labourers/1', '采集表原件.png'],
    ['/households/1', '户口簿.png'],
    ['/assignments/1', '劳务协议.png'],
  ] as const) {
    await visit(page, address)
    if (address.startsWith('/labourers')) await form.tab('附件').click()
    const papers = page.getByRole('region', { name: '附件' })
    await expect(papers).toContainText('（0）')
    const chooser = page.waitForEvent('filechooser')
    await papers.getByRole('button', { name: '加附件' }).click()
    const buffer = Buffer.from(tinyPng(name.length))
    await (await chooser).setFiles({ name, mimeType: 'image/png', buffer })
    await expect(papers).toContainText('（1）')
    await expect(papers.getByRole('img', { name })).toBeVisible()
    await frame.expectAccessible()
  }
})
