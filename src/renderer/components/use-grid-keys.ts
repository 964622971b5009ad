import { nextTick, type Ref, ref, watch } from 'vue'

/** What driving a grid asks of its list. */
export interface GridSteps {
  /** Shift begins at this row. */
  anchor(id: number): void
  toggle(id: number): void
  /** From the row where Shift began; from `start` when it began nowhere on this page. */
  extend(id: number, start?: number): void
  /** All rows of the page, or none of them. */
  page(): void
  open(id: number): void
  turn(pages: number): void
}

const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }

/**
 * A grid driven like a spreadsheet: arrows move, Shift and Ctrl choose, space ticks, Enter or a
 * double click opens, page keys turn pages.
 *
 * @param ids rows of the page, in order
 * @param body the table's body, whose rows take the focus
 */
export function useGridKeys(
  ids: () => readonly number[],
  body: Readonly<Ref<HTMLTableSectionElement | null>>,
  steps: GridSteps,
) {
  /** Position of the row where the cursor is. */
  const current = ref(0)
  watch(ids, (next) => {
    if (current.value >= next.length) current.value = 0
  })

  async function goTo(index: number): Promise<void> {
    current.value = Math.max(0, Math.min(ids().length - 1, index))
    await nextTick()
    const row = body.value?.rows[current.value]
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  }
  function choose(event: MouseEvent | KeyboardEvent, id: number): void {
    if (event.shiftKey) steps.extend(id)
    else steps.toggle(id)
  }
  function move(event: KeyboardEvent, step: number): void {
    const from = ids()[current.value]
    void goTo(current.value + step)
    const to = ids()[current.value]
    if (to === undefined) return
    if (event.shiftKey) steps.extend(to, from)
    else steps.anchor(to)
  }

  function press(event: KeyboardEvent): void {
    const id = ids()[current.value]
    const step = moves[event.key]
    if (step !== undefined) move(event, step)
    else if (event.key === ' ' && id !== undefined) choose(event, id)
    else if (event.key === 'Enter' && id !== undefined) steps.open(id)
    else if (event.key === 'PageDown') steps.turn(1)
    else if (event.key === 'PageUp') steps.turn(-1)
    else if (event.key.toLowerCase() === 'a' && event.ctrlKey) steps.page()
    else return
    event.preventDefault()
  }
  function click(event: MouseEvent, index: number, id: number): void {
    current.value = index
    // Shift would mark the words between two clicks.
    if (event.shiftKey) window.getSelection()?.removeAllRanges()
    if (event.shiftKey) steps.extend(id)
    else if (event.ctrlKey || event.metaKey) steps.toggle(id)
    else steps.anchor(id)
  }
  function tick(event: MouseEvent, index: number, id: number): void {
    current.value = index
    choose(event, id)
  }
  /** Focus comes back to the row that was open. */
  const focusRow = (id: number): Promise<void> => goTo(Math.max(0, ids().indexOf(id)))

  return { current, press, click, tick, focusRow }
}
