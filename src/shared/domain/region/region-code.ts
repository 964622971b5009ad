/**
 * Region codes: GB/T 2260 to the county, the 12-digit statistical code to the village.
 * Every code in the product has 12 digits; shorter ones are padded with zeros on the right.
 */

/** 1 province, 2 prefecture (市、州、盟), 3 county, 4 township, 5 village or community. */
export type RegionLevel = 1 | 2 | 3 | 4 | 5

export const regionLevelLabels: Record<RegionLevel, string> = {
  1: '省级',
  2: '市级',
  3: '县级',
  4: '乡镇级',
  5: '村级',
}

/** How many leading digits of a code belong to a level; index 0 is the whole country. */
const digitsOfLevel = [0, 2, 4, 6, 9, 12] as const

/** `433126` → `433126000000`; null unless the text is 2, 4, 6, 9 or 12 digits. */
export const padRegionCode = (text: string): string | null =>
  /^(?:\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$/.test(text) ? text.padEnd(12, '0') : null

/** The digits that all regions inside a region of this level share. */
export const regionPrefix = (code: string, level: RegionLevel): string => code.slice(0, digitsOfLevel[level])

/** The code of the county (or city without counties, such as 东莞) that the code's digits name. */
export const countyCodeOf = (code: string): string => code.slice(0, 6).padEnd(12, '0')

export const provinceCodeOf = (code: string): string => code.slice(0, 2).padEnd(12, '0')

/** First and last code, both inclusive, that a region of this level can hold by its digits, itself included. */
export const regionCodeRange = (code: string, level: RegionLevel): { from: string; to: string } => {
  const prefix = regionPrefix(code, level)
  return { from: prefix.padEnd(12, '0'), to: prefix.padEnd(12, '9') }
}
