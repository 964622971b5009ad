/** What an administrator does to villages. */
export type RegionTask = 'add' | 'rename' | 'merge' | 'move'

export const taskLabels: Record<RegionTask, string> = {
  add: '新增',
  rename: '更名',
  merge: '合并',
  move: '划转',
}
