import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Keeps private keys: PKCS#8 under AES-256-GCM, with a key that HKDF-SHA-256 derives from the database key. They lie in
 * the encrypted database, so a copy of its plain content alone does not give a key away.
 */
export interface KeyVault {
  /** `label` belongs to the key: what was sealed under one does not open under another. */
  seal(key: KeyObject, label: string): Buffer
  /** Throws where label, content or database key do not fit. */
  open(sealed: Uint8Array, label: string): KeyObject
}

const nonceBytes = 12
const tagBytes = 16

/** @param databaseKey 64 hexadecimal digits */
export function createKeyVault(databaseKey: string): KeyVault {
  const info = 'labour-desk private keys 1'
  const wrappingKey = Buffer.from(hkdfSync('sha256', Buffer.from(databaseKey, 'hex'), '', info, 32))
  return {
    seal(key, label) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce).setAAD(Buffer.from(label))
      const plain = key.export({ type: 'pkcs8', format: 'der' })
      const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
      plain.fill(0)
      return sealed
    },
    open(sealed, label) {
      const bytes = Buffer.from(sealed)
      const nonce = bytes.subarray(0, nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', wrappingKey, nonce, { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(label)).setAuthTag(bytes.subarray(-tagBytes))
      const plain = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
      const key = createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
      plain.fill(0)
      return key
    },
  }
}
