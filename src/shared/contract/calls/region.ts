import { z } from 'zod'
import { read, write } from '../call.ts'
import { businessDate, reason, regionCode, searchText } from '../schemas.ts'

export interface RegionView {
  code: string
  name: string
  /** 1 province, 2 city, 3 county, 4 township, 5 village. */
  level: number
  parent: string | null
  /** From the province down, this region included: `湖南省 湘西州 古丈县`. */
  path: string
  validFrom: string | null
  validTo: string | null
  /** Added or changed here, not from the national list. */
  local: boolean
}

export interface RegionChangeView {
  seq: number
  kind: 'add' | 'rename' | 'merge' | 'move'
  code: string
  name: string
  detail: string
  validFrom: string
  at: string
  actor: string
}

const regionName = z.string('请填写名称').trim().min(2, '名称至少2个字').max(50, '名称不超过50字')

export const regionCalls = {
  'region.search': read<RegionView[]>()(
    'open',
    z.object({
      text: searchText(60),
      under: regionCode.optional(),
      level: z.int().min(1).max(5).optional(),
      limit: z.int().min(1).max(100).default(20),
    }),
  ),
  'region.children': read<RegionView[]>()('open', z.object({ code: regionCode.nullable() })),
  'region.path': read<RegionView[]>()('open', z.object({ code: regionCode })),
  'region.changes': read<RegionChangeView[]>()(
    'system.read',
    z.object({ limit: z.int().max(500).default(100) }),
    'any',
  ),
  'region.add': write<RegionView>()(
    'region.edit',
    z.object({ parent: regionCode, name: regionName, validFrom: businessDate }),
  ),
  'region.rename': write<RegionView>()(
    'region.edit',
    z.object({ code: regionCode, name: regionName, validFrom: businessDate, reason: reason.optional() }),
  ),
  'region.merge': write<{ people: number; households: number }>()(
    'region.edit',
    z.object({ code: regionCode, into: regionCode, validFrom: businessDate, reason: reason.optional() }),
  ),
  'region.move': write<RegionView>()(
    'region.edit',
    z.object({ code: regionCode, parent: regionCode, validFrom: businessDate, reason: reason.optional() }),
  ),
}
