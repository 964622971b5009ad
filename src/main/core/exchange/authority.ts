/** The unit as a root for its lower levels: issues certificates, revokes them, writes the revocation list. */
import type { X509Certificate } from 'node:crypto'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import type { CertificateRequest, KeyKind } from '../signature/index.ts'
import {
  certificateFacts,
  certificateRequest,
  comparisonCode,
  issueCertificate,
  publicKeyId,
  readCertificateRequest,
  softwareKey,
  writeRevocationList,
} from '../signature/index.ts'
import { chainText, serialOf } from './certificate-chain.ts'
import { createOwnKeyStore, type IssuedRow } from './own-key.store.ts'
import {
  addCertificate,
  authoritySigner,
  logOwn,
  makeKey,
  ownKey,
  privateKeyOf,
  validity,
} from './own-key.ts'
import { createTrustStore } from './trust.store.ts'
import { ownUnit } from './unit-identity.ts'

const revocationNumberKey = 'revocationListNumber'

/** A request (PKCS#10, PEM) for the unit's key in use, and its comparison code. */
export async function ownRequest(desk: Desk): Promise<{ pem: string; requestCode: string }> {
  const own = ownKey(desk, 'unit')
  const [leaf] = own?.chain ?? []
  if (own === null || leaf === undefined) throw new Refusal('refused', '本单位还没有签名密钥，请先生成。')
  const { name, code } = ownUnit(desk)
  // The bare key: it may ask for a certificate also where its present one has expired.
  const key = softwareKey(privateKeyOf(desk, own.key))
  const pem = await certificateRequest(key, { organization: name, commonName: name, code })
  return { pem, requestCode: comparisonCode(publicKeyId(leaf.publicKey)) }
}

/** Makes the root key; `issueOwn` gives the unit's signing key a certificate of this root. */
export async function makeAuthority(desk: Desk, kind: KeyKind, issueOwn: boolean): Promise<void> {
  await makeKey(desk, 'authority', kind)
  if (!issueOwn) return
  const { pem } = await ownRequest(desk)
  const chain = await sign(desk, readCertificateRequest(pem), 3)
  const own = ownKey(desk, 'unit')
  if (own === null) throw new RangeError('no unit key')
  addCertificate(desk, own.key.id, chain, 'issued')
  keepIssued(desk, chain, null)
  logOwn(desk, '用本单位根证书给本单位签发证书', chain[0])
}

async function sign(desk: Desk, request: CertificateRequest, years: number): Promise<X509Certificate[]> {
  const signer = authoritySigner(desk)
  const root = signer.certificateChain[0] as X509Certificate
  const wanted = validity(new Date(desk.now()), years)
  // What outlives its root could not be checked any more.
  const end = certificateFacts(root).notAfter
  const notAfter = new Date(Math.min(wanted.notAfter.getTime(), end.getTime()))
  return [await issueCertificate(request, signer, { purpose: 'unit', ...wanted, notAfter }), root]
}

function keepIssued(desk: Desk, chain: readonly X509Certificate[], unitId: number | null): number {
  const [leaf] = chain
  const authority = ownKey(desk, 'authority')
  if (leaf === undefined || authority === null) throw new RangeError('nothing issued')
  return createOwnKeyStore(desk.db).addIssued({
    ...{ keyId: authority.key.id, unitId, serial: serialOf(leaf), fingerprint: leaf.fingerprint256 },
    ...{ chain: chainText(chain), issuedAt: desk.now(), issuedBy: desk.user },
  })
}

/**
 * Issues a certificate to a lower level. `requestCode` is what the person compared by telephone. Throws a Refusal where
 * it does not fit or the request names no unit, `SignatureProblem` for an unreadable request.
 */
export async function issue(
  desk: Desk,
  bytes: Uint8Array,
  { years, requestCode }: { years: number; requestCode: string },
): Promise<IssuedRow> {
  const request = readCertificateRequest(bytes)
  const { organization, code = '' } = request.name
  if (organization === '')
    throw new Refusal('refused', '申请里没有单位名称，请让对方填写单位名称后重新申请。')
  if (digitsOf(requestCode) !== digitsOf(comparisonCode(publicKeyId(request.publicKey)))) {
    throw new Refusal('refused', '比对码与申请不符，没有签发。请与对方电话核对以后再签发。')
  }
  const chain = await sign(desk, request, years)
  const trust = createTrustStore(desk.db)
  const unitId = trust.unitNamed(organization, code)?.id ?? trust.addUnit(organization, code, 'lower')
  const issued = createOwnKeyStore(desk.db).issuedById(keepIssued(desk, chain, unitId))
  if (issued === undefined) throw new Error('issued certificate vanished')
  trust.addEvent({
    ...{ at: desk.now(), actor: desk.user, action: '签发证书', subject: organization },
    ...{ fingerprint: issued.fingerprint, note: null },
  })
  return issued
}

/** Revokes a certificate issued here. Throws a Refusal for one that is revoked already. */
export function revokeIssued(desk: Desk, id: number, reason: string, from: string | undefined): IssuedRow {
  const store = createOwnKeyStore(desk.db)
  const issued = store.issuedById(id)
  if (issued === undefined) throw new Refusal('not_found', '没有这张证书，请刷新后重试。')
  if (issued.revokedAt !== null) throw new Refusal('conflict', '这张证书已经吊销过了。')
  if (from !== undefined && from > desk.today()) {
    const message = '吊销日期不能晚于今天。'
    throw new Refusal('invalid_input', message, [{ path: 'from', message }])
  }
  // The office's day begins at midnight in China.
  const revokedAt = from === undefined ? desk.now() : new Date(`${from}T00:00:00+08:00`).toISOString()
  store.revoke(id, revokedAt, reason, desk.user)
  createTrustStore(desk.db).addEvent({
    ...{ at: desk.now(), actor: desk.user, action: '吊销证书', subject: nameOfUnit(desk, issued) },
    ...{ fingerprint: issued.fingerprint, note: reason },
  })
  return { ...issued, revokedAt, reason, revokedBy: desk.user }
}

const nameOfUnit = (desk: Desk, { unitId }: IssuedRow): string =>
  (unitId === null ? undefined : createTrustStore(desk.db).unit(unitId)?.name) ?? desk.unit.name

/** A list of everything that the root in use has revoked, DER; its number counts up. */
export async function makeRevocationList(
  desk: Desk,
  validDays: number,
): Promise<{ bytes: Uint8Array; number: string; entries: number }> {
  const signer = authoritySigner(desk)
  const authority = ownKey(desk, 'authority')
  const number = BigInt(desk.catalogueStore.meta(revocationNumberKey) ?? '0') + 1n
  const entries = createOwnKeyStore(desk.db)
    .issued()
    .filter(({ keyId }) => keyId === authority?.key.id)
    .flatMap(({ serial, revokedAt, reason }) =>
      revokedAt === null ? [] : [{ serial, revokedAt: new Date(revokedAt), reason }],
    )
  const thisUpdate = new Date(desk.now())
  const nextUpdate = new Date(thisUpdate.getTime() + validDays * 86_400_000)
  const bytes = await writeRevocationList(signer, { number, thisUpdate, nextUpdate, entries })
  desk.catalogueStore.setMeta(revocationNumberKey, String(number))
  logOwn(desk, '导出吊销列表', undefined, `第 ${number} 号，${entries.length} 张`)
  return { bytes: new Uint8Array(bytes), number: String(number), entries: entries.length }
}

/** A comparison code as typed: digits only. */
export const digitsOf = (text: string): string => text.replace(/\D/g, '')
