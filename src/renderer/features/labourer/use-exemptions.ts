import { computed, type ShallowRef } from 'vue'
import type { Exemption, PersonView } from '../../../shared/contract/calls/labourer.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { notifyDone } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'

/** Warnings of a person that a named user has let pass, with the reason. */
export function useExemptions(person: ShallowRef<PersonView | null>, checkAgain: () => Promise<unknown>) {
  const grant = useCall('labourer.exempt')
  const withdraw = useCall('labourer.unexempt')
  const exemptions = computed<Exemption[]>(() => person.value?.exemptions ?? [])
  const isExempted = (violation: Violation): boolean =>
    exemptions.value.some((one) => one.code === violation.code && one.field === violation.field)

  function take(next: Exemption[]): void {
    if (person.value) person.value = { ...person.value, exemptions: next }
  }
  async function exempt({ code, field }: Violation, reason: string): Promise<void> {
    if (!person.value) return
    const result = await grant.run({ id: person.value.id, code, field, reason })
    if (!result.ok) return
    take(result.value)
    notifyDone('已豁免这条提醒，原因已记录')
  }
  async function unexempt({ code, field }: Exemption): Promise<void> {
    if (!person.value) return
    const result = await withdraw.run({ id: person.value.id, code, field })
    if (!result.ok) return
    take(result.value)
    await checkAgain()
  }
  return { exemptions, isExempted, exempt, unexempt }
}
