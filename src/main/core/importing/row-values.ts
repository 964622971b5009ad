import type { ImportMapping, ImportOptions } from '../../../shared/contract/calls/exchange.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { createColumnParser, type FieldLookups, type RawText } from '../../../shared/domain/field-text.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { isMasked } from '../../../shared/domain/mask.ts'
import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import type { Row } from '../workbook/types.ts'

/** What a row of the file says, field by field. */
export interface RowValues {
  /** Of the mapped fields: the value, null when the cell is blank. */
  values: AnyRecord
  /** Cells that hold no value of their kind: the row is blocked. */
  problems: Violation[]
  notes: Violation[]
}

export interface UnknownValue {
  field: string
  label: string
  text: string
  count: number
}

interface MappedField {
  field: Field
  columns: number[]
  parse: (raw: RawText) => ReturnType<ReturnType<typeof createColumnParser>>
  wordings: Map<string, string>
}

/** How texts are understood in an import: dictionaries, and regions inside the sender's own. */
export function lookupsOf(desk: Desk, within: string): FieldLookups {
  const { dictionaries } = desk.catalogue()
  return {
    today: desk.today(),
    dictionary(key) {
      const dictionary = dictionaries.get(key)
      if (!dictionary) throw new Error(`no dictionary ${key}`)
      return dictionary
    },
    regionName: (code) => desk.regions.displayName(code),
    resolveRegion(text, level) {
      const found = desk.regions.resolve(text, { within, ...(level && { level: level as RegionLevel }) })
      if (found.kind === 'found') return { code: found.code }
      if (found.kind === 'ambiguous')
        return { ambiguous: found.candidates.map((candidate) => desk.regions.displayName(candidate.code)) }
      return { unknown: true }
    },
  }
}

/** A masked telephone or account says nothing; a masked ID number says not even who it is, and blocks the row. */
const keepsWhatStands = ({ mask }: Field, text: string): boolean =>
  (mask === 'phone' || mask === 'bankCard') && isMasked(text)

/** Reads rows of one sheet by a mapping. Keeps what no dictionary knows, for the person to map. */
export function createRowReader(
  desk: Desk,
  mapping: Pick<ImportMapping, 'ledger' | 'columns' | 'valueMaps'>,
  options: Pick<ImportOptions, 'region'>,
  targets: readonly Field[] = ledgers[mapping.ledger as LedgerName].fields,
) {
  const lookups = lookupsOf(desk, options.region ?? desk.unit.regionCode)
  const byKey = new Map<string, number[]>()
  for (const [index, key] of Object.entries(mapping.columns)) {
    byKey.set(
      key,
      [...(byKey.get(key) ?? []), Number(index)].sort((one, other) => one - other),
    )
  }
  const fields: MappedField[] = [...byKey].map(([key, columns]) => {
    const field = targets.find((candidate) => candidate.key === key)
    if (!field) throw new Error(`no field ${key} in ledger ${mapping.ledger}`)
    return {
      field,
      columns,
      parse: createColumnParser(field, lookups),
      wordings: new Map(Object.entries(mapping.valueMaps[key] ?? {})),
    }
  })
  const unknown = new Map<string, UnknownValue>()
  let formulas = 0

  const note = (field: Field, text: string) => {
    if (text === '' || !['code', 'codes', 'yesNo', 'region'].includes(field.kind)) return
    const key = `${field.key}\u0000${text}`
    const known = unknown.get(key)
    if (known) known.count++
    else if (unknown.size < 1000) unknown.set(key, { field: field.key, label: field.label, text, count: 1 })
  }

  /** One cell, or the parts of a region in columns of their own, from the province down. */
  const rawOf = (row: Row, mapped: MappedField): RawText => {
    const only = mapped.columns[0] ?? 0
    for (const column of mapped.columns) if (row.cells[column]?.formula) formulas++
    if (mapped.columns.length === 1) return row.cells[only] ?? { text: '', kind: 'empty' }
    const parts = mapped.columns
      .map((column) => row.cells[column])
      .filter((cell) => cell && cell.kind !== 'empty')
    const broken = parts.find((cell) => cell?.kind === 'error' || cell?.kind === 'formulaNoValue')
    if (broken) return broken
    // A coarse and a fine column of one choice (户类型, 监测对象类别): the one further right says more.
    if (mapped.field.kind === 'code' || mapped.field.kind === 'yesNo')
      return parts.findLast((cell) => cell && isMeant(mapped, cell.text)) ?? { text: '', kind: 'empty' }
    const separator = mapped.field.kind === 'months' || mapped.field.kind === 'codes' ? '、' : ' '
    return { text: parts.map((cell) => cell?.date ?? cell?.text ?? '').join(separator), kind: 'text' }
  }

  /** Whether a wording stands for a value, rather than for none. */
  const isMeant = ({ wordings }: MappedField, text: string) =>
    (wordings.get(text.trim()) ?? text).trim() !== ''

  return {
    keys: fields.map(({ field }) => field.key),
    columnsOf: (key: string) => byKey.get(key) ?? [],
    /** What the whole file is told once, not row by row. */
    warnings: (): string[] =>
      formulas > 0 ? [`有 ${formulas} 个单元格是公式，按表里保存的结果读取，请核对。`] : [],
    /** What the sender sees in the cells of a field, for showing what could not be read. */
    textOf(row: Row, key: string): string {
      const mapped = fields.find(({ field }) => field.key === key)
      const raw = mapped && rawOf(row, mapped)
      return (raw?.date ?? raw?.text ?? '').trim()
    },
    unknownValues: () => [...unknown.values()].sort((one, other) => other.count - one.count).slice(0, 200),
    read(row: Row): RowValues {
      const values: AnyRecord = {}
      const problems: Violation[] = []
      const notes: Violation[] = []
      for (const mapped of fields) {
        let raw = rawOf(row, mapped)
        const instead = mapped.wordings.size > 0 ? mapped.wordings.get(raw.text.trim()) : undefined
        if (instead !== undefined) raw = { text: instead, kind: 'text' }
        if (keepsWhatStands(mapped.field, raw.text)) {
          const { key: field, label } = mapped.field
          const message = `${label}是遮盖过的，没有读入，台账里已有的保留不变`
          notes.push({ field, code: 'cell.maskedKept', severity: 'warns', message })
          continue
        }
        const parsed = mapped.parse(raw)
        if ('problem' in parsed) {
          problems.push(parsed.problem)
          note(mapped.field, raw.text.trim())
          continue
        }
        if (parsed.notes) notes.push(...parsed.notes)
        values[mapped.field.key] = parsed.value
      }
      for (const { field } of fields) {
        if (field.required && values[field.key] === null) {
          problems.push({
            field: field.key,
            code: 'row.required',
            severity: 'blocks',
            message: `缺少${field.label}，请补填`,
          })
        }
      }
      return { values, problems, notes }
    },
  }
}
