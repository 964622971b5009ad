import { ref, shallowRef } from 'vue'
import type { CallName, Input, Output } from '../../../shared/contract/index.ts'
import type { Failure, Result } from '../../../shared/contract/result.ts'
import { type Progress, useClient } from '../../composables/client.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'

export type WorkKind = 'inspect' | 'preview' | 'run' | 'undo' | 'compare' | 'words'

export interface Work {
  kind: WorkKind
  progress: Progress | null
  /** Milliseconds of the clock. */
  startedAt: number
  /** Asked to stop; the core may still be at the end of a step. */
  stopping: boolean
}

/**
 * The one long call that a store has under way, with its progress, its end and its failure.
 *
 * @param cancelled what is said when a person stopped it
 */
export function useWork(cancelled: string) {
  const client = useClient()
  const failure = shallowRef<Failure | null>(null)
  const work = shallowRef<Work | null>(null)
  /** The page is open: otherwise the end of long work is said by a message. */
  const watched = ref(false)
  let controller: AbortController | null = null

  /** Runs a call in place of the one before; null when it was cancelled or failed. */
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
    if (answer.error.code === 'cancelled') notifyDone(cancelled)
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

  /** Gives up what is under way, without a word. */
  function stop(): void {
    controller?.abort()
    controller = null
    work.value = null
    failure.value = null
  }

  return { failure, work, watched, perform, cancel, stop }
}
