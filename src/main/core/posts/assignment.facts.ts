import { isDate } from '../../../shared/domain/calendar.ts'
import type { AnyRecord } from '../../../shared/domain/field.ts'
import type { AssignmentFacts, AssignmentViolation } from '../../../shared/domain/post/facts.ts'
import { type PostParameters, postParametersAt } from '../../../shared/domain/post/parameters.ts'
import { checkAssignment } from '../../../shared/domain/post/rules.ts'
import type { Desk } from '../context.ts'
import type { PersonRow } from '../person/person.store.ts'
import type { PersonSpell, PostRow } from './post.store.ts'

/** Whom and what an assignment is about. */
export interface Parties {
  /** The assignment itself, left out of what is known of others; null for a new one. */
  id: number | null
  post: PostRow
  person: PersonRow
  openingId: number | null
}

/** Checks assignments against the rules with what the ledger knows; made once for many. */
export function createAssignmentChecker(desk: Desk) {
  const { posts, households } = desk
  const today = desk.today()
  const parametersOn = new Map<string, PostParameters>()
  const parameters = (date: string): PostParameters => {
    const known = parametersOn.get(date) ?? postParametersAt(desk.catalogue().parameters, date)
    parametersOn.set(date, known)
    return known
  }

  function factsOf(row: AnyRecord, { id, post, person, openingId }: Parties): AssignmentFacts {
    const isOther = (spell: PersonSpell) => spell.id !== id
    const household = person.householdId ? households.get(person.householdId as number) : null
    const opening = openingId === null ? null : posts.get('post_opening', openingId)
    const start = typeof row.startedOn === 'string' && isDate(row.startedOn) ? row.startedOn : today
    return {
      today,
      parameters: parameters(start),
      post: post as AssignmentFacts['post'],
      holder: {
        ...(person as unknown as AssignmentFacts['holder']),
        idleSince: desk.graduates.idleSince(person.id),
        difficulties: (person.difficulties as string[] | null) ?? [],
        householdCategory: (household?.category as string | null) ?? null,
      },
      others: posts.spellsOf(person.id).filter(isOther),
      onPost: posts.spellsOn(post.id).filter((spell) => isOther(spell) && spell.personId !== person.id),
      relatives: household ? posts.relativesOn(household.id, person.id, post.id) : [],
      graduatesInVillage:
        post.isGraduatePost === true
          ? posts
              .graduateSpells(String(post.region))
              .filter((spell) => isOther(spell) && spell.personId !== person.id)
          : [],
      // Nobody is known of a person without a household: then it is no zero-employment household either.
      householdEmployed: household ? (households.countsOf(household.id)?.employedCount ?? 1) : 1,
      notice: opening && {
        from: opening.noticeFrom as string | null,
        to: opening.noticeTo as string | null,
      },
    }
  }

  return {
    check: (row: AnyRecord, parties: Parties): AssignmentViolation[] =>
      checkAssignment(row, factsOf(row, parties)),
  }
}
