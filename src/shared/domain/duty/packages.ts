import type { DutyParameterKey, DutyParameters } from './parameters.ts'

/** One thing that a package promises: so many contacts of any of these kinds of service. */
export interface PackageItem {
  readonly label: string
  /** Codes of the dictionary serviceKind; null: any kind counts. */
  readonly kinds: readonly string[] | null
  /** The dated parameter with the least number; 0: not promised at this time. */
  readonly least: DutyParameterKey
}

/** A service package: who is entitled, what is promised, counted from what. The numbers are dated parameters. */
export interface ServicePackage {
  readonly label: string
  /** 口径: who, from when, which services count. */
  readonly basis: string
  readonly items: readonly PackageItem[]
}

const counting = '同一人同一天同一项服务只算一次，未接受的也算已提供'

export const servicePackages = {
  graduatePackage: {
    label: '高校毕业生服务',
    basis: `大专及以上学历、在规定年限内毕业、尚未就业（有毕业生档案的以档案的学历、毕业时间和就业去向为准）；从毕业当月起计；${counting}`,
    items: [
      { label: '职业指导', kinds: ['careerGuidance'], least: 'graduateGuidances' },
      { label: '岗位推介', kinds: ['jobReferral', 'jobPlacement'], least: 'graduateReferrals' },
      { label: '职业培训机会', kinds: ['vocationalTraining'], least: 'graduateTrainings' },
      { label: '就业见习机会', kinds: ['internship'], least: 'graduateInternships' },
      { label: '培训或见习机会', kinds: ['vocationalTraining', 'internship'], least: 'graduateEither' },
    ],
  },
  willingPackage: {
    label: '有就业意愿人员服务',
    basis: `未就业且有外出计划；按服务年度计；${counting}`,
    items: [{ label: '就业服务', kinds: null, least: 'willingServices' }],
  },
  zeroHousehold: {
    label: '零就业户帮扶',
    basis: `户内有劳动力且无一人就业；从最近一人就业结束之日起计（没有就业过的从采集之日起），全户的服务合并计算；${counting}`,
    items: [{ label: '就业服务', kinds: null, least: 'zeroHouseholdServices' }],
  },
} as const satisfies Record<string, ServicePackage>

export type PackageKey = keyof typeof servicePackages

/** One service as packages count it. */
export interface CountedService {
  personId: number
  kind: string
  servedOn: string
}

/** Where one promise stands. */
export interface ItemState {
  label: string
  done: number
  needed: number
}

/**
 * What was given of a package from one day to another, both included. A contact is a person, a day
 * and a kind: whatever was written down twice of it counts once.
 */
export function packageState(
  key: PackageKey,
  services: readonly CountedService[],
  period: { from: string; to: string },
  parameters: DutyParameters,
): ItemState[] {
  const within = services.filter(({ servedOn }) => servedOn >= period.from && servedOn <= period.to)
  const items: readonly PackageItem[] = servicePackages[key].items
  return items
    .filter(({ least }) => parameters[least] > 0)
    .map(({ label, kinds, least }) => ({
      label,
      done: new Set(
        within
          .filter(({ kind }) => kinds === null || kinds.includes(kind))
          .map(({ personId, servedOn, kind }) => `${personId} ${servedOn} ${kind}`),
      ).size,
      needed: parameters[least],
    }))
}

export const isMet = (items: readonly ItemState[]): boolean =>
  items.every(({ done, needed }) => done >= needed)

/** `岗位推介还差2次；职业指导还差1次`; empty when everything was given. */
export const missingWords = (items: readonly ItemState[]): string =>
  items
    .filter(({ done, needed }) => done < needed)
    .map(({ label, done, needed }) => `${label}还差${needed - done}次`)
    .join('；')
