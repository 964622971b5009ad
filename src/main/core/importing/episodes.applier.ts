import { checkEmployment } from '../../../shared/domain/employment/rules.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { checkTraining } from '../../../shared/domain/training/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import { writeEmployment } from '../person/employment.writer.ts'
import type { EpisodeRow } from '../person/episode.store.ts'
import type { PersonRow } from '../person/person.store.ts'
import { createPersonWriter } from '../person/person.writer.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  isBlocking,
  keepGuarded,
  patchOf,
  planned,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

export const ofPerson = new Set(['name', 'idNumber'])

/** The person of a row, or why there is none. */
export function personOf(desk: Desk, values: AnyRecord): PersonRow | Violation {
  const person = desk.people.byIdNumber(String(values.idNumber))
  if (!person) return block('idNumber', 'row.unknownPerson', '台账里没有这个人，请先导入人员，再导入这张表')
  if (values.name && person.name !== values.name) {
    return block('name', 'row.otherName', '台账中这个身份证号码是另一个姓名，请核对原件')
  }
  return person
}
export const isViolation = (found: PersonRow | Violation): found is Violation => 'severity' in found

/** Spells of work: found by person and beginning. */
export function employmentApplier(desk: Desk, options: ApplyOptions): Applier {
  const writer = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const name = String(values.name ?? '')
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked(name, [person])
      const spells = desk.episodes.allOf('employment', person.id)
      const before =
        spells.find(
          (spell) => spell.employedOn !== null && spell.employedOn === (values.employedOn ?? null),
        ) ??
        sameMonth(spells, values) ??
        looksAlike(spells, values, options)
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, options.settle?.(before, values) ?? values, options, ofPerson)
      const notes = before ? keepGuarded('employment', before, patch, options) : []
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id, notes)
      const row: AnyRecord = {
        ...before,
        ...patch,
        name: person.name ?? null,
        idNumber: person.idNumber ?? null,
      }
      const open = spells.find((spell) => spell.isOpen === true && spell.id !== before?.id)
      const broken = checkEmployment(row as never, {
        ...writer.context,
        birthDate: person.birthDate as string | null,
        // A later spell ends the former one; an earlier one without an end cannot be right.
        otherOpen:
          open !== undefined && !row.endedOn && String(row.employedOn ?? '') <= String(open.employedOn ?? ''),
      })
      const violations = [...notes, ...broken]
      return planned(
        {
          name,
          personId: person.id,
          violations,
          apply: (batch) =>
            void writeEmployment(desk, writer, batch, desk.people.get(person.id) ?? person, before, patch),
        },
        before,
        patch,
      )
    },
  }
}

/** A spell known only to the month is the one that this row gives the day of. */
function sameMonth(spells: EpisodeRow[], values: AnyRecord): EpisodeRow | null {
  const start = values.employedOn
  if (typeof start !== 'string') return null
  return (
    spells.find((spell) => {
      const known = spell.employedOn
      return (
        typeof known === 'string' &&
        known.length !== start.length &&
        known.slice(0, 7) === start.slice(0, 7) &&
        (spell.employerName ?? values.employerName) === (values.employerName ?? spell.employerName)
      )
    }) ?? null
  )
}

/** The one spell whose beginning the file's layout cannot tell from what it says; null when there are several. */
function looksAlike(
  spells: EpisodeRow[],
  values: AnyRecord,
  { sayTheSame }: ApplyOptions,
): EpisodeRow | null {
  const start = values.employedOn
  if (!sayTheSame || typeof start !== 'string') return null
  const alike = spells.filter(
    (spell) =>
      spell.employedOn != null &&
      sayTheSame('employedOn', spell.employedOn, start) &&
      (spell.employerName ?? values.employerName) === (values.employerName ?? spell.employerName),
  )
  return alike.length === 1 ? (alike[0] ?? null) : null
}

/** Ends of work: the open spell of the person gets its end. */
export function employmentEndApplier(desk: Desk, options: ApplyOptions): Applier {
  const writer = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked('', [person])
      const name = String(person.name ?? '')
      const endedOn = String(values.endedOn)
      // An end that is known already, whether or not the person has begun anew since.
      const known = desk.episodes
        .allOf('employment', person.id)
        .some(
          (spell) =>
            spell.endedOn === endedOn ||
            (spell.endedOn != null && options.sayTheSame?.('endedOn', spell.endedOn, endedOn)),
        )
      if (known) return unchanged(name, person.id)
      const open = desk.episodes.openOf('employment', person.id)
      if (!open) {
        return blocked(
          name,
          [block('idNumber', 'row.noOpenWork', '这个人没有正在进行的就业记录，不能结束')],
          person.id,
        )
      }
      const violations = checkEmployment({ ...open, endedOn } as never, {
        ...writer.context,
        birthDate: person.birthDate as string | null,
        otherOpen: false,
      }).filter((violation) => violation.field === 'endedOn')
      if (violations.some(isBlocking)) return blocked(name, violations.filter(isBlocking), person.id)
      return {
        kind: 'changed',
        name,
        personId: person.id,
        changes: () => [{ field: 'endedOn', before: null, after: endedOn }],
        violations,
        apply: (batch) =>
          void writeEmployment(desk, writer, batch, desk.people.get(person.id) ?? person, open, { endedOn }),
      }
    },
  }
}

/** Courses: found by person, beginning and trade. */
export function trainingApplier(desk: Desk, options: ApplyOptions): Applier {
  const writer = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const name = String(values.name ?? '')
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked(name, [person])
      const start = values.startedOn ?? null
      const isSameStart = ({ startedOn }: EpisodeRow) =>
        startedOn === start ||
        (start !== null && options.sayTheSame?.('startedOn', startedOn ?? null, start) === true)
      const before =
        desk.episodes
          .allOf('training', person.id)
          .find((course) => isSameStart(course) && course.trade === values.trade) ?? null
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, options.settle?.(before, values) ?? values, options, ofPerson)
      const notes = before ? keepGuarded('training', before, patch, options) : []
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id, notes)
      const row: AnyRecord = { ...before, ...patch }
      const violations = [
        ...notes,
        ...checkTraining(
          { ...row, name: person.name ?? null, idNumber: person.idNumber ?? null } as never,
          writer.context,
        ),
      ]
      const dated = { ...patch, isOpen: false, fromDate: row.startedOn ?? null, toDate: row.endedOn ?? null }
      return planned(
        {
          name,
          personId: person.id,
          violations,
          apply(batch) {
            if (before) desk.episodes.update('training', before, dated, batch)
            else desk.episodes.insert('training', { ...dated, personId: person.id }, batch)
          },
        },
        before,
        patch,
      )
    },
  }
}
