import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'
import type { ImportPreview } from '../../../../shared/contract/calls/exchange.ts'
import type { PickedFile } from '../../../../shared/contract/host.ts'
import type { Input } from '../../../../shared/contract/index.ts'
import { type LedgerName, ledgers } from '../../../../shared/domain/ledgers.ts'
import { reconcilePurposes } from '../../../../shared/domain/reconcile/purposes.ts'
import {
  isReconcileLedger,
  type ReconcileLedger,
  whyNotComparable,
} from '../../../../shared/domain/reconcile/targets.ts'
import { useClient } from '../../../composables/client.ts'
import { notifyDone } from '../../../composables/notify.ts'
import { useSheetTable } from '../../import/sheet-table.ts'
import { useWork } from '../../import/use-work.ts'

type RunInput = Input<'reconcile.run'>
type Unknown = ImportPreview['unknownValues']

/** Stands in the place of a named list for the spells of work that were running on a day. */
export const dayList = '@day'

/**
 * One comparison from the file to the result. Like the import it lives outside its page: a clerk can
 * look somebody up in the middle of it and come back.
 */
export const useReconcile = defineStore('reconcile', () => {
  const client = useClient()
  const running = useWork('已取消，没有留下核对结果')
  const { failure, work, watched, perform, cancel } = running

  /** Wordings that nobody knows, once they were looked for; they do not hold a comparison up twice. */
  const words = shallowRef<{ theirs: Unknown; earlier: Unknown } | null>(null)

  const table = (): ReturnType<typeof useSheetTable> =>
    useSheetTable({
      purpose: 'compare',
      inspect: ({ ledger, ...request }) =>
        perform('inspect', 'reconcile.inspect', {
          ...request,
          ...(ledger && isReconcileLedger(ledger) ? { ledger } : {}),
        }),
      changed: () => {
        failure.value = null
        words.value = null
      },
    })
  const theirs = reactive(table())
  const earlier = reactive(table())

  /** The earlier of two lists stands on our side, in place of a ledger. */
  const twoLists = ref(false)
  const list = ref('')
  const day = ref<string | null>(null)
  const region = ref<string | null>(null)
  const blanksDiffer = ref(false)

  const ledger = computed<ReconcileLedger | null>(() =>
    theirs.ledger && isReconcileLedger(theirs.ledger) ? theirs.ledger : null,
  )
  const problemOf = (one: typeof theirs): string | null =>
    ledger.value && one.finding && one.finding.headerRow > 0
      ? whyNotComparable(ledger.value, Object.values(one.columns))
      : null
  const isReady = (one: typeof theirs): boolean =>
    one.mapping !== null && one.finding?.problem === null && problemOf(one) === null
  const canRun = computed(
    () =>
      ledger.value !== null &&
      isReady(theirs) &&
      (twoLists.value ? isReady(earlier) : list.value !== dayList || day.value !== null),
  )

  async function open(picked: PickedFile): Promise<void> {
    reset()
    await theirs.open(picked)
  }
  async function openEarlier(picked: PickedFile): Promise<void> {
    await earlier.open(picked, ledger.value ?? undefined)
    if (ledger.value && earlier.finding && earlier.ledger !== ledger.value) {
      await earlier.lookAgain({ ledger: ledger.value })
    }
  }

  async function setLedger(name: LedgerName): Promise<void> {
    await theirs.lookAgain({ ledger: name })
    if (twoLists.value && earlier.finding) await earlier.lookAgain({ ledger: name })
  }

  /** One of the comparisons that offices know by name. */
  async function setPurpose(key: string): Promise<void> {
    const purpose = reconcilePurposes.find((candidate) => candidate.key === key)
    if (!purpose) return
    twoLists.value = purpose.against === null
    if (!purpose.against) return
    if (purpose.against.ledger !== theirs.ledger) await setLedger(purpose.against.ledger)
    list.value = purpose.against.list
  }

  function against(): RunInput['against'] | null {
    if (!twoLists.value && list.value === dayList)
      return day.value ? { kind: 'workOn', day: day.value } : null
    if (!twoLists.value) return { kind: 'ledger', ...(list.value ? { list: list.value } : {}) }
    if (!earlier.file || !earlier.mapping || !ledger.value) return null
    return { kind: 'file', file: earlier.file, mapping: { ...earlier.mapping, ledger: ledger.value } }
  }

  /** Wordings of a list that stand for nothing; null when it was cancelled or refused. */
  async function unknownIn(one: typeof theirs): Promise<Unknown | null> {
    if (!one.file || !one.mapping || !ledger.value) return []
    const found = await perform('words', 'reconcile.words', {
      file: one.file,
      mapping: { ...one.mapping, ledger: ledger.value },
      ...(region.value ? { region: region.value } : {}),
    })
    return found?.unknownValues ?? null
  }

  /** Looks for unknown wordings once; true when there is nothing that a person should see first. */
  async function knowsWords(): Promise<boolean> {
    if (words.value) return true
    const ofTheirs = await unknownIn(theirs)
    const ofEarlier = ofTheirs && twoLists.value ? await unknownIn(earlier) : []
    if (!ofTheirs || !ofEarlier) return false
    words.value = { theirs: ofTheirs, earlier: ofEarlier }
    return ofTheirs.length + ofEarlier.length === 0
  }

  /** Answers the number of the run; null when it was cancelled or refused, or when words are to be looked at first. */
  async function run(): Promise<number | null> {
    const other = against()
    if (!canRun.value || !other || !theirs.file || !theirs.mapping || !ledger.value) return null
    if (!(await knowsWords())) return null
    const made = await perform('compare', 'reconcile.run', {
      file: theirs.file,
      mapping: { ...theirs.mapping, ledger: ledger.value },
      against: other,
      blanksDiffer: blanksDiffer.value,
      ...(region.value ? { region: region.value } : {}),
    })
    if (!made) return null
    if (!watched.value) {
      notifyDone(
        `“${made.theirsName}”与${made.oursName ?? ledgers[made.ledger].label}核对完成，结果在“账账核对”里`,
      )
    }
    reset()
    return made.id
  }

  function reset(): void {
    running.stop()
    theirs.reset()
    earlier.reset()
    twoLists.value = false
    list.value = ''
    day.value = null
    words.value = null
    region.value = null
    blanksDiffer.value = false
  }

  // A file full of ID numbers does not stay in memory behind the lock.
  client.onEvent((event) => {
    if (event.kind === 'locked') reset()
  })

  return {
    failure,
    work,
    watched,
    theirs,
    earlier,
    twoLists,
    list,
    day,
    words,
    region,
    blanksDiffer,
    ledger,
    problemOf,
    canRun,
    open,
    openEarlier,
    setLedger,
    setPurpose,
    run,
    cancel,
    reset,
  }
})
