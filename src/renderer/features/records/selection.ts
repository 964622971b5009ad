/**
 * Which rows are chosen. The choice holds across pages; `anchor` is the row from which Shift
 * extends, as in Explorer and Excel. All functions return a new selection.
 */
export interface Selection {
  readonly ids: ReadonlySet<number>
  readonly anchor: number | null
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null }

/** Ctrl+click, space or the box of a row. */
export function toggled(selection: Selection, id: number): Selection {
  const ids = new Set(selection.ids)
  if (!ids.delete(id)) ids.add(id)
  return { ids, anchor: id }
}

/** Shift: every row from the anchor to this one, in the order of the page. */
export function extended(selection: Selection, id: number, pageIds: readonly number[]): Selection {
  const from = selection.anchor === null ? -1 : pageIds.indexOf(selection.anchor)
  const to = pageIds.indexOf(id)
  if (from < 0 || to < 0) return { ids: new Set([...selection.ids, id]), anchor: id }
  const between = pageIds.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set([...selection.ids, ...between]), anchor: selection.anchor }
}

/** The box in the header: all rows of the page, or none of them when all are chosen already. */
export function pageToggled(selection: Selection, pageIds: readonly number[]): Selection {
  const ids = new Set(selection.ids)
  const all = pageIds.length > 0 && pageIds.every((id) => ids.has(id))
  for (const id of pageIds) {
    if (all) ids.delete(id)
    else ids.add(id)
  }
  return { ids, anchor: selection.anchor }
}
