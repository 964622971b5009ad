import { useHost } from '../../composables/client.ts'
import { notifyDone } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'

/** Saves the sender's own workbook with the rows of an import that were not written. */
export function useErrorFile() {
  const host = useHost()
  const errors = useCall('import.errors')

  async function saveErrorFile(importId: number): Promise<void> {
    const result = await errors.run({ importId })
    if (!result.ok) return
    const saved = await host.saveFile(result.value.name, result.value.bytes)
    if (saved) notifyDone(`已保存 ${result.value.name}，改好后可以直接再导入`)
  }
  return { saveErrorFile }
}
