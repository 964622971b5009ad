import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CoreEvent } from '../../../src/shared/contract/host.ts'
import { type LedgerName, ledgers } from '../../../src/shared/domain/ledgers.ts'
import {
  duplicatesFile,
  idNumberFile,
  missingHeadFile,
  wordingsFile,
  writingsFile,
} from '../../fixtures/messy/cell-files.ts'
import { county, recordsOf } from '../../fixtures/messy/county-rows.ts'
import {
  cleanFile,
  csvFile,
  hiddenRowsFile,
  mergedHeaderFile,
  titledFile,
  townshipFile,
  twoSheetsFile,
} from '../../fixtures/messy/layout-files.ts'
import type { MessyFile } from '../../fixtures/messy/table.ts'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { readTexts } from '../../fixtures/workbook/reading.ts'
import { confirmed, recordsFile, sheetFile } from './files.ts'

const rowsOf = (faults: readonly { row: number }[]): number[] =>
  [...new Set(faults.map(({ row }) => row))].sort((one, other) => one - other)

describe('a file that a township sent', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  /** Previews, imports, takes it back: the office is empty again for the next file. */
  async function goThrough(file: MessyFile) {
    const input = { file: { name: file.fileName, bytes: file.bytes }, ledger: file.ledger }
    const preview = await office.ok('import.preview', input)
    const blocked = rowsOf(file.expected.blocked)
    expect(preview.counts).toMatchObject({
      rows: file.expected.rows,
      inserted: file.expected.rows - blocked.length,
      updated: 0,
      unchanged: 0,
      blocked: blocked.length,
    })
    expect(rowsOf(preview.rows.blocked)).toEqual(blocked)
    for (const fault of file.expected.blocked) {
      const row = preview.rows.blocked.find((candidate) => candidate.row === fault.row)
      expect(row?.violations, `row ${fault.row}`).toContainEqual(
        expect.objectContaining({ field: fault.field, code: fault.why }),
      )
    }
    for (const fault of file.expected.warned) {
      const row = preview.rows.warned.find((candidate) => candidate.row === fault.row)
      expect(row?.violations, `row ${fault.row}`).toContainEqual(
        expect.objectContaining({ field: fault.field, code: fault.why }),
      )
    }
    expect(preview.skipped.map(({ row }) => row)).toEqual(file.expected.skipped)
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)

    const { importId, hasErrorFile, violations, warnings, ...counts } = await office.ok('import.run', input)
    expect(counts).toEqual(preview.counts)
    expect(warnings).toEqual(preview.warnings)
    expect(violations).toEqual(preview.violations)
    expect(hasErrorFile).toBe(blocked.length > 0)
    if (file.ledger === 'labourer') {
      expect((await office.ok('ledger.count', { ledger: 'labourer' })).total).toBe(counts.inserted)
    }
    const again = await office.ok('import.preview', input)
    expect(again.counts).toMatchObject({ inserted: 0, updated: 0, unchanged: counts.inserted })
    if (hasErrorFile) {
      const { bytes } = await office.ok('import.errors', { importId })
      const texts = await readTexts(bytes)
      expect(texts[file.expected.headerRow - 1]).toContain('未导入原因')
      expect(
        texts.filter((cells) => /[\u4e00-\u9fff]{4}/.test(cells.at(-1) ?? '')).length,
      ).toBeGreaterThanOrEqual(blocked.length)
      expect(texts).toHaveLength(file.expected.headerRow + blocked.length)
    }
    await office.ok('batch.undo', { id: importId })
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)
    expect((await office.ok('ledger.count', { ledger: 'household' })).total).toBe(0)
    return preview
  }

  it('without a fault comes in whole', async () => {
    const preview = await goThrough(cleanFile('labourer'))
    expect(preview.counts.blocked).toBe(0)
  })
  it('with titles, a total and notes gives its records only', async () => {
    await goThrough(titledFile())
  })
  it('with a header of two merged rows is understood', async () => {
    await goThrough(mergedHeaderFile())
  })
  it('with rows hidden by a filter keeps them and says so', async () => {
    const preview = await goThrough(hiddenRowsFile())
    expect(preview.warnings.join()).toMatch(/隐藏/)
  })
  it('with ID numbers in every way of writing blocks those whose digits are lost', async () => {
    await goThrough(idNumberFile())
  })
  it('with dates, amounts and signs in every way of writing is read', async () => {
    await goThrough(writingsFile())
  })
  it('in older wordings is read, what nobody knows is asked for', async () => {
    const preview = await goThrough(wordingsFile())
    expect(preview.unknownValues.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['大学肄业', '地球族', '没有这个村']),
    )
  })
  it('with somebody twice blocks the second row and names the first', async () => {
    await goThrough(duplicatesFile())
  })
  it('with members whose head is nowhere loses none of them', async () => {
    await goThrough(missingHeadFile())
  })
  it('with everything at once blocks only the rows at fault', async () => {
    await goThrough(townshipFile())
  })
  it.each(['gb18030', 'utf16le', 'utf16be', 'utf8', 'utf8bom'] as const)(
    'as text in %s is read',
    async (encoding) => {
      await goThrough(csvFile(encoding))
    },
  )
  it('with two sheets alike is imported only after a person chose one', async () => {
    const messy = twoSheetsFile()
    const file = { name: messy.fileName, bytes: messy.bytes }
    expect((await office.refused('import.run', { file, ledger: 'labourer' })).message).toMatch(/工作表|哪/)
    const inspection = await office.ok('import.inspect', { file, ledger: 'labourer' })
    expect(inspection.candidates).toEqual([0, 1])
    const done = await office.ok('import.run', { file, mapping: confirmed(inspection, 'labourer', 1) })
    expect(done.rows).toBe(9)
    await office.ok('batch.undo', { id: done.importId })
  })
})

describe('the ready-made workbooks', () => {
  let office: TestOffice
  const households = county(120)
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  it('are recognised without a mapping and build on each other: families, members, work, its end, courses', async () => {
    const order: LedgerName[] = [
      'household',
      'member',
      'labourer',
      'employment',
      'employmentEnd',
      'training',
      'service',
    ]
    for (const ledger of order) {
      const records = recordsOf(ledger, households)
      const file = recordsFile(`${ledger}.xlsx`, ledger, records)
      const inspection = await office.ok('import.inspect', { file })
      expect(inspection.sheets[inspection.candidates[0] ?? -1]?.ledger, ledger).toBe(ledger)
      const done = await office.ok('import.run', { file })
      expect(done, ledger).toMatchObject({ rows: records.length })
      expect(done.inserted + done.updated + done.unchanged + done.blocked).toBe(records.length)
      if (ledger === 'member' || ledger === 'labourer' || ledger === 'training')
        expect(done.blocked, `${ledger} ${JSON.stringify(done.violations)}`).toBe(0)
    }
    expect((await office.ok('ledger.count', { ledger: 'training' })).total).toBe(
      recordsOf('training', households).length,
    )
  })

  it.each(Object.keys(ledgers) as LedgerName[])(
    'that the office hands out for %s are recognised when they come back',
    async (ledger) => {
      const template = await office.ok('export.template', { ledger })
      const inspection = await office.ok('import.inspect', {
        file: { name: template.name, bytes: template.bytes },
      })
      expect(inspection.sheets.map((sheet) => sheet.ledger)).toContain(ledger)
    },
  )
})

describe('what an import does with what is there', () => {
  let office: TestOffice
  const person = labourer({ name: '石阿花', idNumber: '433126198501011227' })
  const keys = ['name', 'idNumber', 'phone', 'homeAddress', 'education']
  const note = { ...person, note: null }
  let id = 0
  const value = async (key: string) => (await office.ok('labourer.get', { id })).values[key]
  beforeAll(async () => {
    office = await openOffice()
    id = (await office.ok('labourer.save', { values: person })).id
  })
  afterAll(() => office.close())

  it('keeps a value where the cell is blank, unless told that blanks clear it', async () => {
    const file = recordsFile(
      '空白.xlsx',
      'labourer',
      [{ ...note, homeAddress: null, phone: '19900008888' }],
      keys,
    )
    const kept = await office.ok('import.preview', { file, ledger: 'labourer' })
    expect(kept.rows.changed[0]?.changes).toEqual([
      { field: 'phone', label: '联系电话', before: '199****1111', after: '199****8888' },
    ])
    expect(await office.ok('import.run', { file, ledger: 'labourer' })).toMatchObject({ updated: 1 })
    expect(await value('homeAddress')).toBe(person.homeAddress)
    await office.ok('import.run', { file, ledger: 'labourer', options: { blankClears: ['homeAddress'] } })
    expect(await value('homeAddress')).toBe(null)
    expect(await value('phone')).toBe('199****8888')
  })

  it('leaves known people alone when only new ones are wanted, and the other way round', async () => {
    const newcomer = labourer({ name: '石阿山', idNumber: '433126198601011214' })
    const file = recordsFile('增改.xlsx', 'labourer', [{ ...person, phone: '19900007777' }, newcomer], keys)
    const add = await office.ok('import.preview', { file, ledger: 'labourer', options: { mode: 'add' } })
    expect(add.counts).toMatchObject({ inserted: 1, updated: 0, unchanged: 1 })
    const update = await office.ok('import.preview', {
      file,
      ledger: 'labourer',
      options: { mode: 'update' },
    })
    expect(update.counts).toMatchObject({ inserted: 0, updated: 1, unchanged: 1 })
  })

  it('blocks a row that gives a known ID number another name, and takes the others', async () => {
    const other = labourer({ name: '石阿水', idNumber: '433126198701011219' })
    const file = recordsFile('改名.xlsx', 'labourer', [{ ...person, name: '别的人' }, other], keys)
    const done = await office.ok('import.run', { file, ledger: 'labourer' })
    expect(done).toMatchObject({ rows: 2, inserted: 1, blocked: 1, violations: { 'row.otherName': 1 } })
    expect(await value('name')).toBe('石阿花')
    const errors = await office.ok('import.errors', { importId: done.importId })
    const texts = await readTexts(errors.bytes)
    expect(texts).toHaveLength(2)
    expect(texts[1]?.join()).toMatch(/别的人.*另一个姓名/)
  })

  it('keeps texts that look like formulas as texts, there and back', async () => {
    const file = recordsFile('公式.xlsx', 'labourer', [{ ...person, homeAddress: '=1+1' }], keys)
    await office.ok('import.run', { file, ledger: 'labourer' })
    expect(await value('homeAddress')).toBe('=1+1')
    const out = await office.full('export.run', { ledger: 'labourer' })
    expect((await readTexts(out.bytes)).flat()).toContain('=1+1')
    expect(await office.ok('import.run', { file: { name: out.name, bytes: out.bytes } })).toMatchObject({
      updated: 0,
      inserted: 0,
      blocked: 0,
    })
  })

  it('takes a mapping and older wordings from a person, and remembers the mapping for the layout', async () => {
    const header = ['甲', '乙', '丙']
    const file = sheetFile('自造表头.xlsx', [header, ['石阿花', person.idNumber, '大学肄业']])
    expect((await office.refused('import.run', { file, ledger: 'labourer' })).message).toMatch(
      /[\u4e00-\u9fff]/,
    )
    const mapping = {
      sheet: 0,
      headerRow: 1,
      ledger: 'labourer' as const,
      columns: { 0: 'name', 1: 'idNumber', 2: 'education' },
    }
    const asked = await office.ok('import.preview', { file, mapping })
    expect(asked.unknownValues).toMatchObject([{ field: 'education', text: '大学肄业', count: 1 }])
    const told = { ...mapping, valueMaps: { education: { 大学肄业: '高中' } } }
    expect(await office.ok('import.run', { file, mapping: told })).toMatchObject({ blocked: 0, rows: 1 })
    const again = await office.ok('import.inspect', {
      file: sheetFile('下个月.xlsx', [header, ['石阿山', '433126198601011214', '高中']]),
      at: { sheet: 0, headerRow: 1 },
    })
    expect(again.remembered).toMatchObject({ columns: mapping.columns, valueMaps: told.valueMaps })
  })

  it('refuses a mapping without the columns that everybody needs', async () => {
    const file = sheetFile('缺列.xlsx', [
      ['姓名', '电话'],
      ['石阿花', '19900001111'],
    ])
    const mapping = {
      sheet: 0,
      headerRow: 1,
      ledger: 'labourer' as const,
      columns: { 0: 'name', 1: 'phone' },
    }
    expect((await office.refused('import.run', { file, mapping })).message).toContain('身份证号码')
  })
})

describe('members of households that nobody has entered yet', () => {
  const [one] = county(60).filter(({ members }) => members.length >= 4)
  const members = recordsOf('member', one ? [one] : [], false)
  const head = members.find(({ idNumber, headIdNumber }) => idNumber === headIdNumber)
  const others = members.filter((member) => member !== head)

  async function imported(records: typeof members) {
    const office = await openOffice()
    const file = recordsFile('家庭成员.xlsx', 'member', records)
    const preview = await office.ok('import.preview', { file, ledger: 'member' })
    const done = await office.ok('import.run', { file, ledger: 'member' })
    const { rows } = await office.ok('ledger.page', {
      ledger: 'household',
      columns: ['headName', 'memberCount'],
    })
    const again = await office.ok('import.run', { file, ledger: 'member' })
    const total = (await office.ok('ledger.count', { ledger: 'member' })).total
    await office.close()
    return { preview: preview.counts, done, again, total, households: rows.map(({ values }) => values) }
  }

  it.each([
    ['first', [head, ...others]],
    ['last', [...others, head]],
  ])('come under their head, whose own row stands %s: everybody is new, once', async (_where, records) => {
    const rows = records as typeof members
    const { preview, done, again, total, households } = await imported(rows)
    expect(done).toMatchObject({ rows: rows.length, inserted: rows.length, updated: 0, blocked: 0 })
    expect(preview).toMatchObject({ inserted: done.inserted, updated: done.updated, warned: done.warned })
    expect(households).toEqual([{ headName: head?.name, memberCount: rows.length }])
    expect(again).toMatchObject({ unchanged: rows.length, inserted: 0, updated: 0 })
    expect(total).toBe(rows.length)
  })

  it('come under a head who stands in no row, entered by name and number to be completed', async () => {
    const { done, again, total, households } = await imported(others)
    expect(done).toMatchObject({ inserted: others.length, updated: 0 })
    expect(households).toEqual([{ headName: head?.name, memberCount: others.length + 1 }])
    expect(again).toMatchObject({ unchanged: others.length })
    expect(total).toBe(others.length + 1)
  })
})

describe('a long import', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice()
  })
  afterAll(() => office.close())

  it('tells how far it is and, stopped on the way, leaves nothing', async () => {
    const file = recordsFile('很多人.xlsx', 'member', recordsOf('member', county(6000)))
    const events: CoreEvent[] = []
    const stop = office.core.onEvent((event) => {
      events.push(event)
      if (event.kind === 'progress' && event.done > 500) office.core.cancel('long')
    })
    const result = await office.core.call({ id: 'long', name: 'import.run', input: { file } })
    stop()
    expect(result).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'progress', callId: 'long', phase: '正在写入' }),
    )
    expect((await office.ok('ledger.count', { ledger: 'member' })).total).toBe(0)
    expect((await office.ok('batch.page', {})).total).toBe(0)
    expect(await office.ok('person.search', { text: '石' })).toEqual([])
  })
})
