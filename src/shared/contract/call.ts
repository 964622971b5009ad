import { z } from 'zod'

/**
 * The vocabulary in which the contract is written: a call has a kind, a permission, the schema
 * of its input and the type of its output. Client type and handler table derive from it.
 *
 *   export const regionCalls = {
 *     'region.get': read<RegionView>()('region.read', z.object({ code: regionCode })),
 *   }
 *
 * - `read`  answers from a read-only connection at once;
 * - `write` runs in one transaction on the only writing connection, in the order of arrival;
 * - `job`   is a long read (preview, export): its own thread, with progress and cancel.
 */
export type CallKind = 'read' | 'write' | 'job'

/** What a call may touch. `open` calls work while the database is locked. */
export type Permission =
  | 'open'
  | 'ledger.read'
  | 'ledger.edit'
  | 'ledger.confirm'
  | 'ledger.import'
  | 'ledger.export'
  | 'history.read'
  | 'audit.read'
  | 'person.erase'
  | 'region.edit'
  | 'trust.read'
  | 'trust.edit'
  | 'system.read'
  | 'system.edit'

export interface Call<Input extends z.ZodType, Output> {
  kind: CallKind
  permission: Permission
  input: Input
  /** Only a type: never present at run time. */
  output?: Output
}

/** A key that a call does not know is a mistake to be told, not to be dropped in silence. */
const strict = <Input extends z.ZodType>(input: Input): Input =>
  input instanceof z.ZodObject ? (input.strict() as unknown as Input) : input

const make =
  (kind: CallKind) =>
  <Output>() =>
  <Input extends z.ZodType>(permission: Permission, input: Input): Call<Input, Output> => ({
    kind,
    permission,
    input: strict(input),
  })

export const read = make('read')
export const write = make('write')
export const job = make('job')

export type CallTable = Record<string, Call<z.ZodType, unknown>>
export type InputOf<C> = C extends Call<infer I, unknown> ? z.input<I> : never
export type ParsedOf<C> = C extends Call<infer I, unknown> ? z.output<I> : never
export type OutputOf<C> = C extends Call<z.ZodType, infer O> ? O : never
