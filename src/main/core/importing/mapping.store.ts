import type { ImportMapping } from '../../../shared/contract/calls/exchange.ts'
import type { Db } from '../db/open.ts'

/** Mappings that a person chose, kept per header layout for the next file that looks the same. */
export const createMappingStore = (db: Db) => ({
  recall(layout: string): ImportMapping | null {
    const stored = db.prepare('SELECT mapping FROM remembered_mapping WHERE layout = ?').pluck().get(layout)
    return typeof stored === 'string' ? (JSON.parse(stored) as ImportMapping) : null
  },
  remember(layout: string, mapping: ImportMapping, at: string) {
    db.prepare(
      `INSERT INTO remembered_mapping (layout, mapping, used_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET mapping = excluded.mapping, used_at = excluded.used_at`,
    ).run(layout, JSON.stringify(mapping), at)
  },
})
