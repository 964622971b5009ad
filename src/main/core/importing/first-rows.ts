import { checkDigit } from '../../../shared/domain/id-number.ts'

/** Six digits of the region, a century, and nine digits more: what tells sound numbers of eighteen apart. */
const shape = /^(\d{6})(1[89]|2[01])(\d{9})[\dX]$/

/**
 * In which row of a file an ID number stood first. Three hundred thousand of them as a Map of texts would take four
 * times the memory: a number whose check digit is right is kept without it, as one of sixteen digits, in two arrays
 * that are looked into by its hash (linear probing). Any other is kept as text.
 *
 *   const rows = createFirstRows()
 *   rows.see('433126199001011212', 7)   // undefined: it is the first
 *   rows.see('433126199001011212', 9)   // 7
 */
export function createFirstRows() {
  let keys = new Float64Array(1024)
  let rows = new Uint32Array(1024)
  let count = 0
  const others = new Map<string, number>()

  /** Where a key stands, or the free place where it belongs; zero is no key. */
  function placeOf(key: number, among: Float64Array): number {
    // The last nine digits differ most; the multiplication spreads them over the places (Knuth).
    let place = (Math.imul(key % 1_000_000_007, 0x9e3779b1) >>> 0) & (among.length - 1)
    while (among[place] !== 0 && among[place] !== key) place = (place + 1) & (among.length - 1)
    return place
  }

  function grow() {
    const larger = new Float64Array(keys.length * 2)
    const theirRows = new Uint32Array(larger.length)
    keys.forEach((key, from) => {
      if (key === 0) return
      const place = placeOf(key, larger)
      larger[place] = key
      theirRows[place] = rows[from] ?? 0
    })
    keys = larger
    rows = theirRows
  }

  return {
    /** The row in which the number stood before; undefined when this one is the first. */
    see(idNumber: string, row: number): number | undefined {
      const key = keyOf(idNumber)
      if (key === null) {
        const first = others.get(idNumber)
        if (first === undefined) others.set(idNumber, row)
        return first
      }
      if (count * 3 > keys.length * 2) grow()
      const place = placeOf(key, keys)
      if (keys[place] === key) return rows[place]
      keys[place] = key
      rows[place] = row
      count++
      return undefined
    },
  }
}

function keyOf(idNumber: string): number | null {
  const parts = shape.exec(idNumber)
  if (!parts || checkDigit(idNumber.slice(0, 17)) !== idNumber[17]) return null
  const [, region = '', century = '', rest = ''] = parts
  const key = Number(`${region}${Number(century) - 18}${rest}`)
  return Number.isSafeInteger(key) && key > 0 ? key : null
}
