import { expect, type Locator, type Page } from '@playwright/test'
import { accessibilityFaults } from '../support/accessibility.ts'

/**
 * Goes to a page by its address. The first page must stand inside the frame before: while the program is
 * still being opened, a heading is there already, and the first page's arrival would take the address back.
 */
export async function visit(page: Page, address: string): Promise<void> {
  await expect(page.locator('#content').getByRole('heading', { level: 1 }).first()).toBeVisible()
  await page.evaluate((hash) => {
    location.hash = hash
  }, address)
}

/** An entry of the navigation; the group in which it stands is opened first. */
export async function entryOf(page: Page, label: string): Promise<Locator> {
  const bar = page.getByRole('navigation', { name: '主导航' })
  const link = bar.getByRole('link', { name: label, exact: true })
  await bar.waitFor()
  if ((await link.count()) === 0) {
    const group = bar.locator('.group').filter({ has: page.getByText(label, { exact: true }) })
    await group.getByRole('button').click()
  }
  return link
}

/** What stands around every page: navigation, people search, lock. */
export function framePage(page: Page) {
  return {
    search: page.getByRole('combobox', { name: '查找人员' }),
    navigation: page.getByRole('navigation', { name: '主导航' }),
    heading: (title: string) => page.getByRole('heading', { level: 1, name: title }),

    async go(entry: string, title = entry): Promise<void> {
      await (await entryOf(page, entry)).click()
      await expect(this.heading(title)).toBeVisible()
    },

    /** The page as it stands breaks no rule of accessibility that a machine can check. */
    async expectAccessible(): Promise<void> {
      expect(await accessibilityFaults(page)).toEqual([])
    },
  }
}
