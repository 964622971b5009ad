// Debian's packages, where this machine lets us install them.
import { existsSync, readFileSync } from 'node:fs'
import { run, say } from './process.mjs'

/** Debian or one of its kin, with the right to install packages. */
export function canUseApt() {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  return /^(ID|ID_LIKE)=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
}

const apt = (args) =>
  run('apt-get', ['-q', ...args], {
    quiet: true,
    timeout: 900_000,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
  })

export async function installWithApt(packages) {
  say(`正在安装 ${packages.join('、')}……`)
  await apt(['update'])
  return apt(['install', '-y', '--no-install-recommends', ...packages])
}
