import type { ImportMapping, Inspection } from '../../../shared/contract/calls/exchange.ts'
import type { Parsed } from '../../../shared/contract/index.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { requiredTargets } from '../../../shared/domain/import-targets.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { CallScope } from '../context.ts'
import { profileLayouts } from '../exchange/profile-reader.ts'
import { openTable, type Workbook } from '../workbook/index.ts'
import { inspectWorkbook, mappingOf, whyNoMapping } from './detect.ts'
import { createMappingStore } from './mapping.store.ts'

export type ImportInput = Parsed<'import.run'>

/** A file with what was found in it and how its rows are to be read. */
export interface Opened {
  workbook: Workbook
  inspection: Inspection
  mapping: ImportMapping
}

/** Opens the file and looks into it, with the mapping that was used last for such a layout. */
export async function inspect(
  scope: CallScope,
  file: ImportInput['file'],
  ledger: LedgerName | undefined,
  at: { sheet: number; headerRow: number } | undefined,
): Promise<{ workbook: Workbook; inspection: Inspection }> {
  const workbook = await openTable(file.bytes, file.name)
  const mappings = createMappingStore(scope.desk.db)
  const profileIsKnown = ({ profile }: ImportMapping) =>
    profile === undefined || profileLayouts(scope.desk).some(({ key }) => key === profile)
  const inspection = await inspectWorkbook(workbook, {
    fileName: file.name,
    ledger,
    at,
    layouts: profileLayouts(scope.desk),
    remembered: (layout, found) => {
      const mapping = mappings.recall(layout)
      return mapping && (!found || mapping.ledger === found) && profileIsKnown(mapping) ? mapping : null
    },
  })
  return { workbook, inspection }
}

/** @throws Refusal where the mapping does not fit the ledger or the file, each fault at its field */
export async function openForImport(scope: CallScope, input: ImportInput): Promise<Opened> {
  const { workbook, inspection } = await inspect(
    scope,
    input.file,
    input.mapping?.ledger ?? input.ledger,
    input.mapping,
  )
  const mapping = input.mapping ?? mappingOf(inspection)
  if (!mapping) throw new Refusal('refused', whyNoMapping(inspection))
  const known = new Set(
    ledgers[mapping.ledger].fields.filter((field) => !field.derived).map((field) => field.key),
  )
  for (const key of Object.values(mapping.columns)) {
    if (!known.has(key))
      throw new Refusal('invalid_input', '列的对应关系里有台账中没有的项目，请重新选择。', [
        { path: 'mapping.columns', message: `没有“${key}”这一项` },
      ])
  }
  for (const key of input.options.blankClears) {
    if (!known.has(key))
      throw new Refusal('invalid_input', '“空白就清除”的项目里有台账中没有的，请重新选择。', [
        { path: 'options.blankClears', message: `没有“${key}”这一项` },
      ])
  }
  if (input.options.region && !scope.desk.regions.get(input.options.region)) {
    throw new Refusal('invalid_input', '没有所选的乡镇或村，请重新选择。', [
      { path: 'options.region', message: '没有这个行政区划' },
    ])
  }
  // Two columns under one header: which of them is meant cannot be told, whoever mapped them.
  const { problem } = inspection.sheets.find((sheet) => sheet.index === mapping.sheet) ?? {}
  if (problem) throw new Refusal('refused', problem)
  const needed = requiredTargets(mapping.ledger, mapping.profile !== undefined)
  const missing = ledgers[mapping.ledger].fields.filter(
    (field) =>
      field.required && needed.includes(field.key) && !Object.values(mapping.columns).includes(field.key),
  )
  if (missing.length > 0) {
    throw new Refusal(
      'refused',
      `缺少必需的列：${missing.map((field) => field.label).join('、')}，请指定哪一列就是它。`,
    )
  }
  return { workbook, inspection, mapping }
}
