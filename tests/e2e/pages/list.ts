import { expect, type Locator, type Page } from '@playwright/test'
import { entryOf } from './frame.ts'

const numberIn = (text: string | null): number =>
  Number((text ?? '').match(/[\d,]+/)?.[0].replaceAll(',', ''))

/** A list of a ledger as a clerk uses it. */
export function listPage(page: Page) {
  const main = page.getByRole('main')
  const grid = main.getByRole('grid')
  const rows = grid.locator('tbody tr')

  return {
    grid,
    rows,
    header: (label: string) => grid.getByRole('columnheader', { name: label, exact: true }),
    bulk: main.getByRole('region', { name: '批量操作' }),
    record: page.getByRole('complementary'),
    tabs: main.getByRole('navigation', { name: '常用清单' }),
    chips: main.getByRole('list', { name: '筛选条件' }),

    /** Opens the list behind an entry of the navigation. */
    async open(name: string): Promise<void> {
      await (await entryOf(page, name)).click()
      await expect(main.getByRole('heading', { name, level: 1 })).toBeVisible()
      await this.settled()
    },

    /** Waits until rows (or the words for none) and the total stand there. */
    async settled(): Promise<void> {
      await expect(main.locator('.page-header .note')).toContainText('口径')
      await expect(rows.first().or(main.locator('.empty-state'))).toBeVisible()
    },

    total: async (): Promise<number> => numberIn(await main.locator('.page-header .note').textContent()),
    basis: (): Promise<string | null> => main.locator('.page-header .note').textContent(),

    /** Waits until the total is another than the one given, and answers it. */
    async totalAfter(before: number): Promise<number> {
      await expect.poll(() => this.total()).not.toBe(before)
      return this.total()
    },

    async search(text: string): Promise<void> {
      await main.getByRole('searchbox', { name: '在本清单中查找' }).fill(text)
      await page.keyboard.press('Enter')
    },

    /** Adds a condition from the keyboard: field, then how the value is typed. */
    async filter(field: string, value: string, operator?: string): Promise<void> {
      await main.getByRole('button', { name: '筛选', exact: true }).click()
      const editor = main.getByRole('form', { name: '筛选条件' })
      await editor.getByRole('combobox', { name: '栏目' }).fill(field)
      await page.getByRole('option', { name: field, exact: true }).first().click()
      if (operator) await editor.getByLabel('条件').selectOption({ label: operator })
      if (value) {
        const box = editor.getByLabel('内容')
        await box.fill(value)
        const option = editor.getByRole('option').filter({ hasText: value }).first()
        if ((await box.getAttribute('role')) === 'combobox') await option.click()
      }
      await editor.getByRole('button', { name: '确定' }).click()
      await expect(editor).toBeHidden()
    },

    /** The texts of a column, top to bottom. */
    async column(label: string): Promise<string[]> {
      const headers = await grid.locator('thead th').allInnerTexts()
      const index = headers.findIndex((text) => text.replace(/[▲▼\s]/g, '') === label)
      return rows.locator(`td:nth-child(${index + 1})`).allInnerTexts()
    },

    /** The numbers at the left of the chosen rows, top to bottom. */
    chosen: async (): Promise<number[]> =>
      (await grid.locator('tbody tr[aria-selected="true"] td:nth-child(2)').allInnerTexts()).map(Number),

    /** A place in a row that is neither its box nor its name. */
    cell: (row: number): Locator => rows.nth(row).locator('td').nth(4),

    /** How many rows stand wholly inside the grid's frame. */
    rowsInSight: (): Promise<number> =>
      grid.evaluate((table) => {
        const frame = table.parentElement?.getBoundingClientRect()
        const head = table.querySelector('thead')?.getBoundingClientRect()
        if (!frame || !head) return 0
        return [...table.querySelectorAll('tbody tr')].filter((row) => {
          const place = row.getBoundingClientRect()
          return place.top >= head.bottom - 1 && place.bottom <= frame.bottom + 1
        }).length
      }),

    async chooseColumns(): Promise<void> {
      await main.getByRole('button', { name: '选择栏目' }).click()
      await expect(page.getByRole('dialog', { name: '选择栏目' })).toBeVisible()
    },
  }
}
