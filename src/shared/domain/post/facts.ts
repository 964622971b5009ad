import type { Violation } from '../violation.ts'
import type { Assignment, Post } from './fields.ts'
import type { PostParameters } from './parameters.ts'
import type { Spell } from './spells.ts'

/** What the rules ask of the person, empty when not known. */
export interface Holder {
  readonly birthDate: string | null
  /** GB/T 2261.1. */
  readonly sex: string | null
  readonly labourAbility: string | null
  readonly isDisabled: boolean | null
  readonly difficulties: readonly string[]
  readonly householdCategory: string | null
  readonly education: string | null
  readonly graduatedOn: string | null
  readonly becameUnemployedOn: string | null
  /** Month since when the file of a graduate says they are without work. */
  readonly idleSince: string | null
  readonly isWorking: boolean | null
  readonly workRange: string | null
}

/** What is known about an assignment besides its own fields. */
export interface AssignmentFacts {
  /** YYYY-MM-DD. */
  readonly today: string
  /** As they stood on the day the assignment began. */
  readonly parameters: PostParameters
  readonly post: Partial<Post> & { readonly id: number }
  readonly holder: Holder
  /** The person's other times on posts. */
  readonly others: readonly Spell[]
  /** Times of other people on this post. */
  readonly onPost: readonly Spell[]
  /** Times of the other members of the household on this post. */
  readonly relatives: readonly (Spell & { readonly name: string })[]
  /** Times of other people on graduate posts of the village. */
  readonly graduatesInVillage: readonly Spell[]
  /** Somebody of the household has work: then it is no zero-employment household. */
  readonly householdEmployed: number
  /** The public notice of the round that the assignment came out of. */
  readonly notice: { readonly from: string | null; readonly to: string | null } | null
}

/** Who may let a broken rule pass, with a reason that is kept. */
export type ExemptedBy = 'nobody' | 'office' | 'county'
export const exemptedByWords: Record<ExemptedBy, string> = {
  nobody: '不能豁免',
  office: '本单位负责人可以豁免',
  county: '须经县级人社部门同意才能豁免',
}

export interface AssignmentViolation extends Violation {
  readonly exemptedBy: ExemptedBy
}

export type AssignmentForm = Partial<Assignment>
