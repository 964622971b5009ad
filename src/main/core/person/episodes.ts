import { type AnyRecord, type Field, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import {
  intentionFields,
  returnFields,
  trainingWishFields,
  workFields,
} from '../../../shared/domain/labourer/fields.ts'
import type { Batch } from '../history/batch.store.ts'
import type { EpisodeRow, EpisodeStore, EpisodeTable } from './episode.store.ts'

/**
 * Work, intention, return and training wish are dated history; the form shows the open row of each.
 * After the form was written, this brings the histories in line with it:
 *
 * - what the form says no longer holds (回乡、不再务工) closes the open row, it is never overwritten;
 * - a statement of another day (意愿、返乡、培训意愿) closes the former and opens a new row;
 * - a new spell of work opens when 就业时间 moves on and unit, place or form differ; any other
 *   difference is a correction of the open row, kept field by field in the change log.
 */
interface Section {
  table: EpisodeTable
  fields: readonly Field[]
  /** Whether the form says that there is such a thing now. */
  holds: (form: AnyRecord) => boolean
  fromDate: (form: AnyRecord, asOf: string) => string
  /** The day on which the open row came to its end, when it no longer holds. */
  endDate: (form: AnyRecord, asOf: string) => string
  renews: (open: EpisodeRow, form: AnyRecord, asOf: string) => boolean
  /** The field of the ledger that shows the end, where it has one. */
  endField?: string
}

const closing = (section: Section, toDate: string): AnyRecord => ({
  isOpen: false,
  toDate,
  ...(section.endField && { [section.endField]: toDate }),
})

const text = (value: FieldValue | undefined): string | null => (typeof value === 'string' ? value : null)
const statedOnAnotherDay = (open: EpisodeRow, _form: AnyRecord, asOf: string) => open.fromDate !== asOf

const sections: readonly Section[] = [
  {
    table: 'employment',
    endField: 'endedOn',
    fields: workFields,
    holds: (form) => form.isWorking === true,
    fromDate: (form, asOf) => text(form.employedOn) ?? asOf,
    endDate: (form, asOf) => text(form.becameUnemployedOn) ?? text(form.returnedOn) ?? asOf,
    renews: (open, form) => {
      const [before, after] = [text(open.employedOn) ?? text(open.fromDate), text(form.employedOn)]
      const elsewhere = (['employerName', 'workplaceRegion', 'employmentForm'] as const).some(
        (key) => open[key] !== null && !sameValue(open[key], form[key]),
      )
      return before !== null && after !== null && after.slice(0, 7) > before.slice(0, 7) && elsewhere
    },
  },
  {
    table: 'intention',
    fields: intentionFields,
    holds: (form) => form.isWorking === false,
    fromDate: (_form, asOf) => asOf,
    endDate: (_form, asOf) => asOf,
    renews: statedOnAnotherDay,
  },
  {
    table: 'return_event',
    fields: returnFields,
    holds: (form) => form.hasReturned === true,
    fromDate: (form, asOf) => text(form.returnedOn) ?? asOf,
    endDate: (_form, asOf) => asOf,
    renews: (open, form) => !sameValue(open.returnedOn, form.returnedOn) && open.returnedOn !== null,
  },
  {
    table: 'training_wish',
    fields: trainingWishFields,
    holds: (form) => form.wantsTraining === true,
    fromDate: (_form, asOf) => asOf,
    endDate: (_form, asOf) => asOf,
    renews: statedOnAnotherDay,
  },
]

function pick(fields: readonly Field[], form: AnyRecord): AnyRecord {
  const picked: AnyRecord = {}
  for (const { key } of fields) picked[key] = form[key] ?? null
  return picked
}

/** `before` is null for a new person. Only sections that the change touches are looked at. */
export function syncEpisodes(
  store: EpisodeStore,
  personId: number,
  before: AnyRecord | null,
  form: AnyRecord,
  batch: Batch,
): void {
  for (const section of sections) {
    const held = before !== null && section.holds(before)
    const holds = section.holds(form)
    if (!held && !holds) continue
    const values = pick(section.fields, form)
    if (held && holds && section.fields.every((field) => sameValue(before[field.key], values[field.key])))
      continue
    const open = before === null ? null : store.openOf(section.table, personId)
    if (!holds) {
      if (open) store.update(section.table, open, closing(section, section.endDate(form, batch.asOf)), batch)
      continue
    }
    if (Object.values(values).every((value) => value === null)) continue
    if (open && !section.renews(open, form, batch.asOf)) {
      store.update(section.table, open, { ...values, fromDate: section.fromDate(form, batch.asOf) }, batch)
      continue
    }
    const fromDate = section.fromDate(form, batch.asOf)
    if (open) store.update(section.table, open, closing(section, fromDate), batch)
    store.insert(section.table, { ...values, personId, isOpen: true, fromDate, toDate: null }, batch)
  }
}
