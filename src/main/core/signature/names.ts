/** Names that the standards fix: namespaces, algorithms, content types and relationship types. */
import { canonicalXmlAlgorithm } from './canonical-xml.ts'

/** XML Signature; also what is in the namespace of the Signature element. */
export const dsigNamespace = 'http://www.w3.org/2000/09/xmldsig#'
/** Digital signatures of packages (ECMA-376 part 2, 12.2 and annex F; prefix mdssi). */
export const packageSignatureNamespace = 'http://schemas.openxmlformats.org/package/2006/digital-signature'
/** Details that Office keeps with a signature ([MS-OFFCRYPTO] 2.5.2.5). */
export const officeSignatureNamespace = 'http://schemas.microsoft.com/office/2006/digsig'
/** XAdES 1.3.2 (ETSI TS 101 903), the version that [MS-OFFCRYPTO] 2.5.2.6 asks for. */
export const xadesNamespace = 'http://uri.etsi.org/01903/v1.3.2#'
export const relationshipsNamespace = 'http://schemas.openxmlformats.org/package/2006/relationships'
export const contentTypesNamespace = 'http://schemas.openxmlformats.org/package/2006/content-types'

export const canonicalisation = canonicalXmlAlgorithm
/** ECMA-376 part 2, 12.2.4.26 (1st edition), 13.2.4.24 (3rd edition). */
export const relationshipTransform = 'http://schemas.openxmlformats.org/package/2006/RelationshipTransform'
export const objectType = 'http://www.w3.org/2000/09/xmldsig#Object'
export const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties'
export const signatureTimeFormat = 'YYYY-MM-DDThh:mm:ssTZD'

export const originType = `${relationshipsNamespace}/digital-signature/origin`
export const signatureType = `${relationshipsNamespace}/digital-signature/signature`

export const originContentType = 'application/vnd.openxmlformats-package.digital-signature-origin'
export const signatureContentType =
  'application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml'
export const relationshipsContentType = 'application/vnd.openxmlformats-package.relationships+xml'

export const contentTypesPart = '[Content_Types].xml'
export const rootRelationshipsPart = '_rels/.rels'
export const signatureFolder = '_xmlsignatures/'

/**
 * Root relationships that Office never signs, with the content types their targets may have: properties of the file
 * that change without anybody touching the document. Nothing else may stay outside of a signature.
 */
export const metadataTypes: ReadonlyMap<string, RegExp> = new Map([
  [
    `${relationshipsNamespace}/metadata/core-properties`,
    /^application\/vnd\.openxmlformats-package\.core-properties\+xml$/,
  ],
  [
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties',
    /^application\/vnd\.openxmlformats-officedocument\.extended-properties\+xml$/,
  ],
  [`${relationshipsNamespace}/metadata/thumbnail`, /^image\/(jpeg|png|x-wmf|x-emf|gif)$/],
])

export interface DigestMethod {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512'
}

/** Digests that are known at all; SHA-1 is refused unless it is asked for. */
export const digestMethods: ReadonlyMap<string, DigestMethod> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#sha1', { hash: 'sha1' }],
  ['http://www.w3.org/2001/04/xmlenc#sha256', { hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', { hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmlenc#sha512', { hash: 'sha512' }],
])

export interface SignatureMethod extends DigestMethod {
  readonly key: 'rsa' | 'ec'
}

export const signatureMethods: ReadonlyMap<string, SignatureMethod> = new Map([
  ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', { key: 'rsa', hash: 'sha1' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', { key: 'rsa', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha384', { key: 'rsa', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', { key: 'rsa', hash: 'sha512' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256', { key: 'ec', hash: 'sha256' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384', { key: 'ec', hash: 'sha384' }],
  ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512', { key: 'ec', hash: 'sha512' }],
])

export const sha256Method = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** What this product signs with, by the name a signer is asked for. */
export const signingMethods = {
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const
