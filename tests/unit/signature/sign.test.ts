import { beforeAll, describe, expect, it } from 'vitest'
import {
  SignatureProblem,
  signPackage,
  softwareSigner,
  verifyPackage,
} from '../../../src/main/core/signature/index.ts'
import { openTable } from '../../../src/main/core/workbook/index.ts'
import { rawEntryBytes } from '../../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../../src/main/core/workbook/zip-reader.ts'
import type { World } from '../../fixtures/signature/identities.ts'
import { now, signedAt, worldOf } from '../../fixtures/signature/identities.ts'
import {
  editing,
  excelParts,
  excelWorkbook,
  libreOfficeWorkbook,
  openpyxlWorkbook,
  ownWorkbook,
  partsOf,
  smallWorkbook,
  textOf,
} from '../../fixtures/signature/workbooks.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'
import { buildZip } from '../../fixtures/workbook/zip-builder.ts'

const workbooks: [name: string, make: () => Uint8Array | Promise<Uint8Array>][] = [
  ['本程序写的', ownWorkbook],
  ['Excel 的写法，有超链接、图片、名称、打印设置', excelWorkbook],
  ['openpyxl 的写法', openpyxlWorkbook],
  ['LibreOffice 的写法，关系表里有空白、注释和前缀', libreOfficeWorkbook],
  ['最小的', smallWorkbook],
]

describe.each(['rsa2048', 'rsa3072', 'p256'] as const)('签名（%s）', (kind) => {
  let world: World
  beforeAll(async () => {
    world = await worldOf(kind)
  })

  it.each(workbooks)('%s工作簿：签名有效，表格内容不变', async (_, make) => {
    const before = await make()
    const { signer } = world.county
    const { bytes, part, warnings } = await signPackage(before, { signer, comment: '三月', time: signedAt })
    expect(part).toBe('_xmlsignatures/sig1.xml')
    expect(warnings).toEqual([])
    const report = await verifyPackage(bytes, { roots: [world.root.certificate], now })
    expect(report.message).toBe('签名有效，签名单位可信，内容自签名以后没有改动。')
    const [signature] = report.signatures
    expect(signature).toMatchObject({ verdict: 'validTrusted', comment: '三月', signedAt, trustedBy: 'root' })
    expect(signature?.signer?.fingerprint).toBe(world.county.certificate.fingerprint256)
    expect(signature?.anchor).toBe(world.root.certificate.fingerprint256)
    // Only file properties and the signature itself stay outside.
    for (const outside of report.uncovered) {
      expect(outside).toMatch(/^(\[Content_Types\]\.xml|docProps\/[^/]+|_xmlsignatures\/.+)$/)
    }
    expect(await readTexts(bytes)).toEqual(await readTexts(before))
  })

  it('没有改动的部件连压缩后的字节也照抄', async () => {
    const before = readZip(excelWorkbook())
    const { bytes } = await signPackage(excelWorkbook(), { signer: world.county.signer, time: signedAt })
    const after = readZip(bytes)
    for (const [name, entry] of before.entries) {
      if (name === '[Content_Types].xml' || name === '_rels/.rels') continue
      const copied = after.entries.get(name)
      if (copied === undefined) throw new Error(name)
      expect(Buffer.from(rawEntryBytes(after, copied))).toEqual(Buffer.from(rawEntryBytes(before, entry)))
    }
  })

  it('同一份工作簿可以签两次，两次都有效；编号不重复', async () => {
    const first = await signPackage(await ownWorkbook(), { signer: world.stranger.signer, time: signedAt })
    const second = await signPackage(first.bytes, { signer: world.county.signer, time: signedAt })
    const third = await signPackage(second.bytes, { signer: world.county.signer, time: signedAt })
    expect([second.part, third.part]).toEqual(['_xmlsignatures/sig2.xml', '_xmlsignatures/sig3.xml'])
    const report = await verifyPackage(third.bytes, { roots: [world.root.certificate], now })
    expect(report.signatures.map(({ verdict }) => verdict)).toEqual([
      'validUnknownSigner',
      'validTrusted',
      'validTrusted',
    ])
    expect(report.verdict).toBe('validTrusted')
  })
})

describe('签名的写法', () => {
  it('关系表去掉空白再签，空白去掉前后关系不变', async () => {
    const { county } = await worldOf('p256')
    const { bytes } = await signPackage(libreOfficeWorkbook(), { signer: county.signer, time: signedAt })
    const parts = partsOf(bytes)
    for (const { name } of parts.filter((part) => part.name.endsWith('.rels'))) {
      expect(textOf(parts, name)).toMatch(
        /^<\?xml[^>]*\?>\n<Relationships xmlns="[^"]*">(<Relationship [^>]*\/>)*<\/Relationships>$/,
      )
    }
    expect(textOf(parts, 'xl/worksheets/_rels/sheet1.xml.rels')).toContain('http://www.example.gov.cn/list')
  })

  it('超链接里有 & 时提醒，签名照样有效', async () => {
    const { county, root } = await worldOf('p256')
    const workbook = excelWorkbook('http://www.example.gov.cn/list?a=1&amp;b=2')
    const { bytes, warnings } = await signPackage(workbook, { signer: county.signer, time: signedAt })
    expect(warnings).toMatchObject([{ code: 'ampersandTarget', part: 'xl/worksheets/_rels/sheet1.xml.rels' }])
    expect((await verifyPackage(bytes, { roots: [root.certificate], now })).verdict).toBe('validTrusted')
  })

  it('自定义属性也签进去', async () => {
    const { county, root } = await worldOf('p256')
    const parts = editing(excelParts(), {
      '[Content_Types].xml': (text) =>
        text.replace(
          '</Types>',
          '<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
        ),
      '_rels/.rels': (text) =>
        text.replace(
          '</Relationships>',
          '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>',
        ),
    })
    const workbook = buildZip([...parts, { name: 'docProps/custom.xml', content: '<Properties/>' }])
    const { bytes } = await signPackage(workbook, { signer: county.signer, time: signedAt })
    const { verdict, signatures } = await verifyPackage(bytes, { roots: [root.certificate], now })
    expect(verdict).toBe('validTrusted')
    expect(signatures[0]?.covered).toContain('docProps/custom.xml')
  })

  it('原有的签名默认类型不同时，也写得对', async () => {
    const { county, root } = await worldOf('p256')
    const parts = editing(excelParts(), {
      '[Content_Types].xml': (text) =>
        text.replace('</Types>', '<Default Extension="sigs" ContentType="application/x-other"/></Types>'),
    })
    const { bytes } = await signPackage(buildZip(parts), { signer: county.signer, time: signedAt })
    expect((await verifyPackage(bytes, { roots: [root.certificate], now })).verdict).toBe('validTrusted')
  })

  it('说明超过 255 个字、部件名不合规范、密钥与证书不符的，都不签', async () => {
    const { county, stranger } = await worldOf('p256')
    const options = { signer: county.signer, time: signedAt }
    await expect(signPackage(smallWorkbook(), { ...options, comment: '字'.repeat(256) })).rejects.toThrow(
      RangeError,
    )
    const odd = buildZip([...partsOf(excelWorkbook()), { name: 'xl/media/图.png', content: 'x' }])
    const refused = signPackage(odd, options)
    await expect(refused).rejects.toThrow(SignatureProblem)
    await expect(refused).rejects.toMatchObject({ reason: 'partName', part: 'xl/media/图.png' })
    const wrong = softwareSigner(stranger.privateKey, [county.certificate])
    await expect(signPackage(smallWorkbook(), { ...options, signer: wrong })).rejects.toThrow('与证书对不上')
    await expect(signPackage(Buffer.from('x'), options)).rejects.toThrow('结构异常')
  })

  it('签过的文件，导入照常打开', async () => {
    const { county } = await worldOf('p256')
    const { bytes } = await signPackage(await ownWorkbook(), { signer: county.signer, time: signedAt })
    const table = await openTable(bytes, '签名.xlsx')
    expect(table.warnings).toEqual([])
    expect(table.sheets[0]?.name).toBe('劳动力台账')
  })
})
