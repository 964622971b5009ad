import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  certificateFacts,
  certificateRequest,
  generatePrivateKey,
  issueCertificate,
  readCertificate,
  readCertificateRequest,
  selfSignedCertificate,
  softwareKey,
  softwareSigner,
} from '../../../src/main/core/signature/index.ts'
import { keyNamed, spec, worldOf } from '../../fixtures/signature/identities.ts'

const unit = { organization: '甲县人社局', commonName: '甲县人社局“专用, 章”', code: '433126' }

describe.each(['rsa2048', 'rsa3072', 'p256'] as const)('证书（%s）', (kind) => {
  it('单位自签的证书：名称、期限、用途', async () => {
    const key = softwareKey(await keyNamed('单位', kind))
    const certificate = await selfSignedCertificate(key, unit, spec('unit', [2026, 2055]))
    expect(certificate.verify(key.publicKey)).toBe(true)
    expect(certificate.ca).toBe(false)
    expect(certificateFacts(certificate)).toMatchObject({
      subjectName: 'C=CN, O=甲县人社局, CN=甲县人社局“专用\\, 章”, SERIALNUMBER=433126',
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2055-01-01T00:00:00Z'),
      authority: false,
      usages: new Set(['digitalSignature', 'nonRepudiation']),
      signatureHash: 'sha256',
      unknownCritical: false,
    })
  })

  it('上级按申请签发证书', async () => {
    const { root } = await worldOf(kind)
    const key = softwareKey(await keyNamed('单位', kind))
    const request = await certificateRequest(key, unit)
    expect(request).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----\n/)
    const certificate = await issueCertificate(readCertificateRequest(request), root.signer, spec('unit'))
    expect(certificate.checkIssued(root.certificate)).toBe(true)
    expect(certificate.verify(root.certificate.publicKey)).toBe(true)
    expect(certificateFacts(certificate)).toMatchObject({ authority: false })
    expect(root.certificate.ca).toBe(true)
    expect(certificateFacts(root.certificate)).toMatchObject({
      authority: true,
      usages: new Set(['keyCertSign', 'cRLSign']),
    })
    expect(BigInt(`0x${certificate.serialNumber}`)).toBeGreaterThan(2n ** 120n)
  })

  it('申请的签名对不上、不是申请、由无权的一方签发，都拒绝', async () => {
    const { county } = await worldOf(kind)
    const request = await certificateRequest(softwareKey(await keyNamed('单位', kind)), unit)
    const der = Buffer.from(request.replace(/-----[^-]+-----/g, ''), 'base64')
    for (const position of [der.length - 5, 60]) {
      const broken = Buffer.from(der)
      broken[position] = (broken[position] ?? 0) ^ 1
      expect(() => readCertificateRequest(broken)).toThrow()
    }
    expect(() => readCertificateRequest('不是申请')).toThrow('证书申请文件无法读取')
    expect(() => readCertificateRequest(Buffer.from('0'))).toThrow('证书申请文件无法读取')
    const issuing = issueCertificate(readCertificateRequest(der), county.signer, spec('unit'))
    await expect(issuing).rejects.toThrow('无权签发')
  })
})

describe('证书的读取', () => {
  it('PEM、DER 和读好的都可以；后面夹带字节的不行', async () => {
    const { root } = await worldOf('p256')
    const { raw } = root.certificate
    expect(readCertificate(root.certificate.toString()).raw).toEqual(raw)
    expect(readCertificate(raw).raw).toEqual(raw)
    expect(readCertificate(new X509Certificate(raw)).raw).toEqual(raw)
    expect(() => readCertificate(Buffer.concat([raw, Buffer.from('x')]))).toThrow('无法读取')
    expect(() => readCertificate('x')).toThrow('无法读取')
  })

  it('太短的密钥和不支持的曲线不能签名', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
    await expect(selfSignedCertificate(softwareKey(short), unit, spec('unit'))).rejects.toThrow('密钥太短')
    const other = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
    await expect(selfSignedCertificate(softwareKey(other), unit, spec('unit'))).rejects.toThrow(
      '不支持的算法',
    )
  })

  it('设备给出的签名长度不对时，不会当作有效', async () => {
    const key = softwareKey(await generatePrivateKey('p256'))
    const certificate = await selfSignedCertificate(key, unit, spec('unit'))
    const signer = { ...softwareSigner(await generatePrivateKey('p256'), [certificate]) }
    const { root } = await worldOf('p256')
    const device = { certificateChain: [root.certificate], sign: async () => new Uint8Array(64) }
    const request = readCertificateRequest(await certificateRequest(key, unit))
    await expect(issueCertificate(request, device, spec('unit'))).rejects.toThrow('与证书对不上')
    expect(signer.certificateChain).toEqual([certificate])
  })
})
