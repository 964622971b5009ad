import type { VacancyView } from '../../../shared/contract/calls/vacancy.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { parameterAt } from '../../../shared/domain/parameters.ts'
import { vacancyFields } from '../../../shared/domain/vacancy/fields.ts'
import { checkVacancy, withValidity } from '../../../shared/domain/vacancy/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName, regionNamesIn } from '../ledger/ledger.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { refuseViolations } from '../posts/post.service.ts'
import { requireVacancy } from './matching.service.ts'
import type { VacancyRow } from './vacancy.store.ts'

/** What the rules say of a vacancy as it would stand. */
export function checkOf(desk: Desk, row: AnyRecord, before: VacancyRow | null): Violation[] {
  const { parameters } = desk.catalogue()
  const today = desk.today()
  const twin = desk.vacancies.idOf(row)
  return checkVacancy(row, {
    today,
    minimumAge: parameterAt(parameters, 'minimumAge', today),
    staleDays: parameterAt(parameters, 'staleDays', today),
    isTwin: twin !== undefined && twin !== before?.id,
  })
}

function viewOf(desk: Desk, row: VacancyRow): VacancyView {
  const values = Object.fromEntries(vacancyFields.map(({ key }) => [key, row[key] ?? null]))
  return {
    id: row.id,
    version: row.version,
    values,
    violations: checkOf(desk, row, row),
    referrals: desk.vacancies
      .referralsTo(row.id)
      .filter(({ village }) => desk.reach.holds(village))
      .map((referral) => ({ ...referral, village: referral.village && nearName(desk, referral.village) })),
    regionNames: regionNamesIn(desk, 'vacancy', [values]),
  }
}

export const vacancyHandlers = {
  'vacancy.get': (input, { desk }) => viewOf(desk, requireVacancy(desk, input.id)),
  'vacancy.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireVacancy(desk, input.id)
    if (before) requireVersion(before, input.version)
    const values = withValidity(
      before,
      checkValues(desk, vacancyFields, input.values),
      desk.catalogue().parameters,
    )
    refuseViolations(
      checkOf(desk, { ...before, ...values }, before).filter(({ severity }) => severity === 'blocks'),
    )
    const batch = desk.openBatch('edit', before ? '修改岗位信息' : '登记岗位信息')
    const id = before?.id ?? desk.vacancies.insert(values, batch)
    if (before) desk.vacancies.update(before, values, batch)
    batch.close()
    return { id, version: requireVacancy(desk, id).version }
  },
  'vacancy.remove': (input, { desk }) => {
    const vacancy = requireVacancy(desk, input.id)
    if (desk.vacancies.isReferenced(vacancy.id)) {
      throw new Refusal('refused', '这个岗位已有推介记录，不能删除；不再招聘的，请把有效期改为最后一天。')
    }
    const batch = desk.openBatch('edit', '删除岗位信息', { reason: input.reason })
    desk.vacancies.remove(vacancy, batch)
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
