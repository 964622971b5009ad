import { createHash } from 'node:crypto'
import type { ExtraPart } from '../workbook/types.ts'
import { envelopeNamespace, envelopeXml, readEnvelope } from './envelope.ts'
import { type Envelope, EnvelopeRefused } from './envelope-schema.ts'

/** How an envelope sits in a workbook: a custom XML part with what Office expects beside it. */

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
