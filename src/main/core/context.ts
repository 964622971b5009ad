import type { CallName, Output, Parsed } from '../../shared/contract/index.ts'
import { graduateParametersAt } from '../../shared/domain/graduate/parameters.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import { guardOf } from './access/access.ts'
import {
  type Account,
  type AccountStore,
  createAccountStore,
  type StoredAccount,
} from './access/account.store.ts'
import { createReach, type Reach } from './access/reach.store.ts'
import { createRecordRegions } from './access/record-region.store.ts'
import type { App } from './app.ts'
import { type AttachmentStore, createAttachmentStore } from './attachment/attachment.store.ts'
import { type AuditTrail, createTrail } from './audit/trail.ts'
import { createHeldStore, type HeldStore } from './confirmation/held.store.ts'
import type { Db } from './db/open.ts'
import { createDutyStore, type DutyStore } from './duty/duty.store.ts'
import { createEmployerMonthStore, type EmployerMonthStore } from './employer/employer-month.store.ts'
import { loadProfiles } from './exchange/profile-library.ts'
import { createGraduateStore, type GraduateStore, type GraduateTerms } from './graduates/graduate.store.ts'
import { type Batch, type BatchKind, type BatchStore, createBatchStore } from './history/batch.store.ts'
import { createHouseholdStore, type HouseholdStore } from './household/household.store.ts'
import { createLedgerStore, type LedgerStore } from './ledger/ledger.store.ts'
import { createEpisodeStore, type EpisodeStore } from './person/episode.store.ts'
import { createPersonStore, type PersonStore } from './person/person.store.ts'
import { type AllowanceStore, createAllowanceStore } from './posts/allowance.store.ts'
import { createPostStore, type PostStore } from './posts/post.store.ts'
import { createRegionService, type RegionService } from './region/region.service.ts'
import { createKeyVault, type KeyVault } from './security/key-vault.ts'
import { createSiteStore, type SiteStore } from './sites/site.store.ts'
import { type CatalogueStore, createCatalogueStore } from './system/catalogue.store.ts'
import { type Catalogue, overlayCatalogue } from './system/catalogue.ts'
import { createVacancyStore, type VacancyStore } from './vacancy/vacancy.store.ts'
import { createStatementStore, type StatementStore } from './zero/statement.store.ts'
import { createZeroStore, type ZeroStore } from './zero/zero.store.ts'

export type Lane = 'write' | 'read' | 'job'

/** Where the core lives; a shell supplies it. */
export interface Place {
  dataDir: string
  resourcesDir: string
  /** The instant now, as ISO text: the only clock of the core. */
  now: () => string
}

/** The office that keeps this ledger. */
export interface Unit {
  name: string
  regionCode: string
}

/** The open database with everything that reads and writes it: one per lane. */
export interface Desk {
  db: Db
  unit: Unit
  user: string
  /** Who is logged in, as the accounts have it now. */
  readonly account: Account & Pick<StoredAccount, 'passphraseBy'>
  /** The part of the office that the account is responsible for. */
  readonly reach: Reach
  accounts: AccountStore
  recordRegions: ReturnType<typeof createRecordRegions>
  regions: RegionService
  catalogueStore: CatalogueStore
  catalogue: () => Catalogue
  /** Exchange profiles that ship with the program. */
  productProfiles: () => readonly Profile[]
  /** After dictionaries, parameters or accounts were edited, on any lane. */
  forget: () => void
  batches: BatchStore
  /** The audit log. */
  trail: AuditTrail
  people: PersonStore
  /** Confirmed versions of those whose present is another. */
  held: HeldStore
  households: HouseholdStore
  episodes: EpisodeStore
  posts: PostStore
  allowances: AllowanceStore
  sites: SiteStore
  graduates: GraduateStore
  vacancies: VacancyStore
  employerMonths: EmployerMonthStore
  ledger: LedgerStore
  duties: DutyStore
  /** Households without work. */
  zero: ZeroStore
  statements: StatementStore
  attachments: AttachmentStore
  /** Seals private keys under the key of this database. */
  vault: KeyVault
  /** The instant now, as ISO text. */
  now: () => string
  /** Today's business date, local to the office. */
  today: () => string
  /** Opens a batch of changes in the name of the user. */
  openBatch: (
    kind: BatchKind,
    label: string,
    options?: { reason?: string | undefined; asOf?: string | undefined },
  ) => Batch
}

export function createDesk(
  db: Db,
  place: Place,
  base: Catalogue,
  unit: Unit,
  { key, user }: { key: string; user: string },
): Desk {
  const catalogueStore = createCatalogueStore(db)
  const batches = createBatchStore(db)
  const today = () => businessDate(place.now())
  const regions = createRegionService(db, { today })
  let productProfiles: readonly Profile[] | null = null
  const readCatalogue = () => overlayCatalogue(base, catalogueStore.overrides())
  let catalogue = readCatalogue()
  let isStale = false
  const currentCatalogue = () => {
    if (isStale) catalogue = readCatalogue()
    isStale = false
    return catalogue
  }
  const people = createPersonStore(db)
  const accounts = createAccountStore(db)
  const recordRegions = createRecordRegions(db)
  let account: Desk['account'] | null = null
  let reach: Reach | null = null
  const currentAccount = (): Desk['account'] => {
    // Whoever has no account may do nothing; opening refuses them before.
    account ??= accounts.get(user) ?? { name: user, roles: [], scope: [], passphraseBy: null }
    return account
  }
  const currentReach = (): Reach => {
    reach ??= createReach(currentAccount().scope, regions)
    return reach
  }
  const access = {
    get account() {
      return currentAccount()
    },
    get reach() {
      return currentReach()
    },
    recordRegions,
  }
  let terms: (GraduateTerms & { of: Catalogue }) | null = null
  /** `known`: in the middle of a statement, where nothing can be read and row by row the same is asked. */
  const graduateTerms = (known?: 'known'): GraduateTerms => {
    const [of, day] = [known ? catalogue : currentCatalogue(), today()]
    if (terms?.of !== of || terms.today !== day)
      terms = { of, today: day, parameters: graduateParametersAt(of.parameters, day) }
    return terms
  }
  return {
    db,
    unit,
    user,
    get account() {
      return currentAccount()
    },
    get reach() {
      return currentReach()
    },
    accounts,
    recordRegions,
    regions,
    catalogueStore,
    catalogue: currentCatalogue,
    productProfiles: () => {
      productProfiles ??= loadProfiles(place.resourcesDir)
      return productProfiles
    },
    forget: () => {
      isStale = true
      account = null
      reach = null
    },
    batches,
    trail: createTrail(db, { batches, actor: user, now: place.now }),
    people,
    held: createHeldStore(db, people),
    households: createHouseholdStore(db),
    episodes: createEpisodeStore(db),
    posts: createPostStore(db),
    allowances: createAllowanceStore(db),
    sites: createSiteStore(db),
    graduates: createGraduateStore(db, graduateTerms),
    vacancies: createVacancyStore(db, currentReach),
    employerMonths: createEmployerMonthStore(db),
    ledger: createLedgerStore(db, currentReach),
    duties: createDutyStore(db),
    zero: createZeroStore(db),
    statements: createStatementStore(db),
    attachments: createAttachmentStore(db),
    vault: createKeyVault(key),
    now: place.now,
    today,
    openBatch: (kind, label, options) =>
      batches.open({
        kind,
        label,
        at: place.now(),
        asOf: options?.asOf ?? today(),
        actor: user,
        reason: options?.reason,
        guard: guardOf(access),
      }),
  }
}

/** The day in China of an instant: the office's business date does not follow the PC's time zone. */
export const businessDate = (instant: string): string =>
  new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

/** What a handler may use beside its input. */
export interface CallScope {
  app: App
  /** The open database; refuses the call while it is locked. */
  readonly desk: Desk
  progress: (phase: string, done: number, total: number | null) => void
  /** Throws a Refusal `cancelled` once the person has cancelled. */
  checkCancelled: () => void
  /** Runs once the transaction of the call is committed: what cannot be done inside of one. */
  afterCommit: (work: () => void) => void
}

export type Handler<N extends CallName> = (
  input: Parsed<N>,
  scope: CallScope,
) => Output<N> | Promise<Output<N>>
export type Handlers<N extends CallName = CallName> = { [K in N]: Handler<K> }
