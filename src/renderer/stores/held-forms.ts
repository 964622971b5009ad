import { defineStore } from 'pinia'
import { watch } from 'vue'
import type { AnyRecord } from '../../shared/domain/field.ts'
import { useSession } from './session.ts'

/** Which form; `new` for one that has no record yet. */
type HeldKind =
  | ('labourer' | 'household' | 'post' | 'assignment' | 'vacancy' | 'employerMonth')
  | ('site' | 'siteHousehold' | 'station' | 'jobFair')
export type HeldKey = `${HeldKind}/${number | 'new'}`

/**
 * Changes that were not saved when a form was left by accident, until it is opened again. They are
 * kept in memory only, never in localStorage or a file: personal data must not lie on the disk in
 * plain text. What has to outlive the window goes through the core as a draft (autosave in
 * use-labourer-form.ts), and closing the window asks first. They are of one account: another one finds nothing.
 */
export const useHeldForms = defineStore('held-forms', () => {
  const held = new Map<HeldKey, AnyRecord>()
  watch(
    () => useSession().pagesOf,
    () => held.clear(),
    { flush: 'sync' },
  )
  window.addEventListener('beforeunload', (event) => {
    if (held.size > 0) event.preventDefault()
  })
  return {
    hold: (key: HeldKey, changes: AnyRecord): void => {
      held.set(key, changes)
    },
    take: (key: HeldKey): AnyRecord | null => {
      const changes = held.get(key) ?? null
      held.delete(key)
      return changes
    },
  }
})
