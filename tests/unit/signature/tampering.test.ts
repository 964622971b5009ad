import { beforeAll, describe, expect, it } from 'vitest'
import { verifyPackage } from '../../../src/main/core/signature/index.ts'
import { signedBase, variants } from '../../fixtures/signature/corpus.ts'
import { now, worldOf } from '../../fixtures/signature/identities.ts'
import type { SignedBase } from '../../fixtures/signature/variant.ts'

describe.each(['rsa2048', 'p256'] as const)('改动过的签名工作簿（%s）', (kind) => {
  let base: SignedBase

  beforeAll(async () => {
    base = await signedBase(await worldOf(kind))
  })

  const verify = (bytes: Uint8Array) => verifyPackage(bytes, { roots: [base.world.root.certificate], now })

  it('改动之前有效且可信', async () => {
    const { verdict, signatures } = await verify(base.bytes)
    expect(signatures.map(({ message }) => message)).toEqual([
      '签名有效，签名单位可信，内容自签名以后没有改动。',
    ])
    expect(verdict).toBe('validTrusted')
  })

  it.each(variants)('$name：$expected', async ({ expected, make }) => {
    const { verdict, reason, message } = await verify(await make(base))
    if (expected === 'unsigned') expect(verdict).toBe('unsigned')
    else expect({ verdict, reason }).toEqual({ verdict: 'invalid', reason: expected })
    expect(message).toMatch(/^[^！]+[。）]$/)
  })

  it('至少六十种改动，名称各不相同', () => {
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length)
    expect(variants.length).toBeGreaterThanOrEqual(60)
  })
})
