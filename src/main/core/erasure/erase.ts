import type { ErasedRows } from '../../../shared/contract/calls/erasure.ts'
import { detachAll } from '../attachment/owners.ts'
import type { AuditSubject } from '../audit/chain.ts'
import type { Desk } from '../context.ts'
import { createRunStore } from '../exchange/reconcile-runs.store.ts'
import type { Batch } from '../history/batch.store.ts'
import { removePerson } from '../person/remove-person.ts'
import { openZip, partContent } from '../signature/package-model.ts'
import { createStayWriter } from '../sites/stay.writer.ts'
import { createErasureStore, type ErasureStore, type Identity } from './erasure.store.ts'
import { type Holding, holdings } from './holdings.ts'

/** Kinds of records in words, without those that there are none of. */
export const inWords = (counts: Iterable<readonly [Holding, number]>): ErasedRows[] =>
  [...counts].flatMap(([table, count]) => (count > 0 ? [{ label: holdings[table], count }] : []))

/** Whether a workbook of unwritten rows says the ID number or the name. */
function mentions(workbook: Buffer, words: readonly Buffer[]): boolean {
  const zip = openZip(new Uint8Array(workbook))
  return [...zip.entries.keys()].some((part) => {
    if (!part.endsWith('.xml')) return false
    const content = Buffer.from(partContent(zip, part))
    return words.some((word) => content.includes(word))
  })
}

/** Takes a household out in which nobody is left, with what is known of it. */
function removeHousehold(desk: Desk, store: ErasureStore, batch: Batch, id: number): AuditSubject[] {
  const owners: AuditSubject[] = []
  const household = desk.households.get(id)
  const stays = createStayWriter(desk)
  for (const stay of desk.sites.stayRowsOf(id)) {
    stays.remove(batch, stay)
    store.sealOther('site_household', stay.id)
    owners.push(`stay:${stay.id}`)
  }
  for (const statement of desk.statements.idsOf(id)) {
    const row = desk.statements.get(statement)
    detachAll(desk, batch, 'unwilling_statement', statement)
    if (row) desk.statements.remove(statement, row, batch)
    store.sealOther('unwilling_statement', statement)
    owners.push(`statement:${statement}`)
  }
  detachAll(desk, batch, 'household', id)
  store.forgetZero(id)
  // Once more: settling a stay has written to it.
  const settled = desk.households.get(id) ?? household
  if (settled) desk.households.remove(settled, batch)
  return owners
}

/** By the ordinary writers, so that sums, households and the search follow. */
function removeRows(desk: Desk, store: ErasureStore, batch: Batch, id: number) {
  for (const attendance of store.attendanceIds(id)) {
    const row = desk.posts.get('post_attendance', attendance)
    if (row) desk.posts.remove('post_attendance', row, batch)
  }
  for (const assignment of desk.posts.assignmentsOf(id)) {
    detachAll(desk, batch, 'post_assignment', assignment.id)
    desk.posts.remove('post_assignment', assignment, batch)
  }
  for (const candidate of store.candidateIds(id)) {
    const row = desk.posts.get('post_candidate', candidate)
    if (row) desk.posts.remove('post_candidate', row, batch)
  }
  for (const statement of store.statementIds(id)) {
    const row = desk.statements.get(statement)
    detachAll(desk, batch, 'unwilling_statement', statement)
    if (row) desk.statements.remove(statement, row, batch)
  }
  for (const attachment of store.attachmentIds(id)) {
    const row = desk.attachments.get(attachment)
    if (row) desk.attachments.remove(attachment, row, batch)
  }
  const person = desk.people.get(id)
  if (person) removePerson(desk, batch, person)
}

/**
 * Takes a person out of every ledger, its history and its copies; the caller's transaction holds all
 * of it or nothing. What history says of them is sealed: values and salts go, commitments stay, so the
 * audit log still fits. Answers how many rows of each kind went, and further records whose history was
 * sealed, which the entry in the log has to name.
 */
export function erasePerson(
  desk: Desk,
  id: number,
  identity: Identity,
): { removed: ErasedRows[]; owners: AuditSubject[] } {
  const store = createErasureStore(desk.db)
  const { idNumber, name, phone } = identity
  const counts = new Map<Holding, number>(store.counts(id, identity))
  const digests = store.digests(id)
  const households = store.householdsOf(id)
  const owners = new Set<AuditSubject>()

  const batch = desk.openBatch('erase', '依法删除人员信息')
  removeRows(desk, store, batch, id)
  const emptied: number[] = []
  for (const household of households) {
    const row = desk.households.get(household)
    if (row && store.memberCount(household) === 0) {
      for (const owner of removeHousehold(desk, store, batch, household)) owners.add(owner)
      emptied.push(household)
    } else if (row && phone && row.phone === phone) desk.households.update(row, { phone: null }, batch)
  }
  batch.close()
  counts.set('household', emptied.length)

  store.sealPerson(id)
  store.blankSamples(id)
  for (const household of households) {
    const sealed = store.sealHousehold(household, identity, emptied.includes(household))
    for (const owner of sealed.owners) owners.add(owner)
  }
  if (idNumber) {
    for (const owner of store.sealMentions(idNumber).owners) owners.add(owner)
    store.blankPackages(idNumber)
  }
  for (const sealed of store.blankBatches(identity)) owners.add(`batch:${sealed}`)
  counts.set('attachment_blob', digests.filter((digest) => store.dropContent(digest)).length)

  const words = [idNumber, name].filter((word) => !!word).map((word) => Buffer.from(String(word)))
  const files = store.errorFiles().filter((file) => mentions(store.errorFile(file), words))
  for (const file of files) store.dropErrorFile(file)
  counts.set('batch', files.length)

  const runs = createRunStore(desk.db)
  for (const run of store.dropFromComparisons(id, idNumber))
    runs.recount(run, runs.get(run)?.counts.byField ?? {})
  if (idNumber) store.sweep(idNumber)
  store.mergeSearch()
  store.forgetDuties()
  return { removed: inWords(counts), owners: [...owners] }
}
