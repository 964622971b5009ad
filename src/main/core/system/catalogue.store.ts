import type { DictionaryItem } from '../../../shared/domain/dictionary.ts'
import type { Db } from '../db/open.ts'

export interface CatalogueOverrides {
  items: { dictionary: string; item: DictionaryItem }[]
  values: { key: string; validFrom: string; value: number }[]
}

/** What the office changed of the product's dictionaries and parameters. */
export function createCatalogueStore(db: Db) {
  return {
    overrides(): CatalogueOverrides {
      const items = db.prepare('SELECT dictionary, content FROM dictionary_item ORDER BY at').all() as {
        dictionary: string
        content: string
      }[]
      const values = db
        .prepare('SELECT key, valid_from AS validFrom, value FROM parameter_value ORDER BY valid_from')
        .all() as CatalogueOverrides['values']
      return {
        items: items.map(({ dictionary, content }) => ({ dictionary, item: JSON.parse(content) })),
        values,
      }
    },
    saveItem(dictionary: string, item: DictionaryItem, at: string, actor: string) {
      db.prepare(
        `INSERT INTO dictionary_item (dictionary, code, content, at, actor) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET content = excluded.content, at = excluded.at, actor = excluded.actor`,
      ).run(dictionary, item.code, JSON.stringify(item), at, actor)
    },
    saveParameter(key: string, validFrom: string, value: number, at: string, actor: string) {
      db.prepare(
        `INSERT INTO parameter_value (key, valid_from, value, at, actor) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET value = excluded.value, at = excluded.at, actor = excluded.actor`,
      ).run(key, validFrom, value, at, actor)
    },
    preferences: (): Record<string, unknown> =>
      Object.fromEntries(
        (db.prepare('SELECT key, value FROM preference').all() as { key: string; value: string }[]).map(
          ({ key, value }) => [key, JSON.parse(value)],
        ),
      ),
    setPreference(key: string, value: unknown) {
      db.prepare(
        'INSERT INTO preference (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      ).run(key, JSON.stringify(value))
    },
    meta: (key: string) =>
      db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(key) as string | undefined,
    setMeta(key: string, value: string) {
      db.prepare(
        'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      ).run(key, value)
    },
  }
}
export type CatalogueStore = ReturnType<typeof createCatalogueStore>
