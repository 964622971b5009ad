import * as crypto from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { argon2id } from 'hash-wasm'
import { Refusal } from '../../../shared/contract/result.ts'

/**
 * The random key of the database, wrapped once per way in (passphrase, recovery key). The file holds
 * no secret: each slot is the key under AES-256-GCM with a key that Argon2id makes from what the
 * person knows. Changing a passphrase rewrites one slot and never the database.
 */
export interface KeyFile {
  format: 1
  unit: { name: string; regionCode: string }
  slots: Slot[]
}

type SlotKind = 'passphrase' | 'recovery'

interface Slot {
  kind: SlotKind
  user: string
  salt: string
  memoryKib: number
  passes: number
  parallelism: number
  nonce: string
  wrapped: string
}

/** Key and tag. */
const wrappedLength = 32 + 16
/** What guessing one passphrase costs whoever holds the file. */
const cost = { memoryKib: 64 * 1024, passes: 3, parallelism: 4 }
export type StretchCost = typeof cost

export const createDatabaseKey = (): string => crypto.randomBytes(32).toString('hex')

const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 30 characters that cannot be misread, in groups of five: 147 bits. */
export function createRecoveryKey(): string {
  const letters = Array.from({ length: 30 }, () => alphabet[crypto.randomInt(alphabet.length)])
  return letters.join('').replace(/(.{5})(?=.)/g, '$1-')
}

/** What a person types of it: any case, with or without dashes and spaces. */
export const normaliseRecoveryKey = (text: string): string => text.toUpperCase().replace(/[^0-9A-Z]/g, '')

/** `stretchCost` is never given by the program: a test that opens a hundred offices need not pay a hundred times. */
export async function createSlot(
  kind: SlotKind,
  user: string,
  secret: string,
  key: string,
  stretchCost: StretchCost = cost,
): Promise<Slot> {
  const salt = crypto.randomBytes(16)
  const nonce = crypto.randomBytes(12)
  const cipher = crypto.createCipheriv('aes-256-gcm', await stretch(secret, salt, stretchCost), nonce)
  cipher.setAAD(Buffer.from(kind))
  const wrapped = Buffer.concat([cipher.update(Buffer.from(key, 'hex')), cipher.final(), cipher.getAuthTag()])
  return {
    kind,
    user,
    salt: salt.toString('base64'),
    ...stretchCost,
    nonce: nonce.toString('base64'),
    wrapped: wrapped.toString('base64'),
  }
}

/** Who can open with a passphrase, in the order in which they were added. */
export const usersOf = (file: KeyFile): string[] =>
  file.slots.filter(({ kind }) => kind === 'passphrase').map(({ user }) => user)

/** The file with the passphrase of somebody put in, renewed or (`null`) taken out; whoever opened before keeps their place. */
export function withPassphrase(file: KeyFile, user: string, slot: Slot | null): KeyFile {
  const isTheirs = (one: Slot) => one.kind === 'passphrase' && one.user === user
  const slots = file.slots.flatMap((one) => (isTheirs(one) ? (slot ?? []) : one))
  return { ...file, slots: slot && !file.slots.some(isTheirs) ? [...slots, slot] : slots }
}

/** The database key and whose slot opened, or null when the secret opens none; `user` looks at theirs alone. */
export async function unwrapKey(
  file: KeyFile,
  kind: SlotKind,
  secret: string,
  user?: string,
): Promise<{ key: string; user: string } | null> {
  const slots = file.slots.filter((slot) => slot.kind === kind && (user === undefined || slot.user === user))
  for (const slot of slots) {
    const wrapped = Buffer.from(slot.wrapped, 'base64')
    if (wrapped.length !== wrappedLength) continue
    const stretched = await stretch(secret, Buffer.from(slot.salt, 'base64'), slot)
    const decipher = crypto.createDecipheriv('aes-256-gcm', stretched, Buffer.from(slot.nonce, 'base64'))
    decipher.setAAD(Buffer.from(kind))
    decipher.setAuthTag(wrapped.subarray(-16))
    try {
      const key = Buffer.concat([decipher.update(wrapped.subarray(0, -16)), decipher.final()])
      return { key: key.toString('hex'), user: slot.user }
    } catch {
      // The tag does not fit: another passphrase.
    }
  }
  return null
}

async function stretch(
  secret: string,
  salt: Buffer,
  { memoryKib, passes, parallelism }: StretchCost,
): Promise<Buffer> {
  const message = Buffer.from(secret.normalize('NFC'))
  // Electron's BoringSSL has no Argon2; hash-wasm gives the same bytes, three times slower.
  if (typeof crypto.argon2Sync === 'function') {
    return crypto.argon2Sync('argon2id', {
      message,
      nonce: salt,
      parallelism,
      tagLength: 32,
      memory: memoryKib,
      passes,
    })
  }
  const bytes = await argon2id({
    password: message,
    salt,
    parallelism,
    iterations: passes,
    memorySize: memoryKib,
    hashLength: 32,
    outputType: 'binary',
  })
  return Buffer.from(bytes)
}

/** Throws a Refusal when the file is not readable as a key file. */
export function readKeyFile(path: string): KeyFile {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as KeyFile
    if (file.format !== 1 || typeof file.unit?.name !== 'string' || !file.slots.every(isSlot))
      throw new Error('format')
    return file
  } catch {
    throw new Refusal(
      'refused',
      '密钥文件已损坏或不见了，数据无法解锁。数据未被改动，请从备份中恢复密钥文件。',
    )
  }
}

const isWithin = (value: unknown, low: number, high: number): boolean =>
  Number.isInteger(value) && Number(value) >= low && Number(value) <= high

/** A damaged figure must not make the unlocking take all memory, or all day. */
const isSlot = (slot: Slot): boolean =>
  (slot.kind === 'passphrase' || slot.kind === 'recovery') &&
  [slot.user, slot.salt, slot.nonce, slot.wrapped].every((text) => typeof text === 'string') &&
  isWithin(slot.memoryKib, 8, 1024 * 1024) &&
  isWithin(slot.passes, 1, 20) &&
  isWithin(slot.parallelism, 1, 16)

/** Replaces the file at once or not at all. */
export function writeKeyFile(path: string, file: KeyFile): void {
  const temporary = `${path}.new`
  const descriptor = openSync(temporary, 'w', 0o600)
  try {
    writeSync(descriptor, JSON.stringify(file, null, 2))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, path)
}
