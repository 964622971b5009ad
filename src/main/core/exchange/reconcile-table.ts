import type { ImportMapping, Inspection } from '../../../shared/contract/calls/exchange.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { parseIdNumber } from '../../../shared/domain/id-number.ts'
import { nameKey, residentNumber } from '../../../shared/domain/reconcile/compare.ts'
import type { Identity } from '../../../shared/domain/reconcile/likeness.ts'
import {
  compareField,
  compareTargets,
  identityKeys,
  type ReconcileLedger,
  whyNotComparable,
} from '../../../shared/domain/reconcile/targets.ts'
import type { CallScope } from '../context.ts'
import { toStored } from '../db/columns.ts'
import { headersOf, inspectWorkbook, mappingOf } from '../importing/detect.ts'
import { layoutKey, skipReason } from '../importing/layout.ts'
import { createMappingStore } from '../importing/mapping.store.ts'
import { createRowReader } from '../importing/row-values.ts'
import { openTable, type Workbook } from '../workbook/index.ts'
import type { Written } from './reconcile.store.ts'

/**
 * Another office's list, read for comparing: through the same gate, the same finding of the header and
 * the same remembered mappings as an import, but a row is never turned away for one cell.
 */
export interface ListFile {
  name: string
  bytes: Uint8Array
}

export interface OpenedList {
  name: string
  workbook: Workbook
  inspection: Inspection
  mapping: ImportMapping & { ledger: ReconcileLedger }
  /** The mapping was chosen by a person, so it is worth remembering. */
  chosen: boolean
}

/** One record of a list. */
export interface ListRow {
  place: number
  identity: Identity
  nameKey: string | null
  /** By field key: the value as the ledger stores it, or what the cell says. */
  written: Record<string, Written>
}

/** Mappings of lists to compare are remembered apart from those of imports. */
const compareLayout = (layout: string) => (layout === '' ? '' : `compare:${layout}`)

export async function inspectList(
  scope: CallScope,
  file: ListFile,
  ledger: ReconcileLedger | undefined,
  at?: { sheet: number; headerRow: number } | undefined,
): Promise<{ workbook: Workbook; inspection: Inspection }> {
  const workbook = await openTable(file.bytes, file.name)
  const mappings = createMappingStore(scope.desk.db)
  const inspection = await inspectWorkbook(workbook, {
    fileName: file.name,
    purpose: 'compare',
    ledger,
    at,
    remembered: (layout, found) => {
      const mapping = mappings.recall(compareLayout(layout))
      return mapping && (!found || mapping.ledger === found) ? mapping : null
    },
  })
  return { workbook, inspection }
}

type Mapping = OpenedList['mapping']

export async function openList(
  scope: CallScope,
  file: ListFile,
  given: Mapping | undefined,
  ledger: ReconcileLedger | undefined,
): Promise<OpenedList> {
  const { workbook, inspection } = await inspectList(scope, file, given?.ledger ?? ledger, given)
  const mapping = (given ?? mappingOf(inspection)) as Mapping | null
  if (!mapping) throw new Refusal('refused', whyUnknown(file.name, inspection))
  const sheet = inspection.sheets.find((candidate) => candidate.index === mapping.sheet)
  if (sheet?.problem) throw new Refusal('refused', sheet.problem)
  const keys = Object.values(mapping.columns)
  const known = new Set(compareTargets(mapping.ledger).map((field) => field.key))
  const unknown = keys.find((key) => !known.has(key))
  if (unknown !== undefined) {
    throw new Refusal('invalid_input', '列的对应关系里有台账中没有的项目，请重新选择。', [
      { path: 'mapping.columns', message: `没有“${unknown}”这一项` },
    ])
  }
  const why = whyNotComparable(mapping.ledger, keys)
  if (why) throw new Refusal('refused', `“${file.name}”${why}请指定哪一列是它。`)
  return { name: file.name, workbook, inspection, mapping, chosen: given !== undefined }
}

function whyUnknown(name: string, inspection: Inspection): string {
  if (inspection.candidates.length > 1) {
    const names = inspection.candidates.map((index) => `“${inspection.sheets[index]?.name ?? ''}”`).join('、')
    return `“${name}”里有${inspection.candidates.length}个工作表都可以核对：${names}，请选择其中一个。`
  }
  return `“${name}”里没有找到可以识别的表头，请核对是否发错了文件，或指定表头所在的行和各列的含义。`
}

export function rememberMapping({ inspection, mapping, chosen }: OpenedList, scope: CallScope) {
  if (!chosen) return
  const sheet = inspection.sheets.find((candidate) => candidate.index === mapping.sheet)
  if (!sheet) return
  const layout = compareLayout(layoutKey(headersOf(sheet)))
  createMappingStore(scope.desk.db).remember(layout, mapping, scope.app.place.now())
}

/** Reads every record of a list; `summary` says what was passed over, once all were read. */
export function readList(scope: CallScope, list: OpenedList, region: string | undefined, phase: string) {
  const { mapping, inspection, workbook } = list
  const reader = createRowReader(
    scope.desk,
    mapping,
    region ? { region } : {},
    compareTargets(mapping.ledger),
  )
  const sheet = inspection.sheets.find((candidate) => candidate.index === mapping.sheet)
  const headers = sheet ? headersOf(sheet) : []
  const kinds = new Map(reader.keys.map((key) => [key, compareField(mapping.ledger, key).kind]))
  const keys = identityKeys(mapping.ledger)
  const summary = { skipped: 0, warnings: [...inspection.warnings] }

  async function* rows(): AsyncIterable<ListRow> {
    const batches = workbook.readRows(mapping.sheet, {
      onProgress: ({ done, total, rows: read }) =>
        scope.progress(phase, read, done > 0 ? Math.max(read, Math.round((read * total) / done)) : null),
    })
    for await (const batch of batches) {
      scope.checkCancelled()
      for (const row of batch) {
        if (row.number <= mapping.headerRow) continue
        const why = skipReason(row, headers)
        if (why) {
          if (why !== '空行') summary.skipped++
          continue
        }
        const { values } = reader.read(row)
        const written: ListRow['written'] = {}
        for (const key of reader.keys) {
          // A cell that holds no value of its field has none, and what it says is shown instead.
          written[key] =
            values[key] === undefined
              ? { text: reader.textOf(row, key).slice(0, 200) }
              : toStored(kinds.get(key) ?? 'text', values[key])
        }
        yield { place: row.number, ...identityOf(values, keys), written }
      }
    }
    summary.warnings.push(...batches.summary.warnings.map((warning) => warning.message))
  }
  return { rows, summary, unknownValues: reader.unknownValues }
}

const text = (value: AnyRecord[string] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

function identityOf(values: AnyRecord, keys: { name: string; idNumber: string }) {
  const name = text(values[keys.name])
  const idNumber = text(values[keys.idNumber])
  const identity: Identity = {
    name,
    idNumber: idNumber && residentNumber(idNumber),
    region: text(values.region),
    phone: text(values.phone),
    birthDate: text(values.birthDate) ?? (idNumber ? parseIdNumber(idNumber).birthDate : null),
    sex: text(values.sex),
  }
  return { identity, nameKey: name && nameKey(name) }
}

/** The written values of some fields, in their order. */
export const inFieldOrder = (written: ListRow['written'], fields: readonly string[]): Written[] =>
  fields.map((key) => written[key] ?? null)
