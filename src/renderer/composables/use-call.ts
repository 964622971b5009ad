import { onScopeDispose, type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { CallName, Input, Output } from '../../shared/contract/index.ts'
import type { Failure, Result } from '../../shared/contract/result.ts'
import { type Progress, useClient } from './client.ts'
import { notifyFailure } from './notify.ts'

export interface UsedCall<N extends CallName> {
  /** Runs the call. The Result is returned as well as kept, so that a page can go on from it. */
  run(input: Input<N>): Promise<Result<Output<N>>>
  /** The last value; stays while the next one is on its way, so that nothing flickers. */
  data: ShallowRef<Output<N> | null>
  error: ShallowRef<Failure | null>
  loading: Ref<boolean>
  /** Of jobs; null when nothing was said yet. */
  progress: ShallowRef<Progress | null>
  cancel(): void
}

/**
 * One call of the contract with its state. A newer run makes an older answer void, and leaving
 * the page cancels. Failures are shown as a message unless the page shows them itself
 * (`showFailure: false`).
 */
export function useCall<N extends CallName>(name: N, options: { showFailure?: boolean } = {}): UsedCall<N> {
  const client = useClient()
  const data: ShallowRef<Output<N> | null> = shallowRef(null)
  const error = shallowRef<Failure | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const loading = ref(false)
  let latest: AbortController | null = null

  async function run(input: Input<N>): Promise<Result<Output<N>>> {
    const controller = new AbortController()
    latest = controller
    loading.value = true
    progress.value = null
    const result = await client.call(name, input, {
      signal: controller.signal,
      onProgress: (step) => {
        if (latest === controller) progress.value = step
      },
    })
    if (latest !== controller) return result
    loading.value = false
    if (result.ok) {
      data.value = result.value
      error.value = null
    } else {
      error.value = result.error
      if (options.showFailure !== false) notifyFailure(result.error)
    }
    return result
  }

  function cancel(): void {
    latest?.abort()
  }

  return { run, data, error, loading, progress, cancel }
}

/**
 * A read that follows its input: runs at once, again when the input changes (null: not yet), and
 * when one of `ledgers` was written. The page shows `error` itself.
 */
export function useRead<N extends CallName>(
  name: N,
  input: () => Input<N> | null,
  options: { ledgers?: readonly string[] } = {},
): UsedCall<N> & { again(): Promise<void> } {
  const client = useClient()
  const used = useCall(name, { showFailure: false })

  async function again(): Promise<void> {
    const current = input()
    if (current !== null) await used.run(current)
  }

  // Compared as text: a new object with the same content is the same question.
  watch(() => JSON.stringify(input()), again, { immediate: true })
  if (options.ledgers) {
    const wanted = new Set(options.ledgers)
    const stop = client.onEvent((event) => {
      if (event.kind === 'changed' && event.ledgers.some((ledger) => wanted.has(ledger))) void again()
    })
    onScopeDispose(stop)
  }
  return { ...used, again }
}

/**
 * Words and figures about what is shown, which change together with it and not while the next answer is on its
 * way: the heading of one list never stands over the rows of another. To be asked for after its read.
 *
 *   const heading = besideAnswer(() => `${kind.value}：${tasks.data.value?.total} 项`, tasks)
 */
export function besideAnswer<T>(words: () => T, read: { loading: Ref<boolean> }): Readonly<ShallowRef<T>> {
  const shown = shallowRef(words())
  watch([words, read.loading], ([next, isLoading]) => {
    if (!isLoading) shown.value = next
  })
  return shown
}
