import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, type Desk, morong, openDesk, village } from './national-file.ts'

describe('looking up regions', () => {
  let desk: Desk
  beforeAll(() => {
    desk = openDesk()
  })
  afterAll(() => desk.close())
  const found = (text: string, options = {}): string[] =>
    desk.regions.search(text, options).map((region) => desk.regions.displayName(region.code))

  it('knows a village with its path, names and level', () => {
    expect(desk.regions.get(village)).toMatchObject({
      name: '牛角山村',
      level: 5,
      parent: morong,
      local: false,
      mergedInto: null,
    })
    expect(desk.regions.pathOf(village).map((region) => region.name)).toEqual([
      '湖南省',
      '湘西土家族苗族自治州',
      '古丈县',
      '默戎镇',
      '牛角山村',
    ])
    expect(desk.regions.displayName(village)).toBe('湖南省湘西州古丈县默戎镇牛角山村')
    expect(desk.regions.displayName(village, { from: 'county' })).toBe('古丈县默戎镇牛角山村')
    expect(desk.regions.displayName(village, { from: 'township', separator: ' ' })).toBe('默戎镇 牛角山村')
    expect(desk.regions.displayName(village, { full: true })).toContain('湘西土家族苗族自治州')
    expect(desk.regions.displayName(county, { from: 'village' })).toBe('古丈县')
  })

  it('shows an unknown code as it is', () => {
    expect(desk.regions.get('999999000000')).toBeUndefined()
    expect(desk.regions.displayName('999999000000')).toBe('999999000000')
    expect(desk.regions.pathOf('999999000000')).toEqual([])
  })

  it('goes down from the country to the villages without statistical placeholders', () => {
    const names = (code: string | null): string[] => desk.regions.children(code).map((region) => region.name)
    expect(names(null)).toHaveLength(34)
    expect(names('110000000000')).toContain('东城区')
    expect(names('500000000000')).toContain('云阳县')
    expect(names('420000000000')).toEqual(expect.arrayContaining(['武汉市', '仙桃市']))
    expect(names('440000000000')).toContain('东莞市')
    expect(names('441900000000')).toContain('长安镇')
    expect(names(county)).toEqual([
      '古阳镇',
      '岩头寨镇',
      '默戎镇',
      '红石林镇',
      '断龙山镇',
      '高峰镇',
      '坪坝镇',
    ])
    expect(names(morong)).toContain('牛角山村')
    expect(names(village)).toEqual([])
  })

  it('finds by pinyin initials, those of the own county first', () => {
    expect(found('gzx')).toContain('湖南省湘西州古丈县')
    expect(found('gzx', { near: county })[0]).toBe('湖南省湘西州古丈县')
    expect(found('njs', { near: county })[0]).toBe('湖南省湘西州古丈县默戎镇牛角山村')
    expect(found('NJSC', { under: county })).toEqual(['湖南省湘西州古丈县默戎镇牛角山村'])
  })

  it('finds by name, by its beginning and by a fragment, in this order', () => {
    expect(found('古丈')).toEqual([
      '湖南省湘西州古丈县',
      '湖南省湘西州龙山县红岩溪镇古丈村',
      '湖南省湘西州古丈县古阳镇古丈坪社区',
    ])
    expect(found('角山', { under: county })).toEqual(['湖南省湘西州古丈县默戎镇牛角山村'])
    expect(found('牛角山', { near: county })[0]).toBe('湖南省湘西州古丈县默戎镇牛角山村')
    expect(found('湘西')[0]).toBe('湖南省湘西州')
  })

  it('finds by a path, whole or with a fragment behind it', () => {
    expect(found('湘西州')).toEqual(['湖南省湘西州'])
    expect(found('湖南省古丈县默戎')).toEqual(['湖南省湘西州古丈县默戎镇'])
    expect(found('古丈 牛角')).toEqual(['湖南省湘西州古丈县默戎镇牛角山村'])
  })

  it('finds by the beginning of a code', () => {
    expect(found('433126')[0]).toBe('湖南省湘西州古丈县')
    expect(found('4331261042')).toContain('湖南省湘西州古丈县默戎镇牛角山村')
  })

  it('keeps to the level and the limit asked for', () => {
    const counties = desk.regions.search('石', { level: 3, limit: 7 })
    expect(counties).toHaveLength(7)
    expect(counties.every((region) => region.level === 3)).toBe(true)
  })

  it('answers nothing to nothing and to what does not exist', () => {
    expect([found(''), found('  '), found('%_"'), found('不存在的地名'), found('qqqqqq')]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ])
  })
})
