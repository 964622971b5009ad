/** The manifest of a package signature: which parts it lists. ECMA-376 part 2, 12.2.4.8 to 12.2.4.12 (1st edition). */
import { relationshipsContentType } from './names.ts'
import { isRelationshipsPart } from './package-model.ts'
import { SignatureProblem } from './problems.ts'
import type { DigestElement } from './signature-elements.ts'
import { childrenOf, digestOf, isDsig, structureProblem } from './signature-elements.ts'
import type { XmlElement } from './xml-tree.ts'
import { attributeOf } from './xml-tree.ts'

export interface ListedPart extends DigestElement {
  readonly part: string
  readonly contentType: string
  /** Ids that count, for a `.rels` part; null for other parts. */
  readonly sourceIds: ReadonlySet<string> | null
}

const partUri = /^\/([A-Za-z0-9._~!$'()*+,;=@/-]+)\?ContentType=([A-Za-z0-9.+/; ="_-]+)$/

/** Throws `SignatureProblem`. */
export function readManifest(manifest: XmlElement): ListedPart[] {
  const listed: ListedPart[] = []
  const seen = new Set<string>()
  for (const element of childrenOf(manifest)) {
    if (!isDsig(element, 'Reference')) throw structureProblem('Manifest')
    const [, part, contentType] = partUri.exec(attributeOf(element, 'URI') ?? '') ?? []
    if (part === undefined || contentType === undefined) throw new SignatureProblem('reference')
    if (seen.has(part.toLowerCase())) throw new SignatureProblem('listedTwice', part)
    seen.add(part.toLowerCase())
    const { digest, transforms } = digestOf(element)
    const ofRelationships = isRelationshipsPart(part)
    if (ofRelationships !== (contentType === relationshipsContentType)) {
      throw new SignatureProblem('contentTypeChanged', part)
    }
    if (transforms.kind !== (ofRelationships ? 'relationships' : 'none')) {
      throw new SignatureProblem('transform', part)
    }
    const sourceIds = transforms.kind === 'relationships' ? transforms.sourceIds : null
    listed.push({ ...digest, part, contentType, sourceIds })
  }
  if (listed.length === 0) throw new SignatureProblem('manifestEmpty')
  return listed
}
