import type { Failure } from '../../shared/contract/result.ts'
import type { Field } from '../../shared/domain/field.ts'
import type { FieldLookups } from '../../shared/domain/field-text.ts'
import type { Violation } from '../../shared/domain/violation.ts'
import { itemsOnOffer } from './dictionary-search.ts'

const yesNo = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
]
const haveOrNot = [
  { value: 'yes', label: '有' },
  { value: 'no', label: '无' },
]

/** The choices of a field that are few and short enough to stand side by side; null for the others. */
export function choicesOf(
  field: Field,
  lookups: FieldLookups,
  today: string,
): { value: string; label: string }[] | null {
  if (field.kind === 'yesNo') return field.label.startsWith('有无') ? haveOrNot : yesNo
  if (field.kind !== 'code' || !field.dictionary) return null
  const items = itemsOnOffer(lookups.dictionary(field.dictionary), today, [])
  const letters = items.reduce((sum, item) => sum + item.label.length, 0)
  if (items.length === 0 || items.length > 4 || letters > 14) return null
  return items.map((item) => ({ value: item.code, label: item.label }))
}

/** The unit that stands behind a number. */
export function unitOf(field: Field): string | null {
  if (field.kind === 'money') return '元'
  if (field.kind === 'tenths') return '个月'
  if (field.kind !== 'integer') return null
  if (/次数$/.test(field.label)) return '次'
  if (/天数$/.test(field.label)) return '天'
  if (/(人数|已招|规模)$/.test(field.label)) return '人'
  if (/岗位$/.test(field.label)) return '个'
  if (/户数$/.test(field.label)) return '户'
  if (/月/.test(field.label)) return '个月'
  return /年度$/.test(field.label) ? '年' : null
}

/** How much of a row of the form a field wants: all of it, two columns or one. */
export function spanOf(field: Field, choices: readonly { label: string }[] | null): 'row' | 'wide' | 'one' {
  if (field.kind === 'months' || field.kind === 'note') return 'row'
  if (choices) return choices.reduce((sum, choice) => sum + choice.label.length, 0) > 8 ? 'wide' : 'one'
  return field.kind === 'region' ||
    field.kind === 'codes' ||
    (field.kind === 'text' && (field.width ?? 0) >= 26)
    ? 'wide'
    : 'one'
}

/** Puts the cursor into a field inside `root`; false when it is not on the form. */
export function focusField(root: ParentNode, key: string): boolean {
  const place = root.querySelector<HTMLElement>(`[data-field="${CSS.escape(key)}"]`)
  const control = place?.querySelector<HTMLElement>('input:checked, input:not(:disabled), textarea')
  if (!place || !control) return false
  place.scrollIntoView({ block: 'center' })
  control.focus({ preventScroll: true })
  return true
}

/**
 * Enter goes to the next field, as in every spreadsheet: one stop per field, whatever buttons it has.
 * Returns false at the last one.
 */
function focusNextField(root: ParentNode, from: Element): boolean {
  const places = [...root.querySelectorAll<HTMLElement>('[data-field]')].filter(
    (place) =>
      place.offsetParent !== null && place.querySelector('input:not(:disabled), textarea:not(:disabled)'),
  )
  const at = places.findIndex((place) => place.contains(from))
  const next = places[at + 1]
  return at >= 0 && next !== undefined && focusField(root, next.dataset.field ?? '')
}

/** Enter in a form: `next` went on, `last` was the last field; null for any other key or place. */
export function goOnWithEnter(event: KeyboardEvent, root: ParentNode | null): 'next' | 'last' | null {
  const target = event.target as HTMLElement
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.isComposing) return null
  if (target.tagName !== 'INPUT' || !root) return null
  event.preventDefault()
  return focusNextField(root, target) ? 'next' : 'last'
}

/** Whether a key pressed here chooses something: it is not typed into a field and no shortcut. */
export function isChoosing({ target, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const isTyped =
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio')
  return !isTyped && !ctrlKey && !altKey && !metaKey
}

/** What the core refused, as problems beside the fields that it named (`values.phone`). */
export const refusalsOf = (failure: Failure | null): Violation[] =>
  (failure?.details ?? []).map((detail) => ({
    field: detail.path.split('.').pop() ?? '',
    code: 'refused',
    severity: 'blocks',
    message: detail.message,
  }))
