import { type FieldError, Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { fieldSchema } from '../../../shared/domain/field-schema.ts'

/**
 * Checks what a form sent against the ledger's own declarations; answers the values that a person
 * may write. Unknown, derived and joined fields are refused, each named.
 */
export function checkValues(fields: readonly Field[], values: AnyRecord): AnyRecord {
  const problems: FieldError[] = []
  for (const [key, value] of Object.entries(values)) {
    const field = fields.find((candidate) => candidate.key === key)
    if (!field || field.derived || field.joined) {
      problems.push({ path: `values.${key}`, message: `“${field?.label ?? key}”不能在这里填写` })
      continue
    }
    if (value === null) continue
    const parsed = fieldSchema(field).safeParse(value)
    if (!parsed.success) {
      problems.push({
        path: `values.${key}`,
        message: parsed.error.issues[0]?.message ?? `${field.label}的值不符合要求`,
      })
    }
  }
  if (problems.length > 0)
    throw new Refusal('invalid_input', problems[0]?.message ?? '填写的内容不符合要求', problems)
  return values
}

/** Refuses a save that was begun before somebody else's. */
export function requireVersion(row: { version: number }, version: number | undefined): void {
  if (version !== undefined && version !== row.version) {
    throw new Refusal('conflict', '这条记录刚被别处修改过，没有保存。请刷新查看新内容后再改。')
  }
}
