import { createInterface } from 'node:readline'
import { ledgerNames, ledgers } from '../../shared/domain/ledgers.ts'
import { account, accountUsage, passphrase } from './account-commands.ts'
import { audit, auditUsage } from './audit-command.ts'
import { backup, backupUsage, restore } from './backup-commands.ts'
import {
  answer,
  type Command,
  type CommandContext,
  exitCodes,
  ledgerOf,
  listKey,
  number,
  permitFor,
  readInput,
  required,
  UsageError,
  unlock,
  writeWhole,
} from './context.ts'
import { due } from './due-command.ts'
import { keyCommand, keyUsage } from './key-commands.ts'
import { bringUpToDate, list } from './list-command.ts'
import { makePackage, makeReceipt, packageUsage, receive } from './package-commands.ts'
import { exportProfile, profiles } from './profile-commands.ts'
import { reconcile } from './reconcile-command.ts'
import { verify, verifyUsage } from './verify-command.ts'

export const usage = `县域就业台账 labour-desk

  init --unit 名称 --region 行政区划代码 --user 姓名   建立新台账，打印恢复密钥
  demo [--people 人数] [--seed 种子]                   生成演示县
  import 文件 --as 台账 [--dry-run] [--mode add|update|both] [--region 代码] [--errors 文件.xlsx]
  undo 导入编号                                        撤销一次导入或批量修改
  export 文件.xlsx --as 台账 [--list 清单]             导出一个清单
  export 文件.xlsx --profile 名称 [--list 清单] [--since 日期或修改序号]
                                                       按上报格式导出
  profiles                                             上报格式的代号、名称和口径
  template 文件.xlsx --as 台账                         空白导入模板
  list --as 台账 [--list 清单] [--search 文字] [--limit 行数]
  reconcile 文件 --against 台账 结果.xlsx [--list 清单|--on 日期] [--earlier 早先的名单]
                                                       与另一部门的名单核对，不改台账
  export、list、reconcile 的号码是遮盖的；完整号码加 --full --reason 原因 [--witness 另一人姓名]，
                                                       其口令取自 LABOUR_DESK_WITNESS_PASSPHRASE 或在终端询问
  stats                                                工作台数字
  due [--limit 条数]                                   待办任务：超期、今天到期、即将到期
${packageUsage}
${backupUsage}
${accountUsage}
${auditUsage}
${keyUsage}
${verifyUsage}
  serve [--port 端口] [--no-open]                      用浏览器打开
  call 功能名                                          从标准输入读 JSON（每行一个），逐个调用

共用：--data 目录（默认为本机用户的数据目录）  --json（结果用 JSON 输出）
台账：${ledgerNames.map((name) => `${name} ${ledgers[name].label}`).join('，')}
登录：--user 姓名（或环境变量 LABOUR_DESK_USER），只有一个账号时可以不写
口令取自环境变量 LABOUR_DESK_PASSPHRASE，没有时在终端询问。`

const init: Command = async (context) => {
  const { values, call, newPassphrase } = context
  const { recoveryKey } = await call('session.setup', {
    unitName: required(values.unit, '请用 --unit 指定单位名称。'),
    regionCode: required(values.region, '请用 --region 指定行政区划代码。').padEnd(12, '0'),
    userName: required(values.user, '请用 --user 指定管理员姓名。'),
    passphrase: await newPassphrase(),
  })
  return answer(context, { recoveryKey }, ['台账已建立。恢复密钥（请抄写保管，只显示这一次）：', recoveryKey])
}

const demo: Command = async (context) => {
  const { values, call, givenPassphrase } = context
  const made = await call('session.setupDemo', {
    people: number(values.people, 15_000, '--people '),
    seed: number(values.seed, 1, '--seed '),
    ...(values.region && { regionCode: values.region.padEnd(12, '0') }),
    ...(givenPassphrase !== undefined && { passphrase: givenPassphrase }),
  })
  return answer(context, made, [
    `已生成演示县：${made.people} 人，${made.households} 户。口令：${made.passphrase}`,
  ])
}

const importFile: Command = async (context) => {
  const { values, positionals, call } = context
  const file = readInput(required(positionals[0], '请指定要导入的文件。'))
  const mode = values.mode ?? 'both'
  if (mode !== 'add' && mode !== 'update' && mode !== 'both')
    throw new UsageError('--mode 应为 add、update 或 both。')
  const input = {
    file,
    ledger: ledgerOf(context),
    options: { mode, ...(values.region && { region: values.region.padEnd(12, '0') }) } as const,
  }
  await unlock(context)
  if (values['dry-run']) {
    const { counts, violations, skipped, warnings, errorFile } = await call('import.preview', {
      ...input,
      errorFile: values.errors !== undefined,
    })
    if (values.errors && errorFile) writeWhole(values.errors, errorFile.bytes)
    warn(context, warnings)
    return answer(context, { importId: null, ...counts, violations, skipped }, [
      `试导入（没有写入）：共 ${counts.rows} 行，新增 ${counts.inserted}，修改 ${counts.updated}，不变 ${counts.unchanged}，阻止 ${counts.blocked}，提醒 ${counts.warned}`,
      ...(values.errors && errorFile ? [`会被阻止的行在 ${values.errors}`] : []),
    ])
  }
  const { hasErrorFile, warnings, ...result } = await call('import.run', input)
  warn(context, warnings)
  let notSaved: Error | null = null
  if (values.errors && hasErrorFile) {
    const { bytes } = await call('import.errors', { importId: result.importId })
    try {
      writeWhole(values.errors, bytes)
    } catch (error) {
      // What was imported is imported: its answer must not be lost over a file.
      notSaved = error as Error
    }
  }
  const where = notSaved ? '没有写出' : values.errors ? `在 ${values.errors}` : '可用 --errors 文件.xlsx 取回'
  answer(context, result, [
    `导入编号 ${result.importId}：共 ${result.rows} 行，新增 ${result.inserted}，修改 ${result.updated}，不变 ${result.unchanged}，阻止 ${result.blocked}，提醒 ${result.warned}`,
    ...(hasErrorFile ? [`被阻止的行${where}`] : []),
  ])
  if (!notSaved) return exitCodes.ok
  context.err(`${notSaved.message}导入已经完成。\n`)
  return exitCodes.refused
}

/** Hidden rows, formulas: not to be overlooked, and no part of the answer. */
const warn = ({ err }: CommandContext, warnings: readonly string[]) => {
  for (const warning of warnings) err(`提醒：${warning}\n`)
}

const undo: Command = async (context) => {
  const id = number(required(context.positionals[0], '请指定导入编号。'), 0, '导入编号')
  if (id === 0) throw new UsageError('导入编号应为正整数。')
  await unlock(context)
  const result = await context.call('batch.undo', { id })
  return answer(context, result, [
    `已撤销：恢复 ${result.restored} 处，删除 ${result.removed} 条，保留后来修改的 ${result.kept.length} 条`,
    ...result.kept.map((kept) => `  保留 ${kept.entity} ${kept.name}：${kept.fields.join('、')}`),
  ])
}

const exportList: Command = async (context) => {
  const path = required(context.positionals[0], '请指定要写出的文件。')
  if (context.values.profile !== undefined) return exportProfile(context, path, context.values.profile)
  const ledger = ledgerOf(context)
  await unlock(context)
  const { values, call } = context
  await bringUpToDate(context, ledger)
  const list = await listKey(context, ledger)
  const full = await permitFor(context, 'export.run')
  const result = await call('export.run', { ledger, list, search: values.search, ...full })
  writeWhole(path, result.bytes)
  return answer(context, { file: path, rows: result.rows, basis: result.basis }, [
    `已写出 ${result.rows} 行到 ${path}。口径：${result.basis}`,
  ])
}

const template: Command = async (context) => {
  const path = required(context.positionals[0], '请指定要写出的文件。')
  const ledger = ledgerOf(context)
  // A blank workbook needs no ledger; where there is one, its own dictionaries go into it.
  const { state } = await context.call('session.status', {})
  if (state !== 'new') await unlock(context)
  const result = await context.call('export.template', { ledger })
  writeWhole(path, result.bytes)
  return answer(context, { file: path }, [`已写出空白模板 ${path}`])
}

const stats: Command = async (context) => {
  await unlock(context)
  const figures = await context.call('figure.start', {})
  return answer(context, figures, [
    `统计日期 ${figures.asOf}`,
    ...figures.figures.map((figure) => `${figure.label}\t${figure.value}\t口径：${figure.basis}`),
  ])
}

/** One request a line, `{"name": …, "input": …}` or only the input when the call is named; one result a line. */
const call: Command = async (context) => {
  const [name] = context.positionals
  let sequence = 0
  for await (const line of createInterface({ input: context.stdin })) {
    if (line.trim() === '') continue
    const result = await context.core.call(requestOf(line, name, `line-${++sequence}`))
    context.out(
      `${JSON.stringify(result, (_key, value) => (value instanceof Uint8Array ? { $base64: Buffer.from(value).toString('base64') } : value))}\n`,
    )
  }
  return exitCodes.ok
}

function requestOf(line: string, name: string | undefined, id: string) {
  const revive = (_key: string, value: unknown) =>
    value !== null && typeof value === 'object' && '$base64' in value
      ? new Uint8Array(Buffer.from(String(value.$base64), 'base64'))
      : value
  try {
    const parsed = JSON.parse(line, revive) as { name?: string; input?: unknown }
    return name === undefined
      ? { id, name: String(parsed.name), input: parsed.input }
      : { id, name, input: parsed }
  } catch {
    throw new UsageError('标准输入的每一行都应是 JSON。')
  }
}

export const commands: Readonly<Record<string, Command>> = {
  init,
  demo,
  import: importFile,
  undo,
  export: exportList,
  profiles,
  template,
  list,
  reconcile,
  stats,
  due,
  backup,
  restore,
  account,
  passphrase,
  audit,
  package: makePackage,
  receive,
  receipt: makeReceipt,
  key: keyCommand,
  verify,
  call,
}
