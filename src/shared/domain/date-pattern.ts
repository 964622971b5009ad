/**
 * Dates in the writing that a receiver asks for. Patterns are made of YYYY, MM or M, DD or D and
 * what stands between them; see `datePattern` in profile.ts.
 *
 *   writeDate('2023-03-05', 'YYYY年M月')    → '2023年3月'
 *   writeDate('2023-03', 'YYYY-MM-DD')      → '2023-03-01'
 */

/** What the screen offers, the most frequent first. */
export const datePatterns = [
  'YYYY-MM-DD',
  'YYYY年M月',
  'YYYY-MM',
  'YYYY年M月D日',
  'YYYY/M/D',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'YYYYMM',
  'cell',
] as const

/** A day that is not known is written as the first, because such a receiver asks for ten characters. */
export function writeDate(date: string, pattern: string): string {
  const [year = '', month = '01', day = '01'] = date.split('-')
  return pattern.replace(/YYYY|MM|M|DD|D/g, (part) => {
    switch (part) {
      case 'YYYY':
        return year
      case 'MM':
        return month
      case 'M':
        return String(Number(month))
      case 'DD':
        return day
      default:
        return String(Number(day))
    }
  })
}

const year = '(?<!\\d)(?:19|20)\\d{2}'
const width = (digits: string | undefined, letter: string) =>
  digits?.length === 2 ? letter + letter : letter
/** How dates are written, the fullest first, and the pattern that follows from what was found. */
const writings: readonly [RegExp, (found: RegExpExecArray) => string][] = [
  [new RegExp(`${year}年\\d{1,2}月\\d{1,2}日`), () => 'YYYY年M月D日'],
  [new RegExp(`${year}年\\d{1,2}月`), () => 'YYYY年M月'],
  [
    new RegExp(`${year}([./-])(\\d{1,2})\\1(\\d{1,2})(?!\\d)`),
    ([, sign = '-', month, day]) => `YYYY${sign}${width(month, 'M')}${sign}${width(day, 'D')}`,
  ],
  [
    new RegExp(`${year}([./-])(\\d{1,2})(?!\\d)`),
    ([, sign = '-', month]) => `YYYY${sign}${width(month, 'M')}`,
  ],
  [new RegExp(`${year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)`), () => 'YYYYMMDD'],
  [new RegExp(`${year}(?:0[1-9]|1[0-2])(?!\\d)`), () => 'YYYYMM'],
]

/** The pattern of the first date in a text, or null: what the samples and hints of a blank workbook tell. */
export function patternOf(text: string): string | null {
  for (const [writing, pattern] of writings) {
    const found = writing.exec(text)
    if (found) return pattern(found)
  }
  return null
}
