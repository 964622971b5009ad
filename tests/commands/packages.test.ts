import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../src/main/commands/run-cli.ts'
import { createTestCore, folder, passphrase } from '../fixtures/office.ts'
import { city, county, enter, openUnit, pair } from '../fixtures/units.ts'

// Each command opens the ledger anew, as a process of its own does: slow on a busy machine.
describe('packages on the command line', { timeout: 240_000 }, () => {
  const root = folder()
  const dirs = { county: join(root, 'county'), city: join(root, 'city') }
  const file = (name: string) => join(root, name)
  const run = async (data: string, ...args: string[]) => {
    const [out, err]: string[][] = [[], []]
    const code = await runCli([...args, '--data', data], {
      env: { LABOUR_DESK_PASSPHRASE: passphrase },
      stdin: process.stdin,
      createCore: createTestCore,
      out: (text) => void out?.push(text),
      err: (text) => void err?.push(text),
    })
    return { code, out: out?.join('') ?? '', err: err?.join('') ?? '' }
  }

  beforeAll(async () => {
    const lower = await openUnit(county, { dataDir: dirs.county })
    const upper = await openUnit(city, { dataDir: dirs.city })
    await pair(lower, upper)
    await enter(lower, 3)
    await Promise.all([lower.close(), upper.close()])
  }, 120_000)
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('go from county to city and are answered', async () => {
    const path = file('报送.xlsx')
    const made = await run(dirs.county, 'package', path, '--to', city.unitName, '--profile', 'labour-ledger')
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('第 1 号全量包：3 行') })
    const looked = await run(dirs.city, 'receive', path, '--dry-run', '--json')
    expect(JSON.parse(looked.out)).toMatchObject({ id: null, counts: { rows: 3, new: 3 } })
    const plain = await run(dirs.city, 'receive', path, '--dry-run')
    expect(plain.out).toContain('只核对，没有写入')
    const taken = await run(dirs.city, 'receive', path, '--json')
    const { id } = JSON.parse(taken.out) as { id: number }
    expect(JSON.parse(taken.out)).toMatchObject({ counts: { new: 3 }, kind: 'full' })
    const receipt = file('回执.xlsx')
    expect((await run(dirs.city, 'receipt', receipt, '--for', String(id))).out).toContain('已写出回执：3 行')
    const answered = await run(dirs.county, 'receive', receipt)
    expect(answered.out).toContain('对第 1 号包的答复：已接收 3')
    const changes = await run(
      dirs.county,
      ...[
        'package',
        file('异动.xlsx'),
        '--to',
        city.unitName,
        '--profile',
        'labour-ledger',
        '--changes',
        '--json',
      ],
    )
    expect(JSON.parse(changes.out)).toMatchObject({ kind: 'changes', sequence: 2, rows: 0 })
    const reply = await run(
      dirs.city,
      ...['package', file('回复.xlsx'), '--to', county.unitName, '--profile', '劳动力台账（上下级交换）'],
      ...['--reply', String(id), '--json'],
    )
    expect(JSON.parse(reply.out)).toMatchObject({ kind: 'reply', rows: 3 })
  })

  it('say what is wrong', async () => {
    const again = await run(dirs.city, 'receive', file('报送.xlsx'))
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('不能重复接收') })
    const nobody = await run(
      dirs.county,
      'package',
      file('x.xlsx'),
      '--to',
      '没有的单位',
      '--profile',
      'labour-ledger',
    )
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining(`可选：${city.unitName}`) })
    expect(await run(dirs.county, 'package', file('x.xlsx'), '--to', city.unitName)).toMatchObject({
      code: 2,
    })
    expect(await run(dirs.city, 'receipt', file('x.xlsx'), '--for', '999')).toMatchObject({
      code: 1,
      err: expect.stringContaining('没有接收过这个报送包'),
    })
  })
})
