/**
 * A bounded reader of ZIP packages. It trusts nothing: the central directory is scanned here, every local header has
 * to agree with it, entries have to fill the file without gaps or overlaps, and what is inflated is counted against
 * the declared size, which itself has to be plausible.
 */
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'

export interface ZipEntry {
  readonly name: string
  readonly method: 0 | 8
  readonly flags: number
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
  /** DOS time and date as stored, kept for raw copies. */
  readonly modified: number
  /** Where the compressed bytes start in the file. */
  readonly dataStart: number
}

/**
 * Looks on while the content of a part goes through, so that a digest needs no pass of its own. `end` comes when the
 * part was read to its end, size and checksum right.
 */
export interface PartObserver {
  update(piece: Uint8Array): void
  end(): void
}

/** Asked for an observer whenever a part is read or written from its start. */
export type ObserveParts = (part: string) => PartObserver

export interface ZipPackage {
  readonly bytes: Uint8Array
  readonly observe?: ObserveParts
  /** By exact name, in file order. Directory entries are left out. */
  readonly entries: ReadonlyMap<string, ZipEntry>
}

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const end64LocatorSignature = 0x07064b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50
const descriptorSignature = 0x08074b50
const flagEncrypted = 0x2041
const flagDescriptor = 0x0008
const flagUtf8 = 0x0800
/** Extra field of Info-ZIP: the name of the entry once more, in UTF-8. */
const unicodePath = 0x7075

/** Scans and checks the directory of a ZIP file. Throws `WorkbookRefused`. Nothing is inflated. */
export function readZip(bytes: Uint8Array, observe?: ObserveParts): ZipPackage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const directory = findDirectory(view)
  if (directory.count === 0) throw new WorkbookRefused('damaged', 'zip has no entries')
  if (directory.count > limits.entries)
    throw new WorkbookRefused('tooManyParts', `${directory.count} entries`)
  const entries = new Map<string, ZipEntry>()
  const folded = new Set<string>()
  const spans: { start: number; end: number }[] = []
  let position = directory.start
  let total = 0
  for (let index = 0; index < directory.count; index++) {
    const central = readCentral(bytes, view, position, directory.end)
    position = central.next
    const key = central.name.normalize('NFC').toLowerCase()
    if (folded.has(key)) throw new WorkbookRefused('suspiciousParts', 'duplicate entry')
    folded.add(key)
    const local = checkLocal(bytes, view, central, directory.start)
    spans.push({ start: central.localStart, end: local.end })
    checkDeclaredSize(central)
    total += central.size
    if (total > limits.totalBytes) throw new WorkbookRefused('bomb', 'total declared size')
    if (central.name.endsWith('/')) {
      if (central.size !== 0) throw new WorkbookRefused('suspiciousParts', 'folder with content')
      continue
    }
    entries.set(central.name, {
      name: central.name,
      method: central.method,
      flags: central.flags,
      crc: central.crc,
      compressedSize: central.compressedSize,
      size: central.size,
      modified: central.modified,
      dataStart: local.dataStart,
    })
  }
  if (position !== directory.end) throw new WorkbookRefused('suspiciousParts', 'directory size')
  checkContiguous(spans, directory.start)
  return { bytes, entries, ...(observe === undefined ? {} : { observe }) }
}

interface Directory {
  start: number
  end: number
  count: number
}

function findDirectory(view: DataView): Directory {
  const endStart = view.byteLength - 22
  if (endStart < 0 || view.getUint32(endStart, true) !== endSignature) {
    // A comment or trailing bytes would put the record elsewhere; a file cut short has none at all.
    const found = searchEnd(view)
    throw found
      ? new WorkbookRefused('suspiciousParts', 'bytes after the directory')
      : new WorkbookRefused('damaged', 'no zip directory')
  }
  if (view.getUint16(endStart + 20, true) !== 0) throw new WorkbookRefused('suspiciousParts', 'zip comment')
  if (view.getUint16(endStart + 4, true) !== 0 || view.getUint16(endStart + 6, true) !== 0) {
    throw new WorkbookRefused('damaged', 'zip over several disks')
  }
  const count = view.getUint16(endStart + 10, true)
  const size = view.getUint32(endStart + 12, true)
  const start = view.getUint32(endStart + 16, true)
  const locator = endStart - 20
  if (locator >= 0 && view.getUint32(locator, true) === end64LocatorSignature) {
    const end64 = Number(view.getBigUint64(locator + 8, true))
    if (end64 + 56 !== locator || view.getUint32(end64, true) !== end64Signature) {
      throw new WorkbookRefused('damaged', 'zip64 directory')
    }
    const count64 = Number(view.getBigUint64(end64 + 32, true))
    const size64 = Number(view.getBigUint64(end64 + 40, true))
    const start64 = Number(view.getBigUint64(end64 + 48, true))
    const agrees =
      (count === 0xffff || count === count64) &&
      (size === 0xffffffff || size === size64) &&
      (start === 0xffffffff || start === start64)
    if (!agrees || start64 + size64 !== end64) throw new WorkbookRefused('damaged', 'zip64 directory')
    return { start: start64, end: end64, count: count64 }
  }
  if (view.getUint16(endStart + 8, true) !== count)
    throw new WorkbookRefused('damaged', 'entry counts differ')
  if (start + size !== endStart) {
    throw start + size < endStart
      ? new WorkbookRefused('suspiciousParts', 'gap before the end record')
      : new WorkbookRefused('damaged', 'directory out of bounds')
  }
  return { start, end: endStart, count }
}

function searchEnd(view: DataView): boolean {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let position = view.byteLength - 22; position >= lowest; position--) {
    if (view.getUint32(position, true) === endSignature) return true
  }
  return false
}

interface CentralEntry extends Omit<ZipEntry, 'dataStart'> {
  localStart: number
  nameBytes: Uint8Array
  zip64: boolean
  next: number
}

function readCentral(bytes: Uint8Array, view: DataView, position: number, end: number): CentralEntry {
  if (position + 46 > end || view.getUint32(position, true) !== centralSignature) {
    throw new WorkbookRefused('damaged', 'directory entry')
  }
  const flags = view.getUint16(position + 8, true)
  if ((flags & flagEncrypted) !== 0) throw new WorkbookRefused('password', 'encrypted entry')
  const method = view.getUint16(position + 10, true)
  if (method !== 0 && method !== 8) throw new WorkbookRefused('damaged', `compression method ${method}`)
  const nameLength = view.getUint16(position + 28, true)
  const extraLength = view.getUint16(position + 30, true)
  const commentLength = view.getUint16(position + 32, true)
  const nameStart = position + 46
  const next = nameStart + nameLength + extraLength + commentLength
  if (next > end) throw new WorkbookRefused('damaged', 'directory entry')
  if (view.getUint16(position + 34, true) !== 0)
    throw new WorkbookRefused('damaged', 'zip over several disks')
  const nameBytes = bytes.subarray(nameStart, nameStart + nameLength)
  const sizes = {
    size: view.getUint32(position + 24, true),
    compressedSize: view.getUint32(position + 20, true),
    localStart: view.getUint32(position + 42, true),
  }
  const zip64 = readExtraFields(view, nameStart + nameLength, extraLength, nameBytes, sizes)
  return {
    name: entryName(nameBytes, flags),
    nameBytes,
    method,
    flags,
    crc: view.getUint32(position + 16, true),
    modified: view.getUint32(position + 12, true),
    ...sizes,
    zip64,
    next,
  }
}

/**
 * Fills in sizes that the 64-bit extra field carries; answers whether such a field is there. A field with a second
 * name of the entry has to say the same name: some programs would go by it.
 */
function readExtraFields(
  view: DataView,
  start: number,
  length: number,
  nameBytes: Uint8Array,
  sizes: { size: number; compressedSize: number; localStart: number },
): boolean {
  let position = start
  let zip64 = false
  const end = start + length
  while (position + 4 <= end) {
    const id = view.getUint16(position, true)
    const fieldLength = view.getUint16(position + 2, true)
    let field = position + 4
    const fieldEnd = field + fieldLength
    if (fieldEnd > end) throw new WorkbookRefused('damaged', 'extra field')
    if (id === 0x0001 && !zip64) {
      for (const key of ['size', 'compressedSize', 'localStart'] as const) {
        if (sizes[key] === 0xffffffff && field + 8 <= fieldEnd) {
          sizes[key] = Number(view.getBigUint64(field, true))
          field += 8
        }
      }
      zip64 = true
    } else if (id === unicodePath) {
      const sameName =
        fieldLength === nameBytes.length + 5 &&
        nameBytes.every((byte, index) => view.getUint8(field + 5 + index) === byte)
      if (!sameName) throw new WorkbookRefused('suspiciousParts', 'second entry name')
    }
    position = fieldEnd
  }
  return zip64
}

const latin1 = new TextDecoder('latin1')
const utf8 = new TextDecoder('utf-8', { fatal: true })

function entryName(nameBytes: Uint8Array, flags: number): string {
  let name: string
  try {
    name = (flags & flagUtf8) !== 0 ? utf8.decode(nameBytes) : latin1.decode(nameBytes)
  } catch {
    throw new WorkbookRefused('suspiciousParts', 'entry name')
  }
  const segments = name.split('/')
  const hostile =
    name === '' ||
    name.startsWith('/') ||
    name.includes('\\') ||
    name.includes(':') ||
    segments.some((segment) => segment === '..' || segment === '.') ||
    segments.slice(0, -1).includes('') ||
    [...name].some((character) => character < ' ')
  if (hostile) throw new WorkbookRefused('suspiciousParts', 'entry name')
  return name
}

function checkLocal(
  bytes: Uint8Array,
  view: DataView,
  central: CentralEntry,
  directoryStart: number,
): { dataStart: number; end: number } {
  const start = central.localStart
  if (start + 30 > directoryStart || view.getUint32(start, true) !== localSignature) {
    throw new WorkbookRefused('damaged', 'local header')
  }
  const flags = view.getUint16(start + 6, true)
  const nameLength = view.getUint16(start + 26, true)
  const extraLength = view.getUint16(start + 28, true)
  const dataStart = start + 30 + nameLength + extraLength
  const dataEnd = dataStart + central.compressedSize
  if (dataEnd > directoryStart) throw new WorkbookRefused('damaged', 'entry out of bounds')
  const sizes = {
    size: view.getUint32(start + 22, true),
    compressedSize: view.getUint32(start + 18, true),
    localStart: start,
  }
  const zip64 = readExtraFields(view, start + 30 + nameLength, extraLength, central.nameBytes, sizes)
  const crc = view.getUint32(start + 14, true)
  const described = (flags & flagDescriptor) !== 0
  const sizesAgree =
    (sizes.size === central.size && sizes.compressedSize === central.compressedSize && crc === central.crc) ||
    (described && sizes.size === 0 && sizes.compressedSize === 0 && crc === 0) ||
    // Some streaming writers put the 32-bit mark into the header and the figures into the descriptor.
    (described && zip64 && crc === 0)
  const nameAgrees =
    nameLength === central.nameBytes.length &&
    central.nameBytes.every((byte, index) => bytes[start + 30 + index] === byte)
  if (
    !nameAgrees ||
    !sizesAgree ||
    flags !== central.flags ||
    view.getUint16(start + 8, true) !== central.method
  ) {
    throw new WorkbookRefused('suspiciousParts', 'local header differs from directory')
  }
  const end = described ? descriptorEnd(view, dataEnd, central, directoryStart) : dataEnd
  return { dataStart, end }
}

/** A data descriptor comes with or without signature and with 32- or 64-bit sizes; its figures tell which. */
function descriptorEnd(view: DataView, start: number, central: CentralEntry, limit: number): number {
  for (const signed of [true, false]) {
    for (const wide of [false, true]) {
      const sizesStart = start + (signed ? 8 : 4)
      const end = sizesStart + (wide ? 16 : 8)
      if (end > limit) continue
      if (signed && view.getUint32(start, true) !== descriptorSignature) continue
      if (view.getUint32(sizesStart - 4, true) !== central.crc) continue
      const compressedSize = wide
        ? Number(view.getBigUint64(sizesStart, true))
        : view.getUint32(sizesStart, true)
      const size = wide
        ? Number(view.getBigUint64(sizesStart + 8, true))
        : view.getUint32(sizesStart + 4, true)
      if (compressedSize === central.compressedSize && size === central.size) {
        const follows = end === limit || view.getUint32(end, true) === localSignature
        if (follows) return end
      }
    }
  }
  throw new WorkbookRefused('suspiciousParts', 'data descriptor')
}

/** Deflate cannot shrink below 1/1032, so some declared sizes are lies on their face. */
function checkDeclaredSize(entry: CentralEntry): void {
  if (entry.method === 0) {
    if (entry.size !== entry.compressedSize) throw new WorkbookRefused('bomb', 'stored size differs')
    return
  }
  if (entry.size > limits.streamedPartBytes) throw new WorkbookRefused('bomb', 'declared size')
  if (entry.size > limits.ratioFreeBytes && entry.size > entry.compressedSize * limits.ratio) {
    throw new WorkbookRefused('bomb', 'declared ratio')
  }
}

function checkContiguous(spans: { start: number; end: number }[], directoryStart: number): void {
  spans.sort((left, right) => left.start - right.start)
  let expected = 0
  for (const span of spans) {
    if (span.start !== expected)
      throw new WorkbookRefused('suspiciousParts', 'gap or overlap between entries')
    expected = span.end
  }
  if (expected !== directoryStart) throw new WorkbookRefused('suspiciousParts', 'gap before the directory')
}

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
