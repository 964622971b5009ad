import type {
  CertificateStatus,
  IssuedView,
  OwnKeyView,
  RevocationReason,
  UnitRelation,
  VerifiedFile,
} from '../../../../shared/contract/calls/trust.ts'
import type { IconName } from '../../../components/AppIcon.vue'

/** Keys and trust in the office's words. */
export interface StatusWords {
  label: string
  tone: 'done' | 'warn' | 'block' | 'quiet'
  icon: IconName
}

export const statusWords: Readonly<Record<CertificateStatus, StatusWords>> = {
  trusted: { label: '已信任', tone: 'done', icon: 'done' },
  pending: { label: '待核对', tone: 'warn', icon: 'warn' },
  revoked: { label: '已吊销', tone: 'block', icon: 'block' },
  expired: { label: '已过期', tone: 'block', icon: 'block' },
  notYetValid: { label: '未生效', tone: 'warn', icon: 'warn' },
  superseded: { label: '已换新证书', tone: 'quiet', icon: 'history' },
  distrusted: { label: '已停止信任', tone: 'block', icon: 'block' },
}

export const ownStatusWords: Readonly<Record<OwnKeyView['status'], StatusWords>> = {
  inUse: { label: '使用中', tone: 'done', icon: 'done' },
  retired: { label: '已停用', tone: 'quiet', icon: 'history' },
  expired: { label: '已过期', tone: 'block', icon: 'block' },
  revoked: { label: '已吊销', tone: 'block', icon: 'block' },
}

export const issuedStatus = ({ revokedAt, daysLeft }: IssuedView): StatusWords => {
  if (revokedAt !== null) return statusWords.revoked
  return daysLeft < 0 ? statusWords.expired : { label: '有效', tone: 'done', icon: 'done' }
}

export const verdictWords: Readonly<Record<VerifiedFile['verdict'], StatusWords>> = {
  validTrusted: { label: '签名有效，签名单位可信', tone: 'done', icon: 'done' },
  validUnknownSigner: { label: '签名有效，但签名人未知', tone: 'warn', icon: 'warn' },
  invalid: { label: '签名无效，请不要采用', tone: 'block', icon: 'block' },
  unsigned: { label: '没有数字签名', tone: 'warn', icon: 'warn' },
}

export const relationLabels: Readonly<Record<UnitRelation, string>> = {
  upper: '上级',
  lower: '下级',
  other: '其他',
}

export const originLabels: Readonly<Record<OwnKeyView['origin'], string>> = {
  self: '本单位自签名',
  issued: '由根证书签发',
  file: '由证书文件导入',
}

export const reasonLabels: Readonly<Record<RevocationReason, string>> = {
  keyCompromise: '密钥可能泄露（以前的签名也不再承认）',
  superseded: '换用了新证书',
  affiliationChanged: '单位名称或隶属关系变更',
  cessationOfOperation: '单位撤销或不再报送',
  unspecified: '其他原因',
}

export const keyKindOptions = [
  { value: 'rsa2048', label: 'RSA-2048（默认，各种软件都能核对）' },
  { value: 'rsa3072', label: 'RSA-3072（更长，签名稍慢）' },
  { value: 'p256', label: 'P-256（椭圆曲线，签名更短）' },
] as const

/** The day of an instant, as certificates are spoken of. */
export const dayOf = (instant: string): string => {
  const time = new Date(instant)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}

export const leftOf = (days: number): string => (days < 0 ? '已过期' : `还有 ${days} 天`)
