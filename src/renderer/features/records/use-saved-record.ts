import { computed, onMounted, type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { CallName } from '../../../shared/contract/index.ts'
import type { Failure, Result } from '../../../shared/contract/result.ts'
import type { AnyRecord, Field, Ledger } from '../../../shared/domain/field.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { focusField, refusalsOf } from '../../components/field-input.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'
import { useRecordForm } from '../../composables/use-record-form.ts'
import { type Reveal, useReveal } from '../../composables/use-reveal.ts'
import type { HeldKey } from '../../stores/held-forms.ts'
import { useSession } from '../../stores/session.ts'

/** What every record that is read and saved whole has. */
export interface Kept {
  id: number
  version: number
  values: AnyRecord
  regionNames?: Record<string, string>
  /** What should be looked at in it. */
  violations?: Violation[]
}

/** A record as its form has it. */
export interface SavedRecord<View extends Kept> {
  form: ReturnType<typeof useRecordForm>
  /** Where its fields stand. */
  root: ShallowRef<HTMLElement | null>
  view: Readonly<ShallowRef<View | null>>
  failure: Readonly<ShallowRef<Failure | null>>
  conflict: Readonly<ShallowRef<Failure | null>>
  /** What was said while saving, else what stands against it as it is kept. */
  violations: Readonly<Ref<Violation[]>>
  saving: Readonly<Ref<boolean>>
  isDirty: Readonly<Ref<boolean>>
  /** Null where it has no numbers of people. */
  reveal: Reveal | null
  /** Whether the account may save it at all; otherwise it is only looked at. */
  mayWrite: Readonly<Ref<boolean>>
  save: () => Promise<void>
  /** Reads it anew; `keep` are changes to go on with. */
  load: (keep?: AnyRecord) => Promise<void>
  /** Reads it anew without losing what is being filled in. */
  reload: () => Promise<void>
}

/** One record that is read and saved whole, with its form: loading, saving, refusals beside their fields, somebody else's save. */
export function useSavedRecord<View extends Kept>(about: {
  /** Null for a new one. */
  id: number | null
  held: HeldKey
  /** The call that `write` makes. */
  writes: CallName
  fields: readonly Field[]
  read: (id: number) => Promise<Result<View>>
  write: (input: {
    id?: number
    version?: number
    values: AnyRecord
  }) => Promise<Result<{ id: number; violations?: Violation[] }>>
  /** What is said when it was saved. */
  done: string
  saved: (id: number) => void
  /** Whether something beside the fields was changed, which `write` adds. */
  isChangedBeside?: () => boolean
  /** The ledger, where the record has numbers that can be shown in full. */
  ledger?: LedgerName
  /** After it was read. */
  took?: (view: View) => void
}): SavedRecord<View> {
  const session = useSession()
  const mayWrite = computed(() => session.may(about.writes))
  const form = useRecordForm(about.fields, about.held, save)
  const root = shallowRef<HTMLElement | null>(null)
  const view: ShallowRef<View | null> = shallowRef(null)
  const failure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<Failure | null>(null)
  const said = shallowRef<Violation[]>([])
  const saving = ref(false)
  const isDirty = computed(() => form.isDirty.value || (about.isChangedBeside?.() ?? false))
  const reveal = about.ledger ? useReveal(about.ledger, () => view.value?.id ?? null, form.show) : null
  const violations = computed(() => (said.value.length > 0 ? said.value : (view.value?.violations ?? [])))

  async function load(keep: AnyRecord = {}): Promise<void> {
    if (about.id === null) return
    const answer = await about.read(about.id)
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    failure.value = null
    conflict.value = null
    rememberRegions(answer.value.regionNames ?? {})
    reveal?.hide()
    view.value = answer.value
    if (answer.value.violations) said.value = []
    form.take(answer.value.values, keep)
    about.took?.(answer.value)
  }
  async function save(): Promise<void> {
    ;(document.activeElement as HTMLElement | null)?.blur()
    if (saving.value || !mayWrite.value || form.unreadable.size > 0 || !isDirty.value) return
    saving.value = true
    const version = view.value ? { id: view.value.id, version: view.value.version } : {}
    const result = await about.write({ ...version, values: form.changes.value })
    saving.value = false
    said.value = result.ok ? (result.value.violations ?? []) : refusalsOf(result.error)
    if (!result.ok) {
      if (result.error.code === 'conflict') conflict.value = result.error
      else notifyFailure(result.error)
      const first = said.value[0]
      if (first && root.value) focusField(root.value, first.field)
      return
    }
    form.restored.value = false
    notifyDone(about.done)
    // A new one goes on under its own address: nothing is left here to be held.
    form.take(form.values)
    about.saved(result.value.id)
    await load()
  }
  onMounted(async () => {
    await load()
    if (!failure.value) form.restore()
  })
  return {
    form,
    root,
    view,
    failure,
    conflict,
    violations,
    saving,
    isDirty,
    reveal,
    mayWrite,
    save,
    load,
    reload: () => load({ ...form.changes.value }),
  }
}

/** Fields of a ledger by the sections that they are filled in by. A ledger without any has no form: RangeError. */
export function sectionsOf({
  name,
  fields,
  sections,
}: Ledger): { key: string; label: string; fields: Field[] }[] {
  if (!sections) throw new RangeError(`no sections in the ledger ${name}`)
  return sections.map(({ key, label }) => ({
    key,
    label,
    fields: fields.filter((field) => field.section === key && !field.derived && !field.joined),
  }))
}
