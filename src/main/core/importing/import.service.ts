import type {
  ImportCounts,
  ImportPreview,
  ImportResult,
  PreviewRow,
} from '../../../shared/contract/calls/exchange.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { createBulkLoad } from '../db/bulk-load.ts'
import { applyProfile } from '../exchange/profile-reader.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { annotateRows } from '../workbook/index.ts'
import { headersOf } from './detect.ts'
import { employerMonthsApplier } from './employer-months.applier.ts'
import { employmentApplier, employmentEndApplier, trainingApplier } from './episodes.applier.ts'
import { graduatesApplier } from './graduates.applier.ts'
import { householdsApplier } from './households.applier.ts'
import { layoutKey, skipReason } from './layout.ts'
import { createMappingStore } from './mapping.store.ts'
import { type ImportInput, inspect, type Opened, openForImport } from './open-import.ts'
import { peopleApplier } from './people.applier.ts'
import { type Applier, type ApplyOptions, noChanges, type RowPlan } from './plan.ts'
import { assignmentsApplier, postsApplier } from './posts.applier.ts'
import { createRowReader } from './row-values.ts'
import { serviceApplier } from './services.applier.ts'
import { jobFairsApplier, siteHouseholdsApplier, sitesApplier, stationsApplier } from './sites.applier.ts'
import { createTwinWatch, showTwins, type Twin } from './twins.ts'
import { vacanciesApplier } from './vacancies.applier.ts'
import { keepWithin, requirePlaced } from './within.ts'

/** Rows of each kind that a preview shows; the counts are of all. */
const shownRows = 200

/** How the rows of each ledger are matched and written; packages go through the same. */
export const appliers: Record<LedgerName, (desk: Desk, options: ApplyOptions) => Applier> = {
  labourer: (desk, options) => peopleApplier(desk, 'labourer', options),
  member: (desk, options) => peopleApplier(desk, 'member', options),
  household: householdsApplier,
  employment: employmentApplier,
  employmentEnd: employmentEndApplier,
  training: trainingApplier,
  service: serviceApplier,
  graduate: graduatesApplier,
  post: postsApplier,
  assignment: assignmentsApplier,
  site: sitesApplier,
  siteHousehold: siteHouseholdsApplier,
  station: stationsApplier,
  jobFair: jobFairsApplier,
  vacancy: vacanciesApplier,
  employerMonth: employerMonthsApplier,
}

interface Walked {
  counts: ImportCounts
  violations: Record<string, number>
  skipped: { row: number; why: string }[]
  warnings: string[]
  unknownValues: ImportPreview['unknownValues']
  twins: Twin[]
  columnsOf: (key: string) => number[]
  finish: Applier['finish']
}

/** Goes through every record of the sheet; `take` previews or writes. */
async function walk(
  scope: CallScope,
  { workbook, inspection, mapping }: Opened,
  input: ImportInput,
  phase: string,
  take: (row: number, plan: RowPlan) => void,
  expect?: (rowsToCome: number) => void,
): Promise<Walked> {
  const { desk } = scope
  requirePlaced(desk, mapping.ledger)
  const applied = applyProfile(desk, mapping, input.options)
  const reader = createRowReader(desk, applied.mapping, input.options)
  const applier = appliers[mapping.ledger](desk, applied.options)
  const sheet = inspection.sheets.find((candidate) => candidate.index === mapping.sheet)
  const headers = sheet ? headersOf(sheet) : []
  const counts: ImportCounts = { rows: 0, inserted: 0, updated: 0, unchanged: 0, blocked: 0, warned: 0 }
  const violations: Record<string, number> = {}
  const skipped: Walked['skipped'] = []
  const watch = createTwinWatch()
  const twins: Twin[] = []
  const rows = workbook.readRows(mapping.sheet, {
    // The reader knows bytes; a person wants rows, so the total is what they come to at this rate.
    onProgress: ({ done, total, rows: read }) => {
      const expected = done > 0 ? Math.max(read, Math.round((read * total) / done)) : null
      scope.progress(phase, read, expected)
      if (expected !== null) expect?.(expected - read)
    },
  })
  for await (const batch of rows) {
    scope.checkCancelled()
    for (const row of batch) {
      if (row.number <= mapping.headerRow) continue
      const why = skipReason(row, headers)
      if (why) {
        if (why !== '空行' && skipped.length < 200) skipped.push({ row: row.number, why })
        continue
      }
      const { values, problems, notes } = reader.read(row)
      const plan: RowPlan =
        problems.length > 0
          ? {
              kind: 'blocked',
              name: String(values.name ?? values.headName ?? ''),
              personId: null,
              changes: noChanges,
              violations: problems,
              apply: null,
            }
          : keepWithin(desk, applier.plan(values, row.number))
      if (notes.length > 0) plan.violations = [...notes, ...plan.violations]
      count(counts, violations, plan)
      const twin = watch.see(row.number, plan)
      if (twin) {
        twins.push(twin)
        counts.warned += twin.isNewWarning ? 1 : 0
        violations[twin.violation.code] = (violations[twin.violation.code] ?? 0) + 1
      }
      take(row.number, plan)
    }
  }
  return {
    counts,
    violations,
    skipped,
    warnings: [
      ...inspection.warnings,
      ...rows.summary.warnings.map((warning) => warning.message),
      ...reader.warnings(),
    ],
    unknownValues: reader.unknownValues(),
    twins,
    columnsOf: reader.columnsOf,
    finish: applier.finish,
  }
}

const countKeys = { new: 'inserted', changed: 'updated', unchanged: 'unchanged', blocked: 'blocked' } as const

function count(counts: ImportCounts, violations: Record<string, number>, plan: RowPlan) {
  counts.rows++
  counts[countKeys[plan.kind]]++
  if (plan.kind !== 'blocked' && plan.violations.length > 0) counts.warned++
  for (const violation of plan.violations) violations[violation.code] = (violations[violation.code] ?? 0) + 1
}

export const importHandlers = {
  'import.inspect': async (input, scope) =>
    (await inspect(scope, input.file, input.ledger, input.at)).inspection,

  'import.preview': async (input, scope): Promise<ImportPreview> => {
    const opened = await openForImport(scope, input)
    const { ledger } = opened.mapping
    const labelOf = (key: string) => ledgers[ledger].fields.find((field) => field.key === key)?.label ?? key
    const rows: ImportPreview['rows'] = { new: [], changed: [], unchanged: [], blocked: [], warned: [] }
    const refused = new Map<number, Violation[]>()
    const walked = await walk(scope, opened, input, '正在比对', (row, plan) => {
      if (input.errorFile && plan.kind === 'blocked') refused.set(row, plan.violations)
      const kinds: (keyof ImportPreview['rows'])[] =
        plan.kind !== 'blocked' && plan.violations.length > 0 ? [plan.kind, 'warned'] : [plan.kind]
      if (kinds.every((kind) => rows[kind].length >= shownRows)) return
      const shown: PreviewRow = {
        row,
        name: plan.name,
        kind: plan.kind,
        personId: plan.personId,
        changes: plan.changes().map((change) => ({ ...change, label: labelOf(change.field) })),
        violations: plan.violations,
      }
      for (const kind of kinds) if (rows[kind].length < shownRows) rows[kind].push(shown)
    })
    const { counts, violations, skipped, warnings, unknownValues } = walked
    showTwins(walked.twins, rows, shownRows)
    const shown = Object.values(rows).flat()
    const records = shown.flatMap((row) =>
      row.changes.map((change) => ({
        [change.field]: change.after,
        [`${change.field}Before`]: change.before,
      })),
    )
    const before = shown.flatMap((row) => row.changes.map((change) => ({ [change.field]: change.before })))
    return {
      counts,
      rows,
      violations,
      skipped,
      warnings,
      unknownValues,
      regionNames: regionNamesIn(scope.desk, ledger, [...records, ...before]),
      ...(refused.size > 0 && {
        errorFile: await blockedRowsFile(input, opened, refused, walked.columnsOf),
      }),
    }
  },

  'import.run': async (input, scope): Promise<ImportResult> => {
    const { desk, app } = scope
    const opened = await openForImport(scope, input)
    const batch = desk.openBatch('import', `导入${ledgers[opened.mapping.ledger].label}：${input.file.name}`)
    const refused = new Map<number, Violation[]>()
    const load = createBulkLoad(desk.db)
    const walked = await walk(
      scope,
      opened,
      input,
      '正在写入',
      (row, plan) => {
        if (plan.kind === 'blocked') refused.set(row, plan.violations)
        else plan.apply?.(batch)
      },
      load.expect,
    )
    walked.finish?.(batch)
    // Read to its end: a file of a hundred megabytes need not be there while indexes are made.
    const { buffer } = input.file.bytes
    if (refused.size === 0 && buffer instanceof ArrayBuffer) buffer.transfer(0)
    scope.progress('正在整理', walked.counts.rows, walked.counts.rows)
    load.finish()
    const errorFile =
      refused.size > 0 ? await blockedRowsFile(input, opened, refused, walked.columnsOf) : undefined
    const importId = batch.close(walked.counts, errorFile)
    if (input.mapping) {
      const sheet = opened.inspection.sheets.find((candidate) => candidate.index === opened.mapping.sheet)
      if (sheet)
        createMappingStore(desk.db).remember(layoutKey(headersOf(sheet)), opened.mapping, app.place.now())
    }
    return {
      ...walked.counts,
      importId,
      violations: walked.violations,
      warnings: walked.warnings,
      hasErrorFile: errorFile !== undefined,
    }
  },
} satisfies Partial<Handlers>

/** A copy of the sender's own workbook with the blocked rows, the reason behind each, the wrong cells marked. */
async function blockedRowsFile(
  input: ImportInput,
  { mapping }: Opened,
  refused: ReadonlyMap<number, Violation[]>,
  columnsOf: (key: string) => number[],
): Promise<{ name: string; bytes: Uint8Array }> {
  const rows = new Map(
    [...refused].map(([row, violations]) => [
      row,
      {
        reason: violations.map((violation) => violation.message).join('；'),
        columns: [...new Set(violations.flatMap((violation) => columnsOf(violation.field)))],
      },
    ]),
  )
  const bytes = await annotateRows(input.file.bytes, mapping.sheet, {
    fileName: input.file.name,
    reasonHeader: '未导入原因',
    headerRow: mapping.headerRow,
    rows,
    keepOnlyMarked: true,
  })
  return { name: `${input.file.name.replace(/\.[^.]*$/, '')}-未导入的行.xlsx`, bytes }
}
