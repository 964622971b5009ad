import type { Output } from '../../shared/contract/index.ts'
import type { FieldValue } from '../../shared/domain/field.ts'
import { type FieldWords, formatFieldValue } from '../../shared/domain/field-text.ts'
import { type LedgerName, ledgers } from '../../shared/domain/ledgers.ts'
import {
  answer,
  type Command,
  type CommandContext,
  ledgerOf,
  listKey,
  number,
  permitFor,
  unlock,
} from './context.ts'

/** Where households without work stand follows from their people, and is looked at before they are listed. */
export async function bringUpToDate({ call }: CommandContext, ledger: LedgerName): Promise<void> {
  if (ledger === 'household') await call('duty.refresh', {})
}

/** The most rows that one call hands out. */
const pageRows = 500

export const list: Command = async (context) => {
  const ledger = ledgerOf(context)
  const { values, call } = context
  const limit = number(values.limit, 20, '--limit ') || 20
  await unlock(context)
  await bringUpToDate(context, ledger)
  const query = { ledger, list: await listKey(context, ledger), search: values.search }
  const full = await permitFor(context, 'ledger.page')
  const columns = ledgers[ledger].fields.filter((field) => field.kind !== 'note').map((field) => field.key)
  const rows: Output<'ledger.page'>['rows'] = []
  const regionNames: Record<string, string> = {}
  while (rows.length < limit) {
    const asked = Math.min(pageRows, limit - rows.length)
    const page = await call('ledger.page', { ...query, ...full, columns, limit: asked, offset: rows.length })
    rows.push(...page.rows)
    Object.assign(regionNames, page.regionNames)
    if (page.rows.length < asked) break
  }
  const { total, basis } = await call('ledger.count', query)
  const show = await wordsFor(context, ledger, regionNames)
  return answer(context, { total, basis, rows, regionNames }, [
    `共 ${total} 条。口径：${basis}`,
    ...rows.map((row) => [row.id, ...show(row.values)].join('\t')),
  ])
}

/** Columns that the text answer has; `--json` has all of them. */
const usual = [
  'name',
  'idNumber',
  'region',
  'householdCode',
  'headName',
  'zeroState',
  'employmentState',
  'formState',
  'kind',
  'servedOn',
  'building',
  'door',
  'heldOn',
]
const shownOf: Partial<Record<LedgerName, readonly string[]>> = {
  graduate: ['name', 'idNumber', 'region', 'school', 'graduatedOn', 'status', 'missing'],
  employerMonth: ['employerName', 'region', 'month', 'staffTotal', 'lackTotal', 'fallPercent'],
  vacancy: [
    'employerName',
    'title',
    'region',
    'wageFrom',
    'wageTo',
    'openPlaces',
    'collectedOn',
    'validUntil',
  ],
}

/** A few values of a row as a person reads them: names of regions and labels instead of codes. */
async function wordsFor(
  { call }: CommandContext,
  ledger: LedgerName,
  regionNames: Record<string, string>,
): Promise<(values: Readonly<Record<string, FieldValue>>) => string[]> {
  const dictionaries = new Map((await call('dictionary.all', {})).map((one) => [one.key, one]))
  const words: FieldWords = {
    dictionary(key) {
      const found = dictionaries.get(key)
      if (!found) throw new Error(`no dictionary ${key}`)
      return found
    },
    regionName: (code) => regionNames[code] ?? code,
  }
  const shown = ledgers[ledger].fields.filter(({ key }) => (shownOf[ledger] ?? usual).includes(key))
  return (values) => shown.map((field) => formatFieldValue(field, values[field.key] ?? null, words))
}
