import { onMounted, ref, type ShallowRef, shallowRef } from 'vue'
import type { Failure, Result } from '../../../shared/contract/result.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { focusField, refusalsOf } from '../../components/field-input.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'
import { useRecordForm } from '../../composables/use-record-form.ts'
import type { HeldKey } from '../../stores/held-forms.ts'

interface Kept {
  id: number
  version: number
  values: AnyRecord
  regionNames: Record<string, string>
}

/** One record that is read and saved whole, with its form: loading, saving, refusals beside their fields, somebody else's save. */
export function useSavedRecord<View extends Kept>(about: {
  /** Null for a new one. */
  id: number | null
  held: HeldKey
  fields: readonly Field[]
  /** Where its fields stand. */
  root: Readonly<ShallowRef<HTMLElement | null>>
  read: (id: number) => Promise<Result<View>>
  write: (input: { id?: number; version?: number; values: AnyRecord }) => Promise<Result<{ id: number }>>
  /** What is said when it was saved. */
  done: string
  saved: (id: number) => void
}) {
  const form = useRecordForm(about.fields, about.held, save)
  const view = shallowRef<View | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<Failure | null>(null)
  const violations = shallowRef<Violation[]>([])
  const saving = ref(false)

  /** Reads it anew; `keep` are changes to go on with. */
  async function load(keep: AnyRecord = {}): Promise<void> {
    if (about.id === null) return
    const answer = await about.read(about.id)
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    failure.value = null
    conflict.value = null
    rememberRegions(answer.value.regionNames)
    view.value = answer.value
    form.take(answer.value.values, keep)
  }
  async function save(): Promise<void> {
    ;(document.activeElement as HTMLElement | null)?.blur()
    if (saving.value || form.unreadable.size > 0 || !form.isDirty.value) return
    saving.value = true
    const version = view.value ? { id: view.value.id, version: view.value.version } : {}
    const result = await about.write({ ...version, values: form.changes.value })
    saving.value = false
    violations.value = result.ok ? [] : refusalsOf(result.error)
    if (!result.ok) {
      if (result.error.code === 'conflict') conflict.value = result.error
      else notifyFailure(result.error)
      const first = violations.value[0]
      if (first && about.root.value) focusField(about.root.value, first.field)
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
    view,
    failure,
    conflict,
    violations,
    saving,
    save,
    load,
    /** Reads it anew without losing what is being filled in. */
    reload: () => load({ ...form.changes.value }),
  }
}
