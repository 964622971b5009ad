import { expect, it } from 'vitest'
import { columnSpec, layoutOf } from '../../src/main/core/exporting/layout.ts'
import { loadCatalogue } from '../../src/main/core/system/catalogue.ts'
import { openTable, writeWorkbookBytes } from '../../src/main/core/workbook/index.ts'
import { sameValue } from '../../src/shared/domain/field.ts'
import { createColumnParser, toCell } from '../../src/shared/domain/field-text.ts'
import { ledgers } from '../../src/shared/domain/ledgers.ts'
import { fixtureLookups, fixtureToday } from '../fixtures/lookups.ts'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import { resourcesDir } from '../fixtures/office.ts'

it('100,000 rows out and back change no cell', async () => {
  const records = recordsOf('labourer', county(20_000), false)
  const total = 100_000
  const lookups = fixtureLookups()
  const layout = layoutOf('labourer')
  const catalogue = loadCatalogue(resourcesDir)
  const recordAt = (row: number) => records[row % records.length] ?? {}
  function* rows() {
    for (let row = 0; row < total; row++)
      yield layout.map(({ field }) => toCell(field, recordAt(row)[field.key] ?? null, lookups))
  }
  const bytes = await writeWorkbookBytes({
    compressionLevel: 3,
    sheets: [
      {
        name: ledgers.labourer.label,
        columns: layout.map((column) => columnSpec(column, catalogue, fixtureToday)),
        rows: rows(),
      },
    ],
  })
  const parsers = layout.map(({ field }) => createColumnParser(field, lookups))
  const workbook = await openTable(bytes)
  const changed: string[] = []
  let row = -1
  for await (const batch of workbook.readRows(0)) {
    for (const { cells } of batch) {
      const record = recordAt(row)
      // The header comes first.
      if (row++ < 0) continue
      layout.forEach(({ field }, column) => {
        const parsed = parsers[column]?.(cells[column] ?? { text: '', kind: 'empty' })
        const value = record[field.key] ?? null
        if (!parsed || 'problem' in parsed || !sameValue(parsed.value, value))
          if (changed.length < 20) changed.push(`${field.key} ${JSON.stringify(value)}`)
      })
    }
  }
  expect(changed).toEqual([])
  expect(row).toBe(total)
}, 240_000)
