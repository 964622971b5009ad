/**
 * Relationship parts (`.rels`): a strict reading, the relationships transform of signatures, and compact writing.
 * ECMA-376 part 2, 9.3 (relationships) and 12.2.4.26 of the 1st, 13.2.4.24 of the 3rd edition (the transform).
 */
import { compareCodePoints, escapeAttribute } from './canonical-xml.ts'
import { relationshipsNamespace } from './names.ts'
import { SignatureProblem } from './problems.ts'
import { readStrictXml } from './strict-xml.ts'
import { elementsOnly, XmlRefused } from './xml-tree.ts'

export interface Relationship {
  readonly id: string
  readonly type: string
  readonly target: string
  readonly external: boolean
}

export interface Relationships {
  readonly items: readonly Relationship[]
  /** True when nothing stands between the elements and no prefix is used, as LibreOffice needs it. */
  readonly compact: boolean
}

const allowedAttributes = new Set(['Id', 'Type', 'Target', 'TargetMode'])

/**
 * Reads a `.rels` part. Everything in it has to be a relationship: elements of other namespaces, further attributes
 * and content could be read by one program and passed over by another. Throws `SignatureProblem`.
 */
export function readRelationships(content: Buffer, part: string): Relationships {
  const refused = (detail: string) => new SignatureProblem('relationships', part, detail)
  try {
    const root = readStrictXml(content, { comments: true })
    if (root.local !== 'Relationships' || root.namespace !== relationshipsNamespace) throw refused('root')
    if (root.attributes.length > 0) throw refused('attributes of the root')
    const elements = elementsOnly(root)
    if (elements === null) throw refused('text')
    const items: Relationship[] = []
    const ids = new Set<string>()
    for (const element of elements) {
      if (element.local !== 'Relationship' || element.namespace !== relationshipsNamespace) {
        throw refused('foreign element')
      }
      if (elementsOnly(element)?.length !== 0) throw refused('content of a relationship')
      const values = new Map<string, string>()
      for (const { name, value } of element.attributes) {
        if (!allowedAttributes.has(name)) throw refused('foreign attribute')
        values.set(name, value)
      }
      const { Id: id, Type: type, Target: target, TargetMode: mode = 'Internal' } = Object.fromEntries(values)
      if (!id || !type || target === undefined) throw refused('attribute missing')
      if (mode !== 'Internal' && mode !== 'External') throw refused('target mode')
      if (ids.has(id)) throw refused('id given twice')
      ids.add(id)
      items.push({ id, type, target, external: mode === 'External' })
    }
    const compact =
      root.name === 'Relationships' &&
      root.children.every((child) => typeof child !== 'string') &&
      elements.every(({ children, name }) => children.length === 0 && name === 'Relationship') &&
      !content.includes('<!--')
    return { items, compact }
  } catch (error) {
    throw error instanceof XmlRefused ? refused(error.message) : error
  }
}

/**
 * The relationships transform followed by canonical XML: the named relationships only, ordered by Id, with the default
 * target mode written out. Relationships whose Id is not named leave no trace.
 */
export function transformRelationships(
  items: readonly Relationship[],
  sourceIds: ReadonlySet<string>,
): Buffer {
  const chosen = items
    .filter(({ id }) => sourceIds.has(id))
    .sort((left, right) => compareCodePoints(left.id, right.id))
    .map(
      ({ id, target, external, type }) =>
        `<Relationship Id="${escapeAttribute(id)}" Target="${escapeAttribute(target)}" TargetMode="${external ? 'External' : 'Internal'}" Type="${escapeAttribute(type)}"></Relationship>`,
    )
  return Buffer.from(
    `<Relationships xmlns="${relationshipsNamespace}">${chosen.join('')}</Relationships>`,
    'utf8',
  )
}

/** A `.rels` part without a character between its elements. */
export function relationshipsXml(items: readonly Relationship[]): string {
  const written = items.map(
    ({ id, type, target, external }) =>
      `<Relationship Id="${escapeAttribute(id)}" Type="${escapeAttribute(type)}" Target="${escapeAttribute(target)}"${external ? ' TargetMode="External"' : ''}/>`,
  )
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${relationshipsNamespace}">${written.join('')}</Relationships>`
}

/** Name of the part that an internal relationship leads to; null for external ones and for paths out of the package. */
export function targetPart(relationship: Relationship, relationshipsPart: string): string | null {
  if (relationship.external) return null
  const segments = relationship.target.startsWith('/') ? [] : folderOf(relationshipsPart)
  for (const segment of relationship.target.replace(/^\//, '').split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null
    } else if (segment !== '.') segments.push(segment)
  }
  return segments.join('/')
}

/** The folder of the part that a `.rels` part belongs to: 'xl/_rels/workbook.xml.rels' → ['xl']. */
function folderOf(relationshipsPart: string): string[] {
  return relationshipsPart.split('/').slice(0, -2)
}
