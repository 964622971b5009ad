import { openTable } from '../../src/main/core/workbook/index.ts'
import { blankForm, blankFormBytes } from '../fixtures/workbook/blank-form.ts'
import { framePage } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { expect, test } from './support/office.ts'

/** Layouts agreed with other levels, as a clerk uses them: product profiles, and one from a blank workbook. */

// A county is made and opened first, which takes its time on a busy machine.
test.describe.configure({ timeout: 120_000 })

async function textsOf(bytes: Uint8Array): Promise<string[][]> {
  const texts: string[][] = []
  for await (const rows of (await openTable(bytes, '')).readRows(0))
    texts.push(...rows.map(({ cells }) => cells.map(({ text }) => text)))
  return texts
}

test.beforeEach(async ({ office, page }) => {
  await office.open(page)
  await framePage(page).go('上报格式')
})

test('a product profile is exported, comes back recognised and changes nothing', async ({ page }) => {
  await expect(page.getByRole('rowheader', { name: '就业实名制台账' })).toBeVisible()
  await framePage(page).expectAccessible()
  await page.getByRole('button', { name: '按“就业实名制台账”导出' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('口径：采集表已由专班确认')).toBeVisible()
  await framePage(page).expectAccessible()
  const sent = await importPage(page).downloadFull()
  expect(sent.name).toContain('就业实名制台账')
  expect((await textsOf(sent.bytes))[0]?.slice(0, 3)).toEqual(['姓名', '身份证号', '电话号'])

  const imports = importPage(page)
  await imports.open()
  await imports.choose({ fileName: sent.name, bytes: sent.bytes })
  await expect(page.getByText('这是上报格式“就业实名制台账”')).toBeVisible()
  await imports.check()
  expect(await imports.counts()).toMatchObject({ 新增: 0, 修改: 0, 阻止: 0 })
})

test('only what changed since a day is offered', async ({ page }) => {
  await page.getByRole('button', { name: /按“扶贫（防返贫）系统：已外出务工”导出/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: /^导出 [1-9]/ })).toBeEnabled()
  await dialog.getByRole('textbox', { name: '只报有变化的，从这一天起' }).fill('2099-01-01')
  await dialog.getByRole('textbox', { name: '只报有变化的，从这一天起' }).press('Enter')
  await expect(dialog.getByRole('button', { name: '导出 0 行' })).toBeDisabled()
  await expect(dialog.getByText('2099-01-01 起有变化的')).toBeVisible()
})

test('a blank workbook is mapped, saved, filled, and kept as it was around the rows', async ({ page }) => {
  await page.getByRole('button', { name: '用上级的空白表新建' }).click()
  await expect(page.getByRole('heading', { name: '新建上报格式' })).toBeVisible()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择空白表' }).click()
  await (await chooser).setFiles({
    name: blankForm.fileName,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(blankFormBytes()),
  })
  await expect(page.getByText('第 3 行，从第 4 行起填写')).toBeVisible()
  await expect(page.getByText(blankForm.educationList.join('、'))).toBeVisible()
  await framePage(page).expectAccessible()

  // A column that nobody knew, the words of another, the writing of a third.
  const source = page.getByRole('combobox', { name: '填报人 填什么' })
  await source.click()
  await source.fill('采集人签字')
  await page.getByRole('option', { name: '采集人签字' }).first().click()
  await page.getByRole('button', { name: '就业形式 的用词' }).click()
  await page.getByRole('dialog').getByLabel('就业扶贫车间').selectOption('企业就业')
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await page.getByLabel('就业时间 的日期写法').selectOption('YYYY年M月')
  await page.getByLabel('名称', { exact: true }).fill('市局转移就业花名册')
  await page.getByText('只报专班已确认的').click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('rowheader', { name: '市局转移就业花名册' })).toBeVisible()

  await page.getByRole('button', { name: '按“市局转移就业花名册”导出' }).click()
  const { bytes } = await importPage(page).download(/^导出 [1-9][\d,]* 行$/)
  const texts = await textsOf(bytes)
  expect(texts[0]?.[0]).toBe('某县农村劳动力转移就业花名册')
  expect(texts.at(-2)?.[0]).toBe('制表单位：')
  const rows = texts.slice(3, -3)
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.map((row) => row[0])).toEqual(rows.map((_row, index) => String(index + 1)))
  expect(rows.some((row) => /^\d{4}年\d{1,2}月$/.test(row[8] ?? ''))).toBe(true)

  await page.getByRole('button', { name: '删除“市局转移就业花名册”' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await expect(page.getByRole('rowheader', { name: '市局转移就业花名册' })).toBeHidden()
})

test('a file that is no workbook is explained', async ({ page }) => {
  await page.getByRole('button', { name: '用上级的空白表新建' }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择空白表' }).click()
  await (await chooser).setFiles({
    name: '空白表.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('姓名,电话\n'),
  })
  await expect(page.getByRole('alert')).toContainText('.xlsx')
})
