/**
 * Which rows stand on which page: as many as fit, measured, so that page x / y is right and no row is
 * cut. A row higher than a page gets one of its own.
 */
export function paginate(heights: readonly number[], room: number): { from: number; to: number }[] {
  const pages: { from: number; to: number }[] = []
  let from = 0
  let used = 0
  for (const [index, height] of heights.entries()) {
    if (index > from && used + height > room) {
      pages.push({ from, to: index })
      from = index
      used = 0
    }
    used += height
  }
  if (from < heights.length || pages.length === 0) pages.push({ from, to: heights.length })
  return pages
}
