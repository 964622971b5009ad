import { z } from 'zod'
import { read, write } from '../call.ts'
import { id, noInput, reason } from '../schemas.ts'

/** How many rows of each kind. */
export interface ErasedRows {
  label: string
  count: number
}

/** What an erasure would take away, and what it would leave. */
export interface ErasurePlan {
  name: string
  idNumber: string | null
  removed: ErasedRows[]
  /** What stays, in sentences. */
  remains: string[]
  /** Why it cannot be done; null when it can. */
  refusal: string | null
}

/** The proof of an erasure: nothing about the person but the number that the record had. */
export interface ErasureProof {
  id: number
  /** Instant, ISO, and business date. */
  at: string
  erasedOn: string
  actor: string
  /** Code of the dictionary erasureBasis. */
  basis: string
  reason: string
  personId: number
  removed: ErasedRows[]
  remains: string[]
  /** Where it stands in the audit log. */
  audit: { sequence: number; hash: string } | null
}

export const erasureCalls = {
  'person.erasePlan': read<ErasurePlan>()('person.erase', z.object({ id })),
  /** Takes a person out of everything, for good: nothing brings them back but an older backup. */
  'person.erase': write<{ erasureId: number; records: number }>()(
    'person.erase',
    z.object({
      id,
      basis: z.string('请选择删除的依据').min(1, '请选择删除的依据').max(40),
      reason,
      /** The name, typed once more. */
      confirmName: z.string('请再输入一次姓名').trim().min(1, '请再输入一次姓名').max(60),
    }),
  ),
  'erasure.list': read<ErasureProof[]>()('audit.read', noInput),
  'erasure.get': read<ErasureProof>()('audit.read', z.object({ id })),
}
