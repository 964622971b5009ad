import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { addMonths, isMonth, monthOf } from '../../../shared/domain/calendar.ts'
import { useSession } from '../../stores/session.ts'

/** Month, place and page of a monthly page, kept in its address; the month before this one at first. */
export function useMonthAddress() {
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const text = (key: string): string => String(route.query[key] ?? '')
  const month = computed(() => {
    const asked = text('month')
    return asked.length === 7 && isMonth(asked) ? asked : addMonths(monthOf(session.today), -1)
  })
  const region = computed(() => (/^\d{12}$/.test(text('region')) ? text('region') : null))
  const page = computed(() => Math.max(1, Number(text('page')) || 1))
  function go(change: { month?: string; region?: string | null; page?: number }): void {
    const next = { month: month.value, region: region.value, page: 1, ...change }
    void router.replace({
      query: {
        month: next.month,
        ...(next.region ? { region: next.region } : {}),
        ...(next.page > 1 ? { page: String(next.page) } : {}),
      },
    })
  }
  return { month, region, page, go }
}
