import type { RegionView } from '../../../shared/contract/calls/region.ts'
import { type Result, succeed } from '../../../shared/contract/result.ts'
import { useClient } from '../../composables/client.ts'
import { formatCount } from '../../composables/format.ts'
import type { RegionTask } from './region-tasks.ts'

interface TaskInput {
  name: string
  /** Code of the village merged into, or of the township moved to. */
  other: string
  validFrom: string
  reason: string
}

/** Carries out a change to a village and says in a sentence what it did. */
export function useRegionTask() {
  const client = useClient()

  async function run(task: RegionTask, region: RegionView, input: TaskInput): Promise<Result<string>> {
    const { validFrom } = input
    const dated = { validFrom, reason: input.reason || undefined }
    switch (task) {
      case 'add': {
        const result = await client.call('region.add', { parent: region.code, name: input.name, validFrom })
        return result.ok ? succeed(`已添加${result.value.name}`) : result
      }
      case 'rename': {
        const result = await client.call('region.rename', { code: region.code, name: input.name, ...dated })
        return result.ok ? succeed(`${region.name}已更名为${result.value.name}`) : result
      }
      case 'merge': {
        const result = await client.call('region.merge', { code: region.code, into: input.other, ...dated })
        if (!result.ok) return result
        const { people, households } = result.value
        return succeed(
          `${region.name}已合并，${formatCount(people)} 人、${formatCount(households)} 户归到并入的村`,
        )
      }
      case 'move': {
        const result = await client.call('region.move', { code: region.code, parent: input.other, ...dated })
        return result.ok ? succeed(`${region.name}已划转，现在是 ${result.value.path}`) : result
      }
    }
  }
  return { run }
}
