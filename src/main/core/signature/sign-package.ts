/**
 * Signs a workbook: adds `_xmlsignatures`, or one more signature to those that are there. What does not change is
 * copied with its compressed bytes as they are.
 */
import { collectBytes, createZipWriter } from '../workbook/zip-writer.ts'
import { contentTypesXml } from './content-types.ts'
import { coverageDuty } from './coverage.ts'
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
import type { OpcPackage } from './package-model.ts'
import { openZip, readPackage } from './package-model.ts'
import type { KnownDigests } from './part-digests.ts'
import { digest, digestPart } from './part-digests.ts'
import { SignatureProblem } from './problems.ts'
import type { Relationship } from './relationships.ts'
import { relationshipsXml, transformRelationships } from './relationships.ts'
import type { ManifestEntry } from './signature-document.ts'
import { signatureXml } from './signature-document.ts'
import type { Signer } from './signer.ts'
import { verifyPackage } from './verify-package.ts'

export interface SignOptions {
  readonly signer: Signer
  /** Purpose in words, at most 255 characters; shown by Office. */
  readonly comment?: string
  /** Goes into the signature as the signing time, to the second. */
  readonly time: Date
  /** Collected while these very bytes were written (`collectDigests`); parts that are missing are read again. */
  readonly digests?: KnownDigests
}

export interface SignWarning {
  readonly code: 'ampersandTarget'
  readonly part: string
  readonly message: string
}

export interface SignedPackage {
  readonly bytes: Uint8Array
  /** Name of the signature part that was added. */
  readonly part: string
  readonly warnings: readonly SignWarning[]
}

/** ST_SignatureComments, [MS-OFFCRYPTO] 2.5.2.5. */
const commentCharacters = 255

/**
 * Signs a workbook held in memory. Signatures that are there stay as they are, and have to be valid. Throws
 * `SignatureProblem` for a package that cannot be signed and for a key that cannot sign, `RangeError` for a comment
 * that is too long.
 */
export async function signPackage(bytes: Uint8Array, options: SignOptions): Promise<SignedPackage> {
  const { signer, time, comment = '' } = options
  if (comment.length > commentCharacters) throw new RangeError('signature comment too long')
  const opc = readPackage(openZip(bytes))
  if (opc.signatures !== null) await refuseIfInvalid(bytes, time)
  const additions = additionsTo(opc)
  const xml = await signatureXml(
    { manifest: await manifestOf(opc, options.digests ?? new Map()), time, comment },
    signer,
  )
  return {
    bytes: await write(opc, additions, xml),
    part: additions.part,
    warnings: ampersandWarnings(opc),
  }
}

/** A second signature must not make a broken first one look better. Old algorithms are not judged here. */
async function refuseIfInvalid(bytes: Uint8Array, now: Date): Promise<void> {
  const { verdict, reasonPart } = await verifyPackage(bytes, { now, allowSha1: true })
  if (verdict === 'invalid') throw new SignatureProblem('alreadyInvalid', reasonPart)
}

async function manifestOf(opc: OpcPackage, known: KnownDigests): Promise<ManifestEntry[]> {
  const duty = coverageDuty(opc)
  const manifest: ManifestEntry[] = []
  for (const part of duty.parts) {
    const digests = await digestPart(opc.zip, part, ['sha256'], known)
    manifest.push({
      part,
      contentType: opc.parts.get(part) as string,
      sourceIds: null,
      digest: digests.get('sha256') as Buffer,
    })
  }
  for (const [part, sourceIds] of duty.relationships) {
    if (sourceIds.length === 0) continue
    const content = transformRelationships(opc.relationships.get(part)?.items ?? [], new Set(sourceIds))
    manifest.push({
      part,
      contentType: relationshipsContentType,
      sourceIds,
      digest: digest(content, 'sha256'),
    })
  }
  return manifest
}

interface Additions {
  readonly part: string
  readonly origin: string
  readonly originRelationships: string
  /** `.rels` parts with new content. */
  readonly relationships: ReadonlyMap<string, readonly Relationship[]>
}

function additionsTo(opc: OpcPackage): Additions {
  const origin = opc.signatures?.origin ?? `${signatureFolder}origin.sigs`
  const originRelationships =
    opc.signatures?.originRelationships ?? `${signatureFolder}_rels/origin.sigs.rels`
  let number = 1
  while (opc.parts.has(`${signatureFolder}sig${number}.xml`)) number++
  const part = `${signatureFolder}sig${number}.xml`
  const relationships = new Map<string, readonly Relationship[]>()
  // White space between relationships makes LibreOffice call a good signature invalid.
  for (const [name, { items, compact }] of opc.relationships) if (!compact) relationships.set(name, items)
  if (opc.signatures === null) {
    const root = opc.relationships.get(rootRelationshipsPart)?.items ?? []
    relationships.set(rootRelationshipsPart, withRelationship(root, originType, origin))
  }
  const signatures = opc.relationships.get(originRelationships)?.items ?? []
  relationships.set(originRelationships, withRelationship(signatures, signatureType, `sig${number}.xml`))
  return { part, origin, originRelationships, relationships }
}

function withRelationship(items: readonly Relationship[], type: string, target: string): Relationship[] {
  let number = items.length + 1
  while (items.some(({ id }) => id === `rId${number}`)) number++
  return [...items, { id: `rId${number}`, type, target, external: false }]
}

async function write(opc: OpcPackage, additions: Additions, xml: string): Promise<Uint8Array> {
  const { sink, bytes } = collectBytes()
  const zip = createZipWriter(sink)
  const sigsIsOrigin =
    (opc.contentTypes.defaults.get('sigs')?.type ?? originContentType) === originContentType
  const types = contentTypesXml(opc.contentTypes, {
    defaults: { sigs: originContentType, rels: relationshipsContentType },
    overrides: {
      ...(sigsIsOrigin ? {} : { [additions.origin]: originContentType }),
      [additions.part]: signatureContentType,
    },
  })
  for (const [name, entry] of opc.zip.entries) {
    const relationships = additions.relationships.get(name)
    if (name === contentTypesPart) await zip.add(name, types)
    else if (relationships !== undefined) await zip.add(name, relationshipsXml(relationships))
    else await zip.copy(opc.zip, entry)
  }
  if (opc.signatures === null) {
    await zip.add(additions.origin, '')
    const relationships = additions.relationships.get(additions.originRelationships) ?? []
    await zip.add(additions.originRelationships, relationshipsXml(relationships))
  }
  await zip.add(additions.part, xml)
  await zip.finish()
  return bytes()
}

/** LibreOffice 7.4 takes an `&` in a target (an address with a query) twice through escaping and says invalid. */
function ampersandWarnings(opc: OpcPackage): SignWarning[] {
  return [...opc.relationships]
    .filter(([, { items }]) => items.some(({ target }) => target.includes('&')))
    .map(([part]) => ({
      code: 'ampersandTarget',
      part,
      message: '文件里有带“&”符号的超链接，签名本身有效，但有的 LibreOffice 版本会误报为无效。',
    }))
}
