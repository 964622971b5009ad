import type { NoticeView } from '../../../shared/contract/calls/post.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import { labelOf } from '../../../shared/domain/dictionary.ts'
import { openingFields } from '../../../shared/domain/post/fields.ts'
import { checkOpening, stageOf } from '../../../shared/domain/post/opening.ts'
import { postParametersAt } from '../../../shared/domain/post/parameters.ts'
import type { Desk, Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { requirePerson } from '../person/labourer.service.ts'
import { checkValues } from '../person/values.ts'
import { refuseViolations, requireRow } from './post.service.ts'
import type { PostRow } from './post.store.ts'

const chosenOf = (desk: Desk, openingId: number): PostRow[] =>
  desk.posts.candidatesOf(openingId).filter(({ decision }) => decision === 'chosen')

/** Who is on a notice that has begun stays on it: neighbours have read it. */
function refuseAfterNotice(desk: Desk, opening: PostRow): void {
  const stage = stageOf(opening as never, desk.today())
  if (stage === 'notice' || stage === 'done') {
    throw new Refusal('refused', '公示已经开始，报名和选聘结果不能再改；确需改动的请撤回公示日期，重新公示。')
  }
}

function candidateWith(desk: Desk, id: number): { candidate: PostRow; opening: PostRow } {
  const candidate = requireRow(desk, 'post_candidate', id)
  return { candidate, opening: requireRow(desk, 'post_opening', candidate.openingId as number) }
}

export const openingHandlers = {
  'opening.save': (input, { desk }) => {
    const post = requireRow(desk, 'public_post', input.postId)
    const before = input.id === undefined ? null : requireRow(desk, 'post_opening', input.id)
    if (before && before.postId !== post.id)
      throw new Refusal('refused', '这次招聘属于另一个岗位，请刷新后重试。')
    const values = checkValues(desk, openingFields, input.values)
    const row = { ...before, ...values }
    const today = desk.today()
    refuseViolations(
      checkOpening(row, {
        today,
        noticeDays: postParametersAt(desk.catalogue().parameters, today).postNoticeDays,
        chosen: before ? chosenOf(desk, before.id).length : 0,
      }),
    )
    const batch = desk.openBatch('edit', before ? '修改岗位招聘' : '提出用岗需求')
    const id = before?.id ?? desk.posts.insert('post_opening', { ...values, postId: post.id }, batch)
    if (before) desk.posts.update('post_opening', before, values, batch)
    batch.close()
    return { id }
  },
  'opening.remove': (input, { desk }) => {
    const opening = requireRow(desk, 'post_opening', input.id)
    if (desk.posts.isReferenced('post_opening', opening.id))
      throw new Refusal('refused', '这次招聘有报名或上岗记录，不能删除。')
    const batch = desk.openBatch('edit', '删除岗位招聘', { reason: input.reason })
    desk.posts.remove('post_opening', opening, batch)
    batch.close()
    return null
  },
  'opening.addCandidate': (input, { desk }) => {
    const opening = requireRow(desk, 'post_opening', input.openingId)
    const person = requirePerson(desk, input.personId)
    refuseAfterNotice(desk, opening)
    if (!opening.openedOn || input.appliedOn < String(opening.openedOn)) {
      throw new Refusal('refused', '报名日期不能早于发布招聘的日期，请先登记发布日期。', [
        { path: 'appliedOn', message: '报名日期早于发布招聘的日期' },
      ])
    }
    if (input.appliedOn > desk.today()) {
      throw new Refusal('invalid_input', '报名日期不能晚于今天。', [
        { path: 'appliedOn', message: '报名日期不能晚于今天' },
      ])
    }
    if (desk.posts.candidatesOf(opening.id).some(({ personId }) => personId === person.id)) {
      throw new Refusal('conflict', `${person.name}已经报名，不用再加一次。`, [
        { path: 'personId', message: '这个人已经报名' },
      ])
    }
    const batch = desk.openBatch('edit', '登记岗位报名')
    const id = desk.posts.insert(
      'post_candidate',
      { openingId: opening.id, personId: person.id, appliedOn: input.appliedOn },
      batch,
    )
    batch.close()
    return { id }
  },
  'opening.decide': (input, { desk }) => {
    const { candidate, opening } = candidateWith(desk, input.candidateId)
    refuseAfterNotice(desk, opening)
    if (input.decision === 'refused' && !input.note) {
      throw new Refusal('invalid_input', '请写明没有选上的原因。', [
        { path: 'note', message: '请写明没有选上的原因' },
      ])
    }
    const chosen = chosenOf(desk, opening.id).filter(({ id }) => id !== candidate.id).length
    if (input.decision === 'chosen' && chosen >= Number(opening.places)) {
      throw new Refusal('refused', `拟招${opening.places}人，已经选定${chosen}人，不能再选。`)
    }
    const batch = desk.openBatch('edit', '登记选聘结果')
    const decisionNote = input.decision === 'refused' ? (input.note ?? null) : null
    desk.posts.update('post_candidate', candidate, { decision: input.decision, decisionNote }, batch)
    batch.close()
    return null
  },
  'opening.removeCandidate': (input, { desk }) => {
    const { candidate, opening } = candidateWith(desk, input.candidateId)
    refuseAfterNotice(desk, opening)
    const batch = desk.openBatch('edit', '撤回岗位报名')
    desk.posts.remove('post_candidate', candidate, batch)
    batch.close()
    return null
  },
  'opening.notice': (input, { desk }): NoticeView => {
    const opening = requireRow(desk, 'post_opening', input.id)
    const post = requireRow(desk, 'public_post', opening.postId as number)
    if (!opening.noticeFrom || !opening.noticeTo)
      throw new Refusal('refused', '还没有填写公示的起止日期，不能打印公示。')
    const sexes = desk.catalogue().dictionaries.get('sex')
    const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
    return {
      unit: desk.unit.name,
      postName: text(post.name),
      postUnit: text(post.unitName),
      village: post.region ? nearName(desk, String(post.region)) : '',
      places: Number(opening.places),
      allowance: Number(post.allowance),
      payBasis: text(post.payBasis),
      noticeFrom: String(opening.noticeFrom),
      noticeTo: String(opening.noticeTo),
      noticePlace: text(opening.noticePlace),
      complaintPhone: text(opening.complaintPhone),
      people: chosenOf(desk, opening.id).map(({ personId }) => {
        const person = desk.people.get(personId as number)
        return {
          name: text(person?.name),
          sex: sexes && person?.sex ? labelOf(sexes, String(person.sex)) : '',
          village: person?.region ? nearName(desk, String(person.region)) : '',
        }
      }),
    }
  },
} satisfies Partial<Handlers>
