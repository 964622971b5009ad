import type { PickedFile, WindowHost } from '../../shared/contract/host.ts'

export interface FakeHost extends WindowHost {
  /** Files the next picks answer with; empty: the person cancels. */
  readonly toPick: PickedFile[]
  readonly saved: { name: string; bytes: Uint8Array }[]
  readonly printed: ('page' | { landscape: boolean; paper: 'A4' | 'A3' })[]
}

/** A host for tests of pages: keeps what would have been saved or printed. */
export function createFakeHost(kind: WindowHost['kind'] = 'browser'): FakeHost {
  const host: FakeHost = {
    kind,
    toPick: [],
    saved: [],
    printed: [],
    pickFile: async () => host.toPick.shift() ?? null,
    async saveFile(name, bytes) {
      host.saved.push({ name, bytes })
      return true
    },
    async print() {
      host.printed.push('page')
    },
    async printToPdf(options) {
      host.printed.push(options)
      return null
    },
  }
  return host
}
