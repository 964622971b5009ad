/** XML as a tree with exact namespace information: what `strict-xml.ts` reads and `canonical-xml.ts` writes. */

export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

export interface XmlAttribute {
  /** As written, with prefix. */
  readonly name: string
  readonly local: string
  /** '' for an attribute without prefix. */
  readonly namespace: string
  readonly value: string
}

export interface XmlElement {
  readonly kind: 'element'
  /** As written, with prefix. */
  readonly name: string
  readonly local: string
  readonly namespace: string
  /** Without namespace declarations. */
  readonly attributes: readonly XmlAttribute[]
  /** Namespaces declared on this element: prefix ('' for the default) to name ('' takes the default away). */
  readonly declarations: ReadonlyMap<string, string>
  readonly parent: XmlElement | null
  readonly children: readonly (XmlElement | string)[]
}

/** The document is not the plain, well-formed XML that is asked for. The message is for the log and holds no content. */
export class XmlRefused extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'XmlRefused'
  }
}

/** The value of an attribute without prefix, or null. */
export function attributeOf(element: XmlElement, local: string): string | null {
  return (
    element.attributes.find((attribute) => attribute.namespace === '' && attribute.local === local)?.value ??
    null
  )
}

/** The child elements; null where text other than white space stands between them. */
export function elementsOnly(element: XmlElement): XmlElement[] | null {
  const elements: XmlElement[] = []
  for (const child of element.children) {
    if (typeof child !== 'string') elements.push(child)
    else if (/[^ \t\n\r]/.test(child)) return null
  }
  return elements
}

/** The text of an element that has no child elements; null otherwise. */
export function textOnly(element: XmlElement): string | null {
  if (element.children.length === 0) return ''
  const [only] = element.children
  return element.children.length === 1 && typeof only === 'string' ? only : null
}
