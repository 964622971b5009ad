import type { AnyRecord, FieldValue } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createHouseholdWriter } from '../household/household.writer.ts'
import type { PersonRow } from '../person/person.store.ts'
import type { PersonWriter } from '../person/person.writer.ts'

export interface FoundHousehold {
  /** Null when it has to be made first, or when the row names none. */
  id: number | null
  /** The row puts the person into another household than now. */
  moves: boolean
  formerHead: FieldValue
  newHead: FieldValue
  violation: Violation | null
  /** Makes it when it is not there yet; answers the household of the person, null to leave it. */
  make: (batch: Batch) => number | null
  isOwn: boolean
}

/**
 * The household that a row of a person belongs to: by 户编号, else by the ID number of the head. One
 * that nobody has entered yet is made with its head, who may stand in a later row of the same file.
 */
export function createHouseholdFinder(desk: Desk, writer: PersonWriter) {
  const { people, households } = desk
  const householdWriter = createHouseholdWriter(desk)
  /** Households that this import has made, by code and by the head's ID number. */
  const made = new Map<string, number>()

  const headNameOf = (id: number | null): FieldValue => {
    const headId = id === null ? null : (households.get(id)?.headPersonId as number | null | undefined)
    return headId ? ((people.get(headId)?.name as string | null) ?? null) : null
  }

  function known(code: FieldValue, headIdNumber: FieldValue): number | null {
    if (typeof code === 'string') return households.idByCode(code) ?? made.get(`code:${code}`) ?? null
    if (typeof headIdNumber !== 'string') return null
    const cached = made.get(`head:${headIdNumber}`)
    if (cached !== undefined) return cached
    const head = people.byIdNumber(headIdNumber)
    if (!head) return null
    const id = households.idByHead(head.id) ?? (head.householdId as number | null) ?? null
    if (id !== null) made.set(`head:${headIdNumber}`, id)
    return id
  }

  function find(values: AnyRecord, row: AnyRecord, before: PersonRow | null): FoundHousehold {
    const { householdCode = null, headIdNumber = null, headName = null, householdCategory = null } = values
    const named = householdCode !== null || headIdNumber !== null
    const present = (before?.householdId as number | null | undefined) ?? null
    const isOwn = headIdNumber !== null && headIdNumber === values.idNumber
    const none = {
      id: present,
      moves: false,
      formerHead: null,
      newHead: null,
      isOwn,
      violation: null,
      make: () => null,
    }
    if (!named) {
      const violation: Violation | null =
        'headIdNumber' in values && headName !== null
          ? {
              field: 'headIdNumber',
              code: 'row.headMissing',
              severity: 'warns',
              message: '缺少户主身份证号，暂不归户，请补填后再导入或在农户页面归户',
            }
          : null
      return { ...none, violation }
    }
    const id = known(householdCode, headIdNumber)
    if (id !== null && id === present) return none
    return {
      id,
      moves: before !== null,
      formerHead: headNameOf(present),
      newHead: headName ?? headNameOf(id) ?? householdCode,
      isOwn,
      violation: null,
      make(batch) {
        const again = known(householdCode, headIdNumber)
        if (again !== null) return again
        const householdId = householdWriter.save(batch, null, {
          householdCode,
          region: row.region ?? null,
          address: row.homeAddress ?? null,
          category: householdCategory,
        }).id
        if (typeof householdCode === 'string') made.set(`code:${householdCode}`, householdId)
        if (typeof headIdNumber === 'string') {
          made.set(`head:${headIdNumber}`, householdId)
          if (!isOwn) nameHead(batch, householdId, headIdNumber, headName, row)
        }
        return householdId
      },
    }
  }

  /** The head of a household that is new: the person there is, or one to be completed later. */
  function nameHead(batch: Batch, householdId: number, idNumber: string, name: FieldValue, row: AnyRecord) {
    const head = people.byIdNumber(idNumber)
    const id = head
      ? writer.save(batch, head, { householdId }).id
      : writer.save(
          batch,
          null,
          { name, idNumber, householdId, region: row.region ?? null },
          { formState: 'none' },
        ).id
    setHead(batch, householdId, id)
  }

  function setHead(batch: Batch, householdId: number, personId: number) {
    const household = households.get(householdId)
    if (household && household.headPersonId === null)
      householdWriter.save(batch, household, { headPersonId: personId })
  }

  /** After the person was written: whoever is the head of a household without one becomes it. */
  function settle(batch: Batch, found: FoundHousehold, personId: number, idNumber: string) {
    if (!found.isOwn) return
    const householdId = made.get(`head:${idNumber}`) ?? found.id
    if (householdId !== undefined && householdId !== null) setHead(batch, householdId, personId)
  }

  return { find, settle }
}
