/** What the clerk should look at before it is too late: keys and certificates about to expire, cards to compare. */
import type { AnchorView, CertificateView, KeyNotice } from '../../../shared/contract/calls/trust.ts'
import { businessDate, type Desk } from '../context.ts'
import { anchorViews, ownKeyView, viewContext } from './certificate-view.ts'
import { createOwnKeyStore } from './own-key.store.ts'
import { createTrustStore } from './trust.store.ts'

/** Days before the end: said, and said in red. */
export const noticeDays = { soon: 90, urgent: 30 } as const

const dayOf = (instant: string) => businessDate(instant)

/** Null while there is time enough. */
function expiryNotice(
  { notAfter, daysLeft }: CertificateView,
  whose: string,
  step: string,
  now: Date,
): KeyNotice | null {
  if (now.toISOString() > notAfter) {
    return { level: 'block', text: `${whose}已于 ${dayOf(notAfter)} 过期，${step}。` }
  }
  if (daysLeft > noticeDays.soon) return null
  const left = daysLeft === 0 ? '不足 1 天' : `还有 ${daysLeft} 天`
  const level = daysLeft <= noticeDays.urgent ? 'block' : 'warn'
  return { level, text: `${whose}将于 ${dayOf(notAfter)} 过期（${left}），${step}。` }
}

export function keyNotices(desk: Desk): KeyNotice[] {
  const context = viewContext(desk)
  const { now } = context
  const notices: (KeyNotice | null)[] = []
  const keys = createOwnKeyStore(desk.db).keys()
  const inUse = keys.filter(({ retiredAt }) => retiredAt === null)
  if (!inUse.some(({ purpose }) => purpose === 'unit')) {
    notices.push({ level: 'block', text: '本单位还没有签名密钥，不能签名上报，请生成。' })
  }
  for (const key of inUse) {
    const view = ownKeyView(desk, key, context)
    const isUnit = key.purpose === 'unit'
    const whose = isUnit ? '本单位的签名证书' : '本单位的根证书'
    if (view.status === 'revoked') {
      notices.push({ level: 'block', text: `${whose}已被上级吊销，不能再签名，请更换密钥并重新申请。` })
      continue
    }
    const step = isUnit ? '请更换密钥或重新申请证书，并重发单位名片' : '请重新建立根证书，并给下级重新签发'
    notices.push(expiryNotice(view, whose, step, now))
  }
  const anchors = anchorViews(desk, context)
  for (const anchor of anchors.filter(({ status }) => status === 'trusted' || status === 'expired')) {
    notices.push(anchorNotice(anchor, now))
  }
  const pending = anchors.filter(({ status }) => status === 'pending').length
  if (pending > 0) {
    notices.push({ level: 'warn', text: `有 ${pending} 张证书待核对，请打电话核对比对码。` })
  }
  for (const { nextUpdate } of createTrustStore(desk.db).revocationLists()) {
    if (nextUpdate === null || now.toISOString() <= nextUpdate) continue
    notices.push({ level: 'warn', text: `吊销列表应在 ${dayOf(nextUpdate)} 前更新，请向上级索取新的一份。` })
  }
  return notices.filter((notice) => notice !== null)
}

function anchorNotice(anchor: AnchorView, now: Date): KeyNotice | null {
  const whose = `“${anchor.unit.name}”的${anchor.role === 'root' ? '根证书' : '签名证书'}`
  const notice = expiryNotice(anchor, whose, '请让对方换发并重发单位名片', now)
  // Others' certificates do not stop this office's own work.
  return notice === null ? null : { ...notice, level: 'warn' }
}
