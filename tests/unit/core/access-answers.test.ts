import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallName, contract } from '../../../src/shared/contract/index.ts'
import { labourer, type TestOffice } from '../../fixtures/office.ts'
import { clerkName, openTwoTownships, other, own, type Records } from '../../fixtures/two-townships.ts'
import { vacancy } from '../../fixtures/vacancies.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'
import { recordsFile } from './files.ts'

/** Every call that answers from what somebody may see: lists, searches, figures, exports, imports, history. */
let office: TestOffice
let inside: Records
let outside: Records
beforeAll(async () => {
  ;({ office, inside, outside } = await openTwoTownships())
}, 120_000)
afterAll(() => office.close())

const byReach = (wanted: (reach: unknown) => boolean) =>
  (Object.keys(contract) as CallName[]).filter(
    (name) => contract[name].permission !== 'open' && wanted(contract[name].reach),
  )

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
    const counted = await office.ok('ledger.count', { ledger: 'labourer' })
    expect(counted.basis).toContain('只含古阳镇')
    return counted
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
  'confirmation.waiting': async () => {
    const waiting = await office.ok('confirmation.waiting', {})
    expect(waiting.totals.people).toBe(1)
    expect(waiting.places.filter(({ township }) => township.code !== own.township)).toEqual([])
    return waiting
  },
  'confirmation.draw': async () => {
    await office.ok('labourer.save', {
      id: inside.person,
      values: { workedMonths: 0, workIncome: 0, workMonths: null } as never,
    })
    const { refused } = await office.ok('labourer.setState', { ids: [inside.person], to: 'submitted' })
    expect(refused).toEqual([])
    const sample = await office.ok('confirmation.draw', { ledger: 'labourer' })
    expect(sample).toMatchObject({ batchSize: 1, sampleSize: 1 })
    expect(sample.basis).toContain('只含古阳镇')
    return sample
  },
  'confirmation.samples': async () => {
    const samples = await office.ok('confirmation.samples', {})
    expect(samples.map(({ by }) => by)).toEqual([clerkName])
    return samples
  },
  'confirmation.sample': async () => {
    const found = await office.ok('confirmation.sample', { id: await drawn() })
    expect(found.records.map(({ id }) => id)).toEqual([inside.person])
    return found
  },
  'confirmation.finish': async () => {
    const id = await drawn()
    await office.ok('confirmation.answer', { id, personId: inside.person, result: 'unreachable' })
    return await office.ok('confirmation.finish', { id })
  },
  'confirmation.cancel': async () => await office.refused('confirmation.cancel', { id: await drawn() }),
  'confirmation.months': async () => {
    const months = await office.ok('confirmation.months', {})
    expect(months.current.figures.people).toBeLessThan(2)
    return months
  },
  'confirmation.month': async () => {
    const { places } = await office.ok('confirmation.month', { closing: 1 })
    expect(places.filter(({ code }) => !code.startsWith(own.township.slice(0, 9)))).toEqual([])
    return places
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
/** The sample that the clerk drew. */
const drawn = async () => (await office.ok('confirmation.samples', {}))[0]?.id ?? 0
const person = (of: { name: string; idNumber: string; village: string | null }) =>
  labourer({ name: of.name, idNumber: of.idNumber, region: of.village, phone: '19900007777' })

describe('a call that answers from what somebody may see', () => {
  it.each(byReach((reach) => reach === 'query'))('%s shows what is theirs and nothing else', async (name) => {
    const ask = asked[name]
    if (!ask) throw new Error(`${name} is not tried`)
    expect(JSON.stringify(await ask())).not.toMatch(stranger)
  })
})
