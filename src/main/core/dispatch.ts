import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Call } from '../../shared/contract/call.ts'
import type { CallRequest } from '../../shared/contract/host.ts'
import { contract } from '../../shared/contract/index.ts'
import { inputMessage } from '../../shared/contract/messages.ts'
import { type FieldError, fail, Refusal, type Result, succeed } from '../../shared/contract/result.ts'
import { refusalToRole, requireRecords } from './access/access.ts'
import type { App } from './app.ts'
import type { AuditFacts } from './audit/chain.ts'
import { entersByItself, factsOf, forbiddenFacts, isLogged } from './audit/facts.ts'
import type { CallScope, Desk, Handlers } from './context.ts'
import { refusalOf } from './db/open.ts'
import { maskAnswer, masksFor } from './privacy/mask-answer.ts'
import { requirePermit } from './privacy/privacy.service.ts'
import { SignatureProblem } from './signature/index.ts'
import { WorkbookRefused } from './workbook/index.ts'

z.config({ customError: inputMessage })

export interface DispatchTools {
  progress: CallScope['progress']
  cancelled: () => boolean
  /** Takes the entry for the audit log of a call that this lane cannot write itself; it is in before the answer leaves. */
  record: (facts: AuditFacts) => void
  /** Takes surprises: never names, numbers or cell contents. */
  log: (entry: string) => void
}

/**
 * The core's one door: finds the call, asks whether the account may, parses its input, asks for an
 * open database, wraps writes in a transaction, masks what is answered and turns whatever is thrown
 * into a Failure.
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
  if (mayNot) {
    recordForbidden(app, name, tools)
    return fail('forbidden', mayNot)
  }
  const parsed = call.input.safeParse(request.input ?? {})
  if (!parsed.success) {
    const details = parsed.error.issues.map(toFieldError)
    return fail('invalid_input', details[0]?.message ?? '填写的内容不符合要求，请检查后重试。', details)
  }
  if (call.permission !== 'open' && !app.desk) return fail('locked', '台账已锁定，请先输入口令解锁。')
  const afterCommit: (() => void)[] = []
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
    afterCommit: (work) => void afterCommit.push(work),
  }
  const handler = handlers[name] as (input: unknown, scope: CallScope) => unknown
  const inTransaction = call.kind === 'write' && call.permission !== 'open'
  const logged = isLogged(name, call)
  /** The entry of the call with what its handler noted for it. */
  const entryOf = (value: unknown): AuditFacts | null => {
    const notes = app.desk?.trail.takeNotes()
    const facts = logged ? factsOf(name, parsed.data, value) : null
    if (!facts || !notes) return facts
    return {
      ...facts,
      subjects: [...facts.subjects, ...notes.subjects],
      detail: { ...facts.detail, ...notes.detail },
    }
  }
  try {
    if (app.desk) requireRecords(app.desk, call, parsed.data)
    const { full } = parsed.data as { full?: unknown }
    if (typeof full === 'string') requirePermit(scope.desk, name, full)
    const isFull = name === 'person.reveal' || typeof full === 'string'
    const give = (value: unknown) => succeed(isFull ? value : maskAnswer(value, masksFor(name, parsed.data)))
    if (inTransaction) {
      const value = await transact(scope, name, () => handler(parsed.data, scope), entryOf)
      for (const work of afterCommit) work()
      return give(value)
    }
    if (name === 'session.lock' && app.desk) recordSession(app.desk, factsOf(name, {}, {}), tools)
    const value = await handler(parsed.data, scope)
    const facts = entersByItself.has(name) ? null : entryOf(value)
    if (facts && app.desk) {
      if (call.permission === 'open') recordSession(app.desk, facts, tools)
      else if (app.lane === 'write') app.desk.trail.record(facts)
      else tools.record(facts)
    }
    return give(value)
  } catch (error) {
    app.desk?.trail.discard()
    const failure = toFailure(error, name, tools.log)
    if (!failure.ok && failure.error.code === 'forbidden' && app.desk) recordForbidden(app, name, tools)
    return failure
  }
}

/** Everything the call writes together with its entry in the audit log, or nothing. */
async function transact(
  scope: CallScope,
  name: string,
  work: () => unknown,
  entryOf: (value: unknown) => AuditFacts | null,
): Promise<unknown> {
  const { db, trail } = scope.desk
  db.exec('BEGIN IMMEDIATE')
  try {
    const value = await work()
    // What follows from the ledger by itself is no entry, unless it left a change: then that has to belong to one.
    const facts = entryOf(value) ?? (trail.hasWritten() ? { action: name, subjects: [], detail: {} } : null)
    if (facts) trail.append(facts)
    if (db.open && db.inTransaction) db.exec('COMMIT')
    return value
  } catch (error) {
    if (db.open && db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}

/** Opening and locking go on when their entry cannot be written: who has a full disk must still get at the data. */
function recordSession(desk: Desk, facts: AuditFacts | null, tools: DispatchTools) {
  try {
    if (facts) desk.trail.record(facts)
  } catch (error) {
    tools.log(`audit ${facts?.action} ${kindAndPlace(error)}`)
  }
}

/** A try without permission is worth an entry; that it could not be written changes nothing about the answer. */
function recordForbidden(app: App, name: string, tools: DispatchTools) {
  try {
    if (app.lane === 'write') app.desk?.trail.record(forbiddenFacts(name))
    else tools.record(forbiddenFacts(name))
  } catch (error) {
    tools.log(`audit ${name} ${kindAndPlace(error)}`)
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
