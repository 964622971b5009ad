import { expect, type Page } from '@playwright/test'
import { demoAccounts, demoPassphrase } from '../../../src/shared/domain/account/demo.ts'
import { entryOf } from './frame.ts'

export interface SentFile {
  fileName: string
  bytes: Uint8Array
}
export type RowKind = '新增' | '修改' | '不变' | '阻止' | '提醒'

const count = (text: string | null): number => Number((text ?? '').replace(/\D/g, ''))

/** The import page as a clerk uses it. */
export function importPage(page: Page) {
  const tab = (kind: RowKind) => page.getByRole('tab', { name: new RegExp(`^${kind}`) })

  return {
    async open(): Promise<void> {
      await (await entryOf(page, '导入')).click()
      await expect(page.getByRole('heading', { name: '导入', level: 1 })).toBeVisible()
    },

    /** Picks a file with the button, as from a folder. */
    async choose(file: SentFile): Promise<void> {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: '选择文件' }).click()
      await (await chooser).setFiles({
        name: file.fileName,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(file.bytes),
      })
    },

    /** The line of the table of columns for a header. */
    column: (header: string) =>
      page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: header, exact: true }) }),

    /** Says into which field a column goes. */
    async put(header: string, field: string): Promise<void> {
      const box = page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: header, exact: true }) })
        .getByRole('combobox')
      await box.click()
      await box.fill(field)
      await page.getByRole('option', { name: field }).first().click()
    },

    async check(): Promise<void> {
      await page.getByRole('button', { name: /^下一步/ }).click()
      await expect(tab('新增')).toBeVisible({ timeout: 30_000 })
    },

    /** How many rows stand under each tab. */
    async counts(): Promise<Record<RowKind, number>> {
      const kinds: RowKind[] = ['新增', '修改', '不变', '阻止', '提醒']
      const numbers = await Promise.all(kinds.map(async (kind) => count(await tab(kind).textContent())))
      return Object.fromEntries(kinds.map((kind, index) => [kind, numbers[index]])) as Record<RowKind, number>
    },

    async show(kind: RowKind): Promise<void> {
      await tab(kind).click()
    },
    shown: page.getByRole('tabpanel'),

    async write(): Promise<void> {
      await page.getByRole('button', { name: /^写入台账/ }).click()
      await expect(page.getByText(/^已写入|^没有写入/)).toBeVisible({ timeout: 30_000 })
    },

    async undo(): Promise<void> {
      await page.getByRole('button', { name: '撤销本次导入' }).click()
      await page.getByRole('dialog').getByRole('button', { name: /^撤销/ }).click()
      await expect(page.getByRole('heading', { name: /^已撤销/ })).toBeVisible({ timeout: 30_000 })
    },

    /** The workbook with numbers in full: from a demo county two people say so, elsewhere whoever is alone. */
    async downloadFull({ alone = false } = {}): Promise<{ name: string; bytes: Buffer }> {
      await page.getByRole('button', { name: '导出完整号码' }).click()
      const dialog = page.getByRole('dialog', { name: '导出完整号码' })
      await dialog.getByLabel('导出原因').fill('与完整内容比对')
      if (alone) return this.download(/^导出$/)
      await dialog.getByRole('button', { name: '导出', exact: true }).click()
      await dialog.getByLabel('另一位人员的姓名').fill(demoAccounts[1].name)
      await dialog.getByLabel('另一位人员的口令').fill(demoPassphrase)
      return this.download(/^导出$/)
    },
    /** The bytes of a file that a button hands out. */
    async download(button: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
      const started = page.waitForEvent('download')
      await page.getByRole('button', { name: button }).click()
      const download = await started
      const stream = await download.createReadStream()
      const pieces: Buffer[] = []
      for await (const piece of stream) pieces.push(piece as Buffer)
      return { name: download.suggestedFilename(), bytes: Buffer.concat(pieces) }
    },
  }
}
