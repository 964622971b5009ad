import { nextTick } from 'vue'

/** Puts the cursor into a field, also one that appears only now or whose id Element Plus sets late. */
export async function focusField(id: string): Promise<void> {
  await nextTick()
  document.getElementById(id)?.focus()
}
