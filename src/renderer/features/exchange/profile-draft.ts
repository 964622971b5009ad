import { computed, ref, shallowRef } from 'vue'
import type {
  TemplateColumn,
  TemplateInspection,
  TemplateSheet,
} from '../../../shared/contract/calls/profile.ts'
import type { PickedFile } from '../../../shared/contract/host.ts'
import type { Input } from '../../../shared/contract/index.ts'
import type { Field } from '../../../shared/domain/field.ts'
import { requiredTargets } from '../../../shared/domain/import-targets.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { importedField, type ProfileColumn } from '../../../shared/domain/profile.ts'
import { isDated, proposeValues } from '../../../shared/domain/profile-proposal.ts'
import { useCall } from '../../composables/use-call.ts'
import { useCatalogue } from '../../stores/catalogue.ts'
import { sourcesOf, withSource } from './sources.ts'

/** One sheet of the blank workbook with what the person decided about it. */
export interface DraftSheet {
  found: TemplateSheet
  /** It gets rows. */
  used: boolean
  ledger: LedgerName | null
  confirmedOnly: boolean
  columns: ProfileColumn[]
}

const draftOf = (found: TemplateSheet): DraftSheet => {
  const columns = found.columns.map(({ proposal }) => proposal)
  const carried = new Set(columns.map(importedField))
  return {
    found,
    used:
      found.ledger !== null &&
      !found.hidden &&
      requiredTargets(found.ledger, true).every((key) => carried.has(key)),
    ledger: found.ledger,
    confirmedOnly: found.ledger === 'labourer',
    columns,
  }
}

/** The profile in the making: a blank workbook, its sheets and columns, until it is saved. */
export function useProfileDraft() {
  const inspect = useCall('profile.inspectTemplate', { showFailure: false })
  const save = useCall('profile.save', { showFailure: false })
  const catalogue = useCatalogue()
  const file = shallowRef<PickedFile | null>(null)
  const inspection = shallowRef<TemplateInspection | null>(null)
  const sheets = ref<DraftSheet[]>([])
  const current = ref(0)
  const label = ref('')
  const receiver = ref('')

  const sheet = computed<DraftSheet | null>(
    () => sheets.value.find(({ found }) => found.index === current.value) ?? null,
  )
  const used = computed(() => sheets.value.filter((one) => one.used && one.ledger !== null))

  async function open(picked: PickedFile): Promise<void> {
    const answer = await inspect.run({ file: picked })
    if (!answer.ok) return
    file.value = picked
    inspection.value = answer.value
    sheets.value = answer.value.sheets.map(draftOf)
    current.value = answer.value.best
    if (used.value.length === 0 && sheet.value?.ledger) sheet.value.used = true
    label.value = picked.name.replace(/\.[^.]*$/, '').slice(0, 40)
  }

  /** Looks at the sheet in hand again: as another ledger, or with the header in another row. */
  async function lookAgain(changes: { ledger?: LedgerName; headerRow?: number }): Promise<void> {
    const before = sheet.value
    if (!file.value || !before) return
    const ledger = changes.ledger ?? before.ledger ?? undefined
    const headerRow = changes.headerRow ?? before.found.headerRow
    const answer = await inspect.run({
      file: file.value,
      ...(ledger && { ledger }),
      ...(headerRow > 0 && { at: { sheet: before.found.index, headerRow } }),
    })
    const again = answer.ok ? answer.value.sheets[before.found.index] : undefined
    if (!again) return
    const next = draftOf(again)
    if (ledger) next.ledger = ledger
    next.used = before.used || next.used
    sheets.value = sheets.value.map((one) => (one.found.index === again.index ? next : one))
  }

  function setColumn(index: number, change: Partial<ProfileColumn>): void {
    const column = sheet.value?.columns[index]
    if (sheet.value && column) sheet.value.columns[index] = { ...column, ...change }
  }

  /** Fills a column from something else, with the words and dates that its own list and hints suggest. */
  function setSource(index: number, value: string): void {
    const { ledger, columns, found } = sheet.value ?? {}
    const column = columns?.[index]
    if (!ledger || !column || !columns) return
    const next = withSource(
      column,
      sourcesOf(ledger).find((source) => source.value === value),
    )
    const field = fieldOf(ledger, next.field)
    const list = found?.columns[index]?.list
    const dictionary = field?.dictionary ? catalogue.dictionary(field.dictionary) : undefined
    if (list && dictionary) next.values = proposeValues(dictionary, list)
    if (field && isDated(field)) next.date = 'YYYY-MM-DD'
    columns[index] = next
  }

  /** What would be saved; null while something is missing. */
  const input = computed<Input<'profile.save'> | null>(() => {
    if (!file.value || used.value.length === 0 || label.value.trim().length < 2) return null
    return {
      label: label.value.trim(),
      receiver: receiver.value.trim(),
      template: file.value,
      sheets: used.value.map(({ found, ledger, confirmedOnly, columns }) => ({
        name: found.name.slice(0, 31),
        ledger: ledger ?? 'labourer',
        rows: confirmedOnly
          ? {
              basis: '采集表已由专班确认的劳动力',
              filters: [{ field: 'formState', op: 'is' as const, value: 'confirmed' }],
            }
          : { basis: `${ledgers[ledger ?? 'labourer'].label}全部记录`, filters: [] },
        // Plain values: what is watched by the page cannot cross to another process.
        columns: JSON.parse(JSON.stringify(columns)) as ProfileColumn[],
        template: { sheet: found.index, headerRow: found.headerRow, firstRow: found.firstRow },
      })),
    }
  })

  return {
    inspect,
    save,
    file,
    inspection,
    sheets,
    sheet,
    used,
    current,
    label,
    receiver,
    open,
    lookAgain,
    setColumn,
    setSource,
    input,
  }
}
export type ProfileDraft = ReturnType<typeof useProfileDraft>

export const fieldOf = (ledger: LedgerName | null, key: string | undefined): Field | undefined =>
  ledger ? ledgers[ledger].fields.find((field: Field) => field.key === key) : undefined

export const foundColumn = (sheet: DraftSheet, index: number): TemplateColumn | undefined =>
  sheet.found.columns[index]
