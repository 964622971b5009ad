// npm test: sets up, checks, runs all tests and says in one line how many passed.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { check } from './check.mjs'
import { ensureChromium } from './chromium.mjs'
import { at, main, node24, PlainError, run, say } from './process.mjs'
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

/** Counts of a part; a part that failed without a failing test still counts as one failure. */
function counted(code, passed, failed, skipped) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

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
  for (const { assertionResults } of report?.testResults ?? []) {
    for (const { status, fullName } of assertionResults) {
      if (status !== 'passed' && status !== 'failed') say(`跳过：${fullName}`)
    }
  }
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0)
  return counted(code, report?.numPassedTests ?? 0, report?.numFailedTests ?? 0, skipped)
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
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const { code } = await run(
    node24(),
    [at('node_modules/playwright/cli.js'), 'test', '--config', 'tests/playwright.config.ts'],
    { env: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/playwright.json` } },
  )
  const report = readReport('playwright')
  for (const { status, title, annotations } of report ? testsOf(report) : []) {
    const reason = annotations.find(({ type }) => type === 'skip')?.description
    if (status === 'skipped') say(`跳过：${title}${reason ? `（${reason}）` : ''}`)
  }
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {}
  return counted(code, expected + flaky, unexpected, skipped)
}

await main(async () => {
  await setup()
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  const checked = await check()
  const withoutEngines = await ensureSignatureEngines()
  const parts = [await runVitest(), await runPlaywright()]
  for (const sentence of withoutEngines) say(sentence)
  if (!checked) say('代码检查未通过，详见上面的说明。')
  const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
  say(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  return checked && sum('failed') === 0 ? 0 : 1
})
