import { shallowReactive } from 'vue'

/**
 * Full names of the region codes met so far on this screen, from the province down. Answers of the
 * core bring them along; a place picked in a box brings its own.
 */
const names = shallowReactive(new Map<string, string>())

export function rememberRegions(found: Readonly<Record<string, string>>): void {
  for (const [code, name] of Object.entries(found)) if (names.get(code) !== name) names.set(code, name)
}

export const knownRegionName = (code: string): string | undefined => names.get(code)

/** The name without the part that is the same for everybody here: the unit's own county. */
export function shortRegionName(full: string, unitRegion: string | undefined): string {
  if (!unitRegion || full === unitRegion) return full
  return full.startsWith(unitRegion) ? full.slice(unitRegion.length).trim() : full
}
