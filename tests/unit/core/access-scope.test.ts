import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallName, contract, type Input } from '../../../src/shared/contract/index.ts'
import { graduateFile } from '../../fixtures/graduates.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { noNotice, postContract, publicPost } from '../../fixtures/posts.ts'
import { tinyPng } from '../../fixtures/scans.ts'
import { jobFair, noWork, site, station } from '../../fixtures/sites.ts'
import { vacancy } from '../../fixtures/vacancies.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'
import { recordsFile } from './files.ts'

/**
 * What a clerk of one township meets: an office with one family, post and site in each of two
 * townships, the same in both but for their names. Every call that keeps to a scope is tried.
 */
const own = {
  township: '433126101000',
  village: '433126101219',
  name: '石在内',
  idNumber: '433126199001011223',
}
const other = {
  township: '433126104000',
  village: '433126104202',
  name: '龙在外',
  idNumber: '433126198601011214',
}
const boss = '石主任'
const clerkName = '古阳专干'

let office: TestOffice
/** Records of a township by what the inputs below call them. */
type Records = Awaited<ReturnType<typeof fill>>
let inside: Records
let outside: Records

/** Everything that a township can have, once. */
async function fill(place: typeof own, prefix: string) {
  const { id: person } = await office.ok('labourer.save', {
    values: labourer({
      ...noWork,
      name: place.name,
      idNumber: place.idNumber,
      region: place.village,
      phone: `1990000${place.village.slice(-4)}`,
      labourAbility: 'weakOrHalf',
      education: '20',
      graduatedOn: '2026-06',
      plansToGoOut: false,
      noIntentionReason: 'familyCare',
    }) as Input<'labourer.save'>['values'],
    household: { new: { region: place.village, address: `${place.name}家` } },
  })
  const home = await office.ok('labourer.get', { id: person })
  const household = home.household?.id ?? 0
  const { id: employment } = await office.ok('episode.save', {
    personId: person,
    kind: 'employment',
    values: {
      ...{ workplaceRegion: '440305001000', employmentForm: 'flexible', employedOn: '2025-01-05' },
      ...{ endedOn: '2025-06-30', industry: 'construction', monthlyWage: 400_000 },
      ...{ channel: 'self', range: 'outProvince', type: 'transfer' },
    },
  })
  const { id: training } = await office.ok('episode.save', {
    personId: person,
    kind: 'training',
    values: { kind: 'skill', trade: '电工', startedOn: '2026-01', days: 3, provider: '某培训学校' },
  })
  const { id: service } = await office.ok('episode.save', {
    personId: person,
    kind: 'service',
    values: { kind: 'careerGuidance', servedOn: '2026-11-02' },
    scan: { name: '回执.png', bytes: tinyPng(Number(place.village.slice(-3))) },
  })
  for (const servedOn of ['2026-10-02', '2026-09-02'])
    await office.ok('episode.save', {
      personId: person,
      kind: 'service',
      values: { kind: 'jobReferral', servedOn },
    })
  const [scan] = await office.ok('attachment.list', { owner: 'service_record', ownerId: service })
  const { id: statement } = await office.ok('zero.declare', {
    householdId: household,
    values: {
      ...{ reason: 'other', reasonNote: '待产', signedOn: '2026-11-20' },
      ...{ signature: 'self', signedBy: place.name },
    },
    file: { name: '声明.png', bytes: tinyPng(1 + Number(place.village.slice(-3))) },
  })
  await office.ok('graduate.save', { personId: person, values: graduateFile })
  const { id: followUp } = await office.ok('graduate.saveEntry', {
    personId: person,
    kind: 'followUp',
    values: { followedOn: '2026-11-20', found: 'seeking' },
  })
  const { id: post } = await office.ok('post.save', {
    values: publicPost({
      postCode: `${prefix}001`,
      name: `${place.name}保洁`,
      region: place.village,
      quota: 3,
    }),
  })
  const { id: opening } = await office.ok('opening.save', {
    postId: post,
    values: {
      places: 1,
      neededOn: '2026-10-01',
      needReason: '保洁',
      openedOn: '2026-10-05',
    },
  })
  const { id: candidate } = await office.ok('opening.addCandidate', {
    openingId: opening,
    personId: person,
    appliedOn: '2026-10-10',
  })
  const { id: assignment } = await office.ok('assignment.save', {
    postId: post,
    personId: person,
    values: postContract(),
    exemptions: noNotice,
  })
  await office.ok('attendance.save', {
    month: '2026-10',
    entries: [{ assignmentId: assignment, present: 220, assessment: null }],
  })
  const { id: place1 } = await office.ok('site.save', {
    values: site({ name: `${place.name}安置点`, region: place.township }),
  })
  const { id: stay } = await office.ok('siteHousehold.save', {
    siteId: place1,
    householdId: household,
    values: { building: '3', unit: '2', door: '501', movedIn: '2020-05' },
  })
  const { id: stationId } = await office.ok('station.save', {
    siteId: place1,
    values: station({ name: `${place.name}服务站`, region: place.township }),
  })
  const { id: fair } = await office.ok('jobFair.save', {
    siteId: place1,
    values: jobFair({ name: `${place.name}招聘会`, region: place.township }),
  })
  return {
    ...{ person, household, employment, training, service, scan: scan?.id ?? 0, statement, followUp, post },
    ...{ opening, candidate, assignment, site: place1, stay, station: stationId, fair },
  }
}

beforeAll(async () => {
  office = await openOffice()
  inside = await fill(own, 'A')
  outside = await fill(other, 'B')
  await office.ok('allowance.calculate', { month: '2026-10' })
  await office.ok('duty.refresh', {})
  await office.ok('vacancy.save', { values: vacancy({ ability: null, education: null }) })
  await office.add({ name: clerkName, roles: ['entry', 'reviewer'], scope: [own.township] })
  await office.as(clerkName)
}, 120_000)
afterAll(() => office.close())

const reason = '登记错误'
const form = () => ({ phone: '19900009999' })
/** Input of every call that names its records, about the records of a township. */
const about: { [N in CallName]?: (of: Records) => Input<N> } = {
  'labourer.get': ({ person }) => ({ id: person }),
  'labourer.check': ({ person }) => ({ id: person, values: form() }),
  'labourer.save': ({ person }) => ({ id: person, values: form() }),
  'labourer.setState': ({ person }) => ({ ids: [inside.person, person], to: 'submitted', reason }),
  'labourer.exempt': ({ person }) => ({ id: person, code: 'L26_wage_range', field: 'monthlyWage', reason }),
  'labourer.unexempt': ({ person }) => ({ id: person, code: 'L26_wage_range', field: 'monthlyWage' }),
  'labourer.remove': ({ person }) => ({ id: person, reason }),
  'labourer.history': ({ person }) => ({ id: person }),
  'episode.save': ({ person }) => ({ personId: person, kind: 'training', values: { startedOn: '2026-02' } }),
  'episode.remove': ({ employment }) => ({ kind: 'employment', id: employment, reason }),
  'household.get': ({ household }) => ({ id: household }),
  'household.save': ({ household }) => ({ id: household, values: { address: '二组' } }),
  'household.setHead': ({ household, person }) => ({ id: household, personId: person }),
  'household.addMember': ({ person }) => ({ id: inside.household, personId: person }),
  'household.split': ({ household, person }) => ({
    ...{ id: household, personIds: [person], headId: person, reason },
  }),
  'household.merge': ({ household }) => ({ id: household, into: inside.household, reason }),
  'duty.ofPerson': ({ person }) => ({ id: person }),
  'duty.pause': ({ person }) => ({ personId: person, kind: 'zeroHousehold', reason }),
  'duty.resume': ({ person }) => ({ personId: person, kind: 'zeroHousehold' }),
  'zero.ofHousehold': ({ household }) => ({ id: household }),
  'zero.declare': ({ household }) => ({
    householdId: household,
    values: {},
    file: { name: '声明.png', bytes: tinyPng(7) },
  }),
  'zero.withdraw': ({ statement }) => ({ id: statement, reason }),
  'attachment.list': ({ service }) => ({ owner: 'service_record', ownerId: service }),
  'attachment.add': ({ household }) => ({
    ...{ owner: 'household', ownerId: household, file: { name: '户口.png', bytes: tinyPng(8) } },
  }),
  'attachment.file': ({ scan }) => ({ id: scan }),
  'attachment.remove': ({ scan }) => ({ id: scan, reason }),
  'graduate.get': ({ person }) => ({ personId: person }),
  'graduate.save': ({ person }) => ({ personId: person, values: graduateFile }),
  'graduate.remove': ({ person }) => ({ personId: person, reason }),
  'graduate.saveEntry': ({ person }) => ({ personId: person, kind: 'step', values: {} }),
  'graduate.removeEntry': ({ followUp }) => ({ kind: 'followUp', id: followUp, reason }),
  'post.get': ({ post }) => ({ id: post }),
  'post.save': ({ post }) => ({ id: post, values: { note: '改' } }),
  'post.remove': ({ post }) => ({ id: post, reason }),
  'opening.save': ({ opening, post }) => ({ id: opening, postId: post, values: {} }),
  'opening.remove': ({ opening }) => ({ id: opening, reason }),
  'opening.addCandidate': ({ opening }) => ({
    openingId: opening,
    personId: inside.person,
    appliedOn: '2026-10-11',
  }),
  'opening.decide': ({ candidate }) => ({ candidateId: candidate, decision: 'refused', note: '名额已满' }),
  'opening.removeCandidate': ({ candidate }) => ({ candidateId: candidate }),
  'opening.notice': ({ opening }) => ({ id: opening }),
  'assignment.get': ({ assignment }) => ({ id: assignment }),
  'assignment.ofPerson': ({ person }) => ({ personId: person }),
  'assignment.check': ({ post }) => ({ postId: post, personId: inside.person, values: postContract() }),
  'assignment.save': ({ assignment, post, person }) => ({
    ...{ id: assignment, postId: post, personId: person, values: postContract() },
  }),
  'assignment.unexempt': ({ assignment }) => ({ id: assignment, code: 'P27NoNotice' }),
  'assignment.remove': ({ assignment }) => ({ id: assignment, reason }),
  'vacancy.forPerson': ({ person }) => ({ personId: person }),
  'vacancy.refer': ({ person }) => ({ vacancyId: 1, personId: person, values: {} }),
  'vacancy.answer': ({ service }) => ({ serviceId: service, response: 'hired' }),
  'attendance.save': ({ assignment }) => ({
    month: '2026-10',
    entries: [
      { assignmentId: inside.assignment, present: 220, assessment: null },
      { assignmentId: assignment, present: 100, assessment: null },
    ],
  }),
  'allowance.correct': ({ assignment }) => ({
    assignmentId: assignment,
    forMonth: '2026-10',
    present: 100,
    reason,
  }),
  'site.get': ({ site: id }) => ({ id }),
  'site.save': ({ site: id }) => ({ id, values: { note: '改' } }),
  'site.remove': ({ site: id }) => ({ id, reason }),
  'siteHousehold.get': ({ stay }) => ({ id: stay }),
  'siteHousehold.save': ({ site: siteId }) => ({ siteId, householdId: inside.household, values: {} }),
  'siteHousehold.leave': ({ stay }) => ({ id: stay, movedOut: '2026-05' }),
  'siteHousehold.remove': ({ stay }) => ({ id: stay, reason }),
  'station.get': ({ station: id }) => ({ id }),
  'station.save': ({ station: id }) => ({ id, values: { note: '改' } }),
  'station.remove': ({ station: id }) => ({ id, reason }),
  'jobFair.get': ({ fair }) => ({ id: fair }),
  'jobFair.save': ({ fair }) => ({ id: fair, values: { note: '改' } }),
  'jobFair.remove': ({ fair }) => ({ id: fair, reason }),
}

const byReach = (wanted: (reach: unknown) => boolean) =>
  (Object.keys(contract) as CallName[]).filter(
    (name) => contract[name].permission !== 'open' && wanted(contract[name].reach),
  )

describe('a call about a record', () => {
  const names = byReach((reach) => typeof reach !== 'string')
  it.each(names)('%s refuses one of another township in a sentence and says nothing of it', async (name) => {
    const failure = await office.refused(name, about[name]?.(outside) as never)
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect(failure.message).toContain('不在您负责的范围（古阳镇）内')
    expect(JSON.stringify(failure)).not.toMatch(/龙在外|433126198601011214/)
  })

  it.each(names.filter((name) => contract[name].kind === 'read'))('%s opens one of its own', async (name) => {
    const result = await office.raw(name, about[name]?.(inside))
    // A notice is printed once its days are known.
    expect(result).toMatchObject(name === 'opening.notice' ? { error: { code: 'refused' } } : { ok: true })
  })
})

/** What must never come out of a call that answers from what one may see. */
const stranger = /龙在外|433126198601011214|默戎|牛角山/
/** Calls that answer from what somebody may see, with what shows that they do see their own. */
const asked: { [N in CallName]?: () => Promise<unknown> } = {
  'figure.start': async () => {
    const start = await office.ok('figure.start', {})
    expect(start.figures.find(({ key }) => key === 'all')).toMatchObject({ value: 1 })
    expect(start.bySubdivision).toMatchObject([{ code: own.township, labourers: 1 }])
    expect(Math.max(...start.trend.map(({ people }) => people))).toBeLessThanOrEqual(1)
    return start
  },
  'figure.services': async () => {
    const services = await office.ok('figure.services', {})
    expect(services.sites).toMatchObject([{ id: inside.site }])
    expect(services.postsByKind).toMatchObject([{ count: 1 }])
    expect(services.graduates.seeking).toBeLessThanOrEqual(1)
    return services
  },
  'quality.villages': async () => {
    const villages = await office.ok('quality.villages', {})
    expect(villages).toMatchObject([{ code: own.village, labourers: 1 }])
    return [villages, await office.ok('quality.villages', { under: other.township })]
  },
  'quality.missing': async () => {
    expect(await office.ok('quality.missing', { under: other.township })).toMatchObject({ labourers: 0 })
    const missing = await office.ok('quality.missing', { under: '433126000000' })
    expect(missing.labourers).toBe(1)
    return missing
  },
  'ledger.page': async () => {
    const shown: unknown[] = []
    for (const [ledger, columns] of [
      ['labourer', ['name', 'idNumber', 'region']],
      ['member', ['name', 'idNumber', 'region']],
      ['household', ['headName', 'region']],
      ['employment', ['name', 'idNumber']],
      ['training', ['name', 'idNumber']],
      ['service', ['name', 'idNumber']],
      ['graduate', ['name', 'idNumber']],
      ['post', ['name', 'region']],
      ['assignment', ['name', 'postName']],
      ['site', ['name', 'region']],
      ['siteHousehold', ['headName', 'siteName']],
      ['station', ['name', 'region']],
      ['jobFair', ['name', 'siteName']],
    ] as const) {
      const page = await office.ok('ledger.page', { ledger, columns: [...columns] })
      const known = ledger === 'service' ? 3 : 1
      expect(page.rows, ledger).toHaveLength(known)
      expect(JSON.stringify(page), ledger).toContain('石在内')
      for (const field of columns) {
        // By any order, and with a condition that only the other township fulfils.
        const found = await office.raw('ledger.page', { ledger, columns, sort: { field, descending: true } })
        if (found.ok)
          expect((found.value as { rows: unknown[] }).rows, `${ledger} ${field}`).toHaveLength(known)
        const { total } = await office.ok('ledger.count', {
          ledger,
          filters: [
            {
              field,
              op: field === 'region' ? 'under' : 'is',
              value: field === 'region' ? other.township : other.name,
            },
          ],
        })
        expect(total, `${ledger} ${field}`).toBe(0)
      }
      shown.push(page)
    }
    return shown
  },
  'ledger.count': async () => {
    for (const search of [other.name, other.idNumber, other.idNumber.slice(-6), 'lzw'])
      expect((await office.ok('ledger.count', { ledger: 'labourer', search })).total, search).toBe(0)
    for (const list of (await office.ok('ledger.lists', {})).filter(({ ledger }) => ledger === 'labourer'))
      expect((await office.ok('ledger.count', { ledger: 'labourer', list: list.key })).total).toBeLessThan(2)
    return await office.ok('ledger.count', { ledger: 'labourer' })
  },
  'ledger.bulkPreview': async () => {
    const bulk = { ledger: 'labourer' as const, field: 'note', value: '已回访' }
    const named = await office.refused('ledger.bulkPreview', { ...bulk, target: { ids: [outside.person] } })
    expect(named.code).toBe('forbidden')
    const preview = await office.ok('ledger.bulkPreview', {
      ...bulk,
      target: { query: { ledger: 'labourer' } },
    })
    expect(preview).toMatchObject({ count: 1, sample: [{ id: inside.person }] })
    return [named, preview]
  },
  'ledger.bulkApply': async () => {
    const bulk = { ledger: 'labourer' as const, field: 'note', value: '已回访', reason: '回访' }
    const named = await office.refused('ledger.bulkApply', { ...bulk, target: { ids: [outside.person] } })
    expect(named.code).toBe('forbidden')
    const done = await office.ok('ledger.bulkApply', { ...bulk, target: { query: { ledger: 'labourer' } } })
    expect(done.changed).toBe(1)
    await office.ok('batch.undo', { id: done.batchId })
    return done
  },
  'person.search': async () => {
    for (const text of ['龙在', 'lzw', other.idNumber, other.idNumber.slice(-6), other.idNumber.slice(6, 12)])
      expect(await office.ok('person.search', { text }), text).toEqual([])
    const found = await office.ok('person.search', { text: '在内' })
    expect(found).toMatchObject([{ id: inside.person }])
    return found
  },
  'labourer.find': async () => {
    const failure = await office.refused('labourer.find', { idNumber: other.idNumber })
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect(await office.ok('labourer.find', { idNumber: own.idNumber })).toEqual({ id: inside.person })
    return failure
  },
  'duty.counts': async () => {
    const all = await office.ok('duty.counts', {})
    const sum = (kinds: typeof all.kinds) =>
      kinds.reduce(
        (total, { overdue, today, soon, later, paused }) => total + overdue + today + soon + later + paused,
        0,
      )
    expect(sum(all.kinds)).toBeGreaterThan(0)
    expect(sum((await office.ok('duty.counts', { region: own.township })).kinds)).toBe(sum(all.kinds))
    expect(sum((await office.ok('duty.counts', { region: other.township })).kinds)).toBe(0)
    return all
  },
  'duty.page': async () => {
    const pages = []
    for (const when of ['overdue', 'today', 'soon', 'later', 'paused'] as const)
      pages.push(await office.ok('duty.page', { when }))
    expect(pages.flatMap(({ rows }) => rows.map(({ personId }) => personId))).toContain(inside.person)
    return pages
  },
  'zero.report': async () => {
    const report = await office.ok('zero.report', { month: '2026-11' })
    expect(report.places.map(({ code }) => code)).toEqual([own.township])
    return report
  },
  'zero.cases': async () => {
    const pages = []
    for (const region of [undefined, other.township])
      for (const figure of ['end', 'unwilling', 'declared', 'found'] as const)
        pages.push(await office.ok('zero.cases', { month: '2026-11', figure, ...(region && { region }) }))
    expect(pages.some(({ total }) => total === 1)).toBe(true)
    return pages
  },
  'zero.export': async () => readTexts((await office.ok('zero.export', { month: '2026-11' })).bytes),
  'graduate.summary': async () => {
    const summary = await office.ok('graduate.summary', {})
    expect(summary.sum.total).toBe(1)
    expect((await office.ok('graduate.summary', { region: other.township })).sum.total).toBe(0)
    return { ...summary, basis: '' }
  },
  'graduate.exportSummary': async () => readTexts((await office.ok('graduate.exportSummary', {})).bytes),
  'export.run': async () => {
    const made = await office.ok('export.run', { ledger: 'labourer' })
    expect(made.rows).toBe(1)
    const texts = await readTexts(made.bytes)
    expect(JSON.stringify(texts)).toContain('石在内')
    return texts
  },
  'profile.count': async () => {
    const counts = []
    for (const { key } of await office.ok('profile.list', {})) {
      const count = await office.ok('profile.count', { key })
      for (const { total } of count.sheets) expect(total, key).toBeLessThan(2)
      counts.push(await office.ok('profile.count', { key, since: '2026-01-01' }))
    }
    return counts
  },
  'profile.export': async () => {
    const made = await office.ok('profile.export', { key: 'shaanxi-member' })
    expect(made.rows).toEqual([1])
    return readTexts(made.bytes)
  },
  'batch.page': async () => {
    const { rows } = await office.ok('batch.page', {})
    expect(rows.every(({ actor }) => actor === clerkName)).toBe(true)
    return rows
  },
  'batch.changes': async () => await office.refused('batch.changes', { id: 1 }),
  'batch.undo': async () => await office.refused('batch.undo', { id: 1 }),
  'import.errors': async () => await office.refused('import.errors', { importId: 1 }),
  'import.preview': async () => {
    const file = recordsFile(
      '两人.xlsx',
      'labourer',
      [person(own), person(other)],
      ['name', 'idNumber', 'phone'],
    )
    const preview = await office.ok('import.preview', { file })
    expect(preview.counts).toMatchObject({ rows: 2, updated: 1, blocked: 1 })
    expect(preview.rows.blocked).toMatchObject([
      { personId: null, changes: [], violations: [{ code: 'row.outside' }] },
    ])
    // The name of a blocked row is what the file says.
    return preview.rows.changed
  },
  'import.run': async () => {
    const rows = [
      person(own),
      person(other),
      person({ ...own, name: '石新来', idNumber: '433126199203031229' }),
    ]
    const elsewhere = person({ ...other, name: '龙新来', idNumber: '433126199203031245' })
    const unsaid = person({ ...other, name: '龙无址', idNumber: '433126199203031261', village: null })
    const columns = ['name', 'idNumber', 'phone', 'region']
    const file = recordsFile('五人.xlsx', 'labourer', [...rows, elsewhere, unsaid], columns)
    const done = await office.ok('import.run', { file })
    expect(done).toMatchObject({ rows: 5, inserted: 1, updated: 1, blocked: 3, hasErrorFile: true })
    const { bytes } = await office.ok('import.errors', { importId: done.importId })
    expect(JSON.stringify(await readTexts(bytes))).toContain('不在您负责的范围（古阳镇）内')
    await office.ok('batch.undo', { id: done.importId })
    for (const ledger of ['vacancy', 'employerMonth', 'site'] as const) {
      const table = recordsFile(
        '表.xlsx',
        ledger,
        [vacancy()],
        ledger === 'site' ? ['name'] : ['employerName'],
      )
      const failure = await office.refused('import.preview', { file: table, ledger })
      expect(['forbidden', 'refused', 'invalid_input']).toContain(failure.code)
    }
    return null
  },
  'vacancy.people': async () => {
    const match = await office.ok('vacancy.people', { id: 1, limit: 50 })
    expect(match.rows.map(({ id }) => id)).not.toContain(outside.person)
    return match
  },
  'attendance.month': async () => {
    const month = await office.ok('attendance.month', { month: '2026-10' })
    expect(month).toMatchObject({ total: 1, entered: 1 })
    expect(await office.ok('attendance.month', { month: '2026-10', region: other.township })).toMatchObject({
      total: 0,
    })
    return month
  },
  'allowance.lines': async () => {
    const lines = await office.ok('allowance.lines', { month: '2026-10' })
    expect(lines.total).toBe(1)
    return lines
  },
}
const person = (of: { name: string; idNumber: string; village: string | null }) =>
  labourer({ name: of.name, idNumber: of.idNumber, region: of.village, phone: '19900007777' })

describe('a call that answers from what somebody may see', () => {
  it.each(byReach((reach) => reach === 'query'))('%s shows what is theirs and nothing else', async (name) => {
    const ask = asked[name]
    if (!ask) throw new Error(`${name} is not tried`)
    expect(JSON.stringify(await ask())).not.toMatch(stranger)
  })
})

describe('writing', () => {
  const values = (more: object) =>
    labourer({ name: '石新人', idNumber: '433126199203031229', ...more }) as never

  it('takes nobody in elsewhere, or nowhere', async () => {
    for (const region of [other.village, null]) {
      const failure = await office.refused('labourer.save', { values: values({ region }) })
      expect(failure).toMatchObject({ code: 'forbidden' })
      expect(failure.message).toContain('没有保存。')
    }
    const failure = await office.refused('household.save', {
      values: { region: other.village, address: '一组' },
    })
    expect(failure.code).toBe('forbidden')
    const post = await office.refused('post.save', {
      values: publicPost({ postCode: 'C001', region: other.village }),
    })
    expect(post.code).toBe('forbidden')
    for (const call of [
      office.refused('vacancy.save', { values: vacancy({ title: '车工' }) }),
      office.refused('labourer.save', {
        values: values({ region: own.village }),
        household: { id: outside.household },
      }),
    ])
      expect((await call).code).toBe('forbidden')
    expect(await office.ok('person.search', { text: '石新人' })).toEqual([])
  })

  it('moves nobody out, and leaves everything as it was', async () => {
    const failure = await office.refused('labourer.save', {
      id: inside.person,
      values: { region: other.village },
    })
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect((await office.ok('labourer.get', { id: inside.person })).values.region).toBe(own.village)
  })

  it('works within: a newcomer, a change, a service, a household', async () => {
    const { id } = await office.ok('labourer.save', { values: values({ region: own.village }) })
    const { version } = await office.ok('labourer.get', { id })
    await office.ok('labourer.save', { id, version, values: { phone: '19900005555' } })
    await office.ok('episode.save', {
      personId: id,
      kind: 'service',
      values: { kind: 'careerGuidance', servedOn: '2026-11-03' },
    })
    await office.ok('household.addMember', { id: inside.household, personId: id, relation: '20' })
    expect((await office.ok('labourer.history', { id })).length).toBeGreaterThan(2)
    await office.ok('labourer.remove', { id, reason })
  })
})

describe('the scope', () => {
  it('may be several places, villages among them', async () => {
    await office.as(boss)
    const save = (scope: string[]) =>
      office.ok('account.save', { name: clerkName, roles: ['entry', 'reviewer'], scope })
    await save([own.village, other.village])
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(2)
    const page = await office.ok('ledger.page', { ledger: 'labourer', columns: ['name'] })
    expect(page.rows).toHaveLength(2)
    await office.as(boss)
    const villages = await office.ok('region.children', { code: own.township })
    await save(villages.map(({ code }) => code).filter((code) => code !== own.village))
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)
    expect((await office.refused('labourer.get', { id: inside.person })).code).toBe('forbidden')
    await office.as(boss)
    await save([own.township])
  })

  it('follows a village that comes to another township', async () => {
    await office.as(boss)
    await office.ok('region.move', {
      code: other.village,
      parent: own.township,
      validFrom: '2026-11-01',
      reason: '区划调整',
    })
    await office.as(clerkName)
    expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(2)
    expect((await office.ok('person.search', { text: '龙在' })).map(({ id }) => id)).toEqual([outside.person])
    await office.ok('labourer.get', { id: outside.person })
  })
})
