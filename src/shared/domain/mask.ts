import type { Field, FieldValue } from './field.ts'
import { maskIdNumber } from './id-number.ts'

/**
 * Numbers that name, reach or pay a person are shown in part unless somebody asked for the whole.
 * A field declares which of these it is (`mask`); where its value leaves the core it is masked.
 */
export type MaskKind = 'idNumber' | 'phone' | 'bankCard' | 'birthDate'

const stars = (count: number): string => '*'.repeat(Math.max(count, 1))

/**
 * `513433********1234`, `138****5678`, `***************0123`, `1990-**-**`: enough to tell two people
 * apart, never the whole. The birthday is the middle of the ID number, so beside a masked one it is
 * shown as a year. What is masked already stays as it is.
 */
export function maskValue(kind: MaskKind, text: string): string {
  if (text === '' || isMasked(text)) return text
  switch (kind) {
    case 'idNumber':
      return text.length === 1 ? '*' : maskIdNumber(text)
    case 'phone':
      return text.length <= 7
        ? `${stars(text.length - 2)}${text.slice(2).slice(-2)}`
        : `${text.slice(0, 3)}${stars(text.length - 7)}${text.slice(-4)}`
    case 'bankCard':
      return `${stars(text.length - 4)}${text.slice(4).slice(-4)}`
    case 'birthDate':
      return `${text.slice(0, 4)}-**-**`
  }
}

/** No number of a person has a star in it: what has one was masked. */
export const isMasked = (value: FieldValue | undefined): boolean =>
  typeof value === 'string' && value.includes('*')

/** The value of a field as it may be shown without asking. */
export const maskedValue = (field: Pick<Field, 'mask'>, value: FieldValue): FieldValue =>
  field.mask && typeof value === 'string' ? maskValue(field.mask, value) : value

const idNumberInText = /(?<!\d)[1-9]\d{16}[\dXx](?!\d)/g
const phoneInText = /(?<!\d)1[3-9]\d{9}(?!\d)/g

/** A sentence that repeats what somebody typed (口径 of a search), with the numbers of people in it masked. */
export const maskNumbersIn = (text: string): string =>
  text
    .replace(idNumberInText, (number) => maskValue('idNumber', number))
    .replace(phoneInText, (number) => maskValue('phone', number))
