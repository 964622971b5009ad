/** Takes in the revocation list of a trusted root; never fetched, only from a file. */
import type { RevocationListView } from '../../../shared/contract/calls/trust.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk } from '../context.ts'
import { certificateName, readRevocationList } from '../signature/index.ts'
import { createTrustStore } from './trust.store.ts'
import { trustFor } from './trust.ts'

/** A list of a county's root is a few kilobytes. */
const maximumBytes = 16 * 1024 * 1024

/**
 * Keeps a list in place of the root's former one; `fresh` counts what it newly revokes. Throws a Refusal where no trusted
 * root signed it or where it is older than the one that is here, `SignatureProblem` for what is no list.
 */
export function importRevocations(
  desk: Desk,
  { bytes }: { bytes: Uint8Array },
): RevocationListView & { fresh: number } {
  if (bytes.length > maximumBytes) throw new Refusal('refused', '吊销列表文件太大，没有导入。')
  const list = readRevocationList(bytes)
  const { roots, now } = trustFor(desk, { judgedAt: 'now' })
  const root = roots.find((candidate) => list.isSignedBy(candidate))
  if (root === undefined) {
    throw new Refusal(
      'refused',
      '这份吊销列表不是由本机信任的根证书签发的，没有导入。请先导入并核对上级的根证书。',
    )
  }
  // A day of difference between two offline computers is nothing to talk about.
  if (list.thisUpdate.getTime() > now.getTime() + 86_400_000) {
    throw new Refusal('refused', '吊销列表的日期在今天之后，没有导入。请核对这台电脑的日期。')
  }
  const store = createTrustStore(desk.db)
  const issuer = root.fingerprint256
  const former = store.revocationLists().find((known) => known.issuer === issuer)
  if (former !== undefined && isOlder(list, former)) {
    throw new Refusal('refused', '这份吊销列表比本机已有的旧，没有导入。请向上级索取最新的一份。')
  }
  const knownSerials = new Set(
    store
      .revoked()
      .filter((entry) => entry.issuer === issuer)
      .map(({ serial }) => serial),
  )
  const row = {
    ...{ issuer, number: list.number?.toString() ?? null, thisUpdate: list.thisUpdate.toISOString() },
    ...{ nextUpdate: list.nextUpdate?.toISOString() ?? null, importedAt: desk.now(), importedBy: desk.user },
  }
  // A serial that stands there twice counts from its first day on.
  const bySerial = new Map<string, { serial: string; revokedAt: string; reason: string | null }>()
  for (const { serial, revokedAt, reason } of list.entries) {
    const at = revokedAt.toISOString()
    const seen = bySerial.get(serial)
    if (seen === undefined || at < seen.revokedAt) bySerial.set(serial, { serial, revokedAt: at, reason })
  }
  store.replaceRevocationList(row, [...bySerial.values()])
  const issuerName = certificateName(root).organization
  store.addEvent({
    ...{ at: desk.now(), actor: desk.user, action: '导入吊销列表', subject: issuerName, fingerprint: issuer },
    note: `共 ${bySerial.size} 张`,
  })
  const fresh = [...bySerial.keys()].filter((serial) => !knownSerials.has(serial)).length
  const { issuer: _, ...shown } = row
  return { ...shown, issuerName, entries: bySerial.size, fresh }
}

/** By number where both have one, otherwise by date; the same list may be imported again. */
function isOlder(
  list: { number: bigint | null; thisUpdate: Date },
  former: { number: string | null; thisUpdate: string },
): boolean {
  if (list.number !== null && former.number !== null) return list.number < BigInt(former.number)
  return list.thisUpdate.toISOString() < former.thisUpdate
}
