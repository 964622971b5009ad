import { ElMessage } from 'element-plus'
import type { Failure } from '../../shared/contract/result.ts'

const seconds = 1000

/** Says in one sentence what was done. */
export function notifyDone(message: string): void {
  ElMessage({ type: 'success', message, duration: 4 * seconds, grouping: true })
}

/** Says in one sentence what should be looked at. */
export function notifyWarning(message: string): void {
  ElMessage({ type: 'warning', message, duration: 8 * seconds, showClose: true, grouping: true })
}

/**
 * Says why something could not be done. Cancelling is no failure, and after `locked` the unlock
 * screen already says it.
 */
export function notifyFailure(failure: Failure): void {
  if (failure.code === 'cancelled' || failure.code === 'locked') return
  const number = failure.logId ? `（日志编号 ${failure.logId}）` : ''
  ElMessage({
    type: 'error',
    message: failure.message + number,
    duration: 10 * seconds,
    showClose: true,
    grouping: true,
  })
}
