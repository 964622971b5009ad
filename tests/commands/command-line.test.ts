import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../src/main/commands/run-cli.ts'
import { ledgerNames } from '../../src/shared/domain/ledgers.ts'
import { wordingsFile } from '../fixtures/messy/cell-files.ts'
import { townshipFile } from '../fixtures/messy/layout-files.ts'
import { createTestCore, passphrase } from '../fixtures/office.ts'
import { makeUnlockingQuick } from '../fixtures/ready-offices.ts'
import { readTexts } from '../fixtures/workbook/reading.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-'))
const data = join(folder, 'data')
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Terminal {
  env?: NodeJS.ProcessEnv
  /** What a person types at each question; without it there is no terminal. */
  typed?: string[]
}

/** Runs one command as a console would. */
async function cli(args: string[], { env = { LABOUR_DESK_PASSPHRASE: passphrase }, typed }: Terminal = {}) {
  let out = ''
  let err = ''
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined })
  const answers = [...(typed ?? [])]
  const code = await runCli(args, {
    createCore: createTestCore,
    env,
    stdin: stdin as unknown as NodeJS.ReadStream,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
      if (text.endsWith('：')) setTimeout(() => stdin.write(`${answers.shift() ?? ''}\n`), 20)
    },
  })
  return { code, out, err }
}
const maskedNote = '提醒：身份证号码、电话和银行账号已遮盖；要完整号码，请加 --full --reason 原因。\n'
/** A command that must succeed, with its JSON. */
async function json(...args: string[]) {
  const { code, out, err } = await cli([...args, '--data', data, '--json'])
  expect(err.replace(maskedNote, '')).toBe('')
  expect(code).toBe(0)
  return JSON.parse(out)
}
const inFull = ['--full', '--reason', '核对完整内容']
const sentence = /^[\u4e00-\u9fff“].*。\n/

const township = townshipFile()
beforeAll(async () => {
  writeFileSync(at(township.fileName), township.bytes)
  const made = await json('init', '--unit', '古丈县古阳镇人民政府', '--region', '433126', '--user', '石小川')
  expect(made.recoveryKey).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){5}$/)
  await makeUnlockingQuick(data, passphrase)
})

describe('a command that is not understood ends with 2 and says how it is called', () => {
  it.each([
    [['frobnicate']],
    [['list', '--as', 'labourer', '--bogus']],
    [['list']],
    [['list', '--as', 'nothing']],
    [['list', '--as', 'labourer', '--limit', 'many']],
    [['import', '--as', 'labourer']],
    [['import', at(township.fileName)]],
    [['import', at(township.fileName), '--as', 'labourer', '--mode', 'sometimes']],
    [['export', '--as', 'labourer']],
    [['template', '--as', 'labourer']],
    [['undo']],
    [['undo', 'first']],
    [['undo', '0']],
    [['init', '--unit', '某某单位', '--region', '433126']],
    [['demo', '--people', '-5']],
    [['serve', '--port', '99999']],
  ])('%j', async (args) => {
    const { code, out, err } = await cli([...args, '--data', at('nowhere')])
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toMatch(/[\u4e00-\u9fff]/)
    expect(err).toMatch(/help|用法|县域就业台账 labour-desk/)
  })

  it('and asking for help is no mistake', async () => {
    for (const args of [['help'], ['list', '--help']]) {
      const { code, out } = await cli(args)
      expect(code).toBe(0)
      for (const name of ['init', 'demo', 'import', 'undo', 'export', 'template', 'list', 'stats', 'serve'])
        expect(out).toContain(`\n  ${name} `)
      for (const ledger of ledgerNames) expect(out).toContain(ledger)
    }
  })
})

describe('what the core refuses ends with 1 and one sentence', () => {
  const refused = async (args: string[], terminal?: Terminal) => {
    const { code, out, err } = await cli(args, terminal)
    expect(out).toBe('')
    expect(err).toMatch(sentence)
    expect(code).toBe(1)
    return err
  }

  it('a second office in the same folder', async () => {
    const args = ['init', '--unit', '某某单位', '--region', '433126', '--user', '石小川', '--data', data]
    expect(await refused(args)).toContain('已经有一份台账')
  })
  it('a region that is none, named at its field', async () => {
    const args = ['init', '--unit', '某某单位', '--region', '999999', '--user', '石小川', '--data', at('new')]
    expect(await refused(args)).toContain('regionCode')
    expect(existsSync(join(at('new'), 'ledger.db'))).toBe(false)
  })
  it('a folder without a ledger, and a file in place of the folder', async () => {
    expect(await refused(['stats', '--data', at('empty')])).toContain('init')
    expect(await refused(['stats', '--data', at(township.fileName)])).toContain('数据文件夹不能用')
  })
  it('a wrong passphrase', async () => {
    const terminal = { env: { LABOUR_DESK_PASSPHRASE: '不是这个口令' } }
    expect(await refused(['stats', '--data', data], terminal)).toContain('口令不对')
  })
  it('a file that is not there, and one that is no table', async () => {
    const args = ['--as', 'labourer', '--data', data]
    expect(await refused(['import', at('没有.xlsx'), ...args])).toContain('读不到文件')
    writeFileSync(at('程序.xlsx'), Buffer.concat([Buffer.from('MZ'), Buffer.alloc(600)]))
    expect(await refused(['import', at('程序.xlsx'), ...args])).toContain('程序')
  })
  it('a list that is none, with those there are', async () => {
    const err = await refused(['list', '--as', 'labourer', '--list', '没有的', '--data', data])
    expect(err).toContain('employed 已就业')
  })
  it('an import that never was', async () => {
    await refused(['undo', '4711', '--data', data])
  })
  it('a place where nothing can be written; nothing half written stays', async () => {
    const args = ['--as', 'labourer', '--data', data]
    expect(await refused(['export', at('没有/名单.xlsx'), ...args])).toContain('写不了文件')
    expect(await refused(['export', folder, ...args])).toContain('写不了文件')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('cli-') && name.endsWith('.part'))).toEqual(
      [],
    )
  })
})

describe('the passphrase', () => {
  it('is asked for at a terminal and never shown', async () => {
    const { code, err } = await cli(['stats', '--data', data], { env: {}, typed: [passphrase] })
    expect(code).toBe(0)
    expect(err).toBe('口令：\n')
  })
  it('is not waited for where nobody can type', async () => {
    const { code, err } = await cli(['stats', '--data', data], { env: {} })
    expect(code).toBe(2)
    expect(err).toContain('LABOUR_DESK_PASSPHRASE')
  })
  it('of a new ledger is typed twice, and both must be the same', async () => {
    const args = [
      'init',
      '--unit',
      '某某单位',
      '--region',
      '433126',
      '--user',
      '石小川',
      '--data',
      at('typed'),
    ]
    const slip = await cli(args, { env: {}, typed: [passphrase, `${passphrase}2`] })
    expect(slip).toMatchObject({ code: 1, out: '' })
    expect(slip.err).toContain('不一样')
    expect(existsSync(join(at('typed'), 'ledger.db'))).toBe(false)
    expect((await cli(args, { env: {}, typed: [passphrase, passphrase] })).code).toBe(0)
    expect((await cli(['stats', '--data', at('typed')])).code).toBe(0)
  })
})

describe('from a messy workbook to a clean one and back', () => {
  const counts = { rows: 40, inserted: 36, updated: 0, unchanged: 0, blocked: 4, warned: 1 }
  const file = () => at(township.fileName)
  const total = async () => (await json('list', '--as', 'labourer')).total

  it('a dry run answers as the import will, hands out the blocked rows and writes nothing', async () => {
    const answer = await json('import', file(), '--as', 'labourer', '--dry-run', '--errors', at('试.xlsx'))
    expect(answer).toMatchObject({ importId: null, ...counts })
    expect(answer.violations).toMatchObject({ 'cell.digitsLost': 1, 'cell.unknownRegion': 1 })
    expect((await readTexts(readFileSync(at('试.xlsx')))).at(-1)?.at(-1)).toMatch(/[\u4e00-\u9fff]/)
    expect(await total()).toBe(0)
  })

  it('the import answers with its counts and writes the blocked rows', async () => {
    const answer = await json('import', file(), '--as', 'labourer', '--errors', at('未导入.xlsx'))
    expect(answer).toEqual({ importId: 1, ...counts, violations: answer.violations })
    const texts = await readTexts(readFileSync(at('未导入.xlsx')))
    expect(texts[2]).toContain('未导入原因')
    expect(texts).toHaveLength(7)
    expect(await total()).toBe(36)
  })

  it('an error file that cannot be written does not hide that the rest is in', async () => {
    const args = ['import', file(), '--as', 'labourer', '--data', data, '--json']
    const { code, out, err } = await cli([...args, '--errors', at('没有/未导入.xlsx')])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ importId: 2, unchanged: 36, blocked: 4 })
    expect(err).toContain('导入已经完成')
  })

  it('lists by list, by words and up to a limit, in labels for people', async () => {
    const all = await json('list', '--as', 'labourer', '--limit', '1000', ...inFull)
    expect(all.rows).toHaveLength(36)
    const employed = await json('list', '--as', 'labourer', '--list', 'employed')
    expect(await json('list', '--as', 'labourer', '--list', '已就业')).toEqual(employed)
    const [person] = all.rows
    const found = await json('list', '--as', 'labourer', '--search', person.values.idNumber)
    expect(found.rows.map(({ id }: { id: number }) => id)).toEqual([person.id])
    const { out } = await cli(['list', '--as', 'labourer', '--limit', '3', '--data', data])
    expect(out.trim().split('\n')).toHaveLength(4)
    expect(out).toContain('口径')
    expect(out.replace(/\d|X/g, '')).not.toMatch(/[A-Za-z]/)
  })

  it('masks numbers unless a reason for the whole is given, and says so', async () => {
    const where = ['--as', 'labourer', '--data', data]
    const { out, err } = await cli(['list', ...where])
    expect(out).toMatch(/\d{6}\*{8}\d{3}[\dX]/)
    expect(out).not.toMatch(/\d{17}[\dX]/)
    expect(err).toBe(maskedNote)
    const masked = await cli(['export', at('遮盖.xlsx'), ...where])
    expect(masked).toMatchObject({ code: 0, err: maskedNote })
    expect(JSON.stringify(await readTexts(readFileSync(at('遮盖.xlsx'))))).not.toMatch(/\d{17}[\dX]/)
    expect(await json('import', at('遮盖.xlsx'), '--as', 'labourer', '--dry-run')).toMatchObject({
      blocked: 36,
    })
    expect((await cli(['list', ...where, '--full'])).code).toBe(2)
    const short = await cli(['export', at('短.xlsx'), ...where, '--full', '--reason', '报'])
    expect(short.code).toBe(1)
    expect(short.err).toContain('至少4个字')
    expect(existsSync(at('短.xlsx'))).toBe(false)
    expect((await cli(['list', ...where, ...inFull])).out).toMatch(/\d{17}[\dX]/)
    const stranger = await cli(['list', ...where, ...inFull, '--witness', '没有此人'], {
      env: { LABOUR_DESK_PASSPHRASE: passphrase, LABOUR_DESK_WITNESS_PASSPHRASE: '某口令某口令' },
    })
    expect(stranger.code).toBe(1)
    expect(stranger.err).toContain('没有这个人的账户')
  })

  it('tells of wrong passphrases since the last right one', async () => {
    const wrong = await cli(['stats', '--data', data], { env: { LABOUR_DESK_PASSPHRASE: '猜错的口令猜错' } })
    expect(wrong.code).toBe(1)
    expect((await cli(['stats', '--data', data])).err).toBe('提醒：上次解锁后有 1 次口令输错。\n')
    expect((await cli(['stats', '--data', data])).err).toBe('')
  })

  it('the export comes back unchanged; figures agree; undo takes it all back', async () => {
    const out = await json('export', at('台账.xlsx'), '--as', 'labourer', ...inFull)
    expect(out).toMatchObject({ rows: 36, file: at('台账.xlsx') })
    expect(await json('import', at('台账.xlsx'), '--as', 'labourer')).toMatchObject({
      inserted: 0,
      updated: 0,
      unchanged: 36,
      blocked: 0,
    })
    const { figures } = await json('stats')
    const figure = (key: string) => figures.find((one: { key: string }) => one.key === key)?.value
    expect(figure('all')).toBe(36)
    const partial = await json('export', at('已就业.xlsx'), '--as', 'labourer', '--list', '已就业')
    expect(partial.rows).toBe(figure('employed'))
    expect(partial.basis).toContain('自主创业')
    expect(await json('undo', '1')).toMatchObject({ kept: [] })
    expect(await total()).toBe(0)
    expect((await cli(['undo', '1', '--data', data])).code).toBe(1)
  })

  it('takes a place for files that name none, and only new or only known people when told so', async () => {
    writeFileSync(at('旧称.xlsx'), wordingsFile().bytes)
    const args = [at('旧称.xlsx'), '--as', 'labourer', '--region', '433126101']
    const update = await json('import', ...args, '--mode', 'update', '--dry-run')
    expect(update).toMatchObject({ inserted: 0, updated: 0 })
    const add = await json('import', ...args, '--mode', 'add', '--dry-run')
    expect(add.inserted).toBeGreaterThan(30)
  })
})

describe('templates', () => {
  it.each(['labourer', 'employmentEnd'])('of %s are there without any ledger', async (ledger) => {
    const path = at(`模板-${ledger}.xlsx`)
    const { code, err } = await cli(['template', path, '--as', ledger, '--data', at('nowhere')], { env: {} })
    expect(err).toBe('')
    expect(code).toBe(0)
    expect([...readFileSync(path).subarray(0, 2)]).toEqual([0x50, 0x4b])
    expect(existsSync(join(at('nowhere'), 'ledger.db'))).toBe(false)
  })
  it('ask for the passphrase where there is a ledger, whose dictionaries they take', async () => {
    const args = ['template', at('模板.xlsx'), '--as', 'labourer', '--data', data]
    expect((await cli(args, { env: { LABOUR_DESK_PASSPHRASE: '不是这个口令' } })).code).toBe(1)
    expect((await cli(args)).code).toBe(0)
  })
})

describe('a demo county', () => {
  it('is as large as asked for and opens with the passphrase that it names', async () => {
    const args = ['--data', at('demo'), '--json']
    const { code, out } = await cli(['demo', '--people', '60', '--seed', '5', ...args])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ people: 60, passphrase })
    const unsaid = await cli(['list', '--as', 'member', ...args])
    expect(unsaid).toMatchObject({ code: 2, out: '' })
    expect(unsaid.err).toContain('演示管理员、演示录入员、演示审核员、演示审计员')
    const members = await cli(['list', '--as', 'member', '--limit', '100', '--user', '演示管理员', ...args])
    expect(JSON.parse(members.out)).toMatchObject({ total: 60 })
    expect(JSON.parse(members.out).rows).toHaveLength(60)
  })
})

describe('due', () => {
  it('prints the work list of a county: counts with their 口径, and the most urgent tasks first', async () => {
    const county = at('due')
    const { code } = await cli(['demo', '--data', county, '--people', '400', '--seed', '3'])
    expect(code).toBe(0)
    await makeUnlockingQuick(county, passphrase)
    const asked = ['due', '--data', county, '--user', '演示管理员']
    const { out: plain } = await cli(asked)
    expect(plain).toMatch(/^待办任务，截至 \d{4}-\d{2}-\d{2}\n/)
    expect(plain).toContain('口径：')
    const whole = JSON.parse((await cli([...asked, '--limit', '9999', '--json'])).out)
    const overdue = whole.kinds.reduce((sum: number, kind: { overdue: number }) => sum + kind.overdue, 0)
    expect(overdue).toBeGreaterThan(2)
    const ofOverdue = whole.tasks.filter(({ when }: { when: string }) => when === 'overdue')
    expect(ofOverdue).toHaveLength(overdue)
    expect(whole.tasks.slice(0, overdue)).toEqual(ofOverdue)
    const days = ofOverdue.map(({ dueOn }: { dueOn: string }) => dueOn)
    expect(days).toEqual(days.toSorted())
    const few = JSON.parse((await cli([...asked, '--limit', '2', '--json'])).out)
    expect(few.tasks).toEqual(whole.tasks.slice(0, 2))
  })

  it('refuses what is no number of tasks', async () => {
    const { code, err } = await cli(['due', '--data', data, '--limit', '两条'])
    expect(code).toBe(2)
    expect(err).toContain('--limit 应为整数。\n')
  })
})

describe('backup and restore', () => {
  it('back up, also to another folder, and put the backup in the place of the ledger', async () => {
    const stick = mkdtempSync(join(tmpdir(), 'stick-'))
    const { made, carried } = await json('backup', '--to', stick)
    expect(made.people).toBeGreaterThanOrEqual(0)
    expect(carried.folder).toBe(join(stick, made.id))
    const { restored, aside } = await json('restore', carried.folder)
    expect(restored.id).toBe(made.id)
    expect(existsSync(join(aside, 'ledger.db'))).toBe(true)
    rmSync(stick, { recursive: true, force: true })
  })

  it('say where there is no backup, and what to name', async () => {
    const { code, err } = await cli(['restore', folder, '--data', data])
    expect(code).toBe(1)
    expect(err).toMatch(/没有备份/)
    expect((await cli(['restore', '--data', data])).code).toBe(2)
  })
})

describe('accounts', () => {
  it('are added, listed and closed, and each opens the ledger with its own passphrase', async () => {
    const data = at('accounts')
    const init = ['init', '--unit', '云岭县就业服务中心', '--region', '433126', '--user', '石主任']
    expect((await cli([...init, '--data', data])).code).toBe(0)
    const env = { LABOUR_DESK_PASSPHRASE: passphrase, LABOUR_DESK_NEW_PASSPHRASE: '田录入自己的口令' }
    const add = ['account', 'add', '田录入', '--role', '录入员', '--scope', '433126101', '--data', data]
    const added = await cli(add, { env })
    expect(added).toMatchObject({ code: 0, out: '田录入\t录入员\t古阳镇\t在用\n' })
    expect((await cli(['account', 'add', '龙某', '--role', '站长', '--data', data], { env })).code).toBe(2)
    const given = { LABOUR_DESK_PASSPHRASE: '田录入自己的口令', LABOUR_DESK_USER: '田录入' }
    // What the administrator has set is changed first.
    const tooEarly = await cli(['stats', '--data', data], { env: given })
    expect(tooEarly).toMatchObject({ code: 1, out: '' })
    expect(tooEarly.err).toContain('请先更换口令')
    const changing = { ...given, LABOUR_DESK_NEW_PASSPHRASE: '只有田录入自己知道' }
    expect((await cli(['passphrase', '--data', data], { env: changing })).code).toBe(0)
    const clerk = { ...given, LABOUR_DESK_PASSPHRASE: '只有田录入自己知道' }
    const refused = await cli(['account', 'list', '--data', data], { env: clerk })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('您的角色是录入员')
    const asBoss = ['--user', '石主任', '--data', data]
    expect((await cli(['account', 'close', '田录入', '--reason', '调离', ...asBoss])).code).toBe(0)
    expect((await cli(['stats', '--data', data], { env: clerk })).code).toBe(1)
    const { accounts } = JSON.parse((await cli(['account', 'list', '--json', '--data', data])).out)
    expect(accounts.map(({ name }: { name: string }) => name)).toEqual(['石主任', '田录入'])
  })
})
