import { padding, tokenKinds, XmlTokens } from './xml-tokens.ts'

/** One element of a small part, as `visitElements` hands it out. */
export interface XmlElement {
  readonly name: string
  /** Local names of the ancestors, root first. */
  readonly path: readonly string[]
  readonly attributes: ReadonlyMap<string, string>
}

/** Walks a small part that is held in memory and visits every element at its opening tag. */
export function visitElements(content: Buffer, visit: (element: XmlElement) => void): void {
  const tokens = new XmlTokens(content.length + padding)
  tokens.append(content)
  tokens.finish()
  const path: string[] = []
  for (let kind = tokens.next(); kind !== tokenKinds.end; kind = tokens.next()) {
    if (kind === tokenKinds.open || kind === tokenKinds.empty) {
      const name = tokens.name()
      visit({ name, path, attributes: tokens.attributes() })
      if (kind === tokenKinds.open) path.push(name)
    } else if (kind === tokenKinds.close) {
      path.pop()
    }
  }
}
