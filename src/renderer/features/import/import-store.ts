import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type {
  ImportOptions,
  ImportPreview,
  ImportResult,
  UndoResult,
} from '../../../shared/contract/calls/exchange.ts'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { Input } from '../../../shared/contract/index.ts'
import { requiredTargets } from '../../../shared/domain/import-targets.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { useClient } from '../../composables/client.ts'
import { notifyDone } from '../../composables/notify.ts'
import { useSheetTable } from './sheet-table.ts'
import { useWork } from './use-work.ts'
import { countsSentence } from './words.ts'

export type Step = 'file' | 'found' | 'changes' | 'done'
/**
 * One import from the file to the result. It lives outside the page, so that somebody can look up a
 * person in the middle of it and come back, or go on working while a large file is written.
 */
export const useImport = defineStore('import', () => {
  const client = useClient()
  const step = ref<Step>('file')
  const mode = ref<ImportOptions['mode']>('both')
  const blankClears = ref<string[]>([])
  const region = ref<string | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  /** The value maps as they were when the preview was made. */
  const previewed = ref('')
  const result = shallowRef<ImportResult | null>(null)
  const undone = shallowRef<UndoResult | null>(null)
  const running = useWork('已取消，台账没有改动')
  const { failure, work, watched, perform, cancel } = running
  const table = useSheetTable({
    purpose: 'import',
    inspect: (request) => perform('inspect', 'import.inspect', request),
    changed: (what) => {
      if (what === 'sheet') blankClears.value = []
      preview.value = null
    },
  })
  const { file, ledger, columns, valueMaps, profile, finding, mapping } = table
  const missing = computed<string[]>(() => {
    if (!ledger.value) return []
    const present = new Set(Object.values(columns.value))
    return requiredTargets(ledger.value, profile.value !== undefined).filter((key) => !present.has(key))
  })
  const canCheck = computed(
    () => mapping.value !== null && missing.value.length === 0 && finding.value?.problem === null,
  )
  /** Wordings were settled since: what the preview shows is not what would be written. */
  const isOutdated = computed(
    () => preview.value !== null && JSON.stringify(valueMaps.value) !== previewed.value,
  )

  function reset(): void {
    running.stop()
    step.value = 'file'
    table.reset()
    blankClears.value = []
    preview.value = null
    result.value = null
    undone.value = null
  }

  async function open(picked: PickedFile): Promise<void> {
    reset()
    if (await table.open(picked)) step.value = 'found'
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

  const { purpose, inspection, sheet, remembered, takeSheet, lookAgain, setColumn, setValue } = table
  return {
    step,
    purpose,
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
