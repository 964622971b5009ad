import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { maskValue } from '../../src/shared/domain/mask.ts'
import { county, recordsOf } from '../fixtures/messy/county-rows.ts'
import { folder, labourer, openOffice, passphrase } from '../fixtures/office.ts'
import { recordsFile } from '../unit/core/files.ts'

const cli = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url))
const sentence = /^[\u4e00-\u9fff].*。\n$/
const made: string[] = []

const original = folder()
made.push(original)
const workbook = join(original, '两千人.xlsx')
beforeAll(async () => {
  const desk = await openOffice({ dataDir: original })
  await desk.ok('labourer.save', { values: labourer() })
  await desk.close()
  writeFileSync(workbook, recordsFile('两千人.xlsx', 'member', recordsOf('member', county(2000))).bytes)
})
afterAll(() => {
  for (const dataDir of made) {
    chmodSync(dataDir, 0o700)
    rmSync(dataDir, { recursive: true, force: true })
  }
})

function copy(): string {
  const dataDir = folder()
  made.push(dataDir)
  for (const name of ['ledger.db', 'keys.json']) cpSync(join(original, name), join(dataDir, name))
  return dataDir
}
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** What turns root into somebody whom the mode of a file stops. */
const asOthers =
  process.getuid?.() === 0
    ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', '--inh-caps=-all']
    : []

/** Why modes stop nobody here, or null when they do. */
function whyModesMeanNothing(): string | null {
  if (process.platform === 'win32') return 'Windows 没有这种只读'
  const dataDir = folder()
  made.push(dataDir)
  const file = join(dataDir, 'a')
  writeFileSync(file, 'a', { mode: 0o400 })
  try {
    const [command = '', ...args] = [
      ...asOthers,
      'sh',
      '-c',
      'echo b 2>/dev/null >> "$0" || echo stopped',
      file,
    ]
    const answer = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return answer.trim() === 'stopped' ? null : '只读对当前用户不起作用'
  } catch {
    return '当前用户是 root，又不能放弃权限'
  }
}

/** One command in a process of its own, after `before`. */
function run(before: string[], ...args: string[]) {
  const [command = '', ...rest] = [...before, process.execPath, cli, ...args]
  return spawnSync(command, rest, {
    encoding: 'utf8',
    env: { ...process.env, LABOUR_DESK_PASSPHRASE: passphrase },
  })
}

async function peopleIn(dataDir: string): Promise<number> {
  const desk = await openOffice({ dataDir, setUp: false })
  await desk.ok('session.unlock', { passphrase })
  const { total } = await desk.ok('ledger.count', { ledger: 'member' })
  expect((await desk.ok('batch.page', {})).total).toBe(0)
  await desk.close()
  return total
}

const reason = whyModesMeanNothing()
if (reason) process.stderr.write(`只读文件的测试没有运行：${reason}。\n`)

describe.runIf(reason === null)('what may only be read', () => {
  it('a data file is refused with a sentence and stays as it is', async () => {
    const dataDir = copy()
    const file = join(dataDir, 'ledger.db')
    const before = hashOf(file)
    chmodSync(file, 0o400)
    const { status, stdout, stderr } = run(asOthers, 'import', workbook, '--as', 'member', '--data', dataDir)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(sentence)
    expect(stderr).toMatch(/只读|可写|可读写/)
    expect(hashOf(file)).toBe(before)
    chmodSync(file, 0o600)
    expect(await peopleIn(dataDir)).toBe(1)
  })

  it('a data folder is refused with a sentence, and nothing appears in it', async () => {
    const dataDir = copy()
    const before = hashOf(join(dataDir, 'ledger.db'))
    chmodSync(dataDir, 0o500)
    for (const args of [['stats'], ['import', workbook, '--as', 'member']]) {
      const { status, stdout, stderr } = run(asOthers, ...args, '--data', dataDir)
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(sentence)
      expect(stderr).toMatch(/不能写入/)
    }
    expect(readdirSync(dataDir).sort()).toEqual(['keys.json', 'ledger.db'])
    expect(hashOf(join(dataDir, 'ledger.db'))).toBe(before)
    chmodSync(dataDir, 0o700)
    expect(await peopleIn(dataDir)).toBe(1)
  })

  it('a folder for the workbook leaves nothing half written', () => {
    const dataDir = copy()
    const stick = folder()
    made.push(stick)
    chmodSync(stick, 0o500)
    const target = join(stick, '台账.xlsx')
    const { status, stderr } = run(
      asOthers,
      ...['export', target, '--as', 'member', '--data', dataDir],
      ...['--full', '--reason', '留存一份'],
    )
    expect(status).toBe(1)
    expect(stderr).toMatch(sentence)
    expect(readdirSync(stick)).toEqual([])
  })
})

describe.runIf(process.platform === 'linux')('a limit on the size of files', () => {
  it('that an import runs into is told in a sentence; the ledger is as before', async () => {
    const dataDir = copy()
    // In blocks of 1024 bytes: room for the ledger, none for the log of so many people.
    const blocks = Math.ceil(statSync(join(dataDir, 'ledger.db')).size / 1024) + 200
    const limited = ['bash', '-c', `ulimit -f ${blocks}; exec "$0" "$@"`]
    const { status, stdout, stderr, signal } = run(
      limited,
      'import',
      workbook,
      '--as',
      'member',
      '--data',
      dataDir,
    )
    expect([signal, status, stdout]).toEqual([null, 1, ''])
    expect(stderr).toMatch(sentence)
    expect(stderr).toMatch(/磁盘/)
    expect(await peopleIn(dataDir)).toBe(1)
    expect(run([], 'import', workbook, '--as', 'member', '--data', dataDir).status).toBe(0)
  })
})

describe('a clock that was set back', () => {
  it('changes no order: history goes by what was entered first', async () => {
    const dataDir = copy()
    const phones = ['19900003331', '19900003332', '19900003333']
    const days = ['2026-11-24', '2026-11-10', '2026-11-25']
    let id = 0
    for (const [index, today] of days.entries()) {
      const desk = await openOffice({ dataDir, setUp: false, today })
      await desk.ok('session.unlock', { passphrase })
      id = (await desk.ok('labourer.find', { idNumber: labourer().idNumber }))?.id ?? 0
      const { version } = await desk.ok('labourer.get', { id })
      await desk.ok('labourer.save', { id, version, values: { phone: phones[index] ?? '' } })
      await desk.close()
    }
    const desk = await openOffice({ dataDir, setUp: false, today: '2026-11-26' })
    await desk.ok('session.unlock', { passphrase })
    const edits = (await desk.ok('labourer.history', { id })).flatMap(({ fields }) =>
      fields.filter(({ key }) => key === 'phone').map(({ after }) => after),
    )
    expect(edits.slice(0, 3)).toEqual(phones.toReversed().map((phone) => maskValue('phone', phone)))
    expect((await desk.formOf(id)).phone).toBe(phones[2])
    await desk.close()
  })
})
