import { crc32 } from 'node:zlib'
import { Refusal } from '../../../shared/contract/result.ts'
import { type AttachmentKind, sizeProblem } from '../../../shared/domain/attachment/fields.ts'

/** A picture wider, higher or with more points than this is no scan of a page; showing it would eat all memory. */
const mostSide = 20_000
const mostPoints = 120_000_000

const refuse = (message: string): never => {
  throw new Refusal('refused', message, [{ path: 'file', message }])
}
const broken = (what: string): never =>
  refuse(`这个${what}不完整或已损坏，没有保存。请重新扫描或拍照后再选。`)

const begins = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte)
const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Whether a picture has sides at all; refuses one that is too large to be shown. */
function hasSides(width: number, height: number): boolean {
  if (width > mostSide || height > mostSide || width * height > mostPoints)
    refuse('这张图片的像素太多，没有保存。请调低扫描分辨率或重新拍照后再选。')
  return width > 0 && height > 0
}

/** PNG: every chunk with its check sum, IHDR first, image data, IEND at the very end. */
function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let hasData = false
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length) return false
    const type = latin(bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return false
    if ((type === 'IHDR') !== (at === 8)) return false
    if (type === 'IHDR' && (length !== 13 || !hasSides(view.getUint32(at + 8), view.getUint32(at + 12))))
      return false
    if (type === 'IDAT') hasData = true
    if (type === 'IEND') return hasData && end === bytes.length
    at = end
  }
  return false
}

/** Markers of a JPEG that stand alone, without a length. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)
/** Frame headers carry the sides: C0 to CF but for the tables C4, C8 and CC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc

/** JPEG: segment after segment, a frame, at least one scan, and the end marker. What cameras put behind the end is left. */
function isWholeJpeg(bytes: Uint8Array): boolean {
  const byte = (index: number): number => bytes[index] ?? -1
  const isMarker = (at: number): boolean =>
    byte(at) === 0xff && byte(at + 1) !== 0x00 && !(byte(at + 1) >= 0xd0 && byte(at + 1) <= 0xd7)
  let hasFrame = false
  let hasScan = false
  let at = 2
  while (byte(at) === 0xff) {
    while (byte(at) === 0xff) at++
    const marker = byte(at++)
    if (marker === 0xd9) return hasFrame && hasScan
    if (isBare(marker)) continue
    const length = byte(at) * 256 + byte(at + 1)
    if (length < 2 || at + length > bytes.length) return false
    if (isFrame(marker)) {
      if (!hasSides(byte(at + 5) * 256 + byte(at + 6), byte(at + 3) * 256 + byte(at + 4))) return false
      hasFrame = true
    }
    at += length
    if (marker !== 0xda) continue
    hasScan = true
    // Coded data until the next marker: FF 00 is a byte of it, FF D0 to D7 restarts it.
    while (at < bytes.length && !isMarker(at)) at++
  }
  return false
}

/** PDF: cross-reference and end mark at the end; locked ones, which others could not read, are refused. */
function isWholePdf(bytes: Uint8Array): boolean {
  const tail = latin(bytes.subarray(Math.max(0, bytes.length - 2048)))
  const start = /startxref\s+(\d+)\s+%%EOF/.exec(tail.slice(Math.max(0, tail.lastIndexOf('startxref'))))
  if (!start || Number(start[1]) >= bytes.length) return false
  if (/\/Encrypt\s+\d+\s+\d+\s+R/.test(latin(bytes)))
    refuse('这个 PDF 文件加了密，没有保存。请去掉密码，或打印后扫描成图片再选。')
  return true
}

/**
 * What a file is, by its content and structure; its name is not asked. Throws a Refusal with one
 * sentence for whatever is empty, too large, truncated or something else.
 */
export function kindOfContent(bytes: Uint8Array): AttachmentKind {
  const problem = sizeProblem(bytes.length)
  if (problem) return refuse(problem)
  if (begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
    return isWholePng(bytes) ? 'png' : broken('图片')
  if (begins(bytes, [0xff, 0xd8, 0xff])) return isWholeJpeg(bytes) ? 'jpg' : broken('图片')
  if (/^%PDF-[12]\.\d/.test(latin(bytes.subarray(0, 8))))
    return isWholePdf(bytes) ? 'pdf' : broken(' PDF 文件')
  if (begins(bytes, [0x4d, 0x5a]) || begins(bytes, [0x7f, 0x45, 0x4c, 0x46]))
    return refuse('这个文件的内容是程序，不是图片或 PDF，没有保存。请选择扫描件或照片。')
  return refuse(
    '这个文件的内容不是 jpg、png 图片或 PDF（只看内容，不看文件名），没有保存。请选择扫描件或照片。',
  )
}
