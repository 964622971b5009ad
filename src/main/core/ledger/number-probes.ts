/**
 * A piece from the middle of a number is found without walking over all numbers: what stands before
 * or behind the piece has few possibilities, because an ID number is a region, a day of birth, a
 * sequence and a check character, and a mobile number begins with 1 and a digit from 3. Each
 * possibility is a beginning to look for in an index.
 */
export interface IdNumberProbes {
  /** Beginnings of the number. */
  head: string[]
  /** Beginnings of its part from the birth date on. */
  birthPart: string[]
  /** Beginnings of the number read backwards. */
  backwards: string[]
}

const digits = '0123456789'.split('')
/** What may stand at each place from the birth date on; the index of odd numbers holds all that differ. */
const birthPlaces: readonly (readonly string[])[] = [
  ['19', '20'],
  digits,
  digits,
  ['0', '1'],
  digits,
  ['0', '1', '2', '3'],
  ...[digits, digits, digits, digits],
  [...digits, 'X'],
]
const regionLength = 6
const idLength = 18
const phoneLength = 11

export const reverse = (text: string) => [...text].reverse().join('')

const combine = (places: readonly (readonly string[])[]): string[] =>
  places.reduce<string[]>((texts, place) => texts.flatMap((text) => place.map((next) => text + next)), [''])

/** Places of the birth part one character each; the century is one place of two. */
const placeAt = (index: number): readonly string[] => {
  if (index === 0) return ['1', '2']
  if (index === 1) return ['9', '0']
  return birthPlaces[index - 1] ?? []
}
const birthLength = idLength - regionLength
const isPossible = (text: string): boolean =>
  [...text].every((character, index) => placeAt(index).includes(character)) &&
  (text.length < 2 || text.startsWith('19') || text.startsWith('20'))

/** Beginnings of the birth part that have `length` characters, and how many there are. */
const beginnings = (length: number): string[] =>
  length === 1 ? ['1', '2'] : length === 0 ? [''] : combine(birthPlaces.slice(0, length - 1))
const countBeginnings = (length: number): number =>
  length < 2
    ? length + 1
    : birthPlaces.slice(0, length - 1).reduce((product, place) => product * place.length, 1)

/**
 * Where to look for ID numbers of 18 characters that hold `piece` (at least four characters) anywhere.
 * `regions` are the first six digits that occur.
 */
export function idNumberProbes(piece: string, regions: Iterable<string>): IdNumberProbes {
  const probes: IdNumberProbes = { head: [], birthPart: [], backwards: [] }
  const known = [...regions]
  for (let before = 0; before + piece.length <= idLength; before++) {
    if (before < regionLength) {
      const inRegion = piece.slice(0, regionLength - before)
      const inBirthPart = piece.slice(regionLength - before)
      if (!isPossible(inBirthPart)) continue
      for (const region of known) {
        if (region.startsWith(inRegion, before)) probes.head.push(region + inBirthPart)
      }
      continue
    }
    const start = before - regionLength
    const after = idLength - before - piece.length
    const fits = [...piece].every((character, index) => placeAt(start + index).includes(character))
    if (!fits) continue
    if (11 ** after < countBeginnings(start)) {
      const ends = combine(Array.from({ length: after }, (_, index) => placeAt(birthLength - after + index)))
      for (const end of ends) probes.backwards.push(reverse(piece + end))
    } else {
      for (const beginning of beginnings(start)) {
        if (isPossible(beginning + piece)) probes.birthPart.push(beginning + piece)
      }
    }
  }
  return probes
}

/** Where to look for mobile numbers that hold `piece` anywhere: beginnings, and beginnings read backwards. */
export function phoneProbes(piece: string): { head: string[]; backwards: string[] } {
  const probes = { head: [] as string[], backwards: [] as string[] }
  const placeOf = (index: number) => (index === 0 ? ['1'] : index === 1 ? digits.slice(3) : digits)
  for (let before = 0; before + piece.length <= phoneLength; before++) {
    if (![...piece].every((character, index) => placeOf(before + index).includes(character))) continue
    const places = (from: number, count: number) =>
      combine(Array.from({ length: count }, (_, index) => placeOf(from + index)))
    const after = phoneLength - before - piece.length
    if (after < before - 1)
      probes.backwards.push(...places(before + piece.length, after).map((end) => reverse(piece + end)))
    else probes.head.push(...places(0, before).map((beginning) => beginning + piece))
  }
  return probes
}
