import { chineseDate } from '../../../shared/domain/calendar.ts'
import type { Dictionary } from '../../../shared/domain/dictionary.ts'
import { type AnyRecord, type FieldValue, fieldByKey } from '../../../shared/domain/field.ts'
import { type FieldLookups, formatFieldValue } from '../../../shared/domain/field-text.ts'
import { labourerLedger } from '../../../shared/domain/labourer/fields.ts'
import type { PlaceNames } from './paper-places.ts'

/** What a part of the paper form asks for, in the wording of paper; everything is empty on a blank form. */
export interface PaperValues {
  /** The business day: choices that are not offered on it are not printed. */
  readonly today: string
  raw(key: string): FieldValue
  code(key: string): string | null
  text(key: string): string
  /** `2026年3月`; '' for nothing. */
  date(key: string): string
  place(key: string): PlaceNames
  dictionary(key: string): Dictionary
}

/** @param values null for a blank form */
export function paperValues(
  values: AnyRecord | null,
  places: ReadonlyMap<string, PlaceNames>,
  lookups: FieldLookups,
  today: string,
): PaperValues {
  const raw = (key: string): FieldValue => values?.[key] ?? null
  const code = (key: string): string | null => {
    const value = raw(key)
    return typeof value === 'string' ? value : null
  }
  return {
    today,
    raw,
    code,
    text: (key) => formatFieldValue(fieldByKey(labourerLedger, key), raw(key), lookups),
    date: (key) => (code(key) ? chineseDate(String(code(key))) : ''),
    place: (key) => places.get(code(key) ?? '') ?? {},
    dictionary: (key) => lookups.dictionary(key),
  }
}
