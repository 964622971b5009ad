import { openTable } from '../../src/main/core/workbook/index.ts'
import { mergedHeaderFile, townshipFile, twoSheetsFile } from '../fixtures/messy/layout-files.ts'
import { buildRawWorkbook, type RawValue } from '../fixtures/messy/raw-workbook.ts'
import { entryOf } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'

/** Every import of these tests is undone, so that the shared county stays as it was. */

const people = (header: RawValue[], ...rows: RawValue[][]) => ({
  fileName: '收集表.xlsx',
  bytes: buildRawWorkbook([{ name: 'Sheet1', rows: [header, ...rows] }]),
})

test('a messy township file is understood, shown before it is written, and can be taken back', async ({
  county,
  page,
}) => {
  const file = townshipFile()
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(file)
  await expect(page.getByText(`第 ${file.expected.headerRow} 行，其下 40 行`)).toBeVisible()
  await expect(page.getByLabel('导入到')).toHaveValue('labourer')
  await view.check()

  const counts = await view.counts()
  expect(counts.阻止).toBe(file.expected.blocked.length)
  expect(counts.新增 + counts.修改 + counts.不变 + counts.阻止).toBe(file.expected.rows)
  await view.show('阻止')
  for (const fault of file.expected.blocked) {
    await expect(view.shown.getByText(new RegExp(`^第 ${fault.row} 行`))).toBeVisible()
  }
  await expect(page.getByText(`跳过 ${file.expected.skipped.length} 行`)).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])

  await view.write()
  const returned = await view.download('下载被阻止的行')
  expect(returned.name).toContain('云岭镇外出务工汇总表')
  const rows: string[][] = []
  const workbook = await openTable(returned.bytes, returned.name)
  for await (const batch of workbook.readRows(0)) {
    rows.push(...batch.map((row) => row.cells.map((cell) => cell.text)))
  }
  const header = rows.findIndex((cells) => cells.includes('未导入原因'))
  const reasons = rows.slice(header + 1).map((cells) => cells[rows[header]?.indexOf('未导入原因') ?? 0])
  expect(reasons.filter(Boolean)).toHaveLength(file.expected.blocked.length)
  await view.undo()
})

test('a wording that no dictionary knows is settled once for all rows', async ({ county, page }) => {
  const file = townshipFile()
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(file)
  await view.check()
  const before = await view.counts()
  const box = page.getByRole('combobox', { name: '文化程度“大学肄业”改作' })
  await box.click()
  await box.fill('高中')
  await page.getByRole('option', { name: '高中' }).first().click()
  await expect(page.getByRole('button', { name: /^写入台账/ })).toBeHidden()
  await page.getByRole('button', { name: '按选好的写法重新检查' }).click()
  await expect(box).toBeHidden()
  const after = await view.counts()
  expect(after.阻止).toBe(before.阻止 - 1)
})

test('a header of two rows is read as one', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(mergedHeaderFile())
  await expect(page.getByText('第 3 行，其下 25 行')).toBeVisible()
  await expect(view.column('户籍地·乡镇').getByRole('combobox')).toHaveValue('户籍地')
  await expect(view.column('户籍地·村').getByRole('combobox')).toHaveValue('户籍地')
  await view.check()
  expect((await view.counts()).阻止).toBe(0)
})

test('of two sheets that fit equally well the clerk has to choose one', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(twoSheetsFile())
  await expect(page.getByText('有几个工作表都可以导入，请选择一个')).toBeVisible()
  await expect(page.getByRole('button', { name: /^下一步/ })).toBeDisabled()
  await page.getByLabel('工作表').selectOption({ label: '下半年（9 行）' })
  await view.check()
  expect(
    Object.values(await view.counts())
      .slice(0, 4)
      .reduce((sum, one) => sum + one, 0),
  ).toBe(9)
})

test('a column that nobody knows is asked for, and remembered for the next file of that layout', async ({
  county,
  page,
}) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  const file = people(['大名', '身份证号', '手机号'], ['测试甲', '433126199001010016', '13900000001'])
  await view.choose(file)
  await expect(page.getByRole('alert')).toContainText('缺少必需的列：“姓名”')
  await expect(page.getByRole('button', { name: /^下一步/ })).toBeDisabled()
  await view.put('大名', '姓名')
  await view.check()
  await view.write()
  await view.undo()

  await page.getByRole('button', { name: '再导入一个文件' }).click()
  await view.choose(file)
  await expect(page.getByText('已按上次的对应方式填好')).toBeVisible()
  await expect(view.column('大名').getByRole('combobox')).toHaveValue('姓名')
})

test('the header can be pointed to where it was not found', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(
    people(['甲', '乙', '丙'], ['称呼', '号码', '话机'], ['测试乙', '433126199001010024', '1']),
  )
  await expect(page.getByText('认不出这张表')).toBeVisible()
  await page.getByLabel('导入到').selectOption('labourer')
  await page.getByRole('button', { name: '换一行' }).click()
  await page.getByRole('radio', { name: '第 2 行' }).check()
  await page.getByRole('button', { name: '用第 2 行作表头' }).click()
  await expect(page.getByText('第 2 行，其下 1 行')).toBeVisible()
})

/** People with sound ID numbers, more than one screen can hold. */
function manyPeople(count: number) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const idNumber = (index: number): string => {
    const born = `${1970 + (index % 30)}${String(1 + (index % 12)).padStart(2, '0')}15`
    const body = `110101${born}${String(Math.floor(index / 60) % 1000).padStart(3, '0')}`
    const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0)
    return body + '10X98765432'[sum % 11]
  }
  const rows = Array.from({ length: count }, (_, index) => [
    `演示${String.fromCharCode(0x4e00 + (index % 3000))}`,
    idNumber(index),
    '初中',
  ])
  return people(['姓名', '身份证号', '文化程度'], ...rows)
}

test('long work shows rows, leaves the rest of the app usable, and cancelled it has written nothing', async ({
  county,
  page,
}) => {
  test.setTimeout(120_000)
  const view = importPage(page)
  const total = async (): Promise<string> => {
    await (await entryOf(page, '劳动力')).click()
    return (await page.getByText(/^[\d,]+ 人，口径/).textContent()) ?? ''
  }
  await county.open(page)
  const before = await total()
  await view.open()
  await view.choose(manyPeople(30_000))
  await expect(page.getByText('第 1 行，其下 5,000 行以上')).toBeVisible({ timeout: 30_000 })
  await view.check()
  await page.getByRole('button', { name: /^写入台账/ }).click()
  await expect(page.getByText(/已完成 [\d,]+ \/ 约 [\d,]+ 行/)).toBeVisible()
  expect(await total()).toBe(before)
  await view.open()
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await expect(page.getByText('已取消，台账没有改动')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: /^写入台账/ })).toBeEnabled()
  expect(await total()).toBe(before)
})

test('a refused file says why and changes nothing', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose({ fileName: '通知.xlsx', bytes: Buffer.from('<html><body>通知</body></html>') })
  await expect(page.getByRole('alert')).toContainText('网页')
  await expect(page.getByRole('alert')).toContainText('台账没有任何改动')
  await view.choose(people(['姓名', '身份证号', '姓　名'], ['测试丙', '433126199001010032', '测试丙']))
  await expect(page.getByRole('alert')).toContainText('2列的表头都是“姓名”')
})

test('the import waits while the clerk looks something up elsewhere', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  await view.choose(mergedHeaderFile())
  await view.check()
  await (await entryOf(page, '数据质量')).click()
  await expect(page.getByRole('heading', { name: '数据质量', level: 1 })).toBeVisible()
  await view.open()
  await expect(page.getByRole('tab', { name: /^新增/ })).toBeVisible()
})

test('the whole import goes by keyboard', async ({ county, page }) => {
  const view = importPage(page)
  await county.open(page)
  await view.open()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: '选择文件' }).focus()
  await page.keyboard.press('Enter')
  const file = people(['姓名', '身份证号', '备用'], ['测试丁', '433126199001010040', '无'])
  await (await chooser).setFiles({ name: file.fileName, mimeType: 'a/b', buffer: Buffer.from(file.bytes) })
  await expect(page.getByRole('heading', { name: /看看找到了什么/ })).toBeFocused()
  await page.getByRole('button', { name: /^下一步/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /看看将改动什么/ })).toBeFocused()
  await page.getByRole('tab', { selected: true }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { selected: true })).toBeFocused()
  await page.getByRole('button', { name: /^写入台账/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('已写入 1 行')).toBeVisible()
  await page.getByRole('button', { name: '撤销本次导入' }).focus()
  await page.keyboard.press('Enter')
  const confirm = page.getByRole('dialog').getByRole('button', { name: /^撤销/ })
  await confirm.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /^已撤销/ })).toBeVisible()
})
