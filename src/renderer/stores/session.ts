import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { SessionStatus } from '../../shared/contract/calls/session.ts'
import type { CallName } from '../../shared/contract/index.ts'
import type { Failure } from '../../shared/contract/result.ts'
import { rolesInWords } from '../../shared/domain/account/roles.ts'
import { useClient } from '../composables/client.ts'

/** Whether the ledger is open, whose it is, and which day the core counts as today. */
export const useSession = defineStore('session', () => {
  const client = useClient()
  const status = shallowRef<SessionStatus | null>(null)
  /** The core did not even answer. */
  const failure = shallowRef<Failure | null>(null)
  /**
   * Whose pages stand: covered while it is locked, so that what was being filled in is still there
   * when the same account comes back. Null when there is nothing to come back to.
   */
  const pagesOf = shallowRef<string | null>(null)

  const isOpen = computed(() => status.value?.state === 'open')
  const today = computed(() => status.value?.today ?? '')
  const unit = computed(() => status.value?.unit ?? null)

  /** Of the account whose pages stand, also while they are covered: they must not change under the cover. */
  const account = shallowRef<SessionStatus['account'] | null>(null)
  const allowed = computed(() => new Set(account.value?.calls ?? []))
  /** Whether the account may make a call: what it may not is not offered. */
  const may = (call: CallName): boolean => allowed.value.has(call)
  const roleWords = computed(() => rolesInWords(account.value?.roles ?? []))
  const scopeWords = computed(() => account.value?.scope?.map(({ name }) => name).join('、') ?? '整个单位')
  /** Responsible for a part of the office only. */
  const isScoped = computed(() => Boolean(account.value?.scope))
  /** Who worked here last, so that the one who comes back need not look for their name. */
  const lastUser = shallowRef<string | null>(null)

  function accept(next: SessionStatus): void {
    // Before the state: pages of somebody else must be gone when it opens.
    if (next.state === 'open') pagesOf.value = `${next.unit?.regionCode} ${next.unit?.name} ${next.user}`
    else if (next.state !== 'locked') pagesOf.value = null
    if (next.state !== 'locked') account.value = next.account ?? null
    lastUser.value = next.user ?? lastUser.value
    status.value = next
    failure.value = null
  }

  async function refresh(): Promise<void> {
    const result = await client.call('session.status', {})
    if (result.ok) accept(result.value)
    else failure.value = result.error
  }

  /** Locks at once; the pages stay behind the cover. */
  async function lock(): Promise<void> {
    const result = await client.call('session.lock', {})
    if (result.ok) accept(result.value)
    else await refresh()
  }

  /** The ledger is another one now (a backup was restored): nothing of its pages holds. */
  function dropPages(): void {
    pagesOf.value = null
  }

  /** Whether the ledger is open for whoever it was when this was asked for. */
  function stillMine(): () => boolean {
    const mine = pagesOf.value
    return () => isOpen.value && pagesOf.value === mine
  }

  client.onEvent((event) => {
    if (event.kind === 'locked') void refresh()
  })

  return {
    ...{ status, failure, pagesOf, isOpen, today, unit, accept, refresh, lock, dropPages, stillMine },
    ...{ may, roleWords, scopeWords, isScoped, lastUser },
  }
})
