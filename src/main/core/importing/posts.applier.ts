import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { Desk } from '../context.ts'
import { createAssignmentWriter } from '../posts/assignment.writer.ts'
import { checkPost } from '../posts/post.service.ts'
import { isViolation, personOf } from './episodes.applier.ts'
import {
  type Applier,
  type ApplyOptions,
  block,
  blocked,
  patchOf,
  planned,
  type RowPlan,
  skipByMode,
  unchanged,
} from './plan.ts'

const twice = (row: number) =>
  block('postCode', 'row.twice', `与第 ${row} 行说的是同一条记录，请核对后只保留一行`)

/** Public posts, found by 岗位编号. */
export function postsApplier(desk: Desk, options: ApplyOptions): Applier {
  const seen = new Map<string, number>()
  return {
    plan(said, rowNumber): RowPlan {
      const code = String(said.postCode)
      const name = String(said.name ?? '')
      const first = seen.get(code)
      if (first !== undefined) return blocked(name, [twice(first)])
      seen.set(code, rowNumber)
      const id = desk.posts.idByCode(code)
      const before = id === undefined ? null : desk.posts.get('public_post', id)
      if (skipByMode(options, before !== null)) return unchanged(name, null)
      const patch = patchOf(before, options.settle?.(before, said) ?? said, options, new Set())
      if (before && Object.keys(patch).length === 0) return unchanged(name, null)
      const violations = checkPost(desk, { ...before, ...patch }, before)
      if (violations.length > 0) return blocked(name, violations)
      return planned(
        {
          name,
          personId: null,
          places: [before ? before.region : patch.region, patch.region ?? before?.region],
          violations,
          apply(batch) {
            if (before) desk.posts.update('public_post', before, patch, batch)
            else desk.posts.insert('public_post', patch, batch)
          },
        },
        before,
        patch,
      )
    },
  }
}

const ofParties = new Set(['name', 'idNumber', 'postCode', 'postName', 'region', 'term', 'funding'])

/** People on posts, found by post, person and first day. What somebody could exempt is written and kept as a problem. */
export function assignmentsApplier(desk: Desk, options: ApplyOptions): Applier {
  const writer = createAssignmentWriter(desk)
  const touched = new Set<number>()
  const seen = new Map<string, number>()
  return {
    plan(said, rowNumber): RowPlan {
      const name = String(said.name ?? '')
      const key = [said.postCode, said.idNumber, said.startedOn].join()
      const first = seen.get(key)
      if (first !== undefined) return blocked(name, [twice(first)])
      seen.set(key, rowNumber)
      const person = personOf(desk, said)
      if (isViolation(person)) return blocked(name, [person])
      const postId = desk.posts.idByCode(String(said.postCode))
      const post = postId === undefined ? null : desk.posts.get('public_post', postId)
      if (!post)
        return blocked(name, [
          block('postCode', 'row.unknownPost', '台账里没有这个岗位编号，请先导入岗位，再导入这张表'),
        ])
      const before =
        desk.posts
          .assignmentsOf(person.id)
          .find((row) => row.postId === post.id && row.startedOn === (said.startedOn ?? null)) ?? null
      if (skipByMode(options, before !== null)) return unchanged(name, person.id)
      const patch = patchOf(before, options.settle?.(before, said) ?? said, options, ofParties)
      if (before && Object.keys(patch).length === 0) return unchanged(name, person.id)
      const row: AnyRecord = { ...before, ...patch }
      const openingId = (before?.openingId as number | null | undefined) ?? null
      const parties = { id: before?.id ?? null, post, person, openingId }
      const violations = writer.check(row, parties)
      return planned(
        {
          name,
          personId: person.id,
          places: [post.region],
          violations,
          apply(batch) {
            // Rows before this one may have filled the post: asked again when it is written.
            const now = writer.check(row, parties)
            const problems = writer.problemsOf(now, before ? writer.exemptedOf(before.id) : new Set())
            const links = { postId: post.id, personId: person.id, openingId }
            writer.save(batch, before, before ? { ...patch, problems } : { ...patch, ...links, problems })
            touched.add(person.id)
          },
        },
        before,
        patch,
      )
    },
    finish(batch) {
      for (const personId of touched) writer.refreshPerson(batch, personId)
    },
  }
}
