/**
 * An OPC package as signing and verifying see it: the ZIP directory, the content types, all relationships, and the
 * parts that belong to signatures. ECMA-376 part 2, clauses 9 (parts), 10 (ZIP) and 12.2 (signature parts).
 */
import { limits } from '../workbook/limits.ts'
import { WorkbookRefused } from '../workbook/refusal.ts'
import { inflateEntry } from '../workbook/zip-inflate.ts'
import type { ZipPackage } from '../workbook/zip-reader.ts'
import { readZip } from '../workbook/zip-reader.ts'
import type { ContentTypes } from './content-types.ts'
import { contentTypeOf, readContentTypes } from './content-types.ts'
import {
  contentTypesPart,
  originContentType,
  originType,
  relationshipsContentType,
  rootRelationshipsPart,
  signatureContentType,
  signatureFolder,
  signatureType,
} from './names.ts'
import { SignatureProblem } from './problems.ts'
import type { Relationships } from './relationships.ts'
import { readRelationships, targetPart } from './relationships.ts'

export interface OpcPackage {
  readonly zip: ZipPackage
  readonly contentTypes: ContentTypes
  /** By name of the `.rels` part. */
  readonly relationships: ReadonlyMap<string, Relationships>
  /** Every part but `[Content_Types].xml`, with its content type. */
  readonly parts: ReadonlyMap<string, string>
  readonly signatures: SignatureParts | null
}

export interface SignatureParts {
  readonly origin: string
  /** `.rels` part of the origin. */
  readonly originRelationships: string
  /** Signature parts in the order of the origin's relationships. */
  readonly parts: readonly string[]
}

/** Letters of part names that need no escape anywhere: no percent, no space, nothing outside ASCII. */
const plainPartName = /^[A-Za-z0-9._~!$'()*+,;=@/-]+$/
export const isRelationshipsPart = (part: string): boolean => /(^|\/)_rels\/[^/]*\.rels$/i.test(part)
const isSignatureContent = (type: string): boolean => type.includes('digital-signature')

/** Content of a small part, as it is held in memory. Throws `SignatureProblem`. */
export function partContent(zip: ZipPackage, part: string): Buffer {
  const entry = zip.entries.get(part)
  if (entry === undefined) throw new SignatureProblem('missingPart', part)
  try {
    return inflateEntry(zip, entry, limits.heldPartBytes)
  } catch (error) {
    throw asProblem(error, part)
  }
}

/** The ZIP directory of a package; whatever is odd about it is a `SignatureProblem`. */
export function openZip(bytes: Uint8Array): ZipPackage {
  try {
    if (bytes.length > limits.fileBytes) throw new WorkbookRefused('tooLarge')
    return readZip(bytes)
  } catch (error) {
    throw asProblem(error)
  }
}

/** What the ZIP layer refuses, said in the words of signatures; other errors pass through. */
export function asProblem(error: unknown, part: string | null = null): unknown {
  if (!(error instanceof WorkbookRefused)) return error
  return new SignatureProblem('unreadable', part, `${error.code} ${error.detail}`)
}

/** Reads what describes the package. Throws `SignatureProblem`. */
export function readPackage(zip: ZipPackage): OpcPackage {
  const contentTypes = readContentTypes(partContent(zip, contentTypesPart))
  const parts = new Map<string, string>()
  const relationships = new Map<string, Relationships>()
  for (const part of zip.entries.keys()) {
    if (part === contentTypesPart) continue
    checkPartName(part)
    const type = contentTypeOf(contentTypes, part)
    if (type === null) throw new SignatureProblem('contentTypes', part, 'part without content type')
    if (isRelationshipsPart(part) !== (type === relationshipsContentType)) {
      throw new SignatureProblem('relationships', part, 'name and content type disagree')
    }
    parts.set(part, type)
    if (isRelationshipsPart(part)) {
      relationships.set(part, readRelationships(partContent(zip, part), part))
    }
  }
  if (!relationships.has(rootRelationshipsPart)) {
    throw new SignatureProblem('relationships', rootRelationshipsPart, 'missing')
  }
  return { zip, contentTypes, relationships, parts, signatures: findSignatures(parts, relationships) }
}

function checkPartName(part: string): void {
  const hostile = !plainPartName.test(part) || part.split('/').some((segment) => /^$|\.$/.test(segment))
  if (hostile) throw new SignatureProblem('partName', part)
}

/** Whether a name or a relationship hints at a signature. Without any hint the package is unsigned. */
export function hasSignatureTraces(zip: ZipPackage): boolean {
  const names = [...zip.entries.keys()]
  if (names.some((name) => name.toLowerCase().startsWith(signatureFolder) || /\.sigs$/i.test(name)))
    return true
  return names
    .filter((name) => name.toLowerCase() === contentTypesPart.toLowerCase() || isRelationshipsPart(name))
    .some((name) =>
      // A default type for .sigs alone is not a trace: Excel leaves it when a signature is taken off.
      /digital-signature\/(origin|signature|certificate)|digital-signature-(xmlsignature|certificate)/.test(
        partContent(zip, name).toString('latin1'),
      ),
    )
}

/**
 * The signature parts: exactly one origin, reached from the root; signatures reached from the origin; nothing else
 * that looks like a part of a signature (12.2.1 to 12.2.3).
 */
function findSignatures(
  parts: ReadonlyMap<string, string>,
  relationships: ReadonlyMap<string, Relationships>,
): SignatureParts | null {
  const root = relationships.get(rootRelationshipsPart)?.items ?? []
  const origins = root.filter(({ type }) => type === originType)
  const reached = new Set<string>()
  let found: SignatureParts | null = null
  if (origins.length > 1) throw new SignatureProblem('origin', rootRelationshipsPart, 'several origins')
  const [origin] = origins
  if (origin !== undefined) {
    const part = targetPart(origin, rootRelationshipsPart)
    if (part === null || parts.get(part) !== originContentType || !part.startsWith(signatureFolder)) {
      throw new SignatureProblem('origin', part, 'origin part')
    }
    const name = part.slice(part.lastIndexOf('/') + 1)
    const originRelationships = `${part.slice(0, -name.length)}_rels/${name}.rels`
    const leading = relationships.get(originRelationships)
    if (leading === undefined || leading.items.length === 0) {
      throw new SignatureProblem('origin', originRelationships, 'no signature')
    }
    const signatures = leading.items.map((item) => {
      const target = targetPart(item, originRelationships)
      const wellFormed =
        item.type === signatureType &&
        target !== null &&
        target.startsWith(signatureFolder) &&
        parts.get(target) === signatureContentType
      if (!wellFormed) throw new SignatureProblem('origin', target ?? originRelationships, 'signature part')
      if (reached.has(target)) throw new SignatureProblem('origin', target, 'reached twice')
      reached.add(target)
      return target
    })
    reached.add(part)
    reached.add(originRelationships)
    found = { origin: part, originRelationships, parts: signatures }
  }
  for (const [part, type] of parts) {
    const looksSigned = part.toLowerCase().startsWith(signatureFolder) || isSignatureContent(type)
    if (looksSigned && !reached.has(part)) throw new SignatureProblem('strayPart', part)
  }
  for (const [part, { items }] of relationships) {
    if (part === found?.originRelationships) continue
    const odd = items.some(
      ({ type }) =>
        type.includes('/digital-signature/') && !(part === rootRelationshipsPart && type === originType),
    )
    if (odd) throw new SignatureProblem('origin', part, 'signature relationship')
  }
  return found
}
