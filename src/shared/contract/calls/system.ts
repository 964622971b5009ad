import { z } from 'zod'
import type { Dictionary } from '../../domain/dictionary.ts'
import { job, read, write } from '../call.ts'
import { businessDate, noInput, regionCode } from '../schemas.ts'
import type { DutyWhen } from './duty.ts'

export interface ParameterView {
  key: string
  label: string
  unit: string
  min: number
  max: number
  decimals: number
  source: string
  values: { value: number; validFrom: string | null; validTo: string | null }[]
  current: number
}

/** A figure of the start page: opens its list when clicked. */
export interface Figure {
  key: string
  label: string
  value: number
  basis: string
  list?: string
}

export interface StartFigures {
  asOf: string
  /** 只含专班已确认的, or 含未确认的: what places, branches and townships count. */
  counted: string
  figures: Figure[]
  byPlace: { code: string; label: string; people: number }[]
  byIndustry: { code: string; label: string; people: number }[]
  /** People with an open spell of work at the end of each month, oldest first. */
  trend: { month: string; people: number }[]
  /** Townships; in a city's ledger its counties, in a province's its cities. */
  bySubdivision: { code: string; name: string; labourers: number; employed: number; unemployed: number }[]
  targets: {
    key: string
    label: string
    target: number
    collected: number
    qualified: number
    basis: string
  }[]
}

/** What the services come to: tasks by place, posts, sites, graduates. Every number is that of a list. */
export interface ServiceFigures {
  asOf: string
  /** Days that count as soon. */
  soonDays: number
  /** Tasks of the work list as it was brought up to date last. */
  places: ({ code: string; name: string; willing: number; willingMissing: number } & Record<
    DutyWhen,
    number
  >)[]
  postsByKind: CodeCount[]
  postsByFunding: CodeCount[]
  /** Sites with their home, in the order of names. */
  sites: {
    id: number
    name: string
    labourHouseholds: number
    coveredHouseholds: number
    coverage: number | null
  }[]
  graduates: {
    seeking: number
    /** Each item of the package: how many have it, how many lack it, and the list of those. */
    items: {
      code: string
      label: string
      needed: number
      met: number
      missing: number
      list: string | null
    }[]
  }
}
export interface CodeCount {
  code: string
  label: string
  count: number
}

export interface VillageQuality {
  code: string
  name: string
  labourers: number
  /** Shares of complete records, 0–100, per 清. */
  employmentClear: number
  demandClear: number
  skillClear: number
  difficultyClear: number
  score: number
  withProblems: number
}

/** What keeps the people of a village or township from the four 清. */
export interface MissingView {
  labourers: number
  /** How many of them have anything missing. */
  people: number
  /** Most frequent first. */
  fields: { key: string; label: string; people: number }[]
  /** The first of them, by village and name, with the labels of what is missing. */
  rows: { id: number; name: string; village: string; missing: string[] }[]
}

export const systemCalls = {
  'dictionary.all': read<Dictionary[]>()('open', noInput),
  'dictionary.saveItem': write<Dictionary>()(
    'system.edit',
    z.object({
      dictionary: z.string().max(60),
      code: z.string().regex(/^[A-Za-z0-9_]{1,40}$/, '代码用字母、数字或下划线'),
      label: z.string().trim().min(1, '请填写名称').max(50, '名称不超过50字'),
      aliases: z.array(z.string().trim().min(1).max(50)).max(20).default([]),
      validFrom: businessDate.nullable().default(null),
      validTo: businessDate.nullable().default(null),
    }),
  ),
  'parameter.all': read<ParameterView[]>()('open', noInput),
  'parameter.set': write<ParameterView>()(
    'system.edit',
    z.object({ key: z.string().max(60), value: z.number(), validFrom: businessDate }),
  ),
  'figure.start': read<StartFigures>()('ledger.read', noInput, 'query'),
  'figure.services': read<ServiceFigures>()('ledger.read', noInput, 'query'),
  'quality.villages': read<VillageQuality[]>()(
    'ledger.read',
    z.object({ under: regionCode.optional() }),
    'query',
  ),
  'quality.missing': job<MissingView>()(
    'ledger.read',
    z.object({ under: regionCode, limit: z.int().min(1).max(1000).default(200) }),
    'query',
  ),
  'preference.all': read<Record<string, unknown>>()('own', noInput, 'any'),
  'preference.set': write<null>()(
    'own',
    z.object({ key: z.string().regex(/^[\w.:-]{1,80}$/), value: z.json() }),
    'any',
  ),
}
