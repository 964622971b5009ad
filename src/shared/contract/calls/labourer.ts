import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Violation } from '../../domain/violation.ts'
import { read, write } from '../call.ts'
import { businessDate, file, id, ledgerName, noInput, reason, values } from '../schemas.ts'

export type FormState = 'none' | 'draft' | 'submitted' | 'confirmed'
export type EpisodeKind = 'employment' | 'intention' | 'return' | 'trainingWish' | 'training' | 'service'

/** A dated piece of a person's history. `open`: the one the form shows now. */
export interface Episode {
  id: number
  kind: EpisodeKind
  open: boolean
  /** Business date from which it holds, and to which, when ended. */
  from: string | null
  to: string | null
  /** Order of entry: the order of history, never the clock. */
  enteredSeq: number
  values: Record<string, FieldValue>
}

export interface Exemption {
  code: string
  field: string
  reason: string
  by: string
  at: string
}

export interface MemberView {
  id: number
  name: string
  idNumber: string | null
  relation: string | null
  isHead: boolean
  formState: FormState
  employmentState: string | null
  labourAbility: string | null
  age: number | null
}

export interface HouseholdView {
  id: number
  version: number
  values: Record<string, FieldValue>
  members: MemberView[]
}

export interface PersonView {
  id: number
  /** Goes up with every change; a save against an older one is refused. */
  version: number
  formState: FormState
  values: Record<string, FieldValue>
  violations: Violation[]
  exemptions: Exemption[]
  household: HouseholdView | null
  /** Has the file of a graduate. */
  isGraduate: boolean
  episodes: Episode[]
  regionNames: Record<string, string>
}

export interface ChangeView {
  seq: number
  batchId: number | null
  at: string
  actor: string
  action: 'insert' | 'update' | 'delete'
  entity: string
  entityId: number
  /** What it belongs to, in words: 采集表, 就业记录, 农户. */
  entityLabel: string
  /** Whose it is; null for what belongs to a household. */
  personId: number | null
  /** The person's name, or the head's of a household; empty when nobody is known any more. */
  name: string
  cause: string
  fields: { key: string; label: string; before: FieldValue; after: FieldValue }[]
}

const householdRef = z.union([z.object({ id }), z.object({ new: values })])

/** The table of each kind of entry in somebody's history. */
const episodeKinds = { employment: 'employment', training: 'training', service: 'service_record' } as const

export const labourerCalls = {
  'labourer.get': read<PersonView>()('ledger.read', z.object({ id }), { id: 'person' }),
  /** Whose ID number it is, or about whom a row of another ledger is. */
  'labourer.find': read<{ id: number } | null>()(
    'ledger.read',
    z.union([
      z.strictObject({ idNumber: z.string().max(30) }),
      z.strictObject({ ledger: ledgerName, row: id }),
    ]),
    'query',
  ),
  'labourer.check': read<{ violations: Violation[]; derived: Record<string, FieldValue> }>()(
    'ledger.read',
    z.object({ id: id.optional(), values, forConfirmation: z.boolean().default(false) }),
    { id: 'person' },
  ),
  'labourer.save': write<{ id: number; version: number; formState: FormState; violations: Violation[] }>()(
    'ledger.edit',
    z.object({
      id: id.optional(),
      version: z.int().optional(),
      values,
      household: householdRef.optional(),
      submit: z.boolean().default(false),
      /** The business date of the change (default today). */
      asOf: businessDate.optional(),
    }),
    { id: 'person', 'household.id': 'household' },
  ),
  /** What who enters a form decides: to hand it in, or to take it back before it is confirmed. */
  'labourer.setState': write<{ changed: number; refused: { id: number; name: string; message: string }[] }>()(
    'ledger.edit',
    z.object({
      ids: z.array(id).min(1).max(10_000),
      to: z.enum(['draft', 'submitted'], '只能提交或取回；确认和退回由专班办理'),
      reason: reason.optional(),
    }),
    { ids: 'person' },
  ),
  'labourer.exempt': write<Exemption[]>()(
    'ledger.edit',
    z.object({ id, code: z.string().max(60), field: z.string().max(60), reason }),
    { id: 'person' },
  ),
  'labourer.unexempt': write<Exemption[]>()(
    'ledger.edit',
    z.object({ id, code: z.string().max(60), field: z.string().max(60) }),
    { id: 'person' },
  ),
  'labourer.remove': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'person' }),
  /** Asked after every unlocking; does nothing unless thresholds or the month have changed. */
  'labourer.recheck': write<{ checked: number; changed: number }>()('upkeep', noInput, 'any'),
  'labourer.history': read<ChangeView[]>()(
    'history.read',
    z.object({ id, limit: z.int().max(1000).default(200) }),
    { id: 'person' },
  ),
  'episode.save': write<{ id: number }>()(
    'ledger.edit',
    z.object({
      personId: id,
      kind: z.enum(['employment', 'training', 'service']),
      id: id.optional(),
      values,
      /** Of a service: the signed sheet, kept with it or not at all. */
      scan: file.optional(),
    }),
    { personId: 'person', id: { by: 'kind', kinds: episodeKinds } },
  ),
  'episode.remove': write<null>()(
    'ledger.edit',
    z.object({ kind: z.enum(['employment', 'training', 'service']), id, reason }),
    { id: { by: 'kind', kinds: episodeKinds } },
  ),
  'household.get': read<HouseholdView>()('ledger.read', z.object({ id }), { id: 'household' }),
  'household.save': write<{ id: number; version: number; violations: Violation[] }>()(
    'ledger.edit',
    z.object({ id: id.optional(), version: z.int().optional(), values }),
    { id: 'household' },
  ),
  'household.setHead': write<null>()('ledger.edit', z.object({ id, personId: id }), {
    id: 'household',
    personId: 'person',
  }),
  'household.addMember': write<null>()(
    'ledger.edit',
    z.object({ id, personId: id, relation: z.string().max(10).optional() }),
    { id: 'household', personId: 'person' },
  ),
  'household.split': write<{ id: number }>()(
    'ledger.edit',
    z.object({ id, personIds: z.array(id).min(1).max(50), headId: id, reason }),
    { id: 'household', personIds: 'person', headId: 'person' },
  ),
  'household.merge': write<{ id: number }>()('ledger.edit', z.object({ id, into: id, reason }), {
    id: 'household',
    into: 'household',
  }),
}
