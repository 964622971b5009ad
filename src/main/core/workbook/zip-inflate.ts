/** What an entry of a checked ZIP package holds, whole or piece by piece, never more than it declares. */
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { WorkbookRefused } from './refusal.ts'
import type { ZipEntry, ZipPackage } from './zip-reader.ts'

/** The compressed bytes of an entry, as a view into the file. */
export function rawEntryBytes(zip: ZipPackage, entry: ZipEntry): Uint8Array {
  return zip.bytes.subarray(entry.dataStart, entry.dataStart + entry.compressedSize)
}

/** Inflates a whole entry that is held in memory, at most `maximum` bytes, and checks its size and checksum. */
export function inflateEntry(zip: ZipPackage, entry: ZipEntry, maximum: number): Buffer {
  if (entry.size > maximum) throw new WorkbookRefused('bomb', `part of ${entry.size} bytes`)
  const raw = rawEntryBytes(zip, entry)
  let content: Buffer
  if (entry.method === 0) {
    content = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  } else {
    try {
      // One byte above the declared size is enough to see that the size is a lie.
      const result = inflateRawSync(raw, { maxOutputLength: entry.size + 1, info: true }) as unknown as {
        buffer: Buffer
        engine: { bytesWritten: number }
      }
      content = result.buffer
      if (result.engine.bytesWritten !== entry.compressedSize) {
        throw new WorkbookRefused('suspiciousParts', 'bytes behind the deflate stream')
      }
    } catch (error) {
      throw inflateFailure(error)
    }
  }
  if (content.length > entry.size) throw new WorkbookRefused('bomb', 'declared size is false')
  if (content.length < entry.size || crc32(content) !== entry.crc) {
    throw new WorkbookRefused('damaged', 'size or checksum')
  }
  return content
}

export interface InflateProgress {
  /** Compressed bytes consumed. */
  consumed: number
}

/**
 * Inflates an entry piece by piece (on zlib's own thread, so it overlaps with the caller's work). Stops the moment
 * more comes out than was declared; at the end size and checksum have to agree.
 */
export async function* inflateEntryStream(
  zip: ZipPackage,
  entry: ZipEntry,
  progress: InflateProgress = { consumed: 0 },
): AsyncGenerator<Buffer> {
  const raw = rawEntryBytes(zip, entry)
  const observer = zip.observe?.(entry.name)
  let size = 0
  let crc = 0
  if (entry.method === 0) {
    const step = 256 * 1024
    for (let start = 0; start < raw.length; start += step) {
      const piece = raw.subarray(start, start + step)
      progress.consumed = start + piece.length
      crc = crc32(piece, crc)
      size += piece.length
      observer?.update(piece)
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    }
  } else {
    const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
    try {
      inflate.end(raw)
      for await (const piece of inflate as AsyncIterable<Buffer>) {
        size += piece.length
        if (size > entry.size) throw new WorkbookRefused('bomb', 'declared size is false')
        crc = crc32(piece, crc)
        progress.consumed = inflate.bytesWritten
        observer?.update(piece)
        yield piece
      }
      if (inflate.bytesWritten !== entry.compressedSize) {
        throw new WorkbookRefused('suspiciousParts', 'bytes behind the deflate stream')
      }
    } catch (error) {
      throw inflateFailure(error)
    } finally {
      inflate.destroy()
    }
  }
  if (size !== entry.size || crc !== entry.crc) throw new WorkbookRefused('damaged', 'size or checksum')
  observer?.end()
}

function inflateFailure(error: unknown): unknown {
  if (error instanceof WorkbookRefused || !(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ERR_BUFFER_TOO_LARGE') return new WorkbookRefused('bomb', 'declared size is false')
  const isZlib = typeof error.code === 'string' && error.code.startsWith('Z_')
  return isZlib ? new WorkbookRefused('damaged', error.code as string) : error
}
