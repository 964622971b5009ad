import { daysBetween } from '../../../shared/domain/calendar.ts'
import { checkDigit } from '../../../shared/domain/id-number.ts'
import type { Random } from './random.ts'

/**
 * Numbers that look right and belong to nobody: ID numbers with a sound check character whose
 * sequence digits are only counted up per day of birth, telephone numbers counted up in 1990…
 */
export interface Documents {
  idNumber(birthDate: string, sex: '1' | '2', county: string): string
  phone(): string
}

const firstDay = '1900-01-01'
const days = 73_049
/** Odd for men, even for women: 500 each per day of birth. */
const perDay = 500
const phones = 10_000_000

export function createDocuments(random: Random): Documents {
  const used = new Uint16Array(days * 2)
  const offset = random.between(0, perDay - 1)
  // Coprime with 10 million: every number comes once before any comes twice.
  const step = 7_919 + 20 * random.between(0, 4_000)
  let phoneIndex = random.between(0, phones - 1)
  return {
    idNumber(birthDate, sex, county) {
      const slot = daysBetween(firstDay, birthDate) * 2 + Number(sex) - 1
      const count = used[slot] ?? 0
      if (count >= perDay) throw new RangeError(`more than ${perDay} births on one day: too many people`)
      used[slot] = count + 1
      // 37 and 500 have no common factor: the sequence runs through all numbers of the day.
      const sequence = ((offset + slot + count * 37) % perDay) * 2 + (sex === '1' ? 1 : 0)
      const digits = `${county}${birthDate.slice(0, 4)}${birthDate.slice(5, 7)}${birthDate.slice(8)}${String(sequence).padStart(3, '0')}`
      return digits + checkDigit(digits)
    },
    phone() {
      phoneIndex = (phoneIndex + step) % phones
      return `1990${String(phoneIndex).padStart(7, '0')}`
    },
  }
}
