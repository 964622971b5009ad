import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { SessionStatus } from '../../shared/contract/calls/session.ts'
import type { Failure } from '../../shared/contract/result.ts'
import { useClient } from '../composables/client.ts'

/** Whether the ledger is open, whose it is, and which day the core counts as today. */
export const useSession = defineStore('session', () => {
  const client = useClient()
  const status = shallowRef<SessionStatus | null>(null)
  /** The core did not even answer. */
  const failure = shallowRef<Failure | null>(null)

  const isOpen = computed(() => status.value?.state === 'open')
  const today = computed(() => status.value?.today ?? '')
  const unit = computed(() => status.value?.unit ?? null)

  function accept(next: SessionStatus): void {
    status.value = next
    failure.value = null
  }

  async function refresh(): Promise<void> {
    const result = await client.call('session.status', {})
    if (result.ok) accept(result.value)
    else failure.value = result.error
  }

  /** Locks at once; pages and what they hold in memory go away with the frame. */
  async function lock(): Promise<void> {
    const result = await client.call('session.lock', {})
    if (result.ok) accept(result.value)
    else await refresh()
  }

  client.onEvent((event) => {
    if (event.kind === 'locked') void refresh()
  })

  return { status, failure, isOpen, today, unit, accept, refresh, lock }
})
