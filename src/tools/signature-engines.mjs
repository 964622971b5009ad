// The programs that check our signatures in the tests beside our own verifier: LibreOffice and xmlsec1.
import { existsSync } from 'node:fs'
import { canUseApt, installWithApt } from './apt.mjs'
import { run } from './process.mjs'

const answers = async (command, ...args) =>
  (await run(command, args, { quiet: true, timeout: 60_000 })).code === 0

const engines = [
  {
    name: 'LibreOffice',
    packages: ['libreoffice-calc', 'python3-uno'],
    // Only Debian's own Python finds the bridge to LibreOffice.
    present: async () =>
      existsSync('/usr/bin/python3') &&
      (await answers('/usr/bin/python3', '-c', 'import uno')) &&
      (process.env.SOFFICE !== undefined || (await answers('soffice', '--version'))),
  },
  { name: 'xmlsec1', packages: ['xmlsec1'], present: () => answers('xmlsec1', '--version') },
]

async function missingEngines() {
  const missing = []
  for (const engine of engines) if (!(await engine.present())) missing.push(engine)
  return missing
}

/**
 * Installs what is missing where this machine allows it. Answers with one sentence for each program that the tests have
 * to do without.
 */
export async function ensureSignatureEngines() {
  const missing = await missingEngines()
  if (missing.length === 0) return []
  if (canUseApt()) await installWithApt(missing.flatMap(({ packages }) => packages))
  const still = canUseApt() ? await missingEngines() : missing
  return still.map(
    ({ name, packages }) =>
      `没有用 ${name} 核对数字签名：本机没有它，也不能自动安装（Debian 上的软件包：${packages.join('、')}）。`,
  )
}
