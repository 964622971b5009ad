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
  /** Category of one that is still to be made; undefined otherwise. */
  categoryToBe: FieldValue | undefined
  /** The row puts the person into another household than now. */
  moves: boolean
  /** Names of the head now and of the head then, for a preview of a move. */
  heads: () => { before: FieldValue; after: FieldValue }
  violation: Violation | null
  /** Makes it when it is not there yet; answers the household of the person, null to leave it. */
  make: (batch: Batch, place: { region: FieldValue; address: FieldValue }) => number | null
}

/** A household that this import made and whose head has not been met yet. */
interface Headless {
  householdId: number
  name: FieldValue
  region: FieldValue
}

const headMissing: Violation = {
  field: 'headIdNumber',
  code: 'row.headMissing',
  severity: 'warns',
  message: '缺少户主身份证号，暂不归户，请补填后再导入或在农户页面归户',
}
/** Households that are remembered; more would only fill the memory. */
const nearby = 10_000
const noHeads = () => ({ before: null, after: null })

/**
 * The household that a row of a person belongs to: by 户编号, else by the ID number of the head. One
 * that nobody has entered yet is made without a head; its head mostly stands in a later row of the same
 * file and takes the place when it comes. Who has not come by the end is looked for in the ledger, or
 * entered with the name and number that the file gives, to be completed.
 */
export function createHouseholdFinder(desk: Desk, writer: PersonWriter) {
  const { people, households } = desk
  const householdWriter = createHouseholdWriter(desk)
  /** Households of the rows just before, by code and by the head's ID number: those of one family stand together. */
  const near = new Map<string, number>()
  const remember = (key: string, id: number) => {
    if (near.size === nearby) near.clear()
    near.set(key, id)
  }
  /** By the ID number of the head to come. */
  const headless = new Map<string, Headless>()

  const headNameOf = (id: number | null): FieldValue => {
    const headId = id === null ? null : (households.get(id)?.headPersonId as number | null | undefined)
    return headId ? ((people.get(headId)?.name as string | null) ?? null) : null
  }

  function known(code: FieldValue, headIdNumber: FieldValue): number | null {
    if (typeof code === 'string') return near.get(`code:${code}`) ?? households.idByCode(code) ?? null
    if (typeof headIdNumber !== 'string') return null
    const cached = near.get(`head:${headIdNumber}`) ?? headless.get(headIdNumber)?.householdId
    if (cached !== undefined) return cached
    const headId = people.idByIdNumber(headIdNumber)
    if (headId === undefined) return null
    const id = households.idByHead(headId) ?? people.householdOf(headId) ?? null
    if (id !== null) remember(`head:${headIdNumber}`, id)
    return id
  }

  function find(values: AnyRecord, before: PersonRow | null): FoundHousehold {
    const { householdCode = null, headIdNumber = null, headName = null, householdCategory = null } = values
    const present = (before?.householdId as number | null | undefined) ?? null
    const none = {
      id: present,
      categoryToBe: undefined,
      moves: false,
      heads: noHeads,
      violation: null,
      make: () => null,
    }
    if (householdCode === null && headIdNumber === null) {
      const led = headless.get(String(values.idNumber))
      const violation = 'headIdNumber' in values && headName !== null ? headMissing : null
      return { ...none, id: present ?? led?.householdId ?? null, violation }
    }
    const id = known(householdCode, headIdNumber)
    if (id !== null && id === present) return none
    return {
      id,
      categoryToBe: id === null ? householdCategory : undefined,
      moves: before !== null,
      heads: () => ({ before: headNameOf(present), after: headName ?? headNameOf(id) ?? householdCode }),
      violation: null,
      make(batch, { region, address }) {
        const again = known(householdCode, headIdNumber)
        if (again !== null) return again
        const householdId = householdWriter.save(batch, null, {
          householdCode,
          region,
          address,
          category: householdCategory,
        }).id
        if (typeof householdCode === 'string') remember(`code:${householdCode}`, householdId)
        if (typeof headIdNumber === 'string') {
          remember(`head:${headIdNumber}`, householdId)
          headless.set(headIdNumber, { householdId, name: headName, region })
        }
        return householdId
      },
    }
  }

  function setHead(batch: Batch, householdId: number, personId: number) {
    const household = households.get(householdId)
    if (household && household.headPersonId === null)
      householdWriter.save(batch, household, { headPersonId: personId })
  }

  /** After a person was written: whoever is the head of a household without one becomes it. */
  function settle(batch: Batch, values: AnyRecord, personId: number, householdId: FieldValue) {
    const idNumber = String(values.idNumber)
    const led = headless.get(idNumber)
    if (led) {
      headless.delete(idNumber)
      if (led.householdId === householdId) setHead(batch, led.householdId, personId)
    } else if (values.headIdNumber === values.idNumber && typeof householdId === 'number') {
      setHead(batch, householdId, personId)
    }
  }

  /** Heads who stood in no row of the file: the person there is, or one to be completed later. */
  function finish(batch: Batch) {
    for (const [idNumber, { householdId, name, region }] of headless) {
      const head = people.byIdNumber(idNumber)
      const { id } = head
        ? writer.save(batch, head, { householdId })
        : writer.save(batch, null, { name, idNumber, householdId, region }, { formState: 'none' })
      setHead(batch, householdId, id)
    }
    headless.clear()
  }

  return { find, settle, finish }
}
