import { nextTick, watch } from 'vue'

/**
 * Hides what stands beside the app while it is locked: open dialogs and menus hang on the body. What
 * the unlock page opens itself comes later and stays.
 */
export function useCover(isCovered: () => boolean): void {
  const hidden = new Set<Element>()
  let focused: Element | null = null
  watch(
    isCovered,
    async (covered) => {
      if (covered) {
        focused = document.activeElement
        for (const element of document.body.children) {
          if (element.id === 'app') continue
          element.classList.add('covered')
          hidden.add(element)
        }
        return
      }
      for (const element of hidden) element.classList.remove('covered')
      hidden.clear()
      await nextTick()
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true })
      focused = null
    },
    { flush: 'sync' },
  )
}
