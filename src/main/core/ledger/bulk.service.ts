import type { BulkPreview } from '../../../shared/contract/calls/ledger.ts'
import type { Parsed } from '../../../shared/contract/index.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { type Field, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { maskedValue } from '../../../shared/domain/mask.ts'
import { requireWithin } from '../access/access.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { createHouseholdWriter } from '../household/household.writer.ts'
import { nextFormState } from '../person/form-state.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import { valueProblem } from '../person/values.ts'
import { resolveQuery } from './lists.ts'

/** Fields that identify somebody are changed one by one, with the original in hand. */
const neverInBulk = new Set(['name', 'idNumber', 'householdCode', 'headName', 'headIdNumber'])

function fieldFor(desk: Desk, input: Parsed<'ledger.bulkPreview'>): Field {
  const { ledger } = input
  const field = ledgers[ledger].fields.find((candidate) => candidate.key === input.field)
  if (
    !field ||
    field.derived ||
    field.joined ||
    neverInBulk.has(field.key) ||
    !['labourer', 'member', 'household'].includes(ledger)
  ) {
    throw new Refusal('invalid_input', '这一项不能批量修改，请打开单条记录修改。', [
      { path: 'field', message: '不能批量修改' },
    ])
  }
  const message = valueProblem(desk, field, input.value)
  if (message) throw new Refusal('invalid_input', message, [{ path: 'value', message }])
  return field
}

function* targets(
  desk: Desk,
  input: Parsed<'ledger.bulkPreview'>,
): Iterable<{ id: number; name: string; before: FieldValue }> {
  const nameKey = input.ledger === 'household' ? 'headName' : 'name'
  if ('ids' in input.target) {
    for (const id of input.target.ids)
      requireWithin(desk, input.ledger === 'household' ? 'household' : 'person', id)
    for (const id of input.target.ids) {
      if (input.ledger === 'household') {
        const household = desk.households.get(id)
        const head = household?.headPersonId ? desk.people.get(household.headPersonId as number) : null
        if (household)
          yield {
            id,
            name: String(head?.name ?? household.householdCode ?? ''),
            before: household[input.field] ?? null,
          }
      } else {
        const person = desk.people.get(id)
        if (person) yield { id, name: String(person.name ?? ''), before: person[input.field] ?? null }
      }
    }
    return
  }
  const query = resolveQuery(desk, { ...input.target.query, ledger: input.ledger })
  for (const row of desk.ledger.all(query, query.search, [nameKey, input.field])) {
    yield { id: row.id, name: String(row.values[nameKey] ?? ''), before: row.values[input.field] ?? null }
  }
}

export const bulkHandlers = {
  'ledger.bulkPreview': (input, scope): BulkPreview => {
    const field = fieldFor(scope.desk, input)
    const preview: BulkPreview = { count: 0, unchanged: 0, sample: [] }
    for (const target of targets(scope.desk, input)) {
      if (sameValue(target.before, input.value)) preview.unchanged++
      else {
        preview.count++
        if (preview.sample.length < 50)
          preview.sample.push({
            ...target,
            before: maskedValue(field, target.before),
            after: maskedValue(field, input.value),
          })
      }
      if ((preview.count + preview.unchanged) % 1000 === 0) scope.checkCancelled()
    }
    return preview
  },
  'ledger.bulkApply': (input, scope) => {
    const { desk } = scope
    const field = fieldFor(desk, input)
    // The statement that finds them must be finished before the first of them changes.
    const ids = [...targets(desk, input)]
      .filter((target) => !sameValue(target.before, input.value))
      .map((target) => target.id)
    const batch = desk.openBatch('bulk', `批量修改${ledgers[input.ledger].label}：${field.label}`, {
      reason: input.reason,
    })
    const changed =
      input.ledger === 'household'
        ? applyToHouseholds(scope, ids, input, batch)
        : applyToPeople(scope, ids, input, batch)
    const batchId = batch.close({
      rows: ids.length,
      inserted: 0,
      updated: changed,
      unchanged: ids.length - changed,
      blocked: 0,
      warned: 0,
    })
    return { batchId, changed }
  },
} satisfies Partial<Handlers>

function applyToPeople(
  { desk, progress, checkCancelled }: CallScope,
  ids: number[],
  input: Parsed<'ledger.bulkApply'>,
  batch: ReturnType<Desk['openBatch']>,
): number {
  const writer = createPersonWriter(desk)
  let changed = 0
  ids.forEach((id, index) => {
    const before = desk.people.get(id)
    if (!before) return
    const patch = { [input.field]: input.value }
    const { violations } = writer.evaluate({ ...before, ...patch }, id)
    const written = writer.save(batch, before, patch, {
      formState: nextFormState(before.formState, violations),
    })
    if (written.changed.length > 0) changed++
    if (index % 500 === 0) {
      progress('正在修改', index, ids.length)
      checkCancelled()
    }
  })
  return changed
}

function applyToHouseholds(
  { desk, checkCancelled }: CallScope,
  ids: number[],
  input: Parsed<'ledger.bulkApply'>,
  batch: ReturnType<Desk['openBatch']>,
): number {
  const writer = createHouseholdWriter(desk)
  let changed = 0
  for (const id of ids) {
    const before = desk.households.get(id)
    if (before && writer.save(batch, before, { [input.field]: input.value }).changed.length > 0) changed++
    if (changed % 500 === 0) checkCancelled()
  }
  return changed
}
