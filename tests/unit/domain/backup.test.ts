import { describe, expect, it } from 'vitest'
import { keptBackups } from '../../../src/shared/domain/backup.ts'
import { addDays } from '../../../src/shared/domain/calendar.ts'

const at = (madeOn: string, time = '180000') => ({ id: `${madeOn.replaceAll('-', '')}-${time}`, madeOn })
const keptDays = (days: string[]) =>
  [...keptBackups(days.map((day) => at(day)))].map((id) => id.slice(0, 8)).sort()

describe('which backups are kept', () => {
  it('the last of each of seven days, four weeks and twelve months, of two years of daily ones', () => {
    const days = Array.from({ length: 730 }, (_, back) => addDays('2026-11-26', -back))
    expect(keptDays(days)).toEqual([
      ...['20251231', '20260131', '20260228', '20260331', '20260430', '20260531'],
      ...['20260630', '20260731', '20260831', '20260930', '20261031'],
      // Sundays, as weeks begin on Monday.
      ...['20261108', '20261115'],
      ...['20261120', '20261121', '20261122', '20261123', '20261124', '20261125', '20261126'],
    ])
  })

  it('the later one of a day', () => {
    const [early, late] = [at('2026-11-26', '080000'), at('2026-11-26', '173000')]
    expect([...keptBackups([early, late])]).toEqual([late.id])
  })

  it('those of the days that have one, however long ago: a PC that was off loses nothing', () => {
    const days = ['2024-02-29', '2024-03-01', '2026-11-26']
    expect(keptDays(days)).toEqual(['20240229', '20240301', '20261126'])
  })

  it('none of none', () => {
    expect(keptBackups([]).size).toBe(0)
  })
})
