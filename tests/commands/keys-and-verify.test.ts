import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../src/main/commands/run-cli.ts'
import type { CoreOptions } from '../../src/main/core/host.ts'
import type { Core } from '../../src/shared/contract/host.ts'
import { createTestCore, folder, passphrase } from '../fixtures/office.ts'
import { makeUnlockingQuick } from '../fixtures/ready-offices.ts'

const place = folder()
const at = (name: string) => join(place, name)
/** One core a ledger for all commands: starting one for each takes longer than the command. */
const cores = new Map<string, Core>()
function coreOf(options: CoreOptions): Core {
  const core = cores.get(options.dataDir) ?? createTestCore(options)
  cores.set(options.dataDir, core)
  return { ...core, close: () => Promise.resolve() }
}
afterAll(async () => {
  for (const core of cores.values()) await core.close()
  rmSync(place, { recursive: true, force: true })
})

async function cli(args: string[], env: NodeJS.ProcessEnv = {}) {
  let out = ''
  let err = ''
  const code = await runCli(args, {
    createCore: coreOf,
    env: { LABOUR_DESK_PASSPHRASE: passphrase, ...env },
    stdin: process.stdin,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { code, out, err }
}
/** The answer as data, of a command that is expected to succeed. */
async function data(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { code, out, err } = await cli([...args, '--json'], env)
  if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`)
  return JSON.parse(out)
}
const county = ['--data', at('county')]
const town = ['--data', at('town')]

beforeAll(async () => {
  await data(['init', ...county, '--unit', '云岭县就业服务中心', '--region', '433126', '--user', '石主任'])
  await data(['init', ...town, '--unit', '古阳镇人民政府', '--region', '433126101', '--user', '石小川'])
  for (const name of ['county', 'town']) await makeUnlockingQuick(at(name), passphrase)
}, 60_000)

describe('labour-desk key and verify', () => {
  it('exchange cards, trust them by their code, and give the four exit codes', async () => {
    await data(['key', 'card', at('town.xlsx'), ...town])
    expect((await cli(['verify', at('town.xlsx')])).code).toBe(3)
    expect((await cli(['verify', at('town.xlsx'), ...county])).code).toBe(3)
    const waiting = await data(['key', 'trust', at('town.xlsx'), ...county])
    const code = waiting.anchors[0].comparisonCode
    expect((await cli(['key', 'trust', at('town.xlsx'), '--code', '1234', ...county])).code).toBe(1)
    expect(await data(['key', 'trust', at('town.xlsx'), '--code', code, ...county])).toMatchObject({
      status: 'trusted',
    })
    const { code: exit, out } = await cli(['verify', at('town.xlsx'), ...county, '--json'])
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      ...{ verdict: 'validTrusted', reason: null, part: null },
      signer: { unitName: '古阳镇人民政府', comparisonCode: code },
    })
    expect(JSON.parse(out).uncovered).toContain('docProps/core.xml')

    const changed = readFileSync(at('town.xlsx'))
    const byte = changed.indexOf('xl/styles.xml') + 60
    changed[byte] = (changed[byte] ?? 0) ^ 1
    writeFileSync(at('changed.xlsx'), changed)
    const invalid = await cli(['verify', at('changed.xlsx'), ...county, '--json'])
    expect(invalid.code).toBe(1)
    expect(JSON.parse(invalid.out)).toMatchObject({ verdict: 'invalid', part: expect.any(String) })

    await data(['template', at('plain.xlsx'), '--as', 'labourer', ...town])
    const unsigned = await cli(['verify', at('plain.xlsx'), '--json'])
    expect(unsigned.code).toBe(2)
    expect(JSON.parse(unsigned.out)).toMatchObject({ verdict: 'unsigned', signer: null })
  }, 120_000)

  it('make a root, issue, revoke, and carry the list over', async () => {
    await data(['key', 'authority', '--kind', 'p256', ...county])
    const { requestCode } = await data(['key', 'request', at('town.csr'), ...town])
    const asked = await cli(['key', 'issue', at('town.csr'), at('town.pem'), ...county])
    expect(asked).toMatchObject({ code: 2, err: expect.stringContaining(requestCode) })
    const issue = [
      'key',
      'issue',
      at('town.csr'),
      at('town.pem'),
      '--code',
      requestCode,
      '--years',
      '2',
      ...county,
    ]
    const { issued } = await data(issue)
    expect(await data(['key', 'import', at('town.pem'), ...town])).toMatchObject({ origin: 'issued' })
    await data(['key', 'card', at('county.xlsx'), '--with-root', ...county])
    const { anchors } = await data(['key', 'trust', at('county.xlsx'), ...town])
    const [root] = anchors
    expect(
      await data([
        'key',
        'trust',
        at('county.xlsx'),
        '--code',
        root.comparisonCode,
        '--relation',
        'upper',
        ...town,
      ]),
    ).toMatchObject({ role: 'root', status: 'trusted' })

    await data(['key', 'card', at('town2.xlsx'), ...town])
    expect((await cli(['verify', at('town2.xlsx')])).code).toBe(3)
    expect((await cli(['verify', at('town2.xlsx'), '--root', at('town.pem')])).code).toBe(0)
    expect((await cli(['verify', at('town2.xlsx'), ...county])).code).toBe(0)

    expect((await cli(['key', 'revoke', String(issued.id), '--reason', '随便', ...county])).code).toBe(2)
    await data(['key', 'revoke', String(issued.id), '--reason', 'keyCompromise', ...county])
    expect((await cli(['verify', at('town2.xlsx'), ...county])).code).toBe(1)
    expect(await data(['key', 'crl', at('county.crl'), ...county])).toMatchObject({ number: '1', entries: 1 })
    expect(await data(['key', 'revocations', at('county.crl'), ...town])).toMatchObject({ fresh: 1 })
    const refused = await cli(['key', 'card', at('town3.xlsx'), ...town])
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('吊销') })
    const { keys, notices } = await data(['key', 'list', ...town])
    expect(keys[0].status).toBe('revoked')
    expect(notices).toHaveLength(1)
    expect(await data(['key', 'new', '--kind', 'p256', ...town])).toMatchObject({
      status: 'inUse',
      keyKind: 'P-256',
    })
    expect((await cli(['key', 'list', ...town])).out).toContain('比对码')
  }, 120_000)

  it('say what is missing, and take no password on the command line', async () => {
    for (const args of [
      ['key'],
      ['key', 'explode'],
      ['key', 'request'],
      ['verify'],
      ['key', 'new', '--kind', 'rsa1024'],
    ])
      expect((await cli([...args, ...town])).code, args.join(' ')).toBe(2)
    writeFileSync(at('bad.pfx'), 'nothing')
    const refused = await cli(['key', 'pfx', at('bad.pfx'), ...town], { LABOUR_DESK_PFX_PASSWORD: 'x' })
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('无法读取') })
    expect((await cli(['verify', at('nowhere.xlsx')])).code).toBe(1)
  }, 120_000)
})
