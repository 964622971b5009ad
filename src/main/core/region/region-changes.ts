import { Refusal } from '../../../shared/contract/result.ts'
import { spokenName } from '../../../shared/domain/region-name.ts'
import { cleanText } from '../../../shared/domain/text/normalise.ts'
import { initialsOf } from '../text/pinyin.ts'
import type { RegionChange, RegionChangeKind, RegionStore } from './region.store.ts'
import type { Region, RegionTree } from './region-tree.ts'

/** Who changes, from which business date on, and why. `enteredAt` is the clock's, for the history only. */
export interface ChangeContext {
  validFrom: string
  actor: string
  enteredAt: string
  reason?: string | null
}

export interface NewVillage {
  /** The township it lies in. */
  parent: string
  name: string
  /** Its official 12-digit code, where it has one already; otherwise one is given out. */
  code?: string
}

/** Official codes end below 600; those given out here begin at 900, so that the two never meet. */
const firstLocalNumber = 900

const isDate = (text: string): boolean => {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
  return parsed !== null && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}

const refuse = (path: string, message: string): never => {
  throw new Refusal('refused', message, [{ path, message }])
}
const refuseInput = (path: string, message: string): never => {
  throw new Refusal('invalid_input', message, [{ path, message }])
}

/**
 * What an administrator does to villages and townships. Each adds one row and destroys nothing;
 * refusals are thrown as Refusal with the field and one sentence. To be called inside the
 * transaction of a write call.
 */
export const createRegionChanges = (store: RegionStore, tree: RegionTree) => {
  const living = (code: string, asOf: string, path: string): Region => {
    const region = tree.get(code, asOf)
    if (!region) {
      const message = `没有编码为${code}的行政区划，请重新选择。`
      throw new Refusal('not_found', message, [{ path, message }])
    }
    if (region.mergedInto) {
      const into = tree.get(tree.successorOf(code, asOf) ?? '', asOf)
      refuse(
        path,
        `${region.name}已于${region.validTo}并入${into?.name ?? '其他村'}，不能再变更，请改选合并后的村。`,
      )
    }
    return region
  }

  const changeable = (code: string, context: ChangeContext): Region => {
    checkDate(context)
    tree.refresh()
    const region = living(code, context.validFrom, 'code')
    if (region.level < 4) refuse('code', '只能变更乡镇和村，省、市、县的名称随全国行政区划更新。')
    const last = tree.changesOf(code).at(-1)
    if (last && last.validFrom > context.validFrom) {
      refuse('validFrom', `${region.name}在${last.validFrom}已有变更，生效日期不能早于这一天。`)
    }
    return region
  }

  const checkDate = (context: ChangeContext): void => {
    if (!isDate(context.validFrom)) refuseInput('validFrom', '请填写生效日期，例如 2026-03-15。')
  }

  const checkName = (name: string): string => {
    const clean = cleanText(name)
    if (clean.includes(' ')) refuseInput('name', '名称中不能有空格，请去掉后再保存。')
    if (clean.length < 2 || clean.length > 30) refuseInput('name', '名称应为2至30个字，请修改。')
    if (!/^[\p{Script=Han}0-9A-Za-z·()（）]+$/u.test(clean))
      refuseInput('name', '名称只能使用汉字、数字和字母，请修改。')
    return clean
  }

  /** Two villages of one township must not be called the same, committee endings aside. */
  const checkNamesake = (name: string, parent: Region, asOf: string, path: string, self?: string): void => {
    const level = parent.level === 4 ? 5 : 4
    const spoken = spokenName(name, level)
    const namesake = tree
      .children(parent.code, asOf)
      .find((region) => region.code !== self && (region.name === spoken || region.officialName === name))
    if (namesake) {
      refuse(
        path,
        `${parent.name}已有“${namesake.name}”（${namesake.code}），请换一个名称，或直接使用已有的村。`,
      )
    }
  }

  const record = (
    kind: RegionChangeKind,
    region: Region,
    state: Partial<Pick<RegionChange, 'name' | 'officialName' | 'initials' | 'mergedInto'>> & {
      parent?: string
    },
    context: ChangeContext,
  ): Region => {
    store.insert({
      kind,
      code: region.code,
      parent: state.parent ?? region.parent ?? '',
      level: region.level,
      name: state.name ?? region.name,
      officialName: state.officialName ?? region.officialName,
      initials: state.initials ?? region.initials,
      mergedInto: state.mergedInto ?? null,
      validFrom: context.validFrom,
      reason: context.reason ?? null,
      actor: context.actor,
      enteredAt: context.enteredAt,
    })
    tree.refresh('written')
    const changed = tree.get(region.code, context.validFrom)
    if (!changed) throw new Error(`region ${region.code} is gone after a change`)
    return changed
  }

  const freeCode = (parent: string): string => {
    const prefix = parent.slice(0, 9)
    for (let number = firstLocalNumber; number < 1000; number += 1) {
      const code = `${prefix}${number}`
      if (!store.one(code) && tree.changesOf(code).length === 0) return code
    }
    return refuse('parent', '该乡镇自行增加的村已达100个，请先核对是否重复。')
  }

  const checkCode = (code: string, parent: Region): string => {
    if (!/^\d{12}$/.test(code) || code.endsWith('000'))
      refuseInput('code', '村级编码应为12位数字，末三位不能是000。')
    if (!code.startsWith(parent.code.slice(0, 9)))
      refuseInput('code', `村级编码的前9位应与${parent.name}一致，请核对。`)
    const taken = store.one(code) ?? tree.changesOf(code)[0]
    if (taken) refuse('code', `编码${code}已用于“${taken.name}”，请核对。`)
    return code
  }

  return {
    /** A village the national list does not have. Answers it as it stands on `validFrom`. */
    addVillage: (village: NewVillage, context: ChangeContext): Region => {
      checkDate(context)
      tree.refresh()
      const parent = living(village.parent, context.validFrom, 'parent')
      if (parent.level !== 4) refuse('parent', '村只能增加在乡镇或街道之下，请选择乡镇。')
      const officialName = checkName(village.name)
      checkNamesake(officialName, parent, context.validFrom, 'name')
      const name = spokenName(officialName, 5)
      const region: Region = {
        code: village.code === undefined ? freeCode(parent.code) : checkCode(village.code, parent),
        level: 5,
        parent: parent.code,
        name,
        officialName,
        initials: initialsOf(name),
        validFrom: context.validFrom,
        validTo: null,
        mergedInto: null,
        local: true,
      }
      return record('add', region, {}, context)
    },

    /** Another name from a day on; the former one stays findable in imports. */
    rename: (code: string, name: string, context: ChangeContext): Region => {
      const region = changeable(code, context)
      const officialName = checkName(name)
      const spoken = spokenName(officialName, region.level)
      if (region.name === spoken && region.officialName === officialName)
        refuse('name', '新名称与原名称相同，请核对。')
      const parent = tree.get(tree.parentOf(region, context.validFrom) ?? '', context.validFrom)
      if (parent) checkNamesake(officialName, parent, context.validFrom, 'name', code)
      return record('rename', region, { name: spoken, officialName, initials: initialsOf(spoken) }, context)
    },

    /** From a day on `code` is part of `into`; the code stays and leads to its successor. Answers the successor. */
    merge: (code: string, into: string, context: ChangeContext): Region => {
      const region = changeable(code, context)
      const target = living(into, context.validFrom, 'into')
      if (code === into) refuse('into', '不能并入自己，请选择另一个村。')
      if (target.level !== region.level) refuse('into', '村只能并入村，乡镇只能并入乡镇，请重新选择。')
      const later = tree.changesOf(into).find((change) => change.kind === 'merge')
      if (later) refuse('into', `${target.name}在${later.validFrom}已并入别处，请直接选择最后并入的地方。`)
      if (region.level === 4) {
        const names = new Set(tree.children(into, context.validFrom).map((child) => child.name))
        const twin = tree.children(code, context.validFrom).find((child) => names.has(child.name))
        if (twin) refuse('into', `两个乡镇都有“${twin.name}”，请先为其中一个改名再合并。`)
      }
      record('merge', region, { mergedInto: into }, context)
      return living(into, context.validFrom, 'into')
    },

    /** To another township (a village) or county (a township) from a day on; code and name stay. */
    move: (code: string, parent: string, context: ChangeContext): Region => {
      const region = changeable(code, context)
      const target = living(parent, context.validFrom, 'parent')
      if (target.level !== region.level - 1) {
        refuse(
          'parent',
          region.level === 5
            ? '村只能划归乡镇或街道，请重新选择。'
            : '乡镇只能划归县（市、区），请重新选择。',
        )
      }
      if (tree.parentOf(region, context.validFrom) === parent)
        refuse('parent', `${region.name}已属于${target.name}，请核对。`)
      checkNamesake(region.name, target, context.validFrom, 'parent', code)
      return record('move', region, { parent }, context)
    },
  }
}
