import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/**
 * The core runs in threads of its own that load the sources as they are. Node keeps what it made of
 * them from one thread, process and run to the next.
 */
process.env.NODE_COMPILE_CACHE = new URL('../out/compile-cache', import.meta.url).pathname

/** Kinds of tests that can be asked for alone: `--project core`. */
const project = (name: string, folders: string, options = {}) => ({
  extends: true as const,
  test: { name, include: [`tests/${folders}/**/*.test.ts`], ...options },
})

export default defineConfig({
  plugins: [vue()],
  root: new URL('..', import.meta.url).pathname,
  test: {
    projects: [
      // Files share what was loaded: a process of its own for each would take a quarter of the time.
      project('core', '{unit,contract}', { isolate: false }),
      // Whole commands, each of which opens a ledger anew.
      project('commands', 'commands'),
      // Processes that are killed, disks that are full; then what only shows with thousands of rows.
      project('faults', 'faults'),
      project('scale', 'scale'),
    ],
    globalSetup: ['tests/global-setup.ts'],
    // Two cores are two workers: left alone, one is kept free for nobody.
    maxWorkers: '100%',
    // Generous: a busy build machine takes several times as long, and no figure depends on it.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
  },
})
