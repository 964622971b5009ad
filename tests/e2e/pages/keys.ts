import { expect, type Page } from '@playwright/test'
import { entryOf } from './frame.ts'

export interface NamedFile {
  name: string
  bytes: Uint8Array
}

/** The pages 单位与密钥 and 核对文件签名 as a clerk uses them. */
export function keysPage(page: Page) {
  return {
    section: (name: string) => page.getByRole('region', { name }),
    dialog: page.getByRole('dialog'),
    row: (name: string) => page.getByRole('row').filter({ hasText: name }),

    async open(): Promise<void> {
      await (await entryOf(page, '单位与密钥')).click()
      await expect(page.getByRole('region', { name: '本单位的签名密钥' })).toBeVisible()
    },

    /** Presses a button that asks for a file, and gives it one. */
    async give(button: string, file: NamedFile): Promise<void> {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: button }).click()
      await (await chooser).setFiles({
        name: file.name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(file.bytes),
      })
    },

    /** Presses a button and answers with the file that it saves. */
    async take(press: () => Promise<void>): Promise<NamedFile> {
      const waiting = page.waitForEvent('download')
      await press()
      const download = await waiting
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      return { name: download.suggestedFilename(), bytes: new Uint8Array(Buffer.concat(chunks)) }
    },

    /** Says that the telephone call was made. */
    async compared(): Promise<void> {
      await page
        .getByRole('dialog')
        .getByText(/^已打电话核对/)
        .click()
    },
  }
}
