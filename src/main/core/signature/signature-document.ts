/**
 * The signature part as Office writes it: XML Signature with an OPC manifest (ECMA-376 part 2, 12.2.4), the details of
 * Office ([MS-OFFCRYPTO] 2.5.2.5) and XAdES-EPES with an implied policy ([MS-OFFCRYPTO] 2.5.2.6).
 * docs/exchange-format.md shows the whole document.
 */
import type { X509Certificate } from 'node:crypto'
import { canonicalXml, escapeAttribute, escapeText } from './canonical-xml.ts'
import { certificateFacts } from './certificate-facts.ts'
import {
  canonicalisation,
  dsigNamespace,
  objectType,
  officeSignatureNamespace,
  packageSignatureNamespace,
  relationshipTransform,
  sha256Method,
  signatureTimeFormat,
  signedPropertiesType,
  signingMethods,
  xadesNamespace,
} from './names.ts'
import { digest } from './part-digests.ts'
import type { Signer } from './signer.ts'
import { algorithmFor, keyOf, leafOf, signChecked } from './signer.ts'
import { readStrictXml } from './strict-xml.ts'
import type { XmlElement } from './xml-tree.ts'
import { elementsOnly } from './xml-tree.ts'

/** One entry of the manifest; a `.rels` part comes with the Ids that are signed. */
export interface ManifestEntry {
  readonly part: string
  readonly contentType: string
  readonly digest: Buffer
  readonly sourceIds: readonly string[] | null
}

export interface SignatureContent {
  readonly manifest: readonly ManifestEntry[]
  /** Claimed by the signer; nobody else vouches for it. */
  readonly time: Date
  /** Purpose in words, at most 255 characters (ST_SignatureComments). */
  readonly comment: string
}

/** The signature part, signed. Throws what the signer throws, and `SignatureProblem` for a key that cannot sign. */
export async function signatureXml(content: SignatureContent, signer: Signer): Promise<string> {
  const leaf = leafOf(signer)
  const objects = [
    packageObject(content),
    officeObject(content.comment),
    qualifyingObject(leaf, content.time),
  ].join('')
  const [packageElement, officeElement, qualifyingElement] = childrenOf(inSignature(objects))
  const signedProperties = firstOf(firstOf(qualifyingElement as XmlElement))
  const signedInfo =
    `<SignedInfo><CanonicalizationMethod Algorithm="${canonicalisation}"/>` +
    `<SignatureMethod Algorithm="${signingMethods[algorithmFor(leaf.publicKey)]}"/>` +
    reference('#idPackageObject', objectType, packageElement as XmlElement) +
    reference('#idOfficeObject', objectType, officeElement as XmlElement) +
    reference('#idSignedProperties', signedPropertiesType, signedProperties, transforms(c14nTransform)) +
    '</SignedInfo>'
  const { value } = await signChecked(keyOf(signer), canonicalXml(firstOf(inSignature(signedInfo))))
  const certificates = signer.certificateChain
    .map(({ raw }) => `<X509Certificate>${raw.toString('base64')}</X509Certificate>`)
    .join('')
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n${signatureOpening}${signedInfo}` +
    `<SignatureValue>${value.toString('base64')}</SignatureValue>` +
    `<KeyInfo><X509Data>${certificates}</X509Data></KeyInfo>${objects}</Signature>`
  )
}

const signatureOpening = `<Signature xmlns="${dsigNamespace}" Id="idPackageSignature">`
const c14nTransform = `<Transform Algorithm="${canonicalisation}"/>`
const transforms = (inner: string): string => `<Transforms>${inner}</Transforms>`

/** Reads pieces of the document where they will stand, so that they are canonicalised with the right namespaces. */
function inSignature(inner: string): XmlElement {
  return readStrictXml(Buffer.from(`${signatureOpening}${inner}</Signature>`, 'utf8'))
}

const childrenOf = (element: XmlElement): XmlElement[] => elementsOnly(element) ?? []

function firstOf(element: XmlElement): XmlElement {
  const [first] = childrenOf(element)
  if (first === undefined) throw new RangeError(`${element.name} is empty`)
  return first
}

function reference(uri: string, type: string, target: XmlElement, transforming = ''): string {
  return `<Reference Type="${type}" URI="${uri}">${transforming}${digestXml(digest(canonicalXml(target), 'sha256'))}</Reference>`
}

function digestXml(value: Buffer): string {
  return `<DigestMethod Algorithm="${sha256Method}"/><DigestValue>${value.toString('base64')}</DigestValue>`
}

/** `YYYY-MM-DDThh:mm:ssTZD` in UTC. */
function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

function packageObject({ manifest, time }: SignatureContent): string {
  return (
    `<Object Id="idPackageObject"><Manifest>${manifest.map(manifestReference).join('')}</Manifest>` +
    '<SignatureProperties><SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">' +
    `<mdssi:SignatureTime xmlns:mdssi="${packageSignatureNamespace}"><mdssi:Format>${signatureTimeFormat}</mdssi:Format>` +
    `<mdssi:Value>${timeText(time)}</mdssi:Value></mdssi:SignatureTime></SignatureProperty></SignatureProperties></Object>`
  )
}

function manifestReference({ part, contentType, sourceIds, digest: value }: ManifestEntry): string {
  const uri = escapeAttribute(`/${part}?ContentType=${contentType}`)
  return `<Reference URI="${uri}">${sourceIds === null ? '' : relationshipTransforms(sourceIds)}${digestXml(value)}</Reference>`
}

function relationshipTransforms(sourceIds: readonly string[]): string {
  const references = sourceIds.map(
    (id) =>
      `<mdssi:RelationshipReference xmlns:mdssi="${packageSignatureNamespace}" SourceId="${escapeAttribute(id)}"/>`,
  )
  return transforms(
    `<Transform Algorithm="${relationshipTransform}">${references.join('')}</Transform>${c14nTransform}`,
  )
}

/**
 * SignatureInfoV1 in the order of its schema. Versions and screen say nothing about this machine: they are the fixed
 * values that LibreOffice writes. SignatureProviderDetails 9 is what Office writes, SignatureType 1 is a signature
 * without signature line.
 */
function officeObject(comment: string): string {
  return (
    '<Object Id="idOfficeObject"><SignatureProperties><SignatureProperty Id="idOfficeV1Details" Target="#idPackageSignature">' +
    `<SignatureInfoV1 xmlns="${officeSignatureNamespace}"><SetupID></SetupID><SignatureText></SignatureText><SignatureImage/>` +
    `<SignatureComments>${escapeText(comment)}</SignatureComments><WindowsVersion>6.1</WindowsVersion>` +
    '<OfficeVersion>16.0</OfficeVersion><ApplicationVersion>16.0</ApplicationVersion><Monitors>1</Monitors>' +
    '<HorizontalResolution>1280</HorizontalResolution><VerticalResolution>800</VerticalResolution><ColorDepth>32</ColorDepth>' +
    '<SignatureProviderId>{00000000-0000-0000-0000-000000000000}</SignatureProviderId><SignatureProviderUrl></SignatureProviderUrl>' +
    '<SignatureProviderDetails>9</SignatureProviderDetails><SignatureType>1</SignatureType></SignatureInfoV1>' +
    '</SignatureProperty></SignatureProperties></Object>'
  )
}

function qualifyingObject(leaf: X509Certificate, time: Date): string {
  const { issuerName } = certificateFacts(leaf)
  return (
    `<Object><xd:QualifyingProperties xmlns:xd="${xadesNamespace}" Target="#idPackageSignature">` +
    '<xd:SignedProperties Id="idSignedProperties"><xd:SignedSignatureProperties>' +
    `<xd:SigningTime>${timeText(time)}</xd:SigningTime><xd:SigningCertificate><xd:Cert>` +
    `<xd:CertDigest>${digestXml(digest(leaf.raw, 'sha256'))}</xd:CertDigest>` +
    `<xd:IssuerSerial><X509IssuerName>${escapeText(issuerName)}</X509IssuerName>` +
    `<X509SerialNumber>${BigInt(`0x${leaf.serialNumber}`)}</X509SerialNumber></xd:IssuerSerial>` +
    '</xd:Cert></xd:SigningCertificate><xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied/></xd:SignaturePolicyIdentifier>' +
    '</xd:SignedSignatureProperties></xd:SignedProperties></xd:QualifyingProperties></Object>'
  )
}
