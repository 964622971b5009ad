/**
 * Signing and verifying a workbook against writing and reading it. Every figure comes from a fresh process; product and
 * floor take turns in the same run.
 *
 *     node tests/bench/signature.bench.ts            100,000 rows
 *     node tests/bench/signature.bench.ts 15000 5    with another number of rows and of rounds
 */
import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateRawSync } from 'node:zlib'
import type { PackageReport } from '../../src/main/core/signature/index.ts'
import {
  collectDigests,
  generatePrivateKey,
  selfSignedCertificate,
  signPackage,
  softwareKey,
  softwareSigner,
  verifyPackage,
} from '../../src/main/core/signature/index.ts'
import { writeWorkbook, writeWorkbookBytes } from '../../src/main/core/workbook/index.ts'
import { rawEntryBytes } from '../../src/main/core/workbook/zip-inflate.ts'
import { readZip } from '../../src/main/core/workbook/zip-reader.ts'
import { collectBytes } from '../../src/main/core/workbook/zip-writer.ts'
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

function signerIn(folder: string) {
  const pem = readFileSync(join(folder, 'key.pem'), 'utf8')
  const certificate = new X509Certificate(pem.slice(pem.indexOf('-----BEGIN C')))
  return softwareSigner(createPrivateKey(pem), [certificate])
}

const jobs: Record<string, (rows: number, folder: string) => Promise<void>> = {
  async make(rows, folder) {
    await makeSigner(join(folder, 'key.pem'))
    const plain = await writeWorkbookBytes(ledgerSpec(rows))
    writeFileSync(join(folder, 'plain.xlsx'), plain)
    const { bytes } = await signPackage(plain, { signer: signerIn(folder), time })
    writeFileSync(join(folder, 'signed.xlsx'), bytes)
    answer({ seconds: 0, cpuSeconds: null }, null)
  },
  async write(rows) {
    const timing = startTiming()
    const { bytes, sink } = collectBytes()
    await writeWorkbook(ledgerSpec(rows), sink)
    const plain = bytes()
    answer(timing(), plain.length)
  },
  async writeAndSign(rows, folder) {
    const signer = signerIn(folder)
    const timing = startTiming()
    const { bytes, sink } = collectBytes()
    const { observe, digests } = collectDigests()
    await writeWorkbook(ledgerSpec(rows), sink, observe)
    const signed = await signPackage(bytes(), { signer, time, digests })
    answer(timing(), signed.bytes.length)
  },
  async sign(_rows, folder) {
    const signer = signerIn(folder)
    const plain = readFileSync(join(folder, 'plain.xlsx'))
    const timing = startTiming()
    const { bytes } = await signPackage(plain, { signer, time })
    answer(timing(), bytes.length)
  },
  async read(_rows, folder) {
    const timing = startTiming()
    const file = join(folder, 'signed.xlsx')
    const detail = await readAllRows(readFileSync(file), file)
    answer(timing(), detail)
  },
  async readAndVerify(_rows, folder) {
    await warmUp(folder)
    const timing = startTiming()
    const file = join(folder, 'signed.xlsx')
    const bytes = readFileSync(file)
    const { observe, digests } = collectDigests()
    const detail = await readAllRows(bytes, file, observe)
    mustBeValid(await verifyPackage(bytes, { now: time, digests }))
    answer(timing(), detail)
  },
  async verify(_rows, folder) {
    await warmUp(folder)
    const timing = startTiming()
    mustBeValid(await verifyPackage(readFileSync(join(folder, 'signed.xlsx')), { now: time }))
    answer(timing(), null)
  },
  /** No verifying is possible below this: every byte inflated and hashed, with nothing around it. */
  async digestFloor(_rows, folder) {
    const timing = startTiming()
    const zip = readZip(readFileSync(join(folder, 'signed.xlsx')))
    for (const entry of zip.entries.values()) {
      createHash('sha256')
        .update(inflateRawSync(rawEntryBytes(zip, entry)))
        .digest()
    }
    answer(timing(), null)
  },
}

/** The first certificate of a process costs 30 ms of compiling, which has nothing to do with the size of a workbook. */
async function warmUp(folder: string): Promise<void> {
  const small = await signPackage(await writeWorkbookBytes(ledgerSpec(10)), {
    signer: signerIn(folder),
    time,
  })
  mustBeValid(await verifyPackage(small.bytes, { now: time }))
}

function mustBeValid({ verdict, message }: PackageReport): void {
  if (verdict !== 'validUnknownSigner') throw new Error(message)
}

/**
 * Signing may take 0.15 of writing and verifying 0.15 of reading, where they share the pass over the parts. By itself
 * verifying has to inflate everything once, so there it is held against just that.
 */
export function run(rows = 100_000, rounds = 3): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), 'signature-bench-'))
  try {
    const args = [String(rows), folder]
    inFreshProcess(self, 'make', args)
    const names = ['write', 'writeAndSign', 'sign', 'read', 'readAndVerify', 'verify', 'digestFloor']
    const runs: Record<string, Measured[]> = {}
    for (let round = 0; round < rounds; round++) {
      for (const job of names) runs[job] = [...(runs[job] ?? []), inFreshProcess(self, job, args)]
    }
    const of = (job: string, value: (one: Measured) => number) => (runs[job] ?? []).map(value)
    const seconds = (job: string) => median(of(job, (one) => one.seconds))
    const cpu = (job: string) => median(of(job, (one) => one.cpuSeconds ?? 0))
    const row = (
      work: string,
      job: string,
      floorJob: string,
      bar: number,
      aim: number,
      less = 0,
    ): BenchRow => ({
      work,
      size: `${rows.toLocaleString('en')} 行 × 45 列`,
      measured: seconds(job) - less * seconds(floorJob),
      unit: 's',
      floor: seconds(floorJob),
      ratio: seconds(job) / seconds(floorJob) - less,
      cpuRatio: cpu(job) / cpu(floorJob) - less,
      bar,
      aim,
      peakMB: Math.max(...of(job, (one) => one.peakMB)),
    })
    return [
      row('写出时一并签名，多用的时间', 'writeAndSign', 'write', 0.15, 0.1, 1),
      row('单独签名', 'sign', 'write', 0.15, 0.1),
      row('读取时一并核对签名，多用的时间', 'readAndVerify', 'read', 0.15, 0.1, 1),
      row('单独核对签名', 'verify', 'digestFloor', 1.3, 1.1),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === self) {
  const [first = '100000', job = '', rows = '0', folder = ''] = process.argv.slice(2)
  if (first === '--job') await jobs[job]?.(Number(rows), folder)
  else {
    for (const { work, measured, floor, ratio, cpuRatio, bar, peakMB } of run(
      Number(first),
      Number(job || 3),
    )) {
      process.stdout.write(
        `${work}: ${measured.toFixed(2)} s, against ${floor?.toFixed(2)} s, ratio ${ratio?.toFixed(3)} (cpu ${cpuRatio?.toFixed(3)}, bar ${bar}), peak ${peakMB} MB\n`,
      )
    }
  }
}
