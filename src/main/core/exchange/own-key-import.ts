/** Certificates and keys that come from elsewhere: the upper level's answer to a request, and key files (.pfx). */
import type { X509Certificate } from 'node:crypto'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import {
  algorithmFor,
  certificateName,
  judgeTrust,
  publicKeyId,
  readPfx,
  SignatureProblem,
} from '../signature/index.ts'
import { certificatesIn, chainText, isIssuedBy, isSelfSigned } from './certificate-chain.ts'
import { createOwnKeyStore, type OwnKeyRow } from './own-key.store.ts'
import { addCertificate, logOwn, ownKey, takeKey } from './own-key.ts'
import { createTrustStore } from './trust.store.ts'
import { trustFor } from './trust.ts'

/**
 * Takes the certificate that an upper level issued for the key in use. Throws a Refusal where it belongs to another key,
 * is not valid now, or leads to no root; a root that is not trusted yet is kept as pending.
 */
export function importCertificate(desk: Desk, file: { name: string; bytes: Uint8Array }): OwnKeyRow {
  const certificates = certificatesIn(file.bytes)
  if (certificates.length === 0) {
    throw new Refusal('refused', '文件里没有证书，请选择上级发回的证书文件（.pem、.cer）。')
  }
  const own = ownKey(desk, 'unit')
  if (own === null) throw new Refusal('refused', '本单位还没有签名密钥，请先生成并申请证书。')
  const leaf = certificates.find((certificate) => idOf(certificate) === own.key.publicKey)
  if (leaf === undefined) throw new Refusal('refused', notOurs(desk, certificates))
  const store = createOwnKeyStore(desk.db)
  if (store.hasCertificate(leaf.fingerprint256)) throw new Refusal('conflict', '这张证书已经导入过了。')
  const chain = checkedChain(desk, leaf, certificates)
  addCertificate(desk, own.key.id, chain, 'issued')
  logOwn(desk, '导入上级签发的证书', leaf)
  const root = chain.at(-1) as X509Certificate
  keepRoot(desk, root, file.name)
  return own.key
}

const idOf = (certificate: X509Certificate): string => {
  try {
    return publicKeyId(certificate.publicKey)
  } catch {
    // A kind of key that this runtime does not know.
    return ''
  }
}

function notOurs(desk: Desk, certificates: readonly X509Certificate[]): string {
  const ids = new Set(certificates.map(idOf))
  const retired = createOwnKeyStore(desk.db)
    .keys()
    .some(({ publicKey, retiredAt }) => retiredAt !== null && ids.has(publicKey))
  return retired
    ? '这张证书是给已经停用的旧密钥签发的，请用现在的密钥重新申请。'
    : '这张证书与本单位的签名密钥对不上，没有导入。请核对上级发回的是不是本单位的证书。'
}

/** The certificate and its issuers up to a root in the file or in the trust store. */
function checkedChain(
  desk: Desk,
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
): X509Certificate[] {
  if (isSelfSigned(leaf)) throw new Refusal('refused', '这是自签名证书，不是上级签发的证书，没有导入。')
  const { roots, isRevoked, now } = trustFor(desk, { judgedAt: 'now' })
  const candidates = [...certificates.filter(isSelfSigned), ...roots]
  const others = certificates.filter((certificate) => certificate !== leaf)
  const question = { roots: candidates, pinned: [], signedAt: now, allowSha1: false, isRevoked }
  try {
    const { by } = judgeTrust({ certificates: [leaf, ...others], ...question })
    if (by === null) {
      throw new Refusal(
        'refused',
        '文件里缺少签发机构的证书，请让上级把整条证书链一起发来，或先导入上级的根证书。',
      )
    }
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    throw refusalFor(error)
  }
  return climb(leaf, [...others, ...roots])
}

const sentences: Partial<Record<SignatureProblem['reason'], string>> = {
  certificateExpired: '证书现在不在有效期内，没有导入。请核对这台电脑的日期，或换发证书。',
  certificateRevoked: '证书已被吊销，没有导入。',
  issuerNotAuthority: '签发这张证书的一方无权签发证书，没有导入。',
}
const refusalFor = ({ reason }: SignatureProblem): Refusal =>
  new Refusal('refused', sentences[reason] ?? '这张证书不能用于签名，没有导入。')

function climb(leaf: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf]
  for (;;) {
    const last = chain.at(-1) as X509Certificate
    const issuer = all.find((candidate) => !chain.includes(candidate) && isIssuedBy(last, candidate))
    if (issuer === undefined || isSelfSigned(last)) return chain
    chain.push(issuer)
  }
}

/** The root of the answer is not trusted by having come along: a person compares it first. */
function keepRoot(desk: Desk, root: X509Certificate, source: string): void {
  const store = createTrustStore(desk.db)
  const isOwn = createOwnKeyStore(desk.db).hasCertificate(root.fingerprint256)
  if (isOwn || !isSelfSigned(root) || store.anchorOf(root.fingerprint256, 'root') !== undefined) return
  const { organization, code = '' } = certificateName(root)
  const unitId = store.unitNamed(organization, code)?.id ?? store.addUnit(organization, code, 'upper')
  store.addAnchor({
    ...{ unitId, role: 'root', fingerprint: root.fingerprint256, chain: chainText([root]), source },
    ...{ importedAt: desk.now(), importedBy: desk.user },
  })
}

/**
 * Takes the key of a .pfx file into use. Throws `SignatureProblem` ('pfxPassphrase', 'pfxUnreadable', 'pfxNoKey') or a
 * Refusal for a key that cannot sign here.
 */
export function importPfx(desk: Desk, bytes: Uint8Array, passphrase: string): OwnKeyRow {
  const { privateKey, certificateChain } = readPfx(bytes, passphrase)
  const [leaf, ...others] = certificateChain
  if (leaf === undefined) throw new SignatureProblem('pfxNoKey')
  const { isRevoked, now } = trustFor(desk, { judgedAt: 'now' })
  try {
    algorithmFor(privateKey)
  } catch {
    throw new Refusal('refused', '文件里的密钥种类不支持，没有导入。只支持 RSA（2048 位以上）和 P-256。')
  }
  try {
    // As its own witness: whether the certificate may sign at all and now, not whether it is trusted.
    judgeTrust({
      ...{ certificates: [leaf, ...others], roots: [], pinned: [leaf] },
      ...{ signedAt: now, allowSha1: false, isRevoked },
    })
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    throw refusalFor(error)
  }
  return takeKey(desk, 'unit', privateKey, certificateChain, 'file')
}
