/**
 * How a value with bytes in it crosses a byte stream (the loopback shell): one frame of
 * a 4-byte big-endian length, that many bytes of JSON, then the byte arrays one after another.
 * In the JSON a byte array stands as {"$bytes": length}, in order of appearance.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean })
  decode(bytes: Uint8Array): string
}

/** The frame of a JSON-able value that may contain Uint8Array anywhere. */
export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const blobs: Uint8Array[] = []
  const json = JSON.stringify(value, (_key, item: unknown) => {
    if (!(item instanceof Uint8Array)) return item
    blobs.push(item)
    return { $bytes: item.length }
  })
  const head = new TextEncoder().encode(json ?? 'null')
  const frame = new Uint8Array(4 + head.length + blobs.reduce((sum, blob) => sum + blob.length, 0))
  new DataView(frame.buffer).setUint32(0, head.length)
  frame.set(head, 4)
  let at = 4 + head.length
  for (const blob of blobs) {
    frame.set(blob, at)
    at += blob.length
  }
  return frame
}

/** The value of a frame. Throws a RangeError when lengths do not fit, a SyntaxError on bad JSON. */
export function decodeFrame(frame: Uint8Array): unknown {
  if (frame.length < 4) throw new RangeError('frame too short')
  const headLength = new DataView(frame.buffer, frame.byteOffset).getUint32(0)
  let at = 4 + headLength
  if (at > frame.length) throw new RangeError('frame head longer than frame')
  const json = new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(4, at))
  const restore = (item: unknown): unknown => {
    if (Array.isArray(item)) return item.map(restore)
    if (item === null || typeof item !== 'object') return item
    const entries = Object.entries(item)
    if (entries.length === 1 && entries[0]?.[0] === '$bytes') {
      const length = Number(entries[0][1])
      if (!Number.isInteger(length) || length < 0 || at + length > frame.length) {
        throw new RangeError('frame body shorter than announced')
      }
      at += length
      return frame.slice(at - length, at)
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, restore(inner)]))
  }
  const value = restore(JSON.parse(json))
  if (at !== frame.length) throw new RangeError('bytes left over in frame')
  return value
}
