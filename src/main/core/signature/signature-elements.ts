/** Single elements of XML Signature, read strictly: digests, transforms, base64. */
import { canonicalisation, dsigNamespace, packageSignatureNamespace, relationshipTransform } from './names.ts'
import { SignatureProblem } from './problems.ts'
import type { XmlElement } from './xml-tree.ts'
import { attributeOf, elementsOnly, textOnly } from './xml-tree.ts'

export interface DigestElement {
  /** Name of the algorithm as written. */
  readonly method: string
  readonly value: Buffer
}

/** What a Reference does to its target before the digest. */
export type Transforms =
  | { readonly kind: 'none' | 'canonical' }
  | { readonly kind: 'relationships'; readonly sourceIds: ReadonlySet<string> }

export function structureProblem(detail: string): SignatureProblem {
  return new SignatureProblem('signatureStructure', null, detail)
}

export function isNamed(
  element: XmlElement | string | undefined,
  namespace: string,
  local: string,
): element is XmlElement {
  return (
    element !== undefined &&
    typeof element !== 'string' &&
    element.namespace === namespace &&
    element.local === local
  )
}

export function isDsig(element: XmlElement | string | undefined, local: string): element is XmlElement {
  return isNamed(element, dsigNamespace, local)
}

/** Child elements of an element that may have no text. */
export function childrenOf(element: XmlElement): XmlElement[] {
  const elements = elementsOnly(element)
  if (elements === null) throw structureProblem(`text in ${element.local}`)
  return elements
}

/** The one child of this name; others may stand beside it. */
export function onlyChild(element: XmlElement, namespace: string, local: string): XmlElement {
  const [found, ...more] = childrenOf(element).filter((child) => isNamed(child, namespace, local))
  if (found === undefined || more.length > 0) throw structureProblem(`${local} in ${element.local}`)
  return found
}

/** The bytes of a base64 text, which may be broken into lines but nothing else. */
export function base64Of(element: XmlElement): Buffer {
  const text = textOnly(element)?.replace(/[ \t\n\r]/g, '') ?? ''
  const bytes = Buffer.from(text, 'base64')
  // Node reads over what is not base64; writing it again tells.
  if (text === '' || bytes.toString('base64') !== text) throw structureProblem(`base64 in ${element.local}`)
  return bytes
}

/** The end of a Reference or a CertDigest: optional Transforms, DigestMethod, DigestValue. */
export function digestOf(element: XmlElement): { digest: DigestElement; transforms: Transforms } {
  const children = childrenOf(element)
  const withTransforms = isDsig(children[0], 'Transforms')
  const [method, value, ...rest] = withTransforms ? children.slice(1) : children
  const wellFormed =
    isDsig(method, 'DigestMethod') &&
    isDsig(value, 'DigestValue') &&
    rest.length === 0 &&
    childrenOf(method).length === 0
  if (!wellFormed) throw structureProblem(element.local)
  return {
    digest: { method: attributeOf(method, 'Algorithm') ?? '', value: base64Of(value) },
    transforms: withTransforms ? transformsOf(childrenOf(children[0] as XmlElement)) : { kind: 'none' },
  }
}

/** The two chains of transforms that signatures of packages use; anything else is refused. */
function transformsOf(steps: readonly XmlElement[]): Transforms {
  const refused = (detail: string) => new SignatureProblem('transform', null, detail)
  const [first, second, ...rest] = steps
  if (first === undefined || rest.length > 0) throw refused('number of steps')
  if (second === undefined) {
    if (!isCanonical(first)) throw refused(attributeOf(first, 'Algorithm') ?? '')
    return { kind: 'canonical' }
  }
  if (attributeOf(first, 'Algorithm') !== relationshipTransform || !isCanonical(second)) {
    throw refused('unknown chain')
  }
  // RelationshipsGroupReference selects by type, which Office does not do; the two would check different things.
  const references = childrenOf(first)
  const sourceIds = references.map((reference) => {
    const id = attributeOf(reference, 'SourceId')
    if (!isNamed(reference, packageSignatureNamespace, 'RelationshipReference') || !id) {
      throw refused('RelationshipReference')
    }
    return id
  })
  return { kind: 'relationships', sourceIds: new Set(sourceIds) }
}

/** Canonical XML 1.0 without comments and without parameters: the only canonicalisation of packages. */
export function isCanonical(step: XmlElement): boolean {
  return attributeOf(step, 'Algorithm') === canonicalisation && step.children.length === 0
}
