import { rmSync } from 'node:fs'
import { createCore } from '../../src/main/core/host.ts'
import { connectFakeIpc } from '../e2e/support/fake-electron.ts'
import { folder, resourcesDir } from '../fixtures/office.ts'
import { contractSuite } from './suite.ts'

contractSuite('the preload script and IPC of the Electron shell', async () => {
  const dataDir = folder()
  const core = createCore({ dataDir, resourcesDir, fixedNow: '2026-11-23T02:00:00.000Z' })
  const ipc = connectFakeIpc(core)
  return {
    call: ipc.call,
    async close() {
      ipc.disconnect()
      await core.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
})
