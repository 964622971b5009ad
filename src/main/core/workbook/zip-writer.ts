/**
 * A streaming ZIP writer. Bytes go to the sink as they come, so a file of any size needs little memory. Entries of
 * another package can be copied raw, without inflating them.
 */
import { crc32, createDeflateRaw } from 'node:zlib'
import type { ByteSink } from './types.ts'
import { rawEntryBytes } from './zip-inflate.ts'
import type { ObserveParts, PartObserver, ZipEntry, ZipPackage } from './zip-reader.ts'

/** A fixed DOS time (1980-01-01 00:00), so that equal content gives equal files. */
const fixedTime = 0x00210000
const flagUtf8 = 0x0800
const flagDescriptor = 0x0008
const limit32 = 0xffffffff

export interface ZipWriter {
  /** Bytes handed to the sink so far. */
  readonly bytes: number
  /** Writes one part from its content or from pieces of it. */
  add(name: string, content: Uint8Array | string | AsyncIterable<Uint8Array>): Promise<void>
  /** Copies an entry of another package with its compressed bytes as they are. */
  copy(source: ZipPackage, entry: ZipEntry): Promise<void>
  /** Writes the directory. Nothing can be added afterwards. */
  finish(): Promise<void>
}

interface Written {
  nameBytes: Buffer
  flags: number
  method: number
  modified: number
  crc: number
  compressedSize: number
  size: number
  offset: number
}

/** `observe` sees the content of every part that is added, before it is deflated; copied entries are not looked at. */
export function createZipWriter(sink: ByteSink, level = 6, observe?: ObserveParts): ZipWriter {
  const written: Written[] = []
  const names = new Set<string>()
  let offset = 0

  async function put(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0) return
    offset += chunk.length
    if (offset > limit32) throw new RangeError('zip larger than 4 GiB')
    const held = sink(chunk)
    if (held !== undefined) await held
  }

  function begin(name: string): { nameBytes: Buffer; offset: number } {
    const key = name.toLowerCase()
    if (names.has(key)) throw new Error(`zip entry written twice: ${name}`)
    names.add(key)
    return { nameBytes: Buffer.from(name, 'utf8'), offset }
  }

  return {
    get bytes() {
      return offset
    },
    async add(name, content) {
      const entry: Written = {
        ...begin(name),
        flags: flagUtf8 | flagDescriptor,
        method: 8,
        modified: fixedTime,
        crc: 0,
        compressedSize: 0,
        size: 0,
      }
      await put(localHeader(entry))
      await deflateInto(entry, content, level, put, observe?.(name))
      await put(descriptor(entry))
      written.push(entry)
    },
    async copy(source, entry) {
      const copied: Written = {
        ...begin(entry.name),
        flags: (entry.flags & ~flagDescriptor) | flagUtf8,
        method: entry.method,
        modified: entry.modified,
        crc: entry.crc,
        compressedSize: entry.compressedSize,
        size: entry.size,
      }
      await put(localHeader(copied))
      await put(rawEntryBytes(source, entry))
      written.push(copied)
    },
    async finish() {
      const start = offset
      for (const entry of written) await put(centralHeader(entry))
      await put(endRecord(written.length, offset - start, start))
    },
  }
}

async function deflateInto(
  entry: Written,
  content: Uint8Array | string | AsyncIterable<Uint8Array>,
  level: number,
  put: (chunk: Uint8Array) => Promise<void>,
  observer?: PartObserver,
): Promise<void> {
  const deflate = createDeflateRaw({ level, chunkSize: 64 * 1024, memLevel: 9 })
  const feed = async () => {
    const pieces = typeof content === 'string' ? [Buffer.from(content, 'utf8')] : content
    for await (const piece of pieces instanceof Uint8Array ? [pieces] : pieces) {
      entry.crc = crc32(piece, entry.crc)
      entry.size += piece.length
      observer?.update(piece)
      if (!deflate.write(piece)) await drained(deflate)
    }
    deflate.end()
  }
  const fed = feed().catch((error: unknown) => {
    deflate.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  for await (const chunk of deflate as AsyncIterable<Buffer>) {
    entry.compressedSize += chunk.length
    await put(chunk)
  }
  await fed
  if (entry.size > limit32) throw new RangeError('zip entry larger than 4 GiB')
  observer?.end()
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
}

function localHeader(entry: Written): Buffer {
  const header = Buffer.alloc(30 + entry.nameBytes.length)
  const described = (entry.flags & flagDescriptor) !== 0
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(entry.flags, 6)
  header.writeUInt16LE(entry.method, 8)
  header.writeUInt32LE(entry.modified, 10)
  header.writeUInt32LE(described ? 0 : entry.crc, 14)
  header.writeUInt32LE(described ? 0 : entry.compressedSize, 18)
  header.writeUInt32LE(described ? 0 : entry.size, 22)
  header.writeUInt16LE(entry.nameBytes.length, 26)
  entry.nameBytes.copy(header, 30)
  return header
}

function descriptor(entry: Written): Buffer {
  const record = Buffer.alloc(16)
  record.writeUInt32LE(0x08074b50, 0)
  record.writeUInt32LE(entry.crc, 4)
  record.writeUInt32LE(entry.compressedSize, 8)
  record.writeUInt32LE(entry.size, 12)
  return record
}

function centralHeader(entry: Written): Buffer {
  const header = Buffer.alloc(46 + entry.nameBytes.length)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(entry.flags, 8)
  header.writeUInt16LE(entry.method, 10)
  header.writeUInt32LE(entry.modified, 12)
  header.writeUInt32LE(entry.crc, 16)
  header.writeUInt32LE(entry.compressedSize, 20)
  header.writeUInt32LE(entry.size, 24)
  header.writeUInt16LE(entry.nameBytes.length, 28)
  header.writeUInt32LE(entry.offset, 42)
  entry.nameBytes.copy(header, 46)
  return header
}

function endRecord(count: number, size: number, start: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(size, 12)
  record.writeUInt32LE(start, 16)
  return record
}

/** What is collected stands in pieces of at most so many bytes until it is handed out. */
const largestPiece = 8 * 1024 * 1024
const smallestPiece = 64 * 1024

/**
 * A sink that keeps everything and hands it out once as one array. Each piece is let go as soon as it was copied:
 * a workbook of a hundred megabytes is never there twice.
 */
export function collectBytes(): { sink: ByteSink; bytes: () => Uint8Array } {
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let total = 0
  let room = new Uint8Array(0)
  return {
    sink: (chunk) => {
      let rest = chunk
      while (rest.length > 0) {
        if (room.length === 0) {
          room = new Uint8Array(Math.min(Math.max(total, smallestPiece), largestPiece))
          pieces.push(room)
        }
        const part = rest.subarray(0, room.length)
        room.set(part)
        room = room.subarray(part.length)
        rest = rest.subarray(part.length)
        total += part.length
      }
    },
    bytes: () => {
      const whole = new Uint8Array(total)
      let at = 0
      for (const piece of pieces) {
        const part = piece.subarray(0, total - at)
        whole.set(part, at)
        at += part.length
        piece.buffer.transfer(0)
      }
      pieces = []
      room = new Uint8Array(0)
      return whole
    },
  }
}
