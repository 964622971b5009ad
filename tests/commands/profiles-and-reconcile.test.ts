import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../src/main/commands/run-cli.ts'
import { demoAccounts } from '../../src/shared/domain/account/demo.ts'
import { createTestCore, folder, passphrase } from '../fixtures/office.ts'
import { makeUnlockingQuick } from '../fixtures/ready-offices.ts'
import { readTexts } from '../fixtures/workbook/reading.ts'

// Each command opens the ledger anew, as a process of its own does: slow on a busy machine.
describe('profiles and lists on the command line', { timeout: 180_000 }, () => {
  const dataDir = folder()
  const run = async (...args: string[]) => {
    const [out, err]: string[][] = [[], []]
    const code = await runCli([...args, '--data', dataDir], {
      createCore: createTestCore,
      env: {
        LABOUR_DESK_WITNESS_PASSPHRASE: passphrase,
        LABOUR_DESK_PASSPHRASE: passphrase,
        LABOUR_DESK_USER: '演示管理员',
      },
      stdin: process.stdin,
      out: (text) => void out?.push(text),
      err: (text) => void err?.push(text),
    })
    return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' }
  }
  beforeAll(async () => {
    process.env.LABOUR_DESK_PASSPHRASE = passphrase
    expect((await run('demo', '--people', '60')).code).toBe(0)
    await makeUnlockingQuick(dataDir, passphrase)
  }, 180_000)
  afterAll(() => {
    delete process.env.LABOUR_DESK_PASSPHRASE
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('are listed, for people and as JSON', async () => {
    const plain = await run('profiles')
    expect(plain.out).toContain('named-employment\t就业实名制台账')
    expect(plain.out).toContain('口径：')
    const { profiles } = JSON.parse((await run('profiles', '--json')).out) as { profiles: { key: string }[] }
    expect(profiles.map(({ key }) => key)).toContain('shaanxi-member')
  })

  it('are exported by name or key, whole or only what changed', async () => {
    const path = join(dataDir, '成员.xlsx')
    const { code, out } = await run('export', path, '--profile', 'shaanxi-member', '--json')
    expect(code).toBe(0)
    const answer = JSON.parse(out) as { sheets: { rows: number }[]; sequence: number }
    expect((await readTexts(new Uint8Array(readFileSync(path)))).length).toBe(
      (answer.sheets[0]?.rows ?? 0) + 1,
    )
    const changes = await run(
      'export',
      path,
      '--profile',
      '陕西就业扶贫台账：家庭成员',
      '--since',
      String(answer.sequence),
      '--json',
    )
    expect(JSON.parse(changes.out)).toMatchObject({ sheets: [{ rows: 0 }] })
  })

  it('reconcile a list with a ledger, or as of a day, and write the differences', async () => {
    const [list, path] = [join(dataDir, '就业.xlsx'), join(dataDir, '差异.xlsx')]
    const { rows } = JSON.parse(
      (
        await run(
          'export',
          list,
          '--as',
          'employment',
          '--json',
          '--full',
          '--reason',
          '核对用的名单',
          '--witness',
          demoAccounts[1].name,
        )
      ).out,
    ) as {
      rows: number
    }
    expect(rows).toBeGreaterThan(0)
    const whole = await run('reconcile', list, path, '--against', 'employment', '--json')
    expect(JSON.parse(whole.out)).toMatchObject({ equal: rows, differs: 0, onlyOurs: 0, onlyTheirs: 0 })
    expect((await readTexts(new Uint8Array(readFileSync(path)))).length).toBeGreaterThan(3)
    const early = await run('reconcile', list, path, '--against', 'employment', '--on', '1990-01-01')
    expect(early.out).toContain('1990-01-01 在就业')
    expect(early.out).toContain(`一致 0，不一致 0，仅台账有 0，仅对方有 ${rows}`)
    const both = ['--list', '正在就业', '--on', '2026-01-01']
    expect(await run('reconcile', list, path, '--against', 'employment', ...both)).toMatchObject({ code: 2 })
    expect(await run('reconcile', list, path, '--against', 'training')).toMatchObject({ code: 2 })
    const someday = await run('reconcile', list, path, '--against', 'employment', '--on', '某天')
    expect(someday).toMatchObject({ code: 1 })
    expect(someday.err).toContain('日期应是真实的一天')
  })

  it('say what is wrong', async () => {
    expect(await run('export', join(dataDir, 'x.xlsx'), '--profile', '没有')).toMatchObject({ code: 1 })
    expect(
      await run('export', join(dataDir, 'x.xlsx'), '--profile', 'shaanxi-member', '--since', '昨天'),
    ).toMatchObject({ code: 2 })
    expect((await run('export', '--profile', 'shaanxi-member')).code).toBe(2)
  })
})
