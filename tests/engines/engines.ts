/**
 * Other programs that know signatures, so that ours do not judge themselves: LibreOffice and xmlsec1. `npm test`
 * installs them where it may (src/tools/signature-engines.mjs); where they are missing, tests say so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { partsOf } from '../fixtures/signature/workbooks.ts'

const python = '/usr/bin/python3'
const script = fileURLToPath(new URL('libreoffice-verify.py', import.meta.url))

const answers = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0

export const hasLibreOffice: boolean =
  existsSync(python) &&
  answers(python, '-c', 'import uno') &&
  (process.env.SOFFICE !== undefined || answers('soffice', '--version'))

export const hasXmlsec: boolean = answers('xmlsec1', '--version')

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'signature-engines-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What LibreOffice says of each signature of each workbook, by name. */
export function askLibreOffice(workbooks: Readonly<Record<string, Uint8Array>>): Record<string, boolean[]> {
  return inFolder((folder) => {
    const names = Object.keys(workbooks)
    const files = names.map((name, index) => {
      const file = join(folder, `${index}.xlsx`)
      writeFileSync(file, workbooks[name] ?? new Uint8Array())
      return file
    })
    const output = execFileSync(python, [script, ...files], { encoding: 'utf8', timeout: 240_000 })
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return Object.fromEntries(
      lines.map(({ signatures, error }: { signatures?: boolean[]; error?: string }, index) => {
        if (signatures === undefined) throw new Error(`${names[index]}: ${error}`)
        return [names[index] ?? '', signatures]
      }),
    )
  })
}

export interface XmlsecAnswer {
  /** The signature value and the signed objects. */
  readonly core: boolean
  /** Entries of SignedInfo and of the manifest that fit, and all of them. */
  readonly signedInfo: string
  readonly manifest: string
}

/**
 * What xmlsec1 says of a signature part. Its overall OK passes over wrong entries of the manifest, so the counters
 * are what matters.
 */
export function askXmlsec(workbook: Uint8Array, signaturePart = '_xmlsignatures/sig1.xml'): XmlsecAnswer {
  return inFolder((folder) => {
    const parts = partsOf(workbook)
    for (const { name, content } of parts) {
      const file = join(folder, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, content)
    }
    const xml = parts.find(({ name }) => name === signaturePart)?.content ?? ''
    const listed = Buffer.from(xml as Uint8Array)
      .toString('utf8')
      .matchAll(/URI="(\/([^?"]*)[^"]*)"/g)
    const maps = [...listed].flatMap(([, uri = '', part = '']) => [`--url-map:${uri}`, join(folder, part)])
    const ids = [
      'http://www.w3.org/2000/09/xmldsig#:Object',
      'http://uri.etsi.org/01903/v1.3.2#:SignedProperties',
    ]
    const { status, stdout, stderr } = spawnSync(
      'xmlsec1',
      [
        ...['verify', '--insecure', ...maps, ...ids.flatMap((id) => ['--id-attr:Id', id])],
        join(folder, signaturePart),
      ],
      { encoding: 'utf8', timeout: 60_000 },
    )
    const counted = (label: string) =>
      new RegExp(`${label} References \\(ok/all\\): (\\d+/\\d+)`).exec(stdout + stderr)?.[1] ?? ''
    return { core: status === 0, signedInfo: counted('SignedInfo'), manifest: counted('Manifests') }
  })
}
