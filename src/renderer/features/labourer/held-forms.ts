import { defineStore } from 'pinia'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { useClient } from '../../composables/client.ts'

/**
 * Changes that were not saved when a form was left by accident, until it is opened again. They are
 * kept in memory only, never in localStorage or a file: personal data must not lie on the disk in
 * plain text. What has to outlive the window goes through the core as a draft (autosave in
 * use-labourer-form.ts), and closing the window asks first. Locking forgets everything.
 */
export const useHeldForms = defineStore('held-forms', () => {
  const held = new Map<string, AnyRecord>()
  useClient().onEvent((event) => {
    if (event.kind === 'locked') held.clear()
  })
  window.addEventListener('beforeunload', (event) => {
    if (held.size > 0) event.preventDefault()
  })
  const keyOf = (id: number | null): string => (id === null ? 'new' : String(id))
  return {
    hold: (id: number | null, changes: AnyRecord): void => {
      held.set(keyOf(id), changes)
    },
    take: (id: number | null): AnyRecord | null => {
      const changes = held.get(keyOf(id)) ?? null
      held.delete(keyOf(id))
      return changes
    },
  }
})
