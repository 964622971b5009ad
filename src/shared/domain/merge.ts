import type { AnyRecord, FieldValue } from './field.ts'

/**
 * Three-way merge of one record: what both sides last knew (`base`), what stands here (`ours`) and
 * what the package says (`theirs`). Pure: who the sides are and where the base comes from is the
 * business of core/exchange.
 *
 * | base     | ours      | theirs    | answer                                            |
 * |----------|-----------|-----------|---------------------------------------------------|
 * | any      | x         | x         | same                                              |
 * | b        | b         | x         | theirs: only they changed it                      |
 * | b        | x         | b         | ours: only we changed it                          |
 * | b        | x         | y         | conflict                                          |
 * | unknown  | x         | y         | conflict                                          |
 * | unknown  | blank     | y         | theirs                                            |
 * | any      | x         | blank     | ours, where a blank keeps                         |
 * | unknown  | x         | blank     | ours                                              |
 * | b        | b         | blank     | theirs (the field is cleared), where blanks clear |
 *
 * A guarded field that is filled here is never taken: `guarded` says so.
 */
export type MergeAnswer = 'same' | 'ours' | 'theirs' | 'conflict' | 'guarded'

export interface MergeRules {
  /** A blank in the package clears the field; otherwise it says nothing. */
  blankClears?: boolean | undefined
  /** Filled by a package, but never changed by one. */
  guarded?: boolean | undefined
  /** Whether two filled values mean the same; exact equality (lists as sets) by itself. */
  same?: ((one: FieldValue, other: FieldValue) => boolean) | undefined
}

export interface MergeSides {
  /** `undefined` when the last common value is not known. */
  base: FieldValue | undefined
  ours: FieldValue
  theirs: FieldValue
}

/** Empty text and empty lists are no value. */
export const isBlank = (value: FieldValue | undefined): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** Exact equality in memory: lists are sets, every kind of blank is the same. */
export function equalValues(one: FieldValue | undefined, other: FieldValue | undefined): boolean {
  if (isBlank(one) || isBlank(other)) return isBlank(one) && isBlank(other)
  if (Array.isArray(one) && Array.isArray(other)) {
    const [left, right] = [new Set(one), new Set(other)]
    return left.size === right.size && [...left].every((item) => right.has(item))
  }
  return one === other
}

/** What becomes of one field. */
export function mergeField({ base, ours, theirs }: MergeSides, rules: MergeRules = {}): MergeAnswer {
  const same = (one: FieldValue | undefined, other: FieldValue | undefined): boolean => {
    if (equalValues(one, other)) return true
    if (isBlank(one) || isBlank(other)) return false
    return rules.same?.(one as FieldValue, other as FieldValue) ?? false
  }
  if (same(ours, theirs)) return 'same'
  if (isBlank(theirs) && (!rules.blankClears || base === undefined)) return 'ours'
  const answer = differing(same, base, ours, theirs)
  return rules.guarded && !isBlank(ours) && answer !== 'ours' ? 'guarded' : answer
}

function differing(
  same: (one: FieldValue | undefined, other: FieldValue | undefined) => boolean,
  base: FieldValue | undefined,
  ours: FieldValue,
  theirs: FieldValue,
): MergeAnswer {
  if (base === undefined) return isBlank(ours) ? 'theirs' : 'conflict'
  if (same(base, ours)) return 'theirs'
  if (same(base, theirs)) return 'ours'
  return 'conflict'
}

export interface MergedRecord {
  /** Fields with their values that are to be written here. */
  taken: AnyRecord
  /** Fields that both sides changed: kept as they are here until a person decides. */
  conflicts: { field: string; base: FieldValue | undefined; ours: FieldValue; theirs: FieldValue }[]
  /** Fields that only this side changed, or where the package says nothing. */
  kept: string[]
  /** Guarded fields that the package says otherwise. */
  guarded: string[]
  /** What the sender holds where it is not what stands here after the merge. */
  differs: AnyRecord
}

export interface RecordRules {
  blankClears: (field: string) => boolean
  guarded: (field: string) => boolean
  same: (field: string, one: FieldValue, other: FieldValue) => boolean
  /** What a person decided to do with conflicts of a field from now on. */
  choice: (field: string) => 'ours' | 'theirs' | undefined
}

/**
 * Merges the fields that the package carries. `base` is asked for only when a field differs, and
 * once; it answers null when nothing common is known of the record.
 */
export function mergeRecord(
  ours: AnyRecord,
  theirs: AnyRecord,
  base: () => AnyRecord | null,
  rules: RecordRules,
): MergedRecord {
  const merged: MergedRecord = { taken: {}, conflicts: [], kept: [], guarded: [], differs: {} }
  let known: AnyRecord | null | undefined
  for (const field in theirs) {
    const [here, there] = [ours[field] ?? null, theirs[field] ?? null]
    if (equalValues(here, there)) continue
    if (known === undefined) known = base()
    // A field that the base does not carry was not exchanged then.
    const before = known && field in known ? (known[field] ?? null) : undefined
    const fieldRules = {
      blankClears: rules.blankClears(field),
      guarded: rules.guarded(field),
      same: (one: FieldValue, other: FieldValue) => rules.same(field, one, other),
    }
    let answer = mergeField({ base: before, ours: here, theirs: there }, fieldRules)
    if (answer === 'conflict') answer = rules.choice(field) ?? 'conflict'
    if (answer === 'same') continue
    if (answer === 'theirs') {
      merged.taken[field] = there
      continue
    }
    merged.differs[field] = there
    if (answer === 'conflict') merged.conflicts.push({ field, base: before, ours: here, theirs: there })
    else if (answer === 'guarded') merged.guarded.push(field)
    else if (!isBlank(there)) merged.kept.push(field)
  }
  return merged
}
