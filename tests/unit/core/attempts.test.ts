import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAttempts, freeTries, tryCounted } from '../../../src/main/core/session/attempts.ts'
import { Refusal } from '../../../src/shared/contract/result.ts'
import { folder } from '../../fixtures/office.ts'

const minute = 60_000
let dataDir = ''
let file = ''
beforeEach(() => {
  dataDir = folder()
  file = join(dataDir, 'attempts.json')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** The program, started at some tick of a clock that begins anew with each start. */
function start() {
  let tick = 1000
  const attempts = createAttempts(file, () => tick)
  return {
    attempts,
    pass: (ms: number) => {
      tick += ms
    },
    /** A try with a wrong or the right passphrase; answers the sentence of its refusal. */
    async guess(right = false, user = '石主任'): Promise<string | number> {
      let checked = false
      try {
        const { failed } = await tryCounted(attempts, user, {
          path: 'passphrase',
          wrong: '口令不对。',
          check: async () => {
            checked = true
            return right ? 'key' : null
          },
        })
        return failed
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return checked ? error.message : `没有核对：${error.message}`
      }
    },
  }
}
type Program = ReturnType<typeof start>
const wrongTimes = async (program: Program, times: number) => {
  for (let count = 0; count < times; count++) await program.guess()
}

describe('wrong passphrases', () => {
  it('are counted and told with the next right one, which forgets them', async () => {
    const program = start()
    await wrongTimes(program, 3)
    expect(await program.guess(true)).toBe(3)
    expect(await program.guess(true)).toBe(0)
  })

  it('lock the account out at the fifth, for whoever has the right one too', async () => {
    const program = start()
    await wrongTimes(program, freeTries - 1)
    expect(await program.guess()).toContain('约15分钟后再试')
    expect(await program.guess(true)).toContain('没有核对')
    program.pass(14 * minute)
    expect(await program.guess(true)).toContain('约1分钟后再试')
    program.pass(minute)
    expect(await program.guess(true)).toBe(freeTries)
  })

  it('make the wait longer each time, up to two hours', async () => {
    const program = start()
    await wrongTimes(program, freeTries)
    for (const minutes of [30, 60, 120, 120]) {
      program.pass(2 * 60 * minute)
      expect(await program.guess()).toContain(`约${minutes}分钟后再试`)
    }
  })

  it('are counted for each account by itself', async () => {
    const program = start()
    await wrongTimes(program, freeTries)
    expect(await program.guess(true, '田干事')).toBe(0)
    expect(await program.guess(true)).toContain('没有核对')
  })

  it('outlive the program, and its time off does not count as waiting', async () => {
    await wrongTimes(start(), freeTries - 1)
    const second = start()
    expect(await second.guess()).toContain('约15分钟')
    second.pass(10 * minute)
    expect(await second.guess(true)).toContain('约5分钟')
    // Kept with the next beat, at the latest five seconds later.
    await second.guess(false, '别人')
    const third = start()
    expect(await third.guess(true)).toContain('约5分钟')
    third.pass(5 * minute)
    expect(await third.guess(true)).toBe(freeTries)
  })

  it('count although the program is ended while one is being checked', async () => {
    const attempts = createAttempts(file)
    for (let count = 0; count < freeTries; count++) attempts.begin('石主任')
    expect(createAttempts(file).waitOf('石主任')).toBeGreaterThan(14 * minute)
  })

  it.each([
    ['damaged', '{"format":1,"users":{"石主'],
    ['of another form', '{"users":{"石主任":{"failed":-3,"waitMs":"long"}}}'],
    ['a wait without end', '{"users":{"石主任":{"failed":9,"waitMs":1e15}}}'],
  ])('are none in a file that is %s', async (_how, content) => {
    writeFileSync(file, content)
    expect(await start().guess(true)).toBe(0)
  })

  it('hold back nobody when they cannot be kept', async () => {
    const program = start()
    rmSync(dataDir, { recursive: true })
    await wrongTimes(program, freeTries)
    expect(await program.guess(true)).toContain('没有核对')
  })

  it('leave no file once they are forgotten, and no passphrase in it before', async () => {
    const program = start()
    await program.guess()
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')).users)).toEqual(['石主任'])
    await program.guess(true)
    expect(() => readFileSync(file)).toThrow()
  })
})
