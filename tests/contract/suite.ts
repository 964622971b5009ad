import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '../../src/shared/contract/index.ts'
import { type Caller, type Clerk, clerk, labourer, office } from '../fixtures/office.ts'

export interface Connection extends Caller {
  close(): Promise<void>
}

/**
 * What every shell must do with a call, whatever carries it: the same suite runs over IPC, over the
 * loopback server and over the command line, each with the real core behind it.
 */
export function contractSuite(transport: string, connect: () => Promise<Connection>): void {
  describe(`the contract over ${transport}`, () => {
    let connection: Connection
    let desk: Clerk

    beforeAll(async () => {
      connection = await connect()
      desk = clerk(connection)
    })
    afterAll(() => connection.close())

    it('says that nothing is set up yet', async () => {
      expect(await desk.ok('session.status', {})).toMatchObject({ state: 'new', demo: false })
    })

    it('answers every call that needs an open ledger with one sentence while there is none', async () => {
      for (const [name, call] of Object.entries(contract)) {
        if (call.permission === 'open') continue
        const result = await desk.raw(name, wellFormed[name] ?? {})
        expect(result, name).toMatchObject({ ok: false })
        if (!result.ok) expect(['locked', 'invalid_input'], name).toContain(result.error.code)
      }
    })

    it('answers wrong input of every call with an error at the field', async () => {
      for (const name of Object.keys(contract)) {
        const result = await desk.raw(name, { [unknownKey]: 1 })
        expect(result, name).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
        if (result.ok) continue
        expect(result.error.details?.length, name).toBeGreaterThan(0)
        for (const detail of result.error.details ?? [])
          expect(detail.message, name).toMatch(/[\u4e00-\u9fff]/)
      }
    })

    it('refuses a call that does not exist', async () => {
      expect(await desk.raw('labourer.explode', {})).toMatchObject({
        ok: false,
        error: { code: 'invalid_input' },
      })
      expect(await desk.raw('__proto__', {})).toMatchObject({ ok: false })
    })

    it('finds regions before anything is set up', async () => {
      const found = await desk.ok('region.search', { text: 'gzx', level: 3 })
      expect(found.map((region) => region.name)).toContain('古丈县')
    })

    it('sets up an office and opens it', async () => {
      const { recoveryKey } = await desk.ok('session.setup', office)
      expect(recoveryKey).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){5}$/)
      expect(await desk.ok('session.status', {})).toMatchObject({
        state: 'open',
        user: office.userName,
        unit: { name: office.unitName },
      })
    })

    it('refuses to set up a second time', async () => {
      expect((await desk.refused('session.setup', office)).code).toBe('conflict')
    })

    let id = 0
    it('keeps a person, finds them again and shows their history', async () => {
      const saved = await desk.ok('labourer.save', { values: labourer(), submit: true })
      id = saved.id
      expect(saved).toMatchObject({ formState: 'submitted', violations: [] })
      const found = await desk.ok('person.search', { text: '小花' })
      expect(found.map((person) => person.id)).toEqual([id])
      const page = await desk.ok('ledger.page', {
        ledger: 'labourer',
        columns: ['name', 'workplaceRegion', 'workMonths'],
      })
      expect(page.rows).toEqual([
        {
          id,
          values: { name: '石小花', workplaceRegion: '440305001000', workMonths: labourer().workMonths },
        },
      ])
      expect(page.regionNames['440305001000']).toContain('深圳')
      expect(await desk.ok('ledger.count', { ledger: 'labourer' })).toMatchObject({ total: 1 })
      const history = await desk.ok('labourer.history', { id })
      expect(history.at(-1)).toMatchObject({ action: 'insert', actor: office.userName })
    })

    it('answers a field that no ledger has with an error at that field', async () => {
      const failure = await desk.refused('labourer.save', { id, values: { nonsense: '1' } })
      expect(failure).toMatchObject({ code: 'invalid_input', details: [{ path: 'values.nonsense' }] })
    })

    it('carries a workbook out and in as bytes', async () => {
      const made = await desk.full('export.run', { ledger: 'labourer' })
      expect(made.rows).toBe(1)
      expect([...made.bytes.subarray(0, 2)]).toEqual([0x50, 0x4b])
      const again = await desk.ok('import.run', { file: { name: made.name, bytes: made.bytes } })
      expect(again).toMatchObject({ rows: 1, inserted: 0, updated: 0, unchanged: 1, blocked: 0 })
    })

    it('carries a workbook out by a profile and knows it again', async () => {
      expect((await desk.ok('profile.list', {})).length).toBeGreaterThan(5)
      const made = await desk.full('profile.export', { key: 'shaanxi-member' })
      expect(made.rows).toEqual([1])
      const file = { name: made.name, bytes: made.bytes }
      const found = await desk.ok('import.inspect', { file })
      expect(found.sheets[0]?.profile?.key).toBe('shaanxi-member')
      expect(await desk.ok('import.preview', { file })).toMatchObject({ counts: { rows: 1, unchanged: 1 } })
      expect((await desk.refused('profile.export', { key: 'nobody' })).code).toBe('not_found')
    })

    it('compares a list with the ledger and keeps what was found', async () => {
      const made = await desk.full('export.run', { ledger: 'labourer' })
      const run = await desk.ok('reconcile.run', {
        file: { name: made.name, bytes: made.bytes },
        ledger: 'labourer',
        against: { kind: 'ledger', list: 'all' },
      })
      expect(run.counts).toMatchObject({ equal: 1, differs: 0, onlyOurs: 0, onlyTheirs: 0 })
      expect(await desk.ok('reconcile.get', { id: run.id })).toEqual(run)
      const page = await desk.ok('reconcile.page', { id: run.id, kind: 'equal' })
      expect(page.rows.map((row) => row.person.name)).toEqual(['石小花'])
      const { bytes } = await desk.full('reconcile.export', { id: run.id })
      expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b])
      expect(await desk.ok('reconcile.remove', { id: run.id })).toBeNull()
      expect((await desk.refused('reconcile.get', { id: run.id })).code).toBe('not_found')
    })

    it('refuses a file that is no table with the sentence to show', async () => {
      const failure = await desk.refused('import.inspect', {
        file: { name: '名单.xlsx', bytes: new Uint8Array([0x4d, 0x5a, 0x90, 0x00]) },
      })
      expect(failure.code).toBe('refused')
      expect(failure.message).toContain('程序')
    })

    it('locks, refuses a wrong passphrase and opens with the right one', async () => {
      expect(await desk.ok('session.lock', {})).toMatchObject({
        state: 'locked',
        unit: { name: office.unitName },
      })
      expect((await desk.refused('labourer.get', { id })).code).toBe('locked')
      expect((await desk.refused('session.unlock', { passphrase: '不是这个口令' })).message).toContain(
        '口令不对',
      )
      expect(await desk.ok('session.unlock', { passphrase: office.passphrase })).toMatchObject({
        state: 'open',
      })
      expect((await desk.ok('labourer.get', { id })).values.name).toBe('石小花')
    })
  })
}

/** A key that no call knows. */
const unknownKey = '不存在的项'

/** Input that passes the schema, so that only the missing ledger is refused. */
const wellFormed: Record<string, object> = {
  'labourer.get': { id: 1 },
  'labourer.save': { values: {} },
  'ledger.page': { ledger: 'labourer', columns: ['name'] },
  'ledger.count': { ledger: 'labourer' },
  'batch.undo': { id: 1 },
  'export.run': { ledger: 'labourer' },
  'profile.list': {},
  'profile.export': { key: 'shaanxi-member' },
  'person.search': { text: '石' },
}
