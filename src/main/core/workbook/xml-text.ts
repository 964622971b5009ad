/** Characters in OOXML: entities, the `_xHHHH_` escape, and checks of the encoding. */
import { isUtf8 } from 'node:buffer'
import { WorkbookRefused } from './refusal.ts'

const namedEntities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** Replaces the five named and the numeric character references; any other reference is refused. */
export function decodeEntities(text: string): string {
  return text.replace(/&([^;&]{0,12})(;?)/g, (_whole, name: string, end: string) => {
    const character = end === ';' ? (namedEntities.get(name) ?? numericEntity(name)) : undefined
    if (character === undefined) throw new WorkbookRefused('damaged', 'unknown entity')
    return character
  })
}

function numericEntity(name: string): string | undefined {
  const match = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name)
  if (!match) return undefined
  const code = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16)
  return code > 0x10ffff || code === 0 ? undefined : String.fromCodePoint(code)
}

/** Turns `_x000D_` and the like into the characters they stand for; `_x005F_` is an escaped underscore. */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Node's own decoders without the detour through `toString`, which costs as much as the decoding of a short text. */
interface DirectSlices {
  latin1Slice(start: number, end: number): string
  utf8Slice(start: number, end: number): string
}

/** Decodes bytes that are known to be ASCII. */
export function decodeAscii(buffer: Buffer, start: number, end: number): string {
  return (buffer as Buffer & DirectSlices).latin1Slice(start, end)
}

/** Decodes bytes that have been checked to be UTF-8. */
export function decodeCheckedUtf8(buffer: Buffer, start: number, end: number): string {
  return (buffer as Buffer & DirectSlices).utf8Slice(start, end)
}

/** Decodes UTF-8 bytes strictly: broken bytes would otherwise turn silently into replacement characters. */
export function decodeUtf8(buffer: Buffer, start: number, end: number): string {
  const text = decodeCheckedUtf8(buffer, start, end)
  if (text.includes('\ufffd') && !isUtf8(buffer.subarray(start, end))) {
    throw new WorkbookRefused('encoding', 'not utf-8')
  }
  return text
}

/**
 * Streams a part as UTF-8 whatever UTF it was written in. Pieces may be cut anywhere; characters are put together by
 * whoever decodes whole tokens.
 */
export async function* asUtf8(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  let first: Buffer | null = null
  let decided = false
  for await (let piece of pieces) {
    if (!decided) {
      piece = first === null ? piece : Buffer.concat([first, piece])
      if (piece.length < 4) {
        first = piece
        continue
      }
      const encoding = utf16Encoding(piece)
      decoder = encoding === null ? null : new TextDecoder(encoding, { fatal: true })
      first = null
      decided = true
    }
    yield decoder === null ? piece : transcode(decoder, piece, true)
  }
  if (first !== null) yield first
  if (decoder !== null) yield transcode(decoder, Buffer.alloc(0), false)
}

/** The same for a part held in memory. */
export function toUtf8(content: Buffer): Buffer {
  const encoding = utf16Encoding(content)
  return encoding === null ? content : transcode(new TextDecoder(encoding, { fatal: true }), content, false)
}

function transcode(decoder: InstanceType<typeof TextDecoder>, piece: Buffer, stream: boolean): Buffer {
  try {
    return Buffer.from(decoder.decode(piece, { stream }), 'utf8')
  } catch {
    throw new WorkbookRefused('encoding', 'not utf-16')
  }
}

function utf16Encoding(start: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (start.length < 2) return null
  const [first, second] = start
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  return null
}
