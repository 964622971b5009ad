/** Import, import again, preview and export through the real core; and their floors. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CellValue, openTable } from '../../../src/main/core/workbook/index.ts'
import { importFloor } from '../floors/import-floor.ts'
import { writeFloor } from '../floors/write-floor.ts'
import { answer, longestBlock, startTiming } from './measure.ts'
import { type BenchCore, openCore, setUp, setUpDemo, unlock } from './office.ts'

const labourers = (file: string) => ({
  file: { name: '劳动力台账.xlsx', bytes: bytesOf(file) },
  ledger: 'labourer' as const,
})
/** As a shell holds a file: once. */
function bytesOf(file: string): Uint8Array {
  const { buffer, byteOffset, length } = readFileSync(file)
  return new Uint8Array(buffer, byteOffset, length)
}

/** Times a call to the core; the details say how long the calling thread was blocked meanwhile. */
async function timed(core: BenchCore, work: () => Promise<unknown>) {
  const timing = startTiming()
  const { value, block } = await longestBlock(work)
  const taken = timing()
  await core.close()
  answer(taken, { block, value })
}

export const exchangeJobs: Record<string, (...args: string[]) => Promise<void>> = {
  /** A demo county in `dataDir`, and the workbook of its labourers. */
  async makeCounty(dataDir = '', people = '', file = '') {
    const core = openCore(dataDir)
    const timing = startTiming()
    await setUpDemo(core, Number(people))
    const taken = timing()
    const { bytes, rows } = await core.full('export.run', { ledger: 'labourer', list: 'all' })
    writeFileSync(file, bytes)
    await core.close()
    answer(taken, { rows })
  },
  async importFloor(folder = '', file = '') {
    const scratch = mkdtempSync(join(folder, 'floor-'))
    const bytes = readFileSync(file)
    const timing = startTiming()
    const rows = await importFloor(bytes, join(scratch, 'plain.db'))
    const taken = timing()
    rmSync(scratch, { recursive: true })
    answer(taken, { rows })
  },
  async import(dataDir = '', file = '') {
    const core = openCore(dataDir)
    await setUp(core)
    const input = labourers(file)
    await timed(core, () => core.ok('import.run', input))
  },
  async reimport(dataDir = '', file = '') {
    const core = openCore(dataDir)
    await unlock(core)
    const input = labourers(file)
    await timed(core, () => core.ok('import.run', input))
  },
  async preview(dataDir = '', file = '') {
    const core = openCore(dataDir)
    await unlock(core)
    const input = labourers(file)
    await timed(core, async () => (await core.ok('import.preview', input)).counts)
  },
  /** The county compared with a list that has all of its people: the figures are thrown away with the run. */
  async reconcile(dataDir = '', file = '') {
    const core = openCore(dataDir)
    await unlock(core)
    const against = { kind: 'ledger', list: 'all' } as const
    await timed(
      core,
      async () => (await core.ok('reconcile.run', { ...labourers(file), against })).counts.equal,
    )
  },
  async export(dataDir = '') {
    const core = openCore(dataDir)
    await unlock(core)
    await timed(core, async () => (await core.full('export.run', { ledger: 'labourer', list: 'all' })).rows)
  },
  /** Writes the cells of the exported file again: those of its first rows over and over, to keep memory small. */
  async exportFloor(file = '') {
    const workbook = await openTable(readFileSync(file), file)
    const kept: CellValue[][] = []
    let total = 0
    let width = 0
    for await (const rows of workbook.readRows(0)) {
      total += rows.length
      if (kept.length >= 20_000) continue
      for (const { cells } of rows) {
        width = Math.max(width, cells.length)
        kept.push(
          cells.map((cell) =>
            cell.kind === 'empty' ? null : cell.kind === 'text' ? cell.text : Number(cell.text),
          ),
        )
      }
    }
    function* rows() {
      for (let row = 0; row < total; row++) yield kept[row % kept.length] as CellValue[]
    }
    const timing = startTiming()
    await writeFloor(rows(), 3, new Array(width).fill('text'))
    answer(timing(), { rows: total })
  },
}
