import { isDateFormat } from './dates.ts'
import { visitElements } from './xml-elements.ts'

/** For each cell style (`s` attribute) 1 where numbers are shown as dates, else 0. */
export function readDateStyles(content: Buffer): Uint8Array {
  const formats = new Map<number, string>()
  const styles: number[] = []
  visitElements(content, ({ name, path, attributes }) => {
    const parent = path.at(-1)
    if (name === 'numFmt' && parent === 'numFmts') {
      formats.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '')
    } else if (name === 'xf' && parent === 'cellXfs') {
      styles.push(Number(attributes.get('numFmtId') ?? 0))
    }
  })
  return Uint8Array.from(styles, (id) => (isDateFormat(id, formats.get(id)) ? 1 : 0))
}
