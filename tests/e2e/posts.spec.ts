import type { Page } from '@playwright/test'
import { addDays, addMonths, chineseDate, monthOf } from '../../src/shared/domain/calendar.ts'
import { framePage, visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { expect, test } from './support/office.ts'

const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const lastMonth = addMonths(monthOf(today), -1)
const startedOn = `${lastMonth}-01`
const endsOn = addDays(addMonths(startedOn, 12), -1)

/** Fills boxes of a form by the keys of their fields; a tick is chosen by its word. */
async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [key, value] of Object.entries(values)) {
    // The last one is that of the dialog, where one is open.
    const box = page.locator(`[data-field="${key}"] input, [data-field="${key}"] textarea`).last()
    await box.fill(value)
    if ((await box.getAttribute('role')) === 'combobox')
      await page.getByRole('option').filter({ hasText: value }).first().click()
    else await box.blur()
  }
}
const tick = (page: Page, key: string, word: string) =>
  page.locator(`[data-field="${key}"]`).getByText(word, { exact: true }).click()

test('from the need for a post to the locked allowance of a month', async ({ office, page }) => {
  test.setTimeout(180_000)
  await office.open(page)
  const frame = framePage(page)
  const list = listPage(page)
  await list.open('劳动力')
  await list.tabs.getByRole('button', { name: '未就业' }).click()
  await list.settled()
  const name = (await list.column('姓名'))[0] ?? ''

  // The post
  await frame.go('岗位')
  await page.getByRole('button', { name: '新设岗位' }).click()
  await fill(page, {
    postCode: 'E2E001',
    name: '村道保洁员',
    kind: '保洁环卫',
    unitName: '某村村委会',
    region: '长潭村',
    quota: '1',
    funding: '村级光伏收益',
    allowance: '660',
    monthlyDays: '22',
    openedOn: '2025-01-01',
  })
  await tick(page, 'term', '常设岗')
  await tick(page, 'payBasis', '按月')
  await page.keyboard.press('Control+s')
  await expect(frame.heading('E2E001 村道保洁员')).toBeVisible()

  // Need, opening, application, selection, notice
  await page.getByRole('button', { name: '提出用岗需求' }).click()
  await fill(page, {
    places: '1',
    neededOn: addDays(startedOn, -40),
    needReason: '村道保洁',
    openedOn: addDays(startedOn, -30),
  })
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await page.getByRole('button', { name: '登记报名' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('报名人').fill(name)
  await page.getByRole('option').filter({ hasText: name }).first().click()
  await dialog.getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('button', { name: '选定', exact: true }).click()
  await expect(page.getByRole('cell', { name: '拟聘', exact: true })).toBeVisible()
  const round = page.getByRole('region', { name: '招聘和公示' })
  await round.getByRole('button', { name: '修改' }).click()
  await fill(page, { noticeFrom: addDays(startedOn, -12), noticeTo: addDays(startedOn, -8) })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.getByText('公示期不少于5天').first()).toBeVisible()
  await fill(page, { noticeTo: addDays(startedOn, -5) })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(round.getByText('公示期满')).toBeVisible()
  await frame.expectAccessible()

  // The notice on paper says nothing that is nobody's business
  await round.getByRole('link', { name: '打印公示' }).click()
  const paper = page.locator('.sheet')
  await expect(paper).toContainText(name)
  expect(await paper.textContent()).not.toMatch(/\d{17}[\dX]|1\d{10}|劳动力|残疾|银行/)
  await page.getByRole('button', { name: '返回' }).click()

  // The assignment: every rule that is broken stands at its field, with who may exempt it
  await page.getByRole('button', { name: '办理上岗' }).click()
  await fill(page, {
    startedOn,
    endsOn: addDays(endsOn, 1),
    bankName: '某银行',
    bankCard: '6217000000000000099',
  })
  await tick(page, 'hasOfficialKin', '否')
  await page.keyboard.press('Control+s')
  await expect(page.locator('[data-field="endsOn"]')).toContainText('合同一次不超过12个月')
  await expect(page.locator('[data-field="endsOn"]')).toContainText('不能豁免')
  await expect(page.locator('[data-field="insuredUntil"]')).toContainText('本单位负责人可以豁免')
  await frame.expectAccessible()
  await fill(page, { endsOn })
  const exempt = page.getByRole('button', { name: '情况属实，豁免' })
  await expect(page.locator('[data-field="endsOn"]')).not.toContainText('合同一次不超过')
  while ((await exempt.count()) > 0) {
    await exempt.first().click()
    await dialog.getByLabel('原因').fill('已核实并取得同意')
    await dialog.getByRole('button', { name: '豁免' }).click()
    await expect(dialog).toBeHidden()
  }
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已保存上岗记录')).toBeVisible()
  await expect(page.getByText('已豁免：已核实并取得同意').first()).toBeVisible()

  // Attendance from the keyboard
  await visit(page, `/attendance?month=${lastMonth}`)
  const days = page.getByRole('textbox', { name: `${name}实际出勤天数` })
  await days.last().fill('99')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('应是天数').or(page.getByText('本月在岗')).first()).toBeVisible()
  await days.last().fill('21.5')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已保存 1 人的考勤')).toBeVisible()
  await frame.expectAccessible()

  // The sheet: 660 yuan × 21.5 ÷ 22 = 645.00
  await visit(page, `/allowances?month=${lastMonth}`)
  await page.getByRole('button', { name: '按考勤计算' }).click()
  const line = page.getByRole('row').filter({ hasText: 'E2E001' })
  await expect(line).toContainText('645.00')
  await expect(line).toContainText('***************0099')
  await page.getByRole('button', { name: '确认发放并锁定' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '发放并锁定' }).click()
  await expect(page.getByText('发放并锁定（')).toBeVisible()
  await frame.expectAccessible()

  // Locked: attendance is only shown, a mistake becomes a line of the next month
  await visit(page, `/attendance?month=${lastMonth}`)
  await expect(page.getByText(`${chineseDate(lastMonth)}的补贴已经发放`)).toBeVisible()
  await expect(days.last()).toBeDisabled()
  await visit(page, `/allowances?month=${lastMonth}`)
  await line.getByRole('button', { name: '更正' }).click()
  await dialog.getByLabel('正确的出勤天数').fill('11')
  await dialog.getByLabel('更正原因').fill('请假未扣')
  await dialog.getByRole('button', { name: '登记更正' }).click()
  await expect(page.getByText('扣回 315.00 元')).toBeVisible()
  await visit(page, `/allowances?month=${monthOf(today)}`)
  await expect(page.getByRole('row').filter({ hasText: '请假未扣' })).toContainText('-315.00')
  await visit(page, `/print/allowance/${lastMonth}`)
  await expect(page.locator('.sheet').first()).toContainText('领款人签字')
})

test('arrows and Enter stay in the column of the attendance grid, and what is unsaved is not lost by turning away', async ({
  office,
  page,
}) => {
  await office.open(page)
  await visit(page, `/attendance?month=${monthOf(today)}`)
  const boxes = page.locator('[data-column="present"]')
  await boxes.nth(0).focus()
  await page.keyboard.press('ArrowDown')
  await expect(boxes.nth(1)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(boxes.nth(2)).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(boxes.nth(1)).toBeFocused()
  await page.keyboard.type('1')
  await page.getByLabel('月份').selectOption(lastMonth)
  await expect(page.getByText('本页有未保存的考勤')).toBeVisible()
  await page.getByRole('button', { name: '放弃修改' }).click()
  await expect(boxes.nth(1)).toHaveValue('')
})
