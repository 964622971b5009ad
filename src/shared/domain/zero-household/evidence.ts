import { isDate } from '../calendar.ts'
import { type CountedService, type ItemState, packageState } from '../duty/packages.ts'
import type { DutyParameters } from '../duty/parameters.ts'
import type { AnyRecord, FieldValue } from '../field.ts'
import type { Violation } from '../violation.ts'

export interface EvidenceFacts {
  /** Beginning of the time without work; null: somebody works, or the household has no labour. */
  since: string | null
  services: readonly CountedService[]
  /** The signed sheet is attached to the statement. */
  hasFile: boolean
  /** Members whose form says that they plan to go out to work. */
  willing: readonly string[]
  today: string
  parameters: DutyParameters
}

const isBlank = (value: FieldValue | undefined): boolean => String(value ?? '').trim() === ''

/** Services of the household that count towards the promise, from the beginning to a day, both included. */
export const helpGiven = (
  services: readonly CountedService[],
  since: string,
  to: string,
  parameters: DutyParameters,
): ItemState => {
  const [item] = packageState('zeroHousehold', services, { from: since, to }, parameters)
  return item ?? { label: '就业服务', done: 0, needed: 0 }
}

/**
 * What a statement of 暂无就业意愿 still lacks, each as one sentence at its field; nothing is left when it stands.
 * Source: 《陕西省就业扶贫台账系统》, 零就业户清零 (at least three recorded services, main reason, signature, own file).
 */
export function missingEvidence(statement: AnyRecord, facts: EvidenceFacts): Violation[] {
  const { since, today, willing } = facts
  const missing: Violation[] = []
  const add = (field: string, code: string, message: string): void => {
    missing.push({ field, code, severity: 'blocks', message })
  }
  if (since === null) {
    add('reason', 'Z01NotZero', '这一户现在不是零就业户，不需要登记声明')
    return missing
  }
  const signedOn = isDate(String(statement.signedOn ?? '')) ? String(statement.signedOn) : null
  if (signedOn === null) add('signedOn', 'Z02Day', '请填写签字日期')
  else if (signedOn > today) add('signedOn', 'Z03Future', '签字日期不能晚于今天')
  else if (signedOn < since)
    add('signedOn', 'Z04Before', `签字日期早于这一户开始零就业的日期（${since}），须重新签字`)
  else {
    const { done, needed } = helpGiven(facts.services, since, signedOn, facts.parameters)
    if (done < needed)
      add(
        'signedOn',
        'Z05Services',
        `零就业以来到签字当天只登记了${done}次就业服务，还差${needed - done}次（至少${needed}次，未接受的也算）`,
      )
  }
  if (isBlank(statement.reason)) add('reason', 'Z06Reason', '请选择暂无就业意愿的主要原因')
  else if (statement.reason === 'other' && isBlank(statement.reasonNote))
    add('reasonNote', 'Z07Note', '主要原因选“其他”的，请写明原因')
  if (isBlank(statement.signature))
    add('signature', 'Z08Signature', '请选择签字方式：本人、家属代签或远程确认')
  if (isBlank(statement.signedBy)) add('signedBy', 'Z09SignedBy', '请填写签字人姓名')
  if (!facts.hasFile) add('file', 'Z10File', '请附上签好字的声明（照片、扫描件或PDF）')
  if (willing.length > 0)
    add(
      'reason',
      'Z11Willing',
      `${willing.join('、')}的采集表写着有外出计划，与“暂无就业意愿”不符，请先核实更新`,
    )
  return missing
}
