import { computed, ref, shallowRef } from 'vue'
import { normaliseHeader } from '../../shared/domain/text/normalise.ts'
import type { ComboOption } from './ComboBox.vue'
import { type InitialsOf, loadInitials } from './dictionary-search.ts'

/** The fields of a box that chooses one, narrowed by a part of the name or its pinyin initials. */
export function useFieldOptions(offered: () => readonly ComboOption[]) {
  const typed = ref('')
  const initialsOf = shallowRef<InitialsOf>(() => '')
  const options = computed<ComboOption[]>(() => {
    const wanted = normaliseHeader(typed.value).toLowerCase()
    if (wanted === '') return [...offered()]
    return offered().filter(
      ({ label }) => normaliseHeader(label).includes(wanted) || initialsOf.value(label).includes(wanted),
    )
  })
  function query(text: string): void {
    typed.value = text
    void loadInitials().then((loaded) => {
      initialsOf.value = loaded
    })
  }
  return { options, query }
}
