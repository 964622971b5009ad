/**
 * The statements behind a call, run without the core: same encrypted file, same process, no thread,
 * no contract, no mapping of rows. What a call takes beside this is what the core adds.
 */
import { join } from 'node:path'
import { type App, createApp } from '../../../src/main/core/app.ts'
import type { CallScope } from '../../../src/main/core/context.ts'
import type { Db } from '../../../src/main/core/db/open.ts'
import { dutyHandlers } from '../../../src/main/core/duty/duty.service.ts'
import { ledgerHandlers } from '../../../src/main/core/ledger/ledger.service.ts'
import { labourerHandlers } from '../../../src/main/core/person/labourer.service.ts'
import { readKeyFile, unwrapKey } from '../../../src/main/core/security/key-envelope.ts'
import { figureHandlers } from '../../../src/main/core/system/figure.service.ts'
import { clearingHandlers } from '../../../src/main/core/zero/clearing.service.ts'
import type { CallName, Input } from '../../../src/shared/contract/index.ts'
import { contract } from '../../../src/shared/contract/index.ts'
import { passphrase, place } from './office.ts'

/** As a statement was given them: one by one, in an array, or by name. */
type Bound = [bound: object]
interface Recorded {
  text: string
  values: Bound
}
type Statement = ReturnType<Db['prepare']>

/** Notes every statement that is run over a connection, and with which values. */
function record(db: Db, log: Recorded[]): void {
  const prepare = db.prepare.bind(db)
  const noted = (statement: Statement, text: string): Statement =>
    new Proxy(statement, {
      get(target, key) {
        const member = Reflect.get(target, key, target) as unknown
        if (typeof member !== 'function') return member
        return (...given: unknown[]) => {
          if (key === 'get' || key === 'all' || key === 'iterate') log.push({ text, values: given as Bound })
          const answer: unknown = member.apply(target, given)
          return answer === target ? noted(target, text) : answer
        }
      },
    })
  db.prepare = ((text: string) => noted(prepare(text), text)) as Db['prepare']
}

const handlers = {
  ...ledgerHandlers,
  ...figureHandlers,
  ...dutyHandlers,
  ...labourerHandlers,
  ...clearingHandlers,
}
type Measurable = keyof typeof handlers & CallName

export interface BareSql {
  /** Milliseconds that the statements of a call take. */
  lapse: (name: CallName, input: Input<CallName>) => number
  close: () => void
}

/** Opens the ledger beside the core, once to learn the statements and once to run them. */
export async function openBare(dataDir: string): Promise<BareSql> {
  const opened = await unwrapKey(readKeyFile(join(dataDir, 'keys.json')), 'passphrase', passphrase)
  if (!opened) throw new Error('the passphrase opens no slot')
  const log: Recorded[] = []
  const open = (): App => {
    const app = createApp(place(dataDir), 'read')
    app.open(opened)
    return app
  }
  const learning = open()
  // Only the other one is timed.
  learning.desk?.db.pragma('cache_size = -4096')
  const bare = open()
  const desk = learning.desk
  const db = bare.desk?.db
  if (!desk || !db) throw new Error('the ledger did not open')
  record(desk.db, log)
  const scope = {
    app: learning,
    desk,
    progress: () => {},
    checkCancelled: () => {},
    afterCommit: () => {},
  } as CallScope
  const prepared = new Map<string, Statement>()

  return {
    lapse(name, input) {
      const handler = handlers[name as Measurable] as (input: unknown, scope: CallScope) => unknown
      log.length = 0
      handler(contract[name].input.parse(input), scope)
      const runs = log.map(({ text, values }) => {
        const statement = prepared.get(text) ?? db.prepare(text).raw()
        prepared.set(text, statement)
        return { statement, values }
      })
      const start = performance.now()
      for (const { statement, values } of runs) statement.all(...values)
      return performance.now() - start
    },
    close() {
      learning.close()
      bare.close()
    },
  }
}
