// npm run check: everything that is checked without running the app. npm test runs it first.
import { at, isMain, main, node24, run, say } from './process.mjs'
import { setup } from './setup.mjs'

const checks = [
  ['格式与写法', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['类型', 'node_modules/vue-tsc/bin/vue-tsc.js', ['--build']],
  [
    '分层箭头',
    'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
    ['--config', 'tests/arrows.cjs', 'src', 'tests'],
  ],
  ['无用代码', 'node_modules/knip/bin/knip.js', ['--no-progress']],
]

/** Runs every check, shows the output of those that fail, and answers whether all passed. */
export async function check() {
  let passed = true
  for (const [name, script, args] of checks) {
    const started = Date.now()
    const { code, output } = await run(node24(), [at(script), ...args], { quiet: true })
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    say(`${code === 0 ? '通过' : '未通过'}  ${name}（${seconds} 秒）`)
    if (code !== 0) say(output)
    passed &&= code === 0
  }
  return passed
}

if (isMain(import.meta)) {
  await main(async () => {
    await setup()
    return (await check()) ? 0 : 1
  })
}
