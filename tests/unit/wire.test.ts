import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame } from '../../src/shared/contract/wire.ts'

const bytes = (...values: number[]) => new Uint8Array(values)

describe('a frame between page and core', () => {
  it('brings back plain values, Chinese text and rare characters unchanged', () => {
    const value = { name: '张三𠮷', ages: [1, 2.5, null], deep: { yes: true } }
    expect(decodeFrame(encodeFrame(value))).toEqual(value)
  })

  it('brings back several files in their places, also empty ones', () => {
    const value = {
      files: [
        { name: 'a', bytes: bytes(1, 2, 3) },
        { name: 'b', bytes: bytes() },
      ],
      last: bytes(255),
    }
    expect(decodeFrame(encodeFrame(value))).toEqual(value)
  })

  it('reads a frame that lies inside a bigger buffer', () => {
    const frame = encodeFrame({ file: bytes(7, 8) })
    const big = new Uint8Array(frame.length + 20)
    big.set(frame, 10)
    expect(decodeFrame(big.subarray(10, 10 + frame.length))).toEqual({ file: bytes(7, 8) })
  })

  it('stands for undefined as null', () => {
    expect(decodeFrame(encodeFrame(undefined))).toBeNull()
  })

  it('does not let a crafted name reach the prototype of objects', () => {
    const frame = encodeFrame(JSON.parse('{"__proto__": {"polluted": true}}'))
    decodeFrame(frame)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each([
    ['empty', bytes()],
    ['too short for a length', bytes(0, 0, 0)],
    ['a head longer than the frame', bytes(0, 0, 0, 9, 123, 125)],
    ['a head of 4 GB', bytes(255, 255, 255, 255, 123, 125)],
    ['broken JSON', bytes(0, 0, 0, 1, 123)],
    ['not UTF-8', bytes(0, 0, 0, 2, 0xc3, 0x28)],
    ['bytes left over', bytes(0, 0, 0, 2, 123, 125, 0)],
    ['a file longer than the frame', rawFrame('{"$bytes": 5}', bytes(1))],
    ['a file of negative length', rawFrame('{"$bytes": -1}', bytes())],
    ['a file of fractional length', rawFrame('{"$bytes": 0.5}', bytes(1))],
  ])('refuses a frame with %s', (_what, frame) => {
    expect(() => decodeFrame(frame)).toThrow()
  })
})

function rawFrame(json: string, rest: Uint8Array): Uint8Array {
  const head = new TextEncoder().encode(json)
  const frame = new Uint8Array(4 + head.length + rest.length)
  new DataView(frame.buffer).setUint32(0, head.length)
  frame.set(head, 4)
  frame.set(rest, 4 + head.length)
  return frame
}
