import type { Desk } from '../context.ts'

/** A unit as certificates and packages name it. Name and code together tell units apart. */
export interface UnitIdentity {
  readonly name: string
  /** Administrative code of the region, or the code that the office gave for itself. */
  readonly code: string
}

const unitCodeKey = 'unitCode'

/** The unit of this ledger. */
export const ownUnit = (desk: Desk): UnitIdentity => ({
  name: desk.unit.name,
  code: desk.catalogueStore.meta(unitCodeKey) ?? desk.unit.regionCode,
})

/** Takes another code than that of the region, such as the unified social credit code, into later certificates. */
export const setUnitCode = (desk: Desk, code: string): void => desk.catalogueStore.setMeta(unitCodeKey, code)
