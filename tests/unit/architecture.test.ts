import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesEnding, filesUnder, root } from './source-files.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** The code of a file without its comments. */
const codeOf = (file: string) =>
  read(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')

const offenders = (files: string[], pattern: RegExp) => files.filter((file) => pattern.test(codeOf(file)))

describe('what no import shows', () => {
  it('keeps SQL in *.store.ts and src/main/core/db: move the statement there', () => {
    const allowed = /\.store\.ts$|^src\/main\/core\/db\//
    const sql =
      /\b(SELECT\s+[\w*(?"$]|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX|VIEW|TRIGGER)|PRAGMA\s+\w)/
    const files = ['src/main', 'src/shared', 'src/renderer'].flatMap(filesUnder)
    expect(
      offenders(
        files.filter((file) => !allowed.test(file)),
        sql,
      ),
    ).toEqual([])
  })

  it('keeps browser and Node out of src/shared: move the code to src/renderer/host or src/main/core', () => {
    const hosts =
      /\b(document|window|localStorage|sessionStorage|navigator|process|Buffer|__dirname|setTimeout|fetch)\s*[.([]/
    expect(offenders(filesUnder('src/shared'), hosts)).toEqual([])
  })

  it('keeps the clock out of the rules: today is a parameter', () => {
    expect(
      offenders(filesUnder('src/shared/domain'), /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/),
    ).toEqual([])
  })

  it('keeps the network out of the product: only the two transports and the start file talk HTTP', () => {
    const allowed = [
      'src/renderer/api/http.ts',
      'src/main/loopback/start-file.ts',
      'src/main/electron/window.ts',
    ]
    const network =
      /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b|node:(https|dgram|tls)'/
    const files = ['src/main', 'src/shared', 'src/renderer'].flatMap(filesUnder)
    expect(offenders(files, network).filter((file) => !allowed.includes(file))).toEqual([])
  })

  it('names colours and sizes in tokens.css only: use a token, or add one there', () => {
    // Paper is measured in millimetres and points where it is drawn; conditions cannot read a token.
    const paper = 'src/renderer/features/print/'
    const styles = filesEnding('src/renderer', ['.vue', '.css'])
    const literal = /(?<![\w-])\d*\.?\d+(px|rem|em|pt)\b|#[\da-f]{3,8}\b(?=[;\s])|\brgba?\(/i
    const styleOf = (file: string) =>
      (file.endsWith('.css')
        ? codeOf(file)
        : (codeOf(file).match(/<style[^>]*>[\s\S]*?<\/style>/g) ?? []).join('\n')
      )
        .split('\n')
        .filter((line) => !/^\s*@(media|container)/.test(line))
        .join('\n')
    expect(
      styles.filter(
        (file) => !file.endsWith('tokens.css') && !file.startsWith(paper) && literal.test(styleOf(file)),
      ),
    ).toEqual([])
  })

  it('leaves no type unchecked and no test unrun', () => {
    const files = ['src', 'tests']
      .flatMap(filesUnder)
      .filter((file) => !file.endsWith('architecture.test.ts'))
    const directives = /@ts-(ignore|nocheck|expect-error)/
    const loopholes = /\bas any\b|: any\b|<any>|\b(it|test|describe)\.(only|todo)\b/
    expect(files.filter((file) => directives.test(read(file)))).toEqual([])
    expect(offenders(files, loopholes)).toEqual([])
  })
})

// Each rule is shown one file that breaks it, in a folder laid out like the project.
const violations: [rule: string, file: string, code: string][] = [
  ['domain-stands-alone', 'src/shared/domain/a.ts', "import '../contract/result.ts'"],
  ['domain-needs-no-library-of-a-host', 'src/shared/domain/b.ts', "import 'node:fs'"],
  ['contract-knows-domain-only', 'src/shared/contract/c.ts', "import '../../main/core/app.ts'"],
  ['core-knows-no-shell', 'src/main/core/d.ts', "import '../loopback/server.ts'"],
  ['core-knows-no-shell', 'src/main/core/e.ts', "import '../serve.ts'"],
  ['shells-enter-by-the-front-door', 'src/main/loopback/f.ts', "import '../core/app.ts'"],
  ['shells-do-not-know-each-other', 'src/main/electron/g.ts', "import '../loopback/server.ts'"],
  ['renderer-sees-shared-only', 'src/renderer/h.ts', "import '../main/core/app.ts'"],
  ['renderer-has-no-node', 'src/renderer/i.ts', "import 'node:fs'"],
  ['pages-ask-no-shell', 'src/renderer/features/j.ts', "import '../api/http.ts'"],
  ['electron-in-its-shell-only', 'src/main/core/k.ts', "import type { app } from 'electron'"],
  ['electron-at-run-time-in-two-files', 'src/main/electron/l.ts', "import { app } from 'electron'"],
  ['product-does-not-use-tests', 'src/main/m.ts', "import '../../tests/n.ts'"],
  ['no-circles', 'src/main/core/o.ts', "import './p.ts'"],
  ['found-on-disk', 'src/main/q.ts', "import './nothing.ts'"],
]
const innocent: [file: string, code: string][] = [
  ['src/shared/contract/result.ts', "import '../domain/field.ts'"],
  ['src/shared/domain/field.ts', 'export {}'],
  ['src/main/core/app.ts', "import 'node:fs'\nimport '../../shared/contract/result.ts'"],
  ['src/main/core/p.ts', "import './o.ts'"],
  ['src/main/serve.ts', "import './loopback/server.ts'\nimport './core/app.ts'"],
  ['src/main/index.ts', "import { app } from 'electron'"],
  ['src/main/electron/window.ts', "import type { app } from 'electron'"],
  ['src/main/loopback/server.ts', "import '../../shared/contract/result.ts'"],
  ['src/renderer/api/http.ts', "import '../../shared/contract/result.ts'"],
  ['tests/n.ts', "import '../src/main/core/app.ts'"],
]

describe('the arrows between layers', () => {
  let folder: string
  let found: { rule: { name: string }; from: string }[]

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'arrows-'))
    for (const [file, code] of [...violations.map(([, file, code]) => [file, code] as const), ...innocent]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${code}\nexport {}\n`)
    }
    const electron = join(folder, 'node_modules/electron')
    mkdirSync(electron, { recursive: true })
    writeFileSync(join(electron, 'package.json'), '{"name": "electron", "main": "index.js"}')
    writeFileSync(join(electron, 'index.js'), 'module.exports = {}')
    found = cruise(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(violations)('%s: %s is refused', (rule, file) => {
    expect(found.map(({ rule: { name }, from }) => `${name} ${from}`)).toContain(`${rule} ${file}`)
  })

  it('allow what follows them', () => {
    const files = new Set(innocent.map(([file]) => file).filter((file) => file !== 'src/main/core/p.ts'))
    expect(found.filter(({ from }) => files.has(from))).toEqual([])
  })

  it('are each shown a file that breaks them, and each names what to use instead', () => {
    const rules = cruise(folder, 'rules') as unknown as { name: string; comment: string }[]
    expect(new Set(rules.map(({ name }) => name))).toEqual(new Set(violations.map(([rule]) => rule)))
    for (const { comment } of rules) expect(comment).toMatch(/src\/|correct the path|split off/)
  })
})

/** What dependency-cruiser finds in a folder laid out like the project. */
function cruise(folder: string, part: 'violations' | 'rules' = 'violations') {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(root, 'tests/arrows.cjs')
  let output: string
  try {
    output = execFileSync(
      process.execPath,
      [tool, '--config', config, '--output-type', 'json', 'src', 'tests'],
      {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
  } catch (error) {
    // It ends with the number of violations as its exit code.
    output = (error as { stdout: string }).stdout
  }
  const { summary } = JSON.parse(output)
  return part === 'rules' ? summary.ruleSetUsed.forbidden : summary.violations
}
