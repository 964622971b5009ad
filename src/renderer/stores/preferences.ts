import { defineStore } from 'pinia'
import { computed, shallowRef, watchEffect } from 'vue'
import type { Input } from '../../shared/contract/index.ts'
import { useClient } from '../composables/client.ts'
import { notifyFailure } from '../composables/notify.ts'

type Json = Input<'preference.set'>['value']
export type TextSize = 'normal' | 'large'

/** Where the text size is kept for the screens before the ledger is open. */
const textSizeKey = 'labour-desk.text-size'

/** What a person set for themselves: text size, folded navigation, columns of lists. */
export const usePreferences = defineStore('preferences', () => {
  const client = useClient()
  const values = shallowRef<Record<string, unknown>>({ 'text.size': localStorage.getItem(textSizeKey) })

  const textSize = computed<TextSize>(() => (values.value['text.size'] === 'large' ? 'large' : 'normal'))
  watchEffect(() => {
    document.documentElement.dataset.text = textSize.value
  })

  async function load(): Promise<void> {
    const result = await client.call('preference.all', {})
    if (!result.ok) return notifyFailure(result.error)
    values.value = { 'text.size': textSize.value, ...result.value }
    localStorage.setItem(textSizeKey, textSize.value)
  }

  /** A stored value, or the fallback when none of that type is there. */
  function get<T extends Json>(key: string, fallback: T): T {
    const value = values.value[key]
    if (value === undefined || value === null) return fallback
    if (Array.isArray(fallback) !== Array.isArray(value)) return fallback
    return typeof value === typeof fallback ? (value as T) : fallback
  }

  /** Takes effect at once; a failure to keep it is said, not undone. */
  async function set(key: string, value: Json): Promise<void> {
    values.value = { ...values.value, [key]: value }
    const result = await client.call('preference.set', { key, value })
    if (!result.ok) notifyFailure(result.error)
  }

  /** Works before the ledger is open as well. */
  function setTextSize(size: TextSize, keep: boolean): void {
    localStorage.setItem(textSizeKey, size)
    if (keep) void set('text.size', size)
    else values.value = { ...values.value, 'text.size': size }
  }

  return { values, textSize, load, get, set, setTextSize }
})
