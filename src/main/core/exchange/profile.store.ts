import type { Profile } from '../../../shared/domain/profile.ts'
import type { Db } from '../db/open.ts'

export interface StoredProfile {
  profile: Profile
  templateName: string | null
}

/** The office's own profiles: the only statements on `exchange_profile`. */
export const createProfileStore = (db: Db) => ({
  all(): StoredProfile[] {
    const rows = db
      .prepare('SELECT content, template_name AS templateName FROM exchange_profile ORDER BY at DESC, key')
      .all() as { content: string; templateName: string | null }[]
    return rows.map(({ content, templateName }) => ({
      profile: JSON.parse(content) as Profile,
      templateName,
    }))
  },
  template(key: string): Uint8Array | null {
    const bytes = db.prepare('SELECT template FROM exchange_profile WHERE key = ?').pluck().get(key)
    return bytes instanceof Uint8Array ? bytes : null
  },
  save(profile: Profile, template: { name: string; bytes: Uint8Array } | null, actor: string, at: string) {
    db.prepare(
      `INSERT INTO exchange_profile (key, content, template_name, template, actor, at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET content = excluded.content, actor = excluded.actor, at = excluded.at,
         template_name = ifnull(excluded.template_name, template_name), template = ifnull(excluded.template, template)`,
    ).run(profile.key, JSON.stringify(profile), template?.name ?? null, template?.bytes ?? null, actor, at)
  },
  remove: (key: string): boolean =>
    db.prepare('DELETE FROM exchange_profile WHERE key = ?').run(key).changes > 0,
})
