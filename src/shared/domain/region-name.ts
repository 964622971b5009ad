import type { RegionLevel } from './region-code.ts'

/**
 * Names of regions as published, as spoken, and as shortened in real tables.
 * 牛角山村民委员会 → 牛角山村 → 牛角山; 湘西土家族苗族自治州 → 湘西州 → 湘西.
 */

/** The endings that the statistics office puts behind a village, with its slips (村委、村委会会). */
const villageCommittee = /村(?:民)?委(?:员会|员|会)?会?$/
const bannerCommittee = /嘎查(?:村|社区)?(?:民)?委(?:员)?会$/
const residentCommittee = /居居?(?:民)?委(?:员会|员|会)?会?$/

/** Ends of names that are already what people say, so that no 村 is put behind them. */
const spokenVillage = /(?:村|社区|嘎查|小区|新区|分场|农场|牧场|林场|大队|管理区|生活区)$/

const villageAsSpoken = (official: string): string => {
  if (bannerCommittee.test(official)) return official.replace(bannerCommittee, '嘎查')
  if (villageCommittee.test(official)) {
    const base = official.replace(villageCommittee, '')
    return base === '' || spokenVillage.test(base) ? base || official : `${base}村`
  }
  if (residentCommittee.test(official)) {
    const base = official.replace(residentCommittee, '')
    if (base === '') return official
    return /(?:社区|小区|村)$/.test(base) ? base : `${base}居委会`
  }
  return official
}

/** The name people say and a list shows: 牛角山村民委员会 → 牛角山村, 多福巷社区居委会 → 多福巷社区. Others stay. */
export const spokenName = (official: string, level: RegionLevel): string => {
  if (level === 5) return villageAsSpoken(official)
  if (level === 4) return official.replace(/街道办事处$/, '街道')
  return official
}

/** Ethnic groups as they stand in names of autonomous regions, with or without 族. */
const ethnicGroup =
  '(?:各族|蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|乌孜别克族?|俄罗斯族?|鄂温克族?|德昂族|保安族|裕固族|京族|塔塔尔族?|独龙族|鄂伦春族?|赫哲族|门巴族|珞巴族|基诺族)'
const autonomous = new RegExp(`^(.*?)(${ethnicGroup}*)自治(区|州|县|旗)$`)
const ethnicTownship = new RegExp(`^(.+?)(${ethnicGroup}+)(?:民族)?(乡|镇|苏木)$`)

/** Generic words behind a name, longest first; a table may write another one than the dictionary (乡 that became 镇). */
const genericEndings: Record<RegionLevel, readonly string[]> = {
  1: ['特别行政区', '自治区', '省', '市'],
  2: ['自治州', '地区', '市', '州', '盟'],
  3: ['自治县', '自治旗', '林区', '特区', '新区', '县', '市', '区', '旗'],
  4: ['街道办事处', '民族乡', '办事处', '街道', '地区', '苏木', '镇', '乡'],
  5: ['社区居委会', '居委会', '生活区', '社区', '嘎查', '村'],
}

/** The generic word with which the text goes on, to be passed over after a short name; '' when none. */
export const genericEndingAt = (text: string, position: number, level: RegionLevel): string => {
  const endings = genericEndings[level].filter((ending) => text.startsWith(ending, position))
  return endings[0] ?? ''
}

/** The name without its generic word: 古丈县 → 古丈, 牛角山村委会 → 牛角山; the spoken name where nothing would be left. */
export const bareName = (name: string, level: RegionLevel): string => {
  const spoken = spokenName(name, level)
  const ending = genericEndings[level].find((candidate) => spoken.endsWith(candidate))
  return ending && spoken.length > ending.length ? spoken.slice(0, -ending.length) : spoken
}

const wellKnown: Record<string, readonly string[]> = {
  内蒙古自治区: ['内蒙'],
  巴音郭楞蒙古自治州: ['巴州'],
  克孜勒苏柯尔克孜自治州: ['克州'],
  博尔塔拉蒙古自治州: ['博州'],
  莫力达瓦达斡尔族自治旗: ['莫旗'],
}

/**
 * Every way in which a table may write a region above the village, besides its own name:
 * 湘西土家族苗族自治州 → 湘西自治州, 湘西州, 湘西. Names of one character are left out, they match anywhere.
 */
export const shortNames = (name: string, level: RegionLevel): string[] => {
  const names = new Set<string>(wellKnown[name] ?? [])
  const banner = autonomous.exec(name)
  const township = level === 4 ? ethnicTownship.exec(name) : null
  if (banner) {
    const [, base = '', groups = '', unit = ''] = banner
    // 东乡族自治县 is named after its people alone.
    const stem = base || groups.replace(/族$/, '')
    names.add(`${stem}自治${unit}`)
    if (level !== 1) names.add(`${stem}${unit}`)
    names.add(stem)
  } else if (township) {
    const [, base = '', , unit = ''] = township
    names.add(`${base}${unit}`)
    names.add(`${base}民族${unit}`)
    names.add(base)
  } else {
    names.add(spokenName(name, level))
    names.add(bareName(name, level))
  }
  names.delete(name)
  return [...names].filter((candidate) => candidate.length >= 2)
}
