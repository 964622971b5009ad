import type { FormState } from '../../../shared/contract/calls/labourer.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { employmentFields } from '../../../shared/domain/employment/fields.ts'
import { checkEmployment } from '../../../shared/domain/employment/rules.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { checkService, isSameService } from '../../../shared/domain/service/rules.ts'
import { trainingFields } from '../../../shared/domain/training/fields.ts'
import { checkTraining } from '../../../shared/domain/training/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { attach, detachAll } from '../attachment/owners.ts'
import type { Desk, Handlers } from '../context.ts'
import { writeEmployment } from './employment.writer.ts'
import { episodeKinds, requirePerson } from './labourer.service.ts'
import type { PersonRow } from './person.store.ts'
import { createPersonWriter } from './person.writer.ts'
import { checkValues } from './values.ts'

const fieldsOf = { employment: employmentFields, training: trainingFields, service: serviceFields } as const

function refuseBlocked(violations: readonly Violation[]) {
  const blocking = violations.filter((violation) => violation.severity === 'blocks')
  if (blocking.length === 0) return
  throw new Refusal(
    'refused',
    `${blocking[0]?.message ?? '有须改正的地方'}，没有保存。`,
    blocking.map(({ field, message }) => ({ path: `values.${field}`, message })),
  )
}

/** Entering a spell of work, a course or a service by hand. */
export const episodeHandlers = {
  'episode.save': (input, { desk }) => {
    const person = requirePerson(desk, input.personId)
    if (input.scan && input.kind !== 'service') {
      throw new Refusal('refused', '只有服务记录可以随同登记附件，没有保存。', [
        { path: 'scan', message: '只有服务记录可以随同登记附件' },
      ])
    }
    const values = checkValues(desk, fieldsOf[input.kind], input.values)
    const table = episodeKinds[input.kind]
    const before = input.id === undefined ? null : desk.episodes.get(table, input.id)
    if (input.id !== undefined && before?.personId !== person.id) {
      throw new Refusal('not_found', '找不到这条记录，可能已删除，请刷新后重试。')
    }
    const row: AnyRecord = {
      ...before,
      ...values,
      name: person.name ?? null,
      idNumber: person.idNumber ?? null,
    }
    const batch = desk.openBatch('edit', before ? '修改记录' : '新增记录')
    const writer = createPersonWriter(desk)
    let id: number
    switch (input.kind) {
      case 'employment': {
        refuseBlocked(
          checkEmployment(row as never, {
            ...writer.context,
            birthDate: person.birthDate as string | null,
            otherOpen: false,
          }),
        )
        id = writeEmployment(desk, writer, batch, person, before, values).id
        break
      }
      case 'training':
        refuseBlocked(checkTraining(row as never, writer.context))
        id = saveRow(desk, batch, 'training', person.id, before, {
          ...values,
          isOpen: false,
          fromDate: row.startedOn ?? null,
          toDate: row.endedOn ?? null,
        })
        break
      case 'service':
        id = writeService(desk, batch, person, before, values, input.scan)
    }
    if (input.kind === 'training') lookAnew(desk, batch, person)
    batch.close()
    return { id }
  },
  'episode.remove': (input, { desk }) => {
    const table = episodeKinds[input.kind]
    const row = desk.episodes.get(table, input.id)
    if (!row) throw new Refusal('not_found', '找不到这条记录，可能已删除，请刷新后重试。')
    if (input.kind === 'employment' && row.isOpen === true) {
      throw new Refusal(
        'refused',
        '这段就业正显示在采集表的“已外出务工情况”里，不能直接删除。请先在采集表里改正，或登记终止日期，再删除。',
      )
    }
    const batch = desk.openBatch('edit', '删除记录', { reason: input.reason })
    if (table === 'service_record') detachAll(desk, batch, table, row.id)
    desk.episodes.remove(table, row, batch)
    lookAnew(desk, batch, requirePerson(desk, row.personId as number))
    batch.close()
    return null
  },
} satisfies Partial<Handlers>

/** Writes one service when its rules allow it, with the scan of a signature, and looks at the person anew; answers its id. */
export function writeService(
  desk: Desk,
  batch: ReturnType<Desk['openBatch']>,
  person: PersonRow,
  before: ReturnType<Desk['episodes']['get']>,
  values: AnyRecord,
  scan?: { name: string; bytes: Uint8Array },
): number {
  const row: AnyRecord = { ...before, ...values }
  refuseBlocked(
    checkService(row, {
      today: desk.today(),
      birthDate: person.birthDate as string | null,
      isTwin: desk.episodes
        .allOf('service_record', person.id)
        .some((other) => other.id !== before?.id && isSameService(other, row)),
    }),
  )
  const id = saveRow(desk, batch, 'service_record', person.id, before, values)
  if (scan) attach(desk, batch, { owner: 'service_record', ownerId: id, caption: '服务签字' }, scan)
  lookAnew(desk, batch, person)
  return id
}

/** What was entered beside the form counts as news of the person, and may agree with the form or not. */
function lookAnew(desk: Desk, batch: ReturnType<Desk['openBatch']>, person: PersonRow) {
  createPersonWriter(desk).save(batch, person, {}, { formState: person.formState as FormState })
}

function saveRow(
  desk: Desk,
  batch: ReturnType<Desk['openBatch']>,
  table: 'training' | 'service_record',
  personId: number,
  before: ReturnType<Desk['episodes']['get']>,
  values: AnyRecord,
): number {
  if (!before) return desk.episodes.insert(table, { ...values, personId }, batch)
  desk.episodes.update(table, before, values, batch)
  return before.id
}
