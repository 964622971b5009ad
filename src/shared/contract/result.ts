/**
 * Failures are values: every call answers with a Result, never with a thrown error.
 * The set of codes is closed; the message is one Chinese sentence for the clerk.
 */
export const errorCodes = [
  'invalid_input',
  'locked',
  'forbidden',
  'not_found',
  'conflict',
  'refused',
  'busy',
  'cancelled',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One wrong field of an input: `path` is the dotted place in the input, `message` a sentence. */
export interface FieldError {
  path: string
  message: string
}

export interface Failure {
  code: ErrorCode
  message: string
  details?: FieldError[]
  /** Number of the entry in the log, for `internal` only. */
  logId?: string
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: Failure }

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value })
export const fail = (code: ErrorCode, message: string, details?: FieldError[]): Result<never> => ({
  ok: false,
  error: details ? { code, message, details } : { code, message },
})

/** The sentence of a failure about one field of the input; null when it says nothing about it. */
export const sentenceAbout = (failure: Failure | null, path: string): string | null =>
  failure?.details?.find((detail) => detail.path === path)?.message ?? null

/** Thrown inside the core by use cases, turned into a Failure at its door (dispatch). */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly details: FieldError[] | undefined
  constructor(code: ErrorCode, message: string, details?: FieldError[]) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}
