import { computed, ref } from 'vue'
import { notifyDone, notifyWarning } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'
import type { LabourerFormState } from './use-labourer-form.ts'

type Question = 'sendBack' | 'takeBack' | 'remove'

/** The steps of a form after it was submitted, and taking a record out of the ledger. */
export function useFormState(form: LabourerFormState, gone: () => void) {
  const setState = useCall('labourer.setState')
  const confirming = useCall('confirmation.confirm')
  const returning = useCall('confirmation.return')
  const remove = useCall('labourer.remove')
  const asking = ref<Question | null>(null)
  const busy = computed(() => [setState, confirming, returning, remove].some(({ loading }) => loading.value))
  const name = computed(() => String(form.person.value?.values.name ?? ''))
  const questions = computed(() => ({
    remove: {
      title: '删除采集表',
      text: `将从台账中删除“${name.value}”。删除会记入修改记录，可在“导入与修改记录”中撤销。`,
      confirmLabel: '删除',
      danger: true,
    },
    sendBack: {
      title: '退回采集表',
      text:
        form.formState.value === 'confirmed'
          ? '退回后为草稿，原来的确认一并收回，不再计入已确认的数字。原因写在表上，采集人改正后可以再次提交。'
          : '退回后为草稿，原因写在表上，采集人改正后可以再次提交。',
      confirmLabel: '退回',
      danger: false,
    },
    takeBack: {
      title: '取回采集表',
      text: '取回后为草稿，改好后可以再次提交。',
      confirmLabel: '取回',
      danger: false,
    },
  }))
  const question = computed(() => questions.value[asking.value ?? 'sendBack'])

  async function confirm(): Promise<void> {
    const id = form.person.value?.id
    if (id === undefined) return
    const result = await confirming.run({ ids: [id] })
    if (!result.ok) return
    const [refusal] = result.value.refused
    if (refusal) notifyWarning(refusal.message)
    else notifyDone('已确认')
    await form.load()
  }

  async function answer(reason: string): Promise<void> {
    const step = asking.value
    asking.value = null
    const id = form.person.value?.id
    if (id === undefined) return
    if (step === 'remove') {
      const result = await remove.run({ id, reason })
      if (!result.ok) return
      notifyDone(`已删除“${name.value}”，可在“导入与修改记录”中撤销`)
      gone()
      return
    }
    const result =
      step === 'sendBack'
        ? await returning.run({ ids: [id], reason })
        : await setState.run({ ids: [id], to: 'draft', reason })
    if (!result.ok) return
    const [refusal] = result.value.refused
    if (refusal) notifyWarning(refusal.message)
    else notifyDone(step === 'sendBack' ? '已退回' : '已取回为草稿')
    await form.load()
  }

  return {
    asking,
    question,
    busy,
    ask: (step: Question): void => {
      asking.value = step
    },
    answer,
    confirm,
  }
}
