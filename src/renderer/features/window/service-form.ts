import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { MatchedVacancy } from '../../../shared/contract/calls/vacancy.ts'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { refusalsOf } from '../../components/field-input.ts'
import { useCall } from '../../composables/use-call.ts'
import { useSession } from '../../stores/session.ts'

/** What is chosen by one key; the rest is filled in like any field. */
const chosen = new Set(['kind', 'response'])
const kept = ['servedOn', 'place', 'staff'] as const

const field = (key: string): Field => serviceFields.find((one) => one.key === key) as Field
export const kindField = field('kind')
export const responseField = field('response')
export const typedFields: readonly Field[] = serviceFields.filter(
  (field: Field) => !field.joined && !chosen.has(field.key),
)

/** Kinds of service that are about a vacancy. */
export const isReferral = ({ kind }: AnyRecord): boolean => kind === 'jobReferral' || kind === 'jobPlacement'

/** The record of one visit. Day, window and staff stay from one visitor to the next. */
export function useServiceForm() {
  const session = useSession()
  const save = useCall('episode.save')
  const refer = useCall('vacancy.refer')
  const values = reactive<AnyRecord>({
    servedOn: session.today,
    staff: session.status?.user ?? null,
  })
  const scan = shallowRef<PickedFile | null>(null)
  const tried = ref(false)
  const unreadable = reactive(new Set<string>())
  /** Which of the collected vacancies it is about. */
  const vacancy = shallowRef<MatchedVacancy | null>(null)
  watch(
    () => isReferral(values),
    () => {
      vacancy.value = null
    },
  )
  const refusals = computed(() => refusalsOf(save.error.value ?? refer.error.value))
  const problemsOf = (key: string) => refusals.value.filter((violation) => violation.field === key)

  function clear(): void {
    for (const key of Object.keys(values)) if (!kept.some((one) => one === key)) values[key] = null
    scan.value = null
    tried.value = false
    vacancy.value = null
    save.error.value = null
    refer.error.value = null
  }

  /** Whether it was kept. */
  async function keep(personId: number): Promise<boolean> {
    tried.value = true
    if (!values.kind || unreadable.size > 0) return false
    const record = { personId, values: { ...values }, ...(scan.value ? { scan: scan.value } : {}) }
    const result = vacancy.value
      ? await refer.run({ vacancyId: vacancy.value.id, ...record })
      : await save.run({ kind: 'service', ...record })
    if (result.ok) clear()
    return result.ok
  }

  return {
    values,
    scan,
    tried,
    unreadable,
    vacancy,
    saving: computed(() => save.loading.value || refer.loading.value),
    problemsOf,
    clear,
    keep,
  }
}
