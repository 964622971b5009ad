import { useHost } from '../../composables/client.ts'
import { notifyDone } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'
import type { LedgerList } from './use-ledger-list.ts'

/** Writes a list as it stands (list, filters, sort, columns) into a workbook and has it saved. */
export function useListExport(list: LedgerList) {
  const host = useHost()
  const exporting = useCall('export.run')

  /** @param full a permit, for numbers in full */
  async function exportList(full?: string): Promise<void> {
    const sort = list.sort.value
    const result = await exporting.run({
      ...list.query.value,
      columns: list.columns.value.map((field) => field.key),
      ...(sort ? { sort } : {}),
      ...(full ? { full } : {}),
    })
    if (!result.ok) return
    const saved = await host.saveFile(result.value.name, result.value.bytes)
    if (saved) notifyDone(`已导出 ${result.value.rows} 行，文件名 ${result.value.name}`)
  }

  return {
    exportList,
    loading: exporting.loading,
    progress: exporting.progress,
    cancel: exporting.cancel,
  }
}
