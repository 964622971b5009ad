import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../../../shared/contract/result.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { type Profile, profileProblems, profile as profileSchema } from '../../../shared/domain/profile.ts'
import type { Desk } from '../context.ts'
import { createProfileStore } from './profile.store.ts'

/** A profile as it can be used here. */
export interface KnownProfile {
  profile: Profile
  /** Made by this office, so it can be changed and removed. */
  own: boolean
  /** Name of the blank workbook that it fills; null when its layout is built afresh. */
  templateName: string | null
}

const fieldKeys = new Map(
  Object.entries(ledgers).map(([name, { fields }]) => [name, new Set(fields.map(({ key }) => key))]),
)

/** What is wrong with a profile, in words: its form by the schema, then its fields. Empty when it is sound. */
export function problemsOf(content: unknown): string[] {
  const parsed = profileSchema.safeParse(content)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.')}：${message}`)
  return profileProblems(parsed.data, (ledger) => fieldKeys.get(ledger) ?? new Set())
}

/**
 * The product's profiles from `resources/exchange-profiles`.
 *
 * @throws Error naming the file when one is not sound: a fault of the product, found by its tests.
 */
export function loadProfiles(resourcesDir: string): Profile[] {
  const folder = join(resourcesDir, 'exchange-profiles')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const content: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      const problems = problemsOf(content)
      if (problems.length > 0) throw new Error(`${name}: ${problems.join('; ')}`)
      return profileSchema.parse(content)
    })
}

/** Every profile of this office: its own first, as they are meant for its receivers. */
export function allProfiles(desk: Desk): KnownProfile[] {
  const own = createProfileStore(desk.db).all()
  const ownKeys = new Set(own.map(({ profile }) => profile.key))
  return [
    ...own.map(({ profile, templateName }) => ({ profile, templateName, own: true })),
    ...desk
      .productProfiles()
      .filter(({ key }) => !ownKeys.has(key))
      .map((profile) => ({ profile, own: false, templateName: null })),
  ]
}

/** @throws Refusal `not_found` when there is no such profile (any more). */
export function profileByKey(desk: Desk, key: string): KnownProfile {
  const found = allProfiles(desk).find(({ profile }) => profile.key === key)
  if (!found) throw new Refusal('not_found', '没有这个上报格式，可能已被删除，请刷新后重选。')
  return found
}
