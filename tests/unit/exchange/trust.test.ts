import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ownSigner } from '../../../src/main/core/exchange/own-key.ts'
import { createTrustStore } from '../../../src/main/core/exchange/trust.store.ts'
import { partnerUnits, trustFor, unitOf } from '../../../src/main/core/exchange/trust.ts'
import {
  generatePrivateKey,
  selfSignedCertificate,
  signPackage,
  softwareKey,
  softwareSigner,
  verifyPackage,
  writeRevocationList,
} from '../../../src/main/core/signature/index.ts'
import { writeWorkbookBytes } from '../../../src/main/core/workbook/index.ts'
import {
  befriend,
  type Clock,
  certify,
  county,
  later,
  otherTownship,
  startDay,
  startUnit,
  type TestUnit,
  township,
} from '../../fixtures/exchange/units.ts'

const clock: Clock = { now: startDay }
const open: TestUnit[] = []
const start = async (setup: typeof county) => {
  const unit = await startUnit(clock, setup)
  open.push(unit)
  return unit
}
afterAll(() => {
  for (const unit of open) unit.close()
})
beforeEach(() => {
  clock.now = startDay
})

const isSentence = (message: string) => expect(message).toMatch(/[\u4e00-\u9fff].*。$/)
const anchorsOf = async (unit: TestUnit) => (await unit.ok('trust.overview', {})).anchors

/** A workbook signed by a unit now, or with a claimed time. */
async function signedBy(unit: TestUnit, time = clock.now) {
  const { bytes, name } = await unit.ok('export.template', { ledger: 'labourer' })
  const signed = await signPackage(bytes, { signer: ownSigner(unit.desk()), time: new Date(time) })
  return { name, bytes: signed.bytes }
}
type Judged = 'now' | 'signing'
async function verdictOf(unit: TestUnit, file: { bytes: Uint8Array }, judgedAt: Judged = 'now') {
  const { verdict, reason } = await verifyPackage(file.bytes, trustFor(unit.desk(), { judgedAt }))
  return reason ?? verdict
}

describe('a unit card', () => {
  let town: TestUnit
  let upper: TestUnit
  beforeAll(async () => {
    clock.now = startDay
    town = await start(township)
    upper = await start(county)
  })

  it('is a signed workbook that shows its unit, waits, and is trusted once its code was compared', async () => {
    const card = await town.ok('key.card', { root: false })
    expect(card.name).toBe('单位名片-古阳镇人民政府.xlsx')
    const file = await signedBy(town)
    expect(await verdictOf(upper, file)).toBe('validUnknownSigner')
    const { anchors, remarks } = await upper.ok('trust.import', { file: card })
    expect(remarks).toEqual([])
    const own = (await town.ok('key.own', {})).keys[0]
    expect(anchors).toMatchObject([
      {
        ...{ role: 'signer', status: 'pending', comparisonCode: own?.comparisonCode, decidedAt: null },
        unit: { name: township.unitName, code: township.regionCode, relation: 'lower' },
      },
    ])
    expect(anchors[0]?.comparisonCode).toMatch(/^\d{4}( \d{4}){11}$/)
    expect(await verdictOf(upper, file)).toBe('validUnknownSigner')
    expect(partnerUnits(upper.desk())).toEqual([])
    expect(await upper.ok('key.notices', {})).toMatchObject([
      { level: 'warn', text: '有 1 张证书待核对，请打电话核对比对码。' },
    ])

    const id = anchors[0]?.id ?? 0
    const wrong = await upper.refused('trust.confirm', { id, comparisonCode: '1234 5678', relation: 'lower' })
    expect(wrong.message).toContain('比对码不一致')
    const confirmed = await upper.ok('trust.confirm', {
      ...{ id, comparisonCode: own?.comparisonCode.replaceAll(' ', '') ?? '', relation: 'lower' },
      note: '石小川，办公室电话',
    })
    expect(confirmed).toMatchObject({
      status: 'trusted',
      decidedBy: county.userName,
      note: '石小川，办公室电话',
    })
    expect(await verdictOf(upper, file)).toBe('validTrusted')
    const report = await verifyPackage(file.bytes, trustFor(upper.desk(), { judgedAt: 'now' }))
    expect(unitOf(upper.desk(), report.signatures[0]?.signer?.certificate ?? '')).toMatchObject({
      ...{ name: township.unitName, code: township.regionCode, relation: 'lower', pinned: true },
    })
    expect(partnerUnits(upper.desk())).toMatchObject([{ name: township.unitName }])
    const again = await upper.ok('trust.import', { file: card })
    expect(again.anchors).toMatchObject([{ id, status: 'trusted' }])
    expect(again.remarks).toHaveLength(1)
  })

  it('of oneself does not come in', async () => {
    const refused = await town.refused('trust.import', { file: await town.ok('key.card', { root: false }) })
    expect(refused.code).toBe('conflict')
  })

  it('carries no comparison code: it has to come by telephone', async () => {
    const { bytes } = await town.ok('key.card', { root: false })
    const code = (await town.ok('key.own', {})).keys[0]?.comparisonCode ?? ''
    const found = await upper.ok('import.inspect', { file: { name: 'a.xlsx', bytes } })
    expect(JSON.stringify(found)).toContain(township.unitName)
    expect(JSON.stringify(found)).not.toContain(code.slice(0, 9))
  })

  it('is refused changed, unsigned, signed by somebody else, or where it is no card', async () => {
    const card = await town.ok('key.card', { root: false })
    const refusedWith = async (bytes: Uint8Array, words: RegExp) => {
      const { message } = await upper.refused('trust.import', { file: { name: '名片.xlsx', bytes } })
      expect(message).toMatch(words)
      isSentence(message)
    }
    const changed = Uint8Array.from(card.bytes)
    const at = Buffer.from(changed).indexOf('docProps/core.xml')
    changed[at] = (changed[at] ?? 0) ^ 1
    await refusedWith(changed, /不成立|结构|损坏/)
    await refusedWith((await town.ok('export.template', { ledger: 'labourer' })).bytes, /不是单位名片/)
    await refusedWith(new Uint8Array(Buffer.from('nothing')), /没有可以信任的证书/)
    // The same rows signed with another key than the one they introduce.
    const certificate = ownSigner(town.desk()).certificateChain[0]
    const rows = [
      ['格式', 'labour-desk 单位名片 1'],
      ['单位名称', township.unitName],
      ['单位代码', township.regionCode],
      ['签名证书', certificate?.raw.toString('base64') ?? ''],
    ]
    const columns = ['项目', '内容'].map((header) => ({ header, width: 20, kind: 'text' as const }))
    const workbook = (kept = rows) =>
      writeWorkbookBytes({ sheets: [{ name: '单位名片', columns, rows: kept }] })
    await refusedWith(await workbook(), /没有签名/)
    const signedByOther = async (bytes: Uint8Array) =>
      (await signPackage(bytes, { signer: ownSigner(upper.desk()), time: new Date(clock.now) })).bytes
    await refusedWith(await signedByOther(await workbook()), /不是名片上的证书/)
    await refusedWith(await signedByOther(await workbook(rows.slice(1))), /不完整/)
    await refusedWith(await signedByOther(await workbook([...rows, ['单位名称', '别的单位']])), /不完整/)
    await refusedWith(await signedByOther(await workbook([['格式', '2'], ...rows.slice(1)])), /别的版本/)
  })

  it('says when its name differs from the certificate', async () => {
    const certificate = ownSigner(town.desk()).certificateChain[0]
    const bytes = await writeWorkbookBytes({
      sheets: [
        {
          name: '单位名片',
          columns: ['项目', '内容'].map((header) => ({ header, width: 20, kind: 'text' })),
          rows: [
            ['格式', 'labour-desk 单位名片 1'],
            ['单位名称', '别的单位'],
            ['单位代码', '433126999000'],
            ['签名证书', certificate?.raw.toString('base64') ?? ''],
          ],
        },
      ],
    })
    const third = await start(otherTownship)
    const signed = await signPackage(bytes, { signer: ownSigner(town.desk()), time: new Date(clock.now) })
    const { anchors } = await third.ok('trust.import', { file: { name: '名片.xlsx', bytes: signed.bytes } })
    expect(anchors[0]?.remarks).toEqual([`证书上的名称是“${township.unitName}”，与名片上的单位名称不同。`])
  })

  it('may be replaced by a plain certificate, which names its own unit', async () => {
    const privateKey = await generatePrivateKey('p256')
    const name = { organization: '某某公司', commonName: '某某公司' }
    const spec = {
      purpose: 'unit',
      notBefore: new Date(startDay),
      notAfter: new Date(later(startDay, 9)),
    } as const
    const certificate = await selfSignedCertificate(softwareKey(privateKey), name, spec)
    const { anchors } = await upper.ok('trust.import', {
      file: { name: 'a.cer', bytes: new Uint8Array(certificate.raw) },
    })
    expect(anchors).toMatchObject([{ unit: { name: '某某公司', code: '' }, source: 'a.cer', remarks: [] }])
    expect(anchors[0]?.daysLeft).toBe(9)
  })
})

describe('a trusted signer', () => {
  let town: TestUnit
  let upper: TestUnit
  beforeAll(async () => {
    clock.now = startDay
    town = await start(township)
    upper = await start(county)
    await befriend(town, upper, 'lower')
  })

  it('is refused after it was distrusted, unknown after it was removed, and the record says who did it', async () => {
    const file = await signedBy(town)
    const [anchor] = await anchorsOf(upper)
    const id = anchor?.id ?? 0
    expect((await upper.refused('trust.distrust', { id, reason: '' })).details?.[0]?.path).toBe('reason')
    expect(await upper.ok('trust.distrust', { id, reason: '电脑丢失' })).toMatchObject({
      status: 'distrusted',
    })
    for (const judgedAt of ['now', 'signing'] as const)
      expect(await verdictOf(upper, file, judgedAt)).toBe('certificateRevoked')
    await upper.ok('trust.confirm', { id, comparisonCode: anchor?.comparisonCode ?? '', relation: 'lower' })
    expect(await verdictOf(upper, file)).toBe('validTrusted')
    await upper.ok('trust.remove', { id })
    expect(await verdictOf(upper, file)).toBe('validUnknownSigner')
    expect(partnerUnits(upper.desk())).toEqual([])
    expect((await upper.refused('trust.remove', { id })).code).toBe('not_found')
    const { events } = await upper.ok('trust.overview', {})
    expect(events.slice(0, 3)).toMatchObject([
      { action: '删除证书', actor: county.userName },
      { action: '信任签名证书' },
      { action: '停止信任', note: '电脑丢失', subject: township.unitName },
    ])
    await befriend(town, upper, 'lower')
  })

  it('with a new key is unknown until its new card is compared; then the old key counts for old files only', async () => {
    const old = await signedBy(town)
    clock.now = later(startDay, 10)
    await town.ok('key.replace', { kind: 'p256' })
    const fresh = await signedBy(town)
    expect(await verdictOf(upper, fresh)).toBe('validUnknownSigner')
    const { anchors } = await upper.ok('trust.import', { file: await town.ok('key.card', { root: false }) })
    expect(anchors).toMatchObject([{ othersTrusted: 1 }])
    const { id = 0, comparisonCode = '' } = anchors[0] ?? {}
    await upper.ok('trust.confirm', { id, comparisonCode, relation: 'lower', replaceOthers: true })
    expect((await anchorsOf(upper)).map(({ status }) => status).sort()).toEqual(['superseded', 'trusted'])
    expect(await verdictOf(upper, fresh)).toBe('validTrusted')
    expect(await verdictOf(upper, old, 'signing')).toBe('validTrusted')
    expect(await verdictOf(upper, old, 'now')).toBe('certificateRevoked')
  })

  it('that has expired is shown so and said before; files from before stay valid', async () => {
    clock.now = later(startDay, 10)
    const file = await signedBy(town)
    const [anchor] = (await anchorsOf(upper)).filter(({ status }) => status === 'trusted')
    clock.now = later(anchor?.notAfter ?? '', -90)
    const said = (await upper.ok('key.notices', {})).filter(({ text }) => text.includes(township.unitName))
    expect(said).toMatchObject([{ level: 'warn' }])
    clock.now = later(anchor?.notAfter ?? '', 0, 1)
    expect((await anchorsOf(upper)).map(({ status }) => status)).toContain('expired')
    expect(await verdictOf(upper, file)).toBe('validTrusted')
  })
})

describe('a root', () => {
  let upper: TestUnit
  let town: TestUnit
  let other: TestUnit
  beforeAll(async () => {
    clock.now = startDay
    upper = await start(county)
    town = await start(township)
    other = await start(otherTownship)
    for (const unit of [town, other]) {
      await certify(upper, unit)
      await befriend(upper, unit, 'upper')
    }
  })

  it('vouches for whomever it issued: two townships know each other without a card', async () => {
    const file = await signedBy(town)
    const verified = await other.ok('trust.verify', { file })
    expect(verified).toMatchObject({ verdict: 'validTrusted', signatures: [{ trustedBy: 'root' }] })
    const certificate = ownSigner(town.desk()).certificateChain[0]
    if (!certificate) throw new Error('no certificate')
    expect(unitOf(other.desk(), certificate)).toMatchObject({
      ...{ name: township.unitName, code: township.regionCode, pinned: false, id: null, relation: 'other' },
    })
    expect(unitOf(upper.desk(), certificate)).toMatchObject({ name: township.unitName, relation: 'lower' })
    expect(partnerUnits(upper.desk()).map(({ name }) => name)).toEqual([
      township.unitName,
      otherTownship.unitName,
    ])
  })

  it('that came along with an issued certificate vouches for nobody before it is compared', async () => {
    const third = await start({ ...township, unitName: '坪坝镇人民政府' })
    await certify(upper, third)
    expect(await verdictOf(third, await signedBy(town))).toBe('validUnknownSigner')
    const [root] = await anchorsOf(third)
    const { id = 0, comparisonCode = '' } = root ?? {}
    await third.ok('trust.confirm', { id, comparisonCode, relation: 'upper' })
    expect(await verdictOf(third, await signedBy(town))).toBe('validTrusted')
    await third.ok('trust.distrust', { id, reason: '不再使用' })
    expect(await verdictOf(third, await signedBy(town))).toBe('certificateRevoked')
    await third.ok('trust.remove', { id })
    expect(await verdictOf(third, await signedBy(town))).toBe('validUnknownSigner')
  })

  it('revokes from a day on; the list carries it to the others, edges included', async () => {
    const request = await town.ok('key.request', {})
    const { issued } = await upper.ok('key.issue', { file: request, requestCode: request.requestCode })
    await town.ok('key.importCertificate', { file: await upper.ok('key.issuedFile', { id: issued.id }) })
    const revocation = later('2026-11-26T16:00:00.000Z', 0)
    const before = await signedBy(town, later(revocation, 0, -1000))
    const at = await signedBy(town, revocation)
    clock.now = later(startDay, 5)
    const future = await upper.refused('key.revoke', {
      id: issued.id,
      reason: 'superseded',
      from: '2026-11-29',
    })
    expect(future.details?.[0]?.path).toBe('from')
    const revoked = await upper.ok('key.revoke', { id: issued.id, reason: 'superseded', from: '2026-11-27' })
    expect(revoked.revokedAt).toBe(revocation)
    expect((await upper.refused('key.revoke', { id: issued.id, reason: 'superseded' })).code).toBe('conflict')
    // At the root itself at once, elsewhere with the list.
    expect(await verdictOf(upper, at, 'signing')).toBe('certificateRevoked')
    expect(await verdictOf(other, at, 'signing')).toBe('validTrusted')
    const list = await upper.ok('key.revocationList', { validDays: 30 })
    expect(await other.ok('trust.importRevocations', { file: list })).toMatchObject({
      entries: 1,
      fresh: 1,
      number: '1',
    })
    expect(await verdictOf(other, before, 'signing')).toBe('validTrusted')
    expect(await verdictOf(other, at, 'signing')).toBe('certificateRevoked')
    // A file that arrives now may claim any time.
    expect(await verdictOf(other, before, 'now')).toBe('certificateRevoked')
    clock.now = later(revocation, 0, -1)
    expect(await verdictOf(other, before, 'now')).toBe('validTrusted')
    // The revoked unit learns of it too.
    clock.now = later(startDay, 5)
    await town.ok('trust.importRevocations', { file: list })
    expect((await town.refused('key.card', { root: false })).message).toContain('吊销')
    expect((await town.ok('key.own', {})).keys[0]?.status).toBe('revoked')
    expect(await town.ok('key.notices', {})).toMatchObject([{ level: 'block' }])
    clock.now = later(startDay, 60)
    expect((await other.ok('key.notices', {})).map(({ text }) => text).join()).toContain('吊销列表应在')
  })

  it('that revokes for a lost key takes the older signatures back as well', async () => {
    const victim = await start({ ...township, unitName: '红石林镇人民政府' })
    const { issued } = await certify(upper, victim)
    const file = await signedBy(victim)
    clock.now = later(startDay, 6)
    await upper.ok('key.revoke', { id: issued.id, reason: 'keyCompromise' })
    await other.ok('trust.importRevocations', {
      file: await upper.ok('key.revocationList', { validDays: 30 }),
    })
    expect(await verdictOf(other, file, 'signing')).toBe('certificateRevoked')
    const verified = await other.ok('trust.verify', { file })
    expect(verified).toMatchObject({ verdict: 'invalid', reason: 'certificateRevoked' })
  })

  it('does not vouch for a revoked signer who is pinned besides', async () => {
    const pinned = await start({ ...township, unitName: '断龙山镇人民政府' })
    const { issued } = await certify(upper, pinned)
    await befriend(pinned, other)
    expect(await verdictOf(other, await signedBy(pinned))).toBe('validTrusted')
    await upper.ok('key.revoke', { id: issued.id, reason: 'unspecified' })
    await other.ok('trust.importRevocations', {
      file: await upper.ok('key.revocationList', { validDays: 30 }),
    })
    expect(await verdictOf(other, await signedBy(pinned))).toBe('certificateRevoked')
    const anchor = (await anchorsOf(other)).find(({ unit }) => unit.name === '断龙山镇人民政府')
    expect(anchor?.status).toBe('revoked')
    const { id = 0, comparisonCode = '' } = anchor ?? {}
    expect(
      (await other.refused('trust.confirm', { id, comparisonCode, relation: 'other' })).message,
    ).toContain('吊销')
  })

  it('list is refused: older, by a stranger, from the future, broken, or no list', async () => {
    const list = (name: string, bytes: Uint8Array) => ({ file: { name, bytes } })
    const first = await upper.ok('key.revocationList', { validDays: 30 })
    const second = await upper.ok('key.revocationList', { validDays: 30 })
    const count = (await other.ok('trust.importRevocations', { file: second })).entries
    expect((await other.refused('trust.importRevocations', { file: first })).message).toContain('旧')
    expect(await other.ok('trust.importRevocations', { file: second })).toMatchObject({ fresh: 0 })
    const strangerKey = await generatePrivateKey('p256')
    const name = {
      organization: county.unitName,
      commonName: `${county.unitName}根证书`,
      code: county.regionCode,
    }
    const spec = {
      purpose: 'authority',
      notBefore: new Date(startDay),
      notAfter: new Date(later(startDay, 99)),
    } as const
    const stranger = softwareSigner(strangerKey, [
      await selfSignedCertificate(softwareKey(strangerKey), name, spec),
    ])
    const times = { thisUpdate: new Date(clock.now), nextUpdate: null, entries: [] }
    const forged = await writeRevocationList(stranger, { number: 99n, ...times })
    expect((await other.refused('trust.importRevocations', list('a.crl', forged))).message).toContain(
      '不是由本机信任',
    )
    const changed = Uint8Array.from(second.bytes)
    changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1
    expect((await other.refused('trust.importRevocations', list('a.crl', changed))).message).toContain(
      '不是由本机信任',
    )
    for (const bytes of [
      new Uint8Array(),
      new Uint8Array([0x30, 0x03, 1, 2, 3]),
      second.bytes.subarray(0, 90),
    ]) {
      const { message } = await other.refused('trust.importRevocations', list('a.crl', bytes))
      isSentence(message)
    }
    clock.now = later(startDay, 40)
    const ahead = await upper.ok('key.revocationList', { validDays: 30 })
    clock.now = startDay
    expect((await other.refused('trust.importRevocations', { file: ahead })).message).toContain('今天之后')
    expect(createTrustStore(other.desk().db).revoked()).toHaveLength(count)
  })

  it('made anew still vouches for what the former one issued', async () => {
    const file = await signedBy(other)
    await upper.ok('key.makeAuthority', { kind: 'p256', issueOwn: true })
    expect(await verdictOf(upper, file)).toBe('validTrusted')
    expect((await upper.ok('key.revocationList', { validDays: 1 })).entries).toBe(0)
  })
})

describe('checking a file without a ledger', () => {
  it('trusts the roots given, and only them', async () => {
    const upper = await start(county)
    const town = await start(township)
    await certify(upper, town)
    const file = await signedBy(town)
    const roots = [
      {
        name: 'ca.pem',
        bytes: new Uint8Array(Buffer.from(String(ownSigner(town.desk()).certificateChain[1]))),
      },
    ]
    const bare = await startUnit(clock, null)
    open.push(bare)
    expect(await bare.ok('trust.verify', { file })).toMatchObject({
      verdict: 'validUnknownSigner',
      withTrustStore: false,
    })
    const verified = await bare.ok('trust.verify', { file, roots })
    expect(verified).toMatchObject({
      verdict: 'validTrusted',
      signatures: [{ trustedBy: 'root', signer: { knownAs: null } }],
    })
    const noRoot = [{ name: 'ca.pem', bytes: new Uint8Array(3) }]
    expect((await bare.refused('trust.verify', { file, roots: noRoot })).message).toContain('没有证书')
    expect((await bare.refused('key.own', {})).code).toBe('locked')
  })
})
