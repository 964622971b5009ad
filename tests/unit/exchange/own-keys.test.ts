import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ownKey, ownSigner, privateKeyOf } from '../../../src/main/core/exchange/own-key.ts'
import {
  generatePrivateKey,
  issueCertificate,
  readCertificateRequest,
  selfSignedCertificate,
  signPackage,
  softwareKey,
  softwareSigner,
  writePfx,
} from '../../../src/main/core/signature/index.ts'
import {
  befriend,
  type Clock,
  certify,
  county,
  later,
  startDay,
  startUnit,
  type TestUnit,
  township,
} from '../../fixtures/exchange/units.ts'
import { passphrase } from '../../fixtures/office.ts'
import { filesIn } from '../core/files.ts'

const clock: Clock = { now: startDay }
let town: TestUnit
let upper: TestUnit

beforeAll(async () => {
  town = await startUnit(clock, township)
  upper = await startUnit(clock, county)
})
afterAll(() => {
  town.close()
  upper.close()
})
beforeEach(() => {
  clock.now = startDay
})

const inUse = async (unit: TestUnit) => {
  const [key] = (await unit.ok('key.own', {})).keys
  if (!key) throw new Error('no key')
  return key
}
const named = (unitName: string, code = '433126101000') => ({
  organization: unitName,
  commonName: unitName,
  code,
})
const isSentence = (message: string) => expect(message).toMatch(/^[\u4e00-\u9fff“].*。$/)

describe('the key of a unit', () => {
  it('is there after the first run, self-signed in the name of the unit', async () => {
    expect(await inUse(town)).toMatchObject({
      ...{ purpose: 'unit', status: 'inUse', origin: 'self', selfSigned: true, keyKind: 'RSA-2048' },
      ...{ unitName: township.unitName, unitCode: township.regionCode, notAfter: later(startDay, 1096) },
    })
    expect(await town.ok('key.notices', {})).toEqual([])
  })

  it('is there in a demo county too', async () => {
    const demo = await startUnit(clock, null)
    await demo.ok('session.setupDemo', { people: 10, seed: 3 })
    expect(await inUse(demo)).toMatchObject({ status: 'inUse', unitName: '云岭县就业服务中心（演示）' })
    demo.close()
  })

  it('is made at unlock in a ledger from before there were keys', async () => {
    const old = await startUnit(clock, township)
    old.desk().db.exec('DELETE FROM own_certificate; DELETE FROM own_key')
    expect((await old.refused('key.card', { root: false })).message).toContain('还没有签名密钥')
    expect(await old.ok('key.notices', {})).toMatchObject([{ level: 'block' }])
    await old.ok('session.lock', {})
    await old.ok('session.unlock', { passphrase })
    expect(await inUse(old)).toMatchObject({ status: 'inUse' })
    old.close()
  })

  it('never leaves the database in plain: not on disk, not in an answer, not in the log', async () => {
    const key = ownKey(town.desk(), 'unit')
    if (!key) throw new Error('no key')
    const secret = privateKeyOf(town.desk(), key.key)
    const der = secret.export({ type: 'pkcs8', format: 'der' })
    const middle = der.subarray(der.length / 2, der.length / 2 + 24)
    for (const path of filesIn(town.dataDir)) {
      const content = readFileSync(path)
      expect(content.includes(middle), path).toBe(false)
      expect(content.includes(middle.toString('base64').slice(4, 28)), path).toBe(false)
    }
    const answers = [
      await town.ok('key.own', {}),
      await town.ok('trust.overview', {}),
      await town.ok('key.request', {}),
      await town.ok('key.card', { root: false }),
    ]
    const text = JSON.stringify([answers, town.logged], (_key, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(text).not.toContain('PRIVATE KEY')
    expect(text).not.toContain(middle.toString('base64').slice(4, 28))
    const rows = town.desk().db.prepare('SELECT sealed FROM own_key').pluck().all() as Buffer[]
    for (const sealed of rows) expect(sealed.includes(middle)).toBe(false)
  })

  it.each(['rsa2048', 'rsa3072', 'p256'] as const)(
    'is replaced by one of kind %s that can sign',
    async (kind) => {
      const before = await inUse(town)
      clock.now = later(startDay, 1)
      const made = await town.ok('key.replace', { kind })
      expect(made.keyKind).toBe({ rsa2048: 'RSA-2048', rsa3072: 'RSA-3072', p256: 'P-256' }[kind])
      const { keys } = await town.ok('key.own', {})
      expect(keys.filter(({ status }) => status === 'inUse')).toHaveLength(1)
      expect(keys.find(({ id }) => id === before.id)).toMatchObject({
        status: 'retired',
        retiredAt: clock.now,
      })
      const card = await town.ok('key.card', { root: false })
      const verified = await town.ok('trust.verify', { file: card })
      expect(verified).toMatchObject({ verdict: 'validTrusted' })
      expect(verified.signatures[0]?.signer?.knownAs).toMatchObject({ relation: 'own' })
    },
  )

  it('takes another unit code into its certificate', async () => {
    await town.ok('key.replace', { kind: 'p256', unitCode: '11433126MB0001234X' })
    expect(await town.ok('key.own', {})).toMatchObject({ unit: { code: '11433126MB0001234X' } })
    expect((await inUse(town)).unitCode).toBe('11433126MB0001234X')
    expect((await town.refused('key.replace', { kind: 'p256', unitCode: '甲' })).details?.[0]?.path).toBe(
      'unitCode',
    )
    await town.ok('key.replace', { kind: 'p256', unitCode: township.regionCode })
  })
})

describe('files of a retired key', () => {
  it('stay trusted at home', async () => {
    const card = await town.ok('key.card', { root: false })
    await town.ok('key.replace', { kind: 'p256' })
    expect(await town.ok('trust.verify', { file: card })).toMatchObject({ verdict: 'validTrusted' })
  })
})

describe('the end of a certificate', () => {
  it.each([
    [91, null],
    [90, 'warn'],
    [31, 'warn'],
    [30, 'block'],
    [0, 'block'],
  ] as const)('%i days before it says %s', async (days, level) => {
    const { notAfter } = await inUse(town)
    clock.now = later(notAfter, -days)
    const notices = await town.ok('key.notices', {})
    if (level === null) expect(notices).toEqual([])
    else expect(notices).toMatchObject([{ level }])
    for (const { text } of notices) isSentence(text)
    expect(ownSigner(town.desk())).toBeDefined()
  })

  it('signs up to the last instant and not after, nor before its beginning', async () => {
    const { notAfter, notBefore } = await inUse(town)
    clock.now = notAfter
    await town.ok('key.card', { root: false })
    clock.now = later(notAfter, 0, 1)
    const refused = await town.refused('key.card', { root: false })
    expect(refused.message).toContain('过期')
    isSentence(refused.message)
    expect(await town.ok('key.notices', {})).toMatchObject([{ level: 'block' }])
    expect((await inUse(town)).status).toBe('expired')
    clock.now = later(notBefore, 0, -1)
    expect((await town.refused('key.card', { root: false })).message).toContain('还没有生效')
  })

  it('lets an expired key still ask for a certificate', async () => {
    clock.now = later((await inUse(town)).notAfter, 1)
    expect((await town.ok('key.request', {})).requestCode).toBe((await inUse(town)).requestCode)
  })
})

describe('a certificate from the upper level', () => {
  it('is asked for, issued after comparing, and taken into use with its chain', async () => {
    const request = await town.ok('key.request', {})
    await upper.ok('key.makeAuthority', { kind: 'p256', issueOwn: false })
    expect(await upper.ok('key.readRequest', { file: request })).toEqual({
      ...{ unitName: township.unitName, unitCode: township.regionCode, keyKind: 'P-256' },
      ...{ requestCode: request.requestCode, alreadyIssued: false },
    })
    const wrong = await upper.refused('key.issue', { file: request, requestCode: '1234' })
    expect(wrong.message).toContain('比对码')
    const issued = await upper.ok('key.issue', { file: request, requestCode: request.requestCode, years: 5 })
    expect(issued.issued).toMatchObject({ unitName: township.unitName, revokedAt: null })
    const key = await town.ok('key.importCertificate', { file: issued })
    expect(key).toMatchObject({ origin: 'issued', selfSigned: false, status: 'inUse' })
    expect(ownSigner(town.desk()).certificateChain).toHaveLength(2)
    // The root came along; nobody has compared it yet.
    expect((await town.ok('trust.overview', {})).anchors).toMatchObject([
      { role: 'root', status: 'pending', unit: { name: county.unitName, relation: 'upper' } },
    ])
    expect((await upper.ok('key.readRequest', { file: request })).alreadyIssued).toBe(true)
    expect((await town.refused('key.importCertificate', { file: issued })).message).toContain('已经导入过')
  })

  it('does not outlive its root', async () => {
    const { keys } = await upper.ok('key.own', {})
    const root = keys.find(({ purpose }) => purpose === 'authority')
    clock.now = later(root?.notAfter ?? '', -10)
    await town.ok('key.replace', { kind: 'p256' })
    const issued = await certify(upper, town)
    expect(issued.issued.notAfter).toBe(root?.notAfter)
    clock.now = later(root?.notAfter ?? '', 1)
    const request = await town.ok('key.request', {})
    const refused = await upper.refused('key.issue', { file: request, requestCode: request.requestCode })
    expect(refused.message).toContain('过期')
    clock.now = startDay
    await town.ok('key.replace', { kind: 'p256' })
  })

  it('is refused for another key, a retired key, without its chain, by nobody with the right, and out of time', async () => {
    const file = (bytes: string) => ({ name: '证书.pem', bytes: new Uint8Array(Buffer.from(bytes)) })
    const refusedWith = async (pem: string, words: string) => {
      const { message } = await town.refused('key.importCertificate', { file: file(pem) })
      expect(message).toContain(words)
      isSentence(message)
    }
    const spec = (purpose: 'unit' | 'authority', from = 0, to = 400) => ({
      purpose,
      notBefore: new Date(later(startDay, from)),
      notAfter: new Date(later(startDay, to)),
    })
    const rootKey = await generatePrivateKey('p256')
    const root = await selfSignedCertificate(softwareKey(rootKey), named('甲市'), spec('authority', -10))
    const signer = softwareSigner(rootKey, [root])
    const request = readCertificateRequest((await town.ok('key.request', {})).bytes)
    const leaf = await issueCertificate(request, signer, spec('unit'))
    const stranger = await generatePrivateKey('p256')
    const strangers = await selfSignedCertificate(softwareKey(stranger), named('乙镇'), spec('unit'))
    await refusedWith('nothing', '没有证书')
    await refusedWith(strangers.toString(), '对不上')
    await refusedWith(leaf.toString(), '缺少签发机构的证书')
    // A unit's certificate is no authority, even where it signed.
    const forgedIssuer = softwareSigner(stranger, [
      await selfSignedCertificate(softwareKey(stranger), named('甲市'), spec('authority')),
    ])
    const forged = await issueCertificate(request, forgedIssuer, spec('unit'))
    const noAuthority = await selfSignedCertificate(softwareKey(stranger), named('甲市'), spec('unit'))
    await refusedWith(`${forged}${noAuthority}`, '无权签发')
    const early = await issueCertificate(request, signer, spec('unit', 1))
    await refusedWith(`${early}${root}`, '有效期')
    const late = await issueCertificate(request, signer, spec('unit', -9, -1))
    await refusedWith(`${late}${root}`, '有效期')
    const wrongUse = await issueCertificate(request, signer, spec('authority'))
    await refusedWith(`${wrongUse}${root}`, '不能用于签名')
    await town.ok('key.replace', { kind: 'p256' })
    await refusedWith(`${leaf}${root}`, '旧密钥')
    expect((await inUse(town)).origin).toBe('self')
  })
})

describe('a key file (.pfx)', () => {
  const spec = {
    purpose: 'unit',
    notBefore: new Date(startDay),
    notAfter: new Date(later(startDay, 100)),
  } as const
  const pfx = async (kind: 'rsa2048' | 'p256', password: string) => {
    const privateKey = await generatePrivateKey(kind)
    const certificate = await selfSignedCertificate(
      softwareKey(privateKey),
      named('古阳镇（电子印章）'),
      spec,
    )
    return {
      bytes: new Uint8Array(writePfx({ privateKey, certificateChain: [certificate] }, password, '章')),
      certificate,
    }
  }

  it('is refused with the wrong password in one sentence, and nothing changes', async () => {
    const { bytes } = await pfx('rsa2048', '密码 1234')
    const before = await inUse(town)
    const refused = await town.refused('key.importPfx', {
      file: { name: '章.pfx', bytes },
      passphrase: '错的',
    })
    expect(refused.message).toContain('密码不对')
    isSentence(refused.message.replace('（.pfx）', ''))
    expect((await inUse(town)).id).toBe(before.id)
    const broken = { name: '章.pfx', bytes: bytes.subarray(0, 100) }
    expect(
      (await town.refused('key.importPfx', { file: broken, passphrase: '密码 1234' })).message,
    ).toContain('无法读取')
  })

  it('takes the place of the key in use, signs, and does not come in twice', async () => {
    const { bytes, certificate } = await pfx('rsa2048', '密码 1234')
    const input = { file: { name: '章.pfx', bytes }, passphrase: '密码 1234' }
    expect(await town.ok('key.importPfx', input)).toMatchObject({
      origin: 'file',
      fingerprint: certificate.fingerprint256,
    })
    const signer = ownSigner(town.desk())
    const workbook = await town.ok('export.template', { ledger: 'labourer' })
    const signed = await signPackage(workbook.bytes, { signer, time: new Date(clock.now) })
    const verified = await town.ok('trust.verify', { file: { name: 'a.xlsx', bytes: signed.bytes } })
    expect(verified.verdict).toBe('validTrusted')
    expect((await town.refused('key.importPfx', input)).code).toBe('conflict')
    await town.ok('key.replace', { kind: 'p256' })
    expect((await town.refused('key.importPfx', input)).code).toBe('conflict')
  })

  it('is refused where its certificate has expired', async () => {
    const { bytes } = await pfx('p256', 'x')
    clock.now = later(startDay, 101)
    const { message } = await town.refused('key.importPfx', {
      file: { name: 'a.pfx', bytes },
      passphrase: 'x',
    })
    expect(message).toContain('有效期')
  })
})

describe('the unit as a root', () => {
  it('gives its own key a certificate too, and its card carries the root', async () => {
    await upper.ok('key.makeAuthority', { kind: 'p256', issueOwn: true })
    expect(await inUse(upper)).toMatchObject({ purpose: 'authority' })
    const { keys, issued } = await upper.ok('key.own', {})
    expect(keys.find(({ purpose, status }) => purpose === 'unit' && status === 'inUse')).toMatchObject({
      origin: 'issued',
    })
    expect(issued[0]?.unitName).toBe(county.unitName)
    const anchors = await befriend(upper, town, 'upper')
    expect(anchors.map(({ role }) => role)).toEqual(['root', 'signer'])
  })

  it('refuses what is no request, one without a unit, and a request whose signature does not fit', async () => {
    const refused = async (text: string) =>
      (
        await upper.refused('key.readRequest', {
          file: { name: 'a.csr', bytes: new Uint8Array(Buffer.from(text)) },
        })
      ).message
    expect(await refused('nothing')).toContain('证书申请')
    const { bytes } = await town.ok('key.request', {})
    const pem = Buffer.from(bytes).toString()
    const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64')
    der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1
    expect(
      await refused(
        `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----`,
      ),
    ).toContain('对不上')
  })

  it('exports an issued certificate once more', async () => {
    const { issued } = await certify(upper, town)
    const again = await upper.ok('key.issuedFile', { id: issued.id })
    expect(new X509Certificate(Buffer.from(again.bytes)).fingerprint256).toBe(issued.fingerprint)
    expect((await upper.refused('key.issuedFile', { id: 999 })).code).toBe('not_found')
  })
})
