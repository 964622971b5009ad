/** `[Content_Types].xml`: a strict reading, and the additions of a signature. ECMA-376 part 2, 10.1.2.2. */
import { escapeAttribute } from './canonical-xml.ts'
import { contentTypesNamespace, contentTypesPart } from './names.ts'
import { SignatureProblem } from './problems.ts'
import { readStrictXml } from './strict-xml.ts'
import { attributeOf, elementsOnly, XmlRefused } from './xml-tree.ts'

export interface ContentTypes {
  /** By extension, lower case; with the spelling of the file. */
  readonly defaults: ReadonlyMap<string, { extension: string; type: string }>
  /** By part name without leading slash, lower case. */
  readonly overrides: ReadonlyMap<string, { part: string; type: string }>
}

/** Reads the content types of a package. Throws `SignatureProblem`. */
export function readContentTypes(content: Buffer): ContentTypes {
  const refused = (detail: string) => new SignatureProblem('contentTypes', contentTypesPart, detail)
  try {
    const root = readStrictXml(content, { comments: true })
    if (root.local !== 'Types' || root.namespace !== contentTypesNamespace) throw refused('root')
    const defaults = new Map<string, { extension: string; type: string }>()
    const overrides = new Map<string, { part: string; type: string }>()
    const elements = elementsOnly(root)
    if (elements === null) throw refused('text')
    for (const element of elements) {
      const type = attributeOf(element, 'ContentType')
      if (element.namespace !== contentTypesNamespace || !type) throw refused('foreign element')
      const key = element.local === 'Default' ? 'Extension' : 'PartName'
      const named = attributeOf(element, key)
      if (!named || element.attributes.length !== 2) throw refused('attributes')
      if (element.local === 'Default') {
        if (defaults.has(named.toLowerCase())) throw refused('extension given twice')
        defaults.set(named.toLowerCase(), { extension: named, type })
      } else if (element.local === 'Override' && named.startsWith('/')) {
        const part = named.slice(1)
        if (overrides.has(part.toLowerCase())) throw refused('part given twice')
        overrides.set(part.toLowerCase(), { part, type })
      } else {
        throw refused('foreign element')
      }
    }
    return { defaults, overrides }
  } catch (error) {
    throw error instanceof XmlRefused ? refused(error.message) : error
  }
}

/** The content type of a part, or null where the package gives none. Names are compared without case (10.1.2.4). */
export function contentTypeOf(types: ContentTypes, part: string): string | null {
  const override = types.overrides.get(part.toLowerCase())
  if (override !== undefined) return override.type
  const extension = part.slice(part.lastIndexOf('/') + 1).split('.')
  if (extension.length < 2) return null
  return types.defaults.get((extension.at(-1) ?? '').toLowerCase())?.type ?? null
}

/** The part with further entries; those that are there already stay as they are. */
export function contentTypesXml(
  types: ContentTypes,
  added: { defaults: Readonly<Record<string, string>>; overrides: Readonly<Record<string, string>> },
): string {
  const defaults = new Map(types.defaults)
  for (const [extension, type] of Object.entries(added.defaults)) {
    if (!defaults.has(extension)) defaults.set(extension, { extension, type })
  }
  const overrides = new Map(types.overrides)
  for (const [part, type] of Object.entries(added.overrides)) {
    overrides.set(part.toLowerCase(), { part, type })
  }
  const entries = [
    ...[...defaults.values()].map(
      ({ extension, type }) =>
        `<Default Extension="${escapeAttribute(extension)}" ContentType="${escapeAttribute(type)}"/>`,
    ),
    ...[...overrides.values()].map(
      ({ part, type }) =>
        `<Override PartName="/${escapeAttribute(part)}" ContentType="${escapeAttribute(type)}"/>`,
    ),
  ]
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="${contentTypesNamespace}">${entries.join('')}</Types>`
}
