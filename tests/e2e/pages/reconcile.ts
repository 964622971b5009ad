import { expect, type Page } from '@playwright/test'
import { openTable } from '../../../src/main/core/workbook/index.ts'
import { buildRawWorkbook, type RawValue } from '../../fixtures/messy/raw-workbook.ts'
import { entryOf, visit } from './frame.ts'
import { importPage, type SentFile } from './import.ts'

export type Tab = '待认定' | '不一致' | '仅台账有' | '仅对方有' | '一致' | '未核对' | '仅早先有' | '仅现在有'

export interface CountyList {
  header: string[]
  rows: string[][]
}

/** The comparison of lists as a clerk uses it. */
export function reconcilePage(page: Page) {
  const tab = (name: Tab) => page.getByRole('tab', { name: new RegExp(`^${name}`) })

  return {
    tab,
    async open(): Promise<void> {
      await (await entryOf(page, '账账核对')).click()
      await expect(page.getByRole('heading', { name: '账账核对', level: 1 })).toBeVisible()
    },
    async begin(file: SentFile): Promise<void> {
      await this.open()
      await page.getByRole('button', { name: '核对一份名单' }).click()
      await expect(page.getByRole('heading', { name: '核对一份名单', level: 1 })).toBeVisible()
      await this.choose('选择文件', file)
      await expect(page.getByRole('heading', { name: /与什么核对/ })).toBeFocused()
    },
    async choose(button: string, file: SentFile): Promise<void> {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: button, exact: true }).click()
      await (await chooser).setFiles({
        name: file.fileName,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(file.bytes),
      })
    },
    /** @param unknown wordings that are shown first, as many as nobody knows */
    async run(unknown = 0): Promise<void> {
      await page.getByRole('button', { name: '开始核对' }).click()
      if (unknown > 0) {
        await expect(page.getByText(`有 ${unknown} 种写法系统不认识`)).toBeVisible()
        await page.getByRole('button', { name: '开始核对' }).click()
      }
      await expect(tab('一致')).toBeVisible({ timeout: 30_000 })
    },
    async count(name: Tab): Promise<number> {
      return Number(((await tab(name).textContent()) ?? '').replace(/\D/g, ''))
    },
    panel: page.getByRole('tabpanel'),

    /** The labourers of the county as their own exported workbook has them: some columns, by header. */
    async labourers(headers: readonly string[]): Promise<CountyList> {
      await visit(page, '#/export')
      await expect(page.getByRole('button', { name: /^导出 [1-9][\d,]* 行/ })).toBeEnabled()
      const { bytes, name } = await importPage(page).downloadFull()
      const rows: string[][] = []
      const workbook = await openTable(bytes, name)
      for await (const batch of workbook.readRows(0)) {
        rows.push(...batch.map((row) => row.cells.map((cell) => cell.date ?? cell.text)))
      }
      const at = rows.findIndex((cells) => cells.includes('身份证号码'))
      const places = headers.map((header) => rows[at]?.indexOf(header) ?? -1)
      const records = rows.slice(at + 1).filter((cells) => /^\d{17}/.test(cells[places[1] ?? 0] ?? ''))
      return {
        header: [...headers],
        rows: records.map((cells) => places.map((place) => cells[place] ?? '')),
      }
    },
    file: (fileName: string, header: readonly string[], rows: readonly RawValue[][]): SentFile => ({
      fileName,
      bytes: buildRawWorkbook([
        { name: '名单', rows: [['某县就业人员名单'], header, ...rows, ['合计', `${rows.length}人`]] },
      ]),
    }),
  }
}
