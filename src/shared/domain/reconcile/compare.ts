import { type Field, type FieldValue, sameValue } from '../field.ts'
import { isUnder } from '../region-code.ts'
import { normaliseLabel } from '../text/normalise.ts'

/**
 * Whether two offices say the same of a field. Both sides went through the field texts before, so 男
 * and 1, 2020.3 and 2020年3月 are one value here; what is left is what lists write more or less
 * exactly than we do:
 * - texts in half and full width, with and without blanks and middle dots,
 * - a month where the other has the day, a township where the other has the village,
 * - an ID number with the digits of the disability card behind it.
 */
export function agrees(field: Field, ours: FieldValue, theirs: FieldValue): boolean {
  if (ours === theirs || sameValue(ours, theirs)) return true
  if (typeof ours !== 'string' || typeof theirs !== 'string') return false
  switch (field.kind) {
    case 'text':
    case 'note':
      return plainText(ours) === plainText(theirs)
    case 'phone':
      return ours.replace(/\D/g, '') === theirs.replace(/\D/g, '')
    case 'idNumber':
      return residentNumber(ours) === residentNumber(theirs)
    case 'looseDate':
      return ours.length !== theirs.length && ours.slice(0, 7) === theirs.slice(0, 7)
    case 'region':
      return isUnder(ours, theirs) || isUnder(theirs, ours)
    default:
      return false
  }
}

const plainText = (text: string): string => normaliseLabel(text).replace(/[·•]/g, '')

/** A number by which people are told apart: the disability card puts two to four characters behind it. */
export const residentNumber = (idNumber: string): string =>
  idNumber.length > 18 ? idNumber.slice(0, 18) : idNumber

/** A name as compared: without blanks and the middle dot that people leave out. */
export const nameKey = (name: string): string => name.replace(/[\s·•.]/g, '')
