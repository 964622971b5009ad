import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyVault } from '../../../src/main/core/security/key-vault.ts'

const databaseKey = 'ab'.repeat(32)
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const der = () => privateKey.export({ type: 'pkcs8', format: 'der' })

describe('sealing private keys', () => {
  it('gives the same key back, also to another program run with the same database key', () => {
    const sealed = createKeyVault(databaseKey).seal(privateKey, 'one')
    const opened = createKeyVault(databaseKey).open(sealed, 'one')
    expect(opened.export({ type: 'pkcs8', format: 'der' })).toEqual(der())
  })

  it('holds nothing of the key in plain, and never the same bytes twice', () => {
    const vault = createKeyVault(databaseKey)
    const sealed = vault.seal(privateKey, 'one')
    expect(sealed.includes(der().subarray(20, 36))).toBe(false)
    expect(vault.seal(privateKey, 'one')).not.toEqual(sealed)
  })

  it('does not open under another label, another database key, or with any byte changed', () => {
    const vault = createKeyVault(databaseKey)
    const sealed = vault.seal(privateKey, 'one')
    expect(() => vault.open(sealed, 'two')).toThrow()
    expect(() => createKeyVault('cd'.repeat(32)).open(sealed, 'one')).toThrow()
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(() => vault.open(changed, 'one'), `byte ${index}`).toThrow()
    }
    for (const length of [0, 5, 27, sealed.length - 1])
      expect(() => vault.open(sealed.subarray(0, length), 'one'), `${length} bytes`).toThrow()
  })
})
