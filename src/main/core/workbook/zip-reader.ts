/**
 * A bounded reader of ZIP packages. It trusts nothing: the central directory is scanned here, every local header has
 * to agree with it, entries have to fill the file without gaps or overlaps, and what is inflated is counted against
 * the declared size, which itself has to be plausible.
 */
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'
import { type CentralEntry, findDirectory, readCentral, readExtraFields } from './zip-directory.ts'

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

const localSignature = 0x04034b50
const descriptorSignature = 0x08074b50
const flagDescriptor = 0x0008

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
