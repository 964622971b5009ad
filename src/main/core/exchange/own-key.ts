/** The unit's own keys: made at first run, replaced, given certificates, and used for signing. */
import type { KeyObject, X509Certificate } from 'node:crypto'
import { createPublicKey } from 'node:crypto'
import { Refusal } from '../../../shared/contract/result.ts'
import { businessDate, type Desk } from '../context.ts'
import type { CertificateName, CertificateSpec, KeyKind, Signer } from '../signature/index.ts'
import {
  certificateFacts,
  generatePrivateKey,
  keyKindOf,
  publicKeyId,
  selfSignedCertificate,
  softwareKey,
  softwareSigner,
} from '../signature/index.ts'
import { chainOf, chainText } from './certificate-chain.ts'
import {
  type CertificateOrigin,
  createOwnKeyStore,
  type KeyPurpose,
  type OwnCertificateRow,
  type OwnKeyRow,
} from './own-key.store.ts'
import { createTrustStore } from './trust.store.ts'
import { trustFor } from './trust.ts'
import { ownUnit, type UnitIdentity } from './unit-identity.ts'

const yearsOf: Readonly<Record<KeyPurpose, number>> = { unit: 3, authority: 10 }

const nameFor = ({ name, code }: UnitIdentity, purpose: KeyPurpose): CertificateName => ({
  organization: name,
  commonName: purpose === 'unit' ? name : `${name}根证书`,
  code,
})

/** Valid from a day ago, because clocks of offline computers differ. */
export function validity(now: Date, years: number): Pick<CertificateSpec, 'notBefore' | 'notAfter'> {
  const notAfter = new Date(now)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years)
  return { notBefore: new Date(now.getTime() - 86_400_000), notAfter }
}

/** Makes a key with a certificate of its own, and retires the one in use. */
export async function makeKey(desk: Desk, purpose: KeyPurpose, kind: KeyKind): Promise<OwnKeyRow> {
  const privateKey = await generatePrivateKey(kind)
  const spec = { purpose, ...validity(new Date(desk.now()), yearsOf[purpose]) }
  const name = nameFor(ownUnit(desk), purpose)
  const certificate = await selfSignedCertificate(softwareKey(privateKey), name, spec)
  return takeKey(desk, purpose, privateKey, [certificate], 'self')
}

/** Makes the unit's first key where there is none: at first run, and in ledgers from before there were keys. */
export async function ensureUnitKey(desk: Desk): Promise<void> {
  if (createOwnKeyStore(desk.db).inUse('unit') === undefined) await makeKey(desk, 'unit', 'rsa2048')
}

/** Puts a key into use in place of the former one. Throws a Refusal for a key that was here before. */
export function takeKey(
  desk: Desk,
  purpose: KeyPurpose,
  privateKey: KeyObject,
  chain: readonly X509Certificate[],
  origin: CertificateOrigin,
): OwnKeyRow {
  const store = createOwnKeyStore(desk.db)
  const publicKey = createPublicKey(privateKey)
  const id = publicKeyId(publicKey)
  const at = desk.now()
  if (store.keys().some((key) => key.publicKey === id)) {
    throw new Refusal('conflict', '这个密钥已经在本机，没有再次导入。')
  }
  desk.db.transaction(() => {
    const kind = keyKindOf(publicKey)
    store.retire(purpose, at, desk.user)
    const key = { purpose, kind, publicKey: id, madeAt: at, madeBy: desk.user }
    const keyId = store.addKey(key, desk.vault.seal(privateKey, id))
    addCertificate(desk, keyId, chain, origin)
    const actions = { self: '生成密钥', issued: '生成密钥', file: '导入密钥文件' } as const
    logOwn(desk, `${actions[origin]}（${purpose === 'unit' ? '签名' : '签发'}，${kind}）`, chain[0])
  })()
  const taken = store.inUse(purpose)
  if (taken === undefined) throw new Error('key vanished')
  return taken
}

/** Gives a key of one's own another certificate; the former ones stay for old packages. */
export function addCertificate(
  desk: Desk,
  keyId: number,
  chain: readonly X509Certificate[],
  origin: CertificateOrigin,
): void {
  const [leaf] = chain
  if (leaf === undefined) throw new RangeError('key without certificate')
  createOwnKeyStore(desk.db).addCertificate({
    ...{ keyId, fingerprint: leaf.fingerprint256, chain: chainText(chain), origin },
    ...{ at: desk.now(), actor: desk.user },
  })
}

/** Writes down what was done to one's own keys. */
export function logOwn(desk: Desk, action: string, certificate?: X509Certificate, note?: string): void {
  createTrustStore(desk.db).addEvent({
    ...{ at: desk.now(), actor: desk.user, action, subject: desk.unit.name },
    ...{ fingerprint: certificate?.fingerprint256 ?? null, note: note ?? null },
  })
}

export interface OwnKey {
  readonly key: OwnKeyRow
  readonly certificate: OwnCertificateRow
  /** The key's own certificate first. */
  readonly chain: readonly X509Certificate[]
}

/** The key in use with its certificate; null where there is none. */
export function ownKey(desk: Desk, purpose: KeyPurpose): OwnKey | null {
  const store = createOwnKeyStore(desk.db)
  const key = store.inUse(purpose)
  const certificate = key && store.certificateOf(key.id)
  return key && certificate ? { key, certificate, chain: chainOf(certificate.chain) } : null
}

/** The private key; keep it no longer than one signature needs. */
export const privateKeyOf = (desk: Desk, { id, publicKey }: OwnKeyRow): KeyObject =>
  desk.vault.open(createOwnKeyStore(desk.db).sealed(id), publicKey)

/**
 * Who signs for this unit: its key in use and its certificate chain. Throws a Refusal with one sentence where there is
 * no key, where the certificate is not valid now, or where it was revoked.
 */
export function ownSigner(desk: Desk): Signer {
  return signerOf(desk, 'unit', '签名')
}

/** The same for the unit as a root: signs certificates and revocation lists, never workbooks. */
export function authoritySigner(desk: Desk): Signer {
  return signerOf(desk, 'authority', '签发')
}

function signerOf(desk: Desk, purpose: KeyPurpose, use: string): Signer {
  const own = ownKey(desk, purpose)
  const [leaf] = own?.chain ?? []
  if (own === null || leaf === undefined) {
    throw new Refusal('refused', `本单位还没有${use}密钥，请在“单位与密钥”里生成。`)
  }
  const { notBefore, notAfter } = certificateFacts(leaf)
  const now = new Date(desk.now())
  if (now > notAfter) {
    const day = businessDate(notAfter.toISOString())
    throw new Refusal('refused', `本单位的${use}证书已于 ${day} 过期，不能再${use}，请先更换。`)
  }
  if (now < notBefore) {
    throw new Refusal('refused', `本单位的${use}证书还没有生效，请核对这台电脑的日期。`)
  }
  if (trustFor(desk, { judgedAt: 'now' }).isRevoked(leaf, now)) {
    throw new Refusal('refused', `本单位的${use}证书已被上级吊销，不能再${use}，请更换密钥并重新申请证书。`)
  }
  return softwareSigner(privateKeyOf(desk, own.key), own.chain)
}
