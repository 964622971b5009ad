/**
 * Text as it comes out of real workbooks, brought to one form before anything is compared:
 * full-width letters, zero-width marks, line breaks inside cells, stray spaces.
 */

/** Zero-width marks, byte order mark, soft hyphen, directional marks. */
const invisible = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
/** Every kind of blank: tab, line break, non-breaking, ideographic. */
const blanks = /[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g
const fullWidth = /[\uff01-\uff5e]/g

/** Full-width letters, digits and signs to half-width: `１２Ｘ（）` → `12X()`. Chinese punctuation 。、《》 stays. */
export const toHalfWidth = (text: string): string =>
  text.replace(fullWidth, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))

/** Without zero-width and directional marks, which Excel and web pages leave in copied cells. */
export const stripInvisible = (text: string): string => text.replace(invisible, '')

/** One plain space for every run of blanks and line breaks, none at the ends. */
export const unifySpaces = (text: string): string => text.replace(blanks, ' ').trim()

/** A cell's text as a person reads it: no invisible marks, single spaces, trimmed; width is kept. */
export const cleanText = (text: string): string => unifySpaces(stripInvisible(text))

/** For codes and numbers typed by hand: cleaned, half-width, no blanks at all. `４３３１ ２６` → `433126`. */
export const compactText = (text: string): string => toHalfWidth(stripInvisible(text)).replace(blanks, '')

/**
 * A column header reduced to what identifies it: no blanks, line breaks, stars or colons,
 * half-width and lower case, brackets dropped while their words stay:
 * `* 年度务工收入\n（元）` → `年度务工收入元`.
 * With `notes: 'drop'` the words in brackets go too: `文化程度*（本科及以上,大专）` → `文化程度`.
 */
export const normaliseHeader = (header: string, options?: { notes?: 'keep' | 'drop' }): string => {
  let text = compactText(header).toLowerCase()
  if (options?.notes === 'drop') text = dropBrackets(text)
  return text.replace(/[*＊:：()[\]【】〔〕「」"'“”‘’]/g, '')
}

/** Innermost brackets first, so that nested notes such as （乡（镇）内） go as a whole. */
const dropBrackets = (text: string): string => {
  const without = text.replace(/\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕/g, '')
  return without === text ? text : dropBrackets(without)
}

/** A label of a choice as compared with a dictionary: half-width, no blanks, lower case, one kind of bracket and stroke. */
export const normaliseLabel = (label: string): string =>
  compactText(label)
    .toLowerCase()
    .replace(/[、，；;]/g, ',')
    .replace(/[—–－]/g, '-')
    .replace(/[。.]$/, '')
