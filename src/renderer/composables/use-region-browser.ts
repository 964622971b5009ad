import { computed, type Ref, ref, shallowRef, watch } from 'vue'
import type { RegionView } from '../../shared/contract/calls/region.ts'
import { useClient } from './client.ts'
import { notifyFailure } from './notify.ts'

export interface RegionLimits {
  /** Shallowest and deepest level that may be chosen: 1 province … 5 village. */
  minLevel: number
  maxLevel: number
  /** Only regions within this one. */
  under?: string | undefined
}

const pause = 150
const searchLimit = 30

/**
 * What a region picker offers: the regions below a place that one walks down, or, as soon as
 * something is typed, the regions found by name or pinyin initials.
 */
export function useRegionBrowser(text: Ref<string>, limits: () => RegionLimits) {
  const client = useClient()
  /** From the top down to the place whose regions are offered. */
  const place = shallowRef<RegionView[]>([])
  const options = shallowRef<RegionView[]>([])
  const loading = ref(false)
  const searching = computed(() => text.value.trim() !== '')
  let question = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const canChoose = (region: RegionView) => region.level >= limits().minLevel
  const canEnter = (region: RegionView) => region.level < limits().maxLevel
  /** The root of the picker is not left upwards. */
  const root = () => limits().under

  async function offer(load: () => Promise<RegionView[] | null>): Promise<void> {
    question += 1
    const mine = question
    loading.value = true
    const found = await load()
    if (mine !== question) return
    loading.value = false
    if (found) options.value = found.filter((region) => region.level <= limits().maxLevel)
  }

  async function childrenOf(code: string | null): Promise<RegionView[] | null> {
    const result = await client.call('region.children', { code })
    if (!result.ok) notifyFailure(result.error)
    return result.ok ? result.value : null
  }

  async function pathOf(code: string): Promise<RegionView[]> {
    const result = await client.call('region.path', { code })
    return result.ok ? result.value : []
  }

  const offerChildren = () => offer(() => childrenOf(place.value.at(-1)?.code ?? null))

  async function enter(region: RegionView): Promise<void> {
    text.value = ''
    place.value = region.level === 1 ? [region] : await pathOf(region.code)
    await offerChildren()
  }

  async function leave(): Promise<void> {
    if (place.value.length === 0 || place.value.at(-1)?.code === root()) return
    place.value = place.value.slice(0, -1)
    await offerChildren()
  }

  /** Begins beside the chosen region, or at the top. */
  async function start(chosen: string | null): Promise<void> {
    const path = chosen ? await pathOf(chosen) : []
    const parents = path.slice(0, -1)
    const within = root()
    if (within && !parents.some((region) => region.code === within)) place.value = await pathOf(within)
    else place.value = parents
    await offerChildren()
  }

  watch(text, (next) => {
    clearTimeout(timer)
    const words = next.trim()
    if (!words) return void offerChildren()
    timer = setTimeout(() => {
      const { minLevel, maxLevel, under } = limits()
      const only = minLevel === maxLevel ? { level: maxLevel } : {}
      void offer(async () => {
        const result = await client.call('region.search', { text: words, under, limit: searchLimit, ...only })
        if (!result.ok) notifyFailure(result.error)
        return result.ok ? result.value : null
      })
    }, pause)
  })

  return { place, options, loading, searching, canChoose, canEnter, enter, leave, start, pathOf }
}
