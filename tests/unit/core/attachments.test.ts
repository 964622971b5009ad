import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kindOfContent } from '../../../src/main/core/attachment/content.ts'
import { Refusal } from '../../../src/shared/contract/result.ts'
import { attachmentLimit } from '../../../src/shared/domain/attachment/fields.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { tinyJpeg, tinyPdf, tinyPng } from '../../fixtures/scans.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const cut = (bytes: Uint8Array, by: number) => bytes.slice(0, bytes.length - by)
function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice()
  copy[at < 0 ? copy.length + at : at] = value
  return copy
}
const refusal = (bytes: Uint8Array): string => {
  try {
    return `taken as ${kindOfContent(bytes)}`
  } catch (error) {
    return error instanceof Refusal ? error.message : String(error)
  }
}
/** As of a telephone that puts a film behind its picture. */
const moving = tinyJpeg([0, 0, 0, 24, 102, 116, 121, 112])

describe('what a file is', () => {
  it.each([
    ['png', tinyPng()],
    ['jpg', tinyJpeg()],
    ['jpg', moving],
    ['pdf', tinyPdf()],
  ])('is found in its content: %s', (kind, bytes) => {
    expect(kindOfContent(bytes)).toBe(kind)
  })
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), '空的'],
    ['30 MB', new Uint8Array(30 * 1024 * 1024), '这个文件有 30.0 MB，超过每个 5.0 MB 的限制'],
    ['a byte too many', new Uint8Array(attachmentLimit + 1), '超过'],
    ['a renamed program', bytesOf(`MZ\x90\0${'x'.repeat(500)}`), '内容是程序'],
    ['a program of Linux', bytesOf(`\x7fELF${'x'.repeat(500)}`), '内容是程序'],
    ['a text', bytesOf('签字'), '不是 jpg、png 图片或 PDF'],
    ['a page of a browser', bytesOf('<svg xmlns="x" onload="alert(1)"/>'), '不是 jpg、png'],
    ['half a PNG', cut(tinyPng(), 20), '不完整'],
    ['a PNG without its end', cut(tinyPng(), 12), '不完整'],
    ['a PNG with something behind it', new Uint8Array([...tinyPng(), 77, 90]), '不完整'],
    ['a PNG with a wrong check sum', changed(tinyPng(), -1, 0), '不完整'],
    ['a PNG of its first bytes', tinyPng().slice(0, 8), '不完整'],
    ['half a JPEG', cut(tinyJpeg(), 4), '不完整'],
    ['a JPEG of its first bytes', tinyJpeg().slice(0, 4), '不完整'],
    ['a JPEG with a segment beyond its end', changed(tinyJpeg(), 4, 0xff), '不完整'],
    ['half a PDF', cut(tinyPdf(), 10), '不完整'],
    ['a locked PDF', tinyPdf('4 0 obj<</Encrypt 5 0 R>>endobj\n'), '加了密'],
    ['a PNG as wide as a house', tooWide(), '像素太多'],
  ])('%s is refused with one sentence', (_what, bytes, words) => {
    const message = refusal(bytes)
    expect(message).toContain(words)
    expect(message).toMatch(/没有保存。请[^。]+。$/)
  })
})

/** Sides of 30,000 points with right check sums, as a small file may claim. */
function tooWide(): Uint8Array {
  const { crc32 } = process.getBuiltinModule('node:zlib')
  const bytes = Buffer.from(tinyPng())
  bytes.writeUInt32BE(30_000, 16)
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
  return new Uint8Array(bytes)
}

describe('scans of a record', () => {
  let office: TestOffice
  let personId: number
  let serviceId: number
  const service = { kind: 'careerGuidance', servedOn: '2026-11-20' }
  beforeAll(async () => {
    office = await openOffice()
    personId = (await office.ok('labourer.save', { values: labourer() as never })).id
    serviceId = (await office.ok('episode.save', { personId, kind: 'service', values: service })).id
  })
  afterAll(() => office.close())

  const scan = (seed: number) => ({ name: '签字.png', bytes: tinyPng(seed) })
  const owner = () => ({ owner: 'service_record' as const, ownerId: serviceId })

  it('is kept with a caption, given back byte by byte, and not kept twice', async () => {
    const { id } = await office.ok('attachment.add', { ...owner(), caption: '服务签字', file: scan(1) })
    expect(await office.ok('attachment.list', owner())).toEqual([
      { id, caption: '服务签字', fileName: '签字.png', kind: 'png', size: tinyPng(1).length },
    ])
    expect(await office.ok('attachment.file', { id })).toEqual({ ...scan(1), kind: 'png' })
    const again = await office.refused('attachment.add', { ...owner(), file: scan(1) })
    expect(again.message).toBe('同一个文件已经附在这里，没有再存一份。')
    // The same sheet may belong to another record too.
    await office.ok('attachment.add', { owner: 'person', ownerId: personId, file: scan(1) })
  })

  it('is named by what it is and not by what it is called', async () => {
    const file = { name: '签字.jpg', bytes: bytesOf(`MZ${'x'.repeat(100)}`) }
    const refused = await office.refused('attachment.add', { ...owner(), file })
    expect(refused).toMatchObject({ code: 'refused', details: [{ path: 'file' }] })
    expect(await office.ok('attachment.list', owner())).toHaveLength(1)
    const { id } = await office.ok('attachment.add', { ...owner(), file: { ...scan(2), name: '病毒.exe' } })
    expect((await office.ok('attachment.file', { id })).kind).toBe('png')
    const far = { name: '../../system\\u202e/签字.png', bytes: tinyPng(5) }
    const kept = await office.ok('attachment.add', { owner: 'person', ownerId: personId, file: far })
    expect((await office.ok('attachment.file', { id: kept.id })).name).toBe('签字.png')
  })

  it('goes with a reason and comes back when that is undone', async () => {
    const before = await office.ok('attachment.list', owner())
    await office.ok('attachment.remove', { id: before[0]?.id ?? 0, reason: '附错了' })
    expect(await office.ok('attachment.list', owner())).toHaveLength(before.length - 1)
    const [batch] = (await office.ok('batch.page', { limit: 1 })).rows
    expect(batch).toMatchObject({ label: '移除附件' })
    await office.ok('batch.undo', { id: batch?.id ?? 0 })
    expect(await office.ok('attachment.list', owner())).toEqual(before)
    expect((await office.ok('attachment.file', { id: before[0]?.id ?? 0 })).bytes).toEqual(tinyPng(1))
  })

  it('goes with its record and comes back with it', async () => {
    await office.ok('episode.remove', { kind: 'service', id: serviceId, reason: '重复登记' })
    expect((await office.refused('attachment.list', owner())).code).toBe('not_found')
    const [batch] = (await office.ok('batch.page', { limit: 1 })).rows
    await office.ok('batch.undo', { id: batch?.id ?? 0 })
    expect(await office.ok('attachment.list', owner())).toHaveLength(2)
  })

  it('is kept together with the service, or neither is', async () => {
    const values = { ...service, servedOn: '2026-11-21', signature: 'self' }
    const count = () => office.ok('ledger.count', { ledger: 'service' })
    const before = await count()
    const bad = { name: '签字.png', bytes: new Uint8Array() }
    expect(
      (await office.refused('episode.save', { personId, kind: 'service', values, scan: bad })).message,
    ).toContain('空的')
    expect(await count()).toEqual(before)
    const { id } = await office.ok('episode.save', { personId, kind: 'service', values, scan: scan(3) })
    expect(await office.ok('attachment.list', { owner: 'service_record', ownerId: id })).toHaveLength(1)
    const training = { kind: 'skill', startedOn: '2026-01-02' }
    expect(
      (await office.refused('episode.save', { personId, kind: 'training', values: training, scan: scan(4) }))
        .code,
    ).toBe('refused')
  })
})
