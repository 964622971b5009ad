const counts = new Intl.NumberFormat('zh-CN')

/** 12034 → 12,034 */
export const formatCount = (value: number): string => counts.format(value)

/** A share of a whole as whole percent; an empty whole has none. */
export const formatShare = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${Math.round((part / whole) * 100)}%`

/** ISO date or instant as the office writes it: 2026-03-15 or 2026-03-15 09:20, in local time. */
export function formatTime(at: string | null): string {
  if (!at) return ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(at)) return at
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return at
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
