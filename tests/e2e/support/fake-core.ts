import type { Core, CoreEvent } from '../../../src/shared/contract/host.ts'
import { fail, succeed } from '../../../src/shared/contract/result.ts'

export interface FakeCore extends Core {
  readonly cancelled: string[]
  readonly closed: boolean
  emit(event: CoreEvent): void
}

/**
 * A core without ledgers, for tests of what carries calls to it: `echo` answers its input, `wait`
 * reports progress and ends when cancelled, `boom` breaks the rule that a core never throws.
 */
export function createFakeCore(): FakeCore {
  const listeners = new Set<(event: CoreEvent) => void>()
  const waiting = new Map<string, () => void>()
  const cancelled: string[] = []
  let closed = false
  const emit = (event: CoreEvent) => {
    for (const listener of listeners) listener(event)
  }
  return {
    async call({ id, name, input }) {
      if (name === 'echo') return succeed(input)
      if (name === 'boom') throw new Error('boom')
      if (name !== 'wait') return fail('not_found', `没有这个功能：${name}。`)
      emit({ kind: 'progress', callId: id, phase: 'waiting', done: 1, total: 2 })
      await new Promise<void>((resolve) => waiting.set(id, resolve))
      return fail('cancelled', '已取消。')
    },
    cancel(callId) {
      cancelled.push(callId)
      waiting.get(callId)?.()
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      closed = true
    },
    cancelled,
    get closed() {
      return closed
    },
    emit,
  }
}
