/** Text going into XML attributes and cells. */
import { limits } from './limits.ts'
import { WorkbookRefused } from './refusal.ts'

const special = /[&<>"\p{Cc}\p{Cs}\ufffe\uffff]/gu
const references: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Escapes text for an attribute or an element outside cells; control characters are dropped. */
export function escapeXml(text: string): string {
  return text.replace(special, (character) => {
    if (character === '\n') return '&#10;'
    return references[character] ?? ''
  })
}

/** Characters that cannot stand as they are in a cell text: markup, controls, halves of pairs, look-alikes of escapes. */
const needsEscape = /[&<>\p{Cc}\p{Cs}\ufffe\uffff]|_x[0-9a-fA-F]{4}/u
const escapePattern = /[&<>\p{Cc}\p{Cs}\ufffe\uffff]|_(?=x[0-9a-fA-F]{4})/gu
const edgeSpace = /^\s|\s$|\n|\t| {2}/

/** Escapes a cell text; every string comes back unchanged when it is read. */
export function escapeCellText(text: string): string {
  return needsEscape.test(text) ? text.replace(escapePattern, escapeCharacter) : text
}

function escapeCharacter(character: string): string {
  const reference = references[character]
  if (reference !== undefined) return reference
  if (character === '\n' || character === '\t') return character
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
}

/** The part of an inline string from the end of the cell's attributes on. */
export function inlineText(text: string): string {
  const open = edgeSpace.test(text) ? '<t xml:space="preserve">' : '<t>'
  return `${open}${escapeCellText(text)}</t>`
}

/** Refuses a text that no Excel cell can hold. `place` names the cell for the person. */
export function checkTextLength(text: string, place: string): void {
  if (text.length > limits.cellCharacters) {
    throw new WorkbookRefused(
      'longText',
      '',
      `${place}的文字超过 32767 个字，表格无法保存，请先缩短文字后再导出。`,
    )
  }
}
