import { createHash } from 'node:crypto'
import { z } from 'zod'
import {
  type PackageKind,
  packageKinds,
  type RowResult,
  rowResults,
} from '../../../shared/contract/calls/package.ts'
import { readStrictXml } from '../signature/strict-xml.ts'
import { elementsOnly, textOnly, type XmlElement, XmlRefused } from '../signature/xml-tree.ts'
import type { ExtraPart } from '../workbook/types.ts'
import { escapeXml } from '../workbook/xml-escape.ts'

/**
 * The provenance of a package as data: a custom XML part (`customXml/item1.xml`), signed with the rest of the workbook.
 * Written and read here and nowhere else; docs/exchange-format.md describes it for other programs.
 *
 *   const xml = envelopeXml(envelope)
 *   const envelope = readEnvelope(bytes)      // throws EnvelopeRefused
 */
export const envelopeNamespace = 'urn:labour-desk:exchange:1'

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

const attributes = (values: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('')

/** One line a row, since 100,000 elements would take a hundred times the memory. */
const lines = <T>(entries: readonly T[], line: (entry: T) => string): string =>
  entries.length === 0 ? '' : `\n${entries.map(line).join('\n')}\n`
const orDash = (value: number | null): string => (value === null ? '-' : String(value))

export function envelopeXml(envelope: Envelope): string {
  const { sender, receiver, profile, audit, answers } = envelope
  const { id, kind, sequence, previous, created, author } = envelope
  const { period, filters, basis } = envelope
  return [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    `<exchange xmlns="${envelopeNamespace}">`,
    `<package${attributes({ id, kind, sequence, previous, created, author })}/>`,
    `<sender${attributes(sender)}/>`,
    `<receiver${attributes(receiver)}/>`,
    `<profile${attributes(profile)}/>`,
    `<scope${attributes({ period, filters, basis })}/>`,
    audit ? `<audit${attributes(audit)}/>` : '',
    answers ? `<answers${attributes(answers)}/>` : '',
    ...envelope.acknowledged.map((mentioned) => `<acknowledged${attributes(mentioned)}/>`),
    ...envelope.sheets.map(
      ({ name, rows, results }) =>
        `<sheet${attributes({ name })}><rows>${lines(rows, (one) => `${one.row} ${one.version} ${orDash(one.base)}`)}</rows>` +
        `<results>${lines(results, (one) => `${one.row} ${one.result} ${orDash(one.version)}`)}</results></sheet>`,
    ),
    ...envelope.removed.map((person) => `<removed${attributes(person)}/>`),
    '</exchange>',
  ].join('')
}

/** @throws EnvelopeRefused for anything that `envelopeXml` would not have written in this version. */
export function readEnvelope(content: Uint8Array): Envelope {
  try {
    return envelopeOf(readStrictXml(content))
  } catch (error) {
    if (error instanceof XmlRefused) throw new EnvelopeRefused(error.message)
    if (error instanceof z.ZodError) {
      const [issue] = error.issues
      throw new EnvelopeRefused(`${issue?.path.join('.')}: ${issue?.code}`)
    }
    throw error
  }
}

function envelopeOf(root: XmlElement): Envelope {
  if (root.local !== 'exchange' || root.namespace !== envelopeNamespace)
    throw new EnvelopeRefused(`root ${root.namespace} ${root.local}`)
  const children = elementsOnly(root)
  if (!children) throw new EnvelopeRefused('text between elements')
  const byName = new Map<string, Record<string, string>[]>()
  const sheets: unknown[] = []
  for (const child of children) {
    if (child.namespace !== envelopeNamespace) throw new EnvelopeRefused('foreign element')
    if (child.local === 'sheet') {
      sheets.push(sheetOf(child))
      continue
    }
    if (child.children.length > 0) throw new EnvelopeRefused(`content in ${child.local}`)
    byName.set(child.local, [...(byName.get(child.local) ?? []), attributesOf(child)])
  }
  const optional = (name: string) => {
    const [found = null, ...more] = byName.get(name) ?? []
    if (more.length > 0) throw new EnvelopeRefused(`several ${name}`)
    byName.delete(name)
    return found
  }
  const one = (name: string) => {
    const found = optional(name)
    if (!found) throw new EnvelopeRefused(`no ${name}`)
    return found
  }
  const many = (name: string) => {
    const found = byName.get(name) ?? []
    byName.delete(name)
    return found
  }
  const numbered = (values: Record<string, string> | null, ...names: string[]) =>
    values &&
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, names.includes(name) ? numberOf(value) : value]),
    )
  const head: Record<string, unknown> = {
    previous: null,
    ...numbered(one('package'), 'sequence'),
    sender: one('sender'),
    receiver: { fingerprint: null, ...one('receiver') },
    profile: numbered(one('profile'), 'version'),
    ...one('scope'),
    audit: numbered(optional('audit'), 'sequence'),
    answers: numbered(optional('answers'), 'sequence'),
    acknowledged: many('acknowledged').map((mentioned) => numbered(mentioned, 'sequence')),
    sheets,
    removed: many('removed').map((person) => numbered(person, 'sheet')),
  }
  if (byName.size > 0) throw new EnvelopeRefused(`unknown element ${[...byName.keys()].join()}`)
  return envelopeSchema.parse(head)
}

function sheetOf(element: XmlElement): unknown {
  const [rows, results, ...more] = elementsOnly(element) ?? []
  if (rows?.local !== 'rows' || results?.local !== 'results' || more.length > 0)
    throw new EnvelopeRefused('content of sheet')
  return {
    ...attributesOf(element),
    rows: linesOf(rows).map(([row, version, base]) => ({
      row: numberOf(row),
      version: numberOf(version),
      base: base === '-' ? null : numberOf(base),
    })),
    results: linesOf(results).map(([row, result, version]) => ({
      row: numberOf(row),
      result,
      version: version === '-' ? null : numberOf(version),
    })),
  }
}

function linesOf(element: XmlElement): string[][] {
  const text = textOnly(element)
  if (text === null || element.attributes.length > 0) throw new EnvelopeRefused(`content of ${element.local}`)
  const trimmed = text.trim()
  if (trimmed === '') return []
  return trimmed.split('\n').map((line) => {
    const parts = line.split(' ')
    if (parts.length !== 3) throw new EnvelopeRefused(`line of ${element.local}`)
    return parts
  })
}

function attributesOf(element: XmlElement): Record<string, string> {
  if (element.attributes.some(({ namespace }) => namespace !== ''))
    throw new EnvelopeRefused('foreign attribute')
  return Object.fromEntries(element.attributes.map(({ local, value }) => [local, value]))
}

/** Digits only; NaN otherwise, which the schema refuses. */
const numberOf = (text: string | undefined): number =>
  text !== undefined && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN

const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/**
 * The parts that carry an envelope in a workbook: itself, and as Office expects beside each custom XML part, its
 * properties with an identifier and the relationship to them. `envelope` is asked for once all sheets are written.
 *
 * @param taken names of parts that a blank workbook has already
 */
export function envelopeParts(envelope: () => Envelope, id: string, taken: ReadonlySet<string>): ExtraPart[] {
  let number = 1
  while (taken.has(`customXml/item${number}.xml`) || taken.has(`customXml/itemProps${number}.xml`)) number++
  return [
    {
      name: `customXml/item${number}.xml`,
      contentType: 'application/xml',
      relationshipType: `${officeRelations}/customXml`,
      content: () => envelopeXml(envelope()),
    },
    {
      name: `customXml/itemProps${number}.xml`,
      contentType: 'application/vnd.openxmlformats-officedocument.customXmlProperties+xml',
      relationshipType: null,
      content: () => envelopePropertiesXml(id),
    },
    {
      name: `customXml/_rels/item${number}.xml.rels`,
      contentType: null,
      relationshipType: null,
      content: () => envelopeRelationsXml(`itemProps${number}.xml`),
    },
  ]
}

/** The parts of a package that are envelopes, by their first bytes. */
export const envelopesIn = (parts: Iterable<string>, content: (part: string) => Uint8Array): Uint8Array[] =>
  [...parts]
    .filter((part) => isCustomXml.test(part))
    .map(content)
    .filter((bytes) => Buffer.from(bytes.subarray(0, 400)).includes(envelopeNamespace))

const isCustomXml = /^customXml\/item\d+\.xml$/

/**
 * The envelope of a package; null when it has none.
 *
 * @param parts names of all parts
 * @param content of a part
 * @throws EnvelopeRefused when there are several, or when it is not as this version writes them
 */
export function findEnvelope(
  parts: Iterable<string>,
  content: (part: string) => Uint8Array,
): Envelope | null {
  const found = envelopesIn(parts, content)
  if (found.length > 1) throw new EnvelopeRefused('several envelopes')
  return found[0] ? readEnvelope(found[0]) : null
}

export const envelopePropertiesXml = (id: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n<ds:datastoreItem ds:itemID="${guidOf(id)}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="${envelopeNamespace}"/></ds:schemaRefs></ds:datastoreItem>`

const envelopeRelationsXml = (target: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${officeRelations}/customXmlProps" Target="${target}"/></Relationships>`

const guidOf = (id: string): string =>
  `{${[id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-').toUpperCase()}}`

/** SHA-256 as lower-case hexadecimal. */
export const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex')
