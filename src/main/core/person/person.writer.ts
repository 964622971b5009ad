import type { FormState } from '../../../shared/contract/calls/labourer.ts'
import { type AnyRecord, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { deriveLabourer } from '../../../shared/domain/labourer/derive.ts'
import { personFields, stateKeys } from '../../../shared/domain/labourer/fields.ts'
import { serviceYearOf } from '../../../shared/domain/labourer/periods.ts'
import {
  checkLabourer,
  type LabourerForm,
  type RuleContext,
  ruleContext,
} from '../../../shared/domain/labourer/rules.ts'
import { regionPrefix } from '../../../shared/domain/region-code.ts'
import { serviceCountFields } from '../../../shared/domain/service/fields.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import { followWork } from '../graduates/status.writer.ts'
import type { Batch } from '../history/batch.store.ts'
import { syncEpisodes } from './episodes.ts'
import { nextFormState } from './form-state.ts'
import type { PersonRow } from './person.store.ts'

/**
 * Every key of a person, empty. Rows are spread over it, so that all of them have the one shape that
 * V8 reads fast; rows grown key by key are four times slower to check.
 */
export const blankPerson: AnyRecord = JSON.parse(
  JSON.stringify({
    ...Object.fromEntries(personFields.map((field) => [field.key, null])),
    householdId: null,
    householdCategory: null,
    namePinyin: null,
    nameInitials: null,
    idNumberReversed: null,
    phoneReversed: null,
  }),
)

export interface PersonWrite {
  id: number
  /** Recorded keys that changed; all that are filled for a new person. */
  changed: string[]
  violations: Violation[]
  formState: FormState
}

/** A person as they will be, with what the rules and derivations say of it. */
export interface Assessment extends Evaluation {
  /** Every key of a person; belongs to whoever asked. */
  row: AnyRecord
}

export interface PersonWriteOptions {
  /** Keep dated histories in line; not when undoing, where they have changes of their own. */
  syncEpisodes?: boolean
  /** Asked for by a person; otherwise decided from what was and what is wrong. */
  formState?: FormState
  /** What `assess` said of `before` with this patch, when the caller has it already. */
  assessment?: Assessment | undefined
}

/** What the task force decided of a form, and when it is sent back why, by whom and on which day. */
export interface Decision {
  formState: FormState
  sentBackReason?: string
  sentBackBy?: string
  sentBackOn?: string
}
const notSentBack = { sentBackReason: null, sentBackBy: null, sentBackOn: null }

/** Where somebody lives is the household's: moving leaves a form as it was confirmed. */
const ofHousehold: ReadonlySet<string> = new Set(['householdId', 'relationToHead'])
const isConfirmedAndChanged = (before: PersonRow, patch: AnyRecord): boolean =>
  before.formState === 'confirmed' &&
  (patch.formState ?? 'confirmed') === 'confirmed' &&
  Object.keys(patch).some(
    (key) => !ofHousehold.has(key) && !stateKeys.has(key) && !sameValue(before[key], patch[key]),
  )

export interface Evaluation {
  violations: Violation[]
  derived: AnyRecord
}

/**
 * The one way in which people are written: form, bulk edit, import, demo and undo all come through
 * here, so that rules, derived facts, search index and histories never differ between them.
 * Make one per batch: it keeps the rules' context.
 */
export function createPersonWriter(desk: Desk) {
  const { people, households, episodes } = desk
  const catalogue = desk.catalogue()
  const context: RuleContext = ruleContext(
    { today: desk.today(), parameters: catalogue.parameters, dictionaries: catalogue.dictionaries.values() },
    { homeCounty: desk.unit.regionCode ? regionPrefix(desk.unit.regionCode, 3).padEnd(12, '0') : null },
  )
  const serviceYear = serviceYearOf(desk.today(), context.parameters)
  const categories = new Map<number, string | null>()

  const categoryOf = (householdId: number | null): string | null => {
    if (householdId === null) return null
    let category = categories.get(householdId)
    if (category === undefined) {
      category = (households.get(householdId)?.category as string | null | undefined) ?? null
      if (categories.size > 10_000) categories.clear()
      categories.set(householdId, category)
    }
    return category
  }

  /** Violations without the exempted ones, and everything derived. */
  function evaluate(row: AnyRecord, id: number | null, forConfirmation = false): Evaluation {
    const category = categoryOf((row.householdId as number | null | undefined) ?? null)
    return examine({ ...row, householdCategory: category }, id, forConfirmation)
  }

  /**
   * The same for `before` with `patch` over it, in the one row that is made for it: an import builds a
   * hundred thousand of them. `category` is that of a household which is still to be made.
   */
  function assess(before: PersonRow | null, patch: AnyRecord, category?: FieldValue): Assessment {
    const row: AnyRecord = { ...blankPerson, ...before, ...patch }
    row.householdCategory = category === undefined ? categoryOf(row.householdId as number | null) : category
    return { row, ...examine(row, before?.id ?? null, false) }
  }

  function examine(row: AnyRecord, id: number | null, forConfirmation: boolean): Evaluation {
    const form = row as LabourerForm
    const householdId = (row.householdId as number | null | undefined) ?? null
    const phone = row.phone as string | null
    const facts: RuleContext = {
      ...context,
      forConfirmation,
      idNumberTakenByOther: typeof row.idNumber === 'string' && people.takenByOther(row.idNumber, id),
      phoneSharedWithHouseholds: phone ? people.otherHouseholdsWithPhone(phone, householdId) : 0,
      serviceCounts: id === null ? null : countsByField(id),
    }
    const found = checkLabourer(form, facts)
    const violations =
      id !== null && people.hasExemptions(id) ? withoutExempted(found, people.exemptionsOf(id)) : found
    return {
      violations,
      derived: {
        ...deriveLabourer(form, facts),
        blockCount: violations.filter((violation) => violation.severity === 'blocks').length,
        warnCount: violations.filter((violation) => violation.severity === 'warns').length,
      },
    }
  }

  function countsByField(id: number): Record<string, number> | null {
    const counts = episodes.serviceCounts(id, serviceYear.from, serviceYear.to)
    if (Object.keys(counts).length === 0) return null
    const byField: Record<string, number> = {}
    for (const [kind, field] of Object.entries(serviceCountFields))
      byField[field] = (byField[field] ?? 0) + (counts[kind] ?? 0)
    return byField
  }

  /** Inserts (`before` null) or updates; answers what changed. Nothing is written when nothing differs. */
  function save(
    batch: Batch,
    before: PersonRow | null,
    patch: AnyRecord,
    options: PersonWriteOptions = {},
  ): PersonWrite {
    const asked =
      options.formState ?? ((patch.formState ?? before?.formState) as FormState | undefined) ?? 'none'
    const { row, violations, derived } =
      asked === 'none' ? assessMember(before, patch) : (options.assessment ?? assess(before, patch))
    // Nobody who writes a confirmed form can forget that it has to be confirmed anew.
    const isTouched =
      options.formState === undefined && before !== null && isConfirmedAndChanged(before, patch)
    const formState = isTouched ? nextFormState(asked, violations) : asked
    const state: AnyRecord = { formState, ...(formState !== 'draft' && before?.sentBackOn && notSentBack) }
    const next: AnyRecord = Object.assign(row, derived, state)
    if (before === null) {
      const { id } = people.insert(next, batch)
      if (options.syncEpisodes !== false && formState !== 'none')
        syncEpisodes(episodes, id, null, next, batch)
      return { id, changed: Object.keys(patch), violations, formState }
    }
    const changed = people.update(before, { ...patch, ...derived, ...state }, batch)
    if (changed.length > 0 && options.syncEpisodes !== false && formState !== 'none') {
      syncEpisodes(episodes, before.id, before, next, batch)
      followWork(desk, batch, before.id)
    }
    return { id: before.id, changed, violations, formState }
  }

  /** A member of a household who is not in the labour ledger: no rules of the form, few derived facts. */
  function assessMember(before: PersonRow | null, patch: AnyRecord): Assessment {
    const row: AnyRecord = { ...blankPerson, ...before, ...patch }
    const { sex, birthDate } = deriveLabourer(row as LabourerForm, context)
    return {
      row,
      violations: [],
      derived: {
        sex,
        birthDate,
        employmentState: null,
        workRange: null,
        qualifies: null,
        employmentClear: false,
        demandClear: false,
        skillClear: false,
        difficultyClear: false,
        blockCount: 0,
        warnCount: 0,
      },
    }
  }

  /** Brings back somebody who was removed, under the same number, with everything derived anew. */
  function restore(batch: Batch, id: number, row: AnyRecord): void {
    const formState = row.formState ?? 'none'
    const { derived } = formState === 'none' ? assessMember(null, row) : evaluate(row, id)
    people.restore(id, { ...row, ...derived, formState }, batch)
  }

  /** Decides on a form without touching what it says: neither rules nor histories have to be asked again. */
  function decide(batch: Batch, before: PersonRow, decision: Decision): void {
    people.update(before, { ...notSentBack, ...decision }, batch)
  }

  return {
    context,
    evaluate,
    assess,
    save,
    decide,
    restore,
    forgetHousehold: (id: number) => categories.delete(id),
  }
}
export type PersonWriter = ReturnType<typeof createPersonWriter>

const withoutExempted = (violations: Violation[], exemptions: { code: string; field: string }[]) =>
  violations.filter(
    (violation) =>
      violation.severity === 'blocks' ||
      !exemptions.some((exempt) => exempt.code === violation.code && exempt.field === violation.field),
  )
