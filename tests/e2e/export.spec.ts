import { inspectWorkbook } from '../../src/main/core/importing/detect.ts'
import { openTable } from '../../src/main/core/workbook/index.ts'
import { ledgerNames, ledgers } from '../../src/shared/domain/ledgers.ts'
import { entryOf } from './pages/frame.ts'
import { importPage } from './pages/import.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'

test.beforeEach(async ({ county, page }) => {
  await county.open(page)
  await (await entryOf(page, '导出与模板')).click()
})

test('a list comes out as a workbook that is recognised again', async ({ page }) => {
  await page.getByLabel('清单', { exact: true }).selectOption({ label: '已就业' })
  const button = page.getByRole('button', { name: /^导出 [1-9][\d,]* 行$/ })
  await expect(button).toBeEnabled()
  await expect(page.getByText('口径：')).toContainText('是否务工')
  const announced = Number(((await button.textContent()) ?? '').replace(/\D/g, ''))
  const { name, bytes } = await importPage(page).download(/^导出 /)
  expect(name).toMatch(/\.xlsx$/)
  const inspection = await inspectWorkbook(await openTable(bytes, name), { fileName: name })
  expect(inspection.sheets[inspection.candidates[0] ?? -1]).toMatchObject({
    ledger: 'labourer',
    rows: announced,
    missing: [],
  })
})

test('every ledger has a blank template that is recognised as its own', async ({ page }) => {
  for (const ledger of ledgerNames) {
    const { name, bytes } = await importPage(page).download(`下载${ledgers[ledger].label}空白模板`)
    const inspection = await inspectWorkbook(await openTable(bytes, name), { fileName: name })
    expect(inspection.sheets[inspection.candidates[0] ?? -1]).toMatchObject({
      ledger,
      rows: 0,
      missing: [],
      problem: null,
    })
  }
})

test('the export page is readable for everybody', async ({ page }) => {
  await expect(page.getByRole('button', { name: /^导出 [\d,]+ 行$/ })).toBeVisible()
  expect(await accessibilityFaults(page)).toEqual([])
})
