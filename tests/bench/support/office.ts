/** The real core on a folder of its own, as a shell starts it. */
import { fileURLToPath } from 'node:url'
import type { Place } from '../../../src/main/core/context.ts'
import { createCore } from '../../../src/main/core/host.ts'
import type { FullCall } from '../../../src/shared/contract/calls/privacy.ts'
import type { CallName, Input, Output } from '../../../src/shared/contract/index.ts'
import { demoAccounts } from '../../../src/shared/domain/account/demo.ts'

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))
const resourcesDir = at('resources')
/**
 * Threads as they are shipped, for their memory is the product's. `npm run bench` builds them first; whoever starts
 * a single bench runs `npm run build` before, or measures what was built last.
 */
const workerFile = at('out/main/worker.js')
export const passphrase = '青山绿水依旧常在'
export const regionCode = '433126000000'
const fixedNow = '2026-11-23T02:00:00.000Z'

/** Where a core would live that runs in the bench's own thread. */
export const place = (dataDir: string): Place => ({ dataDir, resourcesDir, now: () => fixedNow })

export function openCore(dataDir: string) {
  const core = createCore({ dataDir, resourcesDir, fixedNow, workerFile })
  let last = 0
  return {
    async ok<N extends CallName>(name: N, input: Input<N>): Promise<Output<N>> {
      const result = await core.call({ id: `bench-${++last}`, name, input, handOver: true })
      if (!result.ok) throw new Error(`${name}: ${result.error.message}`)
      return result.value as Output<N>
    },
    /** An export with numbers in full, as when a reason is given. */
    async full<N extends FullCall>(name: N, input: Input<N>): Promise<Output<N>> {
      const witness = { user: demoAccounts[1].name, passphrase }
      const { permit } = await this.ok('export.permit', { call: name, reason: '测量用的完整内容', witness })
      return this.ok(name, { ...input, full: permit } as Input<N>)
    },
    close: () => core.close(),
  }
}
export type BenchCore = ReturnType<typeof openCore>

export const unit = { unitName: '云岭县就业服务中心', regionCode, userName: '石主任', passphrase }
export const setUp = (core: BenchCore) => core.ok('session.setup', unit)

export const setUpDemo = (core: BenchCore, people: number) =>
  core.ok('session.setupDemo', { people, seed: 1, regionCode, passphrase })

/** As the one who set it up: the first account, in a demo county one of several. */
export async function unlock(core: BenchCore) {
  const { accounts } = await core.ok('session.status', {})
  return core.ok('session.unlock', { user: accounts?.[0], passphrase })
}
