import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorkbook } from '../../../src/main/core/workbook/index.ts'
import { folder, labourer, openOffice, passphrase, type TestOffice } from '../../fixtures/office.ts'
import { holder, noNotice, postContract, publicPost } from '../../fixtures/posts.ts'
import { recordsFile } from './files.ts'

const person = { idNumber: '433126199001011223', phone: '19900001111' }
const masked = { idNumber: '433126********1223', phone: '199****1111', birthDate: '1990-**-**' }
const witness = { user: '田干事', passphrase: '田干事自己的口令' }
const reason = '上报州人社局月报'

let office: TestOffice
let id = 0
const dataDir = folder()
const get = async () => (await office.ok('labourer.get', { id })).values
const version = async () => (await office.ok('labourer.get', { id })).version
const inFull = async () => (await office.ok('person.reveal', { id })).values

/** Every cell of a workbook as text, row by row. */
async function cellsOf(bytes: Uint8Array): Promise<string[][]> {
  const workbook = openWorkbook(bytes)
  const rows: string[][] = []
  for (const sheet of workbook.sheets.keys())
    for await (const some of workbook.readRows(sheet))
      for (const row of some) rows.push([...row.cells].map((cell) => cell?.date ?? cell?.text ?? ''))
  return rows
}

beforeAll(async () => {
  office = await openOffice({ dataDir })
  id = (await office.ok('labourer.save', { values: labourer(person) })).id
})
afterAll(async () => {
  await office.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('a form whose numbers are masked', () => {
  it('shows them in part, and who they belong to is found by the whole number', async () => {
    expect(await get()).toMatchObject(masked)
    expect(await office.ok('person.search', { text: person.idNumber })).toMatchObject([
      { id, idNumber: masked.idNumber, phone: masked.phone },
    ])
    expect(await office.ok('labourer.find', { idNumber: person.idNumber })).toEqual({ id })
  })

  it('is saved with what came masked left as it is', async () => {
    const before = await inFull()
    const { idNumber = null, phone = null } = await get()
    const values = { idNumber, phone, note: '已回访' }
    expect(
      (await office.ok('labourer.check', { id, values })).violations.map(({ field }) => field),
    ).not.toContain('idNumber')
    await office.ok('labourer.save', { id, version: await version(), values })
    expect(await inFull()).toEqual(before)
    const [latest] = await office.ok('labourer.history', { id })
    expect(latest?.fields.map(({ key }) => key)).not.toContain('phone')
  })

  it.each([
    ['somebody else’s', '188****9999'],
    ['half mended', '199****111'],
  ])('refuses a mask that is %s, at its field, and writes nothing', async (_whose, phone) => {
    const refused = await office.refused('labourer.save', {
      id,
      version: await version(),
      values: { phone, note: '不该写入' },
    })
    expect(refused).toMatchObject({ code: 'invalid_input', details: [{ path: 'values.phone' }] })
    expect(refused.message).toContain('重新输入完整的号码')
    expect(await get()).toMatchObject({ phone: masked.phone, note: '已回访' })
    const isNew = await office.refused('labourer.save', { values: { name: '石阿山', phone } })
    expect(isNew.code).toBe('invalid_input')
    const inBulk = { ledger: 'labourer' as const, target: { ids: [id] }, field: 'phone', value: phone }
    expect((await office.refused('ledger.bulkApply', { ...inBulk, reason: '批量' })).code).toBe(
      'invalid_input',
    )
  })

  it('takes a number that was typed anew', async () => {
    await office.ok('labourer.save', { id, version: await version(), values: { phone: '19900002222' } })
    expect((await inFull()).phone).toBe('19900002222')
    await office.ok('labourer.save', { id, version: await version(), values: { phone: person.phone } })
  })

  it('masks household and account too, and keeps them when they come back', async () => {
    const household = await office.ok('household.save', {
      values: { region: '433126101219', phone: '19900003333' },
    })
    const view = await office.ok('household.get', { id: household.id })
    expect(view.values.phone).toBe('199****3333')
    await office.ok('household.save', {
      id: household.id,
      version: view.version,
      values: { phone: view.values.phone ?? null, address: '一组' },
    })
    expect((await office.ok('person.reveal', { ledger: 'household', id: household.id })).values.phone).toBe(
      '19900003333',
    )
    const post = await office.ok('post.save', { values: publicPost() as never })
    const bankCard = '6217001234567890123'
    const personId = await holder(office, '433126197001011241', '石阿山')
    await office.ok('assignment.save', {
      postId: post.id,
      personId,
      values: postContract({ bankCard }) as never,
      exemptions: noNotice,
    })
    const { rows } = await office.ok('ledger.page', {
      ledger: 'assignment',
      columns: ['bankCard', 'idNumber'],
    })
    expect(rows[0]?.values).toEqual({ bankCard: '***************0123', idNumber: '433126********1241' })
    expect(
      (await office.ok('person.reveal', { ledger: 'assignment', id: rows[0]?.id ?? 0 })).values.bankCard,
    ).toBe(bankCard)
    expect(await office.ok('labourer.find', { ledger: 'assignment', row: rows[0]?.id ?? 0 })).toEqual({
      id: personId,
    })
  })

  it('repeats no number in the 口径 of a search or a filter', async () => {
    const { basis } = await office.ok('ledger.count', {
      ledger: 'labourer',
      search: person.idNumber,
      filters: [{ field: 'phone', op: 'is', value: person.phone }],
    })
    expect(basis).toContain(masked.idNumber)
    expect(basis).toContain(masked.phone)
  })
})

describe('an export', () => {
  it('is masked and says so; what is read back from it changes nothing', async () => {
    const { bytes } = await office.ok('export.run', { ledger: 'labourer' })
    const rows = await cellsOf(bytes)
    expect(rows.flat()).toContain(masked.idNumber)
    expect(rows.flat().join()).not.toContain(person.idNumber)
    expect(rows.flat().some((cell) => cell.includes('号码已遮盖'))).toBe(true)
    const before = await inFull()
    const { counts, rows: shown } = await office.ok('import.preview', { file: { name: '名单.xlsx', bytes } })
    expect(counts).toMatchObject({ rows: 2, blocked: 2 })
    expect(shown.blocked[0]?.violations.map(({ message }) => message)).toContain(
      '身份证号码是遮盖过的，不能导入，请用完整导出的表',
    )
    expect(await inFull()).toEqual(before)
  })

  it('keeps the telephone where only that is masked', async () => {
    const file = recordsFile(
      '电话.xlsx',
      'labourer',
      [{ ...person, name: '石小花', phone: masked.phone, note: '新备注' }],
      ['name', 'idNumber', 'phone', 'note'],
    )
    const options = { blankClears: ['phone'] }
    expect(await office.ok('import.run', { file, ledger: 'labourer', options })).toMatchObject({
      updated: 1,
      blocked: 0,
    })
    expect((await inFull()).phone).toBe(person.phone)
    expect((await get()).note).toBe('新备注')
  })

  it('by a profile is masked, but for what is computed from the number', async () => {
    const masks = (await cellsOf((await office.ok('profile.export', { key: 'shaanxi-member' })).bytes)).flat()
    const whole = (
      await cellsOf((await office.full('profile.export', { key: 'shaanxi-member' })).bytes)
    ).flat()
    expect(masks.join()).not.toContain(person.idNumber)
    expect(whole).toContain(person.idNumber)
    expect(masks.filter((cell) => !cell.includes('*'))).toEqual(
      whole.filter((_cell, index) => !masks[index]?.includes('*')),
    )
  })

  it('in full needs a reason, and a permit is for one kind of export', async () => {
    const call = 'export.run'
    for (const short of ['', '上报', '   上报  '])
      expect((await office.refused('export.permit', { call, reason: short })).details?.[0]?.path).toBe(
        'reason',
      )
    const { permit, witness: nobody } = await office.ok('export.permit', { call, reason })
    expect(nobody).toBe(null)
    const { bytes } = await office.ok('export.run', { ledger: 'labourer', full: permit })
    const cells = (await cellsOf(bytes)).flat()
    expect(cells).toContain(person.idNumber)
    expect(cells.some((cell) => cell.includes('号码已遮盖'))).toBe(false)
    for (const [name, input] of [
      ['profile.export', { key: 'shaanxi-member', full: permit }],
      ['ledger.page', { ledger: 'labourer', columns: ['idNumber'], full: permit }],
      ['export.run', { ledger: 'labourer', full: '0'.repeat(32) }],
    ] as const)
      expect((await office.refused(name, input as never)).code).toBe('forbidden')
  })
})

describe('numbers in full', () => {
  it('are shown so many times an hour, however often the program is started', async () => {
    const limit = 12
    await office.ok('parameter.set', { key: 'revealsPerHour', value: limit, validFrom: '2026-11-23' })
    let shown = 0
    while ((await office.raw('person.reveal', { id })).ok) shown++
    expect(shown).toBeLessThan(limit)
    const refused = await office.refused('person.reveal', { id })
    expect(refused).toMatchObject({ code: 'refused' })
    expect(refused.message).toContain(`${limit}次`)
    await office.close()
    office = await openOffice({ dataDir, setUp: false })
    await office.ok('session.unlock', { passphrase })
    await office.refused('person.reveal', { id })
    // An hour later they are shown again.
    await office.close()
    office = await openOffice({ dataDir, setUp: false, today: '2026-11-24' })
    await office.ok('session.unlock', { passphrase })
    expect(await inFull()).toMatchObject(person)
  })

  it('are exported by two people as soon as the office has two', async () => {
    const given = '管理员先设的口令'
    await office.ok('account.add', { name: witness.user, roles: ['entry'], scope: null, passphrase: given })
    const call = 'export.run'
    const path = async (second?: typeof witness) => {
      const refused = await office.refused('export.permit', {
        call,
        reason,
        ...(second && { witness: second }),
      })
      return refused.details?.[0]?.path
    }
    expect(await path()).toBe('witness.user')
    // Whoever set the passphrase of the second person could be both.
    expect(await path({ user: witness.user, passphrase: given })).toBe('witness.user')
    await office.ok('session.lock', {})
    await office.ok('session.unlock', { user: witness.user, passphrase: given })
    await office.ok('session.changePassphrase', { old: given, new: witness.passphrase })
    await office.as('石主任')
    expect(await path({ user: '石主任', passphrase })).toBe('witness.user')
    expect(await path({ ...witness, passphrase })).toBe('witness.passphrase')
    const { permit, witness: second } = await office.ok('export.permit', { call, reason, witness })
    expect(second).toBe(witness.user)
    expect((await office.ok('export.run', { ledger: 'labourer', full: permit })).rows).toBe(2)
    // Guessing the other's passphrase here is no way around the lockout.
    for (let count = 0; count < 5; count++) await path({ ...witness, passphrase: '猜的口令猜的口令' })
    const waiting = await office.refused('export.permit', { call, reason, witness })
    expect(waiting.message).toContain('已暂停用口令解锁')
  })

  it('leave an entry each in the log, about the record that was shown and who was there', async () => {
    const latest = async (action: string) => (await office.ok('audit.page', { action, limit: 1 })).rows[0]
    await office.ok('person.reveal', { id })
    expect((await latest('person.reveal'))?.subjects).toEqual([{ kind: 'person', id: String(id) }])
    const { rows } = await office.ok('ledger.page', { ledger: 'household', columns: ['phone'] })
    const household = rows[0]?.id ?? 0
    await office.ok('person.reveal', { ledger: 'household', id: household })
    expect((await latest('person.reveal'))?.subjects).toEqual([{ kind: 'household', id: String(household) }])
    expect((await latest('export.permit'))?.detail).toMatchObject({
      permits: 'export.run',
      witness: witness.user,
    })
    const { rows: all } = await office.ok('audit.page', { action: 'export.permit', limit: 200 })
    expect(all.map(({ detail }) => detail.witness)).toContain('none')
    expect(JSON.stringify(all)).not.toContain(witness.passphrase)
    expect((await latest('export.run'))?.detail).toMatchObject({ ledger: 'labourer' })
  })

  it('are listed with their reasons for whoever reads the log, the newest first', async () => {
    const { rows, total } = await office.ok('export.permits', { limit: 1 })
    expect(rows).toMatchObject([{ label: '导出清单', reason, actor: '石主任', witness: witness.user }])
    expect(total).toBeGreaterThan(1)
    expect((await office.ok('export.permits', { offset: 1 })).rows).toHaveLength(total - 1)
  })
})
