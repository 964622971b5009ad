import type { IssuedView, OwnKeyView } from '../../../shared/contract/calls/trust.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk, Handlers } from '../context.ts'
import { comparisonCode, keyKindOf, publicKeyId, readCertificateRequest } from '../signature/index.ts'
import { issue, makeAuthority, makeRevocationList, ownRequest, revokeIssued } from './authority.ts'
import { issuedView, ownKeyView, viewContext } from './certificate-view.ts'
import { keyNotices } from './key-notices.ts'
import { createOwnKeyStore, type IssuedRow, type KeyPurpose } from './own-key.store.ts'
import { makeKey } from './own-key.ts'
import { importCertificate, importPfx } from './own-key-import.ts'
import { writeCard } from './unit-card.ts'
import { ownUnit, setUnitCode } from './unit-identity.ts'

const text = (content: string): Uint8Array => new Uint8Array(Buffer.from(content))

/** A unit's name as part of a file name. */
const fileName = (name: string): string => name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 60)

const inUseView = (desk: Desk, purpose: KeyPurpose): OwnKeyView => {
  const key = createOwnKeyStore(desk.db).inUse(purpose)
  if (key === undefined) throw new Error('no key in use')
  return ownKeyView(desk, key, viewContext(desk))
}

const issuedFile = (desk: Desk, row: IssuedRow): { name: string; bytes: Uint8Array; issued: IssuedView } => {
  const issued = issuedView(row, viewContext(desk))
  return { name: `证书-${fileName(issued.unitName)}.pem`, bytes: text(`${row.chain}\n`), issued }
}

export const keyHandlers = {
  'key.own': (_input, { desk }) => {
    const context = viewContext(desk)
    const store = createOwnKeyStore(desk.db)
    return {
      unit: ownUnit(desk),
      keys: store.keys().map((key) => ownKeyView(desk, key, context)),
      issued: store.issued().map((row) => issuedView(row, context)),
    }
  },
  'key.notices': (_input, { desk }) => keyNotices(desk),
  'key.replace': async ({ kind, unitCode }, { desk }) => {
    if (unitCode !== undefined) setUnitCode(desk, unitCode)
    await makeKey(desk, 'unit', kind)
    return inUseView(desk, 'unit')
  },
  'key.request': async (_input, { desk }) => {
    const { pem, requestCode } = await ownRequest(desk)
    return { name: `证书申请-${fileName(desk.unit.name)}.csr`, bytes: text(pem), requestCode }
  },
  'key.importCertificate': ({ file }, { desk }) => {
    importCertificate(desk, file)
    return inUseView(desk, 'unit')
  },
  'key.importPfx': ({ file, passphrase }, { desk }) => {
    importPfx(desk, file.bytes, passphrase)
    return inUseView(desk, 'unit')
  },
  'key.card': async ({ root }, { desk }) => ({
    name: `单位名片-${fileName(desk.unit.name)}.xlsx`,
    bytes: await writeCard(desk, root),
  }),
  'key.makeAuthority': async ({ kind, issueOwn }, { desk }) => {
    await makeAuthority(desk, kind, issueOwn)
    return inUseView(desk, 'authority')
  },
  'key.readRequest': ({ file }, { desk }) => {
    const { name, publicKey } = readCertificateRequest(file.bytes)
    const { organization, code = '' } = name
    const { now } = viewContext(desk)
    const good = createOwnKeyStore(desk.db)
      .issued()
      .filter(({ revokedAt }) => revokedAt === null)
      .map((row) => issuedView(row, viewContext(desk)))
      .some(
        (view) =>
          view.unitName === organization && view.unitCode === code && view.notAfter > now.toISOString(),
      )
    return {
      ...{ unitName: organization, unitCode: code, keyKind: keyKindOf(publicKey), alreadyIssued: good },
      requestCode: comparisonCode(publicKeyId(publicKey)),
    }
  },
  'key.issue': async ({ file, ...options }, { desk }) =>
    issuedFile(desk, await issue(desk, file.bytes, options)),
  'key.issuedFile': ({ id }, { desk }) => {
    const row = createOwnKeyStore(desk.db).issuedById(id)
    if (row === undefined) throw new Refusal('not_found', '没有这张证书，请刷新后重试。')
    const { name, bytes } = issuedFile(desk, row)
    return { name, bytes }
  },
  'key.revoke': ({ id, reason, from }, { desk }) =>
    issuedView(revokeIssued(desk, id, reason, from), viewContext(desk)),
  'key.revocationList': async ({ validDays }, { desk }) => ({
    name: `吊销列表-${fileName(desk.unit.name)}-${desk.today().replaceAll('-', '')}.crl`,
    ...(await makeRevocationList(desk, validDays)),
  }),
} satisfies Partial<Handlers>
