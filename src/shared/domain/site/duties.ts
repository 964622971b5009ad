import { addMonths } from '../calendar.ts'
import type { SiteParameters } from './parameters.ts'

/** What a site is held to by its scale: people moved there, by the approved number, else by who lives there. */
export interface SiteScale {
  /** Special help 专项帮扶. */
  readonly needsHelp: boolean
  /** A job fair of its own, at least every so many months. */
  readonly needsFair: boolean
}
export const scaleOf = (people: number, { siteHelpPeople, siteFairPeople }: SiteParameters): SiteScale => ({
  needsHelp: people > siteHelpPeople,
  needsFair: people > siteFairPeople,
})

export interface SiteDutyFacts {
  readonly scalePeople: number
  /** Day of the last fair that was held for the site. */
  readonly lastFairOn: string | null
  readonly stations: number
  readonly staff: number
}
export const siteDutyKinds = {
  fair: {
    label: '安置点专场招聘会',
    basis: '搬迁规模超过参数规定人数的安置点，距上一场为它举办的招聘会满规定月数即到期；从未举办的今天到期',
  },
  station: {
    label: '安置点服务站',
    basis: '有搬迁规模（核定或现住人数）、但没有登记服务站（点、窗口）的安置点',
  },
  staff: { label: '安置点服务人员', basis: '已有服务站、但专职人员合计少于参数规定人数的安置点' },
} as const
export type SiteDutyKind = keyof typeof siteDutyKinds
export interface SiteDuty {
  readonly kind: SiteDutyKind
  /** YYYY-MM-DD. */
  readonly dueOn: string
  readonly missing: string
}

/** What is missing at a site that people live at, or that is as large as to need a fair; due today unless it is counted from the last fair. */
export function siteDuties(facts: SiteDutyFacts, today: string, parameters: SiteParameters): SiteDuty[] {
  const duties: SiteDuty[] = []
  if (scaleOf(facts.scalePeople, parameters).needsFair) {
    const { lastFairOn } = facts
    const dueOn = lastFairOn === null ? today : addMonths(lastFairOn, parameters.siteFairMonths)
    duties.push({
      kind: 'fair',
      dueOn,
      missing: lastFairOn === null ? '从未举办专场招聘会' : `上一场 ${lastFairOn}，应在 ${dueOn} 前再举办`,
    })
  }
  if (facts.scalePeople === 0) return duties
  if (facts.stations === 0)
    duties.push({ kind: 'station', dueOn: today, missing: '没有服务站、服务点或服务窗口' })
  else if (facts.staff < parameters.siteStaffLeast)
    duties.push({
      kind: 'staff',
      dueOn: today,
      missing: `专职人员 ${facts.staff} 人，应配备 ${parameters.siteStaffLeast} 至 ${parameters.siteStaffMost} 人`,
    })
  return duties
}
