import { watch } from 'vue'
import { isRegionCode } from '../../shared/domain/region-code.ts'
import { useClient } from '../composables/client.ts'
import { useSession } from '../stores/session.ts'
import { knownRegionName, placeName, rememberRegions } from './region-names.ts'

/** Codes that are being asked for, by whichever part of the screen. */
const asked = new Set<string>()

/** Asks for the names of region codes that no answer of the core has brought along yet. */
export function useMissingRegions(codes: () => readonly unknown[]): void {
  const client = useClient()
  const session = useSession()
  watch(
    codes,
    async (all) => {
      for (const code of all) {
        if (typeof code !== 'string' || !isRegionCode(code) || knownRegionName(code) || asked.has(code))
          continue
        asked.add(code)
        const answer = await client.call('region.path', { code })
        asked.delete(code)
        const own = answer.ok ? answer.value.find((region) => region.code === code) : undefined
        const name = own ? placeName(own, session.unit?.regionCode) : `不在名录中的地区（${code}）`
        rememberRegions({ [code]: name })
      }
    },
    { immediate: true },
  )
}
