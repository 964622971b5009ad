import { rmSync } from 'node:fs'
import { createCore } from '../../src/main/core/host.ts'
import { startLoopback } from '../../src/main/loopback/server.ts'
import { createHttpTransport } from '../../src/renderer/api/http.ts'
import { folder, resourcesDir } from '../fixtures/office.ts'
import { contractSuite } from './suite.ts'

contractSuite('the loopback server', async () => {
  const dataDir = folder()
  const core = createCore({ dataDir, resourcesDir, fixedNow: '2026-11-23T02:00:00.000Z' })
  const server = await startLoopback({ core, rendererDir: dataDir })
  const stored = new Map<string, string>()
  const leaving = new AbortController()
  const transport = await createHttpTransport({
    fetch: (path, init) =>
      fetch(`${server.origin}${path}`, {
        ...init,
        signal: leaving.signal,
        // A page sends this itself.
        headers: { ...(init?.headers as Record<string, string>), Origin: server.origin },
      }),
    location: { hash: new URL(server.issueUrl()).hash, pathname: '/', search: '' },
    history: { replaceState: () => undefined },
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    wait: () => undefined,
  })
  let last = 0
  return {
    call: (name, input) => transport.call({ id: `http-${++last}`, name, input }),
    async close() {
      leaving.abort()
      await server.close()
      await core.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
})
