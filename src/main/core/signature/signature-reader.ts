/**
 * Reads a signature part into what has to be checked. Everything that is relied on has its fixed place here, so that a
 * second element of the same name somewhere else can never be taken for the signed one (signature wrapping).
 */
import { dsigNamespace, packageSignatureNamespace, signatureTimeFormat, xadesNamespace } from './names.ts'
import type { SignatureReason } from './problems.ts'
import { SignatureProblem } from './problems.ts'
import type { DigestElement } from './signature-elements.ts'
import {
  base64Of,
  childrenOf,
  digestOf,
  isCanonical,
  isDsig,
  isNamed,
  onlyChild,
  structureProblem,
} from './signature-elements.ts'
import type { ListedPart } from './signature-manifest.ts'
import { readManifest } from './signature-manifest.ts'
import { readStrictXml } from './strict-xml.ts'
import type { XmlElement } from './xml-tree.ts'
import { attributeOf, textOnly, XmlRefused } from './xml-tree.ts'

/** A Reference of SignedInfo: what it points at, and the digest it claims. */
export interface SignedReference extends DigestElement {
  readonly target: XmlElement
  readonly id: string
}

export interface XadesClaims {
  readonly signingTime: string
  readonly certificateDigest: DigestElement
  readonly serialNumber: string | null
}

export interface SignatureDocument {
  readonly part: string
  readonly signedInfo: XmlElement
  readonly signatureMethod: string
  readonly signatureValue: Buffer
  readonly certificates: readonly Buffer[]
  /** Office 2007 repeats the key beside the certificate. */
  readonly keyValue: XmlElement | null
  readonly references: readonly SignedReference[]
  readonly listed: readonly ListedPart[]
  readonly signatureTime: string
  readonly comment: string
  /** Null for signatures of Office 2007. */
  readonly xades: XadesClaims | null
}

/** Throws `SignatureProblem`. */
export function readSignature(content: Buffer, part: string): SignatureDocument {
  let root: XmlElement
  try {
    root = readStrictXml(content)
  } catch (error) {
    throw error instanceof XmlRefused ? new SignatureProblem('signatureXml', part, error.message) : error
  }
  try {
    return readRoot(root, part)
  } catch (error) {
    // The readers of single elements do not know the part.
    if (error instanceof SignatureProblem && error.part === null) {
      throw new SignatureProblem(error.reason, part, error.detail)
    }
    throw error
  }
}

function readRoot(root: XmlElement, part: string): SignatureDocument {
  if (!isDsig(root, 'Signature')) throw structureProblem('root')
  const [signedInfo, signatureValue, keyInfo, ...objects] = childrenOf(root)
  if (!isDsig(signedInfo, 'SignedInfo') || !isDsig(signatureValue, 'SignatureValue')) {
    throw structureProblem('SignedInfo and SignatureValue')
  }
  if (!isDsig(keyInfo, 'KeyInfo')) throw new SignatureProblem('keyInfo', part, 'missing')
  if (objects.some((object) => !isDsig(object, 'Object'))) throw structureProblem('foreign child')
  const byId = elementsById(root)
  const { signatureMethod, references } = readSignedInfo(signedInfo, byId, objects)
  const signed = (element: XmlElement) => references.some(({ target }) => target === element)
  const packageObject = objects.filter((object) => object.children.some((child) => isDsig(child, 'Manifest')))
  const [manifestObject] = packageObject
  if (packageObject.length !== 1 || manifestObject === undefined || !signed(manifestObject)) {
    throw structureProblem('package object')
  }
  let xades: XadesClaims | null = null
  for (const object of objects) {
    if (signed(object)) continue
    const properties = signedPropertiesOf(object)
    // Of the whole object only SignedProperties is signed, and only there anything is read.
    if (properties === null || !signed(properties) || xades !== null) {
      throw new SignatureProblem('unsignedObject', part)
    }
    xades = readXades(properties)
  }
  return {
    part,
    signedInfo,
    signatureMethod,
    signatureValue: base64Of(signatureValue),
    ...readKeyInfo(keyInfo),
    references,
    ...readPackageObject(manifestObject),
    comment: commentOf(objects.filter(signed)),
    xades,
  }
}

/** Every element with an Id. A doubled Id would let two programs look at two different elements. */
function elementsById(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const byId = new Map<string, XmlElement>()
  const visit = (element: XmlElement): void => {
    for (const { local, value } of element.attributes) {
      if (local.toLowerCase() !== 'id') continue
      if (byId.has(value)) throw new SignatureProblem('duplicateId')
      byId.set(value, element)
    }
    for (const child of element.children) if (typeof child !== 'string') visit(child)
  }
  visit(root)
  return byId
}

function readSignedInfo(
  signedInfo: XmlElement,
  byId: ReadonlyMap<string, XmlElement>,
  objects: readonly XmlElement[],
): { signatureMethod: string; references: SignedReference[] } {
  const [canonicalisation, method, ...rest] = childrenOf(signedInfo)
  if (!isDsig(canonicalisation, 'CanonicalizationMethod') || !isDsig(method, 'SignatureMethod')) {
    throw structureProblem('SignedInfo')
  }
  if (!isCanonical(canonicalisation)) throw new SignatureProblem('algorithm', null, 'canonicalisation')
  if (method.children.length > 0) throw new SignatureProblem('algorithm', null, 'parameters')
  const targets = new Set([...objects, ...objects.flatMap((object) => signedPropertiesOf(object) ?? [])])
  const references = rest.map((element): SignedReference => {
    if (!isDsig(element, 'Reference')) throw structureProblem('SignedInfo')
    const uri = attributeOf(element, 'URI')
    const id = uri?.startsWith('#') ? uri.slice(1) : ''
    const target = byId.get(id)
    if (target === undefined || !targets.has(target)) throw new SignatureProblem('reference')
    const { digest, transforms } = digestOf(element)
    if (transforms.kind === 'relationships') throw new SignatureProblem('transform')
    return { ...digest, id, target }
  })
  if (new Set(references.map(({ target }) => target)).size !== references.length) {
    throw new SignatureProblem('reference', null, 'same target twice')
  }
  return { signatureMethod: attributeOf(method, 'Algorithm') ?? '', references }
}

/** SignedProperties of an object that holds nothing but XAdES properties; null for other objects. */
function signedPropertiesOf(object: XmlElement): XmlElement | null {
  const [qualifying, ...others] = object.children.filter((child) => typeof child !== 'string')
  if (others.length > 0 || !isNamed(qualifying, xadesNamespace, 'QualifyingProperties')) return null
  const [signed, unsigned, ...rest] = childrenOf(qualifying)
  if (!isNamed(signed, xadesNamespace, 'SignedProperties') || rest.length > 0) return null
  return unsigned === undefined || isNamed(unsigned, xadesNamespace, 'UnsignedProperties') ? signed : null
}

function readKeyInfo(keyInfo: XmlElement): { certificates: Buffer[]; keyValue: XmlElement | null } {
  const problem = (detail: string) => new SignatureProblem('keyInfo', null, detail)
  const children = childrenOf(keyInfo)
  const keyValues = children.filter((child) => isDsig(child, 'KeyValue'))
  const data = children.filter((child) => isDsig(child, 'X509Data'))
  const [x509Data] = data
  if (x509Data === undefined || data.length > 1 || keyValues.length > 1) throw problem('children')
  if (data.length + keyValues.length !== children.length) throw problem('foreign child')
  const certificates: Buffer[] = []
  for (const child of childrenOf(x509Data)) {
    // Names of the certificate beside it are hints for searching; nothing is searched here.
    const isHint = ['X509IssuerSerial', 'X509SubjectName', 'X509SKI'].some((local) => isDsig(child, local))
    if (isHint) continue
    if (!isDsig(child, 'X509Certificate')) throw problem('foreign child of X509Data')
    certificates.push(base64Of(child))
  }
  if (certificates.length === 0 || certificates.length > 10) throw problem('number of certificates')
  return { certificates, keyValue: keyValues[0] ?? null }
}

function readPackageObject(object: XmlElement): { listed: ListedPart[]; signatureTime: string } {
  const [manifest, properties, ...rest] = childrenOf(object)
  if (!isDsig(manifest, 'Manifest') || !isDsig(properties, 'SignatureProperties') || rest.length > 0) {
    throw structureProblem('package object')
  }
  const problem = (reason: SignatureReason) => new SignatureProblem(reason)
  const times = childrenOf(properties)
    .flatMap(childrenOf)
    .filter((child) => isNamed(child, packageSignatureNamespace, 'SignatureTime'))
  const [time] = times
  if (time === undefined || times.length > 1) throw problem('signingTime')
  const [format, value, ...others] = childrenOf(time)
  const wellFormed =
    isNamed(format, packageSignatureNamespace, 'Format') &&
    textOnly(format) === signatureTimeFormat &&
    isNamed(value, packageSignatureNamespace, 'Value') &&
    others.length === 0
  if (!wellFormed) throw problem('signingTime')
  return { listed: readManifest(manifest), signatureTime: textOnly(value) ?? '' }
}

function readXades(properties: XmlElement): XadesClaims {
  const inXades = (element: XmlElement, local: string) => onlyChild(element, xadesNamespace, local)
  const signature = inXades(properties, 'SignedSignatureProperties')
  const certificate = onlyChild(inXades(signature, 'SigningCertificate'), xadesNamespace, 'Cert')
  const issuerSerial = inXades(certificate, 'IssuerSerial')
  return {
    signingTime: textOnly(inXades(signature, 'SigningTime')) ?? '',
    certificateDigest: digestOf(inXades(certificate, 'CertDigest')).digest,
    serialNumber: textOnly(onlyChild(issuerSerial, dsigNamespace, 'X509SerialNumber')),
  }
}

/** The purpose that the signer gave, from a signed object. */
function commentOf(objects: readonly XmlElement[]): string {
  let comment = ''
  const visit = (element: XmlElement): void => {
    if (element.local === 'SignatureComments') comment ||= textOnly(element) ?? ''
    for (const child of element.children) if (typeof child !== 'string') visit(child)
  }
  for (const object of objects) visit(object)
  return comment
}
