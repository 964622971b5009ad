import type { Row } from '../../../shared/contract/calls/ledger.ts'
import type { PackageKind } from '../../../shared/contract/calls/package.ts'
import type { Parsed } from '../../../shared/contract/index.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { importedField, type ProfileSheet } from '../../../shared/domain/profile.ts'
import type { Desk } from '../context.ts'
import { changedIds, lastSequence } from './changed-rows.store.ts'
import { newestAcknowledged, newestOut, undonePackages } from './channel.ts'
import { createPackageStore, type PackageRow, type PackageStore } from './package.store.ts'
import { type Partner, partnerOf } from './partners.ts'
import { type KnownProfile, profileByKey } from './profile-library.ts'
import { profileRows } from './profile-rows.ts'
import { type SharedSheet, sharedSheet } from './shared-record.ts'

export type SendingInput = Parsed<'package.make'>

export interface Removed {
  sheet: number
  key: string
  name: string
}

/** What a package will carry, before anything is written. */
export interface Selection {
  store: PackageStore
  partner: Partner
  known: KnownProfile
  kind: PackageKind
  /** Received packages that were undone, as JSON for the statements. */
  except: string
  undone: ReadonlySet<number>
  sequence: number
  previous: PackageRow | undefined
  /** Changes: the package that the receiver has; null when everything is sent. */
  since: PackageRow | null
  answers: PackageRow | null
  /** How this package is narrowed beyond the profile's own rows, in words. */
  filters: string
  /** Nothing that is due is left out by a list or filter. */
  whole: boolean
  /** The last change that is in it. */
  ourSeq: number
  sheets: { shared: SharedSheet; basis: string; rows: Iterable<Row> }[]
  removed: Removed[]
}

/** @throws Refusal for an unknown unit, profile, list or package to answer */
export function select(desk: Desk, input: SendingInput): Selection {
  const store = createPackageStore(desk.db)
  const partner = partnerOf(desk, input.to)
  const known = profileByKey(desk, input.profile)
  const { profile } = known
  const undone = undonePackages(desk, store)
  const previous = newestOut(store, partner, profile.key, false)
  const since = input.kind === 'changes' ? (newestAcknowledged(store, partner, profile.key) ?? null) : null
  const answers = input.kind === 'reply' ? answered(store, input, partner, undone) : null
  const except = JSON.stringify([...undone])
  const setting = { desk, store, input, partner, known, except, since, answers }
  return {
    ...{ store, partner, known, kind: input.kind, except, undone, previous, since, answers },
    sequence: (previous?.sequence ?? 0) + 1,
    ourSeq: lastSequence(desk.db),
    whole: !answers && input.list === undefined && !input.filters?.length,
    filters: narrowing(desk, known, input, since),
    sheets: profile.sheets.map((sheet, index) => sheetRows(setting, sheet, index)),
    removed: answers ? [] : profile.sheets.flatMap((sheet, index) => removedFrom(setting, sheet, index)),
  }
}

function narrowing(
  desk: Desk,
  { profile }: KnownProfile,
  input: SendingInput,
  since: PackageRow | null,
): string {
  const { list, filters, kind } = input
  const changes = since
    ? `第 ${since.sequence} 号（对方已收到）以后有变化的`
    : '对方还没有答复过，故为对方没有的全部'
  const own = profile.sheets.flatMap((sheet) => {
    if (list === undefined && !filters?.length) return []
    const words = profileRows(desk, sheet, { list, filters }).basis.slice(sheet.rows.basis.length + 1)
    return words === '' ? [] : [words]
  })
  return [...new Set(own), ...(kind === 'changes' ? [changes] : [])].join('；').slice(0, 2000)
}

function answered(
  store: PackageStore,
  input: SendingInput,
  partner: Partner,
  undone: ReadonlySet<number>,
): PackageRow {
  const found = input.answers === undefined ? undefined : store.get(input.answers)
  const fits =
    found?.direction === 'in' &&
    found.kind !== 'receipt' &&
    found.peerCode === partner.code &&
    found.peerName === partner.name &&
    found.profileKey === input.profile
  if (!found || !fits || undone.has(found.id))
    throw new Refusal('refused', '回复须对应从该单位收到的、同一上报格式的一个包，请重新选择。')
  return found
}

interface Setting {
  desk: Desk
  store: PackageStore
  input: SendingInput
  partner: Partner
  known: KnownProfile
  except: string
  since: PackageRow | null
  answers: PackageRow | null
}

function sheetRows(setting: Setting, sheet: ProfileSheet, index: number): Selection['sheets'][number] {
  const { desk, store, input, since, answers } = setting
  const shared = sharedSheet(sheet)
  if (answers) {
    // What was sent is answered whatever state it is in here.
    const keys = new Set(
      store
        .keys(answers.id)
        .filter((row) => row.sheet === index)
        .map(({ key }) => key),
    )
    const { rows } = profileRows(desk, { ...sheet, rows: { ...sheet.rows, filters: [] } })
    return {
      shared,
      basis: `第 ${answers.sequence} 号包里的各行在本单位的现状`,
      rows: filtered(rows, (row) => keys.has(shared.key(row.values))),
    }
  }
  const { list, filters } = input
  const { basis } = profileRows(desk, sheet, { list, filters })
  const { rows } = profileRows(desk, sheet, { list, filters, ...(since && { since: since.ourSeq }) })
  const wanted = input.kind === 'changes' ? notFromThem(setting, sheet, shared, index) : null
  return { shared, basis, rows: wanted ? filtered(rows, wanted) : rows }
}

/** Rows that came from the receiver and have not changed here since would only be an echo. */
function notFromThem(
  { desk, store, partner, known, except }: Setting,
  sheet: ProfileSheet,
  shared: SharedSheet,
  index: number,
): (row: Row) => boolean {
  const changedAfter = new Map<number, Set<number>>()
  return (row) => {
    const of = {
      key: shared.key(row.values),
      sheet: index,
      profile: known.profile.key,
      peer: partner,
      except,
    }
    const taken = store.lastTaken(of)
    if (!taken || taken.differs) return true
    let changed = changedAfter.get(taken.ourSeq)
    if (!changed) {
      changed = changedIds(desk.db, sheet, taken.ourSeq)
      changedAfter.set(taken.ourSeq, changed)
    }
    return changed.has(row.id)
  }
}

function* filtered(rows: Iterable<Row>, wanted: (row: Row) => boolean): Iterable<Row> {
  for (const row of rows) if (wanted(row)) yield row
}

/**
 * Who was sent before and is no longer among the profile's rows. A form that only waits to be
 * confirmed anew does not count as removed, nor does who is left out by the narrowing of one package.
 * Stated until the receiver has it.
 */
function removedFrom(
  { desk, store, partner, known }: Setting,
  sheet: ProfileSheet,
  index: number,
): Removed[] {
  const { profile } = known
  const sent = store.sentKeys(partner, profile.key, index)
  if (sent.length === 0) return []
  const shared = sharedSheet(sheet)
  const present = new Set<string>()
  const whole = {
    ...sheet,
    columns: sheet.columns.filter((column) => shared.keyFields.includes(importedField(column) ?? '')),
    rows: { ...sheet.rows, filters: sheet.rows.filters.filter(({ field }) => field !== 'formState') },
  }
  for (const row of profileRows(desk, whole, { version: 'present' }).rows) present.add(shared.key(row.values))
  const stated = new Map<string, number>()
  for (const { id, acknowledgedAt, removed } of store.channel('out', partner, profile.key, false)) {
    if (acknowledgedAt === null) continue
    for (const one of JSON.parse(removed) as Removed[])
      if (one.sheet === index) stated.set(one.key, Math.max(id, stated.get(one.key) ?? 0))
  }
  return sent
    .filter(({ key, package: last }) => !present.has(key) && (stated.get(key) ?? 0) <= last)
    .map(({ key, name }) => ({ sheet: index, key, name }))
}
