import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fuses, fusesOfPackage, setFuses } from '../../src/tools/electron-fuses.ts'
import { root } from './source-files.ts'

/** Bytes as Electron's executable has them: marker, version, count, states. */
const executable = (states: string, version = 1) =>
  Buffer.concat([
    Buffer.from('code before '),
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([version, states.length]),
    Buffer.from(`${states} code behind`),
  ])

describe('19. the fuses of the Electron runtime', () => {
  it('switch off running as Node, NODE_OPTIONS and the privileges of file://', () => {
    const bytes = executable('10110001')
    expect(setFuses(bytes, fuses)).toBe(3)
    expect(bytes).toEqual(executable('00010000'))
    expect(setFuses(bytes, fuses)).toBe(0)
  })

  it('of a package also forbid debugging and any code but the checked archive', () => {
    const bytes = executable('10110001')
    setFuses(bytes, fusesOfPackage)
    expect(bytes).toEqual(executable('00001100'))
  })

  it('that Electron removed stay as they are', () => {
    const bytes = executable('r0110001')
    setFuses(bytes, fuses)
    expect(bytes).toEqual(executable('r0010000'))
  })

  it.each([
    ['without fuses', Buffer.from('no marker here')],
    ['of another layout', executable('10110001', 2)],
    ['with fewer fuses', executable('101')],
  ])('are not guessed in an executable %s', (_what, bytes) => {
    expect(() => setFuses(bytes, fuses)).toThrow()
  })

  it('are set in the file, which stays executable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fuses-'))
    const file = join(folder, 'electron')
    writeFileSync(file, executable('10110001'), { mode: 0o755 })
    execFileSync(process.execPath, [join(root, 'src/tools/electron-fuses.ts'), file])
    expect(readFileSync(file)).toEqual(executable('00010000'))
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o755)
    rmSync(folder, { recursive: true })
  })
})
