import type { CallTable, InputOf, OutputOf, ParsedOf } from './call.ts'
import { accountCalls } from './calls/account.ts'
import { allowanceCalls } from './calls/allowance.ts'
import { attachmentCalls } from './calls/attachment.ts'
import { auditCalls } from './calls/audit.ts'
import { backupCalls } from './calls/backup.ts'
import { confirmationCalls } from './calls/confirmation.ts'
import { dutyCalls } from './calls/duty.ts'
import { employerMonthCalls } from './calls/employer-month.ts'
import { erasureCalls } from './calls/erasure.ts'
import { exchangeCalls } from './calls/exchange.ts'
import { graduateCalls } from './calls/graduate.ts'
import { labourerCalls } from './calls/labourer.ts'
import { ledgerCalls } from './calls/ledger.ts'
import { packageCalls } from './calls/package.ts'
import { postCalls } from './calls/post.ts'
import { privacyCalls } from './calls/privacy.ts'
import { profileCalls } from './calls/profile.ts'
import { reconcileCalls } from './calls/reconcile.ts'
import { regionCalls } from './calls/region.ts'
import { sessionCalls } from './calls/session.ts'
import { siteCalls } from './calls/site.ts'
import { systemCalls } from './calls/system.ts'
import { trustCalls } from './calls/trust.ts'
import { vacancyCalls } from './calls/vacancy.ts'
import { zeroCalls } from './calls/zero.ts'

/** Every call of the product, once. Clients and handlers take their types from here. */
export const contract = {
  ...sessionCalls,
  ...accountCalls,
  ...backupCalls,
  ...regionCalls,
  ...systemCalls,
  ...ledgerCalls,
  ...labourerCalls,
  ...confirmationCalls,
  ...dutyCalls,
  ...zeroCalls,
  ...attachmentCalls,
  ...graduateCalls,
  ...exchangeCalls,
  ...trustCalls,
  ...profileCalls,
  ...reconcileCalls,
  ...packageCalls,
  ...postCalls,
  ...vacancyCalls,
  ...employerMonthCalls,
  ...allowanceCalls,
  ...siteCalls,
  ...auditCalls,
  ...erasureCalls,
  ...privacyCalls,
} satisfies CallTable

export type Contract = typeof contract
export type CallName = keyof Contract
export type Input<N extends CallName> = InputOf<Contract[N]>
export type Parsed<N extends CallName> = ParsedOf<Contract[N]>
export type Output<N extends CallName> = OutputOf<Contract[N]>
