import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from '../../../src/main/core/db/open.ts'
import { holdings, holdNobody } from '../../../src/main/core/erasure/holdings.ts'
import { check } from '../../fixtures/audit.ts'
import { befriend, county, startUnit, type TestUnit, township } from '../../fixtures/exchange/units.ts'
import { labourer } from '../../fixtures/office.ts'
import { holder, noNotice, postContract, publicPost } from '../../fixtures/posts.ts'
import { tinyPng } from '../../fixtures/scans.ts'
import { idNumber } from '../../fixtures/units.ts'
import { recordsFile } from './files.ts'

/** Somebody whose name and numbers stand nowhere else. */
const canary = {
  name: '龘靐鱻',
  idNumber: idNumber(4321),
  phone: '19987654321',
  homeAddress: '古阳镇麤犇组七号',
}
const reversed = (text: string) => [...text].reverse().join('')
const traces = [
  ...[canary.name, canary.idNumber, canary.phone, canary.homeAddress],
  ...[reversed(canary.idNumber), reversed(canary.phone), '龘靐', '鱻'],
]
const clock = { now: '2026-11-23T02:00:00.000Z' }

/** Every table with everything in it, the shadow tables of the search among them, as bytes. */
function dumpOf(db: Db): { table: string; content: Buffer }[] {
  const tables = db
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')`)
    .pluck()
    .all() as string[]
  return tables.map((table) => ({
    table,
    content: Buffer.concat(
      (db.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][])
        .flat()
        .filter((value) => value !== null)
        .map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(`${String(value)}\n`))),
    ),
  }))
}
const found = (content: Buffer) => traces.filter((trace) => content.includes(trace))
const tablesWith = (db: Db) =>
  dumpOf(db).flatMap(({ table, content }) => (found(content).length > 0 ? [table] : []))

describe('what holds a person', () => {
  it('is declared for every table of the schema', async () => {
    const unit = await startUnit(clock, county)
    const tables = unit
      .desk()
      .db.prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all() as string[]
    const declared = new Set([...Object.keys(holdings), ...Object.keys(holdNobody)])
    expect(
      tables.filter((table) => !declared.has(table)),
      'to be named in core/erasure/holdings.ts',
    ).toEqual([])
    for (const table of Object.keys(holdings)) expect(Object.keys(holdNobody)).not.toContain(table)
    unit.close()
  })
})

describe('a person who is lawfully deleted', () => {
  let unit: TestUnit
  let upper: TestUnit
  let personId = 0
  let neighbour = 0

  beforeAll(async () => {
    unit = await startUnit(clock, county)
    upper = await startUnit(clock, township)
    await befriend(unit, upper)
    await befriend(upper, unit)
    const other = labourer({ name: '田野', idNumber: idNumber(1) })
    neighbour = (await unit.ok('labourer.save', { values: other as never, submit: true })).id
    const values = labourer({ ...canary, note: '需要回访' })
    const household = { new: { householdCode: 'H-CANARY', phone: canary.phone, address: canary.homeAddress } }
    personId = (await unit.ok('labourer.save', { values: values as never, household: household as never })).id
    await unit.ok('labourer.save', {
      id: personId,
      values: { employerName: '某建筑公司', employedOn: '2026-06-01' } as never,
      asOf: '2026-06-01',
    })
    await unit.ok('labourer.save', { id: personId, values: { phone: '19987654320' } as never })
    await unit.ok('labourer.save', { id: personId, values: { phone: canary.phone } as never })
    const service = {
      kind: 'careerGuidance',
      servedOn: '2026-11-01',
      staff: '田干事',
      note: `${canary.name}来访`,
    }
    const { id: serviceId } = await unit.ok('episode.save', {
      personId,
      kind: 'service',
      values: service as never,
    })
    const scan = { name: `${canary.name}.png`, bytes: tinyPng(7) }
    await unit.ok('attachment.add', { owner: 'person', ownerId: personId, file: scan } as never)
    await unit.ok('attachment.add', {
      owner: 'service_record',
      ownerId: serviceId,
      file: { name: '登记.png', bytes: tinyPng(8) },
    } as never)
    // The same picture stands with somebody else: it stays there.
    await unit.ok('attachment.add', {
      owner: 'person',
      ownerId: neighbour,
      file: { name: '登记.png', bytes: tinyPng(8) },
    } as never)
    const { violations } = await unit.ok('labourer.get', { id: personId })
    const warning = violations.find(({ severity }) => severity !== 'blocks')
    if (warning)
      await unit.ok('labourer.exempt', {
        id: personId,
        code: warning.code,
        field: warning.field,
        reason: `${canary.name}情况属实`,
      })
    await unit.ok('duty.refresh', {})
    // Blocked in an import: the file of unwritten rows has the name.
    const blocked = recordsFile(
      `${canary.name}.xlsx`,
      'labourer',
      [labourer({ ...canary, idNumber: '433126199913011220' }), other] as never,
      ['name', 'idNumber', 'phone'],
    )
    const imported = await unit.ok('import.run', { file: blocked })
    expect(imported).toMatchObject({ blocked: 1, hasErrorFile: true })
    const list = recordsFile(
      '名单.xlsx',
      'labourer',
      [labourer({ ...canary, phone: '19911112222' })] as never,
      [...['name', 'idNumber', 'phone']],
    )
    await unit.ok('reconcile.run', { file: list, ledger: 'labourer', against: { kind: 'ledger' } })
    await unit.ok('labourer.setState', { ids: [personId], to: 'submitted' })
    await unit.ok('package.make', { to: township.unitName, profile: 'labour-ledger' })
    await unit.ok('labourer.save', {
      id: neighbour,
      values: { note: `邻居身份证 ${canary.idNumber}` } as never,
    })
    await unit.ok('ledger.saveList', {
      ledger: 'labourer',
      label: '查一个人',
      filters: [{ field: 'idNumber', op: 'is', value: canary.idNumber }],
    } as never)
    await unit.ok('preference.set', { key: 'search.recent', value: [canary.idNumber] })
    await unit.ok('backup.make', {})
    unit.desk().db.pragma('wal_checkpoint(TRUNCATE)')
  })
  afterAll(() => {
    unit.close()
    upper.close()
  })

  it('stood in many places before', () => {
    const before = tablesWith(unit.desk().db)
    expect(before).toEqual(
      expect.arrayContaining([
        'person',
        'household',
        'change',
        'batch',
        'package_row',
        'reconcile_row',
        'saved_list',
      ]),
    )
    expect(found(unit.desk().db.serialize()).length).toBe(traces.length)
  })

  it('is shown with what goes and what stays, and only with the right name, basis and reason', async () => {
    const plan = await unit.ok('person.erasePlan', { id: personId })
    expect(plan).toMatchObject({ name: canary.name, refusal: null })
    expect(plan.removed.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['服务记录', '附件', '修改记录里的内容', '报送包里的姓名和身份证号码']),
    )
    expect(plan.remains.join()).toContain(`曾报送给${township.unitName}（第 1 号包）`)
    expect(plan.remains.join()).toMatch(/本机的 1 份备份（2026年11月23日）里还有此人/)
    const input = {
      id: personId,
      basis: 'consentWithdrawn',
      reason: '本人书面申请',
      confirmName: canary.name,
    }
    const wrong = [
      { ...input, confirmName: '田野' },
      { ...input, basis: 'nothing' },
      { ...input, reason: `${canary.name}申请` },
    ]
    for (const one of wrong) expect((await unit.refused('person.erase', one)).message).toMatch(/。$/)
    expect(await unit.ok('labourer.get', { id: personId })).toBeTruthy()
  })

  it('is gone from tables, search, history, copies and pages, and the log still fits', async () => {
    const { erasureId } = await unit.ok('person.erase', {
      id: personId,
      basis: 'consentWithdrawn',
      reason: '本人书面申请',
      confirmName: canary.name,
    })
    const { db } = unit.desk()
    expect(tablesWith(db)).toEqual([])
    // All pages of the file as they are decrypted, the free ones among them.
    expect(found(db.serialize())).toEqual([])
    const log = join(unit.dataDir, 'ledger.db-wal')
    expect(existsSync(log) ? statSync(log).size : 0).toBe(0)
    for (const name of readdirSync(unit.dataDir, { recursive: true }) as string[]) {
      const path = join(unit.dataDir, name)
      if (statSync(path).isFile()) expect(found(readFileSync(path)), name).toEqual([])
    }
    const after = check(unit.desk())
    expect(after.message).toContain('操作日志完整')
    expect(after.erased).toBeGreaterThan(3)
    expect(await unit.ok('person.search', { text: canary.name })).toEqual([])
    expect((await unit.refused('labourer.get', { id: personId })).code).toBe('not_found')
    expect(await unit.ok('labourer.history', { id: personId })).toBeTruthy()
    const proof = await unit.ok('erasure.get', { id: erasureId })
    expect(proof).toMatchObject({
      personId,
      basis: 'consentWithdrawn',
      actor: county.userName,
      erasedOn: '2026-11-23',
    })
    expect(proof.audit?.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(proof)).not.toContain(canary.name)
    expect(await unit.ok('erasure.list', {})).toEqual([proof])
  })

  it('leaves everybody else, and the office works on', async () => {
    const { values } = await unit.ok('labourer.get', { id: neighbour })
    expect(values).toMatchObject({ name: '田野', note: '邻居身份证 （已删去）' })
    const scans = await unit.ok('attachment.list', { owner: 'person', ownerId: neighbour })
    expect(scans).toHaveLength(1)
    expect((await unit.ok('attachment.file', { id: scans[0]?.id ?? 0 })).bytes).toEqual(tinyPng(8))
    expect(await unit.ok('duty.refresh', {})).toBeTruthy()
    const { rows } = await unit.ok('batch.page', {})
    expect(rows[0]?.kind).toBe('erase')
    expect((await unit.refused('batch.undo', { id: rows[0]?.id ?? 0 })).message).toContain('不能撤销')
    for (const batch of rows) await unit.ok('batch.changes', { id: batch.id })
    const made = await unit.ok('package.make', { to: township.unitName, profile: 'labour-ledger' })
    expect(made).toMatchObject({ rows: 1, removed: 0 })
    expect(check(unit.desk()).whole).toBe(true)
  })
})

describe('a deletion that the law forbids or that comes late', () => {
  let unit: TestUnit
  beforeAll(async () => {
    unit = await startUnit(clock, county)
  })
  afterAll(() => unit.close())
  const erase = (id: number, confirmName: string) => ({
    id,
    basis: 'periodOver',
    reason: '期满清理',
    confirmName,
  })

  it('is refused when money was paid', async () => {
    const id = await holder(unit, idNumber(77), '向小河')
    const post = await unit.ok('post.save', { values: publicPost() })
    const { id: assignmentId } = await unit.ok('assignment.save', {
      postId: post.id,
      personId: id,
      values: postContract(),
      exemptions: noNotice,
    } as never)
    const month = '2026-10'
    await unit.ok('attendance.save', {
      month,
      entries: [{ assignmentId, present: 220, assessment: 'qualified' }],
    } as never)
    const { lines } = (await unit.ok('allowance.calculate', { month })) as unknown as { lines: number }
    expect(lines).not.toBe(0)
    expect((await unit.ok('person.erasePlan', { id })).refusal).toContain('未发放')
    const sheet = await unit.ok('allowance.sheet', { month })
    await unit.ok('allowance.pay', {
      month,
      paidOn: '2026-11-10',
      lines: sheet.lines,
      total: sheet.total,
    } as never)
    const refused = await unit.refused('person.erase', erase(id, '向小河'))
    expect(refused.message).toContain('发放记录按财务档案的规定必须保存')
    expect(await unit.ok('labourer.get', { id })).toBeTruthy()
    expect(check(unit.desk()).whole).toBe(true)
  })

  it('reaches somebody who was removed before, whose history is still there', async () => {
    const { id } = await unit.ok('labourer.save', { values: labourer({ ...canary }) as never })
    await unit.ok('labourer.remove', { id, reason: `${canary.name}重复` })
    expect(tablesWith(unit.desk().db)).toEqual(expect.arrayContaining(['change', 'batch']))
    await unit.ok('person.erase', erase(id, canary.name))
    expect(tablesWith(unit.desk().db)).toEqual([])
    expect(found(unit.desk().db.serialize())).toEqual([])
    expect(check(unit.desk()).whole).toBe(true)
    const { rows } = await unit.ok('batch.page', {})
    const removal = rows.find(({ label }) => label === '删除人员')
    expect(await unit.ok('batch.undo', { id: removal?.id ?? 0 })).toMatchObject({ restored: 0, removed: 0 })
    expect((await unit.refused('person.erasePlan', { id })).message).toContain('可能已经依法删除')
  })
})
