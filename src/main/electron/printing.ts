import type { WebContents } from 'electron'
import type { WindowHost } from '../../shared/contract/host.ts'

/** Printing of the window's page, with its print stylesheet. */
export function createPrinting(contents: WebContents): Pick<WindowHost, 'print' | 'printToPdf'> {
  return {
    print: () =>
      new Promise((resolve) => {
        // The callback also reports a person who cancelled; either way the dialog is done.
        contents.print({ printBackground: true }, () => resolve())
      }),
    async printToPdf({ landscape, paper }) {
      const pdf = await contents.printToPDF({
        landscape,
        pageSize: paper,
        printBackground: true,
        preferCSSPageSize: true,
      })
      return new Uint8Array(pdf)
    },
  }
}
