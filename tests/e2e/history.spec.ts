import { framePage } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { setupPage } from './pages/setup.ts'
import { test as fresh } from './support/desk.ts'
import { expect, test } from './support/office.ts'

fresh('an empty history says what will be kept there and leads to the import', async ({ desk, page }) => {
  const frame = framePage(page)
  await desk.open(page)
  await setupPage(page).finish()
  await frame.go('导入与修改记录')
  await expect(page.getByText('还没有导入或批量修改过')).toBeVisible()
  await frame.expectAccessible()
  await page.getByRole('button', { name: '导入表格' }).click()
  await expect(frame.heading('导入')).toBeVisible()
})

test('a bulk edit is read field by field, undone with its count named, and the undoing undone', async ({
  office,
  page,
}) => {
  const frame = framePage(page)
  await office.open(page)
  await expect(frame.heading('工作台')).toBeVisible({ timeout: 30_000 })
  const list = listPage(page)
  await list.open('劳动力')
  for (const index of [0, 1]) await list.rows.nth(index).getByRole('checkbox').check()
  await list.bulk.getByRole('button', { name: '批量修改' }).click()
  const edit = page.getByRole('dialog', { name: '批量修改' })
  await edit.getByRole('combobox', { name: '要修改的栏目' }).fill('备注')
  await page.keyboard.press('Enter')
  await edit.getByLabel('改为').fill('已电话核实')
  await edit.getByLabel('修改原因（必填）').fill('按月电话核实')
  await edit.getByRole('button', { name: '预览修改' }).click()
  await edit.getByRole('button', { name: '修改 2 人' }).click()
  await expect(edit).toBeHidden()
  await frame.go('导入与修改记录')

  const row = page.getByRole('row').filter({ hasText: '批量修改' }).first()
  await expect(row).toContainText('处改动')
  await frame.expectAccessible()
  await row.getByRole('link').click()
  await expect(frame.heading('逐项修改')).toBeVisible()
  await expect(page.getByText('已电话核实').first()).toBeVisible()
  await frame.expectAccessible()

  await page.goBack()
  await row.getByRole('button', { name: '撤销' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('将恢复这一批的')
  await expect(dialog).toContainText('可以再撤销回来')
  await frame.expectAccessible()
  await dialog.getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByText('恢复 2 人（条）原来的内容')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '已撤销' })).toHaveCount(1)

  await page.getByRole('row').nth(1).getByRole('button', { name: '撤销' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click()
  await expect(page.getByText('恢复 2 人（条）原来的内容')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: '已撤销' })).toHaveCount(2)
})
