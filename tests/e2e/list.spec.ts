import { listPage } from './pages/list.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/office.ts'

test.beforeEach(async ({ office, page }) => {
  await office.open(page)
  await listPage(page).open('劳动力')
})

test('conditions narrow the list, the total says its 口径, and the address brings it all back', async ({
  page,
}) => {
  const list = listPage(page)
  const all = await list.total()
  await list.filter('月平均工资', '5000')
  const some = await list.totalAfter(all)
  expect(some).toBeGreaterThan(0)
  expect(await list.basis()).toContain('月平均工资')
  await expect(list.chips).toContainText('月平均工资 不小于 5000元')
  await list.header('月平均工资').getByRole('button').click()
  await expect(list.header('月平均工资')).toHaveAttribute('aria-sort', 'ascending')
  const wagesShown = async () =>
    (await list.column('月平均工资')).map((text) => Number(text.replaceAll(',', '')))
  const sorted = (all: readonly number[]) => all.toSorted((one, other) => one - other)
  // The header says at once what was asked for; the rows come when the core has answered.
  await expect
    .poll(async () => {
      const shown = await wagesShown()
      return shown.length > 1 && shown.join() === sorted(shown).join()
    })
    .toBe(true)
  const wages = await wagesShown()
  expect(wages[0]).toBeGreaterThanOrEqual(5000)

  await page.goBack()
  await page.goForward()
  await expect(list.chips).toContainText('月平均工资 不小于 5000元')
  expect(await list.total()).toBe(some)
  await page.getByRole('button', { name: /^去掉筛选/ }).click()
  expect(await list.totalAfter(some)).toBe(all)
})

test('an address from elsewhere opens its list with the filters set', async ({ page }) => {
  const list = listPage(page)
  const filters = JSON.stringify([{ field: 'education', op: 'in', value: ['70'] }])
  await page.evaluate((query) => {
    location.hash = `/labourers?list=employed&filters=${encodeURIComponent(query)}`
  }, filters)
  await expect(list.chips).toContainText('文化程度 属于 初中')
  await expect(list.tabs.getByRole('button', { name: '已就业', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  )
})

test('people are found by two characters, and an empty answer says what to do', async ({ page }) => {
  const list = listPage(page)
  const all = await list.total()
  const name = ((await list.column('姓名'))[0] ?? '').slice(0, 2)
  await list.search(name)
  expect(await list.totalAfter(all)).toBeGreaterThan(0)
  for (const found of await list.column('姓名')) expect(found).toContain(name)
  await list.search('查无此人名')
  await expect(page.getByText('没有符合条件的记录')).toBeVisible()
  await page.getByRole('button', { name: '清除筛选条件' }).click()
  await expect(list.rows.first()).toBeVisible()

  await list.filter('联系电话', '', '已填')
  await list.search(name)
  await expect(list.chips).toBeVisible()
  await page.getByRole('button', { name: '全部清除' }).click()
  await expect(list.chips).toBeHidden()
  await expect.poll(() => list.total()).toBe(all)
})

test('rows are chosen from the keyboard; a field of them is changed after a preview and taken back', async ({
  page,
}) => {
  const list = listPage(page)
  await list.filter('民族', '', '已填')
  await list.rows.first().focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(list.bulk).toContainText('已选 3 人')

  await list.bulk.getByRole('button', { name: '批量修改' }).click()
  const dialog = page.getByRole('dialog', { name: '批量修改' })
  await dialog.getByRole('combobox', { name: '要修改的栏目' }).fill('备注')
  await page.keyboard.press('Enter')
  await dialog.getByLabel('改为').fill('已电话核对')
  await dialog.getByLabel('修改原因（必填）').fill('按月电话核对')
  await dialog.getByRole('button', { name: '预览修改' }).click()
  await expect(dialog).toContainText('将修改 3 人')
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '修改 3 人' }).click()

  await expect(page.getByText('已修改 3 人的“备注”。')).toBeVisible()
  await page.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByText(/^已撤销，恢复/)).toBeVisible()
  const before = await list.total()
  await list.filter('备注', '已电话核对')
  expect(await list.totalAfter(before)).toBe(0)
})

test('forms of chosen people are sent back and submitted; who cannot be is named with the reason', async ({
  page,
}) => {
  const list = listPage(page)
  await list.filter('采集表状态', '已确认')
  await expect(list.chips).toBeVisible()
  await list.settled()
  const before = await list.total()
  for (const row of [0, 1]) await list.rows.nth(row).getByRole('checkbox').check()
  await list.bulk.getByRole('button', { name: '退回' }).click()
  await page.getByRole('dialog').getByLabel('原因（至少2个字）').fill('务工地点有变')
  await page.getByRole('dialog').getByRole('button', { name: '退回' }).click()
  await expect(page.getByText('已退回 2 人')).toBeVisible()
  expect(await list.totalAfter(before)).toBe(before - 2)

  await list.tabs.getByRole('button', { name: '有问题待改', exact: true }).click()
  await page.getByRole('button', { name: /^去掉筛选/ }).click()
  await expect(list.chips).toBeHidden()
  await list.rows.first().getByRole('checkbox').check()
  await list.bulk.getByRole('button', { name: '提交' }).click()
  await page.getByRole('dialog', { name: '提交采集表' }).getByRole('button', { name: '提交 1 人' }).click()
  const refused = page.getByRole('dialog', { name: '未能办理的人员' })
  await expect(refused.getByRole('row')).toHaveCount(2)
  expect(await accessibilityFaults(page)).toEqual([])
  await refused.getByRole('button', { name: '知道了' }).click()
})

test('the whole list can be chosen at once', async ({ page }) => {
  const list = listPage(page)
  await page.getByRole('checkbox', { name: '选中本页全部' }).check()
  const total = await list.total()
  await list.bulk.getByRole('button', { name: /^选中清单全部/ }).click()
  await expect(list.bulk).toContainText(`已选 ${total.toLocaleString('zh-CN')} 人`)
  await list.bulk.getByRole('button', { name: '取消选择' }).click()
  await expect(list.bulk).toBeHidden()
})

test('a row opens beside the list with Enter, the list stays, Escape goes back to the row', async ({
  page,
}) => {
  const list = listPage(page)
  const name = (await list.column('姓名'))[1] ?? ''
  await list.rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(list.record.getByRole('heading', { level: 2, name, exact: true })).toBeVisible()
  await expect(list.rows.nth(5)).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])
  await list.rows.nth(3).dblclick()
  const other = (await list.column('姓名'))[3] ?? ''
  await expect(list.record.getByRole('heading', { level: 2, name: other, exact: true })).toBeVisible()
  await list.record.focus()
  await page.keyboard.press('Escape')
  await expect(list.record).toBeHidden()
  await expect(list.rows.nth(3)).toBeFocused()
})

test('columns are chosen and ordered, and remembered', async ({ page, office }) => {
  const list = listPage(page)
  await list.chooseColumns()
  const dialog = page.getByRole('dialog', { name: '选择栏目' })
  await dialog.getByRole('searchbox').fill('民族')
  await dialog.getByRole('button', { name: '＋民族' }).click()
  const added = dialog.getByRole('listitem').filter({ hasText: '民族' })
  await added.getByRole('button', { name: '民族', exact: true }).focus()
  for (let step = 0; step < 11; step++) await page.keyboard.press('Alt+ArrowUp')
  await dialog.getByRole('button', { name: '不显示 务工范围' }).click()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '确定' }).click()
  const headers = async () => (await list.grid.locator('thead th').allInnerTexts()).map((text) => text.trim())
  await expect.poll(headers).toEqual(expect.arrayContaining(['姓名', '民族']))
  expect((await headers()).indexOf('民族')).toBe((await headers()).indexOf('姓名') + 1)

  await office.open(page)
  await list.open('劳动力')
  expect(await headers()).not.toContain('务工范围')
  await list.chooseColumns()
  await dialog.getByRole('button', { name: '恢复默认' }).click()
  await expect.poll(headers).toContain('务工范围')
})

test('a list is kept under a name, counted among the named lists, and removed', async ({ page }) => {
  const list = listPage(page)
  const all = await list.total()
  await list.filter('劳动能力', '技能劳动力')
  const total = await list.totalAfter(all)
  await page.getByRole('button', { name: '保存为清单' }).click()
  await page.getByLabel('清单名称').fill('技能劳动力名单')
  await page.keyboard.press('Enter')
  await expect(list.tabs.getByRole('button', { name: '技能劳动力名单', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  )
  expect(await list.total()).toBe(total)

  await page.getByRole('navigation').getByRole('link', { name: '常用清单' }).click()
  const row = page.getByRole('row').filter({ hasText: '技能劳动力名单' })
  await expect(row).toContainText(`${total} 人`)
  await expect(row).toContainText('劳动能力')
  expect(await accessibilityFaults(page)).toEqual([])
  await row.getByRole('link').click()
  await list.tabs.getByRole('button', { name: '删除清单 技能劳动力名单' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(list.tabs.getByText('技能劳动力名单')).toBeHidden()
  expect(await list.totalAfter(total)).toBe(all)
})

test('pages are turned, and one is gone to by its number', async ({ page }) => {
  const list = listPage(page)
  const first = (await list.column('姓名'))[0]
  await page.getByRole('button', { name: '下一页' }).click()
  await expect.poll(async () => (await list.column('序号'))[0]).toBe('51')
  await page.getByRole('textbox', { name: '页码' }).fill('4')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await list.column('序号'))[0]).toBe('151')
  await page.getByRole('button', { name: '首页' }).click()
  await expect.poll(async () => (await list.column('姓名'))[0]).toBe(first)

  const pages = Math.ceil((await list.total()) / 50)
  await page.evaluate(() => {
    location.hash = '/labourers?page=999'
  })
  await expect(page.getByRole('textbox', { name: '页码' })).toHaveValue(String(pages))
  await expect(list.rows.first()).toBeVisible()
})

test('the list that is shown goes into a workbook', async ({ page }) => {
  const list = listPage(page)
  await list.tabs.getByRole('button', { name: '未就业', exact: true }).click()
  await expect(list.tabs.getByRole('button', { name: '未就业', exact: true })).toHaveAttribute(
    'aria-current',
    'true',
  )
  await list.settled()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出清单' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.xlsx$/)
  await expect(page.getByText(`已导出 ${await list.total()} 行`)).toBeVisible()
})

for (const ledger of ['农户', '家庭成员', '就业记录', '培训记录']) {
  test(`the list of ${ledger} shows rows, opens one, and has no barriers`, async ({ page }) => {
    const list = listPage(page)
    await list.open(ledger)
    await expect(list.rows.first()).toBeVisible()
    await list.rows.first().dblclick()
    await expect(list.record.getByRole('heading', { level: 2 }).first()).toBeVisible()
    expect(await accessibilityFaults(page)).toEqual([])
  })
}
