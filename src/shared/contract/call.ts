import { z } from 'zod'
import type { Permission } from '../domain/account/roles.ts'

/**
 * The vocabulary in which the contract is written: a call has a kind, a permission, the schema of
 * its input, the type of its output and a way to keep to a part of the office. Client type and handler
 * table derive from it.
 *
 *   export const labourerCalls = {
 *     'labourer.get': read<PersonView>()('ledger.read', z.object({ id }), { id: 'person' }),
 *   }
 *
 * - `read`  answers from a read-only connection at once;
 * - `write` runs in one transaction on the only writing connection, in the order of arrival;
 * - `job`   is a long read (preview, export): its own thread, with progress and cancel.
 */
export type CallKind = 'read' | 'write' | 'job'

export type { Permission } from '../domain/account/roles.ts'

/** What a call can be about, where an account is responsible for some townships or villages only. */
export const recordKinds = [
  'person',
  'household',
  'employment',
  'training',
  'service_record',
  'unwilling_statement',
  'attachment',
  'graduate',
  'graduate_status',
  'graduate_follow_up',
  'graduate_plan_step',
  'public_post',
  'post_opening',
  'post_candidate',
  'post_assignment',
  'site',
  'site_household',
  'site_station',
  'job_fair',
] as const
export type RecordKind = (typeof recordKinds)[number]

/** The kind of record that a key of the input names; or the key that says which, with its kind per value. */
export type Subject = RecordKind | { by: string; kinds: Readonly<Record<string, RecordKind>> }

/**
 * How a call keeps to the townships or villages of an account that has not the whole office:
 * - `office`: not at all, so it is refused. What is declared nowhere is this: a call nobody thought about leaks nothing;
 * - `any`: nothing in it belongs to a place;
 * - `query`: its handler answers from what the account may see (lists, counts, searches, figures), and every
 *   row that it writes is looked at when it is written;
 * - keys of the input (`household.id` below one), each with the kind of record it names: refused unless
 *   all of them lie within.
 */
export type Reach = 'office' | 'any' | 'query' | Readonly<Record<string, Subject>>

export interface Call<Input extends z.ZodType, Output> {
  kind: CallKind
  permission: Permission
  input: Input
  reach: Reach
  /** Only a type: never present at run time. */
  output?: Output
}

/** A key of the input, or one below it: of an object, or of each in a list. */
type Place<Key extends string> = Key | `${Key}.${string}`
type ReachOf<Input extends z.ZodType> =
  | 'office'
  | 'any'
  | 'query'
  | Readonly<Partial<Record<Place<keyof z.input<Input> & string>, Subject>>>

/** A key that a call does not know is a mistake to be told, not to be dropped in silence. */
const strict = <Input extends z.ZodType>(input: Input): Input =>
  input instanceof z.ZodObject ? (input.strict() as unknown as Input) : input

const make =
  (kind: CallKind) =>
  <Output>() =>
  <Input extends z.ZodType>(
    permission: Permission,
    input: Input,
    reach: ReachOf<Input> = 'office',
  ): Call<Input, Output> => ({
    kind,
    permission,
    input: strict(input),
    reach: reach as Reach,
  })

export const read = make('read')
export const write = make('write')
export const job = make('job')

export type CallTable = Record<string, Call<z.ZodType, unknown>>
export type InputOf<C> = C extends Call<infer I, unknown> ? z.input<I> : never
export type ParsedOf<C> = C extends Call<infer I, unknown> ? z.output<I> : never
export type OutputOf<C> = C extends Call<z.ZodType, infer O> ? O : never
