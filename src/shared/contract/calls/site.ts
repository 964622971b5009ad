import { z } from 'zod'
import { isMonth } from '../../domain/calendar.ts'
import type { FieldValue } from '../../domain/field.ts'
import type { Filter } from '../../domain/filter.ts'
import type { LedgerName } from '../../domain/ledgers.ts'
import type { SiteDutyKind, SiteScale } from '../../domain/site/duties.ts'
import type { SiteParameters } from '../../domain/site/parameters.ts'
import type { Violation } from '../../domain/violation.ts'
import { job, read, write } from '../call.ts'
import { full, id, reason, values } from '../schemas.ts'

type Values = Record<string, FieldValue>

/** A site, a station, a stay or a job fair, with what its rules say of it as it stands. */
export interface SiteRecord {
  id: number
  version: number
  /** The site it belongs to; its name is among the values. */
  siteId: number | null
  values: Values
  violations: Violation[]
  regionNames: Record<string, string>
}

export interface StayRecord extends SiteRecord {
  householdId: number
  headPersonId: number | null
  /** Every stay of the household, the present one first. */
  stays: { id: number; place: string; movedIn: string | null; movedOut: string | null }[]
}

/** A figure of a site and the list that it counts. */
export interface SiteFigure {
  key: string
  label: string
  value: number
  unit: '户' | '人' | '次' | '场' | '个'
  basis: string
  ledger: LedgerName
  list?: string
  filters: Filter[]
}

export interface SiteDutyView {
  siteId: number
  name: string
  kind: SiteDutyKind
  label: string
  basis: string
  dueOn: string
  /** Negative when overdue. */
  daysLeft: number
  missing: string
}

/** The one-page state of a site. */
export interface SiteState {
  site: SiteRecord
  asOf: string
  scale: SiteScale
  parameters: SiteParameters
  figures: SiteFigure[]
  /** Of the households with labour those with at least one in work: whole percent, rounded down; null without any. */
  coverage: number | null
  coverageBasis: string
  /** Households whose own row names the site, whether they are registered here or not. */
  declared: SiteFigure
  /** 岗位供给清单: vacancies of the county that the site is in. */
  supply: SiteFigure
  buildings: {
    building: string | null
    households: number
    members: number
    labourHouseholds: number
    coveredHouseholds: number
  }[]
  stations: { id: number; values: Values }[]
  /** The latest first, at most 50. */
  fairs: { id: number; values: Values }[]
  duties: SiteDutyView[]
  regionNames: Record<string, string>
}

export interface ResidentView {
  /** Of the stay. */
  id: number
  householdId: number
  headPersonId: number | null
  headName: string | null
  phone: string | null
  homeVillage: string | null
  building: string | null
  unit: string | null
  door: string | null
  movedIn: string | null
  memberCount: number
  labourCount: number
  employedCount: number
  working: { id: number; name: string; employer: string | null }[]
  idle: { id: number; name: string }[]
}

const save = z.object({ id: id.optional(), version: z.int().optional(), values })
const atSite = save.extend({ siteId: id.nullable().optional() })
const removal = z.object({ id, reason })
type Saved = { id: number; version: number; violations: Violation[] }

export const siteCalls = {
  'site.get': read<SiteRecord>()('ledger.read', z.object({ id }), { id: 'site' }),
  'site.save': write<Saved>()('ledger.edit', save, { id: 'site' }),
  'site.remove': write<null>()('ledger.edit', removal, { id: 'site' }),
  'site.state': read<SiteState>()('ledger.read', z.object({ id })),
  /** Who lives there by building and door; `uncovered`: only households with labour of whom nobody works. */
  'site.residents': read<{ rows: ResidentView[]; regionNames: Record<string, string> }>()(
    'ledger.read',
    z.object({
      id,
      /** '' for those without one; left out for all. */
      building: z.string().max(20, '楼栋不超过20字').optional(),
      uncovered: z.boolean().default(false),
      offset: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
    }),
  ),
  'site.export': job<{ name: string; bytes: Uint8Array; rows: number }>()(
    'ledger.read',
    z.object({ id, full }),
  ),
  'siteHousehold.get': read<StayRecord>()('ledger.read', z.object({ id }), { id: 'site_household' }),
  /** A new stay names its site and household; later neither changes: a move is a leaving and another stay. */
  'siteHousehold.save': write<Saved>()(
    'ledger.edit',
    save.extend({ siteId: id.optional(), householdId: id.optional() }),
    { id: 'site_household', siteId: 'site', householdId: 'household' },
  ),
  'siteHousehold.leave': write<Saved>()(
    'ledger.edit',
    z.object({
      id,
      version: z.int().optional(),
      movedOut: z.string('请填写迁出年月').refine(isMonth, '迁出年月应写成 2026-05'),
      leaveReason: z.string().trim().max(100, '迁出原因不超过100字').optional(),
    }),
    { id: 'site_household' },
  ),
  'siteHousehold.remove': write<null>()('ledger.edit', removal, { id: 'site_household' }),
  'station.get': read<SiteRecord>()('ledger.read', z.object({ id }), { id: 'site_station' }),
  'station.save': write<Saved>()('ledger.edit', atSite, { id: 'site_station', siteId: 'site' }),
  'station.remove': write<null>()('ledger.edit', removal, { id: 'site_station' }),
  'jobFair.get': read<SiteRecord>()('ledger.read', z.object({ id }), { id: 'job_fair' }),
  'jobFair.save': write<Saved>()('ledger.edit', atSite, { id: 'job_fair', siteId: 'site' }),
  'jobFair.remove': write<null>()('ledger.edit', removal, { id: 'job_fair' }),
}
