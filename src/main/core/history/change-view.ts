import type { ChangeView } from '../../../shared/contract/calls/labourer.ts'
import { attachmentFields, attachmentOwners } from '../../../shared/domain/attachment/fields.ts'
import { employerMonthFields } from '../../../shared/domain/employer/fields.ts'
import { employmentFields } from '../../../shared/domain/employment/fields.ts'
import type { Field, FieldValue } from '../../../shared/domain/field.ts'
import {
  followUpFields,
  graduateFileFields,
  graduateStatusFields,
  planStepFields,
} from '../../../shared/domain/graduate/fields.ts'
import { householdFields } from '../../../shared/domain/household/fields.ts'
import {
  intentionFields,
  personFields,
  returnFields,
  trainingWishFields,
} from '../../../shared/domain/labourer/fields.ts'
import { serviceFields } from '../../../shared/domain/service/fields.ts'
import { trainingFields } from '../../../shared/domain/training/fields.ts'
import { vacancyFields } from '../../../shared/domain/vacancy/fields.ts'
import { statementFields } from '../../../shared/domain/zero-household/fields.ts'
import type { Desk } from '../context.ts'
import { householdName } from '../household/household.writer.ts'
import { postTables } from '../posts/post.store.ts'
import { isOfSites, siteTables } from '../sites/site.store.ts'
import type { Entity, StoredChange } from './batch.store.ts'

/** How each table with a history is called, and its fields. */
export const entities: Record<Entity, { label: string; fields: readonly Field[] }> = {
  person: { label: '采集表', fields: personFields },
  household: { label: '农户', fields: householdFields },
  employment: { label: '就业记录', fields: employmentFields },
  training: { label: '培训记录', fields: trainingFields },
  intention: { label: '就业意愿', fields: intentionFields },
  return_event: { label: '返乡回流', fields: returnFields },
  training_wish: { label: '培训意愿', fields: trainingWishFields },
  service_record: { label: '服务记录', fields: serviceFields },
  unwilling_statement: { label: '暂无就业意愿声明', fields: statementFields },
  attachment: { label: '附件', fields: attachmentFields },
  graduate: { label: '毕业生档案', fields: graduateFileFields },
  graduate_status: { label: '毕业生去向', fields: graduateStatusFields },
  graduate_follow_up: { label: '毕业生回访', fields: followUpFields },
  graduate_plan_step: { label: '一人一策', fields: planStepFields },
  vacancy: { label: '岗位信息', fields: vacancyFields },
  employer_month: { label: '用工监测', fields: employerMonthFields },
  public_post: { label: '公益性岗位', fields: postTables.public_post.fields },
  post_opening: { label: '岗位招聘', fields: postTables.post_opening.fields },
  post_candidate: { label: '岗位报名', fields: postTables.post_candidate.fields },
  post_assignment: { label: '上岗记录', fields: postTables.post_assignment.fields },
  post_attendance: { label: '岗位考勤', fields: postTables.post_attendance.fields },
  site: { label: '安置点', fields: siteTables.site.fields },
  site_household: { label: '搬迁户', fields: siteTables.site_household.fields },
  site_station: { label: '服务站', fields: siteTables.site_station.fields },
  job_fair: { label: '招聘会', fields: siteTables.job_fair.fields },
}

/** Recorded links that say nothing to a person. */
const unshown = new Set(['personId', 'openingId', 'assignmentId', 'vacancyId', 'ownerId', 'digest'])
/** Recorded links, in words. */
const linkLabels: Record<string, string> = {
  householdId: '所在户',
  headPersonId: '户主',
  isOpen: '当前有效',
  fromDate: '开始日期',
  toDate: '结束日期',
  postId: '岗位',
  siteId: '安置点',
  owner: '附在',
}

const nameOfPerson = (desk: Desk, id: unknown): string => String(desk.people.get(Number(id))?.name ?? '')

const nameOfPost = (desk: Desk, id: unknown): string =>
  String(desk.posts.get('public_post', Number(id))?.name ?? '')

const nameOfHousehold = (desk: Desk, id: unknown): string => householdName(desk, Number(id))

/** Whose row was changed; the recorded values speak for a row that is gone. */
function nameOf(desk: Desk, change: StoredChange): string {
  if (change.entity === 'household') return nameOfHousehold(desk, change.entityId)
  if (change.entity === 'public_post')
    return nameOfPost(desk, change.entityId) || String(change.before?.name ?? '')
  if (change.entity === 'vacancy')
    return String(desk.vacancies.get(change.entityId)?.title ?? change.before?.title ?? '')
  if (change.entity === 'employer_month')
    return String(desk.employerMonths.get(change.entityId)?.employerName ?? change.before?.employerName ?? '')
  if (change.entity === 'post_opening')
    return nameOfPost(desk, desk.posts.get('post_opening', change.entityId)?.postId ?? change.before?.postId)
  if (change.entity === 'site_household') {
    const stay = desk.sites.get('site_household', change.entityId)
    return nameOfHousehold(desk, stay?.householdId ?? change.before?.householdId)
  }
  if (isOfSites(change.entity))
    return String(desk.sites.get(change.entity, change.entityId)?.name ?? change.before?.name ?? '')
  const personId = change.entity === 'person' ? change.entityId : change.personId
  return nameOfPerson(desk, personId) || String(change.before?.name ?? change.after?.name ?? '')
}

/** A recorded value; links are told by name. */
function recordedValue(desk: Desk, key: string, values: Record<string, unknown> | null): FieldValue {
  const value = (values?.[key] ?? null) as FieldValue
  if (value === null) return null
  if (key === 'headPersonId') return nameOfPerson(desk, value) || null
  if (key === 'siteId') return String(desk.sites.get('site', Number(value))?.name ?? '') || null
  if (key === 'owner') return attachmentOwners[value as keyof typeof attachmentOwners] ?? null
  if (key === 'postId') return nameOfPost(desk, value) || null
  if (key === 'householdId') return nameOfHousehold(desk, value) || null
  return value
}

/** Changes with the names of their fields and the batch they belong to. */
export function viewsOfChanges(desk: Desk, changes: readonly StoredChange[]): ChangeView[] {
  const batches = new Map<number, ReturnType<Desk['batches']['get']>>()
  return changes.map((change) => {
    if (!batches.has(change.batchId)) batches.set(change.batchId, desk.batches.get(change.batchId))
    const batch = batches.get(change.batchId)
    const { label, fields } = entities[change.entity]
    const keys = Object.keys(change.after ?? change.before ?? {}).filter((key) => !unshown.has(key))
    return {
      seq: change.seq,
      batchId: batch && batch.kind !== 'edit' ? change.batchId : null,
      at: batch?.at ?? '',
      actor: batch?.actor ?? '',
      action: change.action,
      entity: change.entity,
      entityId: change.entityId,
      entityLabel: label,
      personId: change.entity === 'person' ? change.entityId : change.personId,
      name: nameOf(desk, change),
      cause: batch?.label ?? '',
      fields: keys.map((key) => ({
        key,
        label: fields.find((field) => field.key === key)?.label ?? linkLabels[key] ?? key,
        before: recordedValue(desk, key, change.before),
        after: recordedValue(desk, key, change.after),
      })),
    }
  })
}
