import { z } from 'zod'
import { readStrictXml } from '../signature/strict-xml.ts'
import { elementsOnly, textOnly, type XmlElement, XmlRefused } from '../signature/xml-tree.ts'
import { escapeXml } from '../workbook/xml-escape.ts'
import { type Envelope, EnvelopeRefused, envelopeSchema } from './envelope-schema.ts'

/**
 * The provenance of a package as data: a custom XML part (`customXml/item1.xml`), signed with the rest of the workbook.
 * Written and read here and nowhere else; docs/exchange-format.md describes it for other programs.
 *
 *   const xml = envelopeXml(envelope)
 *   const envelope = readEnvelope(bytes)      // throws EnvelopeRefused
 */
export const envelopeNamespace = 'urn:labour-desk:exchange:1'

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
