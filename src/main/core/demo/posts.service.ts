import { addDays, addMonths, monthOf } from '../../../shared/domain/calendar.ts'
import { spanInMonth } from '../../../shared/domain/post/pay.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createAssignmentWriter } from '../posts/assignment.writer.ts'
import { type DemoHolder, planPosts } from './posts.ts'

/** Writes the posts of the demo county: each with the round it was filled by, its people and last month's attendance. */
export function writePosts(desk: Desk, batch: Batch, holders: readonly DemoHolder[]): void {
  const { posts } = desk
  const today = desk.today()
  const { posts: planned, contracts } = planPosts(holders, today)
  const onPost = Map.groupBy(contracts, ({ postCode }) => postCode)
  const lastMonth = addMonths(monthOf(today), -1)
  const people: number[] = []
  planned.forEach((post, index) => {
    const postId = posts.insert('public_post', { ...post, filledCount: null }, batch)
    const rows = onPost.get(post.postCode) ?? []
    const first = rows.map(({ startedOn }) => startedOn ?? today).sort()[0] ?? today
    const openingId = posts.insert(
      'post_opening',
      {
        postId,
        places: rows.length,
        neededOn: addDays(first, -40),
        needReason: '村内日常管护需要，按需设岗',
        openedOn: addDays(first, -30),
        noticeFrom: addDays(first, -12),
        noticeTo: addDays(first, -4),
        noticePlace: '村务公开栏（演示）',
        complaintPhone: '0743-0000000',
      },
      batch,
    )
    rows.forEach(({ name, idNumber, postCode, ...contract }, place) => {
      const personId = desk.people.idByIdNumber(String(idNumber))
      if (personId === undefined) return
      const appliedOn = addDays(first, -25)
      posts.insert('post_candidate', { openingId, personId, appliedOn, decision: 'chosen' }, batch)
      const id = posts.insert('post_assignment', { ...contract, postId, personId, openingId }, batch)
      people.push(personId)
      const span = spanInMonth(contract as never, lastMonth)
      if (!span || index % 8 === 3) return
      const presentDays = Math.min(span.days, (post.monthlyDays ?? 22) - ((index + place) % 4)) * 10
      const links = { assignmentId: id, personId, month: lastMonth }
      posts.insert('post_attendance', { ...links, presentDays, assessment: 'qualified' }, batch)
    })
  })
  const writer = createAssignmentWriter(desk)
  for (const personId of people) writer.refreshPerson(batch, personId)
}
