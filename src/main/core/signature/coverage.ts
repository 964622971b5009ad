/**
 * What a signature has to cover: every part and every relationship of the package but the fixed list of file
 * properties that Office leaves out (`metadataTypes`) and the signature parts themselves. LibreOffice and xmlsec do not
 * ask this question; without it, anybody can add a sheet to a signed workbook.
 */
import { metadataTypes, originType, rootRelationshipsPart } from './names.ts'
import type { OpcPackage } from './package-model.ts'
import { isRelationshipsPart } from './package-model.ts'
import type { Relationship } from './relationships.ts'
import { targetPart } from './relationships.ts'

export interface CoverageDuty {
  /** Ordinary parts that have to be listed, in the order of the file. */
  readonly parts: readonly string[]
  /** `.rels` parts with the Ids that have to be listed; those without such an Id need no entry. */
  readonly relationships: ReadonlyMap<string, readonly string[]>
  /** Parts that may stay outside: file properties, signature parts, the content types. */
  readonly exempt: readonly string[]
}

export function coverageDuty(opc: OpcPackage): CoverageDuty {
  const { exempt, exemptIds } = exemptions(opc)
  const relationships = new Map<string, string[]>()
  for (const [part, { items }] of opc.relationships) {
    if (exempt.has(part)) continue
    const ids = items.map(({ id }) => id)
    relationships.set(part, part === rootRelationshipsPart ? ids.filter((id) => !exemptIds.has(id)) : ids)
  }
  return {
    parts: [...opc.parts.keys()].filter((part) => !isRelationshipsPart(part) && !exempt.has(part)),
    relationships,
    exempt: [...exempt],
  }
}

function exemptions(opc: OpcPackage): { exempt: Set<string>; exemptIds: Set<string> } {
  const exempt = new Set<string>()
  const exemptIds = new Set<string>()
  const taken = new Set<string>()
  for (const item of opc.relationships.get(rootRelationshipsPart)?.items ?? []) {
    if (item.type === originType) {
      exemptIds.add(item.id)
      continue
    }
    const part = exemptTarget(opc, item)
    // A second one of the same kind is none of Office's and has to be signed like everything else.
    if (part === null || taken.has(item.type)) continue
    taken.add(item.type)
    exemptIds.add(item.id)
    exempt.add(part)
  }
  if (opc.signatures !== null) {
    const { origin, originRelationships, parts } = opc.signatures
    for (const part of [origin, originRelationships, ...parts]) exempt.add(part)
  }
  return { exempt, exemptIds }
}

/** The part of a metadata relationship if it is one of the harmless kind in its usual folder. */
function exemptTarget(opc: OpcPackage, item: Relationship): string | null {
  const allowed = metadataTypes.get(item.type)
  const part = targetPart(item, rootRelationshipsPart)
  const type = part === null ? undefined : opc.parts.get(part)
  if (allowed === undefined || part === null || type === undefined) return null
  const reachedOtherwise = [...opc.relationships].some(([source, { items }]) =>
    items.some((other) => other !== item && targetPart(other, source) === part),
  )
  return /^docProps\/[^/]+$/.test(part) && allowed.test(type) && !reachedOtherwise ? part : null
}

export interface Gap {
  readonly reason: 'uncoveredPart' | 'uncoveredRelationship'
  readonly part: string
}

/** What a signature leaves open of its duty. `listed` maps listed parts to Ids (`.rels`) or null (ordinary parts). */
export function coverageGaps(
  duty: CoverageDuty,
  listed: ReadonlyMap<string, ReadonlySet<string> | null>,
): Gap[] {
  const gaps: Gap[] = duty.parts
    .filter((part) => !listed.has(part))
    .map((part) => ({ reason: 'uncoveredPart', part }))
  for (const [part, ids] of duty.relationships) {
    const covered = listed.get(part) ?? new Set()
    if (ids.some((id) => !covered.has(id))) gaps.push({ reason: 'uncoveredRelationship', part })
  }
  return gaps
}
