import { describe, expect, test } from 'vitest'
import { headersOf, inspectWorkbook, mappingOf } from '../../src/main/core/importing/detect.ts'
import { skipReason } from '../../src/main/core/importing/layout.ts'
import { openTable } from '../../src/main/core/workbook/index.ts'
import type { AnyRecord, Field } from '../../src/shared/domain/field.ts'
import { createColumnParser } from '../../src/shared/domain/field-text.ts'
import { ledgerNames, ledgers } from '../../src/shared/domain/ledgers.ts'
import { fixtureLookups } from '../fixtures/lookups.ts'
import {
  duplicatesFile,
  idNumberFile,
  missingHeadFile,
  wordingsFile,
  writingsFile,
} from '../fixtures/messy/cell-files.ts'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import {
  cleanFile,
  csvFile,
  hiddenRowsFile,
  mergedHeaderFile,
  titledFile,
  townshipFile,
  twoSheetsFile,
} from '../fixtures/messy/layout-files.ts'
import type { Fault, MessyFile } from '../fixtures/messy/table.ts'

/** What reading the cells of a file comes to, before any ledger has been asked. */
async function read(file: MessyFile) {
  const workbook = await openTable(file.bytes, file.fileName)
  const inspection = await inspectWorkbook(workbook, { fileName: file.fileName, ledger: file.ledger })
  const sheet = inspection.candidates[0] ?? 0
  const mapping = mappingOf(inspection, sheet)
  if (!mapping) throw new Error('no mapping')
  const finding = inspection.sheets[sheet]
  const headers = finding ? headersOf(finding) : []
  const lookups = fixtureLookups()
  const columns = new Map<Field, number[]>()
  for (const [index, key] of Object.entries(mapping.columns)) {
    const field = (ledgers[mapping.ledger].fields as readonly Field[]).find(
      (candidate) => candidate.key === key,
    )
    if (field) columns.set(field, [...(columns.get(field) ?? []), Number(index)])
  }
  const parsers = [...columns].map(([field, indexes]) => ({
    field,
    indexes,
    parse: createColumnParser(field, lookups),
  }))
  const records: AnyRecord[] = []
  const blocked: Fault[] = []
  const warned: Fault[] = []
  const skipped: number[] = []
  const again = await openTable(file.bytes, file.fileName)
  for await (const rows of again.readRows(mapping.sheet)) {
    for (const row of rows) {
      if (row.number <= mapping.headerRow) continue
      if (skipReason(row, headers) !== null) {
        skipped.push(row.number)
        continue
      }
      const record: AnyRecord = {}
      for (const { field, indexes, parse } of parsers) {
        const cells = indexes.map((index) => row.cells[index] ?? { kind: 'empty' as const, text: '' })
        const only = cells.length === 1 ? cells[0] : { text: cells.map((cell) => cell.text).join(' ') }
        const parsed = parse(only ?? { text: '' })
        if ('problem' in parsed) {
          blocked.push({ row: row.number, field: field.key, why: parsed.problem.code })
          continue
        }
        record[field.key] = parsed.value
        for (const { code } of parsed.notes ?? [])
          warned.push({ row: row.number, field: field.key, why: code })
      }
      records.push(record)
    }
  }
  return { inspection, mapping, records, blocked, warned, skipped }
}

const inOrder = (faults: readonly Fault[]): string[] =>
  faults.map(({ row, field, why }) => `${row} ${field} ${why}`).sort()

/** Faults that cells show by themselves; the others only the ledger can see. */
const ofCells = (faults: readonly Fault[]): Fault[] => faults.filter(({ why }) => why.startsWith('cell.'))

async function expectAsSaid(file: MessyFile) {
  const found = await read(file)
  expect(found.mapping.ledger).toBe(file.ledger)
  expect(found.mapping.headerRow).toBe(file.expected.headerRow)
  expect(found.records).toHaveLength(file.expected.rows)
  expect(inOrder(found.blocked)).toEqual(inOrder(ofCells(file.expected.blocked)))
  expect(inOrder(found.warned)).toEqual(inOrder(ofCells(file.expected.warned)))
  expect(found.skipped).toEqual(file.expected.skipped)
  return found
}

describe('a clean workbook', () => {
  test.each(ledgerNames)('of the %s ledger reads back as the records it was made from', async (ledger) => {
    const { records } = await expectAsSaid(cleanFile(ledger, 20))
    const made = recordsOf(ledger, county(120)).slice(0, 20)
    for (const [index, record] of records.entries()) {
      for (const [key, value] of Object.entries(record)) {
        expect(value, `${key} of record ${index}`).toEqual(made[index]?.[key] ?? null)
      }
    }
  })
})

describe('a township’s file', () => {
  test('with titles, a total and notes gives only its records', async () => {
    for (const ledger of ledgerNames) await expectAsSaid(titledFile(ledger, 12))
  })
  test('with a header of two merged rows is understood, 乡镇 and 村 in columns of their own', async () => {
    const { records } = await expectAsSaid(mergedHeaderFile())
    const made = recordsOf('labourer', county(150)).slice(0, 25)
    expect(records.map((record) => record.region)).toEqual(made.map((record) => record.region))
  })
  test('with ID numbers in every way of writing loses none and repairs none', async () => {
    const { records } = await expectAsSaid(idNumberFile())
    const made = recordsOf('labourer', county(144)).slice(0, 24)
    for (const [index, record] of records.entries()) {
      if (record.idNumber !== undefined) expect(record.idNumber).toBe(made[index]?.idNumber)
    }
  })
  test('with dates, amounts and signs in every way of writing says the same', async () => {
    const { records } = await expectAsSaid(writingsFile())
    const made = recordsOf('labourer', county(360)).slice(0, 60)
    for (const [index, record] of records.entries()) {
      for (const key of ['employedOn', 'isWorking', 'phone', 'monthlyWage', 'workMonths']) {
        if (record[key] !== undefined)
          expect(record[key], `${key} of record ${index}`).toEqual(made[index]?.[key] ?? null)
      }
    }
  })
  test('with older wordings and stray spaces says the same', async () => {
    const { records } = await expectAsSaid(wordingsFile())
    const made = recordsOf('labourer', county(240)).slice(0, 40)
    for (const [index, record] of records.entries()) {
      for (const key of ['ethnicity', 'employmentForm', 'industry', 'relationToHead', 'currentStatus']) {
        if (record[key] !== undefined)
          expect(record[key], `${key} of record ${index}`).toEqual(made[index]?.[key] ?? null)
      }
    }
  })
  test('with everything at once is read as it says', async () => {
    await expectAsSaid(townshipFile())
  })
  test('with rows hidden keeps them', async () => {
    await expectAsSaid(hiddenRowsFile())
  })
  test('with people twice or heads missing still gives every row', async () => {
    await expectAsSaid(duplicatesFile())
    await expectAsSaid(missingHeadFile())
  })
  test('with two sheets alike makes a person choose, the hidden one aside', async () => {
    const { inspection } = await read(twoSheetsFile())
    expect(inspection.candidates).toEqual([0, 1])
  })
  test.each(['gb18030', 'utf16le', 'utf16be', 'utf8', 'utf8bom'] as const)(
    'as text in %s is read',
    async (encoding) => {
      const { records } = await expectAsSaid(csvFile(encoding))
      const made = recordsOf('labourer', county(120)).slice(0, 20)
      expect(records.map(({ name, idNumber, region }) => [name, idNumber, region])).toEqual(
        made.map(({ name, idNumber, region }) => [name, idNumber, region]),
      )
    },
  )
})
