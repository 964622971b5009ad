import type { ImportOptions } from '../../../shared/contract/calls/exchange.ts'
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
  block,
  blocked,
  changesOf,
  patchOf,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

const ofPerson = new Set(['name', 'idNumber'])

/** The person of a row, or why there is none. */
function personOf(desk: Desk, values: AnyRecord): PersonRow | Violation {
  const person = desk.people.byIdNumber(String(values.idNumber))
  if (!person) return block('idNumber', 'row.unknownPerson', '台账里没有这个人，请先导入人员，再导入这张表')
  if (values.name && person.name !== values.name) {
    return block('name', 'row.otherName', '台账中这个身份证号码是另一个姓名，请核对原件')
  }
  return person
}
const isViolation = (found: PersonRow | Violation): found is Violation => 'severity' in found

const isBlocking = (violation: Violation) => violation.severity === 'blocks'

/** Spells of work: found by person and beginning. */
export function employmentApplier(desk: Desk, options: ImportOptions): Applier {
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
        ) ?? sameMonth(spells, values)
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, values, options, ofPerson)
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id)
      const row: AnyRecord = {
        ...before,
        ...patch,
        name: person.name ?? null,
        idNumber: person.idNumber ?? null,
      }
      const open = spells.find((spell) => spell.isOpen === true && spell.id !== before?.id)
      const violations = checkEmployment(row as never, {
        ...writer.context,
        birthDate: person.birthDate as string | null,
        // A later spell ends the former one; an earlier one without an end cannot be right.
        otherOpen:
          open !== undefined && !row.endedOn && String(row.employedOn ?? '') <= String(open.employedOn ?? ''),
      })
      if (violations.some(isBlocking)) return blocked(name, violations.filter(isBlocking), person.id)
      return {
        kind: before ? 'changed' : 'new',
        name,
        personId: person.id,
        changes: () => changesOf(before, patch),
        violations,
        apply: (batch) =>
          void writeEmployment(desk, writer, batch, desk.people.get(person.id) ?? person, before, patch),
      }
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

/** Ends of work: the open spell of the person gets its end. */
export function employmentEndApplier(desk: Desk): Applier {
  const writer = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked('', [person])
      const name = String(person.name ?? '')
      const endedOn = String(values.endedOn)
      const open = desk.episodes.openOf('employment', person.id)
      if (!open) {
        const ended = desk.episodes.allOf('employment', person.id).some((spell) => spell.endedOn === endedOn)
        return ended
          ? unchanged(name, person.id)
          : blocked(
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
export function trainingApplier(desk: Desk, options: ImportOptions): Applier {
  const writer = createPersonWriter(desk)
  return {
    plan(values): RowPlan {
      const name = String(values.name ?? '')
      const person = personOf(desk, values)
      if (isViolation(person)) return blocked(name, [person])
      const before =
        desk.episodes
          .allOf('training', person.id)
          .find((course) => course.startedOn === values.startedOn && course.trade === values.trade) ?? null
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, values, options, ofPerson)
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id)
      const row: AnyRecord = { ...before, ...patch }
      const violations = checkTraining(
        { ...row, name: person.name ?? null, idNumber: person.idNumber ?? null } as never,
        writer.context,
      )
      if (violations.some(isBlocking)) return blocked(name, violations.filter(isBlocking), person.id)
      const dated = { ...patch, isOpen: false, fromDate: row.startedOn ?? null, toDate: row.endedOn ?? null }
      return {
        kind: before ? 'changed' : 'new',
        name,
        personId: person.id,
        changes: () => changesOf(before, patch),
        violations,
        apply(batch) {
          if (before) desk.episodes.update('training', before, dated, batch)
          else desk.episodes.insert('training', { ...dated, personId: person.id }, batch)
        },
      }
    },
  }
}
