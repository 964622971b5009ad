/** The central directory of a ZIP file: where it lies and what it says of each entry. */
import { WorkbookRefused } from './refusal.ts'
import type { ZipEntry } from './zip-reader.ts'

const endSignature = 0x06054b50
const end64Signature = 0x06064b50
const end64LocatorSignature = 0x07064b50
const centralSignature = 0x02014b50
const flagEncrypted = 0x2041
const flagUtf8 = 0x0800
/** Extra field of Info-ZIP: the name of the entry once more, in UTF-8. */
const unicodePath = 0x7075

interface Directory {
  start: number
  end: number
  count: number
}

/** Throws `WorkbookRefused` where the end record is not the very end of the file, or its figures do not fit. */
export function findDirectory(view: DataView): Directory {
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

/** An entry as the directory has it; the local header still has to agree. */
export interface CentralEntry extends Omit<ZipEntry, 'dataStart'> {
  localStart: number
  nameBytes: Uint8Array
  zip64: boolean
  next: number
}

/** The entry at `position` of the directory, and where the next one begins. */
export function readCentral(bytes: Uint8Array, view: DataView, position: number, end: number): CentralEntry {
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
export function readExtraFields(
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
