import type { AnyRecord, FieldValue } from '../../../shared/domain/field.ts'
import type { Db } from '../db/open.ts'
import type { Entity } from '../history/batch.store.ts'

/**
 * What a record was after a change of the past, read backwards from what it is now: the first change
 * after that one says in `before` what stood there. So nothing has to be kept of what was sent or
 * received but the number of the last change.
 */
export function createPastStates(db: Db) {
  const select = (condition: string) =>
    db.prepare(
      `SELECT action, before FROM change WHERE ${condition} AND entity = @entity AND entity_id = @id AND seq > @after ORDER BY seq`,
    )
  const ofPerson = select('person_id = @personId')
  const ofOther = select('person_id IS NULL')
  const newest = (condition: string) =>
    db
      .prepare(
        `SELECT max(seq) FROM change WHERE ${condition} AND entity = @entity AND entity_id = @id AND seq <= @upTo`,
      )
      .pluck()
  const newestOfPerson = newest('person_id = @personId')
  const newestOfOther = newest('person_id IS NULL')

  return {
    /**
     * Null when the record was not there then. `personId` as its history has it. What has not changed is
     * inherited from `record`, not copied: of a hundred fields hardly any has.
     */
    stateAt(
      entity: Entity,
      record: AnyRecord & { id: number },
      personId: number | null,
      after: number,
    ): AnyRecord | null {
      const bound = { entity, id: record.id, after }
      const changes = (personId === null ? ofOther.all(bound) : ofPerson.all({ ...bound, personId })) as {
        action: string
        before: string | null
      }[]
      const state = Object.create(record) as AnyRecord
      for (const { action, before } of changes) {
        if (action !== 'update') return null
        for (const [key, value] of Object.entries(JSON.parse(before ?? '{}') as Record<string, FieldValue>))
          if (!Object.hasOwn(state, key)) state[key] = value
      }
      return state
    },
    /** Number of the latest change of a record up to a moment: its version. 0 when it has none. */
    version(entity: Entity, id: number, personId: number | null, upTo: number): number {
      const bound = { entity, id, upTo }
      return Number(
        (personId === null ? newestOfOther.get(bound) : newestOfPerson.get({ ...bound, personId })) ?? 0,
      )
    },
  }
}
