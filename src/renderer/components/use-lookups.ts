import type { Dictionary } from '../../shared/domain/dictionary.ts'
import type { FieldLookups } from '../../shared/domain/field-text.ts'
import { useCatalogue } from '../stores/catalogue.ts'
import { useSession } from '../stores/session.ts'
import { knownRegionName } from './region-names.ts'

/** What the texts of fields refer to, from the stores: for formatting and for reading what is typed. */
export function useLookups(): FieldLookups {
  const catalogue = useCatalogue()
  const session = useSession()
  const empty = (key: string): Dictionary => ({ key, label: key, items: [] })
  return {
    dictionary: (key) => catalogue.dictionary(key) ?? empty(key),
    // Places are picked, never typed as free text: RegionInput asks the core.
    resolveRegion: () => ({ unknown: true }),
    regionName: (code) => knownRegionName(code) ?? code,
    get today() {
      return session.today
    },
  }
}
