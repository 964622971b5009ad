import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Result } from '../../src/shared/contract/result.ts'
import { folder } from '../fixtures/office.ts'
import { contractSuite } from './suite.ts'

const cli = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url))

const write = (_key: string, value: unknown) =>
  value instanceof Uint8Array ? { $base64: Buffer.from(value).toString('base64') } : value
const read = (_key: string, value: unknown) =>
  value !== null && typeof value === 'object' && '$base64' in value
    ? new Uint8Array(Buffer.from(String(value.$base64), 'base64'))
    : value

contractSuite('the command line (labour-desk call)', async () => {
  const dataDir = folder()
  const child = spawn(process.execPath, [cli, 'call', '--data', dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  return {
    call: (name, input) =>
      new Promise<Result<unknown>>((resolve) => {
        waiting.push((line) => resolve(JSON.parse(line, read)))
        child.stdin.write(`${JSON.stringify({ name, input }, write)}\n`)
      }),
    async close() {
      child.stdin.end()
      await once(child, 'exit')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
})
