import { foundation } from './0010-foundation.ts'
import { profiles } from './0020-profiles.ts'
import { reconcile } from './0030-reconcile.ts'
import { trust } from './0040-trust.ts'
import { packages } from './0050-packages.ts'
import { services } from './0060-services.ts'
import { posts } from './0070-posts.ts'
import { attachments } from './0080-attachments.ts'
import { graduates } from './0090-graduates.ts'
import { sites } from './0100-sites.ts'
import { vacancies } from './0110-vacancies.ts'
import { employerMonths } from './0120-employer-months.ts'
import { accounts } from './0130-accounts.ts'
import { confirmation } from './0140-confirmation.ts'
import { audit } from './0150-audit.ts'
import { permits } from './0160-permits.ts'
import { listed } from './0170-listed.ts'
import { villageFlow } from './0180-village-flow.ts'
import { ownPassphrases } from './0190-own-passphrases.ts'

export interface Migration {
  version: number
  name: string
  sql: string
}

/** In order; numbered in tens. Frozen once released: mend with a further one. */
export const migrations: readonly Migration[] = [
  foundation,
  profiles,
  reconcile,
  trust,
  packages,
  services,
  posts,
  attachments,
  graduates,
  sites,
  vacancies,
  employerMonths,
  accounts,
  confirmation,
  audit,
  permits,
  listed,
  villageFlow,
  ownPassphrases,
]
export const schemaVersion = migrations.at(-1)?.version ?? 0
