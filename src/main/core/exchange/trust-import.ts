/** Takes unit cards and certificates in, and keeps what a person decided about them. */
import type { X509Certificate } from 'node:crypto'
import type { AnchorView, UnitRelation } from '../../../shared/contract/calls/trust.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import { certificateFacts, certificateName, isStrongKey, publicKeyOf } from '../signature/index.ts'
import { digitsOf } from './authority.ts'
import { certificatesIn, chainText, isIssuedBy, isSelfSigned } from './certificate-chain.ts'
import { anchorViews, leafIn, viewContext } from './certificate-view.ts'
import { createOwnKeyStore } from './own-key.store.ts'
import { type AnchorRole, type AnchorRow, type AnchorState, createTrustStore } from './trust.store.ts'
import { readCard } from './unit-card.ts'
import { ownUnit, type UnitIdentity } from './unit-identity.ts'

interface Introduced {
  readonly unit: UnitIdentity
  readonly role: AnchorRole
  readonly chain: readonly X509Certificate[]
}

/**
 * Takes in a unit card (.xlsx) or plain certificates (PEM, DER), as pending. Answers with the anchors concerned, also
 * those that were here before, and remarks in sentences.
 */
export async function importTrust(
  desk: Desk,
  file: { name: string; bytes: Uint8Array },
): Promise<{ anchors: AnchorView[]; remarks: string[] }> {
  const introduced = await introducedBy(file.bytes, new Date(desk.now()))
  const own = createOwnKeyStore(desk.db)
  const others = introduced.filter(({ chain }) => !own.hasCertificate(chain[0]?.fingerprint256 ?? ''))
  if (others.length === 0) throw new Refusal('conflict', '这是本单位自己的名片或证书，不需要导入。')
  const remarks: string[] = []
  const ids = others.map((item) => keep(desk, item, file.name, remarks))
  const views = anchorViews(desk, viewContext(desk)).filter(({ id }) => ids.includes(id))
  return { anchors: views.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id)), remarks }
}

async function introducedBy(bytes: Uint8Array, now: Date): Promise<Introduced[]> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { unit, chain, root } = await readCard(bytes, now)
    const signer: Introduced = { unit, role: 'signer', chain }
    // The root first: who has compared it need not compare what it issued.
    return root === null ? [signer] : [{ unit, role: 'root', chain: [root] }, signer]
  }
  const certificates = certificatesIn(bytes)
  const found = certificates.flatMap((certificate): Introduced[] => {
    const { organization, code = '' } = certificateName(certificate)
    const unit = { name: organization, code }
    if (!certificateFacts(certificate).authority) return [{ unit, role: 'signer', chain: [certificate] }]
    return isSelfSigned(certificate) ? [{ unit, role: 'root', chain: [certificate] }] : []
  })
  if (found.length === 0) {
    throw new Refusal('refused', '文件里没有可以信任的证书，请选择单位名片（.xlsx）或证书（.cer、.pem）。')
  }
  return found
}

function keep(desk: Desk, { unit, role, chain }: Introduced, source: string, remarks: string[]): number {
  const store = createTrustStore(desk.db)
  const leaf = chain[0] as X509Certificate
  const key = publicKeyOf(leaf)
  if (key === null) throw new Refusal('refused', '证书用的是本程序不支持的密钥（例如国密 SM2），没有导入。')
  if (!isStrongKey(key, false)) throw new Refusal('refused', '证书的密钥太短，不安全，没有导入。')
  if (unit.name === '') throw new Refusal('refused', '证书里没有单位名称，没有导入。')
  const known = store.anchorOf(leaf.fingerprint256, role)
  if (known !== undefined) {
    if (known.state === 'trusted') remarks.push('这张证书已经核对并信任过，没有重复导入。')
    return known.id
  }
  const renamed = store.units().find(({ name, code }) => code === unit.code && name !== unit.name)
  if (renamed !== undefined && unit.code !== '') {
    remarks.push(`代码 ${unit.code} 的单位在本机已有“${renamed.name}”，请核对是不是同一个单位。`)
  }
  const unitId =
    store.unitNamed(unit.name, unit.code)?.id ??
    store.addUnit(unit.name, unit.code, likelyRelation(ownUnit(desk).code, unit.code))
  const id = store.addAnchor({
    ...{ unitId, role, fingerprint: leaf.fingerprint256, chain: chainText(chain), source },
    ...{ importedAt: desk.now(), importedBy: desk.user },
  })
  log(desk, id, role === 'root' ? '导入根证书' : '导入单位名片', null)
  return id
}

/** From administrative codes: the one that contains the other is above it. A person says what it really is. */
function likelyRelation(own: string, other: string): UnitRelation {
  const [ownArea, otherArea] = [own, other].map((code) => code.replace(/0+$/, ''))
  if (!/^\d{12}$/.test(own) || !/^\d{12}$/.test(other) || ownArea === otherArea) return 'other'
  if (ownArea?.startsWith(otherArea ?? '')) return 'upper'
  return otherArea?.startsWith(ownArea ?? '') ? 'lower' : 'other'
}

function required(desk: Desk, id: number): AnchorRow {
  const anchor = createTrustStore(desk.db).anchor(id)
  if (anchor === undefined) throw new Refusal('not_found', '没有这张证书，请刷新后重试。')
  return anchor
}

const viewOf = (desk: Desk, id: number): AnchorView => {
  const view = anchorViews(desk, viewContext(desk)).find((anchor) => anchor.id === id)
  if (view === undefined) throw new Error('anchor vanished')
  return view
}

function log(desk: Desk, id: number, action: string, note: string | null): void {
  const store = createTrustStore(desk.db)
  const anchor = required(desk, id)
  store.addEvent({
    ...{ at: desk.now(), actor: desk.user, action, note, fingerprint: anchor.fingerprint },
    subject: store.unit(anchor.unitId)?.name ?? '',
  })
}

function decide(desk: Desk, id: number, state: AnchorState, note: string | null): void {
  createTrustStore(desk.db).decide(id, { state, at: desk.now(), actor: desk.user, note })
}

export interface Confirmation {
  readonly comparisonCode: string
  readonly relation: UnitRelation
  readonly replaceOthers: boolean
  readonly note: string | null
}

/**
 * A person has compared the code and trusts the certificate; of a root, also what waits here and was issued by it. Throws a Refusal for another code or a revoked one.
 */
export function confirmTrust(desk: Desk, id: number, confirmation: Confirmation): AnchorView {
  const store = createTrustStore(desk.db)
  const anchor = required(desk, id)
  const { comparisonCode, status } = viewOf(desk, id)
  if (digitsOf(confirmation.comparisonCode) !== digitsOf(comparisonCode)) {
    throw new Refusal('refused', '比对码不一致，没有信任这张证书。请与对方电话核对。')
  }
  if (status === 'revoked') throw new Refusal('refused', '这张证书已被吊销，不能信任。')
  store.setRelation(anchor.unitId, confirmation.relation)
  if (confirmation.replaceOthers && anchor.role === 'signer') {
    for (const other of store.anchors()) {
      const replaced =
        other.unitId === anchor.unitId &&
        other.role === 'signer' &&
        other.state === 'trusted' &&
        other.id !== id
      if (!replaced) continue
      decide(desk, other.id, 'superseded', '换用新证书')
      log(desk, other.id, '停用旧证书', '换用新证书')
    }
  }
  decide(desk, id, 'trusted', confirmation.note)
  log(desk, id, anchor.role === 'root' ? '信任根证书' : '信任签名证书', confirmation.note)
  if (anchor.role === 'root') trustIssued(desk, anchor)
  return viewOf(desk, id)
}

function trustIssued(desk: Desk, root: AnchorRow): void {
  const note = '由已核对的根证书签发'
  for (const { id, role, state, chain } of createTrustStore(desk.db).anchors()) {
    if (role !== 'signer' || state !== 'pending' || !isIssuedBy(leafIn(chain), leafIn(root.chain))) continue
    decide(desk, id, 'trusted', note)
    log(desk, id, '信任签名证书', note)
  }
}

/** From now on, whatever this certificate signed is refused, also what it signed before. */
export function distrust(desk: Desk, id: number, reason: string): AnchorView {
  required(desk, id)
  decide(desk, id, 'distrusted', reason)
  log(desk, id, '停止信任', reason)
  return viewOf(desk, id)
}

/** Forgets a certificate: its signer is unknown from now on. The decision stays in the record. */
export function removeTrust(desk: Desk, id: number): void {
  log(desk, id, '删除证书', leafIn(required(desk, id).chain).fingerprint256)
  createTrustStore(desk.db).removeAnchor(id)
}
