import type { Page } from '@playwright/test'
import { formPage, inventedIdNumber } from './pages/form.ts'
import { entryOf } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { administrator, logIn, reviewer } from './support/log-in.ts'
import { expect, test } from './support/office.ts'

/** Fills in a new form from the keyboard alone, up to 签字. Works away, so 务工地点 has to be found. */
async function fillIn(page: Page, name: string, idNumber: string): Promise<void> {
  const form = formPage(page)
  await form.open('/labourers/new')
  expect(await form.focused()).toBe('name')
  await form.type(name)
  await form.type(idNumber)
  await form.type('古丈坪')
  await form.type('13900001234')
  await form.type('tjz') // 土家族
  await form.choose(2) // 已核实
  await form.choose(1) // 正常
  await form.choose(1) // 是否务工：是
  await form.type('ptldl') // 普通劳动力
  await form.type('w') // 技能等级：无
  await form.choose(2) // 两后生：否
  await form.type('cz') // 初中
  await form.type('200706')
  await form.type('古丈坪社区3组8号')
  // Three months: so many of a work year have passed on any day on which it can be reported alone.
  await form.type('3')
  await form.type('2.4万')
  expect(await form.focused()).toBe('workMonths')
  for (let month = 0; month < 3; month++) {
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Enter')
  await form.type('0')
  expect(await form.focused()).toBe('workplaceRegion')
  await form.type('宝安区')
  expect(await form.focused()).toBe('employmentForm')
  await form.type('dwjy') // 单位就业
  await form.type('启明电子（演示）有限公司')
  await form.type('2024-3-15')
  await form.type('4000')
  await form.type('jg') // 技工
  await form.choose(1) // 劳动合同：是
  await form.choose(2) // 社会保险：否
  await form.choose(2) // 养老：否
  await form.choose(2) // 医疗：否
  await form.choose(2) // 经帮扶：否
  await form.choose(2) // 返乡创业带动：否
  await page.keyboard.press('Enter') // 有组织劳务输出 is voluntary
  expect(await form.focused()).toBe('hasReturned')
  await form.choose(2)
  await form.choose(2) // 培训意愿：无
}

test.beforeEach(async ({ office, page }) => {
  await office.open(page)
})

test('a form is filled in, kept, submitted without touching the mouse', async ({ page }) => {
  const form = formPage(page)
  await fillIn(page, '试填甲', inventedIdNumber('19900101', 501))
  await page.keyboard.press('Control+s')
  await expect(form.state('草稿')).toBeVisible()
  await expect(page).toHaveURL(/#\/labourers\/\d+$/)
  await expect(form.input('employedOn')).toHaveValue('2024-03-15')
  await expect(form.input('workIncome')).toHaveValue('24000')

  await page.keyboard.press('Control+Enter')
  await expect(form.summary).toBeVisible()
  await expect(form.summary).toContainText('服务情况互斥/不能为空')
  await form.summary.getByRole('button', { name: '服务情况互斥/不能为空' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-field="noServices"] input').first().focus()
  await form.choose(1)
  await page.keyboard.press('Control+Enter')
  await expect(form.state('已提交')).toBeVisible()

  await page.getByRole('button', { name: '确认', exact: true }).click()
  await expect(page.getByText('请由专班其他人员确认')).toBeVisible()
  await form.input('labourerSignature').fill('试填甲')
  await form.input('collectorName').fill('采集员乙')
  await form.input('collectorPhone').fill('13900005678')
  await form.field('paperOnFile').getByRole('radio', { name: '是' }).check()
  await page.keyboard.press('Control+s')
  await expect(page.getByText('已保存，等待专班确认')).toBeVisible()
  const address = page.url()
  await logIn(page, reviewer.name)
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, new URL(address).hash)
  await page.getByRole('button', { name: '确认', exact: true }).click()
  await expect(form.state('已确认')).toBeVisible()
  await logIn(page, administrator.name)
})

test('a number that is in the ledger already leads to the person who has it', async ({ page }) => {
  const list = listPage(page)
  await list.open('劳动力')
  const name = (await list.column('姓名'))[0] ?? ''
  await list.cell(0).dblclick()
  await list.record.getByRole('button', { name: '显示号码' }).click()
  const shown = list.record.locator('.head .digits')
  await expect(shown).toHaveText(/^\d{6} \d{8} \d{3}[\dX]$/)
  const idNumber = ((await shown.textContent()) ?? '').replaceAll(' ', '')
  const form = formPage(page)
  await form.open('/labourers/new')
  await form.input('idNumber').fill(idNumber)
  await form.input('idNumber').press('Tab')
  await expect(form.problems('idNumber')).toContainText('该人员已存在')
  await page.getByRole('link', { name: '打开已有的采集表' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})

test('an empty form says what is missing only when it is submitted, and jumps there', async ({ page }) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  await expect(page.locator('.problem')).toHaveCount(0)
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await expect(form.summary).toBeFocused()
  await expect(form.summary).toContainText('请填写姓名')
  await expect(form.index.getByRole('button', { name: /基本信息/ })).toContainText('须改')
  expect(await accessibilityFaults(page)).toEqual([])
  await form.summary.getByRole('button', { name: '户籍地须选择到村' }).click()
  expect(await form.focused()).toBe('region')
})

test('a problem stands beside its field once the field is left, and goes when it is mended', async ({
  page,
}) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  await form.input('phone').fill('1380000')
  await form.input('phone').press('Tab')
  await expect(form.problems('phone')).toContainText('手机号码应为11位')
  await expect(form.input('phone')).toHaveAttribute('aria-invalid', 'true')
  await form.input('phone').fill('13800001111')
  await expect(form.problems('phone')).toHaveCount(0)
})

test('dates are typed in any usual way; what is no date stays and is named', async ({ page }) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  for (const [typed, read] of [
    ['201006', '2010-06'],
    ['2010年6月', '2010-06'],
    ['2010.7', '2010-07'],
  ] as const) {
    await form.input('graduatedOn').fill(typed)
    await form.input('graduatedOn').press('Tab')
    await expect(form.input('graduatedOn')).toHaveValue(read)
  }
  await form.input('collectedOn').fill('2026-13-40')
  await form.input('collectedOn').press('Tab')
  await expect(form.problems('collectedOn')).toContainText('不是有效日期')
  await expect(form.input('collectedOn')).toHaveValue('2026-13-40')
  await form.field('collectedOn').getByRole('button', { name: '打开采集日期的日历' }).click()
  await form
    .field('collectedOn')
    .getByRole('button', { name: /^\d{4}年\d+月9日/ })
    .click()
  await expect(form.input('collectedOn')).toHaveValue(/^\d{4}-\d\d-09$/)
})

test('sections come and go with 是否务工, and a slip costs nothing', async ({ page }) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  await form.tick('isWorking', '是')
  await form.input('employerName').fill('星河家政（演示）服务中心')
  await form.tick('isWorking', '否')
  await expect(form.section('已外出务工情况')).toBeHidden()
  await expect(form.section('暂未外出务工情况')).toBeVisible()
  await form.tick('plansToGoOut', '是')
  await expect(form.input('intendedJob')).toBeVisible()
  await page.getByRole('button', { name: /暂时说不清意向地/ }).click()
  await expect(form.ticked('plansToGoOut', '否')).toBeChecked()
  await expect(form.input('noIntentionNote')).toHaveValue('暂无法明确意向')
  await form.tick('isWorking', '是')
  await expect(form.input('employerName')).toHaveValue('星河家政（演示）服务中心')
})

test('a form that was left by accident is there again', async ({ page }) => {
  const form = formPage(page)
  await form.open('/labourers/new')
  await form.input('name').fill('试填乙')
  await (await entryOf(page, '农户')).click()
  await expect(page.getByRole('heading', { name: '农户', level: 1 })).toBeVisible()
  await form.open('/labourers/new')
  await expect(form.input('name')).toHaveValue('试填乙')
  await form.input('collectedOn').fill('下周')
  await form.input('collectedOn').press('Tab')
  await expect(form.problems('collectedOn')).toContainText('不是有效日期')
  await page.getByRole('button', { name: '放弃这些修改' }).click()
  await expect(form.input('name')).toHaveValue('')
  await expect(form.input('collectedOn')).toHaveValue('')
  await expect(form.problems('collectedOn')).toHaveCount(0)
})

test('a warning is exempted right there, with a reason that stays', async ({ page }) => {
  const form = formPage(page)
  await fillIn(page, '试填丙', inventedIdNumber('19880808', 502))
  await form.tick('hasContract', '否')
  await page.keyboard.press('Control+s')
  await expect(form.state('草稿')).toBeVisible()
  await expect(form.problems('hasContract')).toContainText('提醒')
  await form.field('hasContract').getByRole('button', { name: '情况属实，豁免' }).click()
  await page.getByRole('dialog').getByLabel('原因（至少2个字）').fill('口头约定，单位已说明')
  await page.getByRole('dialog').getByRole('button', { name: '豁免' }).click()
  await expect(form.problems('hasContract')).toHaveCount(0)
  await expect(form.field('hasContract')).toContainText('已豁免：口头约定，单位已说明')
})

test('two people at the same form: the second is told, and nothing of either is lost', async ({
  page,
  browser,
  office,
}) => {
  const form = formPage(page)
  await fillIn(page, '试填丁', inventedIdNumber('19850505', 503))
  await page.keyboard.press('Control+s')
  await expect(form.state('草稿')).toBeVisible()
  const address = new URL(page.url()).hash.slice(1)

  const other = await (await browser.newContext()).newPage()
  await office.open(other)
  const otherForm = formPage(other)
  await otherForm.open(address)
  await otherForm.input('homeAddress').fill('古丈坪社区4组1号')
  await other.keyboard.press('Control+s')
  await expect(other.getByText('已保存为草稿')).toBeVisible()

  await form.input('phone').fill('13911112222')
  await page.keyboard.press('Control+s')
  await page.getByRole('button', { name: '载入最新内容并保留我的修改' }).click()
  await expect(form.input('homeAddress')).toHaveValue('古丈坪社区4组1号')
  await expect(form.input('phone')).toHaveValue('13911112222')
  await page.keyboard.press('Control+s')
  // What was said of the first saving may still stand above it.
  await expect(page.getByText('已保存为草稿').last()).toBeVisible()

  await form.tab('修改记录').click()
  const log = page.getByRole('listitem').filter({ hasText: '联系电话' })
  await expect(log.first()).toContainText('139****1234 → 139****2222')
  expect(await accessibilityFaults(page)).toEqual([])
})

test('training is entered into the history, corrected and taken out again', async ({ page }) => {
  const list = listPage(page)
  await list.open('劳动力')
  await list.rows.nth(2).dblclick()
  const form = formPage(page)
  await form.tab('就业、培训与服务').click()
  expect(await accessibilityFaults(page)).toEqual([])
  await page.getByRole('button', { name: '登记培训记录' }).click()
  const dialog = page.getByRole('dialog', { name: '登记培训记录' })
  await expect(dialog.getByRole('combobox', { name: '培训类型' })).toBeFocused()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toContainText('请填写培训工种')
  await dialog.getByRole('combobox', { name: '培训类型' }).fill('cypx')
  await page.keyboard.press('Enter')
  await dialog.getByRole('textbox', { name: '培训工种' }).fill('电子商务')
  await dialog.getByRole('textbox', { name: '培训单位名称' }).fill('云岭技工学校（演示）')
  await dialog.getByRole('textbox', { name: '培训起始日期' }).fill('20260301')
  await dialog.getByRole('textbox', { name: '实际培训天数' }).fill('15')
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '保存' }).click()
  const row = page
    .getByRole('region', { name: '培训', exact: true })
    .getByRole('row')
    .filter({ hasText: '电子商务' })
  await expect(row).toContainText('15')
  await row.getByRole('button', { name: '删除' }).click()
  await page.getByRole('dialog').getByLabel('原因（至少2个字）').fill('登记错人')
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(row).toHaveCount(0)
})

test('a household changes its head, is split and put together again', async ({ page }) => {
  const list = listPage(page)
  await list.open('农户')
  await list.header('家庭人数').getByRole('button').click()
  await expect(list.header('家庭人数')).toHaveAttribute('aria-sort', 'ascending')
  await list.header('家庭人数').getByRole('button').click()
  await expect(list.header('家庭人数')).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(async () => Number((await list.column('家庭人数'))[0])).toBeGreaterThan(3)
  await list.rows.first().dblclick()
  const members = list.record.getByRole('region', { name: '家庭成员', exact: true })
  const rows = members.locator('tbody tr')
  await expect(rows.nth(1)).toBeVisible()
  const count = await rows.count()
  const second = ((await rows.nth(1).locator('td').first().textContent()) ?? '').trim()
  await rows.nth(1).getByRole('button', { name: '设为户主' }).click()
  await expect(rows.filter({ hasText: second })).toContainText('户主')

  await members.getByRole('button', { name: '分户' }).click()
  const split = page.getByRole('dialog', { name: '分户' })
  const leaving = ((await split.locator('.member label').last().textContent()) ?? '')
    .replace(/（.*/, '')
    .trim()
  await split.getByRole('checkbox').last().check()
  await split.getByLabel('分户原因').fill('成家另过')
  expect(await accessibilityFaults(page)).toEqual([])
  await split.getByRole('button', { name: '分出 1 人' }).click()
  await expect(rows).toHaveCount(count - 1)

  await members.getByRole('button', { name: '加入成员' }).click()
  const add = page.getByRole('dialog', { name: '加入家庭成员' })
  await add.getByRole('combobox', { name: '查找人员' }).fill(leaving)
  await add.getByRole('option').filter({ hasText: leaving }).first().click()
  await add.getByRole('button', { name: '加入', exact: true }).click()
  await expect(rows).toHaveCount(count)
})

test('two households are put together under one head', async ({ page }) => {
  const list = listPage(page)
  await list.open('农户')
  const heads = await list.column('户主姓名')
  const sizes = (await list.column('家庭人数')).map(Number)
  await list.rows.nth(0).dblclick()
  const members = list.record.getByRole('region', { name: '家庭成员', exact: true })
  await members.getByRole('button', { name: '并入另一户' }).click()
  const merge = page.getByRole('dialog', { name: '并入另一户' })
  await merge.getByRole('combobox', { name: '并入哪一户' }).fill(heads[3] ?? '')
  const into = merge.getByRole('option').filter({ hasText: `${heads[3]}户，${sizes[3]}人` })
  await into.first().click()
  await merge.getByLabel('并户原因').fill('父母与子女合户')
  expect(await accessibilityFaults(page)).toEqual([])
  await merge.getByRole('button', { name: '并户', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: `${heads[3]}户` })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: /家庭成员/ })).toContainText(
    `${(sizes[0] ?? 0) + (sizes[3] ?? 0)} 人`,
  )
  expect(await accessibilityFaults(page)).toEqual([])
})

test('a draft saves itself after a pause, a submitted form never does', async ({ page, office }) => {
  await page.clock.install()
  await office.open(page)
  const list = listPage(page)
  const form = formPage(page)
  await list.open('劳动力')
  const state = { 草稿: '已于', 已提交: '有未保存的修改' }
  for (const [word, after] of Object.entries(state)) {
    await list.rows.filter({ hasText: word }).first().dblclick()
    await expect(form.state(word)).toBeVisible()
    await form.input('homeAddress').fill(`古丈坪社区9组${word.length}号`)
    await expect(list.record.getByRole('status').filter({ hasText: '有未保存的修改' })).toBeVisible()
    await page.clock.fastForward(25_000)
    await expect(list.record.getByRole('status').filter({ hasText: after })).toBeVisible()
  }
})
