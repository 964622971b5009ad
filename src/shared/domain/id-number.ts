/**
 * Citizen identity numbers after GB 11643-1999, and the documents that stand in their place in
 * real ledgers. Numbers are expected as stored: half-width, upper case, without spaces.
 */

/**
 * - `resident`  18 characters of GB 11643 (the check character may still be wrong);
 * - `old`       15 digits, as issued until 1999;
 * - `standIn`   18 characters beginning 999999, given by registries to people without a number;
 * - `disability` certificate of a disabled person: the ID number, kind and degree (20), with the
 *               mark of a reissue 22;
 * - `invalid`   none of these.
 */
export type IdNumberKind = 'resident' | 'old' | 'standIn' | 'disability' | 'invalid'

export interface IdNumberFacts {
  readonly kind: IdNumberKind
  /** YYYY-MM-DD; null where the document carries no real date. */
  readonly birthDate: string | null
  /** Code of GB/T 2261.1: '1' male, '2' female. */
  readonly sex: '1' | '2' | null
  /** First six digits: county of first registration. */
  readonly region: string | null
  /** Whether the check character is right; true for documents that carry none. */
  readonly checksumRight: boolean
}

/** Provinces of GB/T 2260, and 81–83 as printed on residence permits for Hong Kong, Macao and Taiwan. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(
    ' ',
  ),
)
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The check character for (at least) 17 digits, after GB 11643: weights modulo 11. */
export function checkDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < 17; index++) sum += (digits.charCodeAt(index) - 48) * (weights[index] ?? 0)
  return checkCharacters.charAt(sum % 11)
}

/** An old number of 15 digits as 18 characters; null when it is none or its date is not real. */
export function upgradeIdNumber(old: string): string | null {
  if (!/^\d{15}$/.test(old)) return null
  const body = `${old.slice(0, 6)}19${old.slice(6)}`
  if (!provinces.has(old.slice(0, 2)) || readBirth(body) === null) return null
  return body + checkDigit(body)
}

const invalid: IdNumberFacts = {
  kind: 'invalid',
  birthDate: null,
  sex: null,
  region: null,
  checksumRight: true,
}

const residentForm = /^\d{17}[\dX]$/
const disabilityForm = /^\d{17}[\dX][1-9][1-4](?:B\d)?$/

/** What a document number says. Never throws; a number that is none is `invalid`. */
export function parseIdNumber(number: string): IdNumberFacts {
  if (number.length === 18) {
    if (!residentForm.test(number)) return invalid
    return number.startsWith('999999') ? parseStandIn(number) : parseResident(number, 'resident')
  }
  if (number.length === 15) {
    const upgraded = upgradeIdNumber(number)
    return upgraded === null ? invalid : parseResident(upgraded, 'old')
  }
  if ((number.length === 20 || number.length === 22) && disabilityForm.test(number)) {
    return parseResident(number, 'disability')
  }
  return invalid
}

function parseResident(number: string, kind: 'resident' | 'old' | 'disability'): IdNumberFacts {
  const birthDate = provinces.has(number.slice(0, 2)) ? readBirth(number) : null
  if (birthDate === null) return invalid
  return {
    kind,
    birthDate,
    sex: sexOf(number),
    region: number.slice(0, 6),
    checksumRight: checkDigit(number) === number.charAt(17),
  }
}

/** The rest of a stand-in number is often, not always, a date and a sex: taken where it is real. */
function parseStandIn(number: string): IdNumberFacts {
  const birthDate = readBirth(number)
  return {
    kind: 'standIn',
    birthDate,
    sex: birthDate === null ? null : sexOf(number),
    region: null,
    checksumRight: true,
  }
}

const sexOf = (number: string): '1' | '2' => (number.charCodeAt(16) % 2 === 1 ? '1' : '2')

const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Positions 7–14 as YYYY-MM-DD when they are a day from 1900 to 2099, else null. */
function readBirth(number: string): string | null {
  const century = twoDigits(number, 6)
  if (century !== 19 && century !== 20) return null
  const year = century * 100 + twoDigits(number, 8)
  const month = twoDigits(number, 10)
  const day = twoDigits(number, 12)
  if (month < 1 || month > 12 || day < 1 || day > (daysOfMonth[month - 1] ?? 0)) return null
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  if (month === 2 && day === 29 && !isLeap) return null
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}

/** `513433********1234`: as much as a list may show. Short or odd numbers keep only their last character. */
export function maskIdNumber(number: string): string {
  if (number.length < 15) return number && `${'*'.repeat(number.length - 1)}${number.slice(-1)}`
  return `${number.slice(0, 6)}${'*'.repeat(number.length - 10)}${number.slice(-4)}`
}

/** `513433 19900101 1234`, for reading aloud and comparing with paper; other lengths in fours. */
export function groupIdNumber(number: string): string {
  if (number.length >= 18) {
    const head = `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14, 18)}`
    return number.length > 18 ? `${head} ${number.slice(18)}` : head
  }
  if (number.length === 15) return `${number.slice(0, 6)} ${number.slice(6, 12)} ${number.slice(12)}`
  return number.replace(/(.{4})(?=.)/g, '$1 ')
}
