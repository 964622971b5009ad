import {
  type AnchorView,
  type CertificateView,
  keyKinds,
  revocationReasons,
  unitRelations,
} from '../../shared/contract/calls/trust.ts'
import {
  answer,
  type Command,
  type CommandContext,
  number,
  readInput,
  required,
  UsageError,
  unlock,
  writeWhole,
} from './context.ts'

export const keyUsage = `  key list                                             本单位的密钥、证书和信任名单
  key new [--kind rsa2048|rsa3072|p256] [--code 单位代码]  换新的签名密钥，旧的留作核对旧文件
  key request 申请.csr                                 写出证书申请
  key import 证书.pem                                  导入上级签发的证书
  key pfx 文件.pfx                                     导入密钥文件，密码取自 LABOUR_DESK_PFX_PASSWORD
  key card 名片.xlsx [--with-root]                     写出单位名片
  key trust 名片.xlsx [--code 比对码] [--relation upper|lower|other]  导入名片；给出比对码才信任
  key distrust 编号 --reason 原因                      停止信任一张证书
  key authority [--kind 种类]                          把本单位建立为根，并给本单位签发证书
  key issue 申请.csr 证书.pem --code 申请的比对码 [--years 年数]  给下级签发证书
  key revoke 编号 --reason ${revocationReasons.join('|')} [--from 日期]
  key crl 列表.crl [--days 有效天数]                   写出吊销列表
  key revocations 列表.crl                             导入上级的吊销列表`

function choice<T extends string>(value: string | undefined, choices: readonly T[], option: string): T {
  const found = choices.find((candidate) => candidate === value)
  if (found === undefined) throw new UsageError(`--${option} 应为 ${choices.join('、')}。`)
  return found
}

const kindOf = ({ values }: CommandContext) => choice(values.kind ?? 'rsa2048', keyKinds, 'kind')

const certificateLines = (view: CertificateView): string[] => [
  `${view.unitName}（${view.unitCode || '没有代码'}） ${view.keyKind} 有效期至 ${view.notAfter.slice(0, 10)}`,
  `  比对码 ${view.comparisonCode}`,
  `  指纹 ${view.fingerprint}`,
]

const anchorLines = (anchor: AnchorView): string[] => [
  `编号 ${anchor.id} ${anchor.unit.name} ${anchor.role === 'root' ? '根证书' : '签名证书'} ${statusWords[anchor.status]}`,
  `  比对码 ${anchor.comparisonCode}`,
  ...anchor.remarks.map((remark) => `  ${remark}`),
]

const statusWords: Readonly<Record<AnchorView['status'], string>> = {
  trusted: '已信任',
  pending: '待核对',
  revoked: '已吊销',
  expired: '已过期',
  notYetValid: '未生效',
  superseded: '已换用新证书',
  distrusted: '已停止信任',
}

const second = ({ positionals }: CommandContext, sentence: string): string =>
  required(positionals[1], sentence)

const list: Command = async (context) => {
  const own = await context.call('key.own', {})
  const trust = await context.call('trust.overview', {})
  const notices = await context.call('key.notices', {})
  return answer(context, { ...own, ...trust, notices }, [
    ...notices.map(({ text }) => `提醒：${text}`),
    ...own.keys.flatMap((key) => [
      `${key.purpose === 'unit' ? '签名密钥' : '根密钥'}${key.retiredAt ? `（${key.retiredAt.slice(0, 10)} 停用）` : ''}`,
      ...certificateLines(key),
    ]),
    ...own.issued.flatMap((issued) => [
      `已签发 编号 ${issued.id}${issued.revokedAt ? `（${issued.revokedAt.slice(0, 10)} 吊销）` : ''}`,
      ...certificateLines(issued),
    ]),
    ...trust.anchors.flatMap(anchorLines),
  ])
}

const replace: Command = async (context) => {
  const { values, call } = context
  const key = await call('key.replace', { kind: kindOf(context), unitCode: values.code })
  return answer(context, key, [
    '已换用新的签名密钥，请把新的单位名片发给往来单位。',
    ...certificateLines(key),
  ])
}

const request: Command = async (context) => {
  const path = second(context, '请指定要写出的申请文件。')
  const { bytes, requestCode } = await context.call('key.request', {})
  writeWhole(path, bytes)
  return answer(context, { file: path, requestCode }, [
    `已写出证书申请 ${path}`,
    `请在电话里把申请的比对码告诉上级：${requestCode}`,
  ])
}

const importAnswer: Command = async (context) => {
  const file = readInput(second(context, '请指定上级发回的证书文件。'))
  const key = await context.call('key.importCertificate', { file })
  return answer(context, key, [
    '已换用上级签发的证书，请把新的单位名片发给往来单位。',
    ...certificateLines(key),
  ])
}

const pfx: Command = async (context) => {
  const file = readInput(second(context, '请指定 .pfx 文件。'))
  const passphrase = await context.secret('LABOUR_DESK_PFX_PASSWORD', '证书文件的密码')
  const key = await context.call('key.importPfx', { file, passphrase })
  return answer(context, key, ['已换用文件里的密钥。', ...certificateLines(key)])
}

const card: Command = async (context) => {
  const path = second(context, '请指定要写出的名片文件。')
  const { bytes } = await context.call('key.card', { root: context.values['with-root'] ?? false })
  writeWhole(path, bytes)
  return answer(context, { file: path }, [`已写出单位名片 ${path}`])
}

/** Imports a card; with the code that was compared by telephone, the certificate with that code is trusted. */
const trust: Command = async (context) => {
  const { values, call } = context
  const file = readInput(second(context, '请指定名片或证书文件。'))
  const { anchors, remarks } = await call('trust.import', { file })
  if (values.code === undefined) {
    return answer(context, { anchors, remarks }, [
      '已放入信任名单，待核对。请打电话核对比对码，再加 --code 比对码 执行一次。',
      ...remarks,
      ...anchors.flatMap(anchorLines),
    ])
  }
  const digits = (text: string) => text.replace(/\D/g, '')
  const wanted = anchors.find(({ comparisonCode }) => digits(comparisonCode) === digits(values.code ?? ''))
  if (wanted === undefined) throw new Error('比对码不一致，没有信任任何证书。请与对方电话核对。')
  const confirmed = await call('trust.confirm', {
    id: wanted.id,
    comparisonCode: values.code,
    relation: choice(values.relation ?? wanted.unit.relation, unitRelations, 'relation'),
    note: values.note,
  })
  return answer(context, confirmed, anchorLines(confirmed))
}

const distrust: Command = async (context) => {
  const id = number(second(context, '请指定证书编号。'), 0, '编号')
  const reason = required(context.values.reason, '请用 --reason 写明原因。')
  const anchor = await context.call('trust.distrust', { id, reason })
  return answer(context, anchor, anchorLines(anchor))
}

const authority: Command = async (context) => {
  const key = await context.call('key.makeAuthority', { kind: kindOf(context), issueOwn: true })
  return answer(context, key, ['已建立本单位的根证书，并给本单位签发了证书。', ...certificateLines(key)])
}

const issue: Command = async (context) => {
  const { values, positionals, call } = context
  const file = readInput(second(context, '请指定申请文件。'))
  const path = required(positionals[2], '请指定要写出的证书文件。')
  if (values.code === undefined) {
    const found = await call('key.readRequest', { file })
    throw new UsageError(
      `申请单位：${found.unitName}（${found.unitCode}）。请电话核对申请的比对码 ${found.requestCode}，一致后加 --code 比对码 签发。`,
    )
  }
  const years = number(values.years, 3, '--years ')
  const { bytes, issued } = await call('key.issue', { file, requestCode: values.code, years })
  writeWhole(path, bytes)
  return answer(context, { file: path, issued }, [
    `已签发 编号 ${issued.id}，写到 ${path}`,
    ...certificateLines(issued),
  ])
}

const revoke: Command = async (context) => {
  const { values, call } = context
  const id = number(second(context, '请指定已签发证书的编号。'), 0, '编号')
  const reason = choice(values.reason, revocationReasons, 'reason')
  const issued = await call('key.revoke', { id, reason, from: values.from })
  return answer(context, issued, ['已吊销，请导出吊销列表发给下级。', ...certificateLines(issued)])
}

const crl: Command = async (context) => {
  const path = second(context, '请指定要写出的吊销列表文件。')
  const validDays = number(context.values.days, 180, '--days ')
  const { bytes, ...made } = await context.call('key.revocationList', { validDays })
  writeWhole(path, bytes)
  return answer(context, { file: path, number: made.number, entries: made.entries }, [
    `已写出第 ${made.number} 号吊销列表，共 ${made.entries} 张：${path}`,
  ])
}

const revocations: Command = async (context) => {
  const file = readInput(second(context, '请指定吊销列表文件。'))
  const imported = await context.call('trust.importRevocations', { file })
  return answer(context, imported, [
    `已导入“${imported.issuerName}”的吊销列表：共 ${imported.entries} 张，新增 ${imported.fresh} 张`,
  ])
}

const actions: Readonly<Record<string, Command>> = {
  ...{ list, new: replace, request, import: importAnswer, pfx, card, trust, distrust },
  ...{ authority, issue, revoke, crl, revocations },
}

/** `labour-desk key ACTION …`: the unit's own keys, the unit as a root, and whom it trusts. */
export const keyCommand: Command = async (context) => {
  const name = required(context.positionals[0], '请指定 key 后面的动作，例如 key list。')
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action === undefined) throw new UsageError(`key 没有“${name}”这个动作。`)
  await unlock(context)
  return action(context)
}
