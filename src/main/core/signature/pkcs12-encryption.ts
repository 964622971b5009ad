/**
 * Passwords in .pfx files: the key derivation of PKCS#12 (RFC 7292, appendix B), the old ciphers that Windows, Java and
 * OpenSSL 1 write with it (3DES, RC2), and PBES2 (RFC 8018) of newer programs. pkijs reads PBES2 only, and neither
 * OpenSSL 3 nor Electron's crypto knows RC2.
 */
import { createCipheriv, createDecipheriv, hash as oneShotHash, pbkdf2Sync } from 'node:crypto'
import { Integer, Null, OctetString, Sequence } from 'asn1js'
import { AlgorithmIdentifier, PBES2Params, PBKDF2Params } from 'pkijs'
import { ownBytes } from './der.ts'
import { SignatureProblem } from './problems.ts'
import { decryptRc2Cbc } from './rc2.ts'

const ids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha1: '1.2.840.113549.2.7',
  hmacSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const

const hmacHashes: Readonly<Record<string, string>> = {
  [ids.hmacSha1]: 'sha1',
  [ids.hmacSha256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}

const ciphers: Readonly<Record<string, { cipher: string; keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { cipher: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { cipher: 'aes-192-cbc', keyBytes: 24 },
  [ids.aes256Cbc]: { cipher: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { cipher: 'des-ede3-cbc', keyBytes: 24 },
}

/** pbeWithSHA1And… of RFC 7292, appendix C. */
const oldCiphers: Readonly<Record<string, { cipher: '3des' | 'rc2'; keyBytes: number }>> = {
  '1.2.840.113549.1.12.1.3': { cipher: '3des', keyBytes: 24 },
  '1.2.840.113549.1.12.1.5': { cipher: 'rc2', keyBytes: 16 },
  '1.2.840.113549.1.12.1.6': { cipher: 'rc2', keyBytes: 5 },
}

/** A file may ask for so much work that the program stands still. */
const maximumIterations = 2_000_000
const writtenIterations = 100_000

function unreadable(detail: string): SignatureProblem {
  return new SignatureProblem('pfxUnreadable', null, detail)
}

/** Decrypts a key or the certificates. Throws `SignatureProblem` ('pfxUnreadable', 'pfxPassphrase'). */
export function decryptWithPassphrase(
  { algorithmId, algorithmParams }: AlgorithmIdentifier,
  content: Uint8Array,
  passphrase: string,
): Buffer {
  try {
    if (algorithmId === ids.pbes2)
      return decryptPbes2(new PBES2Params({ schema: algorithmParams }), content, passphrase)
    const old = oldCiphers[algorithmId]
    if (old === undefined) throw unreadable(`cipher ${algorithmId}`)
    const { salt, iterations } = oldParameters(algorithmParams)
    const derive = (purpose: 1 | 2, length: number) =>
      deriveKey({ passphrase, salt, iterations, purpose, length, hash: 'sha1' })
    const key = derive(1, old.keyBytes)
    const iv = derive(2, 8)
    if (old.cipher === 'rc2') return decryptRc2Cbc(key, iv, content)
    const decipher = createDecipheriv('des-ede3-cbc', key, iv)
    return Buffer.concat([decipher.update(content), decipher.final()])
  } catch (error) {
    if (error instanceof SignatureProblem) throw error
    // Wrong padding is how a wrong passphrase shows.
    throw new SignatureProblem('pfxPassphrase', null, String(error))
  }
}

function oldParameters(parameters: unknown): { salt: Buffer; iterations: number } {
  const [salt, iterations] = parameters instanceof Sequence ? parameters.valueBlock.value : []
  if (!(salt instanceof OctetString) || !(iterations instanceof Integer)) throw unreadable('parameters')
  return {
    salt: Buffer.from(salt.valueBlock.valueHexView),
    iterations: checkedIterations(iterations.valueBlock.valueDec),
  }
}

function checkedIterations(count: number): number {
  if (!(count >= 1 && count <= maximumIterations)) throw unreadable(`${count} iterations`)
  return count
}

function decryptPbes2(parameters: PBES2Params, content: Uint8Array, passphrase: string): Buffer {
  const { keyDerivationFunc, encryptionScheme } = parameters
  if (keyDerivationFunc.algorithmId !== ids.pbkdf2) throw unreadable('key derivation')
  const pbkdf2 = new PBKDF2Params({ schema: keyDerivationFunc.algorithmParams })
  const hash = hmacHashes[pbkdf2.prf?.algorithmId ?? ids.hmacSha1]
  const cipher = ciphers[encryptionScheme.algorithmId]
  const iv: unknown = encryptionScheme.algorithmParams
  const salt: unknown = pbkdf2.salt
  if (hash === undefined || cipher === undefined) throw unreadable('cipher')
  if (!(iv instanceof OctetString) || !(salt instanceof OctetString)) throw unreadable('parameters')
  const iterations = checkedIterations(pbkdf2.iterationCount)
  const key = pbkdf2Sync(passphrase, salt.valueBlock.valueHexView, iterations, cipher.keyBytes, hash)
  const decipher = createDecipheriv(cipher.cipher, key, iv.valueBlock.valueHexView)
  return Buffer.concat([decipher.update(content), decipher.final()])
}

/** Encrypts with PBES2: PBKDF2 with HMAC-SHA-256, AES-256-CBC. Windows 10 1709, OpenSSL 1.1 and Java 8 read it. */
export function encryptWithPassphrase(
  content: Uint8Array,
  passphrase: string,
  random: { salt: Buffer; iv: Buffer },
): { algorithm: AlgorithmIdentifier; content: Buffer } {
  const key = pbkdf2Sync(passphrase, random.salt, writtenIterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, random.iv)
  const derivation = new PBKDF2Params({
    salt: new OctetString({ valueHex: ownBytes(random.salt) }),
    iterationCount: writtenIterations,
    prf: new AlgorithmIdentifier({ algorithmId: ids.hmacSha256, algorithmParams: new Null() }),
  })
  const parameters = new PBES2Params({
    keyDerivationFunc: new AlgorithmIdentifier({
      algorithmId: ids.pbkdf2,
      algorithmParams: derivation.toSchema(),
    }),
    encryptionScheme: new AlgorithmIdentifier({
      algorithmId: ids.aes256Cbc,
      algorithmParams: new OctetString({ valueHex: ownBytes(random.iv) }),
    }),
  })
  return {
    algorithm: new AlgorithmIdentifier({ algorithmId: ids.pbes2, algorithmParams: parameters.toSchema() }),
    content: Buffer.concat([cipher.update(content), cipher.final()]),
  }
}

export interface Derivation {
  readonly passphrase: string
  readonly salt: Uint8Array
  readonly iterations: number
  /** 1 a key, 2 an initialisation vector, 3 a key for the checksum. */
  readonly purpose: 1 | 2 | 3
  readonly length: number
  readonly hash: string
}

/** RFC 7292, appendix B.2. The passphrase goes in as UTF-16 with a closing zero. */
export function deriveKey(derivation: Derivation): Buffer {
  const { passphrase, salt, iterations, purpose, length, hash } = derivation
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16()
  const diversifier = Buffer.alloc(block, purpose)
  const input = Buffer.concat([repeated(salt, block), repeated(password, block)])
  const pieces: Buffer[] = []
  for (let made = 0; made < length; ) {
    let piece = oneShotHash(hash, Buffer.concat([diversifier, input]), 'buffer')
    const rounds = checkedIterations(iterations)
    for (let round = 1; round < rounds; round++) piece = oneShotHash(hash, piece, 'buffer')
    pieces.push(piece)
    made += piece.length
    addToBlocks(input, repeated(piece, block).subarray(0, block), block)
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** The bytes over and over, up to a whole number of blocks. */
function repeated(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
}

/** Adds a number, and one, to each block of `target` as big-endian numbers. */
function addToBlocks(target: Buffer, addend: Buffer, block: number): void {
  for (let start = 0; start < target.length; start += block) {
    let carry = 1
    for (let index = block - 1; index >= 0; index--) {
      const sum = (target[start + index] ?? 0) + (addend[index] ?? 0) + carry
      target[start + index] = sum & 0xff
      carry = sum >> 8
    }
  }
}
