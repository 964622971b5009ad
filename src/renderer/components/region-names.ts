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

/**
 * The name of a place as lists show it: from the township down inside the home county, otherwise from
 * the province. `whole` false leaves out the place's own name, for saying where it lies.
 */
export function placeName(
  region: { code: string; level: number; path: string },
  home: string | undefined,
  whole = true,
): string {
  const names = region.path.split(' ')
  const isHome = home !== undefined && home.slice(0, 6) === region.code.slice(0, 6) && region.level > 3
  // Counting from the end: municipalities have a level less at the front.
  const first = isHome ? names.length - (region.level - 3) : 0
  return names.slice(first, whole ? undefined : -1).join('')
}
