/** Adds marked variants of the styles of a sender's workbook. */
import { markFillXml } from './sheet-styles.ts'
import type { ElementSpan } from './xml-rewrite.ts'
import { elementSpans, replaceRanges, setAttribute } from './xml-rewrite.ts'

export interface StyleMarker {
  /** Index of the style that looks like `style`, with the marking fill. */
  marked(style: number): number
  /** Index of the style for reasons: text, wrapped. */
  readonly reason: number
  /** The styles part with all variants asked for. */
  finish(): Buffer
}

/** Reads a UTF-8 styles part. Answers null where it has no cell styles to build on. */
export function markStyles(content: Buffer): StyleMarker | null {
  const spans = elementSpans(content)
  const top = (name: string) => spans.find((span) => span.name === name && span.path.length === 1)
  const cellXfs = top('cellXfs')
  if (cellXfs === undefined || cellXfs.closeStart === cellXfs.end) return null
  const xfs = spans.filter(({ name, path }) => name === 'xf' && path.at(-1) === 'cellXfs')
  const fills = top('fills')
  const fillCount = spans.filter(({ name, path }) => name === 'fill' && path.at(-1) === 'fills').length
  const prefix = content.toString('utf8', cellXfs.start + 1, cellXfs.openEnd).split('cellXfs')[0] ?? ''
  const added: string[] = []
  const variants = new Map<number, number>()
  const add = (xml: string) => xfs.length + added.push(xml) - 1
  const withPrefix = (xml: string) => xml.replace(/<(\/?)(?=\w)/g, `<$1${prefix}`)
  // A part without fills gets the two that Excel takes for granted in front.
  const markFill = fills === undefined ? 2 : fillCount
  const reason = add(
    withPrefix(
      '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>',
    ),
  )
  return {
    reason,
    marked(style) {
      const known = variants.get(style)
      if (known !== undefined) return known
      const source = xfs[style] ?? xfs[0]
      const index = add(
        source === undefined
          ? withPrefix(
              `<xf numFmtId="0" fontId="0" fillId="${markFill}" borderId="0" xfId="0" applyFill="1"/>`,
            )
          : filledVariant(content, source, markFill),
      )
      variants.set(style, index)
      return index
    },
    finish() {
      const changes = [appendTo(content, cellXfs, added.join(''), xfs.length + added.length)]
      const mark = withPrefix(markFillXml)
      if (fills === undefined) {
        const defaults = withPrefix(
          '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>',
        )
        const next = ['borders', 'cellStyleXfs', 'cellXfs']
          .map(top)
          .find((span) => span !== undefined) as ElementSpan
        const text = `<${prefix}fills count="3">${defaults}${mark}</${prefix}fills>`
        changes.push({ start: next.start, end: next.start, text })
      } else {
        changes.push(appendTo(content, fills, mark, fillCount + 1))
      }
      return replaceRanges(content, changes)
    },
  }
}

function filledVariant(content: Buffer, source: ElementSpan, fill: number): string {
  const tag = content.toString('utf8', source.start, source.openEnd)
  const name = /^<[^\s/>]+/.exec(tag)?.[0] as string
  const empty = tag.endsWith('/>')
  const attributes = tag.slice(name.length, empty ? -2 : -1)
  const changed = setAttribute(setAttribute(attributes, 'fillId', String(fill)), 'applyFill', '1')
  return name + changed + (empty ? '/>' : `>${content.toString('utf8', source.openEnd, source.end)}`)
}

/** One change that rewrites an element with more inside and the right count. */
function appendTo(content: Buffer, element: ElementSpan, xml: string, count: number) {
  const tag = content.toString('utf8', element.start, element.openEnd)
  const name = /^<[^\s/>]+/.exec(tag)?.[0] as string
  const empty = tag.endsWith('/>')
  const attributes = setAttribute(tag.slice(name.length, empty ? -2 : -1), 'count', String(count))
  const inside = empty ? '' : content.toString('utf8', element.openEnd, element.closeStart)
  return {
    start: element.start,
    end: element.end,
    text: `${name}${attributes}>${inside}${xml}</${name.slice(1)}>`,
  }
}
