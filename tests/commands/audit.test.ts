import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from '../../src/main/commands/run-cli.ts'
import { createTestCore, labourer, openOffice, passphrase } from '../fixtures/office.ts'
import { idNumber } from '../fixtures/units.ts'
import { readTexts } from '../fixtures/workbook/reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'audit-cli-'))
const data = join(folder, 'data')
const old = join(folder, 'old')
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function cli(...args: string[]) {
  let out = ''
  let err = ''
  const code = await runCli([...args], {
    createCore: createTestCore,
    env: { LABOUR_DESK_PASSPHRASE: passphrase },
    stdin: Object.assign(new PassThrough(), { isTTY: false }) as unknown as NodeJS.ReadStream,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
  })
  return { code, out, err }
}

beforeAll(async () => {
  const desk = await openOffice({ dataDir: data })
  await desk.ok('labourer.save', { values: labourer() })
  await desk.close()
  cpSync(data, old, { recursive: true })
  const again = await openOffice({ dataDir: data, setUp: false })
  await again.ok('session.unlock', { passphrase })
  await again.ok('labourer.save', { values: labourer({ name: '田野', idNumber: idNumber(1) }) as never })
  const made = await again.ok('backup.make', {})
  await again.close()
  writeFileSync(at('backup.json'), readFileSync(join(made?.folder ?? '', 'backup.json')))
})

it('says that the log is whole, also against an anchor from elsewhere', async () => {
  const { code, out, err } = await cli('audit', 'verify', '--data', data, '--anchor', at('backup.json'))
  expect(err).toBe('')
  expect(out).toMatch(/^操作日志完整：\d+ 条依次相接，.+。\n$/)
  expect(code).toBe(0)
})

it('says from which entry on an older ledger does not fit, in one sentence, and ends with 1', async () => {
  const { code, out } = await cli('audit', 'verify', '--data', old, '--anchor', at('backup.json'), '--json')
  expect(code).toBe(1)
  const result = JSON.parse(out)
  expect(result.whole).toBe(false)
  expect(result.message).toMatch(/^操作日志从第 \d+ 条起不符：“backup\.json”记着.+。$/)
  expect(result.brokenAt).toBeGreaterThan(1)
})

it('refuses a file that has no anchor, and what is no command', async () => {
  writeFileSync(at('other.json'), '{"a":1}')
  const refused = await cli('audit', 'verify', '--data', data, '--anchor', at('other.json'))
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('没有操作日志的锚点')
  expect((await cli('audit', '--data', data)).code).toBe(2)
})

it('writes the log as a workbook, or line by line', async () => {
  const file = at('日志.xlsx')
  const { code, out } = await cli('audit', 'export', file, '--data', data)
  expect(out).toMatch(/^已写出 \d+ 条操作日志到 .+口径：全部时间，全部经办人，全部操作/)
  expect(code).toBe(0)
  expect(JSON.stringify(await readTexts(new Uint8Array(readFileSync(file))))).toContain('保存采集表')
  const lines = (await cli('audit', 'export', '--data', data, '--json', '--from', '2026-11-01')).out
    .trim()
    .split('\n')
  const entries = lines.map((line) => JSON.parse(line))
  expect(entries[0].seq).toBe(entries.length)
  expect(entries.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['audit.export', 'labourer.save', 'session.unlock', 'backup.make']),
  )
})
