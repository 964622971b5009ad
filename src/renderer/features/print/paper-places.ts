import { shallowRef } from 'vue'
import type { Client } from '../../composables/client.ts'

/** Names of a place by level: 1 province … 5 village. */
export type PlaceNames = Readonly<Partial<Record<number, string>>>

/** Asks for the parts of places, which the paper form writes apart: 省, 市(州), 县(市区), 镇(乡). */
export function usePlaces(client: Client) {
  const places = shallowRef(new Map<string, PlaceNames>())
  async function load(codes: Iterable<string>): Promise<void> {
    const found = new Map(places.value)
    for (const code of new Set(codes)) {
      if (found.has(code)) continue
      const answer = await client.call('region.path', { code })
      if (answer.ok) found.set(code, Object.fromEntries(answer.value.map((one) => [one.level, one.name])))
    }
    places.value = found
  }
  return { places, load }
}
