import { computed, ref } from 'vue'
import { notifyDone, notifyWarning } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'
import type { LabourerFormState } from './use-labourer-form.ts'

type Question = 'sendBack' | 'remove'

/** The steps of a form after it was submitted, and taking a record out of the ledger. */
export function useFormState(form: LabourerFormState, gone: () => void) {
  const setState = useCall('labourer.setState')
  const remove = useCall('labourer.remove')
  const asking = ref<Question | null>(null)
  const busy = computed(() => setState.loading.value || remove.loading.value)
  const name = computed(() => String(form.person.value?.values.name ?? ''))
  const question = computed(() =>
    asking.value === 'remove'
      ? {
          title: '删除采集表',
          text: `将从台账中删除“${name.value}”。删除会记入修改记录，可在“导入与修改记录”中撤销。`,
          confirmLabel: '删除',
          danger: true,
        }
      : {
          title: '退回采集表',
          text: '退回后为草稿，采集人改正后可以再次提交。',
          confirmLabel: '退回',
          danger: false,
        },
  )

  async function change(to: 'draft' | 'confirmed', reason?: string): Promise<void> {
    const id = form.person.value?.id
    if (id === undefined) return
    const result = await setState.run({ ids: [id], to, ...(reason ? { reason } : {}) })
    if (!result.ok) return
    const refusal = result.value.refused[0]
    if (refusal) notifyWarning(refusal.message)
    else notifyDone(to === 'confirmed' ? '已确认' : '已退回为草稿')
    await form.load()
  }
  async function answer(reason: string): Promise<void> {
    const step = asking.value
    asking.value = null
    if (step === 'sendBack') return change('draft', reason)
    const id = form.person.value?.id
    if (id === undefined) return
    const result = await remove.run({ id, reason })
    if (!result.ok) return
    notifyDone(`已删除“${name.value}”，可在“导入与修改记录”中撤销`)
    gone()
  }

  return {
    asking,
    question,
    busy,
    ask: (step: Question): void => {
      asking.value = step
    },
    answer,
    confirm: () => change('confirmed'),
  }
}
