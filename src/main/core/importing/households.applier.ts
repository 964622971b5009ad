import { type AnyRecord, sameValue } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createHouseholdWriter, fromStay } from '../household/household.writer.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  changesOf,
  keepGuarded,
  patchOf,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

const ofHead = new Set(['headName', 'headIdNumber'])

/** What a household registered at a site says of it follows from there: kept, and said. */
function keepStay(desk: Desk, id: number, patch: AnyRecord): Violation[] {
  const kept: Violation[] = []
  for (const [field, value] of Object.entries(fromStay(desk, id) ?? {})) {
    if (!(field in patch) || sameValue(patch[field], value)) continue
    delete patch[field]
    kept.push({
      ...{ field, code: 'row.stayKept', severity: 'warns' as const },
      message: '与安置点台账的登记不同，已保留台账的内容，请在安置点办理迁入迁出',
    })
  }
  return kept
}

/** Households, found by 户编号 or by their head. */
export function householdsApplier(desk: Desk, options: ApplyOptions): Applier {
  const { people, households } = desk
  const writer = createHouseholdWriter(desk)
  const persons = createPersonWriter(desk)
  const seen = new Map<string, number>()

  function plan(said: AnyRecord, rowNumber: number): RowPlan {
    const idNumber = String(said.headIdNumber)
    const head = people.byIdNumber(idNumber)
    const name = String(said.headName ?? head?.name ?? '')
    const first = seen.get(idNumber)
    if (first !== undefined) {
      return blocked(name, [
        block('headIdNumber', 'row.twice', `户主身份证号与第 ${first} 行相同，请核对后只保留一行`),
      ])
    }
    seen.set(idNumber, rowNumber)
    if (name === '') {
      return blocked(name, [
        block(
          'headIdNumber',
          'row.nameless',
          '台账里没有这位户主，这张表里也没有姓名，请先导入人员，再导入这张表',
        ),
      ])
    }
    if (head?.name && head.name !== name) {
      return blocked(
        name,
        [block('headName', 'row.otherName', '台账中这个身份证号码是另一个姓名，请核对原件')],
        head.id,
      )
    }
    const byCode =
      typeof said.householdCode === 'string' ? households.idByCode(said.householdCode) : undefined
    const byHead = head
      ? (households.idByHead(head.id) ?? (head.householdId as number | null) ?? undefined)
      : undefined
    if (byCode !== undefined && byHead !== undefined && byCode !== byHead) {
      return blocked(name, [
        block('householdCode', 'row.otherHousehold', '户编号与户主在台账中分属两户，请核对'),
      ])
    }
    const id = byCode ?? byHead ?? null
    const before = id === null ? null : households.get(id)
    if (skipByMode(options, before !== null)) return unchanged(name, head?.id ?? null)
    const values = options.settle?.(before, said) ?? said
    const given =
      options.region && !values.region && !before?.region ? { ...values, region: options.region } : values
    const patch = patchOf(before, given, options, ofHead)
    const notes = before
      ? [...keepGuarded('household', before, patch, options), ...keepStay(desk, before.id, patch)]
      : []
    if (before && Object.keys(patch).length === 0) return unchanged(name, head?.id ?? null, notes)
    const violations = [
      ...notes,
      ...writer
        .evaluate({ ...before, ...patch, headPersonId: head?.id ?? null })
        .filter((violation) => !ofHead.has(violation.field)),
    ]
    return {
      kind: before ? 'changed' : 'new',
      name,
      personId: head?.id ?? null,
      places: [before ? before.region : patch.region, patch.region ?? before?.region],
      changes: () => changesOf(before, patch),
      violations,
      apply(batch: Batch) {
        const householdId = writer.save(batch, before, patch).id
        if (before?.headPersonId) return
        const region = (patch.region ?? before?.region ?? null) as string | null
        const headId = head
          ? persons.save(batch, head, { householdId }).id
          : persons.save(
              batch,
              null,
              { name, idNumber, householdId, region, phone: values.phone ?? null },
              { formState: 'none' },
            ).id
        const made = households.get(householdId)
        if (made) writer.save(batch, made, { headPersonId: headId })
      },
    }
  }
  return { plan }
}
