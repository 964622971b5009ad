import { firstRoles, type Role } from './roles.ts'

/** Who is there in the demo county; all with the one passphrase, the first of them logged in. */
export const demoAccounts = [
  { name: '演示管理员', roles: firstRoles, scoped: false },
  { name: '演示录入员', roles: ['entry'], scoped: true },
  { name: '演示审核员', roles: ['reviewer'], scoped: false },
  { name: '演示审计员', roles: ['auditor'], scoped: false },
] as const satisfies readonly { name: string; roles: readonly Role[]; scoped: boolean }[]

export const demoPassphrase = '演示口令12345'
