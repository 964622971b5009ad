import { ref } from 'vue'
import type { ComboOption } from '../../components/ComboBox.vue'
import { rememberRegions } from '../../components/region-names.ts'
import { useCall } from '../../composables/use-call.ts'

const mostShown = 12

/** Households by the name, number or telephone of their head, for boxes that pick one. */
export function useHouseholdSearch(except: () => number | null) {
  const search = useCall('ledger.page')
  const options = ref<ComboOption[]>([])
  let asked = ''

  async function query(text: string): Promise<void> {
    asked = text
    const result = await search.run({
      ledger: 'household',
      ...(text.trim() ? { search: text.trim() } : {}),
      columns: ['headName', 'region', 'address', 'memberCount'],
      limit: mostShown,
    })
    if (!result.ok || asked !== text) return
    rememberRegions(result.value.regionNames)
    options.value = result.value.rows
      .filter((row) => row.id !== except())
      .map((row) => {
        const village = result.value.regionNames[String(row.values.region)] ?? ''
        return {
          value: String(row.id),
          label: `${row.values.headName ?? '（无户主）'}户，${row.values.memberCount ?? 0}人`,
          note: village,
        }
      })
  }
  return { options, query, loading: search.loading }
}
