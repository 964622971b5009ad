/** Digests of parts over their raw, uncompressed bytes; large parts go through in pieces. */
import { createHash } from 'node:crypto'
import type { ZipPackage } from '../workbook/zip-reader.ts'
import { inflateEntry, inflateEntryStream } from '../workbook/zip-reader.ts'
import type { DigestMethod } from './names.ts'
import { asProblem } from './package-model.ts'
import { SignatureProblem } from './problems.ts'

type HashName = DigestMethod['hash']

/** Below this a part is inflated in one go, which is faster than a stream. */
const streamedFrom = 1024 * 1024

/**
 * Digests of one part by hash name. The part is inflated once, whatever the number of hashes; its size and checksum
 * are checked on the way. Throws `SignatureProblem`.
 */
export async function digestPart(
  zip: ZipPackage,
  part: string,
  hashNames: Iterable<HashName>,
): Promise<ReadonlyMap<HashName, Buffer>> {
  const entry = zip.entries.get(part)
  if (entry === undefined) throw new SignatureProblem('missingPart', part)
  const hashes = [...new Set(hashNames)].map((name) => [name, createHash(name)] as const)
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

/** Digest of bytes held in memory. */
export function digest(content: Uint8Array, name: HashName): Buffer {
  return createHash(name).update(content).digest()
}
