import type { Page } from '@playwright/test'
import { visit } from './pages/frame.ts'
import { listPage } from './pages/list.ts'
import { accessibilityFaults } from './support/accessibility.ts'
import { expect, test } from './support/desk.ts'

const ready = (page: Page) =>
  expect(page.locator('.paper-desk[data-ready="true"]')).toBeVisible({ timeout: 30_000 })

async function goTo(page: Page, address: string): Promise<void> {
  await visit(page, address)
  await ready(page)
}

/** Number of pages and their size in millimetres, from the PDF that Chromium prints. */
async function printed(page: Page): Promise<{ pages: number; width: number; height: number }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, width, height] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/) ?? []
  const millimetres = (points: string | undefined) => Math.round((Number(points) / 72) * 25.4)
  return {
    pages: pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0,
    width: millimetres(width),
    height: millimetres(height),
  }
}

/** What runs over the edge of its sheet, in print. */
async function cut(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  const over = await page.locator('.sheet').evaluateAll((sheets) =>
    sheets.flatMap((sheet) => {
      const edge = sheet.getBoundingClientRect()
      return [...sheet.querySelectorAll('td, th, p, h1')]
        .filter((part) => {
          const place = part.getBoundingClientRect()
          const outside = place.bottom > edge.bottom || place.right > edge.right || place.left < edge.left
          return outside || part.scrollWidth > part.clientWidth + 1
        })
        .map((part) => part.textContent ?? '')
    }),
  )
  await page.emulateMedia({ media: null })
  return over
}

test.beforeEach(async ({ county, page }) => {
  await county.open(page)
})

test('chosen forms are printed on A4, one page each, filled in, nothing cut', async ({ page }) => {
  const list = listPage(page)
  await list.open('劳动力')
  const names = (await list.column('姓名')).slice(0, 3)
  for (const row of [0, 1, 2]) await list.rows.nth(row).getByRole('checkbox').check()
  await list.bulk.getByRole('button', { name: '打印采集表' }).click()
  await ready(page)
  expect(await printed(page)).toEqual({ pages: 3, width: 210, height: 297 })
  expect(await cut(page)).toEqual([])
  for (const [index, name] of names.entries())
    await expect(page.locator('.sheet').nth(index)).toContainText(name)
  await expect(page.locator('.sheet').first()).toContainText('☑')
})

test('a blank form has every box and ticks none', async ({ page }) => {
  await goTo(page, '/print/form/blank,blank')
  expect(await printed(page)).toEqual({ pages: 2, width: 210, height: 297 })
  expect(await cut(page)).toEqual([])
  const text = (await page.locator('.sheet').first().textContent()) ?? ''
  expect(text).not.toContain('☑')
  for (const words of [
    '□未核实',
    '□技师',
    '□农业合作社等新型经营主体',
    '□专业规模种养',
    '□未享受过就业服务',
    '采集人签字',
  ]) {
    expect(text).toContain(words)
  }
  expect(text.match(/□\d{4}年\d+月/g)?.length).toBe(15)
})

test('the ledger of a township is printed on A3 with header, 口径, date, signatures and page x / y on every page', async ({
  page,
}) => {
  await goTo(page, '/print/village/433126000000')
  const sheets = page.locator('.sheet.village')
  const pages = await sheets.count()
  expect(pages).toBeGreaterThan(3)
  expect(await printed(page)).toEqual({ pages, width: 420, height: 297 })
  expect(await cut(page)).toEqual([])
  for (const number of [0, pages - 1]) {
    const sheet = sheets.nth(number)
    await expect(sheet.locator('thead')).toContainText('身份证号码')
    await expect(sheet).toContainText(/口径：.*户籍地在.*古丈县之内/)
    await expect(sheet).toContainText('截止日期：')
    for (const who of ['填表人', '审核人', '负责人']) await expect(sheet).toContainText(`${who}：`)
    await expect(sheet).toContainText(`第 ${number + 1} 页 / 共 ${pages} 页`)
  }
  const numbers = await page.locator('.sheet.village tbody td:first-child').allInnerTexts()
  expect(numbers).toEqual(numbers.map((_text, index) => String(index + 1)))
})

test('village ledger and blank forms are asked for from the list', async ({ page }) => {
  test.setTimeout(150_000)
  const list = listPage(page)
  await list.open('劳动力')
  await page.getByRole('button', { name: '打印', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '打印' })
  await dialog.getByRole('combobox', { name: '村或乡镇' }).fill('古阳镇')
  await dialog
    .getByRole('option', { name: /^古阳镇/ })
    .first()
    .click()
  expect(await accessibilityFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: '打印预览' }).click()
  await ready(page)
  await expect(page.locator('.sheet.village h1').first()).toContainText('古阳镇劳动力台账')
  expect(await accessibilityFaults(page)).toEqual([])
})
