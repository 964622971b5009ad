import { beforeAll, describe, expect, it } from 'vitest'
import type { Signer } from '../../../src/main/core/signature/index.ts'
import { signPackage, softwareSigner, verifyPackage } from '../../../src/main/core/signature/index.ts'
import type { World } from '../../fixtures/signature/identities.ts'
import { issued, now, selfSigned, signedAt, spec, worldOf } from '../../fixtures/signature/identities.ts'
import { windowsSelfSigned } from '../../fixtures/signature/odd-certificates.ts'
import { partsOf, smallWorkbook } from '../../fixtures/signature/workbooks.ts'
import { randomFrom } from '../../fixtures/workbook/reading.ts'

const signedBy = async (signer: Signer, time = signedAt) =>
  (await signPackage(smallWorkbook(), { signer, time })).bytes

describe('谁签的', () => {
  let world: World
  beforeAll(async () => {
    world = await worldOf('p256')
  })

  it('根证书签发的可信；没有根证书的，签名有效但签名人不明', async () => {
    const bytes = await signedBy(world.county.signer)
    const known = await verifyPackage(bytes, { roots: [world.root.certificate.toString()], now })
    expect(known).toMatchObject({ verdict: 'validTrusted', reason: null })
    expect(known.signatures[0]?.signer).toMatchObject({
      name: 'C=CN, O=甲县人力资源和社会保障局, CN=甲县人力资源和社会保障局, SERIALNUMBER=433126',
      issuer: 'C=CN, O=乙市人力资源和社会保障局, CN=乙市人力资源和社会保障局, SERIALNUMBER=433126',
    })
    const unknown = await verifyPackage(bytes, { now })
    expect(unknown).toMatchObject({ verdict: 'validUnknownSigner', reason: null })
    expect(unknown.message).toContain('请先核对其证书指纹')
  })

  it('指定信任的签名人可信，换了证书就不是他', async () => {
    const bytes = await signedBy(world.stranger.signer)
    const pinned = [new Uint8Array(world.stranger.certificate.raw)]
    expect(await verifyPackage(bytes, { pinned, now })).toMatchObject({
      verdict: 'validTrusted',
      signatures: [{ trustedBy: 'pinned', anchor: world.stranger.certificate.fingerprint256 }],
    })
    const other = await selfSigned('陌生人', 'p256', spec('unit', [2025, 2031]))
    expect(await verifyPackage(bytes, { pinned: [other.certificate], now })).toMatchObject({
      verdict: 'validUnknownSigner',
    })
  })

  it('与根证书同名的冒名者不可信', async () => {
    const impostor = await selfSigned('乙市人力资源和社会保障局', 'rsa2048', spec('authority'))
    const forged = await issued('甲县人力资源和社会保障局', 'p256', impostor)
    const bytes = await signedBy(
      softwareSigner(forged.privateKey, [forged.certificate, impostor.certificate]),
    )
    expect(await verifyPackage(bytes, { roots: [world.root.certificate], now })).toMatchObject({
      verdict: 'validUnknownSigner',
    })
  })

  it('经过中间签发机构也找得到根证书', async () => {
    const county = await issued('甲县签发机构', 'p256', world.root, spec('authority'))
    const town = await issued('某镇人民政府', 'p256', county)
    const chain = softwareSigner(town.privateKey, [town.certificate, county.certificate])
    const roots = [world.root.certificate]
    expect(await verifyPackage(await signedBy(chain), { roots, now })).toMatchObject({
      verdict: 'validTrusted',
    })
    expect(await verifyPackage(await signedBy(town.signer), { roots, now })).toMatchObject({
      verdict: 'validUnknownSigner',
    })
    const isRevoked = ({ fingerprint256 }: { fingerprint256: string }) =>
      fingerprint256 === county.certificate.fingerprint256
    expect(await verifyPackage(await signedBy(chain), { roots, now, isRevoked })).toMatchObject({
      verdict: 'invalid',
      reason: 'certificateRevoked',
    })
  })

  it('吊销的证书不可信，指定信任的也一样', async () => {
    const bytes = await signedBy(world.stranger.signer)
    const pinned = [world.stranger.certificate]
    expect(await verifyPackage(bytes, { pinned, now, isRevoked: () => true })).toMatchObject({
      verdict: 'invalid',
      reason: 'certificateRevoked',
    })
  })

  it('Windows 自签的证书带签发标志：作为不明签名人，指定信任后可信', async () => {
    const windows = await windowsSelfSigned(world)
    const bytes = await signedBy(windows.signer)
    expect(await verifyPackage(bytes, { roots: [windows.certificate], now })).toMatchObject({
      verdict: 'validUnknownSigner',
    })
    expect(await verifyPackage(bytes, { pinned: [windows.certificate], now })).toMatchObject({
      verdict: 'validTrusted',
    })
  })

  it('根证书自己不签工作簿', async () => {
    const bytes = await signedBy(world.root.signer)
    expect(await verifyPackage(bytes, { roots: [world.root.certificate], now })).toMatchObject({
      verdict: 'invalid',
      reason: 'keyUsage',
    })
  })

  it('证书现在过期而签名时有效，提醒；签名时间在将来，提醒', async () => {
    const roots = [world.root.certificate]
    const later = new Date('2035-01-01T00:00:00Z')
    const past = await verifyPackage(await signedBy(world.county.signer), { roots, now: later })
    expect(past.verdict).toBe('validTrusted')
    expect(past.warnings.map(({ code }) => code)).toEqual(['certificateExpiredNow'])
    const ahead = new Date('2026-06-03T00:00:00Z')
    const future = await verifyPackage(await signedBy(world.county.signer, ahead), { roots, now })
    expect(future.verdict).toBe('validTrusted')
    expect(future.warnings.map(({ code }) => code)).toEqual(['signedInFuture'])
  })

  it('没有签名的是没有签名，不是有效', async () => {
    const report = await verifyPackage(smallWorkbook(), { roots: [world.root.certificate], now })
    expect(report).toMatchObject({ verdict: 'unsigned', message: '文件没有数字签名。', signatures: [] })
    expect(report.uncovered).toContain('xl/workbook.xml')
  })

  it('不是表格的文件不会出错', async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(100_000, 0x50)]) {
      expect((await verifyPackage(bytes, { now })).verdict).toBe('invalid')
    }
  })

  it('任何一位改动之后，要么无效，要么签名的内容没有变，不会出错', async () => {
    const bytes = Buffer.from(await signedBy(world.county.signer))
    const contents = () => partsOf(bytes).filter(({ name }) => !name.startsWith('[Content'))
    const before = contents()
    const random = randomFrom(20260305)
    const roots = [world.root.certificate]
    let refused = 0
    for (let round = 0; round < 600; round++) {
      const position = random(bytes.length)
      const value = bytes[position] ?? 0
      bytes[position] = value ^ (1 << random(8))
      const { verdict } = await verifyPackage(bytes, { roots, now })
      // Bits that say nothing (the time of an entry) may change without harm.
      if (verdict === 'validTrusted') expect(contents()).toEqual(before)
      else refused++
      bytes[position] = value
    }
    expect(refused).toBeGreaterThan(500)
  })
})
