import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAutoLock } from '../../../src/main/core/auto-lock.ts'

const minute = 60_000

describe('locking by time', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance', 'Date'] }))
  afterEach(() => void vi.useRealTimers())

  function start(after: 'parameter' | number | null = 'parameter', minutes = 10) {
    const told: (number | null | 'locked')[] = []
    const autoLock = createAutoLock(after ?? undefined, {
      warn: (seconds) => told.push(seconds),
      lock: () => told.push('locked'),
    })
    autoLock.watch(minutes)
    return { autoLock, told, use: (name = 'session.touch') => autoLock.begin(name)() }
  }

  it('comes after the minutes that are set, said a minute before', () => {
    const { told } = start()
    vi.advanceTimersByTime(9 * minute - 1000)
    expect(told).toEqual([])
    vi.advanceTimersByTime(2000)
    expect(told).toEqual([60])
    vi.advanceTimersByTime(minute)
    expect(told).toEqual([60, 'locked'])
    vi.advanceTimersByTime(60 * minute)
    expect(told).toHaveLength(2)
  })

  it('is put off by somebody who is there, which takes the warning back', () => {
    const { told, use } = start()
    for (let count = 0; count < 10; count++) {
      vi.advanceTimersByTime(8 * minute)
      use()
    }
    expect(told).toEqual([])
    vi.advanceTimersByTime(9 * minute + 30_000)
    use()
    expect(told).toEqual([60, null])
    vi.advanceTimersByTime(9 * minute - 1000)
    expect(told).toHaveLength(2)
  })

  it('is not put off by what windows ask on their own account', () => {
    const { told, use } = start()
    for (let count = 0; count < 11; count++) {
      use('duty.refresh')
      use('session.status')
      vi.advanceTimersByTime(minute)
    }
    expect(told).toEqual([60, 'locked'])
  })

  it('waits for an import that runs, and counts from its end', () => {
    const { autoLock, told } = start()
    const end = autoLock.begin('import.run')
    vi.advanceTimersByTime(60 * minute)
    end()
    vi.advanceTimersByTime(9 * minute - 1000)
    expect(told).toEqual([])
    vi.advanceTimersByTime(minute + 2000)
    expect(told).toEqual([60, 'locked'])
  })

  it('is not put off by a clock that is set back, and comes after the PC slept', () => {
    const { told } = start()
    vi.setSystemTime(Date.now() - 24 * 60 * minute)
    vi.advanceTimersByTime(10 * minute + 1000)
    expect(told).toEqual([60, 'locked'])
    const slept = start()
    vi.setSystemTime(Date.now() + 30 * minute)
    vi.advanceTimersByTime(1000)
    expect(slept.told).toEqual(['locked'])
  })

  it('never comes to a single command, and stops when it is locked', () => {
    const command = start(null)
    vi.advanceTimersByTime(60 * minute)
    expect(command.told).toEqual([])
    const locked = start(5000)
    vi.advanceTimersByTime(1000)
    locked.autoLock.watch(null)
    vi.advanceTimersByTime(minute)
    expect(locked.told).toEqual([])
  })
})
