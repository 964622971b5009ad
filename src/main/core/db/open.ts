import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { Refusal } from '../../../shared/contract/result.ts'
import { attachNationalRegions } from '../region/region.store.ts'

/**
 * Opening the encrypted database file. Facts that this file lives by (measured, see src/README.md):
 * a raw key must be exactly 64 hexadecimal digits, otherwise it silently becomes a passphrase; a
 * build without ciphers accepts `PRAGMA key` and writes plain text, so the header is looked at;
 * temp_store must be memory, or plain ID numbers reach temporary files; only synchronous=FULL keeps
 * an acknowledged commit through a power loss.
 *
 *   const db = openDatabase({ file, key, regionsFile, mode: 'write' })
 */
export type Db = Database.Database

/**
 * AEGIS-256, authenticated like ChaCha20-Poly1305. Reading a page costs 0.5 µs more than plain instead of 13 µs,
 * because processors with AES instructions do it in hardware; after every commit the reading connections
 * decrypt again what they look at.
 */
export const cipher = 'aegis'

export interface OpenOptions {
  file: string
  /** 64 lower-case hexadecimal digits. */
  key: string
  /** The plain national region list, attached as `national`. */
  regionsFile: string
  mode: 'create' | 'write' | 'read'
  /** Pages kept in memory once they were read. */
  cacheMegabytes?: number
}

const damaged = () =>
  new Refusal('refused', '数据文件已损坏，无法打开。数据未被改动，请用最近的备份恢复，或联系技术人员。')

/** Throws a Refusal when the file is damaged or not ours; never changes it then. */
export function openDatabase({ file, key, regionsFile, mode, cacheMegabytes = 64 }: OpenOptions): Db {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new Error('database key must be 64 hexadecimal digits')
  if (mode !== 'create') assertEncryptedFile(file)
  let db: Db
  try {
    db = new Database(file, { readonly: mode === 'read', fileMustExist: mode !== 'create' })
  } catch {
    throw new Refusal('refused', '数据文件打不开，请检查它所在的磁盘是否可读写。')
  }
  try {
    db.pragma(`cipher = '${cipher}'`)
    db.pragma(`key = "x'${key}'"`)
    if (mode !== 'read') db.pragma('journal_mode = WAL')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
  } catch (error) {
    db.close()
    throw isFull(error) ? diskFull() : damaged()
  }
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma('secure_delete = ON')
  db.pragma(`cache_size = -${cacheMegabytes * 1024}`)
  db.pragma('busy_timeout = 5000')
  attachNationalRegions(db, regionsFile)
  return db
}

const plainHeader = Buffer.from('SQLite format 3\0')

/** Refuses a plain, empty or cut-off file before SQLite touches it. */
function assertEncryptedFile(file: string) {
  if (!existsSync(file) || !statSync(file).isFile() || statSync(file).size < 4096) throw damaged()
  if (readHeader(file).equals(plainHeader)) throw damaged()
}

/** Makes sure that what was just created is really encrypted on disk. */
export function assertWrittenEncrypted(file: string) {
  if (readHeader(file).equals(plainHeader)) throw new Error('database was written without encryption')
}

function readHeader(file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const header = Buffer.alloc(16)
    readSync(descriptor, header, 0, 16, 0)
    return header
  } finally {
    closeSync(descriptor)
  }
}

const codeOf = (error: unknown) => (error as { code?: string } | null)?.code ?? ''
const isFull = (error: unknown) => codeOf(error).startsWith('SQLITE_FULL')
const diskFull = () => new Refusal('refused', '磁盘空间不足，内容没有写入。请腾出空间后重试。')

/** The Refusal behind a driver error that a clerk can do something about; null for all others. */
export function refusalOf(error: unknown): Refusal | null {
  const code = codeOf(error)
  if (isFull(error)) return diskFull()
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return damaged()
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return new Refusal('refused', '数据文件不可写，内容没有保存。请检查文件是否只读、磁盘是否可写。')
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new Refusal('refused', '读写磁盘出错，内容没有保存。请检查磁盘或U盘是否被拔出。')
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new Refusal('busy', '数据正被另一个程序占用，请稍后重试。')
  }
  return null
}
