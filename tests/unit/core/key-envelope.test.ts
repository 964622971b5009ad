import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import * as envelope from '../../../src/main/core/security/key-envelope.ts'

const { createDatabaseKey, createRecoveryKey, createSlot, normaliseRecoveryKey, readKeyFile, unwrapKey } =
  envelope
const folder = mkdtempSync(join(tmpdir(), 'keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const unit = { name: '云岭县就业服务中心', regionCode: '433126000000' }
const key = createDatabaseKey()
const slots = await Promise.all([
  createSlot('passphrase', '石主任', '青山绿水依旧常在', key),
  createSlot('recovery', '石主任', 'ABCDE', key),
])
const file: envelope.KeyFile = { format: 1, unit, slots }

describe('the keys of a ledger', () => {
  it('are 64 hexadecimal digits, never the same', () => {
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(createDatabaseKey()).not.toBe(key)
  })
  it('open with what wrapped them, and with nothing else', async () => {
    expect(await unwrapKey(file, 'passphrase', '青山绿水依旧常在')).toEqual({ key, user: '石主任' })
    expect(await unwrapKey(file, 'recovery', 'ABCDE')).toEqual({ key, user: '石主任' })
    expect(await unwrapKey(file, 'passphrase', '青山绿水依旧常在 ')).toBeNull()
    expect(await unwrapKey(file, 'passphrase', 'ABCDE')).toBeNull()
    expect(await unwrapKey(file, 'recovery', '青山绿水依旧常在')).toBeNull()
  })
  it('open however the same characters of a passphrase are composed', async () => {
    const composed = await createSlot('passphrase', '石主任', 'éàü1234', key)
    expect(await unwrapKey({ ...file, slots: [composed] }, 'passphrase', 'éàü1234'.normalize('NFD'))).toEqual(
      {
        key,
        user: '石主任',
      },
    )
  })
  it('do not open when a slot was changed or passed off as another kind', async () => {
    const [slot] = slots
    if (!slot) throw new Error('no slot')
    const wrapped = Buffer.from(slot.wrapped, 'base64')
    wrapped[3] = (wrapped[3] ?? 0) ^ 1
    for (const changed of [
      { ...slot, wrapped: wrapped.toString('base64') },
      { ...slot, wrapped: '' },
      { ...slot, passes: slot.passes + 1 },
      { ...slot, kind: 'recovery' as const },
    ]) {
      const { kind } = changed
      expect(await unwrapKey({ ...file, slots: [changed] }, kind, '青山绿水依旧常在')).toBeNull()
    }
  })
  it('are stretched to the same bytes where the runtime has no Argon2 of its own, as in Electron', async () => {
    vi.resetModules()
    vi.doMock('node:crypto', async (original) => ({
      ...(await original<typeof import('node:crypto')>()),
      argon2Sync: undefined,
    }))
    const electron = await import('../../../src/main/core/security/key-envelope.ts')
    expect((await import('node:crypto')).argon2Sync).toBeUndefined()
    vi.doUnmock('node:crypto')
    expect(await electron.unwrapKey(file, 'passphrase', '青山绿水依旧常在')).toEqual({ key, user: '石主任' })
    const slot = await electron.createSlot('passphrase', '石主任', '另一个口令很长', key)
    expect(await unwrapKey({ ...file, slots: [slot] }, 'passphrase', '另一个口令很长')).toEqual({
      key,
      user: '石主任',
    })
  })
})

describe('the recovery key', () => {
  it('has six groups of five signs that cannot be misread, and is read however it is typed', () => {
    for (let count = 0; count < 200; count++) {
      expect(createRecoveryKey()).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}(-[2-9A-HJKMNP-TV-Z]{5}){5}$/)
    }
    expect(normaliseRecoveryKey(' ab2de-fgh3k\nmnp4r ')).toBe('AB2DEFGH3KMNP4R')
  })
})

describe('the key file', () => {
  const path = join(folder, 'keys.json')
  it('is read as it was written, by its owner alone, and holds no secret', () => {
    envelope.writeKeyFile(path, file)
    expect(readKeyFile(path)).toEqual(file)
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
    for (const secret of [key, '青山绿水', 'ABCDE']) expect(readFileSync(path, 'utf8')).not.toContain(secret)
  })
  it.each([
    ['', 'nothing'],
    ['[]', 'a list'],
    [JSON.stringify({ ...file, format: 2 }), 'another format'],
    [JSON.stringify({ ...file, slots: {} }), 'slots that are none'],
    [JSON.stringify({ ...file, slots: [{ ...slots[0], memoryKib: 4_000_000_000 }] }), 'all memory'],
    [JSON.stringify({ ...file, slots: [{ ...slots[0], passes: 1e9 }] }), 'passes for a day'],
    [JSON.stringify({ ...file, slots: [{ ...slots[0], salt: 7 }] }), 'a salt that is no text'],
    [JSON.stringify({ ...file, slots: [null] }), 'an empty slot'],
  ])('is refused with a sentence when it holds %s (%s)', (content) => {
    writeFileSync(path, content)
    expect(() => readKeyFile(path)).toThrow('密钥文件已损坏')
  })
})
