/**
 * Rows of 45 columns as counties keep them, made up from a counter: the same number always gives the same person,
 * nobody in them exists. Kinds are mixed as in real tables: unique texts, words from lists, numbers, dates, blanks.
 */
import type { CellValue, ColumnKind } from '../../../src/main/core/workbook/types.ts'

export interface LedgerColumn {
  header: string
  kind: ColumnKind
  width: number
  value: (person: number) => CellValue
}

const surnames =
  '沙马阿尔吉克曲比王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
const givenNames = '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰建国文斌玉梅海燕木呷拉铁尔𠮷惹果史古'
const villages = [
  '新村',
  '河东村',
  '大石板村',
  '洛古坡村',
  '四合村',
  '依洛村',
  '瓦尔村',
  '火普村',
  '三河村',
  '老鸹村',
]
const trades = [
  '建筑类',
  '制造类',
  '餐饮类',
  '家政类',
  '种植类',
  '养殖类',
  '商业运输类',
  '电子商务类',
  '手工艺类',
  '其他',
]
const employers = ['甲县第一建筑劳务公司', '乙市电子制造厂', '丙县农业合作社', '丁市家政服务部', '个体经营']

/** A well-mixed number below `range` for a person and a column. */
function pick(person: number, column: number, range: number): number {
  let hash = Math.imul(person + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  hash ^= hash >>> 12
  return (hash >>> 0) % range
}

const from = (words: readonly string[], column: number) => (person: number) =>
  words[pick(person, column, words.length)] as string
const characters = [...givenNames]
const nameOf = (person: number) =>
  [...surnames][pick(person, 90, [...surnames].length)] +
  (characters[pick(person, 91, characters.length)] as string) +
  (pick(person, 92, 3) > 0 ? (characters[pick(person, 93, characters.length)] as string) : '')
const two = (number: number) => String(number).padStart(2, '0')
const birth = (person: number) =>
  `${1950 + pick(person, 94, 58)}-${two(1 + pick(person, 95, 12))}-${two(1 + pick(person, 96, 28))}`
const idNumber = (person: number) =>
  `9999${two(pick(person, 97, 90) + 10)}${birth(person).replaceAll('-', '')}${two(pick(person, 98, 100))}${pick(person, 99, 10)}${'0123456789X'[pick(person, 89, 11)]}`
const date = (column: number, first: number) => (person: number) =>
  `${first + pick(person, column, 4)}-${two(1 + pick(person, column + 40, 12))}-${two(1 + pick(person, column + 41, 28))}`
const household = (person: number) => Math.floor(person / 4)
const sometimes = (column: number, of: number, value: (person: number) => CellValue) => (person: number) =>
  pick(person, column + 60, of) === 0 ? value(person) : null
const yesNo = (column: number) => from(['是', '否'], column)

const text = (header: string, value: (person: number) => CellValue, width = 12): LedgerColumn => ({
  header,
  kind: 'text',
  width,
  value,
})
const other = (header: string, kind: ColumnKind, value: (person: number) => CellValue): LedgerColumn => ({
  header,
  kind,
  width: 12,
  value,
})

export const ledgerColumns: readonly LedgerColumn[] = [
  other('序号', 'integer', (person) => person + 1),
  text('姓名', nameOf),
  text('性别', from(['男', '女'], 2), 6),
  text('民族', from(['汉族', '彝族', '藏族', '回族', '苗族'], 3), 8),
  text('身份证号', idNumber, 20),
  other('出生日期', 'date', birth),
  other('年龄', 'integer', (person) => 2026 - Number(birth(person).slice(0, 4))),
  text('文化程度', from(['小学', '初中', '高中', '大专', '本科及以上', '文盲或半文盲'], 7)),
  text('政治面貌', from(['群众', '中共党员', '共青团员'], 8)),
  text('户口性质', from(['农业', '非农业'], 9)),
  text('户编号', (person) => `H${String(household(person)).padStart(8, '0')}`, 14),
  text('与户主关系', from(['户主', '配偶', '之子', '之女'], 11)),
  text('户主姓名', (person) => nameOf(household(person) * 4)),
  text('户主身份证号', (person) => idNumber(household(person) * 4), 20),
  text('市州', () => '甲州'),
  text('县市', () => '乙县'),
  text('乡镇', (person) => `第${pick(household(person), 16, 20) + 1}镇`),
  text('行政村', (person) => villages[pick(household(person), 17, villages.length)] as string),
  text('组', (person) => `${pick(household(person), 18, 9) + 1}组`, 6),
  text(
    '详细住址',
    (person) =>
      `乙县${villages[pick(household(person), 17, villages.length)]}${pick(person, 19, 9) + 1}组${pick(person, 20, 300) + 1}号`,
    30,
  ),
  text('联系电话', (person) => `1990${String(pick(person, 20, 10_000_000)).padStart(7, '0')}`, 14),
  text('是否脱贫户', yesNo(21)),
  text('监测类别', sometimes(22, 8, from(['脱贫不稳定户', '边缘易致贫户', '突发严重困难户'], 22)), 16),
  text('健康状况', from(['健康', '慢性病', '大病'], 23)),
  text('是否残疾人', yesNo(24)),
  text('劳动能力', from(['普通劳动力', '技能劳动力', '弱劳动力', '无劳动力'], 25)),
  text('就业状态', from(['已就业', '未就业', '灵活就业'], 26)),
  text('就业类型', from(['转移就业', '农业就业', '自主创业'], 27)),
  text('务工省份', from(['四川省', '广东省', '浙江省', '江苏省'], 28)),
  text('务工城市', from(['成都市', '东莞市', '宁波市', '苏州市', '西昌市'], 29)),
  text('务工区县', from(['高新区', '开发区', '新城区'], 30)),
  text('就业单位', from(employers, 31), 24),
  text('所属行业', from(trades, 32)),
  text('岗位工种', from(trades, 33)),
  other('月收入', 'decimal2', (person) => 1500 + pick(person, 34, 800_000) / 100),
  other('就业起始日期', 'date', date(35, 2019)),
  text('签订合同', yesNo(36)),
  text('参加社保', yesNo(37)),
  text('就业渠道', from(['组织介绍', '亲友介绍', '自行就业', '其他'], 38)),
  text('培训意愿', from(['有', '无'], 39)),
  text('培训工种', sometimes(40, 3, from(trades, 40))),
  other(
    '返乡月份',
    'month',
    sometimes(41, 6, (person) => date(41, 2022)(person).slice(0, 7)),
  ),
  other(
    '交通补贴',
    'integer',
    sometimes(42, 4, (person) => 100 * pick(person, 42, 6)),
  ),
  other('登记日期', 'date', date(43, 2022)),
  text(
    '备注',
    sometimes(44, 12, (person) => `第${person}号材料待补，电话核实后更新`),
    30,
  ),
]

/** The rows of `count` people. */
export function* ledgerRows(count: number): Generator<CellValue[]> {
  for (let person = 0; person < count; person++) yield ledgerColumns.map(({ value }) => value(person))
}
