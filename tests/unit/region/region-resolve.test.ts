import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { county, type Desk, morong, openDesk, village } from './national-file.ts'

describe('regions as files write them', () => {
  let desk: Desk
  beforeAll(() => {
    desk = openDesk()
  })
  afterAll(() => desk.close())

  it.each([
    ['湖南省湘西州古丈县默戎镇牛角山村', village],
    ['湖南省湘西土家族苗族自治州古丈县默戎镇牛角山村村民委员会', village],
    ['湖南古丈默戎牛角山', village],
    ['湖南省-湘西州-古丈县-默戎镇-牛角山村', village],
    ['湖南省 湘西自治州　古丈县\n默戎镇 牛角山村', village],
    ['古丈县默戎乡牛角山村', village],
    ['默戎镇牛角山村', village],
    ['中国湖南省古丈县默戎镇牛角山村', village],
    ['湘西土家族苗族自治州/古丈县', county],
    ['湖南省古丈', county],
    ['433126', county],
    ['４３３１２６', county],
    ['433126104', morong],
    [village, village],
    [`${village} 牛角山村`, village],
    ['旬阳县', '610981000000'],
    ['湖南长沙', '430100000000'],
    ['长沙市长沙县', '430121000000'],
    ['北京市市辖区东城区', '110101000000'],
    ['重庆市县云阳县', '500235000000'],
    ['广东省东莞市东莞市虎门镇', '441900121000'],
    ['湖北仙桃', '429004000000'],
    ['浙江省义乌市', '330782000000'],
    ['上海浦东', '310115000000'],
    ['新疆', '650000000000'],
    ['内蒙呼和浩特', '150100000000'],
    ['城步县', '430529000000'],
    ['110100', '110000000000'],
  ])('%s', (text, code) => {
    expect(desk.regions.resolve(text)).toMatchObject({ kind: 'found', code })
  })

  it.each(['牛角山村委会', '牛角山村', '牛角山', '默戎镇牛角山村', '默戎/牛角山', '古丈县默戎镇牛角山村'])(
    '%s within the own county',
    (text) => {
      expect(desk.regions.resolve(text, { within: county })).toMatchObject({ kind: 'found', code: village })
    },
  )

  it('takes neighbours into account in a file of one township', () => {
    expect(desk.regions.resolve('红石林村', { within: morong })).toMatchObject({
      kind: 'found',
      code: '433126105221',
    })
  })

  it('still takes places elsewhere in a file of the own county', () => {
    expect(desk.regions.resolve('广东省深圳市宝安区', { within: county })).toMatchObject({
      kind: 'found',
      code: '440306000000',
    })
  })

  it('hands back what stands behind the village', () => {
    expect(desk.regions.resolve('古丈县默戎镇牛角山村5组12号')).toEqual({
      kind: 'found',
      code: village,
      level: 5,
      rest: '5组12号',
    })
    expect(desk.regions.resolve('古丈县高峰镇陈家村一组')).toMatchObject({
      code: '433126107228',
      rest: '一组',
    })
    expect(desk.regions.resolve('古丈县默戎镇牛角山村夯吾苗寨')).toMatchObject({
      code: village,
      rest: '夯吾苗寨',
    })
  })

  it('takes an address behind the county where the column wants no more', () => {
    const address = '广东省深圳市宝安区福永街道白石厦东区8号'
    expect(desk.regions.resolve(address)).toMatchObject({ kind: 'unknown', nearest: { name: '福永街道' } })
    expect(desk.regions.resolve(address, { level: 3 })).toMatchObject({
      kind: 'found',
      level: 4,
      rest: '白石厦东区8号',
    })
    expect(desk.regions.resolve('广东省深圳市某厂', { level: 3 }).kind).toBe('unknown')
    expect(desk.regions.resolve('古丈县默戎镇无此村', { level: 5 }).kind).toBe('unknown')
    expect(desk.regions.resolve('台湾省台北市')).toMatchObject({
      kind: 'found',
      code: '710000000000',
      rest: '台北市',
    })
  })

  it('reads a row with one cell for each level, whatever each cell repeats', () => {
    const { resolve } = desk.regions
    expect(
      resolve({
        province: '湖南省',
        city: '湖南省湘西州',
        county: '古丈县',
        township: '古丈县默戎镇',
        village: '牛角山村村民委员会',
      }),
    ).toMatchObject({ code: village })
    expect(resolve({ county: '古丈', township: '默戎', village: '牛角山' })).toMatchObject({ code: village })
    expect(resolve({ province: '湖南省', city: null, county: '古丈县' })).toMatchObject({ code: county })
    expect(resolve({ village: '高峰' }, { within: county }).kind).not.toBe('ambiguous')
  })

  it('asks when several places are called so', () => {
    const answer = desk.regions.resolve('朝阳区')
    expect(
      answer.kind === 'ambiguous' && answer.candidates.map((region) => desk.regions.displayName(region.code)),
    ).toEqual(['北京市朝阳区', '吉林省长春市朝阳区'])
    expect(desk.regions.resolve('牛角山村').kind).toBe('ambiguous')
  })

  it('offers the village, and does not take it, when the file says 社区', () => {
    const answer = desk.regions.resolve('古阳镇古阳社区', { within: county })
    expect(answer.kind === 'ambiguous' && answer.candidates.map((region) => region.name)).toEqual(['古阳村'])
  })

  it('says how far it understood what it does not know', () => {
    const answer = desk.regions.resolve('湖南省古丈县不存在镇')
    expect(answer.kind === 'unknown' && answer.nearest?.code).toBe(county)
    for (const text of ['', '  ', '外省', '999999', '12345', '古丈县'.repeat(400)]) {
      expect(desk.regions.resolve(text).kind, text.slice(0, 9)).not.toBe('ambiguous')
    }
    expect(desk.regions.resolve('外省')).toEqual({ kind: 'unknown', nearest: null })
  })

  it('finds every village of the prefecture again by the name it shows', () => {
    const codes = desk.db
      .prepare<[], string>(
        `SELECT code FROM national.national_region WHERE level = 5 AND code BETWEEN '433100000000' AND '433199999999'`,
      )
      .pluck()
      .all()
    const wrong = codes.filter((code) => {
      const answer = desk.regions.resolve(desk.regions.displayName(code))
      return answer.kind !== 'found' || answer.code !== code
    })
    expect(codes.length).toBeGreaterThan(1500)
    expect(wrong).toEqual([])
  })
})
