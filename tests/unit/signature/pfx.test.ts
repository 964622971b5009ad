import { createSecureContext } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { certificateFacts, readPfx, writePfx } from '../../../src/main/core/signature/index.ts'
import { deriveKey } from '../../../src/main/core/signature/pkcs12-encryption.ts'
import { decryptRc2Cbc } from '../../../src/main/core/signature/rc2.ts'
import { issued, spec, worldOf } from '../../fixtures/signature/identities.ts'
import { foreignKeyFiles, foreignPassphrase } from '../../fixtures/signature/key-files.ts'

describe('证书文件（.pfx）', () => {
  it.each(foreignKeyFiles)('读别的程序写的：%s', (_, base64) => {
    const bytes = Buffer.from(base64, 'base64')
    const { privateKey, certificateChain } = readPfx(bytes, foreignPassphrase)
    const [certificate] = certificateChain
    if (certificate === undefined) throw new Error('no certificate')
    expect(certificate.checkPrivateKey(privateKey)).toBe(true)
    expect(certificateFacts(certificate).subjectName).toBe('C=CN, O=测试单位, CN=旧文件')
    expect(() => readPfx(bytes, '不对')).toThrow('密码不对')
    expect(() => readPfx(bytes.subarray(0, 300), foreignPassphrase)).toThrow('无法读取')
  })

  it.each(['rsa2048', 'p256'] as const)('写出的再读回，OpenSSL 也认（%s）', async (kind) => {
    const { root, county } = await worldOf(kind)
    const { privateKey, certificate } = county
    const bytes = writePfx(
      { privateKey, certificateChain: [certificate, root.certificate] },
      '新密码 1',
      '甲县',
    )
    const again = readPfx(bytes, '新密码 1')
    expect(again.privateKey.equals(privateKey)).toBe(true)
    expect(again.certificateChain.map(({ raw }) => raw)).toEqual([certificate.raw, root.certificate.raw])
    expect(() => createSecureContext({ pfx: bytes, passphrase: '新密码 1' })).not.toThrow()
    expect(() => createSecureContext({ pfx: bytes, passphrase: '别的' })).toThrow()
    expect(() => readPfx(bytes, '')).toThrow('密码不对')
  })

  it('私钥不以明文出现', async () => {
    const { county } = await worldOf('p256')
    const { privateKey, certificate } = county
    const bytes = writePfx({ privateKey, certificateChain: [certificate] }, '密码', '甲县')
    const { d = '' } = privateKey.export({ format: 'jwk' })
    expect(bytes.includes(Buffer.from(d, 'base64url'))).toBe(false)
  })

  it('私钥与证书不是一对的，说没有可用的私钥', async () => {
    const { county, root } = await worldOf('p256')
    const other = await issued('别的单位', 'p256', root, spec('unit'))
    const bytes = writePfx(
      { privateKey: other.privateKey, certificateChain: [county.certificate] },
      '密码',
      '甲县',
    )
    expect(() => readPfx(bytes, '密码')).toThrow('没有可用的私钥和证书')
    expect(() => readPfx(Buffer.from('不是'), '密码')).toThrow('无法读取')
  })

  it('任何一个字节改动之后，要么拒绝，要么读出同一把私钥', () => {
    const [, base64 = ''] = foreignKeyFiles[0] ?? []
    const bytes = Buffer.from(base64, 'base64')
    const whole = readPfx(bytes, foreignPassphrase)
    for (let position = 0; position < bytes.length; position += 11) {
      const broken = Buffer.from(bytes)
      broken[position] = (broken[position] ?? 0) ^ 0x10
      try {
        expect(readPfx(broken, foreignPassphrase).privateKey.equals(whole.privateKey)).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({ name: 'SignatureProblem' })
      }
    }
  })

  it('RC2 与 RFC 2268 的例子一致', () => {
    // Section 5, for keys whose effective length is their own. There is no padding in the examples.
    const cases: [key: string, plain: string, cipher: string][] = [
      ['88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '2269552ab0f85ca6'],
      ['3000000000000000', '1000000000000001', '30649edf9be7d2c2'],
      ['ffffffffffffffff', 'ffffffffffffffff', '278b27e42e2f0d49'],
    ]
    for (const [key, plain, cipher] of cases) {
      const bare = () => decryptRc2Cbc(Buffer.from(key, 'hex'), Buffer.alloc(8), Buffer.from(cipher, 'hex'))
      if (plain !== '1000000000000001') expect(bare).toThrow('padding')
      // A vector that turns the plain text into a block of padding.
      const iv = Buffer.from(plain, 'hex').map((byte) => byte ^ 8)
      expect(decryptRc2Cbc(Buffer.from(key, 'hex'), iv, Buffer.from(cipher, 'hex'))).toEqual(Buffer.alloc(0))
    }
  })

  it('密钥的推导与公开的例子一致', () => {
    // Test vectors that OpenSSL and Bouncy Castle share (password "smeg").
    const parameters = { passphrase: 'smeg', salt: Buffer.from('0a58cf64530d823f', 'hex'), iterations: 1 }
    expect(deriveKey({ ...parameters, purpose: 1, length: 24, hash: 'sha1' }).toString('hex')).toBe(
      '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3',
    )
  })
})
