import { randomUUID } from 'node:crypto'
import type { Core } from '../../shared/contract/host.ts'
import type { CallName, Input, Output } from '../../shared/contract/index.ts'
import type { Failure, Result } from '../../shared/contract/result.ts'

/** A refusal of the core on its way to standard error. */
export class CallRefused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(
      [
        failure.message,
        ...(failure.details ?? []).map((detail) => `  ${detail.path}：${detail.message}`),
      ].join('\n'),
    )
    this.name = 'CallRefused'
    this.failure = failure
  }
}

export type ClientCall = <N extends CallName>(name: N, input: Input<N>) => Promise<Output<N>>

/** The calls of the contract over a core in this process; a failure is thrown as CallRefused. */
export const typedCalls =
  (core: Core): ClientCall =>
  async (name, input) => {
    const result = (await core.call({ id: randomUUID(), name, input, handOver: true })) as Result<never>
    if (!result.ok) throw new CallRefused(result.error)
    return result.value
  }
