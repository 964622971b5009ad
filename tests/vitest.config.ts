import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['tests/{unit,contract,faults}/**/*.test.ts'],
    // Generous: a busy build machine takes several times as long, and no figure depends on it.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
