import { ElMessage, type MessageOptions } from 'element-plus'
import type { Failure } from '../../shared/contract/result.ts'

const seconds = 1000

/** Below the top bar, so that the search box and the lock stay within reach. */
function show(options: MessageOptions): void {
  const bar = document.querySelector('.top-bar')?.getBoundingClientRect().bottom ?? 0
  ElMessage({ grouping: true, offset: bar + 8, ...options })
}

/** Says in one sentence what was done. */
export function notifyDone(message: string): void {
  show({ type: 'success', message, duration: 4 * seconds })
}

/** Says in one sentence what should be looked at. */
export function notifyWarning(message: string): void {
  show({ type: 'warning', message, duration: 8 * seconds, showClose: true })
}

/**
 * Says why something could not be done. Cancelling is no failure, and after `locked` the unlock
 * screen already says it.
 */
export function notifyFailure(failure: Failure): void {
  if (failure.code === 'cancelled' || failure.code === 'locked') return
  const number = failure.logId ? `（日志编号 ${failure.logId}）` : ''
  show({
    type: 'error',
    message: failure.message + number,
    duration: 10 * seconds,
    showClose: true,
  })
}
