/**
 * How names are found: every character and every pair of neighbours is a word of the search index,
 * so that two characters anywhere in a name are one look-up (a trigram index finds nothing below three).
 * The middle dot of minority names is left out, as people leave it out.
 */
const characters = (name: string) => [...name.replace(/[\s·•.]/g, '')]

export function nameTokens(name: string): string {
  const letters = characters(name)
  const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
  return [...letters, ...pairs].join(' ')
}

/** The words to look for: all of them must be there. Null when nothing is left to look for. */
export function nameMatch(text: string): string | null {
  const letters = characters(text)
  if (letters.length === 0) return null
  const words =
    letters.length === 1 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
  return words.map((word) => `"${word.replaceAll('"', '')}"`).join(' AND ')
}
