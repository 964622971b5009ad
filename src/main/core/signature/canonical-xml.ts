/**
 * Canonical XML 1.0 without comments (W3C Recommendation of 15 March 2001), for an element with all that is in it, as
 * a same-document reference of XML Signature selects it. The elements above are not part of the node-set, but their
 * namespaces and xml: attributes are carried into the first element (2.4 and 4.6 of the Recommendation).
 */
import type { XmlAttribute, XmlElement } from './xml-tree.ts'
import { xmlNamespace } from './xml-tree.ts'

export const canonicalXmlAlgorithm = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'

/** The canonical form of an element, in UTF-8. */
export function canonicalXml(element: XmlElement): Buffer {
  const pieces: string[] = []
  const { namespaces, xmlAttributes } = inheritedBy(element)
  write(element, namespaces, xmlAttributes, new Map([['', '']]), pieces)
  return Buffer.from(pieces.join(''), 'utf8')
}

type Namespaces = ReadonlyMap<string, string>

/** What the ancestors of an element declare, the nearest first. */
function inheritedBy(element: XmlElement): { namespaces: Namespaces; xmlAttributes: XmlAttribute[] } {
  const namespaces = new Map<string, string>()
  const xmlAttributes = new Map<string, XmlAttribute>()
  for (let above = element.parent; above !== null; above = above.parent) {
    for (const [prefix, name] of above.declarations) {
      if (!namespaces.has(prefix)) namespaces.set(prefix, name)
    }
    for (const attribute of above.attributes) {
      if (attribute.namespace === xmlNamespace && !xmlAttributes.has(attribute.local)) {
        xmlAttributes.set(attribute.local, attribute)
      }
    }
  }
  return { namespaces, xmlAttributes: [...xmlAttributes.values()] }
}

/** `rendered` is what the elements already written around this one have declared. */
function write(
  element: XmlElement,
  outer: Namespaces,
  inherited: readonly XmlAttribute[],
  rendered: Namespaces,
  pieces: string[],
): void {
  const inScope = element.declarations.size === 0 ? outer : new Map([...outer, ...element.declarations])
  const declared: [prefix: string, name: string][] = []
  for (const [prefix, name] of inScope) {
    // The prefix xml is bound always and never written.
    if (prefix !== 'xml' && (rendered.get(prefix) ?? null) !== name) declared.push([prefix, name])
  }
  declared.sort(([left], [right]) => compareCodePoints(left, right))
  pieces.push('<', element.name)
  for (const [prefix, name] of declared) {
    pieces.push(prefix === '' ? ' xmlns="' : ` xmlns:${prefix}="`, escapeAttribute(name), '"')
  }
  const own = element.attributes
  const added = inherited.filter(
    ({ local }) =>
      !own.some((attribute) => attribute.namespace === xmlNamespace && attribute.local === local),
  )
  for (const { name, value } of [...own, ...added].sort(compareAttributes)) {
    pieces.push(' ', name, '="', escapeAttribute(value), '"')
  }
  pieces.push('>')
  const nowRendered = declared.length === 0 ? rendered : new Map([...rendered, ...declared])
  for (const child of element.children) {
    if (typeof child === 'string') pieces.push(escapeText(child))
    else write(child, inScope, [], nowRendered, pieces)
  }
  pieces.push('</', element.name, '>')
}

/** Attributes without namespace come first, the others by namespace name and local name (2.2). */
function compareAttributes(left: XmlAttribute, right: XmlAttribute): number {
  return compareCodePoints(left.namespace, right.namespace) || compareCodePoints(left.local, right.local)
}

/** Order by code points: UTF-8 keeps it, the UTF-16 of JavaScript strings does not. */
export function compareCodePoints(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'))
}

const attributeReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const textReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#xD;',
}

/** Text for an attribute between double quotes, as canonical XML writes it. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<"\t\n\r]/g, (character) => attributeReferences[character] ?? '')
}

/** Text for the content of an element, as canonical XML writes it. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => textReferences[character] ?? '')
}
