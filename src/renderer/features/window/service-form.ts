import { computed, reactive, ref, shallowRef } from 'vue'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { refusalsOf } from '../../components/field-input.ts'
import { useCall } from '../../composables/use-call.ts'
import { useSession } from '../../stores/session.ts'

/** What is chosen by one key; the rest is filled in like any field. */
const chosen = new Set(['kind', 'response'])
const kept = ['servedOn', 'place', 'staff'] as const

export const typedFields: readonly Field[] = serviceFields.filter(
  (field: Field) => !field.joined && !chosen.has(field.key),
)

/** The record of one visit. Day, window and staff stay from one visitor to the next. */
export function useServiceForm() {
  const session = useSession()
  const save = useCall('episode.save')
  const values = reactive<AnyRecord>({
    servedOn: session.today,
    staff: session.status?.user ?? null,
  })
  const scan = shallowRef<PickedFile | null>(null)
  const tried = ref(false)
  const unreadable = reactive(new Set<string>())
  const refusals = computed(() => refusalsOf(save.error.value))
  const problemsOf = (key: string) => refusals.value.filter((violation) => violation.field === key)

  function clear(): void {
    for (const key of Object.keys(values)) if (!kept.some((one) => one === key)) values[key] = null
    scan.value = null
    tried.value = false
    save.error.value = null
  }

  /** Whether it was kept. */
  async function keep(personId: number): Promise<boolean> {
    tried.value = true
    if (!values.kind || unreadable.size > 0) return false
    const result = await save.run({
      personId,
      kind: 'service',
      values: { ...values },
      ...(scan.value ? { scan: scan.value } : {}),
    })
    if (result.ok) clear()
    return result.ok
  }

  return { values, scan, tried, unreadable, saving: save.loading, problemsOf, clear, keep }
}
