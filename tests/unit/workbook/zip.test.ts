import { describe, expect, it } from 'vitest'
import type { CellRange } from '../../../src/main/core/workbook/index.ts'
import { WorkbookRefused } from '../../../src/main/core/workbook/index.ts'
import { haveOverlap, parseRange } from '../../../src/main/core/workbook/sheet-layout.ts'
import { inflateEntry, inflateEntryStream } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import { collectBytes, createZipWriter } from '../../../src/main/core/workbook/zip-writer.ts'
import { buildPackage } from '../../fixtures/workbook/package-builder.ts'
import { randomFrom } from '../../fixtures/workbook/reading.ts'

async function written(parts: Record<string, string | Uint8Array>, level = 6): Promise<Uint8Array> {
  const { sink, bytes } = collectBytes()
  const zip = createZipWriter(sink, level)
  for (const [name, content] of Object.entries(parts)) await zip.add(name, content)
  await zip.finish()
  return bytes()
}

describe('包的读写', () => {
  it('写出的部件原样读回，也可以从另一个包里整块照抄', async () => {
    const large = Buffer.alloc(3_000_000, '沙马𠮷')
    const source = readZip(await written({ 'a/甲.xml': '甲', 'b.bin': large, 空: '' }))
    const { sink, bytes } = collectBytes()
    const zip = createZipWriter(sink)
    for (const entry of source.entries.values()) await zip.copy(source, entry)
    await zip.finish()
    const copy = readZip(bytes())
    expect([...copy.entries.keys()]).toEqual(['a/甲.xml', 'b.bin', '空'])
    for (const entry of copy.entries.values()) {
      const original = source.entries.get(entry.name)
      if (original === undefined) throw new Error(entry.name)
      expect(inflateEntry(copy, entry, 1e7).equals(inflateEntry(source, original, 1e7))).toBe(true)
    }
  })

  it('逐块展开与整块展开一致', async () => {
    const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `第${index}行`).join('\n'))
    const zip = readZip(await written({ 'a.txt': content }))
    const entry = [...zip.entries.values()][0]
    if (entry === undefined) throw new Error('no entry')
    const pieces: Buffer[] = []
    for await (const piece of inflateEntryStream(zip, entry)) pieces.push(piece)
    expect(Buffer.concat(pieces).equals(content)).toBe(true)
    expect(pieces.length).toBeGreaterThan(5)
  })

  it('同名部件不能写两次', async () => {
    const zip = createZipWriter(() => undefined)
    await zip.add('a.xml', 'x')
    await expect(zip.add('A.xml', 'y')).rejects.toThrow('twice')
  })

  it('任何一个字节改动之后，要么拒绝，要么读出的还是原来的内容，不会崩溃', async () => {
    const bytes = buildPackage({ sheets: [{ rows: '<row r="1"><c r="A1"><v>1</v></c></row>' }] })
    const random = randomFrom(5)
    const original = readZip(bytes)
    for (let round = 0; round < 3000; round++) {
      const changed = bytes.slice()
      changed[random(changed.length)] = random(256)
      try {
        const zip = readZip(changed)
        for (const entry of zip.entries.values()) {
          const content = inflateEntry(zip, entry, 1e7)
          const before = original.entries.get(entry.name)
          if (before !== undefined) expect(content.equals(inflateEntry(original, before, 1e7))).toBe(true)
        }
      } catch (error) {
        if (!(error instanceof WorkbookRefused)) throw error
      }
    }
  })
})

describe('合并区域', () => {
  it('是否重叠与逐格比较的结果一致', () => {
    const random = randomFrom(3)
    const overlapSlowly = (ranges: CellRange[]) => {
      const taken = new Set<string>()
      for (const { firstRow, lastRow, firstColumn, lastColumn } of ranges) {
        for (let row = firstRow; row <= lastRow; row++) {
          for (let column = firstColumn; column <= lastColumn; column++) {
            const key = `${row}:${column}`
            if (taken.has(key)) return true
            taken.add(key)
          }
        }
      }
      return false
    }
    let overlapping = 0
    for (let round = 0; round < 2000; round++) {
      const ranges = Array.from({ length: 1 + random(6) }, () => {
        const firstRow = random(12) + 1
        const firstColumn = random(12)
        return { firstRow, lastRow: firstRow + random(4), firstColumn, lastColumn: firstColumn + random(4) }
      })
      expect(haveOverlap(ranges)).toBe(overlapSlowly(ranges))
      if (haveOverlap(ranges)) overlapping++
    }
    expect(overlapping).toBeGreaterThan(200)
    expect(parseRange('$C$7:B2')).toEqual({ firstRow: 2, lastRow: 7, firstColumn: 1, lastColumn: 2 })
  })
})
