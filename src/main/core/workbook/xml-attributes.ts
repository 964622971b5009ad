import { WorkbookRefused } from './refusal.ts'
import { decodeEntities } from './xml-text.ts'

/**
 * Visits the attributes of a tag, given as they stand in it, by their local names and with entities
 * resolved. Namespace declarations are left out. Throws `WorkbookRefused` where one has no value.
 */
export function eachAttribute(text: string, visit: (name: string, value: string) => void): void {
  let position = 0
  for (;;) {
    const equals = text.indexOf('=', position)
    if (equals < 0) return
    const qualified = text.slice(position, equals).trim()
    let start = equals + 1
    while (start < text.length && text.charCodeAt(start) <= 0x20) start++
    const mark = text[start]
    const end = mark === '"' || mark === "'" ? text.indexOf(mark, start + 1) : -1
    if (end < 0) throw new WorkbookRefused('damaged', 'broken attribute')
    position = end + 1
    if (qualified === 'xmlns' || qualified.startsWith('xmlns:')) continue
    const value = text.slice(start + 1, end)
    visit(qualified.slice(qualified.indexOf(':') + 1), value.includes('&') ? decodeEntities(value) : value)
  }
}
