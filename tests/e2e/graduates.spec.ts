import type { Page } from '@playwright/test'
import { addMonths, monthOf } from '../../src/shared/domain/calendar.ts'
import { checkDigit } from '../../src/shared/domain/id-number.ts'
import { sheetFile } from '../unit/core/files.ts'
import { framePage } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/office.ts'

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const graduatedOn = addMonths(monthOf(today), -8)
const year = graduatedOn.slice(0, 4)

/** A list from above: who is registered as without work. */
const listOf = (...people: [name: string, idNumber: string][]) =>
  sheetFile('离校未就业毕业生名单.xlsx', [
    ['序号', '姓名', '身份证号', '毕业学校', '所学专业', '学历', '毕业时间', '实名登记日期', '就业去向'],
    ...people.map(([name, idNumber], index) => [
      ...[String(index + 1), name, idNumber, '星河大学', '护理', '本科', graduatedOn],
      ...[`${addMonths(graduatedOn, 1)}-05`, '离校未就业'],
    ]),
  ])
const withCheck = (digits: string): string => digits + checkDigit(digits)
const names = listOf(['向小雁', '433126200402021217'], ['田小雨', '433126200403031210'])

/** The figure of a row of the summary under a header. */
async function figure(page: Page, row: RegExp, header: string): Promise<number> {
  const table = page.getByRole('region', { name: '按毕业年度汇总' })
  await expect(table.getByRole('row', { name: row })).toBeVisible()
  const headers = await table.getByRole('columnheader').allInnerTexts()
  const cell = table.getByRole('row', { name: row }).locator('th, td').nth(headers.indexOf(header))
  return Number(((await cell.textContent()) ?? '').replaceAll(',', ''))
}

test('from the list from above to the summary', async ({ office, page }) => {
  test.setTimeout(180_000)
  await office.open(page)
  const frame = framePage(page)
  const list = listPage(page)
  const work = importPage(page)
  await frame.go('毕业生')
  await page.getByRole('button', { name: '按毕业年度汇总' }).click()
  await expect(frame.heading('毕业生汇总')).toBeVisible()
  await expect(page.getByText(/口径：/)).toBeVisible()
  const before =
    (await page.getByRole('row', { name: new RegExp(`^${year}年`) }).count()) > 0
      ? {
          total: await figure(page, new RegExp(`^${year}年`), '毕业生'),
          employed: await figure(page, new RegExp(`^${year}年`), '单位就业'),
        }
      : { total: 0, employed: 0 }
  await frame.expectAccessible()

  // The list from above: one is added, the other's number is wrong
  await work.open()
  await work.choose({ fileName: names.name, bytes: names.bytes })
  await work.check()
  expect(await work.counts()).toMatchObject({ 新增: 1, 阻止: 1 })
  await work.show('阻止')
  await expect(work.shown).toContainText('身份证号码校验位不符')
  await work.write()

  // Without work for more than six months: first for a post, not followed up this month
  await list.open('毕业生')
  for (const tab of ['缺职业指导', '本月未回访', '失业满6个月']) {
    await list.tabs.getByRole('button', { name: tab, exact: true }).click()
    await list.settled()
    await list.search('向小雁')
    await expect(list.rows).toHaveCount(1)
  }
  await list.rows
    .first()
    .getByRole('button', { name: '向小雁' })
    .or(list.rows.first().getByText('向小雁'))
    .first()
    .click()
  const panel = list.record
  await expect(panel.getByText('公岗优先对象')).toBeVisible()
  await expect(panel.getByText('未就业 8 个月')).toBeVisible()
  await frame.expectAccessible()

  // A service moves the counter and stands behind it
  const guidance = panel.getByRole('button', { name: /^职业指导/ })
  await expect(guidance).toContainText('0/1')
  await guidance.click()
  await panel.getByRole('button', { name: '登记职业指导' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('[data-field="servedOn"] input').fill(today)
  await page.keyboard.press('Control+Enter')
  await expect(guidance).toContainText('1/1')
  await expect(panel.getByRole('region', { name: '职业指导的服务记录' }).getByRole('row')).toHaveCount(2)

  // A follow-up in three keys; whoever found a place tells where at once
  await page.keyboard.press('Alt+h')
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await expect(panel.getByRole('region', { name: '回访记录' })).toContainText('正在求职')
  await expect(panel.getByText('本月还没有回访')).toBeHidden()
  await page.keyboard.press('Alt+h')
  await page.keyboard.press('2')
  await page.keyboard.press('Enter')
  await expect(panel.getByText('这一天已登记过回访').first()).toBeVisible()

  // The plan
  await panel.getByRole('button', { name: '登记帮扶措施' }).click()
  await dialog.locator('[data-field="step"] input').fill('推荐县医院见习岗位')
  await dialog.locator('[data-field="dueOn"] input').fill(today)
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByRole('region', { name: '帮扶措施' })).toContainText('推荐县医院见习岗位')

  // Where they are now
  await panel.getByRole('button', { name: '登记去向' }).click()
  const status = dialog.locator('[data-field="status"] input')
  await status.fill('已就业')
  await page.getByRole('option', { name: '已就业' }).first().click()
  await dialog.locator('[data-field="statusOn"] input').fill(today)
  await dialog.locator('[data-field="whereTo"] input').fill('县人民医院')
  await page.keyboard.press('Control+Enter')
  await expect(panel.getByRole('region', { name: '就业去向历史' })).toContainText('县人民医院')
  await frame.expectAccessible()

  // The summary moved, and each figure opens its list
  await page.getByRole('button', { name: '按毕业年度汇总' }).click()
  const row = new RegExp(`^${year}年`)
  await expect.poll(() => figure(page, row, '毕业生')).toBe(before.total + 1)
  expect(await figure(page, row, '单位就业')).toBe(before.employed + 1)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出汇总表' }).click()
  expect((await download).suggestedFilename()).toMatch(/^高校毕业生汇总-\d{8}\.xlsx$/)
  await page.getByRole('button', { name: '打印' }).click()
  await expect(page.locator('.sheet')).toContainText('高校毕业生就业情况汇总表')
  await page.getByRole('button', { name: '返回' }).click()
  const total = await figure(page, /^合计/, '毕业生')
  await page.getByRole('row', { name: row }).getByRole('link').first().click()
  await list.settled()
  expect(await list.total()).toBe(before.total + 1)
  await frame.go('毕业生')
  await list.settled()
  expect(await list.total()).toBe(total)
})

test('the monthly task opens the file of the graduate', async ({ office, page }) => {
  await office.open(page)
  const frame = framePage(page)
  const work = importPage(page)
  const registered = listOf(['向晓燕', withCheck('43312620040204123')])
  await work.open()
  await work.choose({ fileName: registered.name, bytes: registered.bytes })
  await work.check()
  await work.write()
  await frame.go('待办任务')
  await page
    .getByRole('button', { name: /高校毕业生月度回访/ })
    .first()
    .click()
  await page.getByRole('link', { name: '向晓燕' }).first().click()
  await expect(page.getByRole('form', { name: '登记回访' })).toBeVisible()
})
