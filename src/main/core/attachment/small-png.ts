import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length, 0)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

/**
 * A grey picture of some hundred bytes, for made-up signed sheets: a white page with a border and
 * dark lines where the writing stands.
 *
 * @param seed lines of another length for another number, so that no two sheets are the same file
 */
export function smallPng(width: number, height: number, seed: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height, 0xff)
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1)
    rows[start] = 0
    const isEdge = y === 0 || y === height - 1
    const isLine = y % 8 === 4 && y > 6 && y < height - 8
    const end = Math.max(8, width - 8 - ((seed * 7 + y * 5) % Math.max(1, width >> 1)))
    for (let x = 0; x < width; x++) {
      if (isEdge || x === 0 || x === width - 1) rows[start + 1 + x] = 0x66
      else if (isLine && x > 6 && x < end) rows[start + 1 + x] = 0x33
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return new Uint8Array(
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      // What the lines show is the same for two seeds now and then; the text never is.
      chunk('tEXt', Buffer.from(`Comment\0${seed}`, 'latin1')),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  )
}
