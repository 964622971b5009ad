/** Chance that repeats itself: the same seed gives the same county on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  weighted<T>(choices: Weighted<T>): T
}

/** Choices with the running sum of their weights, made once by `weights`. */
export interface Weighted<T> {
  readonly items: readonly T[]
  readonly sums: readonly number[]
}

export function weights<T>(choices: readonly (readonly [T, number])[]): Weighted<T> {
  let sum = 0
  return {
    items: choices.map(([item]) => item),
    sums: choices.map(([, weight]) => {
      sum += weight
      return sum
    }),
  }
}

/** The generator mulberry32: 32 bits of state, quick, good enough for people who do not exist. */
export function createRandom(seed: number): Random {
  let state = (seed ^ 0x9e3779b9) | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => at(items, Math.floor(next() * items.length)),
    weighted: ({ items, sums }) => {
      const point = next() * (sums.at(-1) ?? 0)
      const index = sums.findIndex((sum) => point < sum)
      return at(items, index < 0 ? items.length - 1 : index)
    },
  }
}
