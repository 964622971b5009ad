/**
 * `blocks` (E) keeps a record from being confirmed, never from being kept as a draft;
 * `warns` (W) may be exempted by a named user with a reason.
 */
export type Severity = 'blocks' | 'warns'

/** A broken rule: on which field, which rule, how severe, and the sentence a clerk reads. */
export interface Violation {
  field: string
  code: string
  severity: Severity
  message: string
}
