import { beforeAll, describe, expect, it } from 'vitest'
import { signPackage, verifyPackage } from '../../../src/main/core/signature/index.ts'
import type { World } from '../../fixtures/signature/identities.ts'
import { now, signedAt, worldOf } from '../../fixtures/signature/identities.ts'
import { weakIdentity } from '../../fixtures/signature/odd-certificates.ts'
import { officeForms, signLikeOffice } from '../../fixtures/signature/office-forms.ts'
import { editing, excelParts, partsOf } from '../../fixtures/signature/workbooks.ts'
import { buildZip } from '../../fixtures/workbook/zip-builder.ts'

describe('Office 的签名', () => {
  let world: World
  beforeAll(async () => {
    world = await worldOf('rsa2048')
  })
  const options = () => ({ roots: [world.root.certificate], now })

  it.each(officeForms)('$name：读得出，对得上', async (form) => {
    const bytes = signLikeOffice(excelParts(), form, world.county)
    const { verdict, signatures } = await verifyPackage(bytes, { ...options(), allowSha1: true })
    expect(signatures[0]?.message).toBe('签名有效，签名单位可信，内容自签名以后没有改动。')
    expect(verdict).toBe('validTrusted')
    expect(signatures[0]?.signedAt).toEqual(signedAt)
    expect(signatures[0]?.comment).toBe('审核')
    const codes = signatures[0]?.warnings.map(({ code }) => code) ?? []
    expect(codes.includes('sha1')).toBe(form.hash === 'sha1')
    expect(codes.includes('noXades')).toBe(!form.xades)
  })

  it.each(officeForms)('$name：改动一个单元格就无效', async (form) => {
    const parts = partsOf(signLikeOffice(excelParts(), form, world.county))
    const tampered = editing(parts, {
      'xl/worksheets/sheet1.xml': (text) => text.replace('<v>41</v>', '<v>42</v>'),
    })
    const { verdict, reason, reasonPart } = await verifyPackage(buildZip(tampered), {
      ...options(),
      allowSha1: true,
    })
    expect({ verdict, reason, reasonPart }).toEqual({
      verdict: 'invalid',
      reason: 'partChanged',
      reasonPart: 'xl/worksheets/sheet1.xml',
    })
  })

  it('SHA-1 和短密钥默认不采信，要求时可以读并提醒', async () => {
    const [old] = officeForms
    if (old === undefined) throw new Error('no form')
    const bytes = signLikeOffice(excelParts(), old, world.county)
    expect(await verifyPackage(bytes, options())).toMatchObject({ verdict: 'invalid', reason: 'sha1' })
    const weak = await weakIdentity(world)
    const short = signLikeOffice(excelParts(), { ...old, hash: 'sha256' }, weak)
    expect(await verifyPackage(short, options())).toMatchObject({ verdict: 'invalid', reason: 'weakKey' })
    const read = await verifyPackage(short, { ...options(), allowSha1: true })
    expect(read.verdict).toBe('validTrusted')
    expect(read.warnings.map(({ code }) => code)).toEqual(['weakKey', 'noXades'])
  })

  it.each(officeForms)('$name：再由本单位加签，原来的签名仍然有效', async (form) => {
    const { stranger, county } = world
    const first = signLikeOffice(excelParts(), form, stranger)
    const { bytes, part } = await signPackage(first, { signer: county.signer, time: signedAt })
    expect(part).toBe('_xmlsignatures/sig2.xml')
    const { verdict, signatures } = await verifyPackage(bytes, { ...options(), allowSha1: true })
    expect(signatures.map((signature) => [signature.part, signature.verdict])).toEqual([
      ['_xmlsignatures/sig1.xml', 'validUnknownSigner'],
      ['_xmlsignatures/sig2.xml', 'validTrusted'],
    ])
    expect(verdict).toBe('validTrusted')
  })

  it('原来的签名已经失效的，不再加签', async () => {
    const [, , form] = officeForms
    if (form === undefined) throw new Error('no form')
    const parts = partsOf(signLikeOffice(excelParts(), form, world.stranger))
    const tampered = editing(parts, {
      'xl/worksheets/sheet1.xml': (text) => text.replace('<v>41</v>', '<v>42</v>'),
    })
    const signing = signPackage(buildZip(tampered), { signer: world.county.signer, time: signedAt })
    await expect(signing).rejects.toThrow('不能再加签')
  })
})
