import type { Desk } from '../context.ts'
import { createPackageStore, type PackageRow, type PackageStore, type Peer } from './package.store.ts'

/**
 * A channel counts packages from one unit to another of one profile; receipts are counted apart.
 * Received packages whose taking in was undone do not count, so they can be received once more.
 */
export function undonePackages(desk: Desk, store: PackageStore = createPackageStore(desk.db)): Set<number> {
  return new Set(
    store
      .undoneBatches()
      .filter(({ batchId }) => !desk.batches.isInForce(batchId))
      .map(({ id }) => id),
  )
}

/** The newest package of a channel that counts. */
export function newestIn(
  desk: Desk,
  peer: Peer,
  profileKey: string,
  receipts: boolean,
  store: PackageStore = createPackageStore(desk.db),
): PackageRow | undefined {
  const undone = undonePackages(desk, store)
  return store.channel('in', peer, profileKey, receipts).find(({ id }) => !undone.has(id))
}

export const newestOut = (
  store: PackageStore,
  peer: Peer,
  profileKey: string,
  receipts: boolean,
): PackageRow | undefined => store.channel('out', peer, profileKey, receipts)[0]

/** The newest package with data that the receiver says it has. */
export const newestAcknowledged = (
  store: PackageStore,
  peer: Peer,
  profileKey: string,
): PackageRow | undefined =>
  store.channel('out', peer, profileKey, false).find(({ acknowledgedAt }) => acknowledgedAt !== null)

/** Numbers between what was seen and what has come now: `2–3`, or null. */
export const gapBetween = (seen: number, now: number): string | null =>
  now - seen <= 1 ? null : now - seen === 2 ? String(seen + 1) : `${seen + 1}–${now - 1}`

/** For each received package that counts: the numbers of its channel that are missing in front of it. */
export function gapsOf(packages: readonly PackageRow[], undone: ReadonlySet<number>): Map<number, string> {
  const gaps = new Map<number, string>()
  const channels = Map.groupBy(
    packages.filter(({ direction, id }) => direction === 'in' && !undone.has(id)),
    ({ peerCode, peerName, profileKey, kind }) =>
      JSON.stringify([peerCode, peerName, profileKey, kind === 'receipt']),
  )
  for (const channel of channels.values()) {
    let seen = 0
    for (const { id, sequence } of channel.toSorted((one, other) => one.sequence - other.sequence)) {
      const gap = gapBetween(seen, sequence)
      if (gap !== null) gaps.set(id, gap)
      seen = sequence
    }
  }
  return gaps
}
