// npm test: sets up, checks, runs all tests and says in one line how many passed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { check } from './check.mjs'
import { ensureChromium } from './chromium.mjs'
import { at, main, node24, PlainError, root, run, say } from './process.mjs'
import { setup } from './setup.mjs'
import { ensureSignatureEngines } from './signature-engines.mjs'

const reports = at('out', 'reports')

const readReport = (name) => {
  try {
    return JSON.parse(readFileSync(`${reports}/${name}.json`, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Counts of a part; a part that failed without a failing test still counts as one failure. `failures` are named
 * again at the very end, where nobody has to look for them.
 */
function counted(part, code, { passed = 0, failed = 0, skipped = 0, failures = [] }) {
  const named =
    code === 0 || failures.length > 0
      ? failures
      : [`${part}：没有一项测试失败，但以 ${code} 结束，原因见上面它最后的话`]
  return { passed, failed: Math.max(failed, named.length), skipped, failures: named }
}

/** A failed test in one line: where it stands and what was wrong, without the calls that led there. */
const failure = (title, message = '') =>
  `${title}：${stripVTControlCharacters(message).split('\n    at ')[0].replaceAll(/\s+/g, ' ').slice(0, 300)}`

async function runVitest() {
  const { code } = await run(node24(), [
    at('node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'tests/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reports}/vitest.json`,
  ])
  const report = readReport('vitest')
  const failures = []
  for (const { assertionResults, message, name, status: whole } of report?.testResults ?? []) {
    const file = relative(root, name)
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === 'failed') failures.push(failure(`${file} › ${fullName}`, failureMessages?.[0]))
      else if (status !== 'passed') say(`跳过：${fullName}`)
    }
    // A file that could not be loaded, or whose preparation failed.
    if (whole === 'failed' && message) failures.push(failure(file, message))
  }
  return counted('vitest', code, {
    passed: report?.numPassedTests,
    failed: report?.numFailedTests,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    failures,
  })
}

/** Every test of a Playwright report with the titles it stands under. */
function* testsOf(suite, titles = []) {
  for (const inner of suite.suites ?? []) yield* testsOf(inner, [...titles, inner.title])
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) yield { ...test, title: [...titles, spec.title].join(' › ') }
  }
}

async function runPlaywright() {
  let chromium
  try {
    chromium = await ensureChromium()
  } catch (error) {
    if (!(error instanceof PlainError)) throw error
    say(error.message)
    return { passed: 0, failed: 1, skipped: 0, failures: [error.message] }
  }
  const { code } = await run(
    node24(),
    [at('node_modules/playwright/cli.js'), 'test', '--config', 'tests/playwright.config.ts'],
    { env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/playwright.json` } },
  )
  const report = readReport('playwright')
  const failures = []
  for (const { status, title, annotations, results } of report ? testsOf(report) : []) {
    const reason = annotations.find(({ type }) => type === 'skip')?.description
    if (status === 'skipped') say(`跳过：${title}${reason ? `（${reason}）` : ''}`)
    if (status === 'flaky') say(`第二次才通过：${failure(title, results[0]?.error?.message)}`)
    if (status === 'unexpected') failures.push(failure(title, results.at(-1)?.error?.message))
  }
  const { expected = 0, flaky = 0, unexpected: failed, skipped } = report?.stats ?? {}
  return counted('playwright', code, { passed: expected + flaky, failed, skipped, failures })
}

await main(async () => {
  await setup()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  const checked = await check()
  const withoutEngines = await ensureSignatureEngines()
  const parts = [await runVitest(), await runPlaywright()]
  for (const sentence of withoutEngines) say(sentence)
  for (const sentence of parts.flatMap(({ failures }) => failures)) say(`未通过：${sentence}`)
  if (!checked) say('代码检查未通过，详见上面的说明。')
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
  say(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  return checked && sum('failed') === 0 ? 0 : 1
})
