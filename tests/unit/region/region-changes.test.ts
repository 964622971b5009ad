import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRegionService } from '../../../src/main/core/region/region.service.ts'
import { Refusal } from '../../../src/shared/contract/result.ts'
import {
  context,
  county,
  type Desk,
  morong,
  nationalFile,
  openDesk,
  openEncrypted,
  village,
} from './national-file.ts'

const guyang = '433126101000'
const zhongzhai = '433126104203'

const refusal = (act: () => unknown): Refusal => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('changing the own villages', () => {
  let desk: Desk
  beforeEach(() => {
    desk = openDesk()
  })
  afterEach(() => desk.close())
  const names = (code: string, asOf?: string): string[] =>
    desk.regions.children(code, asOf).map((region) => region.name)

  it('adds a village with a code that no official one can have', () => {
    const added = desk.regions.addVillage({ parent: morong, name: '云岭新村村委会' }, context('2026-03-01'))
    expect(added).toMatchObject({
      code: '433126104900',
      name: '云岭新村',
      officialName: '云岭新村村委会',
      level: 5,
      initials: 'ylxc',
      local: true,
      validFrom: '2026-03-01',
    })
    expect(names(morong)).toContain('云岭新村')
    expect(names(morong, '2026-02-28')).not.toContain('云岭新村')
    expect(desk.regions.get(added.code, '2026-02-28')).toBeUndefined()
    expect(desk.regions.search('ylxc', { under: county }).map((region) => region.code)).toEqual([added.code])
    expect(desk.regions.search('云岭', { near: county })[0]?.code).toBe(added.code)
    expect(desk.regions.resolve('古丈县默戎镇云岭新村')).toMatchObject({ kind: 'found', code: added.code })
    expect(desk.regions.addVillage({ parent: morong, name: '云岭二村' }, context('2026-03-01')).code).toBe(
      '433126104901',
    )
  })

  it('adds a village under its official code when it has one', () => {
    const add = (code: string) =>
      desk.regions.addVillage({ parent: morong, name: '云岭村', code }, context('2026-03-01'))
    expect(refusal(() => add('433126101299')).details?.[0]?.path).toBe('code')
    expect(refusal(() => add(village)).message).toContain('牛角山村')
    expect(refusal(() => add('12')).code).toBe('invalid_input')
    expect(add('433126104299').code).toBe('433126104299')
  })

  it('refuses a second village of the same name in one township', () => {
    const answer = refusal(() =>
      desk.regions.addVillage({ parent: morong, name: '牛角山村民委员会' }, context('2026-03-01')),
    )
    expect(answer.message).toBe('默戎镇已有“牛角山村”（433126104202），请换一个名称，或直接使用已有的村。')
    expect(answer.details).toEqual([{ path: 'name', message: answer.message }])
    expect(refusal(() => desk.regions.rename(zhongzhai, '牛角山村', context('2026-03-01'))).code).toBe(
      'refused',
    )
    expect(desk.regions.addVillage({ parent: guyang, name: '牛角山村' }, context('2026-03-01')).name).toBe(
      '牛角山村',
    )
  })

  it('refuses names, dates and places that cannot be', () => {
    const add = (parent: string, name: string, validFrom = '2026-03-01') =>
      refusal(() => desk.regions.addVillage({ parent, name }, context(validFrom)))
    expect(add(morong, '村').details?.[0]?.path).toBe('name')
    expect(add(morong, '云 岭村').message).toContain('空格')
    expect(add(morong, '云岭村;').code).toBe('invalid_input')
    expect(add(morong, '云岭村', '2026-02-30').details?.[0]?.path).toBe('validFrom')
    expect(add(county, '云岭村').message).toContain('请选择乡镇')
    expect(add('433126199000', '云岭村').code).toBe('not_found')
    expect(refusal(() => desk.regions.rename(county, '新古丈县', context('2026-03-01'))).message).toContain(
      '只能变更乡镇和村',
    )
  })

  it('renames from a day on, and still understands files with the old name', () => {
    const renamed = desk.regions.rename(village, '茶旅村', context('2026-05-01'))
    expect(renamed).toMatchObject({ code: village, name: '茶旅村', initials: 'clc', validFrom: '2026-05-01' })
    expect(desk.regions.get(village, '2026-04-30')).toMatchObject({ name: '牛角山村', validTo: '2026-05-01' })
    expect(desk.regions.displayName(village, { from: 'township' })).toBe('默戎镇茶旅村')
    expect(desk.regions.resolve('古丈县默戎镇牛角山村')).toMatchObject({ kind: 'found', code: village })
    expect(desk.regions.resolve('古丈县默戎镇茶旅村')).toMatchObject({ kind: 'found', code: village })
    expect(desk.regions.search('牛角山', { under: county }).map((region) => region.name)).toEqual(['茶旅村'])
    expect(desk.regions.search('clc', { under: county })[0]?.code).toBe(village)
    expect(refusal(() => desk.regions.rename(village, '茶旅村', context('2026-05-02'))).message).toContain(
      '相同',
    )
    expect(refusal(() => desk.regions.rename(village, '茶村', context('2026-04-01'))).message).toContain(
      '2026-05-01',
    )
  })

  it('merges a village: its code leads to the successor from that day on', () => {
    expect(desk.regions.merge(zhongzhai, village, context('2026-04-01')).code).toBe(village)
    expect(desk.regions.successorOf(zhongzhai)).toBe(village)
    expect(desk.regions.successorOf(zhongzhai, '2026-03-31')).toBe(zhongzhai)
    expect(desk.regions.get(zhongzhai)).toMatchObject({
      name: '中寨村',
      mergedInto: village,
      validTo: '2026-04-01',
    })
    expect(desk.regions.displayName(zhongzhai, { from: 'village' })).toBe('牛角山村')
    expect(names(morong)).not.toContain('中寨村')
    expect(names(morong, '2026-03-31')).toContain('中寨村')
    expect(desk.regions.resolve('默戎镇中寨村', { within: county })).toMatchObject({
      kind: 'found',
      code: village,
    })
    expect(desk.regions.resolve(zhongzhai)).toMatchObject({ code: village })
    expect(refusal(() => desk.regions.rename(zhongzhai, '新中寨村', context('2026-05-01'))).message).toBe(
      '中寨村已于2026-04-01并入牛角山村，不能再变更，请改选合并后的村。',
    )
  })

  it('follows a village through several mergers and never into a circle', () => {
    const wengcao = '433126104204'
    desk.regions.merge(zhongzhai, village, context('2026-02-01'))
    desk.regions.merge(village, wengcao, context('2026-04-01'))
    expect(desk.regions.successorOf(zhongzhai)).toBe(wengcao)
    expect(desk.regions.successorOf(zhongzhai, '2026-03-01')).toBe(village)
    expect(refusal(() => desk.regions.merge(wengcao, wengcao, context('2026-05-01'))).message).toContain(
      '自己',
    )
    expect(refusal(() => desk.regions.merge(wengcao, village, context('2026-03-01'))).message).toContain(
      '已并入',
    )
    expect(refusal(() => desk.regions.merge(wengcao, morong, context('2026-05-01'))).message).toContain(
      '村只能并入村',
    )
  })

  it('moves a village to another township: code and name stay, lists follow', () => {
    desk.regions.move(village, guyang, context('2026-04-01'))
    expect(desk.regions.displayName(village, { from: 'township' })).toBe('古阳镇牛角山村')
    expect(names(guyang)).toContain('牛角山村')
    expect(names(morong)).not.toContain('牛角山村')
    expect(desk.regions.pathOf(village, '2026-03-31').at(-2)?.code).toBe(morong)
    expect(desk.regions.resolve('古丈县默戎镇牛角山村')).toMatchObject({ code: village })
    expect(desk.regions.resolve('古丈县古阳镇牛角山村')).toMatchObject({ code: village })
    expect(desk.regions.scopeOf(guyang)).toEqual({
      from: '433126101000',
      to: '433126101999',
      also: [village],
      except: [],
    })
    expect(desk.regions.scopeOf(morong)).toMatchObject({ also: [], except: [village] })
    expect(desk.regions.scopeOf(county)).toMatchObject({ also: [], except: [] })
    expect(refusal(() => desk.regions.move(village, guyang, context('2026-04-02'))).message).toContain(
      '已属于古阳镇',
    )
    expect(refusal(() => desk.regions.move(village, county, context('2026-04-02'))).message).toContain(
      '乡镇或街道',
    )
  })

  it('merges a township with all its villages', () => {
    const before = names(guyang).length + names(morong).length
    desk.regions.merge(morong, guyang, context('2026-04-01'))
    expect(names(county)).not.toContain('默戎镇')
    expect(names(guyang)).toHaveLength(before)
    expect(desk.regions.displayName(village, { from: 'county' })).toBe('古丈县古阳镇牛角山村')
    expect(desk.regions.resolve('古丈县默戎镇牛角山村')).toMatchObject({ kind: 'found', code: village })
    expect(desk.regions.search('牛角山', { under: guyang })[0]?.code).toBe(village)
    expect(desk.regions.scopeOf(guyang).also).toContain(village)
    expect(desk.regions.children(morong, '2026-03-31').map((region) => region.code)).toContain(village)
  })

  it('keeps a future change for its day', () => {
    desk.regions.rename(village, '茶旅村', context('2026-09-01'))
    expect(desk.regions.get(village)).toMatchObject({ name: '牛角山村', validTo: '2026-09-01' })
    desk.setToday('2026-09-01')
    const later = createRegionService(desk.db, { today: () => '2026-09-01' })
    expect(later.displayName(village, { from: 'village' })).toBe('茶旅村')
  })

  it('forgets a change whose transaction was rolled back', () => {
    const attempt = desk.db.transaction(() => {
      desk.regions.rename(village, '茶旅村', context('2026-05-01'))
      expect(desk.regions.get(village)?.name).toBe('茶旅村')
      throw new Error('stop')
    })
    expect(attempt).toThrow('stop')
    expect(desk.regions.get(village)?.name).toBe('牛角山村')
  })

  it('sees what another connection changed', async () => {
    const reader = openEncrypted(desk.db.name)
    const regions = createRegionService(reader, { today: () => '2026-06-01' })
    expect(regions.displayName(village, { from: 'village' })).toBe('牛角山村')
    desk.regions.rename(village, '茶旅村', context('2026-05-01'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(regions.displayName(village, { from: 'village' })).toBe('茶旅村')
    reader.close()
  })

  it('keeps every change with who, when and why', () => {
    desk.regions.rename(village, '茶旅村', { ...context('2026-05-01'), reason: '村民代表会议决定' })
    desk.regions.merge(zhongzhai, village, context('2026-05-02'))
    expect(desk.regions.changes(1)).toMatchObject([
      { kind: 'merge', code: zhongzhai, mergedInto: village, actor: '王管理' },
    ])
    expect(desk.regions.historyOf(village)).toMatchObject([
      { kind: 'rename', name: '茶旅村', validFrom: '2026-05-01', reason: '村民代表会议决定' },
    ])
  })

  it('leaves the national file as it was', () => {
    desk.regions.rename(village, '茶旅村', context('2026-05-01'))
    const national = new Database(nationalFile(), { readonly: true })
    expect(national.prepare('SELECT name FROM national_region WHERE code = ?').pluck().get(village)).toBe(
      '牛角山村',
    )
    national.close()
  })
})
