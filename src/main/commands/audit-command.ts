import {
  answer,
  type Command,
  exitCodes,
  readInput,
  required,
  UsageError,
  unlock,
  writeWhole,
} from './context.ts'

export const auditUsage = `  audit verify [--anchor 报送包、回执或 backup.json]    核验操作日志；退出码 0 完整，1 从第几条起不符
  audit export 文件.xlsx [--from 日期] [--to 日期]      导出操作日志；不写文件而加 --json 时逐条写到标准输出`

const perPage = 200

const verifyLog: Command = async (context) => {
  const { values, call } = context
  const anchor = values.anchor === undefined ? undefined : readInput(values.anchor)
  await unlock(context)
  const result = await call('audit.verify', anchor ? { anchor } : {})
  answer(context, result, [result.message])
  return result.whole ? exitCodes.ok : exitCodes.refused
}

const exportLog: Command = async (context) => {
  const { values, positionals, call, out } = context
  const condition = {
    ...(values.from !== undefined && { from: values.from }),
    ...(values.to !== undefined && { to: values.to }),
  }
  const path = positionals[1]
  if (path === undefined && values.json) {
    await unlock(context)
    for (let offset = 0; ; offset += perPage) {
      const { rows, total } = await call('audit.page', { ...condition, offset, limit: perPage })
      for (const row of rows) out(`${JSON.stringify(row)}\n`)
      if (offset + rows.length >= total || rows.length === 0) return exitCodes.ok
    }
  }
  const file = required(path, '请指定要写出的文件。')
  await unlock(context)
  const { bytes, rows, basis } = await call('audit.export', condition)
  writeWhole(file, bytes)
  return answer(context, { file, rows, basis }, [`已写出 ${rows} 条操作日志到 ${file}。口径：${basis}`])
}

/** `audit verify`, `audit export`: the log for an auditor without a window. */
export const audit: Command = (context) => {
  const [what] = context.positionals
  if (what === 'verify') return verifyLog(context)
  if (what === 'export') return exportLog(context)
  throw new UsageError('请写 audit verify 或 audit export。')
}
