/**
 * Which rows are chosen. The choice holds across pages; `anchor` is the row from which Shift
 * extends and `reach` the row to which it did last, as in Explorer and Excel. All functions return a
 * new selection.
 */
export interface Selection {
  readonly ids: ReadonlySet<number>
  readonly anchor: number | null
  readonly reach: number | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null, reach: null }

/** A click or a step with the arrows: nothing is chosen yet, but Shift will begin here. */
export const anchoredAt = (selection: Selection, id: number): Selection => ({
  ids: selection.ids,
  anchor: id,
  reach: null,
})

/** Ctrl+click, space or the box of a row. */
export function toggled(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id, reach: null }
}

/**
 * Shift: every row from the anchor to this one, in the order of the page. What Shift chose from the
 * same anchor before and does not reach any more is let go. Without an anchor on this page it begins at
 * `start`, the row where the cursor was.
 */
export function extended(
  selection: Selection,
  id: number,
  pageIds: readonly number[],
  start?: number,
): Selection {
  const isHere = selection.anchor !== null && pageIds.includes(selection.anchor)
  const anchor = isHere ? selection.anchor : (start ?? null)
  const reach = isHere ? selection.reach : null
  const between = (one: number | null, other: number | null): readonly number[] => {
    const from = one === null ? -1 : pageIds.indexOf(one)
    const to = other === null ? -1 : pageIds.indexOf(other)
    return from < 0 || to < 0 ? [] : pageIds.slice(Math.min(from, to), Math.max(from, to) + 1)
  }
  const range = between(anchor, id)
  if (range.length === 0) return { ids: new Set([...selection.ids, id]), anchor: id, reach: null }
  const ids = new Set(selection.ids)
  for (const former of between(anchor, reach)) ids.delete(former)
  for (const next of range) ids.add(next)
  return { ids, anchor, reach: id }
}

/** The box in the header: all rows of the page, or none of them when all are chosen already. */
export function pageToggled(selection: Selection, pageIds: readonly number[]): Selection {
  const ids = new Set(selection.ids)
  const all = pageIds.length > 0 && pageIds.every((id) => ids.has(id))
  for (const id of pageIds) {
    if (all) ids.delete(id)
    else ids.add(id)
  }
  return { ids, anchor: selection.anchor, reach: null }
}
