import { useEventListener } from '@vueuse/core'
import { computed, onBeforeUnmount, reactive, ref, shallowRef } from 'vue'
import { type AnyRecord, type Field, sameValue } from '../../shared/domain/field.ts'
import { type HeldKey, useHeldForms } from '../stores/held-forms.ts'
import { useSession } from '../stores/session.ts'
import { swapNumbers } from './use-reveal.ts'

/** What is being filled in of a record, against what is kept of it; changes that are left unsaved are held. */
export function useRecordForm(fields: readonly Field[], key: HeldKey, save: () => Promise<void>) {
  const isMine = useSession().stillMine()
  const held = useHeldForms()
  const of = (row: AnyRecord): AnyRecord =>
    Object.fromEntries(fields.map((field) => [field.key, row[field.key] ?? null]))
  const kept = shallowRef<AnyRecord>(of({}))
  const values = reactive<AnyRecord>(of({}))
  const unreadable = reactive(new Set<string>())
  /** Boxes are made anew, so that texts which could not be read go away. */
  const generation = ref(0)
  const restored = ref(false)

  const changes = computed<AnyRecord>(() =>
    Object.fromEntries(
      fields
        .filter((field) => !sameValue(kept.value[field.key] ?? null, values[field.key] ?? null))
        .map((field) => [field.key, values[field.key] ?? null]),
    ),
  )
  const isDirty = computed(() => Object.keys(changes.value).length > 0)

  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    const isSave = event.key.toLowerCase() === 's' || event.key === 'Enter'
    if (!(event.ctrlKey || event.metaKey) || !isSave || document.querySelector('.el-overlay-dialog')) return
    event.preventDefault()
    void save()
  })
  useEventListener(window, 'beforeunload', (event: BeforeUnloadEvent) => {
    if (isDirty.value) event.preventDefault()
  })
  onBeforeUnmount(() => {
    if (isDirty.value && isMine()) held.hold(key, { ...changes.value })
  })

  return {
    values,
    unreadable,
    generation,
    restored,
    changes,
    isDirty,
    say: (field: string, message: string | null): void =>
      void (message === null ? unreadable.delete(field) : unreadable.add(field)),
    /** The record as it is kept now; `keep` are changes to go on with. */
    take(row: AnyRecord, keep: AnyRecord = {}): void {
      kept.value = of(row)
      Object.assign(values, kept.value, keep)
    },
    /** Other numbers for those shown: in full, or masked again. */
    show(numbers: AnyRecord): void {
      kept.value = swapNumbers(kept.value, values, numbers)
    },
    /** Changes of last time that were left without saving. */
    restore(): void {
      const before = held.take(key)
      if (!before) return
      Object.assign(values, before)
      restored.value = true
    },
    discard(): void {
      Object.assign(values, kept.value)
      unreadable.clear()
      generation.value += 1
      restored.value = false
    },
  }
}
