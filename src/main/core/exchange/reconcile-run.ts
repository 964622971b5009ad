import type { Parsed } from '../../../shared/contract/index.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { isClear, likeness, worthAsking } from '../../../shared/domain/reconcile/likeness.ts'
import {
  compareTargets,
  identityKeys,
  type ReconcileLedger,
} from '../../../shared/domain/reconcile/targets.ts'
import type { CallScope } from '../context.ts'
import { resolveQuery } from '../ledger/lists.ts'
import {
  createReconcileStore,
  type KeptRow,
  type LedgerSide,
  type ReconcileStore,
  type Written,
} from './reconcile.store.ts'
import { createDecider } from './reconcile-decide.ts'
import { type Comparison, createComparer } from './reconcile-differences.ts'
import { createRunStore } from './reconcile-runs.store.ts'
import { inFieldOrder, type ListRow, openList, readList, rememberMapping } from './reconcile-table.ts'

/**
 * One comparison, in one transaction and without anybody's rows in memory: our side goes into the
 * table of the run, each row of theirs is looked up there by ID number as it is read, and what is
 * left on both sides is searched for the same person by name, telephone and birthday.
 */
type RunInput = Parsed<'reconcile.run'>

/** Rows of ours that are settled at a time, so that a cancel is heard in between. */
const portion = 5_000

interface Sides {
  run: number
  ledger: ReconcileLedger
  /** Null when an earlier list stands on our side. */
  side: LedgerSide | null
  comparison: Comparison
  ours: number
}

const emptyRow: Omit<KeptRow, 'seq' | 'side' | 'kind'> = {
  place: null,
  recordId: null,
  personId: null,
  partner: null,
  idNumber: null,
  name: null,
  nameKey: null,
  region: null,
  phone: null,
  birthDate: null,
  sex: null,
  content: null,
  differences: null,
  reason: null,
}
const identityOf = ({ identity, nameKey, place }: ListRow) => ({ ...emptyRow, ...identity, nameKey, place })

export async function runReconcile(input: RunInput, scope: CallScope): Promise<number> {
  const { desk, app } = scope
  const store = createReconcileStore(desk.db)
  const runs = createRunStore(desk.db)
  const theirs = await openList(scope, input.file, input.mapping, input.ledger)
  const { ledger } = theirs.mapping
  const earlier =
    input.against.kind === 'file'
      ? await openList(scope, input.against.file, input.against.mapping, ledger)
      : null
  if (earlier && earlier.mapping.ledger !== ledger) {
    throw new Refusal('invalid_input', '两份名单要按同一种台账来读，才能互相比对。', [
      { path: 'against.mapping.ledger', message: '与另一份名单不同' },
    ])
  }
  const { against } = input
  const workOn = against.kind === 'workOn' ? against.day : null
  if (workOn && ledger !== 'employment')
    throw new Refusal('invalid_input', '只有就业记录能按某一天核对，请把台账选为“就业记录”。', [
      { path: 'against.day', message: '这个台账没有起止日期' },
    ])
  const query =
    against.kind === 'file'
      ? null
      : resolveQuery(desk, { ledger, list: against.kind === 'ledger' ? against.list : undefined })
  const mapped = (mapping: { columns: Record<string, string> }) => [
    ...new Set(Object.values(mapping.columns)),
  ]
  // Of two lists only what both have can be compared.
  const common = earlier ? new Set(mapped(earlier.mapping)) : null
  const order = new Map(compareTargets(ledger).map((field, index) => [field.key, index]))
  const fields = mapped(theirs.mapping)
    .filter((key) => !common || common.has(key))
    .sort((one, other) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
  const comparison = { ledger, fields, blanksDiffer: input.blanksDiffer }
  const side: LedgerSide | null = query && {
    query,
    identity: identityKeys(ledger),
    fields: fields.map((key) => ({ key })),
    workOn,
  }
  const run = store.open({
    ledger,
    at: app.place.now(),
    asOf: desk.today(),
    actor: desk.user,
    theirsName: theirs.name,
    oursName: earlier?.name ?? null,
    basis: workOn
      ? `${workOn} 在就业：就业时间不晚于、终止日期不早于这一天的就业记录，只写到月的按整月算`
      : query
        ? `${query.label}：${query.basis}`
        : `“${earlier?.name ?? ''}”中的全部记录`,
    fields,
    blanksDiffer: input.blanksDiffer,
  })

  const warnings: string[] = []
  let skipped = 0
  let ours = 0
  if (side) {
    scope.progress('正在读取台账', 0, null)
    ours = store.addLedger(run, side)
  } else if (earlier) {
    const reading = readList(scope, earlier, input.region, '正在读取早先的名单')
    for await (const row of reading.rows()) addEarlier(store, run, ++ours, row, fields)
    warnings.push(...reading.summary.warnings)
    skipped += reading.summary.skipped
  }
  const sides: Sides = { run, ledger, side, comparison, ours }
  const reading = readList(scope, theirs, input.region, '正在逐行核对')
  const byField = await match(scope, sides, reading.rows())
  warnings.push(...reading.summary.warnings)
  skipped += reading.summary.skipped

  for (let from = 1; from <= ours; from += portion) {
    scope.checkCancelled()
    scope.progress('正在整理仅一方有的记录', Math.min(from + portion, ours), ours)
    store.loosen(run, side, from, from + portion - 1)
  }
  ask(scope, sides, byField)
  store.markQuestions(run)
  store.findPeople(run)
  runs.finish(run, skipped, warnings)
  runs.recount(run, byField)
  if (earlier) rememberMapping(earlier, scope)
  rememberMapping(theirs, scope)
  return run
}

const nobody = '没有姓名，也没有能读出的身份证号码，认不出是谁'
const isNobody = ({ identity }: ListRow) => identity.idNumber === null && identity.name === null
const twice = (place: number | null) =>
  `身份证号码与${place === null ? '前面一行' : `第 ${place} 行`}相同，请核对后只保留一行`

function addEarlier(
  store: ReconcileStore,
  run: number,
  seq: number,
  row: ListRow,
  fields: readonly string[],
) {
  const { idNumber } = row.identity
  const first = idNumber ? store.firstWith(run, 'ours', idNumber) : undefined
  const reason = isNobody(row) ? nobody : first ? twice(first.place) : null
  store.add(run, {
    ...identityOf(row),
    seq,
    side: 'ours',
    kind: reason ? 'unread' : 'onlyOurs',
    content: JSON.stringify(inFieldOrder(row.written, fields)),
    reason,
  })
}

/** Reads their rows and matches them by ID number; answers how many differ in which field. */
async function match(scope: CallScope, sides: Sides, rows: AsyncIterable<ListRow>) {
  const { run, ledger, side, comparison } = sides
  const { fields } = comparison
  const store = createReconcileStore(scope.desk.db)
  const freeOurs = store.freeOurs(side)
  const compare = createComparer(scope.desk, comparison)
  const startAt = fields.indexOf('employedOn')
  const byField: Record<string, number> = {}
  let seq = sides.ours

  for await (const row of rows) {
    seq++
    const written = inFieldOrder(row.written, fields)
    const kept: KeptRow = { ...identityOf(row), seq, side: 'theirs', kind: 'unmatched' }
    const { idNumber } = row.identity
    const known = idNumber ? freeOurs(run, idNumber) : []
    const partner = ledger === 'employment' ? sameSpell(known, written, startAt) : known[0]
    if (partner) {
      const differences = compare(partner.values, written)
      kept.kind = differences.length > 0 ? 'differs' : 'equal'
      kept.partner = partner.seq
      kept.personId = partner.personId
      if (differences.length > 0) kept.differences = JSON.stringify(differences)
      for (const { field } of differences) byField[field] = (byField[field] ?? 0) + 1
      store.takeOurs(run, partner.seq, seq)
    } else {
      kept.content = JSON.stringify(written)
      // A person may have worked in several places, but stands in every other ledger once.
      const first = idNumber && ledger !== 'employment' ? store.firstWith(run, 'theirs', idNumber) : undefined
      kept.reason = isNobody(row) ? nobody : first ? twice(first.place) : null
      if (kept.reason) kept.kind = 'unread'
    }
    store.add(run, kept)
  }
  return byField
}

interface Free {
  seq: number
  personId: number | null
  values: Written[]
}

/** The spell of work that began in the same month; without a beginning in their list, the latest one. */
function sameSpell(spells: readonly Free[], written: readonly Written[], startAt: number): Free | undefined {
  const start = startAt >= 0 ? written[startAt] : null
  if (typeof start !== 'string') return spells[0]
  const month = start.slice(0, 7)
  return spells.find(({ values }) => String(values[startAt] ?? '').slice(0, 7) === month)
}

/** Rows of theirs that are left: a later spell, somebody decided on before, or a question. */
function ask(scope: CallScope, { run, ledger }: Sides, byField: Record<string, number>) {
  const store = createReconcileStore(scope.desk.db)
  const decider = createDecider(scope.desk, run, byField)
  let after = 0
  let done = 0
  for (;;) {
    const rows = store.waiting(run, after)
    if (rows.length === 0) return
    scope.checkCancelled()
    done += rows.length
    scope.progress('正在查找可能是同一人的记录', done, null)
    for (const row of rows) {
      after = row.seq
      if (ledger === 'employment' && row.idNumber) {
        const free = store.freeOurs(null)(run, row.idNumber)[0]
        if (free) {
          decider.pair(row.seq, free.seq)
          continue
        }
      }
      // A person with several spells of work is one question.
      const asked = new Set<string | null>()
      for (const ours of store.alike(run, row)) {
        const found = likeness(ours, row)
        if (found.points < worthAsking || (ours.idNumber && asked.has(ours.idNumber))) continue
        asked.add(ours.idNumber)
        store.addCandidate(run, row.seq, {
          ours: ours.seq,
          points: found.points,
          reasons: JSON.stringify(found.reasons),
          isClear: isClear(found),
        })
      }
      decider.applyRemembered(row)
    }
  }
}
