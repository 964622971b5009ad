import type { UndoResult } from '../../../shared/contract/calls/exchange.ts'
import { type AnyRecord, type FieldValue, sameValue } from '../../../shared/domain/field.ts'
import { settleConfirmed } from '../confirmation/confirmed-version.ts'
import type { CallScope, Desk } from '../context.ts'
import type { TrackedRow } from '../db/tracked-table.ts'
import { householdName } from '../household/household.writer.ts'
import { type EpisodeTable, episodeTables } from '../person/episode.store.ts'
import type { PersonRow } from '../person/person.store.ts'
import { createPersonWriter, type PersonWriter } from '../person/person.writer.ts'
import { isOfPosts } from '../posts/post.store.ts'
import { isOfSites } from '../sites/site.store.ts'
import { createStayWriter } from '../sites/stay.writer.ts'
import type { Batch, BatchRow, Entity, StoredChange } from './batch.store.ts'
import { entities } from './change-view.ts'

/** A table as undoing sees it. */
interface Undoable {
  get: (id: number) => TrackedRow | null
  update: (before: TrackedRow, patch: AnyRecord) => void
  remove: (before: TrackedRow) => void
  restore: (id: number, row: AnyRecord) => void
}

/**
 * Undoes a batch: newest change first, each row gets its former values back. A field that somebody
 * changed since keeps that later value and is named in `kept`; a row that was new is removed unless
 * something later stands on it. The undoing is a batch itself, so it can be undone too.
 */
export function undoBatch({ desk, progress, checkCancelled }: CallScope, batch: BatchRow): UndoResult {
  const undo = desk.openBatch('undo', `撤销：${batch.label}`)
  const writer = createPersonWriter(desk)
  const result: UndoResult = { undoId: 0, restored: 0, removed: 0, kept: [] }
  // From here on what the batch did is not in force, whoever asks.
  desk.batches.markUndone(batch.id, undo.id)
  const decided = new Set<number>()
  const total = batch.lastSeq - batch.firstSeq + 1
  let done = 0
  for (const change of desk.batches.changesBackwards(batch)) {
    if (change.entity === 'person' && isDecided(desk, change)) decided.add(change.entityId)
    undoChange(desk, writer, undo, batch, change, result)
    if (++done % 500 === 0) {
      progress('正在撤销', done, total)
      checkCancelled()
    }
  }
  for (const id of decided) settleConfirmed(desk, writer, undo, id)
  result.undoId = undo.close({
    rows: total,
    inserted: 0,
    updated: result.restored,
    unchanged: result.kept.length,
    blocked: 0,
    warned: 0,
  })
  return result
}

/** Whether the task force has a say in what becomes of somebody: their confirmed version may be another one afterwards. */
const isDecided = (desk: Desk, { action, entityId, before, after }: StoredChange): boolean =>
  action === 'delete' ||
  [before, after].some((values) => values?.formState === 'confirmed' || values?.sentBackOn) ||
  desk.held.seqOf(entityId) !== null ||
  desk.people.brief(entityId)?.formState === 'confirmed'

function undoChange(
  desk: Desk,
  writer: PersonWriter,
  undo: Batch,
  batch: BatchRow,
  change: StoredChange,
  result: UndoResult,
) {
  const table = tableOf(desk, writer, undo, change.entity)
  const row = table.get(change.entityId)
  const later = desk.batches
    .laterChanges(change.entity, change.entityId, change.personId, batch.lastSeq)
    .filter((candidate) => candidate.batchId !== undo.id && desk.batches.isInForce(candidate.batchId))
  const keep = (fields: string[]) => {
    const name = row ? nameOf(desk, change, row) : ''
    result.kept.push({ entity: entities[change.entity].label, entityId: change.entityId, name, fields })
  }
  if (isLocked(desk, change, row)) {
    keep(['已发放月份的考勤'])
    return
  }
  const taken = takenMeanwhile(desk, change, row)
  if (taken) {
    keep([taken])
    return
  }
  switch (change.action) {
    case 'insert':
      if (!row) return
      if (later.length > 0)
        keep(
          labels(
            change.entity,
            later.flatMap((candidate) => Object.keys(candidate.after ?? {})),
          ),
        )
      else if (isReferenced(desk, change.entity, change.entityId)) keep(['其他记录'])
      else {
        table.remove(row)
        result.removed++
      }
      return
    case 'delete':
      // Lawfully erased: what stood in it is gone for good.
      if (change.before === null) return
      if (!row) table.restore(change.entityId, change.before as AnyRecord)
      result.restored++
      return
    case 'update': {
      if (!row) return
      const patch: AnyRecord = {}
      const touched: string[] = []
      for (const [key, after] of Object.entries(change.after ?? {})) {
        if (sameValue(row[key], after as FieldValue))
          patch[key] = (change.before?.[key] ?? null) as FieldValue
        else touched.push(key)
      }
      if (touched.length > 0) keep(labels(change.entity, touched))
      if (Object.keys(patch).length > 0) {
        table.update(row, patch)
        if (change.entity === 'person' || change.entity === 'household') result.restored++
      }
    }
  }
}

const labels = (entity: Entity, keys: string[]): string[] =>
  [...new Set(keys)].map((key) => entities[entity].fields.find((field) => field.key === key)?.label ?? key)

function tableOf(desk: Desk, writer: PersonWriter, undo: Batch, entity: Entity): Undoable {
  if (entity === 'person') {
    return {
      get: desk.people.get,
      update: (before, patch) =>
        void writer.save(undo, before as PersonRow, patch, {
          syncEpisodes: false,
          ...(patch.formState ? { formState: patch.formState as never } : {}),
        }),
      remove: (before) => desk.people.remove(before as PersonRow, undo),
      restore: (id, row) => writer.restore(undo, id, row),
    }
  }
  if (entity === 'household') {
    return {
      get: desk.households.get,
      update: (before, patch) => {
        desk.households.update(before, patch, undo)
        writer.forgetHousehold(before.id)
      },
      remove: (before) => desk.households.remove(before, undo),
      restore: (id, row) => desk.households.restore(id, row, undo),
    }
  }
  if (entity === 'attachment' || entity === 'unwilling_statement') {
    const table = entity === 'attachment' ? desk.attachments : desk.statements
    return {
      get: table.get,
      update: (before, patch) => void table.update(before.id, before, patch, undo),
      remove: (before) => table.remove(before.id, before, undo),
      restore: (id, row) => table.restore(id, row, undo),
    }
  }
  if (isOfPosts(entity)) {
    return {
      get: (id) => desk.posts.get(entity, id),
      update: (before, patch) => void desk.posts.update(entity, before, patch, undo),
      remove: (before) => desk.posts.remove(entity, before, undo),
      restore: (id, row) => desk.posts.restore(entity, id, row, undo),
    }
  }
  if (isOfSites(entity)) {
    /** What households say of their site follows, also of those who came since. */
    const follow = (id: number) => {
      const stays = createStayWriter(desk)
      if (entity === 'site') stays.settleSite(undo, id)
      if (entity === 'site_household') stays.follow(undo, Number(desk.sites.get(entity, id)?.householdId))
    }
    return {
      get: (id) => desk.sites.get(entity, id),
      update: (before, patch) => {
        desk.sites.update(entity, before, patch, undo)
        follow(before.id)
      },
      remove: (before) => desk.sites.remove(entity, before, undo),
      restore: (id, row) => {
        desk.sites.restore(entity, id, row, undo)
        follow(id)
      },
    }
  }
  if (entity === 'vacancy') {
    return {
      get: desk.vacancies.get,
      update: (before, patch) => void desk.vacancies.update(before, patch, undo),
      remove: (before) => desk.vacancies.remove(before, undo),
      restore: (id, row) => desk.vacancies.restore(id, row, undo),
    }
  }
  if (entity === 'employer_month') {
    return {
      get: desk.employerMonths.get,
      update: (before, patch) => void desk.employerMonths.update(before, patch, undo),
      remove: (before) => desk.employerMonths.remove(before, undo),
      restore: (id, row) => desk.employerMonths.restore(id, row, undo),
    }
  }
  const table: EpisodeTable = entity
  return {
    get: (id) => desk.episodes.get(table, id),
    update: (before, patch) => void desk.episodes.update(table, before, patch, undo),
    remove: (before) => desk.episodes.remove(table, before, undo),
    restore: (id, row) => desk.episodes.restore(table, id, withoutGoneVacancy(desk, row), undo),
  }
}

/** A referral that comes back after its vacancy was deleted stays what it says in words. */
const withoutGoneVacancy = (desk: Desk, row: AnyRecord): AnyRecord =>
  row.vacancyId && !desk.vacancies.get(row.vacancyId as number) ? { ...row, vacancyId: null } : row

/** Attendance of a month that was paid stays as it is, whatever is undone. */
const isLocked = (desk: Desk, change: StoredChange, row: TrackedRow | null): boolean =>
  change.entity === 'post_attendance' && desk.posts.isPaid(String(row?.month ?? change.before?.month ?? ''))

/** What stands in the way of bringing back a stay: its household lives elsewhere by now, or somebody else behind its door; of a month: it was reported anew. */
function takenMeanwhile(
  desk: Desk,
  { entity, entityId, before, after }: StoredChange,
  row: TrackedRow | null,
): string | null {
  if (entity === 'employer_month' && before) {
    const back = Object.entries(before).filter(
      ([key]) => !row || sameValue(row[key], (after?.[key] ?? null) as FieldValue),
    )
    const id = desk.employerMonths.idOf({ ...row, ...Object.fromEntries(back) } as AnyRecord)
    return id === undefined || id === entityId ? null : '用工监测（这个企业这个月已另外填报）'
  }
  if (entity !== 'site_household' || !before) return null
  const back: AnyRecord = { ...row, ...(before as AnyRecord) }
  const found = createStayWriter(desk)
    .check(back, entityId, Number(back.siteId), Number(back.householdId))
    .find(({ code }) => code === 'B01Elsewhere' || code === 'B02Overlap' || code === 'B03Door')
  return found ? `住房登记（${found.message}）` : null
}

/** Whether rows that are not part of the undoing still point to it. */
function isReferenced(desk: Desk, entity: Entity, id: number): boolean {
  if (isOfSites(entity)) return desk.sites.isReferenced(entity, id)
  if (desk.attachments.count(entity, id) > 0) return true
  if (entity === 'household' && desk.statements.idsOf(id).length > 0) return true
  if (entity === 'household') return desk.people.membersOf(id).length > 0 || desk.sites.holdsHousehold(id)
  if (isOfPosts(entity)) return desk.posts.isReferenced(entity, id)
  if (entity === 'vacancy') return desk.vacancies.isReferenced(id)
  if (entity === 'employer_month') return false
  if (entity !== 'person') return false
  if (desk.posts.holdsPerson(id)) return true
  if (desk.households.idByHead(id) !== undefined) return true
  return (Object.keys(episodeTables) as EpisodeTable[]).some(
    (table) => desk.episodes.allOf(table, id).length > 0,
  )
}

function nameOf(desk: Desk, change: StoredChange, row: TrackedRow): string {
  if (change.entity === 'person') return String(row.name ?? '')
  if (change.personId !== null) return String(desk.people.get(change.personId)?.name ?? '')
  if (change.entity === 'site_household') return householdName(desk, Number(row.householdId))
  return String(row.householdCode ?? row.name ?? row.title ?? row.employerName ?? '')
}
