import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

/** Memory in processes of their own, so that nothing else is counted. */
const run = (script: string, ...args: string[]): unknown => {
  const file = fileURLToPath(new URL(`../fixtures/${script}`, import.meta.url))
  return JSON.parse(execFileSync(process.execPath, [file, ...args], { encoding: 'utf8' }) || 'null')
}

describe('内存', () => {
  it('没有一个恶意文件使内存增长超过 512 MB', { timeout: 180_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    run('workbook/memory-of-catalogue.ts', '--make', folder)
    const { peakMB, files } = run('workbook/memory-of-catalogue.ts', folder) as Record<string, number>
    expect(files).toBeGreaterThan(70)
    expect(peakMB).toBeLessThan(512)
  })

  it('行数多二十倍，写出时的内存不跟着涨', { timeout: 180_000 }, () => {
    const peak = (count: number) => Number(run('workbook/memory-of-writing.ts', String(count)))
    const [small, large] = [peak(2000), peak(40_000)]
    expect(large - small).toBeLessThan(120)
  })

  it.each(['own', 'blank'])('按上报格式写出长表，内存不跟着涨（%s）', { timeout: 180_000 }, (kind) => {
    const peak = (count: number) =>
      (run('exchange/memory-of-profile.ts', String(count), kind) as { megabytes: number }).megabytes
    const [small, large] = [peak(2000), peak(30_000)]
    expect(large - small).toBeLessThan(120)
    expect(large).toBeLessThan(400)
  })
})
