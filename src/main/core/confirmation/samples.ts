import { createHash, randomBytes } from 'node:crypto'
import type { RefusedForm, SampleView } from '../../../shared/contract/calls/confirmation.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Query } from '../../../shared/contract/schemas.ts'
import {
  sampleSize,
  sampleSizeInWords,
  samplingTermsAt,
  verdictOf,
} from '../../../shared/domain/confirmation/sampling.ts'
import type { CallScope, Desk } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { resolveQuery } from '../ledger/lists.ts'
import { recheck } from '../person/recheck.service.ts'
import { confirmForms, returnForms } from './confirming.ts'
import { closeDueMonths, countedMonth } from './months.ts'
import { saysState } from './reported.ts'
import { createSampleStore, type SampleRow } from './sample.store.ts'

/** More at once would keep everybody waiting; a township has fewer. */
const largestBatch = 100_000

/** Records in the order of the drawing: anybody with the seed comes to the same. */
export const drawn = (ids: readonly number[], seed: string): number[] =>
  ids
    .map((id) => ({ id, lot: createHash('sha256').update(`${seed}:${id}`).digest('hex') }))
    .sort((one, other) => (one.lot < other.lot ? -1 : 1))
    .map(({ id }) => id)

export function viewOfSample(desk: Desk, row: SampleRow): SampleView {
  const results = { true: 0, false: 0, unreachable: 0 }
  for (const { result, n } of createSampleStore(desk.db).results(row.id)) results[result] = n
  const answered = results.true + results.false + results.unreachable
  const { id, label, basis, seed, at, batchSize, sampleSize: size, state, finishedAt, finishedBy } = row
  return {
    ...{ id, label, basis, seed, at, by: row.actor, batchSize, sampleSize: size, state, answered, results },
    formula: sampleSizeInWords(batchSize, row),
    verdict: answered === size ? verdictOf(results, row) : null,
    ...{ finishedAt, finishedBy, confirmed: row.confirmed, sentBack: row.sentBack },
    ...{ left: row.leftOpen, batchId: row.batchId },
  }
}

/** Of a part of the office only what somebody drew themselves: a batch may lie in several villages. */
export const onlyOwn = ({ reach, user }: Desk): string | null => (reach.codes === null ? null : user)

export function requireSample(desk: Desk, id: number): SampleRow {
  const row = createSampleStore(desk.db).get(id)
  if (!row || row.actor !== (onlyOwn(desk) ?? row.actor))
    throw new Refusal('not_found', '找不到这次抽查，请刷新后重试。')
  return row
}

function requireOpen(desk: Desk, id: number): SampleRow {
  const row = requireSample(desk, id)
  if (row.state !== 'open') throw new Refusal('conflict', '这次抽查已经办结，不能再改。')
  return row
}

/** Fixes the batch as it stands and draws who is visited again. */
export function draw(desk: Desk, asked: Query): SampleView {
  if (asked.ledger !== 'labourer')
    throw new Refusal('invalid_input', '只有劳动力台账的采集表需要专班确认。', [
      { path: 'query.ledger', message: '应为劳动力台账' },
    ])
  const query = resolveQuery(desk, asked)
  const waiting = {
    ...query,
    filters: [...query.filters, { field: 'formState', op: 'in' as const, value: ['submitted'] }],
  }
  const total = desk.ledger.count(waiting, query.search)
  if (total === 0) throw new Refusal('refused', '这里没有等待确认的采集表，无须抽查。')
  if (total > largestBatch)
    throw new Refusal('refused', `一批最多 ${largestBatch.toLocaleString('en')} 条，请按乡镇或村分批确认。`)
  const ids: number[] = []
  for (const { id } of desk.ledger.all(waiting, query.search, ['name'])) ids.push(id)
  const store = createSampleStore(desk.db)
  const other = store.openWith(ids)
  if (other !== undefined)
    throw new Refusal('conflict', `“${other}”的抽查还没有办结，里面有同样的采集表，请先办结或取消那一批。`)
  const terms = samplingTermsAt(desk.catalogue().parameters, desk.today())
  const seed = randomBytes(16).toString('hex')
  const size = sampleSize(ids.length, terms)
  const places = new Map(
    drawn(ids, seed)
      .slice(0, size)
      .map((id, index) => [id, index + 1]),
  )
  const id = store.add({
    ...{
      label: query.label,
      basis: saysState(query.filters) ? query.basis : `${query.basis}；已提交、等待确认的`,
      seed,
      at: desk.now(),
    },
    ...{ actor: desk.user, batchSize: ids.length, sampleSize: size, ...terms },
  })
  store.addMembers(
    id,
    ids.map((one) => ({ id: one, version: desk.people.versionOf(one), sampled: places.get(one) ?? null })),
  )
  return viewOfSample(desk, requireSample(desk, id))
}

export function answerSample(
  desk: Desk,
  input: {
    id: number
    personId: number
    result: 'true' | 'false' | 'unreachable' | null
    note?: string | undefined
  },
): SampleView {
  const { id, personId, result, note = '' } = input
  requireOpen(desk, id)
  if (result === 'false' && note.length < 2)
    throw new Refusal('invalid_input', '不属实的请写明哪里不对（至少2个字）。', [
      { path: 'note', message: '请写明哪里不对' },
    ])
  const given = result !== null
  const found = createSampleStore(desk.db).answer(id, personId, {
    ...{ result, note: given && note !== '' ? note : null },
    ...{ at: given ? desk.now() : null, actor: given ? desk.user : null },
  })
  if (!found) throw new Refusal('not_found', '这个人不在抽查的名单里，请刷新后重试。')
  return viewOfSample(desk, requireSample(desk, id))
}

export function cancelSample(desk: Desk, id: number): SampleView {
  requireOpen(desk, id)
  createSampleStore(desk.db).finish(id, {
    ...{ state: 'cancelled', at: desk.now(), actor: desk.user },
    ...{ confirmed: 0, sentBack: 0, left: 0, batchId: null },
  })
  return viewOfSample(desk, requireSample(desk, id))
}

/**
 * A sample that passed confirms its batch, but for what turned out wrong (sent back), who was not
 * reached, and what was changed since the drawing (both wait on). One that failed sends the batch back.
 */
export function finishSample(
  scope: CallScope,
  id: number,
): { sample: SampleView; refused: RefusedForm[]; month: string } {
  const { desk } = scope
  const row = requireOpen(desk, id)
  const { verdict, answered } = viewOfSample(desk, row)
  if (!verdict)
    throw new Refusal(
      'refused',
      `抽查的 ${row.sampleSize} 条里还有 ${row.sampleSize - answered} 条没有结果，请逐条登记后再办结。`,
    )
  closeDueMonths(desk)
  recheck(scope)
  const store = createSampleStore(desk.db)
  const members = store.members(id)
  const label = verdict.passed ? '批量确认' : '抽查不合格退回'
  const batch = desk.openBatch('bulk', `${label}：${row.label}`, { reason: verdict.words.slice(0, 200) })
  const isSame = (personId: number, version: number) => desk.people.versionOf(personId) === version
  let confirmed = 0
  let refused: RefusedForm[] = []
  let sentBack = 0
  if (verdict.passed) {
    const wrong = new Map(
      members.filter(({ result }) => result === 'false').map((one) => [one.personId, one.note]),
    )
    const versions = new Map(members.map((one) => [one.personId, one.version]))
    const missed = new Set(
      members.filter(({ result }) => result === 'unreachable').map((one) => one.personId),
    )
    const back = [...wrong.keys()].filter((personId) => isSame(personId, versions.get(personId) ?? 0))
    sentBack = returnForms(desk, batch, back, (one) => `抽查不属实：${wrong.get(one)}`.slice(0, 200)).changed
    const gone = new Set(back)
    const written = confirmForms(scope, batch, {
      ids: members.map(({ personId }) => personId).filter((personId) => !gone.has(personId)),
      total: members.length,
      left: (person) => {
        if (missed.has(person.id)) return '抽查时联系不上本人，请核实后单独确认'
        return person.version === versions.get(person.id) ? null : '抽样以后又有修改，请重新核对'
      },
    })
    confirmed = written.changed
    refused = written.refused
  } else {
    const all = members.filter(({ personId, version }) => isSame(personId, version))
    const reason = `抽查不合格，整批退回：${verdict.words}`.slice(0, 200)
    const ids = all.map(({ personId }) => personId)
    sentBack = returnForms(desk, batch, ids, () => reason).changed
  }
  const changed = confirmed + sentBack
  const left = members.length - changed
  const counts = {
    rows: members.length,
    inserted: 0,
    updated: changed,
    unchanged: left,
    blocked: 0,
    warned: 0,
  }
  const batchId = batch.close(counts)
  store.finish(id, {
    ...{ state: verdict.passed ? 'confirmed' : 'failed', at: desk.now(), actor: desk.user },
    ...{ confirmed, sentBack, left, batchId: batchId || null },
  })
  return { sample: viewOfSample(desk, requireSample(desk, id)), refused, month: countedMonth(desk) }
}

export const villageOf = (desk: Desk, code: string | null): string => (code ? nearName(desk, code) : '')
