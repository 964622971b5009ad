import { useEventListener, useIntervalFn } from '@vueuse/core'
import { type Ref, ref } from 'vue'
import { useClient } from '../../composables/client.ts'
import { useSession } from '../../stores/session.ts'

/** How often a window says that it is in use: seldom enough to cost nothing, often enough for minutes. */
const touchEveryMs = 20_000

/**
 * Tells the core that somebody is there. The core decides when it locks, and says so a minute before;
 * `secondsLeft` counts down then, null otherwise.
 */
export function useIdle(): Readonly<Ref<number | null>> {
  const client = useClient()
  const session = useSession()
  const secondsLeft = ref<number | null>(null)
  let touched = 0
  const count = useIntervalFn(
    () => {
      if (secondsLeft.value !== null && secondsLeft.value > 0) secondsLeft.value -= 1
    },
    1000,
    { immediate: false },
  )
  client.onEvent((event) => {
    if (event.kind !== 'locking' && event.kind !== 'locked') return
    secondsLeft.value = event.kind === 'locking' ? event.seconds : null
    if (secondsLeft.value === null) count.pause()
    else count.resume()
  })
  function use(): void {
    if (!session.isOpen) return
    const now = performance.now()
    if (secondsLeft.value === null && now - touched < touchEveryMs) return
    touched = now
    void client.call('session.touch', {})
  }
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel'])
    useEventListener(window, event, use, { passive: true, capture: true })
  return secondsLeft
}
