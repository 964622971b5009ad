import { accountHandlers } from './access/account.service.ts'
import type { App } from './app.ts'
import { attachmentHandlers } from './attachment/attachment.service.ts'
import { auditHandlers } from './audit/audit.service.ts'
import { backupHandlers } from './backup/backup.service.ts'
import { confirmationHandlers } from './confirmation/confirmation.service.ts'
import type { Handlers } from './context.ts'
import { dutyHandlers } from './duty/duty.service.ts'
import { employerMonthHandlers } from './employer/employer-month.service.ts'
import { erasureHandlers } from './erasure/erasure.service.ts'
import { conflictHandlers } from './exchange/conflict.service.ts'
import { keyHandlers } from './exchange/key.service.ts'
import { packageHandlers } from './exchange/package.service.ts'
import { profileHandlers } from './exchange/profile.service.ts'
import { receiveHandlers } from './exchange/receive.service.ts'
import { reconcileHandlers } from './exchange/reconcile.service.ts'
import { trustHandlers } from './exchange/trust.service.ts'
import { exportHandlers } from './exporting/export.service.ts'
import { graduateHandlers } from './graduates/graduate.service.ts'
import { batchHandlers } from './history/batch.service.ts'
import { householdHandlers } from './household/household.service.ts'
import { importHandlers } from './importing/import.service.ts'
import { bulkHandlers } from './ledger/bulk.service.ts'
import { ledgerHandlers } from './ledger/ledger.service.ts'
import { episodeHandlers } from './person/episode.service.ts'
import { labourerHandlers } from './person/labourer.service.ts'
import { missingHandlers } from './person/missing.service.ts'
import { recheckHandlers } from './person/recheck.service.ts'
import { allowanceHandlers } from './posts/allowance.service.ts'
import { assignmentHandlers } from './posts/assignment.service.ts'
import { attendanceHandlers } from './posts/attendance.service.ts'
import { openingHandlers } from './posts/opening.service.ts'
import { postHandlers } from './posts/post.service.ts'
import { privacyHandlers } from './privacy/privacy.service.ts'
import { regionHandlers } from './region/region.handlers.ts'
import { type SessionSignals, sessionHandlers } from './session/session.service.ts'
import { siteHandlers } from './sites/site.service.ts'
import { stationHandlers } from './sites/station.service.ts'
import { stayHandlers } from './sites/stay.service.ts'
import { figureHandlers } from './system/figure.service.ts'
import { systemHandlers } from './system/system.service.ts'
import { matchingHandlers } from './vacancy/matching.service.ts'
import { vacancyHandlers } from './vacancy/vacancy.service.ts'
import { clearingHandlers } from './zero/clearing.service.ts'
import { zeroHandlers } from './zero/zero.service.ts'

/** Every call of the contract; a missing one does not compile. */
export const createHandlers = (app: App, signals: SessionSignals): Handlers => ({
  ...sessionHandlers(app, signals),
  ...accountHandlers,
  ...backupHandlers,
  ...regionHandlers,
  ...systemHandlers,
  ...figureHandlers,
  ...ledgerHandlers,
  ...bulkHandlers,
  ...labourerHandlers,
  ...confirmationHandlers,
  ...missingHandlers,
  ...recheckHandlers,
  ...episodeHandlers,
  ...dutyHandlers,
  ...zeroHandlers,
  ...clearingHandlers,
  ...attachmentHandlers,
  ...householdHandlers,
  ...graduateHandlers,
  ...importHandlers,
  ...exportHandlers,
  ...profileHandlers,
  ...reconcileHandlers,
  ...batchHandlers,
  ...keyHandlers,
  ...trustHandlers,
  ...packageHandlers,
  ...receiveHandlers,
  ...conflictHandlers,
  ...vacancyHandlers,
  ...matchingHandlers,
  ...employerMonthHandlers,
  ...postHandlers,
  ...openingHandlers,
  ...assignmentHandlers,
  ...attendanceHandlers,
  ...allowanceHandlers,
  ...siteHandlers,
  ...stayHandlers,
  ...stationHandlers,
  ...auditHandlers,
  ...erasureHandlers,
  ...privacyHandlers,
})
