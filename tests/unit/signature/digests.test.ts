import { describe, expect, it } from 'vitest'
import { collectDigests, signPackage, verifyPackage } from '../../../src/main/core/signature/index.ts'
import { openTable, writeWorkbook } from '../../../src/main/core/workbook/index.ts'
import { collectBytes } from '../../../src/main/core/workbook/zip-writer.ts'
import { now, signedAt, worldOf } from '../../fixtures/signature/identities.ts'
import { editing, partsOf } from '../../fixtures/signature/workbooks.ts'
import { buildZip } from '../../fixtures/workbook/zip-builder.ts'

const rows = Array.from({ length: 30_000 }, (_, index) => [`第 ${index} 人`, '沙马某某，石板寨'])
const spec = {
  sheets: [
    {
      name: '名单',
      columns: [
        { header: '姓名', kind: 'text', width: 12 },
        { header: '地址', kind: 'text', width: 20 },
      ],
      rows,
    },
  ],
} as const

async function readAll(bytes: Uint8Array, until = Number.POSITIVE_INFINITY) {
  const { observe, digests } = collectDigests()
  const table = await openTable(bytes, '名单.xlsx', observe)
  let read = 0
  for await (const batch of table.readRows(0)) {
    read += batch.length
    if (read >= until) break
  }
  return digests
}

describe('读写时一并计算摘要', () => {
  it('写出时的摘要用来签名，读取时的摘要用来核对，结果与单独计算一样', async () => {
    const { county, root } = await worldOf('p256')
    const { bytes, sink } = collectBytes()
    const { observe, digests } = collectDigests()
    await writeWorkbook(spec, sink, observe)
    const plain = bytes()
    const options = { signer: county.signer, time: signedAt }
    const signed = (await signPackage(plain, { ...options, digests })).bytes
    expect(digests.has('xl/worksheets/sheet1.xml')).toBe(true)
    const roots = [root.certificate]
    expect((await verifyPackage(signed, { roots, now })).verdict).toBe('validTrusted')
    const read = await readAll(signed)
    expect(read.get('xl/worksheets/sheet1.xml')).toEqual(digests.get('xl/worksheets/sheet1.xml'))
    expect((await verifyPackage(signed, { roots, now, digests: read })).verdict).toBe('validTrusted')
  })

  it('没有读到底的部件没有摘要，核对时重新计算', async () => {
    const { county, root } = await worldOf('p256')
    const { bytes, sink } = collectBytes()
    await writeWorkbook(spec, sink)
    const signed = (await signPackage(bytes(), { signer: county.signer, time: signedAt })).bytes
    const digests = await readAll(signed, 10)
    expect([...digests.keys()]).not.toContain('xl/worksheets/sheet1.xml')
    const { verdict } = await verifyPackage(signed, { roots: [root.certificate], now, digests })
    expect(verdict).toBe('validTrusted')
  })

  it('读取时发现的改动，核对照样说无效', async () => {
    const { county, root } = await worldOf('p256')
    const { bytes, sink } = collectBytes()
    await writeWorkbook(spec, sink)
    const signed = (await signPackage(bytes(), { signer: county.signer, time: signedAt })).bytes
    const tampered = buildZip(
      editing(partsOf(signed), {
        'xl/worksheets/sheet1.xml': (text) => text.replace('第 29999 人', '第 29998 人'),
      }),
    )
    const digests = await readAll(tampered)
    expect(await verifyPackage(tampered, { roots: [root.certificate], now, digests })).toMatchObject({
      verdict: 'invalid',
      reason: 'partChanged',
      reasonPart: 'xl/worksheets/sheet1.xml',
    })
  })
})
