import { type Random, type Weighted, weights } from './random.ts'

/** Where people of a county in the west of Hunan go to work: real townships, invented employers. */

export interface Village {
  /** 12-digit code of the village. */
  readonly code: string
  readonly name: string
}

/** Township codes outside the province, by how many go there. */
const outsideProvince: Weighted<string> = weights([
  ['440306022000', 9],
  ['440306024000', 7],
  ['440307017000', 7],
  ['441900103000', 8],
  ['441900110000', 8],
  ['441900101000', 6],
  ['442000101000', 4],
  ['442000105000', 4],
  ['440605125000', 6],
  ['440605124000', 5],
  ['330782101000', 5],
  ['330782105000', 4],
  ['330281103000', 4],
  ['320583100000', 5],
  ['320583106000', 3],
  ['310115103000', 4],
  ['350582103000', 5],
  ['350582107000', 3],
  ['420111004000', 2],
  ['520103032000', 1],
])

const insideProvince: Weighted<string> = weights([
  ['433101004000', 9],
  ['433101002000', 6],
  ['433123109000', 3],
  ['430111006000', 7],
  ['430111011000', 5],
  ['430121001000', 8],
  ['430121105000', 3],
  ['430211003000', 3],
  ['430702006000', 4],
])

/** Provinces and cities that people name when they mean to go out. */
const intendedCities = [
  '440300000000',
  '441900000000',
  '440600000000',
  '330700000000',
  '320500000000',
  '310000000000',
  '430100000000',
  '433100000000',
] as const

const employerHeads = '云腾 星河 金穗 瑞丰 恒远 鸿图 新禾 百川 东岭 南屏 青禾 启明 宏泰 长青 晨曦'.split(' ')
const employerTails = {
  factory: [
    '电子（演示）有限公司',
    '制衣（演示）有限公司',
    '五金（演示）制品厂',
    '鞋业（演示）有限公司',
    '塑胶（演示）有限公司',
  ],
  building: ['建筑（演示）工程队', '装饰（演示）有限公司'],
  service: [
    '餐饮（演示）管理有限公司',
    '超市（演示）有限公司',
    '物业（演示）服务有限公司',
    '家政（演示）服务中心',
  ],
  farm: ['茶叶（演示）专业合作社', '养殖（演示）专业合作社', '果业（演示）专业合作社'],
} as const
export type EmployerKind = keyof typeof employerTails

export interface Places {
  /** Counties of this one's villages, six digits. */
  readonly county: string
  workplace(random: Random, range: 'county' | 'province' | 'outside'): string
  intended(random: Random): string
  employer(random: Random, kind: EmployerKind): string
}

export function placesFor(villages: readonly Village[]): Places {
  const county = villages[0]?.code.slice(0, 6) ?? ''
  const townships = [...new Set(villages.map((village) => `${village.code.slice(0, 9)}000`))]
  return {
    county,
    workplace(random, range) {
      if (range === 'county') return random.pick(townships)
      return random.weighted(range === 'outside' ? outsideProvince : insideProvince)
    },
    intended: (random) => random.pick(intendedCities),
    employer: (random, kind) => random.pick(employerHeads) + random.pick(employerTails[kind]),
  }
}
