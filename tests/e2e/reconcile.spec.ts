import { openTable } from '../../src/main/core/workbook/index.ts'
import { framePage } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { reconcilePage } from './pages/reconcile.ts'
import { expect, test } from './support/office.ts'

const headers = ['姓名', '身份证号码', '户籍地', '联系电话', '文化程度', '就业单位名称']
const [name, idNumber, region, phone, education] = [0, 1, 2, 3, 4]

test.describe.configure({ mode: 'serial' })

test('another office’s list is compared, decided on by keyboard, exported, and not asked about again', async ({
  office,
  page,
}) => {
  test.setTimeout(180_000)
  const view = reconcilePage(page)
  const frame = framePage(page)
  await office.open(page)
  const county = await view.labourers(headers)
  const total = county.rows.length
  expect(total).toBeGreaterThan(100)

  // A messy list made from the county: fewer people, other wordings, typing errors, a stranger.
  const rows = county.rows.slice(0, -7).map((row) => [...row])
  const row = (index: number) => rows[index] as string[]
  row(0)[phone] = '13800000001'
  row(1)[education] = '大学肄业'
  row(2)[idNumber] =
    `${row(2)[idNumber]?.slice(0, 16)}${row(2)[idNumber]?.[16] === '9' ? '1' : '9'}${row(2)[idNumber]?.[17]}`
  row(3)[idNumber] = ''
  row(4)[idNumber] = ''
  row(5)[region] = ''
  row(6)[name] = ` ${row(6)[name]?.split('').join(' ')} `
  rows.push(['演示外来', '433126199001011223', '', '13800000009', '初中', ''])
  rows.push([...(rows[7] as string[])])
  const file = view.file('社保参保名单.xlsx', [...headers.slice(0, 5), '就业单位'], rows)

  await view.open()
  await expect(page.getByText('还没有核对过名单')).toBeVisible()
  await frame.expectAccessible()
  await view.begin(file)
  await expect(page.getByText(/第 2 行，其下 \d+ 行/)).toBeVisible()
  await expect(page.getByLabel('台账', { exact: true })).toHaveValue('labourer')
  await expect(importPage(page).column('就业单位').getByRole('combobox')).toHaveValue('就业单位名称')
  await frame.expectAccessible()
  await view.run(1)

  expect(await view.count('待认定')).toBe(3)
  expect(await view.count('不一致')).toBe(2)
  expect(await view.count('仅台账有')).toBe(7)
  expect(await view.count('仅对方有')).toBe(1)
  expect(await view.count('未核对')).toBe(1)
  expect(await view.count('一致')).toBe(total - 7 - 5)
  await frame.expectAccessible()

  // Questions: a digit says who it is, 0 that it is nobody, U takes it back.
  await expect(page.getByRole('heading', { name: /对方第 5 行 .* 是谁/ })).toBeVisible()
  await expect(view.panel.getByText('身份证号码只差1位，其中一个有误')).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByText(/第 5 行 .* 已认定为同一人/)).toBeVisible()
  await expect(view.tab('待认定')).toContainText('2')
  expect(await view.count('不一致')).toBe(3)
  await page.keyboard.press('u')
  await expect(view.tab('待认定')).toContainText('3')
  expect(await view.count('不一致')).toBe(2)
  await expect(page.getByRole('heading', { name: /对方第 5 行/ })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('heading', { name: /对方第 6 行/ })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: /对方第 7 行/ })).toBeVisible()
  await page.keyboard.press('0')
  await expect(page.getByText(/第 7 行 .* 已认定不是同一人/)).toBeVisible()
  await expect(page.getByRole('heading', { name: /对方第 6 行/ })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByText('没有待认定的记录')).toBeVisible()
  expect(await view.count('仅对方有')).toBe(2)
  expect(await view.count('仅台账有')).toBe(8)

  // Every tab with the keyboard, ours and theirs side by side, and the way to the record.
  await view.tab('待认定').focus()
  await page.keyboard.press('ArrowRight')
  await expect(view.tab('不一致')).toBeFocused()
  await expect(view.panel.getByText('138****0001')).toBeVisible()
  await expect(view.panel.getByText('大学肄业（写法不认识）')).toBeVisible()
  await frame.expectAccessible()
  await page.getByLabel('只看').selectOption({ label: '联系电话（1 行）' })
  await expect(view.panel.getByText('大学肄业')).toBeHidden()
  await view.panel.getByRole('link').first().click()
  await expect(page).toHaveURL(/#\/labourers\/\d+/)
  await page.goBack()
  await expect(view.tab('不一致')).toHaveAttribute('aria-selected', 'true')
  await view.tab('仅对方有').click()
  await expect(view.panel.getByText('演示外来')).toBeVisible()
  await expect(view.panel.getByText(/认定不是同一人/)).toBeVisible()
  await frame.expectAccessible()
  await view.tab('仅台账有').click()
  await expect(view.panel.getByRole('row')).toHaveCount(9)
  await view.tab('未核对').click()
  await expect(view.panel.getByText(/身份证号码与第 \d+ 行相同/)).toBeVisible()
  await view.tab('一致').click()
  await view.panel.getByLabel('按姓名或身份证号码查找').fill(row(10)[idNumber] ?? '')
  await page.keyboard.press('Enter')
  await expect(view.panel.getByRole('row')).toHaveCount(2)

  const saved = await importPage(page).download('导出差异')
  expect(saved.name).toMatch(/^账账核对-社保参保名单-\d{8}\.xlsx$/)
  const workbook = await openTable(saved.bytes, saved.name)
  expect(workbook.sheets.filter(({ hidden }) => !hidden).map((sheet) => sheet.name)).toEqual([
    '口径与合计',
    '仅台账有',
    '仅对方有',
    '不一致',
    '待认定',
    '未核对的行',
  ])

  // The same list again: nothing is asked that was answered.
  await view.begin(file)
  await expect(page.getByText('同样的表头以前核对过')).toBeVisible()
  // What nobody knew is given a meaning: the one that the ledger has, so that it differs no more.
  await page.getByRole('button', { name: '开始核对' }).click()
  const meaning = page.getByRole('combobox', { name: '文化程度“大学肄业”改作' })
  await meaning.click()
  await page.getByRole('option', { name: county.rows[1]?.[education] ?? '', exact: true }).click()
  await expect(page.getByText('已选 1 种')).toBeVisible()
  await frame.expectAccessible()
  await view.run()
  await view.tab('不一致').click()
  await expect(view.panel.getByText('大学肄业')).toBeHidden()
  expect(await view.count('待认定')).toBe(0)
  expect(await view.count('仅对方有')).toBe(2)
  await view.tab('仅对方有').click()
  await view.panel.getByRole('button', { name: '撤回' }).click()
  await expect(view.tab('待认定')).toContainText('1')

  await page.getByRole('link', { name: '回到核对记录' }).click()
  await expect(page.getByRole('row')).toHaveCount(3)
  await frame.expectAccessible()
  await page.getByRole('button', { name: '删除 社保参保名单.xlsx 的核对' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(page.getByRole('row')).toHaveCount(2)
})

test('this year’s list against last year’s, and all clear questions in one step', async ({
  office,
  page,
}) => {
  test.setTimeout(120_000)
  const view = reconcilePage(page)
  await office.open(page)
  const { rows } = await view.labourers(headers)
  const people = rows.filter((row) => row[phone] !== '').slice(0, 40)
  const lastYear = view.file('2025年名单.xlsx', headers, people.slice(0, 30))
  const withoutNumbers = people
    .slice(5)
    .map((row) => row.map((cell, index) => (index === idNumber ? '' : cell)))
  const thisYear = view.file('2026年名单.xlsx', headers, withoutNumbers)

  await view.begin(thisYear)
  await page.getByLabel('常用核对').selectOption({ label: '今年与去年名单比对' })
  await expect(page.getByRole('button', { name: '开始核对' })).toBeDisabled()
  await view.choose('选择早先的名单', lastYear)
  await expect(page.getByRole('heading', { name: /早先的名单：2025年名单/ })).toBeVisible()
  await framePage(page).expectAccessible()
  await view.run()
  expect(await view.count('待认定')).toBe(25)
  expect(await view.count('仅早先有')).toBe(5)
  expect(await view.count('仅现在有')).toBe(10)
  await page.getByRole('button', { name: /^一次认定没有疑点的 \d+ 行/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /^认定/ }).click()
  await expect(view.tab('一致')).not.toHaveText(/一致\s*0$/)
  const left = await view.count('待认定')
  expect(left).toBeLessThan(10)
  expect((await view.count('一致')) + (await view.count('不一致')) + left).toBe(25)
})

test('a list that tells nobody apart says what is missing', async ({ office, page }) => {
  const view = reconcilePage(page)
  await office.open(page)
  await view.begin(
    view.file(
      '无号码.xlsx',
      ['姓名', '文化程度'],
      [
        ['演示甲', '初中'],
        ['演示乙', '高中'],
      ],
    ),
  )
  await expect(page.getByRole('alert')).toContainText('至少还要有')
  await expect(page.getByRole('button', { name: '开始核对' })).toBeDisabled()
})
