/**
 * Statistical region codes: 12 digits, province 2, city 4, county 6, township 9, village 12;
 * the levels below the region's own are zeros. `430000000000` is a province, `433126104202` a village.
 */
export type RegionLevel = 1 | 2 | 3 | 4 | 5

const prefixLengths = [0, 2, 4, 6, 9, 12] as const

export function isRegionCode(code: string): boolean {
  if (code.length !== 12) return false
  for (let index = 0; index < 12; index++) {
    const digit = code.charCodeAt(index) - 48
    if (!(digit >= 0 && digit <= 9)) return false
  }
  return true
}

/** 1 province, 2 city, 3 county, 4 township, 5 village; null when it is no region code. */
export function regionLevel(code: string): RegionLevel | null {
  if (!isRegionCode(code) || code.startsWith('00')) return null
  if (!code.endsWith('000')) return 5
  if (code.slice(6, 9) !== '000') return 4
  if (code.slice(4, 6) !== '00') return 3
  return code.slice(2, 4) === '00' ? 1 : 2
}

/** The digits that name the region at a level: `regionPrefix('433126104202', 3)` is `433126`. */
export const regionPrefix = (code: string, level: RegionLevel): string => code.slice(0, prefixLengths[level])

/** Whether a region is `ancestor` or lies inside it. */
export function isUnder(code: string, ancestor: string): boolean {
  const level = regionLevel(ancestor)
  return level !== null && code.startsWith(regionPrefix(ancestor, level))
}

/**
 * Cities that have townships but no counties. Millions work there, so the city stands for the county.
 * (GB/T 2260: Dongguan, Zhongshan, Danzhou, Jiayuguan.)
 */
const citiesWithoutCounties = new Set(['441900', '442000', '460400', '620200'])
/** Province-level units that are cities at once: the four municipalities, Hong Kong, Macao; Taiwan has no codes below. */
const provincesWithoutCities = new Set(['11', '12', '31', '50', '71', '81', '82'])

/** Whether a code names a county (or a city that has none), or something inside one. */
export function reachesCounty(code: string): boolean {
  const level = regionLevel(code)
  if (level === null) return false
  return level >= 3 || citiesWithoutCounties.has(code.slice(0, 6)) || /^(?:71|81|82)/.test(code)
}

/** Whether a code names a city (or a municipality), or something inside one. */
export function reachesCity(code: string): boolean {
  const level = regionLevel(code)
  return level !== null && (level >= 2 || provincesWithoutCities.has(code.slice(0, 2)))
}
