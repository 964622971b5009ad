import { rmSync } from 'node:fs'
import { afterAll, it } from 'vitest'
import { folder, openOffice, type TestOffice } from '../../fixtures/office.ts'

const county = {
  unitName: '古阳镇人民政府',
  regionCode: '433126101000',
  userName: '石主任',
  passphrase: '青山绿水依旧常在',
}
const city = { ...county, unitName: '云岭县就业服务中心', regionCode: '433126000000', userName: '龙科长' }
const made: string[] = []
const clock = '2026-11-23'

async function unit(setup: typeof county, dataDir = folder()): Promise<TestOffice> {
  if (!made.includes(dataDir)) {
    made.push(dataDir)
    const desk = await openOffice({ dataDir, setUp: false, today: clock })
    await desk.ok('session.setup', setup)
    return desk
  }
  const desk = await openOffice({ dataDir, setUp: false, today: clock })
  await desk.ok('session.unlock', { passphrase: setup.passphrase })
  return desk
}
afterAll(() => {
  for (const dataDir of made) rmSync(dataDir, { recursive: true, force: true })
})

it('works end to end', async () => {
  const a = await unit(county)
  const b = await unit(city)
  const own = await a.ok('key.own', {})
  console.log(own, await a.ok('key.notices', {}))
  const card = await a.ok('key.card', { root: false })
  const imported = await b.ok('trust.import', { file: card })
  console.log(JSON.stringify(imported, null, 1))
  const verified = await b.ok('trust.verify', { file: card })
  console.log(JSON.stringify(verified, null, 1))
  await b.ok('key.makeAuthority', { kind: 'p256', issueOwn: true })
  const rootCard = await b.ok('key.card', { root: true })
  const got = await a.ok('trust.import', { file: rootCard })
  for (const anchor of got.anchors)
    await a.ok('trust.confirm', { id: anchor.id, comparisonCode: anchor.comparisonCode, relation: 'upper' })
  const request = await a.ok('key.request', {})
  console.log(await b.ok('key.readRequest', { file: request }))
  const issued = await b.ok('key.issue', { file: request, requestCode: request.requestCode })
  console.log(await a.ok('key.importCertificate', { file: issued }))
  await b.ok('key.revoke', { id: issued.issued.id, reason: 'keyCompromise' })
  const crl = await b.ok('key.revocationList', { validDays: 30 })
  console.log(
    await a.ok('trust.importRevocations', { file: crl }),
    await a.ok('trust.overview', {}),
    await a.ok('key.notices', {}),
  )
  console.log(await a.refused('key.card', { root: false }))
  await a.close()
  await b.close()
}, 100000)
