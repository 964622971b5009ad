import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'

/** With this room below its field a list opens there, even if there is more above; in pixels. */
const enoughRoom = 240
/** What stays free between a list and the edge of the window, in pixels. */
const edge = 8

/**
 * Where a list or calendar under a field stands in the window. Fixed, so that neither a dialog nor a
 * table that scrolls cuts it off; below the field unless only above is room; never higher than the room.
 *
 * @param field the box it belongs to
 * @param isOpen follows the field as long as this is true
 */
export function usePopupPlace(field: Ref<HTMLElement | null | undefined>, isOpen: Ref<boolean>) {
  const style = shallowRef<Record<string, string>>({})

  function place(): void {
    const box = field.value?.getBoundingClientRect()
    if (!box) return
    const below = window.innerHeight - box.bottom - edge
    const above = box.top - edge
    const isBelow = below >= enoughRoom || below >= above
    style.value = {
      left: `${box.left}px`,
      minWidth: `${box.width}px`,
      maxWidth: `${window.innerWidth - box.left - edge}px`,
      maxHeight: `min(var(--popup-height), ${isBelow ? below : above}px)`,
      ...(isBelow ? { top: `${box.bottom}px` } : { bottom: `${window.innerHeight - box.top}px` }),
    }
  }

  const follow = () => {
    if (isOpen.value) place()
  }
  useEventListener(window, 'resize', follow)
  useEventListener(window, 'scroll', follow, { capture: true, passive: true })
  return { style, place }
}
