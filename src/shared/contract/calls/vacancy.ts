import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { Criterion, Mismatch } from '../../domain/vacancy/matching.ts'
import type { Violation } from '../../domain/violation.ts'
import { read, write } from '../call.ts'
import { file, id, reason, values } from '../schemas.ts'

/** Somebody who was referred to a vacancy: a service record of theirs. */
export interface Referral {
  serviceId: number
  personId: number
  name: string
  village: string
  servedOn: string | null
  /** Code of the dictionary serviceResponse; null while nothing was answered. */
  response: string | null
  outcome: string | null
  staff: string | null
}

export interface VacancyView {
  id: number
  version: number
  values: Record<string, FieldValue>
  /** What should be looked at, though it was saved. */
  violations: Violation[]
  /** The latest first, at most 200. */
  referrals: Referral[]
  regionNames: Record<string, string>
}

interface Matched {
  id: number
  /** Of 100. */
  points: number
  criteria: Criterion[]
}
export interface MatchedPerson extends Matched {
  name: string
  village: string
  phone: string | null
  age: number | null
}
export interface MatchedVacancy extends Matched {
  employerName: string
  title: string
  place: string
  /** Fen a month. */
  wageFrom: number | null
  wageTo: number | null
  openPlaces: number
}

/** People for a vacancy, the best first. */
export interface PeopleMatch {
  /** 口径: who is looked at, how points are given, how many are shown. */
  basis: string
  /** Why nobody is sent there any more. */
  closed: Mismatch[]
  /** Who fits; `rows` has the first of them. */
  total: number
  rows: MatchedPerson[]
  /** How many of those looked at are ruled out, by reason. */
  excluded: { words: string; people: number }[]
}

/** Vacancies for a person, the best first. */
export interface VacancyMatch {
  basis: string
  total: number
  rows: MatchedVacancy[]
  /** Vacancies that are ruled out, with why; the first of `excludedTotal`. */
  excluded: { id: number; employerName: string; title: string; words: string }[]
  excludedTotal: number
}

const answer = z.enum(['accepted', 'declined', 'considering', 'hired'], '请选择本人答复')
const limit = z.int().min(1).max(200).default(50)

export const vacancyCalls = {
  'vacancy.get': read<VacancyView>()('ledger.read', z.object({ id }), 'any'),
  'vacancy.save': write<{ id: number; version: number }>()(
    'ledger.edit',
    z.object({ id: id.optional(), version: z.int().optional(), values }),
  ),
  'vacancy.remove': write<null>()('ledger.edit', z.object({ id, reason })),
  'vacancy.people': read<PeopleMatch>()('ledger.read', z.object({ id, limit }), 'query'),
  'vacancy.forPerson': read<VacancyMatch>()('ledger.read', z.object({ personId: id, limit }), {
    personId: 'person',
  }),
  /** Records a referral: a service about this vacancy, of today and by the user unless `values` say otherwise. */
  'vacancy.refer': write<{ serviceId: number }>()(
    'ledger.edit',
    z.object({ vacancyId: id, personId: id, values: values.default({}), scan: file.optional() }),
    { personId: 'person' },
  ),
  /** What came of a referral: the same service, never another one. */
  'vacancy.answer': write<null>()(
    'ledger.edit',
    z.object({
      serviceId: id,
      response: answer,
      outcome: z.string().trim().max(100, '服务结果不超过100字').optional(),
    }),
    { serviceId: 'service_record' },
  ),
}
