import { z } from 'zod'
import {
  type PackageKind,
  packageKinds,
  type RowResult,
  rowResults,
} from '../../../shared/contract/calls/package.ts'

/** What an envelope holds: written and read in envelope.ts, carried by the parts in envelope-parts.ts. */
const resultCodes = Object.keys(rowResults) as [RowResult, ...RowResult[]]

const hex = (characters: number) => z.string().regex(new RegExp(`^[0-9a-f]{${characters}}$`))
const packageId = hex(32)
const digest = hex(64)
const words = (longest: number) => z.string().max(longest)
/** Version of a record: the number of its latest change in the sender's history. */
const version = z.int().min(0)

const party = z.strictObject({
  code: z.string().min(1).max(60),
  name: z.string().min(1).max(100),
  /** SHA-256 of the certificate, as `AB:CD:…`. */
  fingerprint: z.string().regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/),
})

const mention = z.strictObject({ id: packageId, sequence: z.int().min(1) })

const rowEntry = z.strictObject({
  /** 1-based row of the sheet. */
  row: z.int().min(1).max(1_048_576),
  version,
  /** The receiver's version of the record that the sender has seen; null when none. */
  base: version.nullable(),
})
const resultEntry = z.strictObject({
  /** Row of the answered package. */
  row: z.int().min(1).max(1_048_576),
  result: z.enum(resultCodes),
  /** The version that the record has here now; null where nothing was accepted. */
  version: version.nullable(),
})

export const envelopeSchema = z.strictObject({
  id: packageId,
  kind: z.enum(Object.keys(packageKinds) as [PackageKind, ...PackageKind[]]),
  sender: party,
  /** The certificate that the sender knows of the receiver; null where only a root vouches for it. */
  receiver: party.extend({ fingerprint: party.shape.fingerprint.nullable() }),
  /** Counts the packages of a channel: sender → receiver → profile, receipts apart. From 1. */
  sequence: z.int().min(1),
  /** Digest of the previous package of the channel; null for the first. */
  previous: digest.nullable(),
  /** Instant of making, ISO in UTC. */
  created: z.iso.datetime(),
  author: words(60),
  profile: z.strictObject({
    key: z.string().min(1).max(60),
    version: z.int().min(1),
    /** SHA-256 of the profile's layout. */
    hash: digest,
    label: words(60),
  }),
  period: words(60),
  /** Further conditions in words; '' when the profile's own rows are all sent. */
  filters: words(2000),
  /** 口径 of each sheet in words. */
  basis: words(2000),
  /** Head of the audit log; null while the product keeps none. */
  audit: z.strictObject({ head: digest, sequence: z.int().min(1) }).nullable(),
  /** Packages of the receiver that the sender has received. */
  acknowledged: z.array(mention).max(200),
  /** The package that a reply or receipt is about. */
  answers: mention.extend({ digest }).nullable(),
  sheets: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(31),
        rows: z.array(rowEntry),
        results: z.array(resultEntry),
      }),
    )
    .max(10),
  /** People or households that were sent before and are no longer among the sender's rows. */
  removed: z.array(
    z.strictObject({ sheet: z.int().min(0).max(9), key: z.string().min(1).max(200), name: words(60) }),
  ),
})
export type Envelope = z.output<typeof envelopeSchema>
export type RowEntry = z.output<typeof rowEntry>
export type ResultEntry = z.output<typeof resultEntry>

/** The part is there but is no envelope as this version writes it. */
export class EnvelopeRefused extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'EnvelopeRefused'
  }
}
