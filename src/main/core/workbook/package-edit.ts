/** Changes to the lists that hold a package together: relations, content types, the workbook's sheets and names. */
import type { XlsxWorkbook } from './gate.ts'
import { findEntry } from './gate.ts'
import { limits } from './limits.ts'
import { readRelations } from './package-parts.ts'
import { dropElements, elementSpans, replaceRanges } from './xml-rewrite.ts'
import { toUtf8 } from './xml-text.ts'
import { inflateEntry } from './zip-inflate.ts'
import type { ZipEntry } from './zip-reader.ts'

/** Without the XML declaration, which may name the encoding that the part had before. */
export function withoutDeclaration(content: Buffer): Buffer {
  const match = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\?>\s*/.exec(content.toString('latin1', 0, 512))
  return match === null ? content : content.subarray(match[0].length)
}

/** A small part as UTF-8, without its declaration. */
export const readPart = ({ zip }: XlsxWorkbook, entry: ZipEntry): Buffer =>
  withoutDeclaration(toUtf8(inflateEntry(zip, entry, limits.heldPartBytes)))

/** A list of parts (relations, content types) without the removed ones, or null where nothing changes. */
export function withoutRemoved(
  workbook: XlsxWorkbook,
  entry: ZipEntry,
  removed: ReadonlySet<string>,
): Buffer | null {
  const isRelations = /(^|\/)_rels\/[^/]*\.rels$/i.test(entry.name)
  const isTypes = /^\[Content_Types\]\.xml$/i.test(entry.name)
  if (removed.size === 0 || !(isRelations || isTypes)) return null
  const content = readPart(workbook, entry)
  if (isTypes) {
    const changed = dropElements(content, ({ name, attributes }) => {
      return name === 'Override' && removed.has((attributes.get('PartName') ?? '').replace(/^\//, ''))
    })
    return changed === content ? null : changed
  }
  const source = entry.name.replace(/_rels\/([^/]*)\.rels$/i, '$1')
  const relations = readRelations(content, source)
  const gone = new Set(
    relations
      .filter(({ target, external }) => !external && removed.has(findEntry(workbook.zip, target)?.name ?? ''))
      .map(({ id }) => id),
  )
  const changed = dropElements(content, ({ name, attributes }) => {
    return name === 'Relationship' && gone.has(attributes.get('Id') ?? '')
  })
  return changed === content ? null : changed
}

/** Signatures no longer fit once the content changes, and the order of calculation once rows do. */
export const outdatedParts = (names: Iterable<string>, rowsChange: boolean): Set<string> =>
  new Set(
    [...names].filter(
      (name) => /^_xmlsignatures\//i.test(name) || (rowsChange && /(^|\/)calcChain\.xml$/i.test(name)),
    ),
  )

/** Adds elements at the end of an element of a part, the root unless named; `make` gets the prefix in use. */
export function appendInside(content: Buffer, make: (prefix: string) => string, parent?: string): Buffer {
  const spans = elementSpans(content)
  const target =
    parent === undefined ? spans[0] : spans.find(({ name, path }) => name === parent && path.length === 1)
  if (target === undefined) return content
  const tag = content.toString('utf8', target.start, target.openEnd)
  const prefix = /^<([^\s/>]*:)?/.exec(tag)?.[1] ?? ''
  if (!tag.endsWith('/>')) {
    return replaceRanges(content, [{ start: target.closeStart, end: target.closeStart, text: make(prefix) }])
  }
  const text = `${tag.slice(0, -2)}>${make(prefix)}</${prefix}${target.name}>`
  return replaceRanges(content, [{ start: target.start, end: target.end, text }])
}
