/**
 * Digests of parts over their raw, uncompressed bytes. Large parts go through in pieces; inflating them is most of the
 * work, so digests can also be collected while a workbook is written or read anyway.
 */
import { createHash } from 'node:crypto'
import { inflateEntry, inflateEntryStream } from '../workbook/zip-inflate.ts'
import type { ObserveParts, ZipPackage } from '../workbook/zip-reader.ts'
import type { DigestMethod } from './names.ts'
import { asProblem } from './package-model.ts'
import { SignatureProblem } from './problems.ts'

type HashName = DigestMethod['hash']

/** Below this a part is inflated in one go, which is faster than a stream. */
const streamedFrom = 1024 * 1024

/**
 * Digests of one part by hash name. Unless its digest is known, the part is inflated once, whatever the number of
 * hashes; its size and checksum are checked on the way. Throws `SignatureProblem`.
 */
export async function digestPart(
  zip: ZipPackage,
  part: string,
  hashNames: Iterable<HashName>,
  known: KnownDigests,
): Promise<ReadonlyMap<HashName, Buffer>> {
  const wanted = new Set(hashNames)
  const seen = known.get(part)
  if (seen !== undefined && [...wanted].every((name) => name === 'sha256')) return new Map([['sha256', seen]])
  const entry = zip.entries.get(part)
  if (entry === undefined) throw new SignatureProblem('missingPart', part)
  const hashes = [...wanted].map((name) => [name, createHash(name)] as const)
  try {
    if (entry.size < streamedFrom) {
      const content = inflateEntry(zip, entry, streamedFrom)
      for (const [, hash] of hashes) hash.update(content)
    } else {
      for await (const piece of inflateEntryStream(zip, entry)) {
        for (const [, hash] of hashes) hash.update(piece)
      }
    }
  } catch (error) {
    throw asProblem(error, part)
  }
  return new Map(hashes.map(([name, hash]) => [name, hash.digest()]))
}

/** SHA-256 digests of whole parts, by name. */
export type KnownDigests = ReadonlyMap<string, Buffer>

export interface DigestCollector {
  /** For `writeWorkbook` and `openTable`. */
  readonly observe: ObserveParts
  /** Of the parts that went through to their end. They are good for the very bytes that were written or read. */
  readonly digests: KnownDigests
}

/** Collects digests while a workbook is written or read, for `signPackage` and `verifyPackage`. */
export function collectDigests(): DigestCollector {
  const digests = new Map<string, Buffer>()
  return {
    digests,
    observe: (part) => {
      const hash = createHash('sha256')
      return {
        update: (piece) => {
          hash.update(piece)
        },
        end: () => {
          digests.set(part, hash.digest())
        },
      }
    },
  }
}

/** Digest of bytes held in memory. */
export function digest(content: Uint8Array, name: HashName): Buffer {
  return createHash(name).update(content).digest()
}
