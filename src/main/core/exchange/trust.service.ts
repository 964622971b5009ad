import type { RevocationListView } from '../../../shared/contract/calls/trust.ts'
import type { Desk, Handlers } from '../context.ts'
import { certificateName } from '../signature/index.ts'
import { anchorViews, viewContext } from './certificate-view.ts'
import { importRevocations } from './revocation-import.ts'
import { createTrustStore } from './trust.store.ts'
import { trustFor } from './trust.ts'
import { confirmTrust, distrust, importTrust, removeTrust } from './trust-import.ts'
import { verifyFile } from './verify-file.ts'

/** As many decisions as a page shows. */
const shownEvents = 50

function revocationLists(desk: Desk): RevocationListView[] {
  const store = createTrustStore(desk.db)
  const revoked = store.revoked()
  const { roots } = trustFor(desk, { judgedAt: 'now' })
  return store.revocationLists().map(({ issuer, ...list }) => {
    const root = roots.find(({ fingerprint256 }) => fingerprint256 === issuer)
    return {
      ...list,
      // The root may have been removed since.
      issuerName: root === undefined ? '已删除的根证书' : certificateName(root).organization,
      entries: revoked.filter((entry) => entry.issuer === issuer).length,
    }
  })
}

export const trustHandlers = {
  'trust.overview': (_input, { desk }) => ({
    anchors: anchorViews(desk, viewContext(desk)),
    revocationLists: revocationLists(desk),
    events: createTrustStore(desk.db)
      .events(shownEvents)
      .map(({ at, actor, action, subject, note }) => ({ at, actor, action, subject, note })),
  }),
  'trust.import': ({ file }, { desk }) => importTrust(desk, file),
  'trust.confirm': ({ id, note, ...confirmation }, { desk }) =>
    confirmTrust(desk, id, { ...confirmation, note: note || null }),
  'trust.distrust': ({ id, reason }, { desk }) => distrust(desk, id, reason),
  'trust.remove': ({ id }, { desk }) => {
    removeTrust(desk, id)
    return null
  },
  'trust.importRevocations': ({ file }, { desk }) => importRevocations(desk, file),
  'trust.verify': (input, { app }) => verifyFile(app.desk, new Date(app.place.now()), input),
} satisfies Partial<Handlers>
