/**
 * Signing and verifying a workbook against writing and reading it. Every figure comes from a fresh process; the four
 * take turns in the same run.
 *
 *     node tests/bench/signature.bench.ts            100,000 rows
 *     node tests/bench/signature.bench.ts 15000      with another number of rows
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  generatePrivateKey,
  selfSignedCertificate,
  signPackage,
  softwareKey,
  softwareSigner,
  verifyPackage,
} from '../../src/main/core/signature/index.ts'
import { writeWorkbook, writeWorkbookBytes } from '../../src/main/core/workbook/index.ts'
import type { BenchRow, Measured } from './support/measure.ts'
import { answer, inFreshProcess, median, startTiming } from './support/measure.ts'
import { ledgerSpec, readAllRows } from './workbook.bench.ts'

const self = fileURLToPath(import.meta.url)
const time = new Date('2026-03-05T01:02:03Z')

async function makeSigner(file: string): Promise<void> {
  const privateKey = await generatePrivateKey('rsa2048')
  const name = { organization: '甲县', commonName: '甲县' }
  const spec = {
    purpose: 'unit',
    notBefore: new Date('2025-01-01'),
    notAfter: new Date('2030-01-01'),
  } as const
  const certificate = await selfSignedCertificate(softwareKey(privateKey), name, spec)
  writeFileSync(file, `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate.toString()}`)
}

const jobs: Record<string, (rows: number, folder: string) => Promise<void>> = {
  async make(rows, folder) {
    await makeSigner(join(folder, 'key.pem'))
    writeFileSync(join(folder, 'plain.xlsx'), await writeWorkbookBytes(ledgerSpec(rows)))
    answer({ seconds: 0, cpuSeconds: null }, null)
  },
  async write(rows) {
    const chunks: Uint8Array[] = []
    const timing = startTiming()
    await writeWorkbook(ledgerSpec(rows), (chunk) => {
      chunks.push(chunk)
    })
    answer(timing(), chunks.length)
  },
  async read(_rows, folder) {
    const timing = startTiming()
    const file = join(folder, 'plain.xlsx')
    const detail = await readAllRows(readFileSync(file), file)
    answer(timing(), detail)
  },
  async sign(_rows, folder) {
    const pem = readFileSync(join(folder, 'key.pem'), 'utf8')
    const signer = softwareSigner(createPrivateKey(pem), [
      new X509Certificate(pem.slice(pem.indexOf('-----BEGIN C'))),
    ])
    const plain = readFileSync(join(folder, 'plain.xlsx'))
    const timing = startTiming()
    const { bytes } = await signPackage(plain, { signer, time })
    answer(timing(), bytes.length)
    writeFileSync(join(folder, 'signed.xlsx'), bytes)
  },
  async verify(_rows, folder) {
    const timing = startTiming()
    const { verdict } = await verifyPackage(readFileSync(join(folder, 'signed.xlsx')), { now: time })
    if (verdict !== 'validUnknownSigner') throw new Error(verdict)
    answer(timing(), verdict)
  },
}

/** Signing may take 0.15 of writing, verifying 0.15 of reading. */
export function run(rows = 100_000, rounds = 3): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'signature-bench-'))
  try {
    const args = [String(rows), folder]
    inFreshProcess(self, 'make', args)
    const runs: Record<string, Measured[]> = {}
    for (let round = 0; round < rounds; round++) {
      for (const job of ['write', 'sign', 'read', 'verify']) {
        runs[job] = [...(runs[job] ?? []), inFreshProcess(self, job, args)]
      }
    }
    const of = (job: string, value: (one: Measured) => number) => (runs[job] ?? []).map(value)
    const against = (work: string, job: string, floorJob: string): BenchRow => {
      const seconds = (name: string) => median(of(name, (one) => one.seconds))
      const cpu = (name: string) => median(of(name, (one) => one.cpuSeconds ?? 0))
      return {
        work,
        size: `${rows.toLocaleString('en')} 行 × 45 列`,
        measured: seconds(job),
        unit: 's',
        floor: seconds(floorJob),
        ratio: seconds(job) / seconds(floorJob),
        cpuRatio: cpu(job) / cpu(floorJob),
        bar: 0.15,
        aim: 0.1,
        peakMB: Math.max(...of(job, (one) => one.peakMB)),
      }
    }
    return [
      against('签名（与写出相比）', 'sign', 'write'),
      against('核对签名（与读取相比）', 'verify', 'read'),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === self) {
  const [first = '100000', job = '', rows = '0', folder = ''] = process.argv.slice(2)
  if (first === '--job') await jobs[job]?.(Number(rows), folder)
  else {
    for (const { work, measured, floor, ratio, cpuRatio, bar, peakMB } of run(Number(first))) {
      process.stdout.write(
        `${work}: ${measured.toFixed(2)} s, against ${floor?.toFixed(2)} s, ratio ${ratio?.toFixed(3)} (cpu ${cpuRatio?.toFixed(3)}, bar ${bar}), peak ${peakMB} MB\n`,
      )
    }
  }
}
