/** Changing XML that somebody else wrote while leaving everything else in it as it stands. */
import { tokenKinds, XmlTokens } from './xml-tokens.ts'

/** Sets an attribute in the raw text of a tag's attributes; null takes it out. */
export function setAttribute(raw: string, name: string, value: string | null): string {
  const pattern = new RegExp(`(\\s)${name}\\s*=\\s*("[^"]*"|'[^']*')`)
  const written = value === null ? '' : ` ${name}="${value}"`
  return pattern.test(raw) ? raw.replace(pattern, () => written) : raw.trimEnd() + written
}

/** An element of a part held in memory, by its place in the bytes. */
export interface ElementSpan {
  readonly name: string
  readonly path: readonly string[]
  readonly attributes: ReadonlyMap<string, string>
  readonly start: number
  /** End of the opening tag, start of the closing tag (equal for an empty element), end of the element. */
  readonly openEnd: number
  closeStart: number
  end: number
}

/** All elements of a UTF-8 part with their places. */
export function elementSpans(content: Buffer): ElementSpan[] {
  const tokens = new XmlTokens(content.length + 64)
  tokens.append(content)
  tokens.finish()
  const spans: ElementSpan[] = []
  const open: ElementSpan[] = []
  for (let kind = tokens.next(); kind !== tokenKinds.end; kind = tokens.next()) {
    if (kind === tokenKinds.open || kind === tokenKinds.empty) {
      const span: ElementSpan = {
        name: tokens.name(),
        path: open.map(({ name }) => name),
        attributes: tokens.attributes(),
        start: tokens.tokenStart,
        openEnd: tokens.position,
        closeStart: tokens.position,
        end: tokens.position,
      }
      spans.push(span)
      if (kind === tokenKinds.open) open.push(span)
    } else if (kind === tokenKinds.close) {
      const span = open.pop()
      if (span !== undefined) {
        span.closeStart = tokens.tokenStart
        span.end = tokens.position
      }
    }
  }
  return spans
}

/** Replaces byte ranges of a part; the ranges must not overlap. */
export function replaceRanges(
  content: Buffer,
  changes: readonly { start: number; end: number; text: string }[],
): Buffer {
  const pieces: Buffer[] = []
  let position = 0
  for (const { start, end, text } of changes.toSorted((left, right) => left.start - right.start)) {
    pieces.push(content.subarray(position, start), Buffer.from(text, 'utf8'))
    position = end
  }
  pieces.push(content.subarray(position))
  return Buffer.concat(pieces)
}

/** Takes out the elements that `drop` names, with all that is in them. */
export function dropElements(content: Buffer, drop: (element: ElementSpan) => boolean): Buffer {
  const changes = elementSpans(content)
    .filter(drop)
    .map(({ start, end }) => ({ start, end, text: '' }))
  return changes.length === 0 ? content : replaceRanges(content, changes)
}
