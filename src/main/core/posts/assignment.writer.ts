import { type AnyRecord, sameValue } from '../../../shared/domain/field.ts'
import type { AssignmentViolation } from '../../../shared/domain/post/facts.ts'
import type { Desk } from '../context.ts'
import type { Batch } from '../history/batch.store.ts'
import { createAssignmentChecker, type Parties } from './assignment.facts.ts'
import type { PostRow } from './post.store.ts'

/** The one way in which assignments are written: what the rules say is stored with them, for lists. */
export function createAssignmentWriter(desk: Desk) {
  const { posts, people } = desk
  const checker = createAssignmentChecker(desk)

  /** Codes of what is broken and nobody let pass; null when there is nothing. */
  const problemsOf = (
    violations: readonly AssignmentViolation[],
    exempted: ReadonlySet<string>,
  ): string[] | null => {
    const codes = [
      ...new Set(violations.map(({ code }) => code).filter((code) => !exempted.has(code))),
    ].sort()
    return codes.length > 0 ? codes : null
  }
  const exemptedOf = (id: number): Set<string> => new Set(posts.exemptionsOf(id).map(({ code }) => code))

  function partiesOf(row: PostRow): Parties | null {
    const post = posts.get('public_post', row.postId as number)
    const person = people.get(row.personId as number)
    return post && person
      ? { id: row.id, post, person, openingId: (row.openingId as number | null) ?? null }
      : null
  }

  /** Looks at an assignment anew; answers whether what is stored about it changed. */
  function refresh(batch: Batch, row: PostRow): boolean {
    const parties = partiesOf(row)
    if (!parties) return false
    const problems = problemsOf(checker.check(row, parties), exemptedOf(row.id))
    if (sameValue(row.problems, problems)) return false
    posts.update('post_assignment', row, { problems }, batch)
    return true
  }

  return {
    check: checker.check,
    exemptedOf,
    problemsOf,
    partiesOf,
    refresh,
    save(batch: Batch, before: PostRow | null, patch: AnyRecord): { id: number; changed: string[] } {
      if (before) return { id: before.id, changed: posts.update('post_assignment', before, patch, batch) }
      return { id: posts.insert('post_assignment', patch, batch), changed: Object.keys(patch) }
    },
    /** The assignment itself and the person's others, of which one says something about the other. */
    refreshPerson(batch: Batch, personId: number): void {
      for (const row of posts.assignmentsOf(personId)) refresh(batch, row)
    },
  }
}
