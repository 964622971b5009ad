import type { PartnerView } from '../../../shared/contract/calls/package.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import { readCertificate } from '../signature/index.ts'
import { ownSigner } from './own-key.ts'
import { createTrustStore } from './trust.store.ts'
import { partnerUnits } from './trust.ts'
import { ownUnit } from './unit-identity.ts'

/** The other side of a channel, as an envelope names it. */
export interface Partner extends PartnerView {
  fingerprint: string | null
}

export const partnersOf = (desk: Desk): PartnerView[] =>
  partnerUnits(desk).map(({ code, name, relation }) => ({ code, name, relation }))

/**
 * A unit by its code or its name.
 *
 * @throws Refusal `not_found` when there is none, `invalid_input` when several are called so
 */
export function partnerOf(desk: Desk, text: string): Partner {
  const wanted = text.trim()
  const units = partnerUnits(desk)
  const found = units.filter(
    ({ code, name }) => code === wanted || name === wanted || `${code} ${name}` === wanted,
  )
  const [unit, ...others] = found
  if (!unit) {
    const known = units.map(({ name, code }) => `${name}（${code}）`).join('、')
    throw new Refusal(
      'not_found',
      `没有“${wanted}”这个单位。${known ? `可选：${known}。` : '请先在“单位与密钥”里导入对方的单位名片。'}`,
    )
  }
  if (others.length > 0)
    throw new Refusal('invalid_input', `叫“${wanted}”的单位有${found.length}个，请用“代码 名称”指明。`)
  const signer = createTrustStore(desk.db)
    .anchors()
    .findLast(({ unitId, role, state }) => unitId === unit.id && role === 'signer' && state === 'trusted')
  const { code, name, relation } = unit
  return { code, name, relation, fingerprint: signer?.fingerprint ?? null }
}

/** This unit as a sender, with the one who signs for it. Throws a Refusal where there is no usable key. */
export function ownParty(desk: Desk) {
  const signer = ownSigner(desk)
  const [leaf] = signer.certificateChain
  if (!leaf) throw new Error('signer without a certificate')
  const { code, name } = ownUnit(desk)
  return { signer, party: { code, name, fingerprint: readCertificate(leaf).fingerprint256 } }
}
