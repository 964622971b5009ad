/**
 * A strict reader of small XML documents into a tree with exact namespace information, for signatures and for the
 * parts that describe a package. A signature is only worth as much as the certainty that everybody reads the same
 * document, so whatever two parsers might read differently is refused: DOCTYPE, entities beyond the five named ones,
 * CDATA, processing instructions, other encodings than UTF-8, broken nesting, doubled attributes, unbound prefixes.
 *
 * XML 1.0 (5th edition) and Namespaces in XML 1.0. `core/workbook/xml-tokens.ts` is a fast reader for sheets; it knows
 * no namespaces and passes over comments, which is right there and wrong here.
 */

import type { XmlAttribute, XmlElement } from './xml-tree.ts'
import { XmlRefused, xmlNamespace } from './xml-tree.ts'

const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

export interface StrictXmlOptions {
  /** Comments are read over instead of refused. */
  comments?: boolean
}

const maximumBytes = 16 * 1024 * 1024
const maximumDepth = 64

const nameStart =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}'
const ncName = `[${nameStart}][${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}]*`
const qualifiedName = new RegExp(`(?:(${ncName}):)?(${ncName})`, 'uy')
const space = /[ \t\n]*/y
const attributeValue = /"([^"<]*)"|'([^'<]*)'/y
const declaration =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(?:"1\.0"|'1\.0')(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(?:"([A-Za-z0-9._-]+)"|'([A-Za-z0-9._-]+)'))?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\n]*\?>/
/** Anything that is not a Char of XML 1.0. */
const notXmlCharacter = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads a document and answers with its root element. Throws `XmlRefused`. */
export function readStrictXml(bytes: Uint8Array, options: StrictXmlOptions = {}): XmlElement {
  if (bytes.length > maximumBytes) throw new XmlRefused('document too large')
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new XmlRefused('not utf-8')
  }
  if (text.startsWith('\ufeff')) text = text.slice(1)
  if (notXmlCharacter.test(text)) throw new XmlRefused('forbidden character')
  return new Reader(text.replace(/\r\n?/g, '\n'), options.comments ?? false).document()
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | string)[]
  readonly parent: OpenElement | null
}

type Scope = ReadonlyMap<string, string>

/** One pass over the text; a class because position and text belong together through all steps. */
class Reader {
  private readonly text: string
  private readonly comments: boolean
  private position = 0

  constructor(text: string, comments: boolean) {
    this.text = text
    this.comments = comments
  }

  document(): XmlElement {
    const head = declaration.exec(this.text)
    if (head !== null) {
      const encoding = head[1] ?? head[2]
      if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw new XmlRefused('encoding')
      this.position = head[0].length
    }
    this.betweenMarkup()
    const root = this.tree()
    this.betweenMarkup()
    if (this.position !== this.text.length) throw new XmlRefused('text behind the root')
    return root
  }

  /** White space (and comments where allowed) outside the root. */
  private betweenMarkup(): void {
    do this.space()
    while (this.comment())
  }

  private space(): boolean {
    space.lastIndex = this.position
    space.test(this.text)
    const moved = space.lastIndex > this.position
    this.position = space.lastIndex
    return moved
  }

  private comment(): boolean {
    if (!this.text.startsWith('<!--', this.position)) return false
    if (!this.comments) throw new XmlRefused('comment')
    const end = this.text.indexOf('--', this.position + 4)
    if (end < 0 || this.text[end + 2] !== '>') throw new XmlRefused('broken comment')
    this.position = end + 3
    return true
  }

  private tree(): XmlElement {
    let scope: Scope = new Map([['xml', xmlNamespace]])
    const scopes: Scope[] = []
    let open: OpenElement | null = null
    for (;;) {
      if (open !== null) this.readText(open)
      if (this.position >= this.text.length) throw new XmlRefused('document ends early')
      if (this.comment()) continue
      if (this.text.startsWith('</', this.position)) {
        if (open === null) throw new XmlRefused('closing tag without element')
        this.closing(open.name)
        if (open.parent === null) return open
        open = open.parent
        scope = scopes.pop() as Scope
        continue
      }
      const started = this.opening(open, scope)
      if (started.empty) {
        if (open === null) return started.element
        continue
      }
      scopes.push(scope)
      if (scopes.length > maximumDepth) throw new XmlRefused('nesting')
      scope = started.scope
      open = started.element
    }
  }

  private readText(open: OpenElement): void {
    const next = this.text.indexOf('<', this.position)
    if (next < 0) throw new XmlRefused('document ends early')
    if (next === this.position) return
    const raw = this.text.slice(this.position, next)
    if (raw.includes(']]>')) throw new XmlRefused(']]> in text')
    this.position = next
    const text = resolveReferences(raw)
    // A comment that is read over leaves one piece of text, not two.
    if (typeof open.children.at(-1) === 'string') open.children[open.children.length - 1] += text
    else open.children.push(text)
  }

  private qualifiedName(): { name: string; prefix: string; local: string } {
    qualifiedName.lastIndex = this.position
    const match = qualifiedName.exec(this.text)
    if (match === null) throw new XmlRefused('name expected')
    this.position = qualifiedName.lastIndex
    return { name: match[0], prefix: match[1] ?? '', local: match[2] ?? '' }
  }

  private closing(name: string): void {
    this.position += 2
    if (this.qualifiedName().name !== name) throw new XmlRefused('tags do not match')
    this.space()
    if (this.text[this.position] !== '>') throw new XmlRefused('broken closing tag')
    this.position++
  }

  private opening(
    parent: OpenElement | null,
    outer: Scope,
  ): { element: OpenElement; scope: Scope; empty: boolean } {
    if (this.text[this.position] !== '<') throw new XmlRefused('element expected')
    this.position++
    // `<!` and `<?` end here: no declaration, no CDATA, no processing instruction is a name.
    const { name, prefix, local } = this.qualifiedName()
    const written: { name: string; prefix: string; local: string; value: string }[] = []
    for (;;) {
      const spaced = this.space()
      const next = this.text[this.position]
      if (next === '>' || next === '/') break
      if (!spaced) throw new XmlRefused('space expected')
      const key = this.qualifiedName()
      this.space()
      if (this.text[this.position] !== '=') throw new XmlRefused('attribute without value')
      this.position++
      this.space()
      written.push({ ...key, value: this.value() })
    }
    const empty = this.text[this.position] === '/'
    if (empty) this.position++
    if (this.text[this.position] !== '>') throw new XmlRefused('broken tag')
    this.position++
    const declarations = declarationsAmong(written)
    const scope = declarations.size === 0 ? outer : new Map([...outer, ...declarations])
    const element: OpenElement = {
      kind: 'element',
      name,
      local,
      namespace: prefix === '' ? (scope.get('') ?? '') : boundNamespace(scope, prefix),
      attributes: attributesAmong(written, scope),
      declarations,
      parent,
      children: [],
    }
    parent?.children.push(element)
    return { element, scope, empty }
  }

  private value(): string {
    attributeValue.lastIndex = this.position
    const match = attributeValue.exec(this.text)
    if (match === null) throw new XmlRefused('broken attribute')
    this.position = attributeValue.lastIndex
    // Attribute-value normalisation (XML 1.0, 3.3.3): only written-out references keep tab and line feed.
    return resolveReferences((match[1] ?? match[2] ?? '').replace(/[\t\n]/g, ' '))
  }
}

interface WrittenAttribute {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly value: string
}

function isDeclaration({ name, prefix }: WrittenAttribute): boolean {
  return prefix === 'xmlns' || name === 'xmlns'
}

function declarationsAmong(written: readonly WrittenAttribute[]): Map<string, string> {
  const declarations = new Map<string, string>()
  for (const attribute of written) {
    if (!isDeclaration(attribute)) continue
    const { local, value } = attribute
    const prefix = attribute.prefix === '' ? '' : local
    if (declarations.has(prefix)) throw new XmlRefused('namespace declared twice')
    if (prefix === 'xmlns' || value === xmlnsNamespace) throw new XmlRefused('reserved namespace')
    if ((prefix === 'xml') !== (value === xmlNamespace)) throw new XmlRefused('reserved namespace')
    if (prefix !== '' && value === '') throw new XmlRefused('prefix without namespace')
    declarations.set(prefix, value)
  }
  return declarations
}

function attributesAmong(written: readonly WrittenAttribute[], scope: Scope): XmlAttribute[] {
  const seen = new Set<string>()
  const attributes: XmlAttribute[] = []
  for (const attribute of written) {
    if (isDeclaration(attribute)) continue
    const { name, prefix, local, value } = attribute
    const namespace = prefix === '' ? '' : boundNamespace(scope, prefix)
    const key = `${namespace} ${local}`
    if (seen.has(key)) throw new XmlRefused('attribute given twice')
    seen.add(key)
    attributes.push({ name, local, namespace, value })
  }
  return attributes
}

function boundNamespace(scope: Scope, prefix: string): string {
  const namespace = scope.get(prefix)
  if (namespace === undefined || namespace === '') throw new XmlRefused('unbound prefix')
  return namespace
}

const namedReferences: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

function resolveReferences(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]*)(;?)/g, (_whole, name: string, end: string) => {
    const character = end === ';' ? (namedReferences[name] ?? numericReference(name)) : undefined
    if (character === undefined) throw new XmlRefused('unknown reference')
    return character
  })
}

function numericReference(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
  if (match === null) return undefined
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  if (code > 0x10ffff) return undefined
  const character = String.fromCodePoint(code)
  return notXmlCharacter.test(character) ? undefined : character
}
