import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '../../../shared/contract/result.ts'
import type { App } from '../app.ts'
import { backupsIn, factsOfBackup } from '../backup/backup-folder.ts'
import { readMemory } from '../backup/backup-memory.ts'
import { backupFiles } from '../backup/make-backup.ts'
import type { Desk } from '../context.ts'
import { findEnvelope } from '../exchange/envelope-parts.ts'
import { EnvelopeRefused } from '../exchange/envelope-schema.ts'
import { trustFor } from '../exchange/trust.ts'
import { verifyPackage } from '../signature/index.ts'
import { openZip, partContent } from '../signature/package-model.ts'
import { createAuditStore } from './audit.store.ts'
import type { AuditHead } from './chain.ts'

/**
 * Anchors: heads of the audit log that were written down elsewhere, where whoever rewrites or replaces
 * the ledger does not reach all of them: in packages that other units have, in backups on other disks,
 * and in a file beside the ledger, which outlasts the backups.
 */
export interface Anchor extends AuditHead {
  /** Instant, ISO. */
  at: string
  /** Where it was found, in words. */
  where: string
}

const kept = z.object({ sequence: z.int().min(1), head: z.string().regex(/^[0-9a-f]{64}$/), at: z.string() })

const anchorFile = (app: App): string => join(app.place.dataDir, 'audit-anchors.jsonl')

/** Writes the present head down beside the ledger. One line, so that half of one spoils no other. */
export function keepAnchor(app: App, { trail, now }: Pick<Desk, 'trail' | 'now'>): void {
  const head = trail.head()
  if (!head) return
  appendFileSync(anchorFile(app), `${JSON.stringify({ ...head, at: now() })}\n`, { mode: 0o600 })
}

function keptAnchors(app: App): Anchor[] {
  const file = anchorFile(app)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [{ ...kept.parse(JSON.parse(line)), where: '数据文件夹里的记录' }]
      } catch {
        return []
      }
    })
}

/** Every anchor that can be found from here: packages, kept heads, backups of this office in both places. */
export function knownAnchors(app: App, desk: Desk): Anchor[] {
  const { own, memory } = backupFiles(app)
  const { second } = readMemory(memory)
  const { name, regionCode } = desk.unit
  const backups = [own, ...(second === null ? [] : [second])].flatMap(backupsIn).flatMap((backup) => {
    const isOurs = backup.unit.name === name && backup.unit.regionCode === regionCode
    return isOurs && backup.audit
      ? [{ ...backup.audit, at: backup.madeAt, where: `${backup.madeOn} 的备份` }]
      : []
  })
  const sent = createAuditStore(desk.db)
    .sent()
    .map(({ name: file, ...anchor }) => ({ ...anchor, where: `报送包“${file}”` }))
  return [...sent, ...keptAnchors(app), ...backups]
}

const unreadable = (name: string) =>
  new Refusal(
    'refused',
    `“${name}”里没有操作日志的锚点。请选本单位生成的报送包、回执，或者备份文件夹里的 backup.json。`,
  )

/**
 * The anchor in a file that a person brings: a package of ours, whose signature has to be ours and
 * whole, or the `backup.json` of a backup.
 *
 * @throws Refusal when there is none in it, or when it is not to be trusted
 */
export async function anchorIn(desk: Desk, file: { name: string; bytes: Uint8Array }): Promise<Anchor> {
  const where = `“${file.name}”`
  if (file.bytes[0] === 0x7b) {
    const backup = factsOfBackup(Buffer.from(file.bytes).toString('utf8'))
    if (!backup?.audit) throw unreadable(file.name)
    if (backup.unit.name !== desk.unit.name || backup.unit.regionCode !== desk.unit.regionCode)
      throw new Refusal('refused', `“${file.name}”是别的单位的备份，不能用来核验本单位的操作日志。`)
    return { ...backup.audit, at: backup.madeAt, where }
  }
  const report = await verifyPackage(file.bytes, trustFor(desk, { judgedAt: 'signing' })).catch(() => null)
  if (report?.verdict !== 'validTrusted')
    throw new Refusal(
      'refused',
      `“${file.name}”的签名无效或者签名人不可信，不能用来核验操作日志。请换一份原样保存的报送包或回执。`,
    )
  const zip = openZip(file.bytes)
  try {
    const envelope = findEnvelope(zip.entries.keys(), (part) => partContent(zip, part))
    if (!envelope?.audit) throw unreadable(file.name)
    if (envelope.sender.name !== desk.unit.name)
      throw new Refusal('refused', `“${file.name}”不是本单位生成的，不能用来核验本单位的操作日志。`)
    return { ...envelope.audit, at: envelope.created, where }
  } catch (error) {
    if (error instanceof EnvelopeRefused) throw unreadable(file.name)
    throw error
  }
}
