import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          serve: at('src/main/serve.ts'),
          cli: at('src/main/cli.ts'),
          worker: at('src/main/core/worker.ts'),
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that `new URL('./worker.js', import.meta.url)` holds in chunks too.
          chunkFileNames: 'part-[name]-[hash].js',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src/main/electron/preload.ts') },
        // A sandboxed preload is loaded as CommonJS only.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [vue()],
    build: {
      outDir: at('out/renderer'),
      rolldownOptions: { input: at('src/renderer/index.html') },
      // The loopback page also opens in the older Chromium browsers of domestic desktops (94 and up).
      target: 'es2022',
      cssTarget: 'chrome94',
      // Files instead of data: URLs, so that the content security policy can stay narrow.
      assetsInlineLimit: 0,
    },
  },
})
