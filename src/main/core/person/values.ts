import { type FieldError, Refusal } from '../../../shared/contract/result.ts'
import { hasCode } from '../../../shared/domain/dictionary.ts'
import type { AnyRecord, Field, FieldValue } from '../../../shared/domain/field.ts'
import { fieldSchema } from '../../../shared/domain/field-schema.ts'
import { isMasked, maskedValue } from '../../../shared/domain/mask.ts'
import type { Desk } from '../context.ts'

/** Why a value cannot stand in a field of this office, as a sentence; null when it can. */
export function valueProblem(desk: Desk, field: Field, value: FieldValue): string | null {
  if (value === null) return null
  if (field.mask && isMasked(value))
    return `${field.label}是遮盖过的号码，请先点“显示号码”，或重新输入完整的号码`
  const parsed = fieldSchema(field).safeParse(value)
  if (!parsed.success) return parsed.error.issues[0]?.message ?? `${field.label}的值不符合要求`
  if (field.kind === 'region' && !desk.regions.get(String(value))) return `${field.label}不是已知的行政区划`
  const dictionary = field.dictionary ? desk.catalogue().dictionaries.get(field.dictionary) : undefined
  const unknown = dictionary && [value].flat().some((code) => !hasCode(dictionary, String(code)))
  return unknown ? `${field.label}不在可选项内，请重新选择` : null
}

/**
 * Checks what a form sent against the ledger's own declarations, dictionaries and regions; answers
 * the values that a person may write. Unknown, derived and joined fields are refused, each named. A
 * number that comes back masked as it was shown (`before`) is not changed, and left out.
 */
export function checkValues(
  desk: Desk,
  fields: readonly Field[],
  values: AnyRecord,
  { path = 'values', before = null }: { path?: string; before?: AnyRecord | null } = {},
): AnyRecord {
  const problems: FieldError[] = []
  const taken: AnyRecord = {}
  for (const [key, value] of Object.entries(values)) {
    const field = fields.find((candidate) => candidate.key === key)
    if (field && isOwnMask(field, value, before)) continue
    taken[key] = value
    const message =
      !field || field.derived || field.joined
        ? `“${field?.label ?? key}”不能在这里填写`
        : valueProblem(desk, field, value)
    if (message) problems.push({ path: `${path}.${key}`, message })
  }
  if (problems.length > 0)
    throw new Refusal('invalid_input', problems[0]?.message ?? '填写的内容不符合要求', problems)
  return taken
}

const isOwnMask = (field: Field, value: FieldValue, before: AnyRecord | null): boolean =>
  isMasked(value) && maskedValue(field, before?.[field.key] ?? null) === value

/** Refuses a save that was begun before somebody else's. */
export function requireVersion(row: { version: number }, version: number | undefined): void {
  if (version !== undefined && version !== row.version) {
    throw new Refusal('conflict', '这条记录刚被别处修改过，没有保存。请刷新查看新内容后再改。')
  }
}
