import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallName, contract, type Input } from '../../../src/shared/contract/index.ts'
import { demoAccounts, demoPassphrase } from '../../../src/shared/domain/account/demo.ts'
import { employerMonth } from '../../fixtures/employer-months.ts'
import { graduateFile } from '../../fixtures/graduates.ts'
import { labourer, office, openOffice, passphrase, type TestOffice } from '../../fixtures/office.ts'
import { postContract, publicPost } from '../../fixtures/posts.ts'
import { tinyPng } from '../../fixtures/scans.ts'
import { jobFair, site, station } from '../../fixtures/sites.ts'
import { vacancy } from '../../fixtures/vacancies.ts'
import { recordsFile } from './files.ts'

/**
 * Whatever reaches the door of the core is answered with a value: every part of the input of every
 * call is replaced by what does not belong there. Nothing may end in a surprise (`internal`), and
 * what is refused as wrong input names the place.
 */
let desk: TestOffice
let inputs: { [N in CallName]: Input<N> }

beforeAll(async () => {
  desk = await openOffice({ demo: { people: 30, seed: 2 } })
  const { rows } = await desk.ok('ledger.page', { ledger: 'labourer', columns: ['name'] })
  const [id = 0, second = 0] = rows.map((row) => row.id)
  const [household, other] = await desk
    .ok('ledger.page', { ledger: 'household', columns: ['headName'] })
    .then((page) => page.rows.map((row) => row.id))
  const { members } = await desk.ok('household.get', { id: household ?? 0 })
  const personId = members.find((member) => !member.isHead)?.id ?? 0
  const file = recordsFile('一人.xlsx', 'labourer', [labourer()], ['name', 'idNumber', 'phone'])
  const mapping = {
    sheet: 0,
    headerRow: 1,
    ledger: 'labourer' as const,
    columns: { 0: 'name', 1: 'idNumber' },
  }
  const options = { mode: 'both' as const, blankClears: ['phone'], region: '433126101219' }
  const { importId } = await desk.ok('import.run', { file })
  const filters = [{ field: 'monthlyWage', op: 'atLeast' as const, value: 1 }]
  const query = { ledger: 'labourer' as const, list: 'employed', filters, search: '石' }
  const witness = { user: demoAccounts[1].name, passphrase: demoPassphrase }
  const reasoned = { call: 'export.run' as const, reason: '核对上报数据', witness }
  const { permit: full } = await desk.ok('export.permit', reasoned)
  const sort = { field: 'name', descending: true }
  const columns = ['name', 'phone']
  const bulk = { ledger: 'labourer' as const, target: { ids: [id] }, field: 'note', value: '已回访' }
  const profile = 'hunan-labour-database'
  const profileSheet: Input<'profile.save'>['sheets'][number] = {
    name: 'Sheet1',
    ledger: 'labourer',
    rows: { basis: '已建采集表的人员', filters: [] },
    columns: [
      { header: '姓名', field: 'name' },
      { header: '身份证号码', field: 'idNumber' },
    ],
    template: { sheet: 0, headerRow: 1, firstRow: 2 },
  }
  const change = { validFrom: '2026-11-01', reason: '区划调整' }
  const post = await desk.ok('post.save', { values: publicPost() })
  const openingValues = { places: 1, neededOn: '2026-10-01', needReason: '保洁', openedOn: '2026-10-05' }
  const opening = await desk.ok('opening.save', { postId: post.id, values: openingValues })
  const about = { postId: post.id, personId: id, openingId: opening.id }
  const place = await desk.ok('site.save', { values: site() })
  const { id: employerMonthId } = await desk.ok('employerMonth.save', { values: employerMonth() })
  const { id: vacancyId } = await desk.ok('vacancy.save', { values: vacancy() })
  const { id: sampleId } = await desk.ok('confirmation.draw', { ledger: 'labourer' })
  const paper = { month: '2026-10', region: '433126101000' }
  inputs = {
    'session.status': {},
    'session.setup': office,
    'session.setupDemo': { people: 10, seed: 1, regionCode: '433126000000', passphrase },
    'session.unlock': { passphrase },
    'account.list': {},
    'account.add': { name: '田录入', roles: ['entry' as const], passphrase },
    'account.save': { name: '石主任', roles: ['administrator' as const], scope: null },
    'account.close': { name: '田录入', reason: '调离本单位' },
    'account.resetPassphrase': { name: '田录入', passphrase },
    'session.recover': { recoveryKey: 'AAAAA-BBBBB', newPassphrase: passphrase },
    'session.touch': {},
    'person.reveal': { ledger: 'labourer', id },
    'export.permit': reasoned,
    'session.lock': {},
    'export.permits': { offset: 0, limit: 20 },
    'audit.page': { actor: '石主任', subject: { kind: 'person', id: String(id) }, offset: 0, limit: 5 },
    'audit.verify': { anchor: { name: 'backup.json', bytes: new Uint8Array([123]) } },
    'audit.export': { from: '2026-11-01', to: '2026-11-30', action: 'import.run' },
    'person.erasePlan': { id },
    'person.erase': { id, basis: 'wrongEntry', reason: '误录', confirmName: '没有此人' },
    'erasure.list': {},
    'erasure.get': { id: 1 },
    'backup.state': {},
    'backup.make': { occasion: 'daily' },
    'backup.carry': {},
    'backup.setSecond': { place: null },
    'backup.rehearse': {},
    'backup.look': {},
    'backup.restore': { folder: '/没有这个文件夹', secret: passphrase },
    'session.changePassphrase': { old: passphrase, new: passphrase },
    'region.search': { text: '古丈', under: '430000000000', level: 3, limit: 5 },
    'region.children': { code: '433126000000' },
    'region.path': { code: '433126101000' },
    'region.changes': { limit: 5 },
    'region.add': { parent: '433126101000', name: '新村', validFrom: '2026-11-01' },
    'region.rename': { code: '433126101219', name: '新名村', ...change },
    'region.merge': { code: '433126101219', into: '433126101202', ...change },
    'region.move': { code: '433126101202', parent: '433126103000', ...change },
    'dictionary.all': {},
    'dictionary.saveItem': {
      dictionary: 'education',
      code: 'x1',
      label: '函授',
      aliases: ['函大'],
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
    },
    'parameter.all': {},
    'parameter.set': { key: 'staleDays', value: 9, validFrom: '2026-11-01' },
    'figure.start': {},
    'figure.services': {},
    'quality.villages': { under: '433126000000' },
    'quality.missing': { under: '433126101000', limit: 5 },
    'preference.all': {},
    'preference.set': { key: 'columns.labourer', value: ['name'] },
    'ledger.page': { ...query, columns, sort, offset: 0, limit: 5, full },
    'ledger.count': query,
    'ledger.lists': { ledger: 'labourer' },
    'ledger.saveList': { ledger: 'labourer', label: '试用清单', list: 'employed', filters, columns, sort },
    'ledger.removeList': { key: 'saved-1' },
    'ledger.bulkPreview': bulk,
    'ledger.bulkApply': { ...bulk, reason: '回访' },
    'person.search': { text: '石', limit: 3 },
    'labourer.get': { id },
    'labourer.find': { idNumber: labourer().idNumber },
    'labourer.check': { id, values: { phone: '19900001111' }, forConfirmation: true },
    'labourer.save': {
      id: second,
      version: 1,
      values: labourer({ workMonths: ['2026-01'] }) as Input<'labourer.save'>['values'],
      household: { new: { address: '一组', region: '433126101219' } },
      submit: true,
      asOf: '2026-11-01',
    },
    'labourer.setState': { ids: [id], to: 'submitted', reason: '核对' },
    'confirmation.setting': {},
    'confirmation.set': { onlyConfirmed: true },
    'confirmation.waiting': {},
    'confirmation.compare': { id },
    'confirmation.confirm': { ids: [id] },
    'confirmation.return': { ids: [id], reason: '工资不对' },
    'confirmation.draw': query,
    'confirmation.samples': { limit: 3 },
    'confirmation.sample': { id: sampleId, offset: 0, limit: 10 },
    'confirmation.answer': { id: sampleId, personId: id, result: 'false', note: '查无此人' },
    'confirmation.finish': { id: sampleId },
    'confirmation.cancel': { id: 4711 },
    'confirmation.months': {},
    'confirmation.month': { closing: 1 },
    'confirmation.close': {},
    'confirmation.reopen': { closing: 1, reason: '漏报一村' },
    'labourer.exempt': { id, code: 'L26_wage_range', field: 'monthlyWage', reason: '已核' },
    'labourer.unexempt': { id, code: 'L26_wage_range', field: 'monthlyWage' },
    'labourer.remove': { id: 9999, reason: '重复' },
    'labourer.recheck': {},
    'labourer.history': { id, limit: 5 },
    'episode.save': {
      personId: id,
      kind: 'training',
      id: 4711,
      values: { kind: 'skill', trade: '电工', startedOn: '2026-01', days: 3, suShan: true },
    },
    'zero.ofHousehold': { id: household ?? 0 },
    'zero.declare': {
      householdId: household ?? 0,
      values: {
        reason: 'other',
        reasonNote: '待产',
        signedOn: '2026-11-20',
        signature: 'self',
        signedBy: '石小花',
      },
      file: { name: '声明.png', bytes: tinyPng() },
    },
    'zero.withdraw': { id: 9999, reason: '登记错误' },
    'zero.report': { month: '2026-10' },
    'zero.cases': {
      month: '2026-10',
      figure: 'end',
      region: '433126101000',
      exact: true,
      offset: 0,
      limit: 5,
    },
    'zero.export': { month: '2026-10' },
    'attachment.list': { owner: 'person', ownerId: id },
    'attachment.add': {
      owner: 'person',
      ownerId: id,
      caption: '证件',
      file: { name: '证件.png', bytes: tinyPng() },
    },
    'attachment.file': { id: 9999 },
    'attachment.remove': { id: 9999, reason: '附错了' },
    'duty.refresh': {},
    'duty.counts': { region: '433126000000', mine: true },
    'duty.page': {
      when: 'overdue',
      kind: 'returnee',
      region: '433126000000',
      mine: true,
      offset: 0,
      limit: 5,
    },
    'duty.ofPerson': { id },
    'duty.pause': { personId: 4711, kind: 'zeroHousehold', reason: '外出治病' },
    'duty.resume': { personId: 4711, kind: 'zeroHousehold' },
    'episode.remove': { kind: 'training', id: 4711, reason: '重复' },
    'household.get': { id: household ?? 0 },
    'household.save': { id: household, version: 1, values: { address: '二组', category: 'general' } },
    'household.setHead': { id: household ?? 0, personId },
    'household.addMember': { id: household ?? 0, personId, relation: '10' },
    'household.split': { id: household ?? 0, personIds: [personId], headId: personId, reason: '成家' },
    'household.merge': { id: 9999, into: other ?? 0, reason: '合并' },
    'import.inspect': { file, ledger: 'labourer', at: { sheet: 0, headerRow: 1 } },
    'import.preview': { file, mapping, ledger: 'labourer', options, errorFile: true },
    'import.run': { file, mapping, ledger: 'labourer', options },
    'import.errors': { importId },
    'batch.page': { offset: 0, limit: 5 },
    'batch.changes': { id: importId, offset: 0, limit: 5 },
    'batch.undo': { id: 9999 },
    'export.run': { ...query, columns, sort, full },
    'export.template': { ledger: 'labourer' },
    'package.partners': {},
    'package.list': {},
    'package.rows': { id: 9999, result: 'accepted', offset: 0, limit: 5 },
    'package.count': { to: '430000000000', profile },
    'package.make': { to: '430000000000', profile },
    'package.preview': { file },
    'package.receive': { file },
    'package.receipt': { package: 9999 },
    'conflict.groups': {},
    'conflict.choices': {},
    'conflict.list': { profile, field: 'phone', offset: 0, limit: 5 },
    'conflict.decide': { which: { ids: [9999] }, choice: 'ours', remember: true },
    'conflict.forget': { profile, field: 'phone' },
    'reconcile.inspect': { file, ledger: 'labourer', at: { sheet: 0, headerRow: 1 } },
    'reconcile.words': { file, mapping: { ...mapping, ledger: 'labourer' }, region: '433126101219' },
    'reconcile.run': {
      file,
      mapping: { ...mapping, ledger: 'labourer' },
      ledger: 'labourer',
      against: { kind: 'ledger', list: 'employed' },
      region: '433126101219',
      blanksDiffer: true,
    },
    'reconcile.runs': { offset: 0, limit: 5 },
    'reconcile.get': { id: 9999 },
    'reconcile.page': { id: 9999, kind: 'differs', field: 'phone', search: '石', offset: 0, limit: 5 },
    'reconcile.decide': { id: 9999, theirs: 1, ours: 2, same: true },
    'reconcile.decideClear': { id: 9999 },
    'reconcile.undecide': { id: 9999, theirs: 1 },
    'reconcile.remove': { id: 9999 },
    'reconcile.export': { id: 9999, full },
    'profile.list': {},
    'profile.get': { key: profile },
    'profile.count': { key: profile, list: 'employed', filters, since: '2026-11-01' },
    'profile.export': { key: profile, list: 'employed', filters, since: 0, full },
    'profile.inspectTemplate': { file, ledger: 'labourer', at: { sheet: 0, headerRow: 1 } },
    'profile.save': {
      label: '试用格式',
      receiver: '市就业中心',
      template: file,
      sheets: [profileSheet],
    },
    'profile.remove': { key: 'own-1' },
    'key.own': {},
    'key.notices': {},
    'key.replace': { kind: 'p256', unitCode: '433126000000' },
    'key.request': {},
    'key.importCertificate': { file },
    'key.importPfx': { file, passphrase: '青山绿水' },
    'key.card': { root: false },
    'key.makeAuthority': { kind: 'p256', issueOwn: false },
    'key.readRequest': { file },
    'key.issue': { file, years: 3, requestCode: '0000' },
    'key.issuedFile': { id: 9999 },
    'key.revoke': { id: 9999, reason: 'superseded', from: '2026-11-01' },
    'key.revocationList': { validDays: 30 },
    'trust.overview': {},
    'trust.import': { file },
    'trust.confirm': {
      id: 9999,
      comparisonCode: '0000',
      relation: 'lower',
      replaceOthers: true,
      note: '电话核对',
    },
    'trust.distrust': { id: 9999, reason: '更换单位' },
    'trust.remove': { id: 9999 },
    'trust.importRevocations': { file },
    'trust.verify': { file, roots: [file], allowSha1: true },
    'graduate.get': { personId: id },
    'graduate.save': { personId: id, version: 1, values: graduateFile },
    'graduate.remove': { personId: id, reason: '登记错误' },
    'graduate.saveEntry': {
      personId: id,
      kind: 'followUp',
      id: 1,
      values: { followedOn: '2026-11-20', found: 'seeking' },
    },
    'graduate.removeEntry': { kind: 'step', id: 1, reason: '登记错误' },
    'graduate.summary': { region: '433126101000' },
    'graduate.exportSummary': { region: '433126101000' },
    'vacancy.get': { id: vacancyId },
    'vacancy.save': { id: vacancyId, version: 1, values: vacancy() },
    'vacancy.remove': { id: 4711, reason: '登记错误' },
    'vacancy.people': { id: vacancyId, limit: 3 },
    'vacancy.forPerson': { personId: id, limit: 3 },
    'vacancy.refer': { vacancyId, personId: second, values: { response: 'considering' } },
    'vacancy.answer': { serviceId: 4711, response: 'hired', outcome: '月底上岗' },
    'employerMonth.get': { id: employerMonthId },
    'employerMonth.save': { id: employerMonthId, version: 1, values: employerMonth() },
    'employerMonth.remove': { id: 4711, reason: '登记错误' },
    'post.get': { id: post.id },
    'post.save': { id: post.id, version: 1, values: publicPost() },
    'post.remove': { id: post.id, reason: '登记错误' },
    'opening.save': { id: opening.id, postId: post.id, values: openingValues },
    'opening.remove': { id: opening.id, reason: '登记错误' },
    'opening.addCandidate': { openingId: opening.id, personId: id, appliedOn: '2026-10-10' },
    'opening.decide': { candidateId: 1, decision: 'refused', note: '名额已满' },
    'opening.removeCandidate': { candidateId: 1 },
    'opening.notice': { id: opening.id },
    'assignment.get': { id: 1 },
    'assignment.ofPerson': { personId: id },
    'assignment.check': { id: 1, ...about, values: postContract() },
    'assignment.save': {
      ...{ id: 1, version: 1, ...about, values: postContract() },
      exemptions: [{ code: 'P27NoNotice', reason: '事后补公示' }],
    },
    'assignment.unexempt': { id: 1, code: 'P27NoNotice' },
    'assignment.remove': { id: 1, reason: '登记错误' },
    'assignment.recheck': {},
    'attendance.month': { ...paper, postId: post.id, offset: 0, limit: 10 },
    'attendance.save': {
      month: '2026-10',
      entries: [{ assignmentId: 1, present: 200, assessment: 'qualified', note: '全勤' }],
    },
    'allowance.months': {},
    'allowance.sheet': { month: '2026-10' },
    'allowance.lines': { ...paper, offset: 0, limit: 10 },
    'allowance.calculate': { month: '2026-10' },
    'allowance.pay': { month: '2026-10', paidOn: '2026-11-05', lines: 1, total: 100 },
    'allowance.correct': { assignmentId: 1, forMonth: '2026-10', present: 100, reason: '考勤有误' },
    'allowance.export': { month: '2026-10' },
    'site.get': { id: place.id },
    'site.save': { id: place.id, version: 1, values: site() },
    'site.remove': { id: place.id, reason: '登记错误' },
    'site.state': { id: place.id },
    'site.residents': { id: place.id, building: '3', uncovered: true, offset: 0, limit: 10 },
    'site.export': { id: place.id, full },
    'siteHousehold.get': { id: 1 },
    'siteHousehold.save': {
      ...{ id: 1, version: 1, siteId: place.id, householdId: 1 },
      values: { building: '3', unit: '2', door: '501', movedIn: '2020-05' },
    },
    'siteHousehold.leave': { id: 1, version: 1, movedOut: '2023-04', leaveReason: '进城购房' },
    'siteHousehold.remove': { id: 1, reason: '登记错误' },
    'station.get': { id: 1 },
    'station.save': { id: 1, version: 1, siteId: place.id, values: station() },
    'station.remove': { id: 1, reason: '登记错误' },
    'jobFair.get': { id: 1 },
    'jobFair.save': { id: 1, version: 1, siteId: place.id, values: jobFair() },
    'jobFair.remove': { id: 1, reason: '登记错误' },
  }
})
afterAll(() => desk.close())

const nonsense: readonly unknown[] = [
  null,
  {},
  [],
  ['x'],
  [null],
  true,
  -1,
  0,
  1.5,
  1e300,
  '',
  ' ',
  '💥',
  'a\u0000b',
  '__proto__',
  "'; DROP TABLE person; --",
  '2026-02-31',
  '9999-99-99',
  '000000000000',
  '999999999999',
  '%_\\',
  '长'.repeat(50_000),
]

type Path = readonly (string | number)[]
const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)

/** Every place of an input, the containers included. */
function placesOf(value: unknown, path: Path = []): Path[] {
  const own = path.length > 0 ? [path] : []
  if (!isContainer(value)) return own
  const keys = Array.isArray(value) ? value.map((_item, index) => index) : Object.keys(value)
  return [...own, ...keys.flatMap((key) => placesOf(value[key as keyof typeof value], [...path, key]))]
}

/** A copy with another value at a place. */
function withValue(input: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value
  const copy = (Array.isArray(input) ? [...input] : { ...(input as object) }) as Record<
    string | number,
    unknown
  >
  copy[key] = withValue(copy[key], rest, value)
  return copy
}

const names = Object.keys(contract) as CallName[]

/** They read a file of the office's own, which is shown to whoever chose it as it stands. */
const ownFiles: ReadonlySet<string> = new Set([
  'import.inspect',
  'reconcile.inspect',
  'profile.inspectTemplate',
])

describe('numbers of people', () => {
  it('leave through no call that reads, unless it is asked for in full', async () => {
    const numbers = new Set<string>()
    const columns = { labourer: ['idNumber', 'phone'], member: ['idNumber'], household: ['phone'] } as const
    for (const [ledger, keys] of Object.entries(columns)) {
      const input = { ledger: ledger as 'labourer', columns: [...keys], limit: 500 }
      for (const { values } of (await desk.full('ledger.page', input)).rows)
        for (const value of Object.values(values)) if (typeof value === 'string') numbers.add(value)
    }
    expect(numbers.size).toBeGreaterThan(40)
    const leaks: string[] = []
    for (const name of names) {
      if (contract[name].kind === 'write' || ownFiles.has(name)) continue
      const { full: _full, ...input } = inputs[name] as { full?: string }
      const answer = JSON.stringify(await desk.raw(name, input), (_key, value) =>
        value instanceof Uint8Array ? null : value,
      )
      for (const number of numbers) if (answer.includes(number)) leaks.push(name)
    }
    expect(leaks).toEqual([])
  })
})

describe('nonsense in any place of the input of', () => {
  it.each(names)('%s is answered in words, at its place, and never with a surprise', async (name) => {
    for (const place of placesOf(inputs[name])) {
      for (const value of nonsense) {
        const result = await desk.raw(name, withValue(inputs[name], place, value))
        if (result.ok) continue
        const { code, message, details } = result.error
        const what = `${name} ${place.join('.')} = ${JSON.stringify(value)?.slice(0, 60)}: ${code} ${message}`
        expect(code, what).not.toBe('internal')
        expect(message, what).toMatch(/[\u4e00-\u9fff]/)
        expect(message, what).not.toMatch(/undefined|\[object|SQLITE|Error/)
        if (code !== 'invalid_input') continue
        expect(details?.length, what).toBeGreaterThan(0)
        // The place itself, one around it, or one inside it.
        const near = (path: string) => path.startsWith(String(place[0])) || String(place[0]).startsWith(path)
        expect(details?.some(({ path }) => near(path)) || name === 'household.split', what).toBe(true)
      }
    }
  })
  it.each(names)('%s, a thing of another kind is refused at the door', async (name) => {
    for (const place of placesOf(inputs[name])) {
      // Any JSON may be remembered as a preference, and values may be put in by key.
      if (name === 'preference.set' && place[0] === 'value') continue
      const result = await desk.raw(name, withValue(inputs[name], place, { nonsense: { nonsense: 1 } }))
      expect(result, `${name} ${place.join('.')}`).toMatchObject({
        ok: false,
        error: { code: 'invalid_input' },
      })
    }
    for (const input of ['text', 5, ['x'], true]) {
      const result = await desk.raw(name, input)
      expect(result, name).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
      if (!result.ok) expect(result.error.message).toMatch(/[\u4e00-\u9fff]/)
    }
  })
  it('all of them leaves the ledger whole', async () => {
    expect(await desk.ok('session.status', {})).toMatchObject({ state: 'open' })
    expect((await desk.ok('ledger.count', { ledger: 'member' })).total).toBeGreaterThan(20)
    expect(({} as Record<string, unknown>).nonsense).toBeUndefined()
  })
})
