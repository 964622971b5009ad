import type { FormState } from '../../../shared/contract/calls/labourer.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { isUnable } from '../../../shared/domain/labourer/rules/codes.ts'
import { serviceCountFields } from '../../../shared/domain/service/fields.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { nextFormState } from '../person/form-state.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import { createFirstRows } from './first-rows.ts'
import { createHouseholdFinder } from './households.finder.ts'
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

/** Fields of the household that stand in the row of a person. */
const ofHousehold = new Set(['householdCode', 'headName', 'headIdNumber', 'householdCategory'])
/** Rules that keep somebody out of the ledger altogether; all others leave a draft to be completed. */
const keepOut = new Set(['L09_not_collected', 'L10_under_age', 'L02_id_format'])
const able = new Set(['ordinary', 'skilled', 'weakOrHalf'])

const noLongerAble = block(
  'labourAbility',
  'L09_not_collected',
  '该类人员无须采集；此人已有采集表，丧失劳动能力的请在采集表中办理永久退出，劳动能力保留原来的内容',
)
const abilityKept: Violation = {
  field: 'labourAbility',
  code: 'row.abilityKept',
  severity: 'warns',
  message: '此人已有采集表，劳动能力没有改动；确已丧失劳动能力的，请在采集表中办理永久退出',
}

const countFields = [...new Set(Object.values(serviceCountFields))]

/** A zero in a column of service counts says the same as a blank: no such service. */
function withoutZeroCounts(values: AnyRecord): AnyRecord {
  if (!countFields.some((key) => values[key] === 0)) return values
  const filled = { ...values }
  for (const key of countFields) if (filled[key] === 0) filled[key] = null
  return filled
}

/** The labour ledger and the household members: both are people, found by their ID number. */
export function peopleApplier(desk: Desk, ledger: 'labourer' | 'member', options: ApplyOptions): Applier {
  const { people } = desk
  const writer = createPersonWriter(desk)
  const households = createHouseholdFinder(desk, writer)
  const firstRows = createFirstRows()
  const village = options.region && !options.region.endsWith('000') ? options.region : null

  function stateOf(before: AnyRecord | null, patch: AnyRecord): FormState {
    const state = (before?.formState ?? 'none') as FormState
    if (state !== 'none') return state
    const ability = patch.labourAbility ?? before?.labourAbility
    return ledger === 'labourer' || able.has(String(ability)) ? 'draft' : 'none'
  }

  function plan(said: AnyRecord, rowNumber: number): RowPlan {
    const idNumber = String(said.idNumber)
    const before = people.byIdNumber(idNumber)
    // Agreed layouts may carry the number alone.
    const name = String(said.name ?? before?.name ?? '')
    const first = firstRows.see(idNumber, rowNumber)
    if (first !== undefined) {
      const sentence = `身份证号码与第 ${first} 行相同，请核对后只保留一行`
      return { ...blocked(name, [block('idNumber', 'row.twice', sentence)]), twinOf: first }
    }
    if (name === '') {
      return blocked(name, [
        block('idNumber', 'row.nameless', '台账里没有这个人，这张表里也没有姓名，请先导入人员，再导入这张表'),
      ])
    }
    if (before?.name && before.name !== name) {
      return blocked(
        name,
        [
          block(
            'name',
            'row.otherName',
            '台账中这个身份证号码是另一个姓名，请核对原件；确属改名请在采集表中修改',
          ),
        ],
        before.id,
      )
    }
    if (skipByMode(options, before !== null)) return unchanged(name, before?.id ?? null)

    const values = options.settle?.(before, said) ?? said
    const filled = withoutZeroCounts(values)
    const given: AnyRecord =
      village && !before?.region && !values.region ? { ...filled, region: village } : filled
    const patch = patchOf(before, given, options, ofHousehold)
    const notes: Violation[] = before ? keepGuarded(ledger, before, patch, options) : []
    if (before && before.formState !== 'none' && isUnable(patch.labourAbility)) {
      // Rule 9 and decision N: who has a form keeps the last ability; its loss is told by an exit, not here.
      if (ledger === 'labourer') return blocked(name, [noLongerAble], before.id)
      delete patch.labourAbility
      notes.push(abilityKept)
    }
    const household = households.find(values, before)
    if (household.violation) notes.push(household.violation)
    const formState = stateOf(before, patch)
    const moves = household.moves
    if (before && Object.keys(patch).length === 0 && !moves && formState === before.formState) {
      return unchanged(name, before.id, notes)
    }
    if (household.id !== null) patch.householdId = household.id
    const assessment = formState === 'none' ? undefined : writer.assess(before, patch, household.categoryToBe)
    if (assessment && !before) {
      const refused = assessment.violations.filter((violation) => keepOut.has(violation.code))
      if (refused.length > 0) return blocked(name, refused)
    }
    return {
      kind: before ? 'changed' : 'new',
      name,
      personId: before?.id ?? null,
      places: [
        before ? before.region : patch.region,
        patch.region ?? before?.region,
        ...(household.id === null ? [] : [desk.recordRegions.regionOf('household', household.id)]),
      ],
      changes() {
        const { householdId, ...fields } = patch
        const changes = changesOf(before, fields)
        if (moves) changes.push({ field: 'headName', ...household.heads() })
        return changes
      },
      violations: assessment ? [...notes, ...assessment.violations] : notes,
      apply(batch: Batch) {
        const householdId = household.make(batch, {
          region: patch.region ?? before?.region ?? null,
          address: patch.homeAddress ?? before?.homeAddress ?? null,
        })
        if (householdId !== null) {
          patch.householdId = householdId
          if (assessment) assessment.row.householdId = householdId
        }
        const state = before ? nextFormState(formState, assessment?.violations ?? []) : formState
        const { id } = writer.save(batch, before, patch, { formState: state, assessment })
        households.settle(batch, values, id, patch.householdId ?? before?.householdId ?? null)
      },
    }
  }
  return { plan, finish: households.finish }
}
