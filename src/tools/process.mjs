// What the tools around the app share. Plain JavaScript without dependencies: it must run on
// Node 20 before anything is installed.
import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project folder, absolute, with a closing separator. */
export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A file of the project by its path from the project folder. */
export const at = (...parts) => join(root, ...parts)

/** The Node 24 that the npm package `node` brought; the app needs it whatever the machine has. */
export const node24 = () =>
  at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

export const say = (line) => process.stdout.write(`${line}\n`)

/** An expected failure: its message is all that the person sees. */
export class PlainError extends Error {}

const running = new Set()
let endAsked = false

/**
 * Runs a program to its end and answers with its exit code (1 when it was ended by a signal, or 127
 * when it is not there). `quiet` keeps its output back and answers with it.
 */
export function run(command, args, { env = {}, cwd = root, quiet = false, timeout, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      shell,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    running.add(child)
    // Not spawn's own timeout: of a program that is not there it would go on and keep us waiting.
    const late = timeout && setTimeout(() => child.kill('SIGKILL'), timeout)
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (text) => {
        output += text
      })
    child.on('error', (error) => {
      clearTimeout(late)
      running.delete(child)
      resolve({ code: 127, signal: null, output: String(error) })
    })
    child.on('close', (code, signal) => {
      clearTimeout(late)
      running.delete(child)
      // Ctrl+C ended the step: the steps after it must not begin.
      if (endAsked) process.exit(code ?? 130)
      resolve({ code: code ?? 1, signal, output })
    })
  })
}

/** npm as it was started for this very script, so that the same version and settings apply. */
export function npm(args, options) {
  const { npm_execpath: script, npm_node_execpath: runtime } = process.env
  // A Node inside node_modules would vanish under npm's feet.
  if (script && runtime && !runtime.startsWith(root)) return run(runtime, [script, ...args], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    shell: process.platform === 'win32',
    ...options,
  })
}

/**
 * Ctrl+C reaches every program of the console and each ends itself; the tool waits for them. A second
 * Ctrl+C, or a signal that reaches only the tool, is handed on.
 */
function endTogether() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (endAsked || signal !== 'SIGINT') for (const child of running) child.kill('SIGTERM')
      endAsked = true
    })
  }
}

/** Runs a tool's main function; expected failures become one line and exit code 1. */
export async function main(work) {
  endTogether()
  try {
    process.exitCode = await work()
  } catch (error) {
    if (!(error instanceof PlainError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

/** True when a module was started itself rather than imported. */
export const isMain = (meta) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(meta.url))
