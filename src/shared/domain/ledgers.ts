import { employerMonthLedger } from './employer/fields.ts'
import { employmentEndLedger, employmentLedger } from './employment/fields.ts'
import type { Ledger } from './field.ts'
import { graduateLedger } from './graduate/fields.ts'
import { householdLedger } from './household/fields.ts'
import { jobFairLedger } from './job-fair/fields.ts'
import { labourerLedger, memberLedger } from './labourer/fields.ts'
import { assignmentLedger, postLedger } from './post/fields.ts'
import { serviceLedger } from './service/fields.ts'
import { siteHouseholdLedger, siteLedger, stationLedger } from './site/fields.ts'
import { trainingLedger } from './training/fields.ts'
import { vacancyLedger } from './vacancy/fields.ts'

/** Every ledger of the product; names are what `--as` and the calls take. */
export const ledgers = {
  labourer: labourerLedger,
  household: householdLedger,
  member: memberLedger,
  employment: employmentLedger,
  employmentEnd: employmentEndLedger,
  training: trainingLedger,
  service: serviceLedger,
  graduate: graduateLedger,
  post: postLedger,
  assignment: assignmentLedger,
  site: siteLedger,
  siteHousehold: siteHouseholdLedger,
  station: stationLedger,
  jobFair: jobFairLedger,
  vacancy: vacancyLedger,
  employerMonth: employerMonthLedger,
} satisfies Record<string, Ledger>

export type LedgerName = keyof typeof ledgers
export const ledgerNames = Object.keys(ledgers) as [LedgerName, ...LedgerName[]]
