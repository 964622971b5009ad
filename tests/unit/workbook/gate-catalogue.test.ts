import { describe, expect, it } from 'vitest'
import type { Row, Workbook, WorkbookWarning } from '../../../src/main/core/workbook/index.ts'
import { openTable, WorkbookRefused } from '../../../src/main/core/workbook/index.ts'
import type { CatalogueFile } from '../../fixtures/workbook/catalogue.ts'
import { containerFiles, sheetFiles, xmlFiles } from '../../fixtures/workbook/catalogue.ts'

const millionRows = '一百万个空行'

async function readAll(
  file: CatalogueFile,
): Promise<{ workbook: Workbook; rows: Row[]; warnings: WorkbookWarning[] }> {
  const workbook = await openTable(file.make(), file.fileName)
  const reader = workbook.readRows(0)
  const rows: Row[] = []
  for await (const batch of reader) rows.push(...batch)
  return { workbook, rows, warnings: [...workbook.warnings, ...reader.summary.warnings] }
}

async function answersAsExpected(file: CatalogueFile): Promise<void> {
  const { answer } = file
  const outcome = await readAll(file).catch((error: unknown) => error)
  if ('refused' in answer) {
    expect(outcome).toBeInstanceOf(WorkbookRefused)
    const refusal = outcome as WorkbookRefused
    expect(`${refusal.code} ${refusal.detail}`).toMatch(new RegExp(`^${answer.refused} `))
    expect(refusal.message).toMatch(/^文|^工|^旧|^有/)
    return
  }
  if (outcome instanceof Error) throw outcome
  const { rows, warnings } = outcome as Awaited<ReturnType<typeof readAll>>
  const texts = rows[0]?.cells.map(({ text }) => text)
  if (answer.firstRow !== undefined) expect(texts).toEqual(answer.firstRow)
  if ('accepted' in answer) {
    expect(warnings).toEqual([])
    if (answer.rows !== undefined) expect(rows.length).toBe(answer.rows)
    return
  }
  const warning = warnings.find(({ code }) => code === answer.warned)
  expect(warning?.message).toMatch(/。$/)
  if (answer.count !== undefined) expect(warning?.count).toBe(answer.count)
}

describe('来历不明的文件：容器', () => {
  it.each(containerFiles)('$title', answersAsExpected)
})

describe('来历不明的文件：内部 XML', () => {
  it.each(xmlFiles)('$title', answersAsExpected)

  it('读过所有文件之后，对象原型没有被改动', () => {
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})

describe('来历不明的文件：工作表', () => {
  it.each(sheetFiles.filter(({ title }) => title !== millionRows))('$title', answersAsExpected)

  it('一百万个空行在五秒内读完', async () => {
    const file = sheetFiles.find(({ title }) => title === millionRows) as CatalogueFile
    const made = { ...file, bytes: file.make() }
    // Processor time: what else the machine is doing must not decide.
    const start = process.cpuUsage()
    await answersAsExpected({ ...made, make: () => made.bytes })
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1_000_000).toBeLessThan(5)
  })
})
