import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordKinds } from '../../../src/shared/contract/call.ts'
import { type CallName, contract } from '../../../src/shared/contract/index.ts'
import { type Permission, type Role, roleKeys, roles } from '../../../src/shared/domain/account/roles.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'

/** Every call of the contract with every role, asked of the core itself; the table is `docs/permissions.md`. */
const names = (Object.keys(contract) as CallName[]).sort()
const guarded = names.filter((name) => contract[name].permission !== 'open')
const people: Record<Role, string> = {
  entry: '田录入',
  reviewer: '龙审核',
  administrator: '石主任',
  auditor: '向审计',
}
const township = '433126101000'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice()
  for (const role of ['entry', 'reviewer', 'auditor'] as const)
    await office.add({ name: people[role], roles: [role] })
  await office.add({ name: '古阳录入', roles: ['entry', 'reviewer'], scope: [township] })
  await office.add({ name: '梁管理', roles: ['administrator'] })
})
afterAll(() => office.close())

/** Whether the door lets the call in: input that no call knows is looked at only then, and nothing is done. */
async function isLetIn(name: CallName): Promise<boolean> {
  const result = await office.raw(name, { 不存在的项: 1 })
  if (result.ok) throw new Error(`${name} took nonsense`)
  if (result.error.code === 'forbidden') expect(result.error.message, name).toMatch(/[\u4e00-\u9fff]。$/)
  else expect(result.error.code, name).toBe('invalid_input')
  return result.error.code !== 'forbidden'
}

describe('every call', () => {
  it.each(roleKeys)('lets %s in exactly where the table of roles says so', async (role) => {
    await office.as(role === 'administrator' ? '梁管理' : people[role])
    const may: readonly Permission[] = roles[role].may
    for (const name of names) {
      const { permission } = contract[name]
      expect(await isLetIn(name), `${role} ${name}`).toBe(permission === 'open' || may.includes(permission))
    }
  })

  it('of the whole office is refused to a part of it', async () => {
    await office.as('古阳录入')
    const may: readonly Permission[] = [...roles.entry.may, ...roles.reviewer.may]
    for (const name of guarded) {
      const { permission, reach } = contract[name]
      expect(await isLetIn(name), name).toBe(may.includes(permission) && reach !== 'office')
    }
  })

  it('about a record says which key names it and of what kind it is', () => {
    for (const name of guarded) {
      const { reach } = contract[name]
      if (typeof reach === 'string') continue
      for (const subject of Object.values(reach)) {
        const kinds = typeof subject === 'string' ? [subject] : Object.values(subject.kinds)
        for (const kind of kinds) expect(recordKinds, name).toContain(kind)
      }
    }
  })

  it('is written down for people to read', async () => {
    const mark = (role: Role, permission: Permission) => {
      const may: readonly Permission[] = roles[role].may
      return permission === 'open' || may.includes(permission) ? '✓' : ''
    }
    const reachOf = (name: CallName) => {
      const { permission, reach } = contract[name]
      if (permission === 'open') return '未登录也可用'
      if (typeof reach !== 'string') return `记录（${Object.keys(reach).join('，')}）`
      return { office: '整个单位', any: '不分地区', query: '只含负责范围' }[reach]
    }
    const rows = names.map((name) => {
      const { permission } = contract[name]
      const marks = roleKeys.map((role) => mark(role, permission))
      return `| ${[name, permission, ...marks, reachOf(name)].join(' | ')} |`
    })
    const text = [
      '# 角色与功能对照表',
      '',
      '由 `tests/unit/core/access-matrix.test.ts` 按程序里的规定生成并逐项实测，不手工修改。',
      '“范围”说明只负责部分乡镇或村的账号如何使用这项功能：整个单位（不能使用）、不分地区、只含负责范围、记录（所指的记录须在负责范围内）。',
      '',
      `| 功能 | 权限 | ${roleKeys.map((role) => roles[role].label).join(' | ')} | 范围 |`,
      `| --- | --- | ${roleKeys.map(() => ':-:').join(' | ')} | --- |`,
      ...rows,
      '',
    ].join('\n')
    await expect(text).toMatchFileSnapshot('../../../docs/permissions.md')
  })
})
