import type { Dictionary } from '../../../shared/domain/dictionary.ts'

/** A code for an item added here: own1, own2, … Nobody sees it, and it never meets one of the product. */
export function nextItemCode(dictionary: Dictionary): string {
  const taken = new Set(dictionary.items.map((item) => item.code))
  let count = 1
  while (taken.has(`own${count}`)) count += 1
  return `own${count}`
}
