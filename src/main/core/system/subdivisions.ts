import type { Desk } from '../context.ts'

/** The part of the office's area that figures are shown by: a township, in a city its county, in a province its city. */
export interface Subdivision {
  code: string
  name: string
}

/** Finds where villages belong today; each is looked up once. */
export function createSubdivisions(desk: Desk): { placeOf: (village: string) => Subdivision } {
  const level = Math.min((desk.regions.get(desk.unit.regionCode)?.level ?? 3) + 1, 4)
  const known = new Map<string, Subdivision>()
  return {
    placeOf(village) {
      const found = known.get(village)
      if (found) return found
      const region = desk.regions.pathOf(village).find((candidate) => candidate.level >= level)
      const code = region?.code ?? village
      const place = { code, name: region?.name ?? (code ? desk.regions.displayName(code) : '未填户籍地') }
      known.set(village, place)
      return place
    },
  }
}
