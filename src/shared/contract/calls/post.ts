import { z } from 'zod'
import type { FieldValue } from '../../domain/field.ts'
import type { AssignmentViolation } from '../../domain/post/facts.ts'
import type { OpeningStage } from '../../domain/post/opening.ts'
import type { Violation } from '../../domain/violation.ts'
import { read, write } from '../call.ts'
import { businessDate, id, noInput, reason, values } from '../schemas.ts'

type Values = Record<string, FieldValue>

export interface CandidateView {
  id: number
  personId: number
  name: string
  values: Values
  /** The assignment that came of it. */
  assignmentId: number | null
}

export interface OpeningView {
  id: number
  stage: OpeningStage
  values: Values
  candidates: CandidateView[]
}

export interface PostView {
  id: number
  version: number
  values: Values
  openings: OpeningView[]
  /** The latest first, at most 200. */
  people: { id: number; personId: number; name: string; values: Values }[]
  regionNames: Record<string, string>
}

/** A public notice as it is hung up: nothing in it but what a neighbour may read. */
export interface NoticeView {
  unit: string
  postName: string
  postUnit: string
  village: string
  places: number
  /** Fen, with the dictionary code of how it is counted. */
  allowance: number
  payBasis: string
  noticeFrom: string
  noticeTo: string
  noticePlace: string
  /** Of the office that takes complaints. */
  complaintPhone: string
  people: { name: string; sex: string; village: string }[]
}

export interface PostExemption {
  code: string
  reason: string
  by: string
  at: string
}

export interface AssignmentView {
  id: number
  version: number
  personId: number
  postId: number
  openingId: number | null
  name: string
  idNumber: string | null
  postName: string
  values: Values
  violations: AssignmentViolation[]
  exemptions: PostExemption[]
}

/** A line of an allowance sheet as it stands with the person; money in fen, days in tenths. */
export interface ReceivedAllowance {
  assignmentId: number
  /** The sheet, and the month that it is for. */
  month: string
  forMonth: string
  kind: 'regular' | 'correction'
  presentDays: number
  amount: number
  isPaid: boolean
  reason: string | null
}

/** The public posts of somebody, the latest first, and what was calculated for them: at most 200 lines. */
export interface PostsOfPerson {
  assignments: { id: number; postId: number; postName: string; village: string; values: Values }[]
  lines: ReceivedAllowance[]
}

const whom = { postId: id, personId: id, openingId: id.optional() }

const assignmentParts = {
  id: 'post_assignment',
  postId: 'public_post',
  personId: 'person',
  openingId: 'post_opening',
} as const

export const postCalls = {
  'post.get': read<PostView>()('ledger.read', z.object({ id }), { id: 'public_post' }),
  'post.save': write<{ id: number; version: number }>()(
    'ledger.edit',
    z.object({ id: id.optional(), version: z.int().optional(), values }),
    { id: 'public_post' },
  ),
  'post.remove': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'public_post' }),
  'opening.save': write<{ id: number }>()(
    'ledger.edit',
    z.object({ id: id.optional(), postId: id, values }),
    { id: 'post_opening', postId: 'public_post' },
  ),
  'opening.remove': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'post_opening' }),
  'opening.addCandidate': write<{ id: number }>()(
    'ledger.edit',
    z.object({ openingId: id, personId: id, appliedOn: businessDate }),
    { openingId: 'post_opening', personId: 'person' },
  ),
  'opening.decide': write<null>()(
    'ledger.edit',
    z.object({
      candidateId: id,
      decision: z.enum(['chosen', 'refused']).nullable(),
      note: z.string().trim().max(100, '原因不超过100字').optional(),
    }),
    { candidateId: 'post_candidate' },
  ),
  'opening.removeCandidate': write<null>()('ledger.edit', z.object({ candidateId: id }), {
    candidateId: 'post_candidate',
  }),
  'opening.notice': read<NoticeView>()('ledger.read', z.object({ id }), { id: 'post_opening' }),
  'assignment.get': read<AssignmentView>()('ledger.read', z.object({ id }), { id: 'post_assignment' }),
  'assignment.ofPerson': read<PostsOfPerson>()('ledger.read', z.object({ personId: id }), {
    personId: 'person',
  }),
  /** What the rules would say, before anything is saved. */
  'assignment.check': read<AssignmentViolation[]>()(
    'ledger.read',
    z.object({ id: id.optional(), ...whom, values }),
    assignmentParts,
  ),
  /** Saves only when every broken rule is exempted, here or before; otherwise each is named and nothing is written. */
  'assignment.save': write<{ id: number; version: number; violations: Violation[] }>()(
    'ledger.edit',
    z.object({
      id: id.optional(),
      version: z.int().optional(),
      ...whom,
      values,
      exemptions: z
        .array(z.object({ code: z.string().max(60), reason }))
        .max(40)
        .default([]),
    }),
    assignmentParts,
  ),
  'assignment.unexempt': write<null>()('ledger.edit', z.object({ id, code: z.string().max(60) }), {
    id: 'post_assignment',
  }),
  'assignment.remove': write<null>()('ledger.edit', z.object({ id, reason }), { id: 'post_assignment' }),
  /** Looks at everybody on a post as of today; once a day, again after thresholds changed. */
  'assignment.recheck': write<{ checked: number; changed: number }>()('upkeep', noInput, 'any'),
}
