import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { ParameterView } from '../../shared/contract/calls/system.ts'
import type { Dictionary } from '../../shared/domain/dictionary.ts'
import { useClient } from '../composables/client.ts'
import { notifyFailure } from '../composables/notify.ts'

/** Dictionaries and parameters: read once when the ledger is opened, and again after a change. */
export const useCatalogue = defineStore('catalogue', () => {
  const client = useClient()
  const dictionaries = shallowRef<Dictionary[]>([])
  const parameters = shallowRef<ParameterView[]>([])

  const byKey = computed(() => new Map(dictionaries.value.map((dictionary) => [dictionary.key, dictionary])))
  const labels = computed(
    () =>
      new Map(
        dictionaries.value.map((dictionary) => [
          dictionary.key,
          new Map(dictionary.items.map((item) => [item.code, item.label])),
        ]),
      ),
  )

  async function load(): Promise<void> {
    const [all, values] = await Promise.all([
      client.call('dictionary.all', {}),
      client.call('parameter.all', {}),
    ])
    if (all.ok) dictionaries.value = all.value
    else notifyFailure(all.error)
    if (values.ok) parameters.value = values.value
    else notifyFailure(values.error)
  }

  const dictionary = (key: string): Dictionary | undefined => byKey.value.get(key)

  /** The wording of a code; an unknown code stands for itself, so that nothing is hidden. */
  const labelOf = (key: string, code: string): string => labels.value.get(key)?.get(code) ?? code

  const parameter = (key: string): ParameterView | undefined =>
    parameters.value.find((candidate) => candidate.key === key)

  return { dictionaries, parameters, load, dictionary, labelOf, parameter }
})
