import {
  type PackageView,
  packageKinds,
  type ReceivedKind,
  receivedKinds,
} from '../../../../shared/contract/calls/package.ts'
import type { Field } from '../../../../shared/domain/field.ts'
import { ledgerNames, ledgers } from '../../../../shared/domain/ledgers.ts'
import { formatCount } from '../../../composables/format.ts'

/** Packages of one unit and one profile, both directions, the latest first. */
export interface Channel {
  id: string
  peer: PackageView['peer']
  profile: PackageView['profile']
  packages: PackageView[]
  openConflicts: number
}

export function channelsOf(packages: readonly PackageView[]): Channel[] {
  const channels = new Map<string, Channel>()
  for (const one of packages) {
    const id = `${one.peer.code} ${one.peer.name} ${one.profile.key}`
    const channel = channels.get(id) ?? {
      ...{ id, peer: one.peer, profile: one.profile, packages: [], openConflicts: 0 },
    }
    channel.packages.push(one)
    channel.openConflicts += one.openConflicts
    channels.set(id, channel)
  }
  return [...channels.values()]
}

export const directionLabels = { out: '报出', in: '收到' } as const

/** Where a package stands, in one word with its kind of mark. */
export function stateOf(one: PackageView): { text: string; mark: 'done' | 'warn' | 'quiet' } {
  if (one.undone) return { text: '接收已撤销', mark: 'quiet' }
  if (one.kind === 'receipt') return { text: one.direction === 'out' ? '已出具' : '已登记', mark: 'done' }
  if (one.direction === 'in')
    return one.receiptAt === null
      ? { text: '未出具回执', mark: 'warn' }
      : { text: '已出具回执', mark: 'done' }
  if (one.results) return { text: '对方已收，有回执', mark: 'done' }
  return one.acknowledgedAt === null
    ? { text: '对方尚未答复', mark: 'warn' }
    : { text: '对方已收', mark: 'done' }
}

export const titleOf = (one: PackageView): string => `第 ${one.sequence} 号${packageKinds[one.kind]}`

/** Tabs of a preview in the order in which they matter. */
export const shownKinds: readonly { kind: ReceivedKind; label: string; hint: string }[] = [
  { kind: 'conflict', label: receivedKinds.conflict, hint: '双方都改过同一项，先保留本单位的，由人认定' },
  { kind: 'blocked', label: receivedKinds.blocked, hint: '不合规则，不写入，回执会写明原因' },
  { kind: 'new', label: receivedKinds.new, hint: '台账里没有的' },
  { kind: 'changed', label: receivedKinds.changed, hint: '只有对方改过的，照对方的改' },
  { kind: 'merged', label: receivedKinds.merged, hint: '双方改了不同的项，合到一起' },
  { kind: 'unchanged', label: receivedKinds.unchanged, hint: '与台账一致，或只有本单位改过' },
]

/** A field by key and label, whichever ledger it belongs to. */
export function fieldNamed(key: string, label: string): Field {
  for (const name of ledgerNames) {
    const field = ledgers[name].fields.find(
      (candidate: Field) => candidate.key === key && candidate.label === label,
    )
    if (field) return field
  }
  return { key, label, kind: 'text' }
}

export const rowsInWords = (rows: number): string => `${formatCount(rows)} 行`
