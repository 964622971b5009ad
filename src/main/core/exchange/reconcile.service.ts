import type { ReconcileEntry, ReconcileRun } from '../../../shared/contract/calls/reconcile.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { FieldValue } from '../../../shared/domain/field.ts'
import { compareField } from '../../../shared/domain/reconcile/targets.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { createDecider } from './reconcile-decide.ts'
import { runReconcile } from './reconcile-run.ts'
import { createRunStore } from './reconcile-runs.store.ts'
import { inspectList, openList, readList } from './reconcile-table.ts'
import { createEntryView } from './reconcile-view.ts'
import { reconcileWorkbook } from './reconcile-workbook.ts'

/** 账账核对: the calls over runs; how one is made stands in reconcile-run.ts. */

export function requireRun(desk: Desk, id: number): ReconcileRun {
  const run = createRunStore(desk.db).get(id)
  if (!run) throw new Refusal('not_found', '没有这次核对，可能已被删除，请刷新后重选。')
  return run
}

/** Lets people decide about a run and counts it anew. */
function decideIn(
  desk: Desk,
  id: number,
  work: (decider: ReturnType<typeof createDecider>) => void,
): ReconcileRun {
  const { byField } = requireRun(desk, id).counts
  const kept = { ...byField }
  work(createDecider(desk, id, kept))
  createRunStore(desk.db).recount(id, kept)
  return requireRun(desk, id)
}

/** Names of all places that stand in some entries. */
function placesIn(desk: Desk, run: ReconcileRun, entries: readonly ReconcileEntry[]): Record<string, string> {
  const regions = run.fields.filter((key) => compareField(run.ledger, key).kind === 'region')
  const names: Record<string, string> = {}
  const add = (code: FieldValue | undefined) => {
    if (typeof code === 'string' && code !== '' && !(code in names)) names[code] = nearName(desk, code)
  }
  for (const { person, partner, candidates, differences } of entries) {
    for (const one of [person, partner, ...candidates]) {
      if (!one) continue
      add(one.region)
      for (const key of regions) add(one.values[key])
    }
    for (const { field, ours, theirs } of differences) {
      if (!regions.includes(field)) continue
      add(ours)
      add(theirs)
    }
  }
  return names
}

export const reconcileHandlers = {
  'reconcile.inspect': async (input, scope) =>
    (await inspectList(scope, input.file, input.ledger, input.at)).inspection,
  'reconcile.words': async ({ file, mapping, region }, scope) => {
    const list = await openList(scope, file, mapping, mapping.ledger)
    const { rows, unknownValues } = readList(scope, list, region, '正在读取写法')
    for await (const _row of rows());
    return { unknownValues: unknownValues() }
  },
  'reconcile.run': async (input, scope) => requireRun(scope.desk, await runReconcile(input, scope)),
  'reconcile.runs': ({ offset, limit }, { desk }) => {
    const store = createRunStore(desk.db)
    return { rows: store.page(offset, limit), total: store.total() }
  },
  'reconcile.get': ({ id }, { desk }) => requireRun(desk, id),
  'reconcile.page': ({ id, kind, field, search, offset, limit }, { desk }) => {
    const run = requireRun(desk, id)
    const store = createRunStore(desk.db)
    const query = { run: id, kind, field, search }
    const view = createEntryView(store, run)
    const rows = [...store.rows(query, limit, offset)].map(view)
    return { rows, total: store.count(query), regionNames: placesIn(desk, run, rows) }
  },
  'reconcile.decide': ({ id, theirs, ours, same }, { desk, app }) => {
    if (ours === null && same) {
      throw new Refusal('invalid_input', '请指出是台账中的哪一个人。', [
        { path: 'ours', message: '认定为同一人时要选一个人' },
      ])
    }
    return decideIn(desk, id, (decider) => {
      if (ours === null) decider.decideNone(theirs, app.place.now())
      else decider.decide(theirs, ours, same, app.place.now())
    })
  },
  'reconcile.decideClear': ({ id }, { desk, app }) => {
    const pairs = createRunStore(desk.db).clearPairs(id)
    const run = decideIn(desk, id, (decider) => {
      for (const { theirs, ours } of pairs) decider.decide(theirs, ours, true, app.place.now())
    })
    return { decided: pairs.length, run }
  },
  'reconcile.undecide': ({ id, theirs }, { desk }) =>
    decideIn(desk, id, (decider) => decider.undecide(theirs)),
  'reconcile.remove': ({ id }, { desk }) => {
    requireRun(desk, id)
    createRunStore(desk.db).remove(id)
    return null
  },
  'reconcile.export': ({ id, full }, scope) =>
    reconcileWorkbook(scope, requireRun(scope.desk, id), full !== undefined),
} satisfies Partial<Handlers>
