import { ref } from 'vue'
import { useClient } from '../../composables/client.ts'
import { notifyDone, notifyFailure, notifyWarning } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'
import type { LedgerList } from './use-ledger-list.ts'

/** Most people whose state is changed in one step: the contract's own limit. */
const mostAtOnce = 10_000
/** The contract's limit of forms confirmed one by one; how many the office allows is far below. */
const mostConfirmed = 1000
const pageSize = 500

export interface RefusedChange {
  id: number
  name: string
  message: string
}

/** What can be done with the chosen rows of a list. */
export function useBulkActions(list: LedgerList) {
  const client = useClient()
  const setState = useCall('labourer.setState')
  const confirming = useCall('confirmation.confirm')
  const returning = useCall('confirmation.return')
  const refused = ref<RefusedChange[]>([])
  const busy = ref(false)

  /** The chosen people; where the whole list is chosen, everybody it finds. Null after a failure. */
  async function chosenIds(): Promise<number[] | null> {
    if (!list.everything.value) return [...list.selection.value.ids]
    const ids: number[] = []
    for (let offset = 0; offset < mostAtOnce; offset += pageSize) {
      const answer = await client.call('ledger.page', {
        ...list.query.value,
        columns: ['name'],
        offset,
        limit: pageSize,
      })
      if (!answer.ok) {
        notifyFailure(answer.error)
        return null
      }
      ids.push(...answer.value.rows.map((row) => row.id))
      if (answer.value.rows.length < pageSize) break
    }
    return ids
  }

  async function changeState(to: 'submitted' | 'confirmed' | 'sentBack', reason?: string): Promise<void> {
    busy.value = true
    const ids = await chosenIds()
    if (ids?.length) {
      const some = ids.slice(0, mostAtOnce)
      const result =
        to === 'confirmed'
          ? await confirming.run({ ids: some.slice(0, mostConfirmed) })
          : to === 'sentBack'
            ? await returning.run({ ids: some, reason: reason ?? '' })
            : await setState.run({ ids: some, to })
      if (result.ok) {
        const { changed } = result.value
        refused.value = result.value.refused
        const done = { sentBack: '已退回', submitted: '已提交', confirmed: '已确认' }[to]
        if (changed > 0) notifyDone(`${done} ${changed} 人`)
        // Who could not be is named in a list of their own.
        else if (refused.value.length === 0) notifyWarning('所选人员都不需要办理')
        list.clearSelection()
      }
    }
    busy.value = false
  }

  return { busy, refused, chosenIds, changeState }
}
