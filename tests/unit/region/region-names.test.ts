import { describe, expect, it } from 'vitest'
import { initialsOf, pinyinOf } from '../../../src/main/core/text/pinyin.ts'
import { bareName, shortNames, spokenName } from '../../../src/shared/domain/region-name.ts'
import {
  cleanText,
  compactText,
  normaliseHeader,
  normaliseLabel,
  toHalfWidth,
} from '../../../src/shared/domain/text/normalise.ts'

describe('names of villages', () => {
  it.each([
    ['牛角山村民委员会', '牛角山村'],
    ['清塘村村民委员会', '清塘村'],
    ['新村村委会', '新村'],
    ['庄村委会', '庄村'],
    ['多福巷社区居委会', '多福巷社区'],
    ['岗贝社区居民委员会', '岗贝社区'],
    ['默戎居委会', '默戎居委会'],
    ['吉泉居民委员会', '吉泉居委会'],
    ['大竹社区村民委员会', '大竹社区'],
    ['图牧吉嘎查委会', '图牧吉嘎查'],
    ['红旗农场虚拟生活区', '红旗农场虚拟生活区'],
    ['牛角山村', '牛角山村'],
  ])('%s is said %s', (official, spoken) => {
    expect(spokenName(official, 5)).toBe(spoken)
  })

  it('are compared without their ending', () => {
    expect(
      ['牛角山村委会', '牛角山村', '牛角山社区居委会', '牛角山'].map((name) => bareName(name, 5)),
    ).toEqual(Array(4).fill('牛角山'))
  })
})

describe('names of regions above the village', () => {
  it.each([
    ['湘西土家族苗族自治州', 2, ['湘西自治州', '湘西州', '湘西']],
    ['新疆维吾尔自治区', 1, ['新疆自治区', '新疆']],
    ['巴音郭楞蒙古自治州', 2, ['巴州', '巴音郭楞自治州', '巴音郭楞州', '巴音郭楞']],
    ['东乡族自治县', 3, ['东乡自治县', '东乡县', '东乡']],
    ['鄂伦春自治旗', 3, ['鄂伦春旗', '鄂伦春']],
    ['古丈县', 3, ['古丈']],
    ['忠县', 3, []],
    ['龙家苗族土家族乡', 4, ['龙家乡', '龙家民族乡', '龙家']],
    ['默戎镇', 4, ['默戎']],
  ] as const)('%s is also written %j', (name, level, shorts) => {
    expect(shortNames(name, level)).toEqual(shorts)
  })
})

describe('pinyin', () => {
  it.each([
    ['古丈县', 'gzx'],
    ['重庆市', 'cqs'],
    ['长沙县', 'csx'],
    ['东莞市', 'dgs'],
    ['歙县', 'sx'],
    ['乐亭县', 'ltx'],
    ['阿拉善左旗', 'alszq'],
    ['牛角山村', 'njsc'],
  ])('a place %s is found by %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })

  it.each([
    ['尉迟恭', 'yu chi gong'],
    ['单雄信', 'shan xiong xin'],
    ['仇英', 'qiu ying'],
    ['解缙', 'xie jin'],
    ['曾国藩', 'zeng guo fan'],
    ['区志强', 'ou zhi qiang'],
    ['查小燕', 'zha xiao yan'],
    ['盖叫天', 'ge jiao tian'],
    ['华罗庚', 'hua luo geng'],
    ['任正非', 'ren zheng fei'],
    ['欧阳修', 'ou yang xiu'],
    ['吕布', 'lv bu'],
    ['阿依古丽·买买提', 'a yi gu li mai mai ti'],
  ])('a person %s reads %s', (name, reading) => {
    expect(pinyinOf(name, { surname: true })).toBe(reading)
    expect(initialsOf(name, { surname: true })).toBe(
      reading
        .split(' ')
        .map((syllable) => syllable[0])
        .join(''),
    )
  })

  it('reads nothing out of blanks and signs', () => {
    expect([initialsOf(''), initialsOf('  '), pinyinOf('·、')]).toEqual(['', '', ''])
  })
})

describe('text out of cells', () => {
  it('is brought to half width, without what cannot be seen', () => {
    expect(toHalfWidth('４３３１Ｘ（）：')).toBe('4331X():')
    expect(cleanText('\ufeff 张\u200b三\n\u3000丰 ')).toBe('张三 丰')
    expect(compactText(' ４３３ １２６\t')).toBe('433126')
  })

  it('gives headers by what identifies them', () => {
    expect(normaliseHeader('* 年度务工收入\n（元）')).toBe('年度务工收入元')
    expect(normaliseHeader('文化程度*（本科及以上,大专）', { notes: 'drop' })).toBe('文化程度')
    expect(normaliseHeader('就业地域*（乡（镇）内,省外）', { notes: 'drop' })).toBe('就业地域')
    expect(normaliseHeader('意向岗位(工种)：')).toBe('意向岗位工种')
  })

  it('gives one wording for the ways of writing a choice', () => {
    expect(normaliseLabel(' 专车，专列 点对点输送。')).toBe(normaliseLabel('专车、专列点对点输送'))
    expect(normaliseLabel('乡（镇）内')).toBe(normaliseLabel('乡(镇)内'))
  })
})
