import type { RegionView } from '../../../shared/contract/calls/region.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { RegionLevel } from '../../../shared/domain/region-code.ts'
import type { CallScope, Handlers } from '../context.ts'
import type { Region, RegionChange, RegionService } from './region.service.ts'
import { moveRegion } from './region-members.ts'

const viewOf = (regions: RegionService, region: Region): RegionView => ({
  code: region.code,
  name: region.name,
  level: region.level,
  parent: region.parent,
  path: regions.displayName(region.code, { separator: ' ' }),
  validFrom: region.validFrom,
  validTo: region.validTo,
  local: region.local,
})

function requireRegion(regions: RegionService, code: string): Region {
  const region = regions.get(code)
  if (!region) throw new Refusal('not_found', '没有这个行政区划，请刷新后重选。')
  return region
}

const detailOf = (regions: RegionService, change: RegionChange): string => {
  const place = regions.displayName(change.parent, { from: 'county' })
  switch (change.kind) {
    case 'add':
      return `在${place}新增`
    case 'rename':
      return `在${place}更名`
    case 'merge':
      return `并入${change.mergedInto ? regions.displayName(change.mergedInto, { from: 'county' }) : ''}`
    case 'move':
      return `划归${place}`
  }
}

const contextOf = (scope: CallScope, input: { validFrom: string; reason?: string | undefined }) => ({
  validFrom: input.validFrom,
  actor: scope.desk.user,
  enteredAt: scope.app.place.now(),
  reason: input.reason ?? null,
})

export const regionHandlers = {
  'region.search': (input, { app }) => {
    const regions = app.regions()
    const near = app.desk?.unit.regionCode
    return regions
      .search(input.text, {
        limit: input.limit,
        ...(input.under && { under: input.under }),
        ...(input.level && { level: input.level as RegionLevel }),
        ...(near && { near }),
      })
      .map((region) => viewOf(regions, region))
  },
  'region.children': (input, { app }) => {
    const regions = app.regions()
    return regions.children(input.code).map((region) => viewOf(regions, region))
  },
  'region.path': (input, { app }) => {
    const regions = app.regions()
    return regions.pathOf(input.code).map((region) => viewOf(regions, region))
  },
  'region.changes': (input, { desk }) =>
    desk.regions.changes(input.limit).map((change) => ({
      seq: change.seq,
      kind: change.kind,
      code: change.code,
      name: change.name,
      detail: detailOf(desk.regions, change),
      validFrom: change.validFrom,
      at: change.enteredAt,
      actor: change.actor,
    })),
  'region.add': (input, scope) =>
    viewOf(
      scope.desk.regions,
      scope.desk.regions.addVillage({ parent: input.parent, name: input.name }, contextOf(scope, input)),
    ),
  'region.rename': (input, scope) =>
    viewOf(scope.desk.regions, scope.desk.regions.rename(input.code, input.name, contextOf(scope, input))),
  'region.merge': (input, scope) => {
    const { regions } = scope.desk
    requireRegion(regions, input.into)
    regions.merge(input.code, input.into, contextOf(scope, input))
    return moveRegion(scope, input.code, input.into)
  },
  'region.move': (input, scope) =>
    viewOf(scope.desk.regions, scope.desk.regions.move(input.code, input.parent, contextOf(scope, input))),
} satisfies Partial<Handlers>
