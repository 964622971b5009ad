import { computed, ref, shallowRef, type UnwrapNestedRefs } from 'vue'
import type { Inspection, SheetFinding } from '../../../shared/contract/calls/exchange.ts'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { TablePurpose } from '../../../shared/domain/import-targets.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import { assignField, columnsOf, isRegionField } from './columns.ts'

/** What is asked of the core about a file: as which ledger, or with the header in which row. */
export interface InspectRequest {
  file: PickedFile
  ledger?: LedgerName
  at?: { sheet: number; headerRow: number }
}

/**
 * A file that somebody sent, on the way to being understood: which sheet, which header row, which
 * column is which field. The import has one, a comparison of two lists has two.
 */
export function useSheetTable(options: {
  purpose: TablePurpose
  /** Null when it was refused or cancelled; who asks shows why. */
  inspect: (request: InspectRequest) => Promise<Inspection | null>
  /** Another sheet or header, or another column was taken: what was worked out from it is void. */
  changed: (what: 'sheet' | 'column') => void
}) {
  const file = shallowRef<PickedFile | null>(null)
  const inspection = shallowRef<Inspection | null>(null)
  const sheet = ref<number | null>(null)
  const ledger = ref<LedgerName | null>(null)
  /** Column index → field key; columns without an entry are left out. */
  const columns = ref<Record<string, string>>({})
  const valueMaps = ref<Record<string, Record<string, string>>>({})
  /** Exchange profile whose layout the file has; its words and guarded fields hold. */
  const profile = ref<string | undefined>()
  const remembered = ref(false)

  const finding = computed<SheetFinding | null>(() =>
    sheet.value === null ? null : (inspection.value?.sheets[sheet.value] ?? null),
  )
  const mapping = computed(() => {
    if (!finding.value || !ledger.value || finding.value.headerRow === 0) return null
    return {
      sheet: finding.value.index,
      headerRow: finding.value.headerRow,
      ledger: ledger.value,
      columns: { ...columns.value },
      valueMaps: valueMaps.value,
      ...(profile.value && { profile: profile.value }),
    }
  })

  function reset(): void {
    file.value = null
    inspection.value = null
    sheet.value = null
    ledger.value = null
    columns.value = {}
    valueMaps.value = {}
    profile.value = undefined
    remembered.value = false
  }

  /** Takes a file; false when the core refused it. */
  async function open(picked: PickedFile, as?: LedgerName): Promise<boolean> {
    reset()
    file.value = picked
    const found = await options.inspect({ file: picked, ...(as ? { ledger: as } : {}) })
    if (!found) return false
    inspection.value = found
    const only = found.candidates.length === 1 ? found.candidates[0] : undefined
    if (only !== undefined) takeSheet(only)
    return true
  }

  /** Takes over what was found for a sheet, or the mapping of last time. */
  function takeSheet(index: number, useRemembered = true): void {
    const next = inspection.value?.sheets[index]
    if (!next) return
    const kept = inspection.value?.remembered
    remembered.value = useRemembered && kept?.sheet === index
    sheet.value = index
    ledger.value = remembered.value && kept ? kept.ledger : next.ledger
    columns.value = remembered.value && kept ? { ...kept.columns } : columnsOf(next)
    valueMaps.value = remembered.value && kept ? structuredClone({ ...kept.valueMaps }) : {}
    profile.value = remembered.value && kept ? kept.profile : next.profile?.key
    options.changed('sheet')
  }

  /** Looks at the sheet again: as another ledger, or with the header in another row. */
  async function lookAgain(changes: { ledger?: LedgerName; headerRow?: number }): Promise<void> {
    const current = finding.value
    if (!file.value || !current || !inspection.value) return
    const wanted = changes.ledger ?? (changes.headerRow ? undefined : (ledger.value ?? undefined))
    const headerRow = changes.headerRow ?? current.headerRow
    const found = await options.inspect({
      file: file.value,
      ...(wanted ? { ledger: wanted } : {}),
      ...(headerRow > 0 ? { at: { sheet: current.index, headerRow } } : {}),
    })
    const again = found?.sheets[current.index]
    if (!found || !again) return
    const sheets = inspection.value.sheets.map((one) => (one.index === again.index ? again : one))
    inspection.value = { ...inspection.value, sheets, remembered: found.remembered }
    takeSheet(again.index, false)
    if (wanted) ledger.value = wanted
  }

  function setColumn(index: number, key: string | null): void {
    columns.value = assignField(columns.value, index, key, isRegionField(ledger.value, key, options.purpose))
    options.changed('column')
  }

  /** Says what a wording means, in the words of the ledger; null forgets it. */
  function setValue(field: string, text: string, value: string | null): void {
    const map = { ...valueMaps.value[field] }
    if (value === null) delete map[text]
    else map[text] = value
    valueMaps.value = { ...valueMaps.value, [field]: map }
  }

  return {
    purpose: options.purpose,
    file,
    inspection,
    sheet,
    ledger,
    columns,
    valueMaps,
    profile,
    remembered,
    finding,
    mapping,
    reset,
    open,
    takeSheet,
    lookAgain,
    setColumn,
    setValue,
  }
}

/** The same as components see it, with its values unwrapped. */
export type SheetTable = Omit<
  UnwrapNestedRefs<ReturnType<typeof useSheetTable>>,
  'reset' | 'open' | 'mapping'
>
