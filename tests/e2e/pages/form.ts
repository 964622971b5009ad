import { expect, type Locator, type Page } from '@playwright/test'
import { visit } from './frame.ts'

/** A valid number of a person who does not exist: county, birthday, order, check character. */
export function inventedIdNumber(birthday: string, order: number, county = '433126'): string {
  const digits = `${county}${birthday}${String(order).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, index) => all + weight * Number(digits[index]), 0)
  return digits + '10X98765432'[sum % 11]
}

/** The labourer form as a clerk fills it in. */
export function formPage(page: Page) {
  const main = page.getByRole('main')
  /** A field by its key, with label, input and problems. */
  const field = (key: string): Locator => main.locator(`[data-field="${key}"]`)

  return {
    field,
    input: (key: string): Locator => field(key).locator('input, textarea').first(),
    problems: (key: string): Locator => field(key).locator('.problem'),
    section: (label: string): Locator => main.getByRole('region', { name: label }),
    summary: main.getByRole('region', { name: '问题清单' }),
    index: main.getByRole('navigation', { name: '采集表目录' }),
    state: (word: string): Locator => main.locator('.head .tag', { hasText: word }),
    tab: (label: string): Locator =>
      main.getByRole('navigation', { name: '人员资料' }).getByRole('button', { name: label, exact: true }),

    async open(address: string): Promise<void> {
      await visit(page, address)
      await expect(field('name').locator('input')).toBeVisible()
    },

    /** The field in which the cursor stands. */
    focused: (): Promise<string | null> =>
      page.evaluate(
        () => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? null,
      ),

    /** Types into the field where the cursor is and goes on with Enter. */
    async type(text: string): Promise<void> {
      await page.keyboard.type(text)
      const box = page.locator(':focus')
      if ((await box.getAttribute('role')) === 'combobox') {
        await expect(page.locator('[role=option].active').first()).toBeVisible()
      }
      await page.keyboard.press('Enter')
    },

    /** Presses the number of a choice (1 is the first) and goes on. */
    async choose(number: number): Promise<void> {
      await page.keyboard.press(String(number))
      await page.keyboard.press('Enter')
    },

    /** Ticks 是 or 否, or another of a few choices. */
    async tick(key: string, choice: string): Promise<void> {
      await field(key).getByRole('radio', { name: choice, exact: true }).check()
    },
    ticked: (key: string, choice: string): Locator =>
      field(key).getByRole('radio', { name: choice, exact: true }),
  }
}
