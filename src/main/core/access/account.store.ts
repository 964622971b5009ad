import { firstRoles, type Role } from '../../../shared/domain/account/roles.ts'
import type { Db } from '../db/open.ts'

/** Who works with the ledger, with what they may do and where. */
export interface Account {
  name: string
  roles: readonly Role[]
  /** Codes of townships or villages; null: the whole office. */
  scope: readonly string[] | null
}

export interface StoredAccount extends Account {
  /** Who set the passphrase that is in use; null once it is the account's own. */
  passphraseBy: string | null
  openedOn: string
  openedBy: string
  closedOn: string | null
  closedBy: string | null
  closedReason: string | null
}

/** Who does it, at which instant and on which business date. */
export interface Doing {
  actor: string
  at: string
  on: string
}

type Raw = Omit<StoredAccount, 'roles' | 'scope'> & { roles: string; scope: string | null }
const toAccount = ({ roles, scope, ...more }: Raw): StoredAccount => ({
  ...more,
  roles: JSON.parse(roles) as Role[],
  scope: scope === null ? null : (JSON.parse(scope) as string[]),
})

const columns = `name, roles, scope, passphrase_by AS passphraseBy, opened_on AS openedOn, opened_by AS openedBy,
  closed_on AS closedOn, closed_by AS closedBy, closed_reason AS closedReason`
const json = ({ roles, scope }: Account) => [JSON.stringify(roles), scope && JSON.stringify(scope)] as const

/** The only statements on `account`. */
export function createAccountStore(db: Db) {
  const all = db.prepare(`SELECT ${columns} FROM account ORDER BY closed_on IS NOT NULL, name`)
  const one = db.prepare(`SELECT ${columns} FROM account WHERE name = ?`)
  const store = {
    get: (name: string): StoredAccount | null => {
      const raw = one.get(name) as Raw | undefined
      return raw ? toAccount(raw) : null
    },
    /** Those in use first, by name. */
    all: (): StoredAccount[] => (all.all() as Raw[]).map(toAccount),
    insert(account: Account, { actor, at, on }: Doing): void {
      db.prepare(
        `INSERT INTO account (name, roles, scope, opened_on, opened_at, opened_by, changed_at, changed_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(account.name, ...json(account), on, at, actor, at, actor)
    },
    update(account: Account, { actor, at }: Doing): void {
      db.prepare(
        'UPDATE account SET roles = ?, scope = ?, changed_at = ?, changed_by = ? WHERE name = ?',
      ).run(...json(account), at, actor, account.name)
    },
    /** `by`: an administrator, who knows it now; null: the account itself. */
    setPassphrase(name: string, by: string | null): void {
      db.prepare('UPDATE account SET passphrase_by = ? WHERE name = ?').run(by, name)
    },
    close(name: string, reason: string, { actor, at, on }: Doing): void {
      db.prepare(
        `UPDATE account SET closed_on = ?, closed_at = ?, closed_by = ?, closed_reason = ?, changed_at = ?, changed_by = ?
         WHERE name = ?`,
      ).run(on, at, actor, reason, at, actor, name)
    },
    /** The one who set the office up, or whose passphrase opened it before there were accounts. */
    ensureFirst(name: string, doing: Omit<Doing, 'actor'>): void {
      if (db.prepare('SELECT 1 FROM account LIMIT 1').get()) return
      store.insert({ name, roles: firstRoles, scope: null }, { ...doing, actor: name })
    },
  }
  return store
}
export type AccountStore = ReturnType<typeof createAccountStore>
