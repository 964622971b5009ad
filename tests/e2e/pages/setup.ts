import { expect, type Page } from '@playwright/test'

/** The screens before the ledger is open: first run, unlock, recovery. */
export function setupPage(page: Page) {
  return {
    passphrase: '青石板 晒谷坪 老水车',

    async fillUnit(name: string, region: { typed: string; chosen: string | RegExp }): Promise<void> {
      await page.getByLabel('单位名称').fill(name)
      const place = page.getByLabel('管辖地区')
      await place.click()
      await place.pressSequentially(region.typed)
      await expect(page.getByRole('option', { name: region.chosen }).first()).toBeVisible()
    },

    async fillAdministrator(name: string, passphrase: string, again = passphrase): Promise<void> {
      await page.getByLabel('管理员姓名').fill(name)
      await page.getByLabel('口令', { exact: true }).fill(passphrase)
      await page.getByLabel('再输入一次口令').fill(again)
    },

    async recoveryKey(): Promise<string> {
      const key = page.getByRole('group', { name: '恢复密钥' })
      await expect(key).toBeVisible({ timeout: 30_000 })
      return ((await key.textContent()) ?? '').replace(/\s/g, '')
    },

    /** First run from beginning to end; answers with the recovery key. */
    async finish(
      office: { unit: string; typed: string; chosen: string | RegExp } = {
        unit: '古丈县古阳镇人民政府',
        typed: '古丈县',
        chosen: '古丈县',
      },
    ): Promise<string> {
      await this.fillUnit(office.unit, office)
      await page.getByRole('option', { name: office.chosen }).first().click()
      await page.getByRole('button', { name: '下一步' }).click()
      await this.fillAdministrator('石小川', this.passphrase)
      await page.getByRole('button', { name: '建立台账' }).click()
      const key = await this.recoveryKey()
      await page.getByText('我已抄写或打印恢复密钥').click()
      await page.getByRole('button', { name: '进入工作台' }).click()
      await expect(page.getByText('台账里还没有人')).toBeVisible()
      return key
    },

    async unlock(passphrase: string): Promise<void> {
      await page.getByLabel('口令', { exact: true }).fill(passphrase)
      await page.keyboard.press('Enter')
    },
  }
}
