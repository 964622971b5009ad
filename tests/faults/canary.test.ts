import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/main/core/db/open.ts'
import { readKeyFile, unwrapKey } from '../../src/main/core/security/key-envelope.ts'
import { canaries, found, leaksIn } from '../fixtures/canaries.ts'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import { folder, labourer, office, resourcesDir } from '../fixtures/office.ts'
import { noNotice, postContract, publicPost } from '../fixtures/posts.ts'
import { buildZip } from '../fixtures/workbook/zip-builder.ts'
import { filesIn, recordsFile } from '../unit/core/files.ts'

/**
 * Recognisable people go through everything that touches a disk: entry, import, a wrong import, a
 * surprise, a killed process, failed unlockings, backup, export. Then every file the program left is
 * searched for them, in its folder and in its temporary one.
 */
const cli = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url))
const secret = '口令金丝雀不落盘'
const wrongSecret = '猜错的口令也不落盘'
const texts = [...Object.values(canaries), secret, wrongSecret]
const names = { ...canaries, idNumber: '433126198807131216', name: '司徒听雨观澜', phone: '19924681357' }

const root = folder()
const place = (name: string) => join(root, name)
const [data, temporary, asked] = [place('data'), place('tmp'), place('asked')]
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The command line in a process of its own, whose temporary folder is ours. */
function start(args: string[], passphrase = secret): ChildProcess {
  const env = { ...process.env, LABOUR_DESK_PASSPHRASE: passphrase }
  for (const name of ['TMPDIR', 'TMP', 'TEMP', 'SQLITE_TMPDIR']) Object.assign(env, { [name]: temporary })
  return spawn(process.execPath, [cli, ...args, '--data', data], { env, cwd: temporary })
}
async function run(
  args: string[],
  input = '',
  passphrase = secret,
): Promise<{ code: number | null; out: string }> {
  const child = start(args, passphrase)
  let out = ''
  child.stdout?.on('data', (chunk) => {
    out += chunk
  })
  child.stdin?.end(input)
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, out }
}
/** Calls one after another in one process; answers what each gave. */
async function calls(
  ...requests: (readonly [string, unknown])[]
): Promise<{ ok: boolean; error?: { code: string } }[]> {
  const unlock = ['session.unlock', { passphrase: secret }] as const
  const lines = [unlock, ...requests].map(([name, input]) => JSON.stringify({ name, input }))
  const { out } = await run(['call'], lines.join('\n'))
  return out
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line))
}

const people = recordsOf('member', county(3000))
const person = (values: object) => labourer({ homeAddress: canaries.address, ...values })

beforeAll(async () => {
  for (const one of [temporary, asked, place('stick')]) mkdirSync(one)
  const { code } = await run([
    'init',
    '--unit',
    office.unitName,
    '--region',
    '433126',
    '--user',
    office.userName,
  ])
  expect(code).toBe(0)
  const weak = { labourAbility: 'weakOrHalf', isWorking: false }
  const entered = await calls(
    ['labourer.save', { values: person({ ...canaries, address: undefined, bankCard: undefined, ...weak }) }],
    [
      'household.save',
      { values: { region: '433126101219', phone: canaries.phone, address: canaries.address } },
    ],
    ['post.save', { values: publicPost() }],
    [
      'assignment.save',
      { postId: 1, personId: 1, values: postContract({ bankCard: canaries.bankCard }), exemptions: noNotice },
    ],
    ['person.search', { text: canaries.idNumber }],
    ['person.reveal', { id: 1 }],
  )
  expect(entered.map(({ ok }) => ok)).toEqual([true, true, true, true, true, true])
})

describe('the search itself', () => {
  it('finds what lies in plain sight: as UTF-8, UTF-16 and inside a zip', () => {
    const planted = place('planted')
    mkdirSync(planted)
    const text = `甲${canaries.name}乙`
    const zip = buildZip([{ name: 'xl/sheet1.xml', content: `<t>${text}</t>` }])
    const contents = { 'a.log': text, 'b.tmp': Buffer.from(text, 'utf16le'), 'c.xlsx': zip }
    for (const [name, content] of Object.entries(contents)) writeFileSync(join(planted, name), content)
    writeFileSync(join(planted, 'd.txt'), '欧阳')
    expect(leaksIn([planted], texts)).toEqual(
      ['a.log', 'b.tmp', 'c.xlsx'].map((name) => `${canaries.name} in ${join(planted, name)}`),
    )
  })
})

describe('nobody is found on the disk', () => {
  const clean = (what: string) => {
    expect(filesIn(data).length, what).toBeGreaterThan(1)
    expect(leaksIn([data, temporary], texts), what).toEqual([])
  }

  it('after they were entered, imported, and refused in an import', async () => {
    clean('entry')
    const keys = ['name', 'idNumber', 'phone', 'homeAddress']
    const good = recordsFile('好.xlsx', 'labourer', [person(names)], keys)
    const wrong = recordsFile(
      '坏.xlsx',
      'labourer',
      [person({ ...canaries, region: '无此村', idNumber: '4331261988' })],
      [...keys, 'region'],
    )
    for (const { name, bytes } of [good, wrong]) writeFileSync(join(asked, name), bytes)
    writeFileSync(join(asked, '断.xlsx'), good.bytes.subarray(0, good.bytes.length - 60))
    expect((await run(['import', join(asked, '好.xlsx'), '--as', 'labourer'])).code).toBe(0)
    await run(['import', join(asked, '坏.xlsx'), '--as', 'labourer', '--errors', join(asked, '退回.xlsx')])
    expect((await run(['import', join(asked, '断.xlsx'), '--as', 'labourer'])).code).toBe(1)
    clean('import')
  })

  it('after a surprise whose message quotes them, and after failed unlockings', async () => {
    const opened = await unwrapKey(readKeyFile(join(data, 'keys.json')), 'passphrase', secret)
    const regionsFile = join(resourcesDir, 'generated', 'regions.sqlite')
    const tamper = (sql: string) => {
      const db = openDatabase({
        file: join(data, 'ledger.db'),
        key: opened?.key ?? '',
        regionsFile,
        mode: 'write',
      })
      db.exec(sql)
      db.close()
    }
    tamper(`CREATE TRIGGER surprise BEFORE UPDATE ON person
      BEGIN SELECT RAISE(ABORT, '${canaries.name} ${canaries.idNumber}'); END`)
    const [answer] = await calls(['labourer.save', { id: 1, values: { note: canaries.address } }])
    expect(answer?.error?.code).toBe('internal')
    tamper('DROP TRIGGER surprise')
    expect(filesIn(data).some((path) => path.endsWith('.log'))).toBe(true)
    for (let count = 0; count < 2; count++) expect((await run(['stats'], '', wrongSecret)).code).toBe(1)
    expect(filesIn(data).some((path) => path.endsWith('attempts.json'))).toBe(true)
    clean('surprise')
  })

  it('after a process was killed in the middle of an import', async () => {
    const many = recordsFile('三千人.xlsx', 'member', [person(names), ...people])
    writeFileSync(join(asked, many.name), many.bytes)
    const child = start(['import', join(asked, many.name), '--as', 'member'])
    // As soon as the ledger is being written: its log grows.
    const isWriting = () => filesIn(data).some((path) => path.endsWith('-wal'))
    while (!isWriting() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 600))
    child.kill('SIGKILL')
    await new Promise((resolve) => child.on('close', resolve))
    expect(child.signalCode).toBe('SIGKILL')
    clean('killed')
  })

  it('after a backup and exports, but in what was asked for', async () => {
    expect((await run(['backup', '--to', place('stick')])).code).toBe(0)
    expect((await run(['export', join(asked, '遮盖.xlsx'), '--as', 'labourer'])).code).toBe(0)
    const full = ['--full', '--reason', '核对金丝雀']
    expect((await run(['export', join(asked, '完整.xlsx'), '--as', 'labourer', ...full])).code).toBe(0)
    clean('export')
    expect(filesIn(place('stick')).length).toBeGreaterThan(1)
    expect(leaksIn([place('stick')], texts)).toEqual([])
    const numbers = [canaries.idNumber, canaries.phone]
    expect(found(join(asked, '遮盖.xlsx'), [...numbers, canaries.name])).toEqual([canaries.name])
    expect(found(join(asked, '完整.xlsx'), numbers)).toEqual(numbers)
  })
})
