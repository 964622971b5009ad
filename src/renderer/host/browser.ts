import type { PickedFile, WindowHost } from '../../shared/contract/host.ts'

/** The host of an ordinary browser: a file input, a download, the print dialog. */
export function createBrowserHost(): WindowHost {
  return { kind: 'browser', pickFile, saveFile, print, printToPdf }
}

function pickFile(accept: string): Promise<PickedFile | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.hidden = true
    const answer = (picked: Promise<PickedFile | null>) => {
      input.remove()
      resolve(picked)
    }
    input.addEventListener('change', () => {
      const file = input.files?.[0]
      answer(file ? readFile(file) : Promise.resolve(null))
    })
    input.addEventListener('cancel', () => answer(Promise.resolve(null)))
    // In the page, so that tests and assistive tools can find it while the dialog is open.
    document.body.append(input)
    input.click()
  })
}

async function readFile(file: File): Promise<PickedFile> {
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

/** Long enough for the browser to begin the download, which happens after the click returns. */
const keepUrlMs = 60_000

async function saveFile(name: string, bytes: Uint8Array): Promise<boolean> {
  const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(url), keepUrlMs)
  return true
}

async function print(): Promise<void> {
  window.print()
}

/** A browser makes its PDF in the print dialog, so there are no bytes to hand back. */
async function printToPdf(options: { landscape: boolean; paper: 'A4' | 'A3' }): Promise<null> {
  const style = new CSSStyleSheet()
  style.insertRule(`@page { size: ${options.paper} ${options.landscape ? 'landscape' : 'portrait'} }`)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  try {
    window.print()
  } finally {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== style)
  }
  return null
}
