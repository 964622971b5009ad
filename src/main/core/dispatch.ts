import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Call } from '../../shared/contract/call.ts'
import type { CallRequest } from '../../shared/contract/host.ts'
import { contract } from '../../shared/contract/index.ts'
import { inputMessage } from '../../shared/contract/messages.ts'
import { type FieldError, fail, Refusal, type Result, succeed } from '../../shared/contract/result.ts'
import { refusalToRole, requireRecords } from './access/access.ts'
import type { App } from './app.ts'
import type { CallScope, Handlers } from './context.ts'
import { refusalOf } from './db/open.ts'
import { SignatureProblem } from './signature/index.ts'
import { WorkbookRefused } from './workbook/index.ts'

z.config({ customError: inputMessage })

export interface DispatchTools {
  progress: CallScope['progress']
  cancelled: () => boolean
  /** Takes surprises: never names, numbers or cell contents. */
  log: (entry: string) => void
}

/**
 * The core's one door: finds the call, asks whether the account may, parses its input, asks for an
 * open database, wraps writes in a transaction and turns whatever is thrown into a Failure.
 */
export async function dispatch(
  app: App,
  handlers: Handlers,
  request: CallRequest,
  tools: DispatchTools,
): Promise<Result<unknown>> {
  if (!Object.hasOwn(contract, request.name))
    return fail('invalid_input', '程序请求了不存在的功能，请更新到同一版本后重试。')
  const name = request.name as keyof Handlers
  const call: Call<z.ZodType, unknown> = contract[name]
  const mayNot = app.desk && refusalToRole(app.desk, call)
  if (mayNot) return fail('forbidden', mayNot)
  const parsed = call.input.safeParse(request.input ?? {})
  if (!parsed.success) {
    const details = parsed.error.issues.map(toFieldError)
    return fail('invalid_input', details[0]?.message ?? '填写的内容不符合要求，请检查后重试。', details)
  }
  if (call.permission !== 'open' && !app.desk) return fail('locked', '台账已锁定，请先输入口令解锁。')
  const scope: CallScope = {
    app,
    get desk() {
      if (!app.desk) throw new Refusal('locked', '台账已锁定，请先输入口令解锁。')
      return app.desk
    },
    progress: tools.progress,
    checkCancelled: () => {
      if (tools.cancelled()) throw new Refusal('cancelled', '已取消，没有写入任何内容。')
    },
  }
  const handler = handlers[name] as (input: unknown, scope: CallScope) => unknown
  const inTransaction = call.kind === 'write' && call.permission !== 'open'
  try {
    if (app.desk) requireRecords(app.desk, call, parsed.data)
    return succeed(
      inTransaction
        ? await transact(scope, () => handler(parsed.data, scope))
        : await handler(parsed.data, scope),
    )
  } catch (error) {
    return toFailure(error, name, tools.log)
  }
}

/** Everything the call writes, or nothing. */
async function transact(scope: CallScope, work: () => unknown): Promise<unknown> {
  const { db } = scope.desk
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = await work()
    if (db.open && db.inTransaction) db.exec('COMMIT')
    return value
  } catch (error) {
    if (db.open && db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

function toFieldError(issue: z.core.$ZodIssue): FieldError {
  return { path: issue.path.map(String).join('.'), message: issue.message }
}

function toFailure(error: unknown, name: string, log: (entry: string) => void): Result<never> {
  if (error instanceof Refusal) return fail(error.code, error.message, error.details)
  if (error instanceof WorkbookRefused || error instanceof SignatureProblem)
    return fail('refused', error.message)
  const refusal = refusalOf(error)
  if (refusal) return fail(refusal.code, refusal.message)
  const logId = randomBytes(4).toString('hex')
  log(`${logId} ${name} ${kindAndPlace(error)}`)
  return {
    ok: false,
    error: {
      code: 'internal',
      message: `程序出现意外，本次操作没有完成，数据未改动。如再次出现，请把编号 ${logId} 告诉技术人员。`,
      logId,
    },
  }
}

/** Kind and place of an error without its message, which may quote data. */
function kindAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
  return [error.name, (error as { code?: string }).code ?? '', ...frames.map((line) => line.trim())].join(
    ' | ',
  )
}
