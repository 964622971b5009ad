import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { type MaskKind, maskValue } from '../../../shared/domain/mask.ts'

/**
 * Masks what leaves the core, at its door: whatever a call answers, under whichever name of a field,
 * so that a call nobody thought about gives nothing away. Only `person.reveal` and calls that carry a
 * permit (`full`) answer in full.
 */
export type Masks = ReadonlyMap<string, MaskKind>

const fieldsOf = (ledger: LedgerName) => ledgers[ledger].fields
const declared = (names: readonly LedgerName[]): Map<string, MaskKind> =>
  new Map(
    names.flatMap((name) =>
      fieldsOf(name).flatMap((field) => (field.mask ? [[field.key, field.mask] as const] : [])),
    ),
  )
const everywhere: Masks = declared(Object.keys(ledgers) as LedgerName[])

const known = new Map<string, Masks>()
/** Masks for answers about a ledger: where it declares a field without one (the telephone of a service station), that holds. */
function masksOf(ledger: string | undefined): Masks {
  if (ledger === undefined || !Object.hasOwn(ledgers, ledger)) return everywhere
  let masks = known.get(ledger)
  if (!masks) {
    const fields = fieldsOf(ledger as LedgerName)
    masks = new Map(
      [...everywhere].filter(
        ([key]) =>
          fields.find((field) => field.key === key)?.mask !== undefined ||
          !fields.some((field) => field.key === key),
      ),
    )
    known.set(ledger, masks)
  }
  return masks
}

/** The ledger that a call is about: it says so, or is named after it. */
export const masksFor = (name: string, input: unknown): Masks =>
  masksOf((input as { ledger?: string } | null)?.ledger ?? name.split('.')[0])

/** Rows of another ledger inside an answer, by the name under which they stand. */
const rowsOf: Readonly<Record<string, LedgerName>> = { stations: 'station' }
/** Values that stand beside the name of their field: histories, previews, comparisons. */
const besideField = new Set(['before', 'after', 'base', 'ours', 'theirs', 'written'])
/** Identifies a record between offices: ID number first. */
const sharedKey = /^[1-9]\d{16}[\dX](?=\||$)/

/** The answer with every such value masked; parts without any are handed on as they are. */
export function maskAnswer<Value>(value: Value, masks: Masks = everywhere): Value {
  return maskIn(value, masks, null) as Value
}

function maskIn(value: unknown, masks: Masks, subject: MaskKind | null): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value
  if (Array.isArray(value)) {
    let copy: unknown[] | null = null
    for (let index = 0; index < value.length; index++) {
      const masked = maskIn(value[index], masks, subject)
      if (masked === value[index]) continue
      copy ??= [...value]
      copy[index] = masked
    }
    return copy ?? value
  }
  const record = value as Record<string, unknown>
  const named = record.field ?? record.key
  const own = typeof named === 'string' ? (masks.get(named) ?? null) : subject
  let copy: Record<string, unknown> | null = null
  for (const key in record) {
    const before = record[key]
    const after = maskOne(key, before, masks, own)
    if (after === before) continue
    copy ??= { ...record }
    copy[key] = after
  }
  return copy ?? value
}

function maskOne(key: string, value: unknown, masks: Masks, subject: MaskKind | null): unknown {
  if (typeof value !== 'string') return maskIn(value, key in rowsOf ? masksOf(rowsOf[key]) : masks, subject)
  const kind = masks.get(key) ?? (subject !== null && besideField.has(key) ? subject : null)
  if (kind !== null) return maskValue(kind, value)
  return key === 'key' && sharedKey.test(value)
    ? value.replace(sharedKey, (number) => maskValue('idNumber', number))
    : value
}
