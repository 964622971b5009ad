import { z } from 'zod'
import { job, read, write } from '../call.ts'
import { businessDate, file, id, noInput } from '../schemas.ts'

/** How another unit stands to this one. */
export const unitRelations = ['upper', 'lower', 'other'] as const
export type UnitRelation = (typeof unitRelations)[number]

export const keyKinds = ['rsa2048', 'rsa3072', 'p256'] as const
export const revocationReasons = [
  'keyCompromise',
  'superseded',
  'affiliationChanged',
  'cessationOfOperation',
  'unspecified',
] as const
export type RevocationReason = (typeof revocationReasons)[number]

export type CertificateStatus =
  | 'trusted'
  | 'pending'
  | 'revoked'
  | 'expired'
  | 'notYetValid'
  | 'superseded'
  | 'distrusted'

/** A certificate as people compare it. */
export interface CertificateView {
  /** Unit and code as the certificate names them. */
  unitName: string
  unitCode: string
  issuerName: string
  selfSigned: boolean
  /** RSA-2048, P-256 and so on. */
  keyKind: string
  /** ISO instants. */
  notBefore: string
  notAfter: string
  /** Whole days until it expires; negative afterwards. */
  daysLeft: number
  /** SHA-256 over the certificate, pairs of hexadecimal digits with colons. */
  fingerprint: string
  /** 12 groups of 4 digits, made of the fingerprint, to be read out by telephone. */
  comparisonCode: string
}

export interface OwnKeyView extends CertificateView {
  id: number
  purpose: 'unit' | 'authority'
  status: 'inUse' | 'retired' | 'expired' | 'revoked'
  origin: 'self' | 'issued' | 'file'
  madeAt: string
  madeBy: string
  retiredAt: string | null
  /** 12 groups of 4 digits over the public key: what the upper level compares before it issues a certificate. */
  requestCode: string
}

export interface IssuedView extends CertificateView {
  id: number
  serial: string
  issuedAt: string
  issuedBy: string
  revokedAt: string | null
  reason: RevocationReason | null
}

/** Something about keys and trust that the clerk should look at. */
export interface KeyNotice {
  level: 'block' | 'warn'
  text: string
}

export interface OwnKeys {
  unit: { name: string; code: string }
  keys: OwnKeyView[]
  /** Certificates that this unit issued as a root, newest first. */
  issued: IssuedView[]
}

export interface RequestView {
  unitName: string
  unitCode: string
  keyKind: string
  requestCode: string
  /** A certificate of this unit that is still good; issuing another one leaves it so. */
  alreadyIssued: boolean
}

export interface AnchorView extends CertificateView {
  id: number
  unit: { id: number; name: string; code: string; relation: UnitRelation }
  role: 'signer' | 'root'
  status: CertificateStatus
  source: string
  importedAt: string
  importedBy: string
  decidedAt: string | null
  decidedBy: string | null
  note: string | null
  /** What to look at before confirming, in sentences. */
  remarks: string[]
  /** Other signing certificates of the same unit that are trusted now. */
  othersTrusted: number
}

export interface RevocationListView {
  issuerName: string
  number: string | null
  thisUpdate: string
  nextUpdate: string | null
  entries: number
  importedAt: string
  importedBy: string
}

export interface TrustOverview {
  anchors: AnchorView[]
  revocationLists: RevocationListView[]
  /** The last decisions, newest first. */
  events: { at: string; actor: string; action: string; subject: string; note: string | null }[]
}

export interface VerifiedSigner extends CertificateView {
  /** The unit here that the certificate stands for; null where it is not known. */
  knownAs: { name: string; code: string; relation: UnitRelation | 'own' } | null
}

export interface VerifiedFile {
  verdict: 'validTrusted' | 'validUnknownSigner' | 'invalid' | 'unsigned'
  /** Code of the reason for `invalid`. */
  reason: string | null
  /** One sentence for the person. */
  message: string
  /** The part of the file that the reason is about. */
  part: string | null
  signatures: {
    verdict: 'validTrusted' | 'validUnknownSigner' | 'invalid'
    message: string
    reason: string | null
    part: string | null
    signer: VerifiedSigner | null
    /** Claimed by the signer; nobody vouches for it. */
    signedAt: string | null
    comment: string
    trustedBy: 'root' | 'pinned' | null
    warnings: string[]
  }[]
  /** Parts that no valid signature covers. */
  uncovered: string[]
  /** Whether the trust store of a ledger was asked. */
  withTrustStore: boolean
}

export interface MadeFile {
  name: string
  bytes: Uint8Array
}

const unitCode = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z-]{6,30}$/, '单位代码由6至30位数字或字母组成')
const kind = z.enum(keyKinds, '没有这种密钥').default('rsa2048')
const relation = z.enum(unitRelations, '请选择对方是上级、下级还是其他单位')
const note = z.string().trim().max(100, '备注不超过100字')

export const trustCalls = {
  'key.own': read<OwnKeys>()('trust.read', noInput, 'any'),
  'key.notices': read<KeyNotice[]>()('trust.read', noInput, 'any'),
  /** A new key in place of the one in use. */
  'key.replace': write<OwnKeyView>()(
    'trust.edit',
    z.object({ kind: z.enum(keyKinds, '没有这种密钥'), unitCode: unitCode.optional() }),
  ),
  /** A request (PKCS#10) for the key in use. */
  'key.request': read<MadeFile & { requestCode: string }>()('trust.read', noInput, 'any'),
  /** The certificate that the upper level issued for the request. */
  'key.importCertificate': write<OwnKeyView>()('trust.edit', z.object({ file })),
  'key.importPfx': write<OwnKeyView>()(
    'trust.edit',
    z.object({ file, passphrase: z.string('请输入证书文件的密码').max(200, '密码不超过200个字符') }),
  ),
  /** The unit card 单位名片; with `root`, it also carries the unit's root certificate. */
  'key.card': read<MadeFile>()('trust.read', z.object({ root: z.boolean('请指定是否带根证书') }), 'any'),
  /** Makes this unit a root for its lower levels; `issueOwn` gives its own signing key a certificate of this root. */
  'key.makeAuthority': write<OwnKeyView>()(
    'trust.edit',
    z.object({ kind, issueOwn: z.boolean('请指定是否给本单位签发') }),
  ),
  'key.readRequest': read<RequestView>()('trust.read', z.object({ file }), 'any'),
  'key.issue': write<MadeFile & { issued: IssuedView }>()(
    'trust.edit',
    z.object({
      file,
      years: z.int('有效年数应为整数').min(1, '至少1年').max(5, '最多5年').default(3),
      /** Code of the request as compared by telephone. */
      requestCode: z.string('请先核对申请的比对码').max(80),
    }),
  ),
  /** The issued certificate once more, as a file. */
  'key.issuedFile': read<MadeFile>()('trust.read', z.object({ id }), 'any'),
  'key.revoke': write<IssuedView>()(
    'trust.edit',
    z.object({
      id,
      reason: z.enum(revocationReasons, '请选择吊销原因'),
      /** From the beginning of this day on; now where it is left out. */
      from: businessDate.optional(),
    }),
  ),
  'key.revocationList': write<MadeFile & { number: string; entries: number }>()(
    'trust.edit',
    z.object({ validDays: z.int('有效天数应为整数').min(1).max(3650) }),
  ),

  'trust.overview': read<TrustOverview>()('trust.read', noInput, 'any'),
  /** Takes a unit card or a certificate in; nothing of it is trusted before it is confirmed. */
  'trust.import': write<{ anchors: AnchorView[]; remarks: string[] }>()('trust.edit', z.object({ file })),
  'trust.confirm': write<AnchorView>()(
    'trust.edit',
    z.object({
      id,
      /** The comparison code that the person read: it binds the decision to this certificate. */
      comparisonCode: z.string('请核对比对码').max(80),
      relation,
      /** Trusted signing certificates of the same unit count only for what was signed before now. */
      replaceOthers: z.boolean().default(false),
      note: note.optional(),
    }),
  ),
  'trust.distrust': write<AnchorView>()(
    'trust.edit',
    z.object({ id, reason: z.string('请填写原因').trim().min(2, '请写明原因（至少2个字）').max(100) }),
  ),
  'trust.remove': write<null>()('trust.edit', z.object({ id })),
  'trust.importRevocations': write<RevocationListView & { fresh: number }>()(
    'trust.edit',
    z.object({ file }),
  ),
  /** Checks the signatures of any workbook; also while no ledger is open, then only with the roots given. */
  'trust.verify': job<VerifiedFile>()(
    'open',
    z.object({
      file,
      roots: z.array(file).max(50).default([]),
      allowSha1: z.boolean().default(false),
    }),
  ),
}
