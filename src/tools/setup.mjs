// Brings a fresh machine with Node 20 and npm to a built app: dependencies, regions, build.
// Each step is skipped when it has nothing to do.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { at, isMain, main, node24, npm, PlainError, root, run, say } from './process.mjs'

const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** True when node_modules holds exactly the versions of package-lock.json. */
function dependenciesMatch() {
  const wanted = readJson(at('package-lock.json'))?.packages
  const present = readJson(at('node_modules', '.package-lock.json'))?.packages
  if (!wanted) throw new PlainError('找不到 package-lock.json，程序目录不完整，请重新下载。')
  if (!present) return false
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    // Optional packages of other platforms are rightly absent.
    if (place === '' || (optional && !present[place])) return true
    return present[place]?.version === version
  })
}

async function installDependencies() {
  if (!dependenciesMatch()) {
    say('正在安装依赖（首次约需一至三分钟，需要联网）……')
    // On Windows a running node.exe cannot be deleted, so a later update installs in place.
    const inPlace = process.platform === 'win32' && existsSync(at('node_modules'))
    // No install scripts: every native package carries its binaries, and npm 10 would otherwise try
    // to compile SQLite. The one script that is needed, fetching Node 24, runs below.
    const { code } = await npm([
      inPlace ? 'install' : 'ci',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ])
    if (code !== 0) throw new PlainError('安装依赖没有成功。请检查网络后重新运行同一条命令。')
  }
  if (!existsSync(node24())) {
    say('正在准备 Node.js 24……')
    const { code, output } = await npm(['rebuild', 'node', '--loglevel=error'], { quiet: true })
    if (code !== 0 || !existsSync(node24())) {
      throw new PlainError(`没能取得 Node.js 24。请检查网络后重新运行同一条命令。\n${output}`)
    }
  }
}

function* filesUnder(place) {
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(place, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path)
    else yield path
  }
}

/** One hash over names and contents; contents rather than times, because a checkout renews times. */
function fingerprint(places) {
  const hash = createHash('sha256')
  for (const place of places.map((name) => at(name)).filter((path) => existsSync(path))) {
    for (const file of statSync(place).isDirectory() ? filesUnder(place) : [place]) {
      hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

/** Does `work` unless it was done for the same sources and its product is still there. */
async function unlessDone(name, sources, product, work) {
  const stamp = at('out', 'stamps', name)
  const now = fingerprint(sources)
  if (existsSync(at(product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, now)
}

async function buildRegions() {
  if (!existsSync(at('resources/generated/regions.sqlite'))) say('正在生成全国行政区划资料……')
  // The script itself knows whether its file is up to date.
  const { code, output } = await run(node24(), [at('src/tools/build-regions.ts')], { quiet: true })
  if (code !== 0) throw new PlainError(`行政区划资料没有生成成功。\n${output}`)
}

async function buildApp() {
  const sources = ['src/main', 'src/shared', 'src/renderer', 'electron.vite.config.ts', 'package-lock.json']
  await unlessDone('app', sources, 'out/main/serve.js', async () => {
    say('正在构建程序……')
    const { code, output } = await run(
      node24(),
      [at('node_modules/electron-vite/bin/electron-vite.js'), 'build'],
      { quiet: true },
    )
    if (code !== 0) throw new PlainError(`程序没有构建成功。\n${output}`)
  })
}

/** Everything that must be there before the app or its tests can run. */
export async function setup() {
  await installDependencies()
  await buildRegions()
  await buildApp()
}

if (isMain(import.meta)) {
  await main(async () => {
    await setup()
    say('准备完毕。')
    return 0
  })
}
