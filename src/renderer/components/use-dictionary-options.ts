import { computed, onMounted, ref, shallowRef } from 'vue'
import type { Dictionary } from '../../shared/domain/dictionary.ts'
import type { ComboOption } from './ComboBox.vue'
import { type InitialsOf, itemsOnOffer, loadInitials, searchItems } from './dictionary-search.ts'

const headed = (group: string | undefined, offered: readonly { group?: string }[]): string | undefined =>
  // A heading helps only where there are several.
  group && new Set(offered.map((item) => item.group)).size > 1 ? group : undefined

/** The options of a box over a dictionary, narrowed by what is typed into it. */
export function useDictionaryOptions(
  dictionary: () => Dictionary,
  today: () => string,
  chosen: () => readonly string[],
) {
  const text = ref('')
  const initialsOf = shallowRef<InitialsOf>(() => '')
  const options = computed<ComboOption[]>(() => {
    const offered = itemsOnOffer(dictionary(), today(), chosen())
    return searchItems(offered, text.value, initialsOf.value).map((item) => ({
      value: item.code,
      label: item.label,
      note: headed(item.group, offered),
    }))
  })
  function query(typed: string): void {
    text.value = typed
    void prepare()
  }
  async function prepare(): Promise<void> {
    initialsOf.value = await loadInitials()
  }
  // Ready before the first letter is typed.
  onMounted(prepare)
  return { options, query }
}
