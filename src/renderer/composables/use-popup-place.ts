import { useEventListener } from '@vueuse/core'
import { type Ref, shallowRef } from 'vue'

/** Room that a list of regions wants below its field, in pixels. */
const wantedRoom = 340

/**
 * Where a list under a field stands in the window. Fixed, so that a dialog that scrolls does not
 * cut it off; above the field where there is no room below.
 */
export function usePopupPlace(field: Ref<HTMLElement | undefined>, isOpen: Ref<boolean>) {
  const style = shallowRef<Record<string, string>>({})

  function place(): void {
    const box = field.value?.getBoundingClientRect()
    if (!box) return
    const above = window.innerHeight - box.bottom < wantedRoom && box.top > wantedRoom
    style.value = {
      left: `${box.left}px`,
      width: `${box.width}px`,
      ...(above ? { bottom: `${window.innerHeight - box.top}px` } : { top: `${box.bottom}px` }),
    }
  }

  const follow = () => {
    if (isOpen.value) place()
  }
  useEventListener(window, 'resize', follow)
  useEventListener(window, 'scroll', follow, { capture: true, passive: true })
  return { style, place }
}
