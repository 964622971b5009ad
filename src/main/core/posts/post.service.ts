import type { OpeningView, PostView } from '../../../shared/contract/calls/post.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import {
  assignmentFields,
  candidateFields,
  openingFields,
  postFields,
} from '../../../shared/domain/post/fields.ts'
import { stageOf } from '../../../shared/domain/post/opening.ts'
import { regionLevel } from '../../../shared/domain/region-code.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import type { Desk, Handlers } from '../context.ts'
import type { PostEntity } from '../history/batch.store.ts'
import { regionNamesIn } from '../ledger/ledger.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import { createAssignmentWriter } from './assignment.writer.ts'
import type { PostRow } from './post.store.ts'

const words: Record<PostEntity, string> = {
  public_post: '这个岗位',
  post_opening: '这次招聘',
  post_candidate: '这个报名',
  post_assignment: '这条上岗记录',
  post_attendance: '这条考勤',
}
/** People of a post that its page shows. */
const shownPeople = 200

export function requireRow(desk: Desk, entity: PostEntity, id: number): PostRow {
  const row = desk.posts.get(entity, id)
  if (!row) throw new Refusal('not_found', `找不到${words[entity]}，可能已删除或撤销，请刷新后重试。`)
  return row
}

/** The fields of a row, empty ones null. */
export const pick = (fields: readonly Field[], row: AnyRecord): AnyRecord =>
  Object.fromEntries(fields.filter((field) => !field.joined).map(({ key }) => [key, row[key] ?? null]))

/** Refuses with every violation beside its field. */
export function refuseViolations(violations: readonly Violation[], what = '没有保存'): void {
  const [first] = violations
  if (!first) return
  throw new Refusal(
    'refused',
    `${first.message}，${what}。`,
    violations.map(({ field, message }) => ({ path: `values.${field}`, message })),
  )
}

const block = (field: string, code: string, message: string): Violation => ({
  field,
  code,
  severity: 'blocks',
  message,
})

/** What is wrong with a post by itself; people on it have rules of their own. */
export function checkPost(desk: Desk, row: AnyRecord, before: PostRow | null): Violation[] {
  const missing = postFields
    .filter((field) => 'required' in field && field.required && (row[field.key] ?? null) === null)
    .map((field) => block(field.key, 'J01Missing', `请填写${field.label}`))
  const known = row.postCode ? desk.posts.idByCode(String(row.postCode)) : undefined
  const problems: [boolean, Violation][] = [
    [
      known !== undefined && known !== before?.id,
      block('postCode', 'J02Code', '岗位编号已被另一个岗位使用，请核对'),
    ],
    [
      typeof row.region === 'string' && regionLevel(row.region) !== 5,
      block('region', 'J03Village', '岗位所在村须选择到村'),
    ],
    [
      !!row.closedOn && String(row.closedOn) < String(row.openedOn ?? ''),
      block('closedOn', 'J04Closed', '撤岗日期不能早于设岗日期'),
    ],
    [
      before !== null && Number(row.quota ?? 0) < desk.posts.filledOf(before.id),
      block(
        'quota',
        'J05Quota',
        `现有${before ? desk.posts.filledOf(before.id) : 0}人在岗，名额不能少于这个数，请先办理退岗`,
      ),
    ],
    [
      before !== null && !!row.closedOn && desk.posts.filledOf(before.id) > 0,
      block('closedOn', 'J06StillFilled', '还有人在岗，请先办理退岗再撤岗'),
    ],
  ]
  return [...missing, ...problems.flatMap(([broken, violation]) => (broken ? [violation] : []))]
}

export function viewOfOpening(desk: Desk, opening: PostRow): OpeningView {
  const people = desk.posts.assignmentsOn(opening.postId as number)
  return {
    id: opening.id,
    stage: stageOf(opening as never, desk.today()),
    values: pick(openingFields, opening),
    candidates: desk.posts.candidatesOf(opening.id).map((candidate) => ({
      id: candidate.id,
      personId: candidate.personId as number,
      name: String(desk.people.get(candidate.personId as number)?.name ?? ''),
      values: pick(candidateFields, candidate),
      assignmentId:
        people.find((one) => one.openingId === opening.id && one.personId === candidate.personId)?.id ?? null,
    })),
  }
}

function viewOf(desk: Desk, post: PostRow): PostView {
  const values = { ...pick(postFields, post), filledCount: desk.posts.filledOf(post.id) }
  return {
    id: post.id,
    version: post.version,
    values,
    openings: desk.posts.openingsOf(post.id).map((opening) => viewOfOpening(desk, opening)),
    people: desk.posts
      .assignmentsOn(post.id)
      .slice(0, shownPeople)
      .map((row) => ({
        id: row.id,
        personId: row.personId as number,
        name: String(desk.people.get(row.personId as number)?.name ?? ''),
        values: pick(assignmentFields, row),
      })),
    regionNames: regionNamesIn(desk, 'post', [values]),
  }
}

export const postHandlers = {
  'post.get': (input, { desk }) => viewOf(desk, requireRow(desk, 'public_post', input.id)),
  'post.save': (input, { desk }) => {
    const before = input.id === undefined ? null : requireRow(desk, 'public_post', input.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, postFields, input.values)
    refuseViolations(checkPost(desk, { ...before, ...values }, before))
    const batch = desk.openBatch('edit', before ? '修改公益性岗位' : '新设公益性岗位')
    const id = before?.id ?? desk.posts.insert('public_post', values, batch)
    if (before && desk.posts.update('public_post', before, values, batch).length > 0) {
      // Quota, term and allowance decide what the rules say of everybody on it.
      const writer = createAssignmentWriter(desk)
      for (const row of desk.posts.assignmentsOn(id)) writer.refresh(batch, row)
    }
    batch.close()
    return { id, version: requireRow(desk, 'public_post', id).version }
  },
  'post.remove': (input, { desk }) => {
    const post = requireRow(desk, 'public_post', input.id)
    if (desk.posts.isReferenced('public_post', post.id)) {
      throw new Refusal('refused', '岗位上有招聘或上岗记录，不能删除；不再设的岗位请填写撤岗日期。')
    }
    const batch = desk.openBatch('edit', '删除公益性岗位', { reason: input.reason })
    desk.posts.remove('public_post', post, batch)
    batch.close()
    return null
  },
} satisfies Partial<Handlers>
