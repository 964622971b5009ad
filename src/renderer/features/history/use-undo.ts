import { ref, type ShallowRef, shallowRef } from 'vue'
import type { BatchView, UndoResult } from '../../../shared/contract/calls/exchange.ts'
import { useCall } from '../../composables/use-call.ts'

export interface UndoDone extends UndoResult {
  label: string
}

/** Undoing a batch: asked first, then what it did and what it kept. */
export function useUndo(after: () => Promise<void>) {
  const call = useCall('batch.undo')
  const batch: ShallowRef<BatchView | null> = shallowRef(null)
  const outcome: ShallowRef<UndoDone | null> = shallowRef(null)
  const busy = ref(false)

  function ask(asked: BatchView): void {
    outcome.value = null
    batch.value = asked
  }

  async function confirm(): Promise<void> {
    const asked = batch.value
    if (!asked) return
    busy.value = true
    const result = await call.run({ id: asked.id })
    busy.value = false
    batch.value = null
    if (result.ok) outcome.value = { ...result.value, label: asked.label }
    await after()
  }

  return { batch, outcome, busy, progress: call.progress, ask, confirm }
}
