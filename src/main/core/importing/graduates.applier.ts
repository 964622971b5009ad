import type { AnyRecord } from '../../../shared/domain/field.ts'
import { graduateFileFields } from '../../../shared/domain/graduate/fields.ts'
import { parseIdNumber } from '../../../shared/domain/id-number.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk } from '../context.ts'
import {
  createGraduateWriter,
  fileOf,
  presentOf,
  type StatusStatement,
} from '../graduates/graduate.writer.ts'
import { peopleApplier } from './people.applier.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  changesOf,
  isBlocking,
  patchOf,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

/** What a list of graduates says of the person: fills what the ledger does not know, changes nothing. */
const ofPerson = ['name', 'idNumber', 'phone', 'region'] as const
const fileKeys = new Set<string>(graduateFileFields.map(({ key }) => key))
const statusKeys = ['status', 'statusOn', 'whereTo'] as const
const onlyFilled: ReadonlySet<string> = new Set(['phone', 'region', 'education', 'graduatedOn'])

const badNumber = block(
  'idNumber',
  'row.badNumber',
  '身份证号码校验位不符，台账里也没有这个人，请核对原件改正后再导入',
)
const dayOfList: Violation = {
  field: 'statusOn',
  code: 'row.statusToday',
  severity: 'warns',
  message: '名单里没有登记日期，离校未就业从导入当天算起；以后填写实名登记日期会改过来',
}

/**
 * A list of graduates from above: found by ID number. Whoever is not in the ledger is added to it the way the labourer
 * importer does; the file and where they stand are written with it.
 */
export function graduatesApplier(desk: Desk, options: ApplyOptions): Applier {
  const writer = createGraduateWriter(desk)
  const { settle: _settle, ...rest } = options
  const people = peopleApplier(desk, 'labourer', { ...rest, mode: 'both', guarded: onlyFilled })

  function plan(said: AnyRecord, rowNumber: number): RowPlan {
    const about: AnyRecord = { education: said.degree ?? null, graduatedOn: said.graduatedOn ?? null }
    for (const key of ofPerson) if (key in said) about[key] = said[key] ?? null
    const found = people.plan(about, rowNumber)
    if (found.kind === 'blocked') return found
    const { name, personId } = found
    // The labourer importer takes such a number with a warning; nobody is added for good by a list with a slip in it.
    if (personId === null && found.violations.some(({ code }) => code === 'L02_id_checksum'))
      return blocked(name, [badNumber])
    const before = personId === null ? null : fileOf(desk, personId)
    if (skipByMode(options, before !== null)) return unchanged(name, personId)
    const present = presentOf(desk, personId)
    const known: AnyRecord | null = before && { ...before }
    if (known) for (const key of statusKeys) known[key] = present?.[key] ?? null
    const values = options.settle?.(known, said) ?? said
    const patch: AnyRecord = {}
    for (const [key, value] of Object.entries(patchOf(known, values, options, new Set(ofPerson))))
      if (fileKeys.has(key)) patch[key] = value
    const { statement, notes } = statementOf(values, { ...before, ...patch }, present)
    if (before && Object.keys(patch).length === 0 && statement === null && found.kind === 'unchanged')
      return unchanged(name, personId, found.violations)
    const birthDate =
      personId === null
        ? parseIdNumber(String(said.idNumber)).birthDate
        : desk.people.get(personId)?.birthDate
    const broken = writer.check(
      { ...before, ...patch },
      (birthDate ?? null) as string | null,
      present,
      statement,
    )
    if (broken.some(isBlocking)) return blocked(name, broken.filter(isBlocking), personId)
    return {
      kind: before ? 'changed' : 'new',
      name,
      personId,
      changes: () => [
        ...found.changes().filter(({ field }) => (ofPerson as readonly string[]).includes(field)),
        ...changesOf(before, patch),
        ...changesOf(known, { ...statement }),
      ],
      violations: [
        ...found.violations.filter(({ severity, code }) => severity === 'warns' && code.startsWith('row.')),
        ...notes,
      ],
      apply(batch) {
        found.apply?.(batch)
        const id = desk.people.idByIdNumber(String(said.idNumber))
        if (id === undefined) throw new Error('the person of a graduate was not written')
        writer.save(batch, id, patch, statement)
      },
    }
  }

  /** A change of status, when the row tells of one; without a day only looking for work is taken over. */
  function statementOf(
    values: AnyRecord,
    file: AnyRecord,
    present: ReturnType<typeof presentOf>,
  ): { statement: StatusStatement; notes: Violation[] } {
    const status = typeof values.status === 'string' ? values.status : null
    if (status === null || status === 'unregistered' || status === present?.status)
      return { statement: null, notes: [] }
    const said = values.statusOn ?? (status === 'registered' ? file.registeredOn : null) ?? null
    const isToday = said === null && status === 'registered'
    const statusOn = isToday ? desk.today() : (said as string | null)
    return {
      statement: { status, statusOn, whereTo: (values.whereTo ?? null) as string | null },
      notes: isToday ? [dayOfList] : [],
    }
  }

  return { plan, ...(people.finish && { finish: people.finish }) }
}
