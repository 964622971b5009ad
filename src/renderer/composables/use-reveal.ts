import { useIntervalFn } from '@vueuse/core'
import { computed, onScopeDispose, type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { AnyRecord } from '../../shared/domain/field.ts'
import { fieldByKey } from '../../shared/domain/field.ts'
import { type LedgerName, ledgers } from '../../shared/domain/ledgers.ts'
import { maskedValue } from '../../shared/domain/mask.ts'
import { useClient } from './client.ts'
import { useCall } from './use-call.ts'

export interface Reveal {
  /** Numbers in full by field key; null while they are masked. */
  numbers: Readonly<ShallowRef<Record<string, string> | null>>
  secondsLeft: Readonly<Ref<number>>
  loading: Readonly<Ref<boolean>>
  show: () => Promise<void>
  hide: () => void
}

/**
 * The numbers of one record in full for a minute: recorded in the core, hidden again by time, on
 * locking and with the page. `changed` is told what to show instead: full numbers, then masked ones.
 */
export function useReveal(
  ledger: LedgerName,
  id: () => number | null,
  changed: (numbers: AnyRecord) => void = () => {},
): Reveal {
  const asking = useCall('person.reveal')
  const numbers = shallowRef<Record<string, string> | null>(null)
  const secondsLeft = ref(0)
  const clock = useIntervalFn(
    () => {
      secondsLeft.value -= 1
      if (secondsLeft.value <= 0) hide()
    },
    1000,
    { immediate: false },
  )
  async function show(): Promise<void> {
    const wanted = id()
    if (wanted === null) return
    const answer = await asking.run({ ledger, id: wanted })
    if (!answer.ok || id() !== wanted) return
    numbers.value = answer.value.values
    secondsLeft.value = answer.value.seconds
    clock.resume()
    changed(answer.value.values)
  }
  function hide(): void {
    clock.pause()
    const shown = numbers.value
    numbers.value = null
    if (!shown) return
    const masked = Object.entries(shown).map(([key, number]) => [
      key,
      maskedValue(fieldByKey(ledgers[ledger], key), number),
    ])
    changed(Object.fromEntries(masked) as AnyRecord)
  }
  onScopeDispose(
    useClient().onEvent((event) => {
      if (event.kind === 'locked') hide()
    }),
  )
  return { numbers: computed(() => numbers.value), secondsLeft, loading: asking.loading, show, hide }
}

/**
 * Puts other numbers into a form, where nobody has typed over what stands there. Answers the record
 * as it counts as kept from now on, so that showing a number is no change of it.
 */
export function swapNumbers(kept: AnyRecord, values: AnyRecord, numbers: AnyRecord): AnyRecord {
  const known = Object.entries(numbers).filter(([key]) => key in kept)
  for (const [key, number] of known) if (values[key] === kept[key]) values[key] = number
  return { ...kept, ...Object.fromEntries(known) }
}
