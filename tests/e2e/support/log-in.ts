import { expect, type Page } from '@playwright/test'
import { demoAccounts, demoPassphrase } from '../../../src/shared/domain/account/demo.ts'

/** Who is there in a demo county. */
export const [administrator, , reviewer] = demoAccounts

/** Chooses who logs in and types the passphrase; whoever was there before is logged off. */
export async function openAs(page: Page, name: string, passphrase: string): Promise<void> {
  const lock = page.getByRole('button', { name: '锁定', exact: true })
  // Locking backs the ledger up first.
  await expect(lock.or(page.getByRole('button', { name: '打开', exact: true }))).toBeVisible({
    timeout: 60_000,
  })
  if (await lock.isVisible()) await lock.click()
  await page.getByRole('radio', { name, exact: true }).check()
  await page.getByLabel('口令', { exact: true }).fill(passphrase)
  await page.keyboard.press('Enter')
}

/** The same, and waits until they are in. */
export async function logIn(page: Page, name: string, passphrase = demoPassphrase): Promise<void> {
  await openAs(page, name, passphrase)
  await expect(page.locator('.who .user')).toContainText(name)
}
