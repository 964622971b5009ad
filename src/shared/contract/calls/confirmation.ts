import { z } from 'zod'
import type { SampleResult } from '../../domain/confirmation/sampling.ts'
import type { FieldValue } from '../../domain/field.ts'
import { read, write } from '../call.ts'
import { id, noInput, query, reason } from '../schemas.ts'
import type { FormState } from './labourer.ts'

/** Somebody whose form stays as it is, and why. */
export interface RefusedForm {
  id: number
  name: string
  message: string
}

export interface ConfirmationSetting {
  onlyConfirmed: boolean
  /** Who decided last, and when; null while nobody has. */
  by: string | null
  at: string | null
}

export interface WaitingView {
  /** Villages with submitted forms, in the order of codes; `township` is where they belong. */
  places: {
    code: string
    name: string
    township: { code: string; name: string }
    submitted: number
    confirmed: number
    people: number
  }[]
  /** Everybody: forms, those that wait, those with a confirmed version, of these with another present. */
  totals: { people: number; submitted: number; confirmed: number; held: number }
  /** The month that a confirmation of today counts for, and until when. */
  month: string
  dueOn: string
}

/** One form beside the version that was confirmed last. */
export interface FormComparison {
  id: number
  name: string
  formState: FormState
  version: number
  /** When and by whom the version was confirmed that it is compared with; null: never yet. */
  confirmed: { at: string; by: string } | null
  /** Confirmed before, and taken in since another way: `before` is the confirmed value. */
  fields: { key: string; label: string; before: FieldValue; after: FieldValue }[]
  /** Names of those who entered or changed it: they cannot confirm it. */
  authors: string[]
  /** Why the asking user cannot confirm it now; null when they can. */
  refusal: string | null
  sentBack: { reason: string; by: string; on: string } | null
  regionNames: Record<string, string>
}

export type SampleState = 'open' | 'confirmed' | 'failed' | 'cancelled'

/** A batch that is to be confirmed, and the records of it that are visited again. */
export interface SampleView {
  id: number
  label: string
  basis: string
  /** The sample are the records with the smallest SHA-256 of `seed:id`. */
  seed: string
  at: string
  by: string
  batchSize: number
  sampleSize: number
  /** How the size was found, in words. */
  formula: string
  state: SampleState
  answered: number
  results: Record<SampleResult, number>
  /** Whether it passes and why, in words; null until everything was answered. */
  verdict: { passed: boolean; words: string } | null
  finishedAt: string | null
  finishedBy: string | null
  confirmed: number | null
  sentBack: number | null
  left: number | null
  batchId: number | null
}

export interface SampledRecord {
  id: number
  name: string
  idNumber: string | null
  phone: string | null
  village: string
  address: string | null
  result: SampleResult | null
  note: string | null
  at: string | null
  by: string | null
}

export interface MonthFigures {
  people: number
  employed: number
  unemployed: number
  qualified: number
  outProvince: number
}

export interface MonthClosing {
  id: number
  closedOn: string
  at: string
  by: string
  figures: MonthFigures
  reopened: { reason: string; at: string; by: string } | null
}

export interface MonthsView {
  /** The month that confirmations count for today, with the confirmed figures as they stand now. */
  current: { month: string; dueOn: string; figures: MonthFigures; isReopened: boolean }
  /** Newest first; of each month the last closing counts. */
  months: { month: string; dueOn: string; closings: MonthClosing[] }[]
}

const result = z.enum(['true', 'false', 'unreachable'], '请选择属实、不属实或联系不上')

export const confirmationCalls = {
  'confirmation.setting': read<ConfirmationSetting>()('ledger.read', noInput, 'any'),
  'confirmation.set': write<ConfirmationSetting>()('system.edit', z.object({ onlyConfirmed: z.boolean() })),
  'confirmation.waiting': read<WaitingView>()('ledger.read', noInput, 'query'),
  'confirmation.compare': read<FormComparison>()('ledger.read', z.object({ id }), { id: 'person' }),
  /** Forms that somebody looked at one by one; more at once are confirmed through a sample. */
  'confirmation.confirm': write<{ changed: number; refused: RefusedForm[]; month: string }>()(
    'ledger.confirm',
    z.object({ ids: z.array(id).min(1).max(1000) }),
    { ids: 'person' },
  ),
  'confirmation.return': write<{ changed: number; refused: RefusedForm[] }>()(
    'ledger.confirm',
    z.object({ ids: z.array(id).min(1).max(10_000), reason }),
    { ids: 'person' },
  ),
  /** Fixes the batch (all submitted forms that the query finds) and draws the sample. */
  'confirmation.draw': write<SampleView>()('ledger.confirm', z.object({ query }), 'query'),
  'confirmation.samples': read<SampleView[]>()(
    'ledger.read',
    z.object({ limit: z.int().min(1).max(500).default(100) }),
    'query',
  ),
  'confirmation.sample': read<{ sample: SampleView; records: SampledRecord[] }>()(
    'ledger.read',
    z.object({ id, offset: z.int().min(0).default(0), limit: z.int().min(1).max(1000).default(500) }),
    'query',
  ),
  'confirmation.answer': write<SampleView>()(
    'ledger.confirm',
    z.object({
      id,
      personId: id,
      result: result.nullable(),
      note: z.string().trim().max(200, '说明不超过200字').optional(),
    }),
    { personId: 'person' },
  ),
  /** Confirms what of the batch may be confirmed, or sends the batch back when the sample failed. */
  'confirmation.finish': write<{ sample: SampleView; refused: RefusedForm[]; month: string }>()(
    'ledger.confirm',
    z.object({ id }),
    'query',
  ),
  'confirmation.cancel': write<SampleView>()('ledger.confirm', z.object({ id }), 'query'),
  'confirmation.months': read<MonthsView>()('ledger.read', noInput, 'query'),
  'confirmation.month': read<{ places: ({ code: string; name: string } & MonthFigures)[] }>()(
    'ledger.read',
    z.object({ closing: id }),
    'query',
  ),
  /** Closes the months whose day has passed; asked when the page opens and before anything is confirmed. */
  'confirmation.close': write<{ closed: string[] }>()('upkeep', noInput, 'any'),
  'confirmation.reopen': write<MonthsView>()('system.edit', z.object({ closing: id, reason })),
}
