import type { VerifiedFile } from '../../shared/contract/calls/trust.ts'
import { answer, type Command, readInput, required, unlock } from './context.ts'

export const verifyUsage =
  '  verify 文件 [--data 目录] [--root 根证书.pem]… [--allow-sha1]   核对数字签名；退出码 0 有效且可信，1 无效，2 没有签名，3 有效但签名人未知'

const verdictCodes = { validTrusted: 0, invalid: 1, unsigned: 2, validUnknownSigner: 3 } as const

/** Checks the signatures of a workbook. Asks the trust store only where `--data` names a ledger. */
export const verify: Command = async (context) => {
  const { values, positionals, call } = context
  const file = readInput(required(positionals[0], '请指定要核对的文件。'))
  const roots = (values.root ?? []).map(readInput)
  if (values.data !== undefined) await unlock(context)
  const result = await call('trust.verify', { file, roots, allowSha1: values['allow-sha1'] ?? false })
  const { verdict, reason, part, message, uncovered } = result
  const signer = result.signatures[0]?.signer ?? null
  const shown = { verdict, reason, part, message, signer, signatures: result.signatures, uncovered }
  answer(context, shown, [message, ...result.signatures.flatMap(lines), uncoveredLine(result)])
  return verdictCodes[verdict]
}

function lines({ signer, signedAt, comment, warnings }: VerifiedFile['signatures'][number]): string[] {
  return [
    ...(signer === null
      ? []
      : [
          `签名人：${signer.unitName}（${signer.unitCode || '没有代码'}），签发者：${signer.issuerName}`,
          `比对码：${signer.comparisonCode}`,
          `证书指纹：${signer.fingerprint}`,
        ]),
    ...(signedAt === null ? [] : [`签名时间（签名人自己填写）：${signedAt}`]),
    ...(comment === '' ? [] : [`用途：${comment}`]),
    ...warnings.map((warning) => `提醒：${warning}`),
  ]
}

const uncoveredLine = ({ verdict, uncovered }: VerifiedFile): string =>
  verdict === 'unsigned' ? '' : `签名没有覆盖的部件：${uncovered.join('、') || '无'}`
