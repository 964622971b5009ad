import { demoAccounts } from '../../../shared/domain/account/demo.ts'
import { accountHandlers } from '../access/account.service.ts'
import type { CallScope } from '../context.ts'

/** One account of each role in the demo county; the clerk looks after its first township. */
export async function addDemoAccounts(scope: CallScope, passphrase: string): Promise<void> {
  const [township] = scope.desk.regions.children(scope.desk.unit.regionCode)
  for (const { name, roles, scoped } of demoAccounts.slice(1)) {
    await accountHandlers['account.add'](
      { name, roles: [...roles], scope: scoped && township ? [township.code] : null, passphrase },
      scope,
    )
    // Everybody knows the passphrase of a demo county.
    scope.desk.accounts.setPassphrase(name, null)
  }
}
