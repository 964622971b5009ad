import { computed, type Ref, ref, watch } from 'vue'
import type { FieldValue } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { useClient } from '../../composables/client.ts'

const taken = 'L02_id_duplicate'

/** Whose ID number it is, when the rules say that somebody in the ledger has it already. */
export function useDuplicate(
  found: Ref<Violation[]>,
  idNumber: () => FieldValue,
  ownId: number | null,
): Ref<number | null> {
  const client = useClient()
  const duplicate = ref<number | null>(null)
  const isTaken = computed(() => found.value.some((violation) => violation.code === taken))
  watch(isTaken, async (now) => {
    duplicate.value = null
    const number = idNumber()
    if (!now || typeof number !== 'string') return
    const answer = await client.call('labourer.find', { idNumber: number })
    if (answer.ok && answer.value && answer.value.id !== ownId) duplicate.value = answer.value.id
  })
  return duplicate
}
