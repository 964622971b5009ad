import { describe, expect, it } from 'vitest'
import type { FieldValue } from '../../../src/shared/domain/field.ts'
import {
  equalValues,
  isBlank,
  type MergeRules,
  mergeField,
  mergeRecord,
  type RecordRules,
} from '../../../src/shared/domain/merge.ts'

/** Values that stand for all kinds: blanks of each kind, texts, numbers, yes/no, lists in either order. */
const values: FieldValue[] = [null, '', [], '甲', '乙', 0, 1, false, true, ['a', 'b'], ['b', 'a'], ['a']]
const bases: (FieldValue | undefined)[] = [undefined, ...values]
const rules: MergeRules[] = [true, false].flatMap((blankClears) =>
  [true, false].map((guarded) => ({ blankClears, guarded })),
)

/** Every combination of base, ours, theirs and rules. */
const combinations = bases.flatMap((base) =>
  values.flatMap((ours) => values.flatMap((theirs) => rules.map((rule) => ({ base, ours, theirs, rule })))),
)
const value = (answer: string, ours: FieldValue, theirs: FieldValue) => (answer === 'theirs' ? theirs : ours)

describe('three-way merge of a field', () => {
  it('says same exactly when both sides agree', () => {
    for (const { base, ours, theirs, rule } of combinations)
      expect(mergeField({ base, ours, theirs }, rule) === 'same').toBe(equalValues(ours, theirs))
  })

  it('never lets a side that changed nothing overwrite the other', () => {
    for (const { base, ours, theirs, rule } of combinations) {
      const answer = mergeField({ base, ours, theirs }, rule)
      if (base !== undefined && equalValues(base, theirs) && !equalValues(ours, theirs))
        expect(answer).toBe('ours')
    }
  })

  it('takes what only they changed, unless it is blank and blanks keep, or guarded', () => {
    for (const { base, ours, theirs, rule } of combinations) {
      if (base === undefined || !equalValues(base, ours) || equalValues(ours, theirs)) continue
      const answer = mergeField({ base, ours, theirs }, rule)
      if (isBlank(theirs) && !rule.blankClears) expect(answer).toBe('ours')
      else if (rule.guarded && !isBlank(ours)) expect(answer).toBe('guarded')
      else expect(answer).toBe('theirs')
    }
  })

  it('is a conflict exactly when both sides changed it differently, or nothing common is known of two values', () => {
    for (const { base, ours, theirs, rule } of combinations) {
      if (rule.guarded) continue
      const silent = isBlank(theirs) && (!rule.blankClears || base === undefined)
      const bothChanged =
        base === undefined
          ? !isBlank(ours) && !isBlank(theirs)
          : !equalValues(base, ours) && !equalValues(base, theirs)
      const expected = !equalValues(ours, theirs) && !silent && bothChanged
      expect(mergeField({ base, ours, theirs }, rule) === 'conflict').toBe(expected)
    }
  })

  it('never clears what stands here unless the profile says that a blank clears', () => {
    for (const { base, ours, theirs, rule } of combinations) {
      const answer = mergeField({ base, ours, theirs }, rule)
      if (!isBlank(ours) && isBlank(value(answer, ours, theirs))) {
        expect(rule.blankClears).toBe(true)
        expect(base !== undefined && equalValues(base, ours)).toBe(true)
      }
    }
  })

  it('never changes a guarded field that is filled, and fills one that is not', () => {
    for (const { base, ours, theirs, rule } of combinations) {
      if (!rule.guarded) continue
      const answer = mergeField({ base, ours, theirs }, rule)
      if (!isBlank(ours)) expect(['same', 'ours', 'guarded']).toContain(answer)
      else if (!isBlank(theirs) && base === undefined) expect(answer).toBe('theirs')
    }
  })

  it('answers the same for both sides, seen from either', () => {
    for (const { base, ours, theirs } of combinations) {
      if (base === undefined) continue
      const [here, there] = [
        mergeField({ base, ours, theirs }, { blankClears: true }),
        mergeField({ base, ours: theirs, theirs: ours }, { blankClears: true }),
      ]
      const mirrored = {
        same: 'same',
        ours: 'theirs',
        theirs: 'ours',
        conflict: 'conflict',
        guarded: 'guarded',
      }
      expect(mirrored[here]).toBe(there)
    }
  })

  it('takes coarser writing of the same value for the same', () => {
    const same = (one: FieldValue, other: FieldValue) => String(one).slice(0, 7) === String(other).slice(0, 7)
    expect(mergeField({ base: undefined, ours: '2023-03-15', theirs: '2023-03' }, { same })).toBe('same')
    expect(mergeField({ base: '2023-03', ours: '2023-03-15', theirs: '2023-04' }, { same })).toBe('theirs')
  })
})

const plain: RecordRules = {
  blankClears: () => false,
  guarded: () => false,
  same: () => false,
  choice: () => undefined,
}

describe('three-way merge of a record', () => {
  it('joins changes of both sides in different fields', () => {
    const merged = mergeRecord(
      { phone: '1', wage: 2, note: '甲' },
      { phone: '1', wage: 1, note: '乙' },
      () => ({ phone: '1', wage: 1, note: '甲' }),
      plain,
    )
    expect(merged).toEqual({
      taken: { note: '乙' },
      conflicts: [],
      kept: ['wage'],
      guarded: [],
      differs: { wage: 1 },
    })
  })

  it('asks for the base only where something differs, and once', () => {
    let asked = 0
    const base = () => {
      asked++
      return null
    }
    mergeRecord({ a: '1', b: ['x', 'y'] }, { a: '1', b: ['y', 'x'] }, base, plain)
    expect(asked).toBe(0)
    const merged = mergeRecord({ a: '1', b: '1', c: null }, { a: '2', b: '2', c: '2' }, base, plain)
    expect(asked).toBe(1)
    expect(merged.conflicts.map(({ field }) => field)).toEqual(['a', 'b'])
    expect(merged.taken).toEqual({ c: '2' })
  })

  it('leaves alone what the package does not carry', () => {
    const merged = mergeRecord({ a: '1', b: '2' }, { a: '3' }, () => ({ a: '1', b: '0' }), plain)
    expect(merged.taken).toEqual({ a: '3' })
  })

  it('follows what a person decided for a field', () => {
    const rules: RecordRules = {
      ...plain,
      choice: (field) => ({ a: 'theirs' as const, b: 'ours' as const })[field],
    }
    const merged = mergeRecord({ a: '1', b: '1', c: '1' }, { a: '2', b: '2', c: '2' }, () => null, rules)
    expect(merged).toMatchObject({ taken: { a: '2' }, kept: ['b'], differs: { b: '2', c: '2' } })
    expect(merged.conflicts.map(({ field }) => field)).toEqual(['c'])
  })

  it('converges: what was merged once says nothing new the second time', () => {
    for (const base of bases) {
      for (const ours of values) {
        for (const theirs of values) {
          const known = () => (base === undefined ? null : { f: base })
          const once = mergeRecord({ f: ours }, { f: theirs }, known, plain)
          const here = { f: ours, ...once.taken }
          // What the sender holds is the base of the next time.
          const next = () => ({ ...here, ...once.differs })
          const twice = mergeRecord(here, { f: theirs }, next, plain)
          expect(twice.taken).toEqual({})
          expect(twice.conflicts).toEqual([])
        }
      }
    }
  })
})
