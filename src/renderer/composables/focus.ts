import { until } from '@vueuse/core'
import { nextTick, type Ref } from 'vue'

/** Puts the cursor into a field, also one that appears only now or whose id Element Plus sets late. */
export async function focusField(id: string): Promise<void> {
  await nextTick()
  document.getElementById(id)?.focus()
}

/**
 * Shows what a figure opened further down the same page: once it is read, it is scrolled to and the
 * keyboard goes on from there.
 *
 * @param place takes the focus (`tabindex="-1"`)
 * @param loading of the read behind it
 */
export async function showBelow(place: HTMLElement | null, loading: Readonly<Ref<boolean>>): Promise<void> {
  await new Promise(requestAnimationFrame)
  await until(loading).toBe(false)
  await nextTick()
  place?.scrollIntoView({ block: 'start' })
  place?.focus({ preventScroll: true })
}
