import type { Handlers } from '../context.ts'
import { anchorIn, knownAnchors } from './anchors.ts'
import { createAuditStore } from './audit.store.ts'
import { auditWorkbook } from './audit-workbook.ts'
import { entryView, inInstants } from './entry-view.ts'
import { verifyLog } from './verify.ts'

export const auditHandlers = {
  'audit.page': ({ offset, limit, ...condition }, { desk }) => {
    const store = createAuditStore(desk.db)
    const { rows, total } = store.page({ ...inInstants(condition), offset, limit })
    const last = store.lastOf('audit.verify')
    const outcome = last && (JSON.parse(last.detail) as { whole?: boolean; brokenAt?: number })
    return {
      rows: rows.map(entryView),
      total,
      actors: store.actors(),
      verified: last && {
        ...{ at: last.at, actor: last.actor },
        whole: outcome?.whole === true,
        brokenAt: outcome?.brokenAt ?? null,
      },
    }
  },
  'audit.verify': async ({ anchor }, scope) => {
    const { app, desk } = scope
    const brought = anchor ? [await anchorIn(desk, anchor)] : []
    return verifyLog(scope, [...brought, ...knownAnchors(app, desk)])
  },
  'audit.export': (condition, scope) => auditWorkbook(scope, condition),
} satisfies Partial<Handlers>
