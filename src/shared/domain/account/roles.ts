/**
 * Who may do what. A call declares one permission; an account has one or more roles; this is the one
 * table that gives permissions to roles. The core asks it at its door, the screens ask it for what to
 * offer, `tests/unit/core/access-matrix.test.ts` holds it against every call.
 *
 * Separation of duties follows 专班 practice: who enters does not confirm, who administers does not
 * write into the ledger, who audits changes nothing at all.
 */

/** What a call may touch, in the words of a refusal: 您的角色不能……。 `open` calls need nobody. */
export const permissionLabels = {
  own: '修改自己的口令和偏好',
  upkeep: '由程序自行维护',
  'ledger.read': '查看台账',
  'ledger.edit': '登记和修改台账',
  'ledger.confirm': '审核确认',
  'ledger.import': '导入和撤销导入',
  'ledger.export': '导出名册',
  'history.read': '查看修改记录',
  'person.reveal': '查看完整的证件号码',
  'person.erase': '依法删除人员信息',
  'region.edit': '调整行政区划',
  'trust.read': '查看密钥和信任关系',
  'trust.edit': '管理密钥和信任关系',
  'system.read': '查看系统设置和备份',
  'system.edit': '修改系统设置',
  'account.edit': '管理账号',
  'audit.read': '查看操作日志',
} as const
export type GrantedPermission = keyof typeof permissionLabels
export type Permission = 'open' | GrantedPermission

export const roleKeys = ['entry', 'reviewer', 'administrator', 'auditor'] as const
export type Role = (typeof roleKeys)[number]

/** One's own passphrase, and what the program does by itself while somebody is logged in. */
export const ofEverybody: readonly GrantedPermission[] = ['own', 'upkeep']

/** `about` says in plain words what a role is for, where an administrator chooses it. */
export const roles: Record<Role, { label: string; about: string; may: readonly GrantedPermission[] }> = {
  entry: {
    label: '录入员',
    about: '登记和修改台账，导入导出；不能审核确认。',
    may: [
      ...ofEverybody,
      'ledger.read',
      'ledger.edit',
      'ledger.import',
      'ledger.export',
      'history.read',
      'person.reveal',
      'system.read',
      'trust.read',
    ],
  },
  reviewer: {
    label: '审核员（专班）',
    about: '查看台账，审核确认或退回，导出；不能登记和修改。',
    may: [
      ...ofEverybody,
      'ledger.read',
      'ledger.confirm',
      'ledger.export',
      'history.read',
      'person.reveal',
      'system.read',
      'trust.read',
    ],
  },
  administrator: {
    label: '系统管理员',
    about: '管理账号、密钥、区划、字典、参数和备份；只能查看台账，不能登记、修改和审核。',
    may: [
      ...ofEverybody,
      'ledger.read',
      'history.read',
      'region.edit',
      'trust.read',
      'trust.edit',
      'system.read',
      'system.edit',
      'account.edit',
      'audit.read',
      'person.erase',
    ],
  },
  auditor: {
    label: '审计员',
    about: '只能查看台账、修改记录和操作日志，什么都不能改；不能兼任其他角色。',
    may: [...ofEverybody, 'ledger.read', 'history.read', 'audit.read', 'system.read', 'trust.read'],
  },
}

/** Of a one-person office: works as if there were no roles. What somebody entered they still never confirm. */
export const firstRoles: readonly Role[] = ['administrator', 'entry', 'reviewer']

/** Everything that an account with these roles may do, each once. */
export const permissionsOf = (held: readonly Role[]): ReadonlySet<Permission> =>
  new Set<Permission>(['open', ...held.flatMap((role) => roles[role].may)])

/** The roles in the words of the frame and of refusals: 录入员、审核员（专班）. */
export const rolesInWords = (held: readonly Role[]): string =>
  roleKeys
    .filter((role) => held.includes(role))
    .map((role) => roles[role].label)
    .join('、')

/** Who could do it instead; empty when nobody can. */
export const rolesThatMay = (permission: GrantedPermission): Role[] =>
  roleKeys.filter((role) => roles[role].may.includes(permission))

/** What is wrong with roles and scope of an account, as a sentence; null when they go together. */
export function accountProblem(
  held: readonly Role[],
  scope: readonly string[] | null,
): { path: 'roles' | 'scope'; message: string } | null {
  if (held.length === 0) return { path: 'roles', message: '请至少选择一个角色' }
  if (held.includes('auditor') && held.length > 1)
    return { path: 'roles', message: '审计员不能兼任其他角色，请另设账号' }
  if (scope !== null && scope.length === 0)
    return { path: 'scope', message: '请选择负责的乡镇或村，或改为负责整个单位' }
  if (scope !== null && held.includes('administrator'))
    return { path: 'scope', message: '系统管理员面向整个单位，不能只负责部分乡镇或村' }
  return null
}
