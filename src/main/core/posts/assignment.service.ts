import type { AssignmentView, PostsOfPerson } from '../../../shared/contract/calls/post.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import { type AssignmentViolation, exemptedByWords } from '../../../shared/domain/post/facts.ts'
import { assignmentFields } from '../../../shared/domain/post/fields.ts'
import { postParametersAt } from '../../../shared/domain/post/parameters.ts'
import { detachAll } from '../attachment/owners.ts'
import type { CallScope, Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { requirePerson } from '../person/labourer.service.ts'
import { checkValues, requireVersion } from '../person/values.ts'
import type { Parties } from './assignment.facts.ts'
import { createAssignmentWriter } from './assignment.writer.ts'
import { pick, refuseViolations, requireRow } from './post.service.ts'
import type { PostRow } from './post.store.ts'

interface About {
  id?: number | undefined
  postId: number
  personId: number
  openingId?: number | undefined
}

/** Whom an assignment is about; person and round of one that is there already stay what they are. */
function partiesOf(desk: Desk, input: About, before: PostRow | null): Parties {
  if (before && (before.personId !== input.personId || before.postId !== input.postId))
    throw new Refusal('refused', '已登记的上岗记录不能换人或换岗，请办理退岗后另行登记。')
  const openingId = before ? ((before.openingId as number | null) ?? null) : (input.openingId ?? null)
  const post = requireRow(desk, 'public_post', input.postId)
  const person = requirePerson(desk, input.personId)
  if (openingId !== null && !before) {
    const opening = requireRow(desk, 'post_opening', openingId)
    const isChosen = desk.posts
      .candidatesOf(openingId)
      .some(({ personId, decision }) => personId === person.id && decision === 'chosen')
    if (opening.postId !== post.id || !isChosen)
      throw new Refusal('refused', `${person.name}不在这次招聘的拟聘名单里，不能凭这次公示上岗。`)
  }
  return { id: before?.id ?? null, post, person, openingId }
}

function viewOf(desk: Desk, row: PostRow): AssignmentView {
  const writer = createAssignmentWriter(desk)
  const parties = writer.partiesOf(row)
  if (!parties) throw new Refusal('not_found', '这条上岗记录的岗位或人员已不在台账里。')
  return {
    id: row.id,
    version: row.version,
    personId: parties.person.id,
    postId: parties.post.id,
    openingId: parties.openingId,
    name: String(parties.person.name ?? ''),
    idNumber: parties.person.idNumber as string | null,
    postName: `${parties.post.postCode} ${parties.post.name}`,
    values: pick(assignmentFields, row),
    violations: writer.check(row, parties),
    exemptions: desk.posts.exemptionsOf(row.id),
  }
}

/** Each broken rule with who may let it pass, beside its field. */
const inWords = (violation: AssignmentViolation): AssignmentViolation => ({
  ...violation,
  message: `${violation.message}（${exemptedByWords[violation.exemptedBy]}）`,
})

const fingerprintKey = 'postsCheckedWith'
const fingerprintOf = (desk: Desk): string =>
  JSON.stringify([desk.today(), postParametersAt(desk.catalogue().parameters, desk.today())])

function recheck(scope: CallScope): { checked: number; changed: number } {
  const { desk } = scope
  if (desk.catalogueStore.meta(fingerprintKey) === fingerprintOf(desk)) return { checked: 0, changed: 0 }
  const writer = createAssignmentWriter(desk)
  const batch = desk.openBatch('edit', '按今天的情况重新核查上岗人员')
  const ids = desk.posts.openIds()
  let changed = 0
  ids.forEach((id, index) => {
    const row = desk.posts.get('post_assignment', id)
    if (row && writer.refresh(batch, row)) changed++
    if (index % 500 === 0) {
      scope.progress('正在核查上岗人员', index, ids.length)
      scope.checkCancelled()
    }
  })
  batch.close()
  desk.catalogueStore.setMeta(fingerprintKey, fingerprintOf(desk))
  return { checked: ids.length, changed }
}

export const assignmentHandlers = {
  'assignment.get': (input, { desk }) => viewOf(desk, requireRow(desk, 'post_assignment', input.id)),
  'assignment.ofPerson': (input, { desk }): PostsOfPerson => {
    const person = requirePerson(desk, input.personId)
    return {
      assignments: desk.posts
        .assignmentsOf(person.id)
        .toReversed()
        .map((row) => {
          const post = requireRow(desk, 'public_post', row.postId as number)
          return {
            id: row.id,
            postId: post.id,
            postName: `${post.postCode} ${post.name}`,
            village: nearName(desk, String(post.region)),
            values: pick(assignmentFields, row),
          }
        }),
      lines: desk.allowances.linesOf(person.id),
    }
  },
  'assignment.check': (input, { desk }) => {
    const before = input.id === undefined ? null : requireRow(desk, 'post_assignment', input.id)
    const values = checkValues(desk, assignmentFields, input.values, { before })
    return createAssignmentWriter(desk).check({ ...before, ...values }, partiesOf(desk, input, before))
  },
  'assignment.save': (input, { desk, app }) => {
    const before = input.id === undefined ? null : requireRow(desk, 'post_assignment', input.id)
    if (before) requireVersion(before, input.version)
    const values = checkValues(desk, assignmentFields, input.values, { before })
    const parties = partiesOf(desk, input, before)
    const writer = createAssignmentWriter(desk)
    const row: AnyRecord = { ...before, ...values }
    const violations = writer.check(row, parties)
    const exempted = before ? writer.exemptedOf(before.id) : new Set<string>()
    for (const { code } of input.exemptions) exempted.add(code)
    const refused = violations.filter(
      ({ code, exemptedBy }) => exemptedBy === 'nobody' || !exempted.has(code),
    )
    refuseViolations(refused.map(inWords))
    const batch = desk.openBatch('edit', before ? '修改上岗记录' : '登记上岗')
    const links = { postId: parties.post.id, personId: parties.person.id, openingId: parties.openingId }
    const { id } = writer.save(batch, before, before ? values : { ...values, ...links })
    const broken = new Set(violations.map(({ code }) => code))
    for (const { code, reason } of input.exemptions)
      if (broken.has(code)) desk.posts.exempt(id, code, reason, desk.user, app.place.now())
    writer.refreshPerson(batch, parties.person.id)
    batch.close()
    return { id, version: requireRow(desk, 'post_assignment', id).version, violations }
  },
  'assignment.unexempt': (input, { desk }) => {
    const row = requireRow(desk, 'post_assignment', input.id)
    const batch = desk.openBatch('edit', '取消豁免')
    desk.posts.unexempt(row.id, input.code)
    createAssignmentWriter(desk).refresh(batch, row)
    batch.close()
    return null
  },
  'assignment.remove': (input, { desk }) => {
    const row = requireRow(desk, 'post_assignment', input.id)
    if (desk.posts.isReferenced('post_assignment', row.id))
      throw new Refusal('refused', '这条上岗记录已有考勤或补贴，不能删除；离岗的请办理退岗。')
    const batch = desk.openBatch('edit', '删除上岗记录', { reason: input.reason })
    detachAll(desk, batch, 'post_assignment', row.id)
    desk.posts.remove('post_assignment', row, batch)
    createAssignmentWriter(desk).refreshPerson(batch, row.personId as number)
    batch.close()
    return null
  },
  'assignment.recheck': (_input, scope) => recheck(scope),
} satisfies Partial<Handlers>
