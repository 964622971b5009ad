/** Relations, content types and the allow-list of parts of an OOXML package. */
import { WorkbookRefused } from './refusal.ts'
import { visitElements } from './xml-elements.ts'
import { toUtf8 } from './xml-text.ts'

export interface Relation {
  readonly id: string
  /** The last segment of the relation type, such as 'worksheet'. */
  readonly type: string
  /** Name of the part for internal relations, the address as written for external ones. */
  readonly target: string
  readonly external: boolean
}

/** Reads a `.rels` part. Internal targets are resolved against the folder of `source` (the part they belong to). */
export function readRelations(content: Buffer, source: string): Relation[] {
  const relations: Relation[] = []
  visitElements(toUtf8(content), ({ name, attributes }) => {
    if (name !== 'Relationship') return
    const external = attributes.get('TargetMode') === 'External'
    const target = attributes.get('Target') ?? ''
    relations.push({
      id: attributes.get('Id') ?? '',
      type: (attributes.get('Type') ?? '').split('/').at(-1) ?? '',
      target: external ? target : resolveTarget(target, source),
      external,
    })
  })
  return relations
}

/** Name of the `.rels` part that belongs to a part: 'xl/workbook.xml' → 'xl/_rels/workbook.xml.rels'. */
export function relationsPartOf(part: string): string {
  const slash = part.lastIndexOf('/')
  return `${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`
}

function resolveTarget(target: string, source: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const segments = source.split('/').slice(0, -1)
  for (const segment of target.split('/')) {
    if (segment === '..') {
      if (segments.length === 0) throw new WorkbookRefused('suspiciousParts', 'relation leaves the package')
      segments.pop()
    } else if (segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

/**
 * Every content type of the package, by part and by extension. The default of an extension counts only where a
 * part has it: SheetJS announces the type of .xlsb for `bin` in every .xlsx that it writes.
 */
export function readContentTypes(content: Buffer, parts: Iterable<string>): string[] {
  const extensions = new Set([...parts].map((part) => part.toLowerCase().split('.').at(-1) ?? ''))
  const types: string[] = []
  visitElements(toUtf8(content), ({ name, attributes }) => {
    const extension = (attributes.get('Extension') ?? '').toLowerCase()
    if (name === 'Override' || (name === 'Default' && extensions.has(extension))) {
      types.push(attributes.get('ContentType') ?? '')
    }
  })
  return types
}

/** Content types and relation types that carry code or foreign objects. */
export function checkContentTypes(types: readonly string[]): void {
  for (const type of types) {
    const lower = type.toLowerCase()
    if (/sheet\.binary/.test(lower)) throw new WorkbookRefused('binaryWorkbook', 'content type')
    if (/macroenabled|vbaproject|vbadata|ms-excel\.(macrosheet|intlmacrosheet|addin)/.test(lower)) {
      throw new WorkbookRefused('macros', 'content type')
    }
    if (/activex|oleobject/.test(lower)) throw new WorkbookRefused('embeddedObject', 'content type')
  }
}

export function checkRelations(relations: readonly Relation[]): void {
  for (const { type } of relations) {
    if (/^(vbaProject|wordVbaData|xlMacrosheet|xlIntlMacrosheet)$/i.test(type)) {
      throw new WorkbookRefused('macros', 'relation')
    }
    if (/^(oleObject|control|activeXControlBinary|package)$/i.test(type)) {
      throw new WorkbookRefused('embeddedObject', 'relation')
    }
  }
}

const macroPart = /(^|\/)(vba\w*\.bin|vbaProject[^/]*|vbaData[^/]*)$|^xl\/(macrosheets|intlmacrosheets)\//i
const objectPart = /^xl\/(embeddings|activeX)\/|\.(exe|dll|js|vbs|bat|cmd|ps1|scr|com|jar|hta|lnk)$/i

/** Parts that ordinary workbooks of Excel, WPS and LibreOffice have. */
const knownParts = [
  /^\[Content_Types\]\.xml$/i,
  /^_rels\/\.rels$/i,
  /^docProps\//i,
  /^docMetadata\//i,
  /^customXml\//i,
  /^_xmlsignatures\//i,
  /^xl\/(_rels|worksheets|chartsheets|dialogsheets|theme|drawings|media|charts|tables|comments|threadedComments|persons|printerSettings|externalLinks|pivotTables|pivotCache|queryTables|slicers|slicerCaches|timelines|timelineCaches|ctrlProps|richData|customProperty|diagrams|model|revisions|featurePropertyBag|webextensions)\//i,
  /^xl\/[^/]+\.xml$/i,
]

/** Refuses parts with code or foreign objects; answers whether the part is an ordinary one. */
export function checkPartName(name: string): boolean {
  if (macroPart.test(name)) throw new WorkbookRefused('macros', 'part')
  if (objectPart.test(name)) throw new WorkbookRefused('embeddedObject', 'part')
  return knownParts.some((pattern) => pattern.test(name))
}
