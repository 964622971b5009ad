import { computed, shallowRef } from 'vue'
import type { RegionView } from '../../shared/contract/calls/region.ts'
import { useCall } from './use-call.ts'

const searchLimit = 20

export interface RegionLimits {
  /** The deepest level that may be chosen: 1 province … 5 village. */
  level: number
  /** The level that is looked for: places of it come first. */
  wanted: number
  /** Only regions inside this one; it is not left upwards. */
  under?: string | undefined
}

/**
 * The regions on offer: what lies inside a place that one walks down and up, or, as soon as something
 * is typed, what a name or pinyin initials find.
 */
export function useRegionSteps(limits: () => RegionLimits) {
  const search = useCall('region.search')
  const children = useCall('region.children')
  const path = useCall('region.path')
  /** From the province down to the place whose inside is on offer; empty for the whole country. */
  const place = shallowRef<readonly RegionView[]>([])
  const found = shallowRef<readonly RegionView[]>([])
  let question = 0

  const fits = (region: RegionView): boolean => region.level <= limits().level
  const canEnter = (region: RegionView): boolean => region.level < limits().level
  const canLeave = computed(() => place.value.length > 0 && place.value.at(-1)?.code !== limits().under)

  async function offerInside(way: readonly RegionView[], mine: number): Promise<void> {
    place.value = way
    const inside = await children.run({ code: way.at(-1)?.code ?? null })
    if (inside.ok && mine === question) found.value = inside.value.filter(fits)
  }
  async function wayTo(code: string | null): Promise<readonly RegionView[]> {
    if (code === null) return []
    const way = await path.run({ code })
    return way.ok ? way.value : []
  }

  /** Begins inside a place; where nothing lies inside any more, beside it. */
  async function beginAt(code: string | null): Promise<void> {
    question += 1
    const mine = question
    const start = code ?? limits().under ?? null
    const way = await wayTo(start)
    const isDeepest = (way.at(-1)?.level ?? 0) >= limits().level
    if (mine === question) await offerInside(isDeepest ? way.slice(0, -1) : way, mine)
  }
  async function enter(region: RegionView): Promise<void> {
    question += 1
    const mine = question
    const way = await wayTo(region.code)
    if (mine === question) await offerInside(way, mine)
  }
  async function leave(): Promise<void> {
    if (!canLeave.value) return
    question += 1
    await offerInside(place.value.slice(0, -1), question)
  }
  async function find(text: string): Promise<void> {
    question += 1
    const mine = question
    const { wanted, under } = limits()
    const result = await search.run({ text, limit: searchLimit, ...(under ? { under } : {}) })
    if (!result.ok || mine !== question) return
    // Places of the wanted depth first, each group in the order of the answer.
    found.value = result.value
      .filter(fits)
      .sort((one, other) => Number(other.level === wanted) - Number(one.level === wanted))
  }

  const busy = computed(() => search.loading.value || children.loading.value || path.loading.value)
  return { place, found, busy, canEnter, canLeave, beginAt, enter, leave, find }
}
