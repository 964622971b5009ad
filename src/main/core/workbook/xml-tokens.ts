/**
 * A small pull tokeniser over XML bytes that arrive in pieces. It hands out offsets instead of strings, so a sheet of
 * 200 MB can be walked without making garbage, and it holds the rules for XML of unknown origin: no DOCTYPE, no deep
 * nesting, no giant tag, balanced elements, UTF-8 only.
 *
 *     tokens.append(piece)
 *     while ((kind = tokens.next()) > tokenKinds.more) …
 *
 * Offsets (`nameStart` and so on) hold until the next `append`. After `more` append another piece or call `finish`.
 */
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import { eachAttribute } from './xml-attributes.ts'
import { decodeEntities, decodeUtf8 } from './xml-text.ts'

export const tokenKinds = { end: 0, more: 1, open: 2, close: 3, empty: 4, text: 5 } as const

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
const exclamation = 0x21
const question = 0x3f
const colon = 0x3a
const quote = 0x22
const apostrophe = 0x27
const ampersand = 0x26
/** Zero bytes behind the data, so that scanning loops stop without comparing positions. */
export const padding = 64

export class XmlTokens {
  buffer: Buffer
  /** The same bytes, for reading four at a time. */
  view: DataView
  position = 0
  end = 0
  depth = 0
  /** Where the last token starts; it ends at `position`. */
  tokenStart = 0
  /** The local name of the last tag, without prefix. */
  nameStart = 0
  nameEnd = 0
  /** The local name packed into a number when it has at most four bytes, else 0. */
  code = 0
  attributesStart = 0
  attributesEnd = 0
  textStart = 0
  textEnd = 0
  textHasEntities = false
  private finished = false
  private started = false
  private rootClosed = false
  private skippingUntil = ''

  constructor(capacity = 600 * 1024) {
    this.buffer = Buffer.alloc(capacity)
    this.view = viewOf(this.buffer)
  }

  append(piece: Buffer): void {
    const rest = this.end - this.position
    if (rest + piece.length + padding > this.buffer.length) {
      const larger = Buffer.alloc(Math.max(this.buffer.length * 2, rest + piece.length + padding))
      this.buffer.copy(larger, 0, this.position, this.end)
      this.buffer = larger
      this.view = viewOf(larger)
    } else if (rest > 0) {
      this.buffer.copyWithin(0, this.position, this.end)
    }
    piece.copy(this.buffer, rest)
    this.position = 0
    this.end = rest + piece.length
    this.buffer.fill(0, this.end, this.end + padding)
  }

  finish(): void {
    this.finished = true
  }

  /** Walks to the next token; see `tokenKinds`. Comments and processing instructions are passed over. */
  next(): number {
    const buffer = this.buffer
    for (;;) {
      if (this.skippingUntil !== '' && !this.skip()) return tokenKinds.more
      if (!this.started && !this.start()) return tokenKinds.more
      const position = this.position
      if (position >= this.end) return this.atEnd()
      if (buffer[position] !== lessThan) return this.readText(position)
      const second = buffer[position + 1] as number
      if (position + 1 >= this.end) return this.incomplete()
      if (second === exclamation) {
        const cdata = this.readDeclaration(position)
        if (cdata !== 0) return cdata
      } else if (second === question) {
        this.skippingUntil = '?>'
        this.position = position + 2
      } else {
        return this.readTag(position, second)
      }
    }
  }

  /** The local name of the last tag. */
  name(): string {
    return this.buffer.toString('latin1', this.nameStart, this.nameEnd)
  }

  /** The last token as it stands in the file. */
  raw(): string {
    return decodeUtf8(this.buffer, this.tokenStart, this.position)
  }

  /** The attributes of the last tag as they stand in the file, with the space before each. */
  rawAttributes(): string {
    return decodeUtf8(this.buffer, this.attributesStart, this.attributesEnd)
  }

  /** The text of the last text token, entities resolved. */
  text(): string {
    let text = decodeUtf8(this.buffer, this.textStart, this.textEnd)
    // XML reads every line end as a line feed; only a written-out &#13; is a carriage return.
    if (text.includes('\r')) text = text.replace(/\r\n?/g, '\n')
    return this.textHasEntities ? decodeEntities(text) : text
  }

  /** An attribute of the last tag by its local name, or null. */
  attribute(name: string): string | null {
    let found: string | null = null
    eachAttribute(this.rawAttributes(), (key, value) => {
      if (key === name && found === null) found = value
    })
    return found
  }

  /** All attributes of the last tag; keys are local names, namespace declarations are left out. */
  attributes(): Map<string, string> {
    const map = new Map<string, string>()
    eachAttribute(this.rawAttributes(), (key, value) => {
      if (!map.has(key)) map.set(key, value)
    })
    return map
  }

  /** Looks at the byte order mark and the XML declaration. Answers false when more bytes are needed. */
  private start(): boolean {
    if (this.end - this.position < 256 && !this.finished) return false
    this.started = true
    const { buffer } = this
    if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) this.position = 3
    const head = buffer.toString('latin1', this.position, Math.min(this.end, this.position + 256))
    const encoding = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]?.toLowerCase()
    // UTF-16 has been turned into UTF-8 before it comes here, its declaration still says otherwise.
    if (encoding !== undefined && !/^(utf-?8|us-ascii|ascii|utf-?16(le|be)?)$/.test(encoding)) {
      throw new WorkbookRefused('encoding', 'declared encoding')
    }
    return true
  }

  private skip(): boolean {
    const found = this.buffer.indexOf(this.skippingUntil, this.position, 'latin1')
    if (found < 0 || found + this.skippingUntil.length > this.end) {
      if (this.finished) throw new WorkbookRefused('damaged', 'xml ends in a comment')
      this.position = Math.max(this.position, this.end - this.skippingUntil.length + 1)
      return false
    }
    this.position = found + this.skippingUntil.length
    this.skippingUntil = ''
    return true
  }

  private atEnd(): number {
    if (!this.finished) return tokenKinds.more
    if (this.depth !== 0 || !this.rootClosed) throw new WorkbookRefused('damaged', 'xml ends early')
    return tokenKinds.end
  }

  private incomplete(): number {
    if (this.finished) throw new WorkbookRefused('damaged', 'xml ends early')
    return tokenKinds.more
  }

  private readText(start: number): number {
    const { buffer, end } = this
    let position = start
    let entities = false
    let byte = buffer[position] as number
    while (byte !== lessThan && position < end) {
      if (byte === ampersand) entities = true
      position++
      byte = buffer[position] as number
    }
    if (position >= end && !this.finished) {
      if (position - start > limits.textBytes) throw new WorkbookRefused('bomb', 'long text')
      return tokenKinds.more
    }
    this.tokenStart = start
    this.textStart = start
    this.textEnd = position
    this.textHasEntities = entities
    this.position = position
    return tokenKinds.text
  }

  /** Comment → passed over (0), CDATA → a text token, anything else → refused. */
  private readDeclaration(start: number): number {
    const { buffer } = this
    const head = buffer.toString('latin1', start, Math.min(start + 9, this.end))
    if (head.startsWith('<!--')) {
      this.skippingUntil = '-->'
      this.position = start + 4
      return 0
    }
    if (head === '<![CDATA[') {
      const found = buffer.indexOf(']]>', start + 9, 'latin1')
      if (found < 0 || found + 3 > this.end) {
        if (this.end - start > limits.textBytes) throw new WorkbookRefused('bomb', 'long text')
        return this.incomplete()
      }
      this.tokenStart = start
      this.textStart = start + 9
      this.textEnd = found
      this.textHasEntities = false
      this.position = found + 3
      return tokenKinds.text
    }
    if (head.length < 9 && ('<!--'.startsWith(head) || '<![CDATA['.startsWith(head))) return this.incomplete()
    if (head.length < 9 && !this.finished) return tokenKinds.more
    throw new WorkbookRefused('forbiddenXml', 'declaration')
  }

  private readTag(start: number, second: number): number {
    const { buffer, end } = this
    const closing = second === slash
    let position = closing ? start + 2 : start + 1
    let nameStart = position
    let byte = buffer[position] as number
    while (byte > 0x20 && byte !== greaterThan && byte !== slash) {
      if (byte === colon) nameStart = position + 1
      position++
      byte = buffer[position] as number
    }
    const nameEnd = position
    let quoted = 0
    while (position < end && (quoted !== 0 || byte !== greaterThan)) {
      if (quoted === 0) {
        if (byte === quote || byte === apostrophe) quoted = byte
        else if (byte === lessThan) throw new WorkbookRefused('damaged', 'broken tag')
      } else if (byte === quoted) {
        quoted = 0
      }
      position++
      byte = buffer[position] as number
    }
    if (position >= end) {
      if (end - start > limits.tagBytes) throw new WorkbookRefused('bomb', 'long tag')
      return this.incomplete()
    }
    if (nameEnd === nameStart) throw new WorkbookRefused('damaged', 'tag without name')
    const selfClosing = !closing && buffer[position - 1] === slash
    this.tokenStart = start
    this.nameStart = nameStart
    this.nameEnd = nameEnd
    this.code = packedName(buffer, nameStart, nameEnd)
    this.attributesStart = nameEnd
    this.attributesEnd = selfClosing ? position - 1 : position
    this.position = position + 1
    if (closing) {
      this.depth--
      if (this.depth < 0) throw new WorkbookRefused('damaged', 'unbalanced tags')
      if (this.depth === 0) this.rootClosed = true
      return tokenKinds.close
    }
    if (this.depth === 0 && this.rootClosed) throw new WorkbookRefused('damaged', 'second root')
    if (selfClosing) {
      if (this.depth === 0) this.rootClosed = true
      return tokenKinds.empty
    }
    this.depth++
    if (this.depth > limits.depth) throw new WorkbookRefused('nesting', 'depth')
    return tokenKinds.open
  }
}

function viewOf(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

function packedName(buffer: Buffer, start: number, end: number): number {
  if (end - start > 4) return 0
  let code = 0
  for (let position = start; position < end; position++) code = (code << 8) | (buffer[position] as number)
  return code
}

/** The packed form of a name of at most four letters, for comparing with `XmlTokens.code`. */
export function packName(name: string): number {
  return packedName(Buffer.from(name, 'latin1'), 0, name.length)
}
