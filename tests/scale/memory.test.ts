import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

/** Memory in processes of their own, so that nothing else is counted. */
const scripts = {
  reading: new URL('../fixtures/workbook/memory-of-catalogue.ts', import.meta.url),
  writing: new URL('../fixtures/workbook/memory-of-writing.ts', import.meta.url),
  profile: new URL('../fixtures/exchange/memory-of-profile.ts', import.meta.url),
}
const run = (script: keyof typeof scripts, ...args: string[]): unknown => {
  const file = fileURLToPath(scripts[script])
  return JSON.parse(execFileSync(process.execPath, [file, ...args], { encoding: 'utf8' }) || 'null')
}

describe('内存', () => {
  it('没有一个恶意文件使内存增长超过 512 MB', { timeout: 180_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    run('reading', '--make', folder)
    const { peakMB, files } = run('reading', folder) as Record<string, number>
    expect(files).toBeGreaterThan(70)
    expect(peakMB).toBeLessThan(512)
  })

  it('行数多二十倍，写出时的内存不跟着涨', { timeout: 180_000 }, () => {
    const peak = (count: number) => Number(run('writing', String(count)))
    const [small, large] = [peak(2000), peak(40_000)]
    expect(large - small).toBeLessThan(120)
  })

  it.each(['own', 'blank'])('按上报格式写出长表，内存不跟着涨（%s）', { timeout: 180_000 }, (kind) => {
    const peak = (count: number) => (run('profile', String(count), kind) as { megabytes: number }).megabytes
    const [small, large] = [peak(2000), peak(30_000)]
    expect(large - small).toBeLessThan(120)
    expect(large).toBeLessThan(400)
  })
})
