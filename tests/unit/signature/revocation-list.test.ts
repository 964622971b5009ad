import { beforeAll, describe, expect, it } from 'vitest'
import type { KeyKind, Signer } from '../../../src/main/core/signature/index.ts'
import {
  generatePrivateKey,
  readRevocationList,
  SignatureProblem,
  selfSignedCertificate,
  softwareKey,
  softwareSigner,
  writeRevocationList,
} from '../../../src/main/core/signature/index.ts'

const start = new Date('2026-11-23T02:00:00Z')
const end = new Date('2036-11-23T02:00:00Z')

async function signer(kind: KeyKind, purpose: 'unit' | 'authority', organization = '甲市'): Promise<Signer> {
  const key = await generatePrivateKey(kind)
  const name = { organization, commonName: `${organization}根证书` }
  const spec = { purpose, notBefore: start, notAfter: end }
  return softwareSigner(key, [await selfSignedCertificate(softwareKey(key), name, spec)])
}
const certificateOf = ({ certificateChain: [certificate] }: Signer) => {
  if (!certificate) throw new Error('no certificate')
  return certificate
}
const list = {
  number: 7n,
  thisUpdate: start,
  nextUpdate: end,
  entries: [
    { serial: '4f00aa', revokedAt: start, reason: 'keyCompromise' },
    // With the high bit set, DER puts a zero before it.
    { serial: '80ff', revokedAt: end, reason: null },
  ],
}

describe.each(['rsa2048', 'p256'] as const)('a revocation list signed with %s', (kind) => {
  let root: Signer
  beforeAll(async () => {
    root = await signer(kind, 'authority')
  })

  it('reads back as it was written, as DER and as PEM', async () => {
    const der = await writeRevocationList(root, list)
    const lines = der.toString('base64').match(/.{1,64}/g) ?? []
    const pem = `-----BEGIN X509 CRL-----\n${lines.join('\n')}\n-----END X509 CRL-----\n`
    for (const source of [der, pem]) {
      const read = readRevocationList(source)
      expect(read).toMatchObject(list)
      expect(read.isSignedBy(certificateOf(root))).toBe(true)
    }
  })

  it('may be empty, without an end', async () => {
    const der = await writeRevocationList(root, { ...list, nextUpdate: null, entries: [] })
    expect(readRevocationList(der)).toMatchObject({ nextUpdate: null, entries: [] })
  })

  it('is not signed by another root, not even of the same name, and no changed byte changes what is accepted', async () => {
    const der = await writeRevocationList(root, list)
    const others = [
      await signer(kind, 'authority'),
      await signer(kind, 'authority', '乙市'),
      await signer('p256', 'authority'),
    ]
    const read = readRevocationList(der)
    for (const other of others) expect(read.isSignedBy(certificateOf(other))).toBe(false)
    for (let index = 0; index < der.length; index++) {
      const changed = Buffer.from(der)
      changed[index] = (changed[index] ?? 0) ^ 1
      try {
        const found = readRevocationList(changed)
        // Bytes around what was signed may be read over; what is accepted is what was signed.
        if (found.isSignedBy(certificateOf(root))) expect(found, `byte ${index}`).toMatchObject(list)
      } catch (error) {
        expect(error, `byte ${index}`).toBeInstanceOf(SignatureProblem)
      }
    }
  })
})

describe('writing a revocation list', () => {
  it('is for roots only', async () => {
    await expect(writeRevocationList(await signer('p256', 'unit'), list)).rejects.toMatchObject({
      reason: 'issuerNotAuthority',
    })
  })
})

describe('what is no list', () => {
  it.each([[''], ['nothing'], ['-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----']])(
    '%j is refused',
    (text) => {
      expect(() => readRevocationList(text)).toThrow(SignatureProblem)
    },
  )
})
