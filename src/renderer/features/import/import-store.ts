import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  ImportMapping,
  ImportOptions,
  ImportPreview,
  ImportResult,
  Inspection,
  SheetFinding,
  UndoResult,
} from '../../../shared/contract/calls/exchange.ts'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { CallName, Input, Output } from '../../../shared/contract/index.ts'
import type { Failure, Result } from '../../../shared/contract/result.ts'
import { requiredTargets } from '../../../shared/domain/import-targets.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { type Progress, useClient } from '../../composables/client.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'
import { assignField, columnsOf, isRegionField } from './columns.ts'
import { countsSentence } from './words.ts'

export type Step = 'file' | 'found' | 'changes' | 'done'
export type WorkKind = 'inspect' | 'preview' | 'run' | 'undo'

export interface Work {
  kind: WorkKind
  progress: Progress | null
  /** Milliseconds of the clock. */
  startedAt: number
  /** Asked to stop; the core may still be at the end of a step. */
  stopping: boolean
}

/**
 * One import from the file to the result. It lives outside the page, so that somebody can look up a
 * person in the middle of it and come back, or go on working while a large file is written.
 */
export const useImport = defineStore('import', () => {
  const client = useClient()
  const step = ref<Step>('file')
  const file = shallowRef<PickedFile | null>(null)
  const inspection = shallowRef<Inspection | null>(null)
  const sheet = ref<number | null>(null)
  const ledger = ref<LedgerName | null>(null)
  /** Column index → field key; columns without an entry are not imported. */
  const columns = ref<Record<string, string>>({})
  const valueMaps = ref<Record<string, Record<string, string>>>({})
  /** Exchange profile whose layout the file has; its words and guarded fields hold. */
  const profile = ref<string | undefined>()
  const remembered = ref(false)
  const mode = ref<ImportOptions['mode']>('both')
  const blankClears = ref<string[]>([])
  const region = ref<string | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  /** The value maps as they were when the preview was made. */
  const previewed = ref('')
  const result = shallowRef<ImportResult | null>(null)
  const undone = shallowRef<UndoResult | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const work = shallowRef<Work | null>(null)
  /** The page is open: otherwise the end of long work is said by a message. */
  const watched = ref(false)
  let controller: AbortController | null = null

  const finding = computed<SheetFinding | null>(() =>
    sheet.value === null ? null : (inspection.value?.sheets[sheet.value] ?? null),
  )
  const missing = computed<string[]>(() => {
    if (!ledger.value) return []
    const present = new Set(Object.values(columns.value))
    return requiredTargets(ledger.value, profile.value !== undefined).filter((key) => !present.has(key))
  })
  const mapping = computed<ImportMapping | null>(() => {
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
  const canCheck = computed(
    () => mapping.value !== null && missing.value.length === 0 && finding.value?.problem === null,
  )

  /** Wordings were settled since: what the preview shows is not what would be written. */
  const isOutdated = computed(
    () => preview.value !== null && JSON.stringify(valueMaps.value) !== previewed.value,
  )

  /** Runs a call as the one piece of work of this import; null when it was cancelled or failed. */
  async function perform<N extends CallName>(
    kind: WorkKind,
    name: N,
    input: Input<N>,
  ): Promise<Output<N> | null> {
    controller?.abort()
    const own = new AbortController()
    controller = own
    failure.value = null
    const startedAt = Date.now()
    work.value = { kind, progress: null, startedAt, stopping: false }
    const answer: Result<Output<N>> = await client.call(name, input, {
      signal: own.signal,
      onProgress: (progress) => {
        if (controller === own && work.value) work.value = { ...work.value, progress }
      },
    })
    // A newer piece of work, or another file, has made this answer void.
    if (controller !== own) return null
    controller = null
    work.value = null
    if (answer.ok) return answer.value
    if (answer.error.code === 'cancelled') notifyDone('已取消，台账没有改动')
    else if (answer.error.code !== 'locked') {
      failure.value = answer.error
      if (!watched.value) notifyFailure(answer.error)
    }
    return null
  }

  function cancel(): void {
    if (work.value) work.value = { ...work.value, stopping: true }
    controller?.abort()
  }

  function reset(): void {
    controller?.abort()
    controller = null
    work.value = null
    step.value = 'file'
    file.value = null
    inspection.value = null
    sheet.value = null
    ledger.value = null
    columns.value = {}
    valueMaps.value = {}
    profile.value = undefined
    remembered.value = false
    blankClears.value = []
    preview.value = null
    result.value = null
    undone.value = null
    failure.value = null
  }

  async function open(picked: PickedFile): Promise<void> {
    reset()
    file.value = picked
    const found = await perform('inspect', 'import.inspect', { file: picked })
    if (!found) return
    inspection.value = found
    const only = found.candidates.length === 1 ? found.candidates[0] : undefined
    if (only !== undefined) takeSheet(only)
    step.value = 'found'
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
    blankClears.value = []
    preview.value = null
  }

  /** Looks at the sheet again: as another ledger, or with the header in another row. */
  async function lookAgain(changes: { ledger?: LedgerName; headerRow?: number }): Promise<void> {
    const current = finding.value
    if (!file.value || !current || !inspection.value) return
    const wanted = changes.ledger ?? (changes.headerRow ? undefined : (ledger.value ?? undefined))
    const headerRow = changes.headerRow ?? current.headerRow
    const found = await perform('inspect', 'import.inspect', {
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
    columns.value = assignField(columns.value, index, key, isRegionField(ledger.value, key))
    preview.value = null
  }

  function setValue(field: string, text: string, value: string | null): void {
    const map = { ...valueMaps.value[field] }
    if (value === null) delete map[text]
    else map[text] = value
    valueMaps.value = { ...valueMaps.value, [field]: map }
  }

  function input(): Input<'import.preview'> | null {
    if (!file.value || !mapping.value) return null
    const present = new Set(Object.values(columns.value))
    return {
      file: file.value,
      mapping: mapping.value,
      options: {
        mode: mode.value,
        blankClears: blankClears.value.filter((key) => present.has(key)),
        ...(region.value ? { region: region.value } : {}),
      },
    }
  }

  async function check(): Promise<void> {
    const wanted = input()
    if (!wanted || !canCheck.value) return
    const asked = JSON.stringify(valueMaps.value)
    const answer = await perform('preview', 'import.preview', wanted)
    if (!answer) return
    rememberRegions(answer.regionNames)
    preview.value = answer
    previewed.value = asked
    step.value = 'changes'
  }

  async function run(): Promise<void> {
    const wanted = input()
    if (!wanted) return
    const answer = await perform('run', 'import.run', wanted)
    if (!answer) return
    result.value = answer
    undone.value = null
    step.value = 'done'
    if (!watched.value) notifyDone(`“${file.value?.name ?? ''}”导入完成：${countsSentence(answer)}`)
  }

  async function undo(): Promise<void> {
    if (!result.value) return
    undone.value = await perform('undo', 'batch.undo', { id: result.value.importId })
  }

  function backTo(earlier: 'file' | 'found'): void {
    if (earlier === 'file') reset()
    failure.value = null
    step.value = earlier
  }

  // A file full of ID numbers does not stay in memory behind the lock.
  client.onEvent((event) => {
    if (event.kind === 'locked') reset()
  })

  return {
    step,
    file,
    inspection,
    sheet,
    ledger,
    columns,
    valueMaps,
    profile,
    remembered,
    mode,
    blankClears,
    region,
    preview,
    result,
    undone,
    failure,
    work,
    watched,
    finding,
    missing,
    canCheck,
    isOutdated,
    open,
    takeSheet,
    lookAgain,
    setColumn,
    setValue,
    check,
    run,
    undo,
    cancel,
    reset,
    backTo,
  }
})
