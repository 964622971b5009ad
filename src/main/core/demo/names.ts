import { type Random, type Weighted, weights } from './random.ts'

/** Names put together from lists: any likeness to a living person is chance. */

export interface Kin {
  surname: string
  ethnicity: string
}

const surnames: Weighted<string> = weights([
  ...'向田彭张王李龙石吴麻杨陈刘黄梁罗宋胡周鲁'.split('').map((name) => [name, 10] as const),
  ...'瞿熊覃唐谭邓曾符贾尚汪余孔姚廖伍滕欧毛符舒侯钟冯秦贺丁雷'.split('').map((name) => [name, 3] as const),
  ...['欧阳', '司马', '上官', '诸葛', '夏侯', '皇甫', '尉迟', '令狐'].map((name) => [name, 0.6] as const),
])

const maleGiven =
  '强军明建国平华辉勇刚伟峰林松柏志远文武家兴光荣德福云山海江波涛永胜顺安康正义忠诚宏斌健龙虎祥瑞'.split('')
const femaleGiven =
  '英秀兰芳梅珍玉桂香翠莲菊花凤霞红艳丽娟敏静慧琴春燕雪莉云晓婷婷娜妹竹青莉萍巧金银美玲'.split('')
const middle = '大小家志永文光明世宗仕绍远清元开先成自天启承正德子国建少云晓春玉'.split('')
/** Young people's names differ from their grandparents'. */
const youngGiven = [
  '子涵',
  '宇轩',
  '浩然',
  '欣怡',
  '梓萱',
  '俊杰',
  '思远',
  '雨桐',
  '佳怡',
  '博文',
  '诗琪',
  '嘉豪',
  '一诺',
  '雅婷',
  '睿',
  '钰',
  '𬱖',
  '昊',
  '妍',
  '瑶',
]

/** Married into the county from far away: names with a middle dot. */
const distant: readonly { ethnicity: string; male: readonly string[]; female: readonly string[] }[] = [
  {
    ethnicity: '05',
    male: ['买买提·吐尔逊', '艾力·阿不都', '库尔班·依明'],
    female: ['阿依古丽·买买提', '热依汗·吐尔逊', '古丽娜尔·艾山'],
  },
  { ethnicity: '04', male: ['扎西·多吉', '丹增·平措'], female: ['卓玛·央金', '白玛·拉姆'] },
  { ethnicity: '07', male: ['阿苏·木呷', '吉克·拉铁'], female: ['吉克·阿衣', '沙马·乌牛'] },
]

/** 土家, 苗, 汉 and others, as in the west of Hunan. */
const ethnicities: Weighted<string> = weights([
  ['15', 48],
  ['06', 36],
  ['01', 14],
  ['11', 0.8],
  ['12', 0.6],
  ['08', 0.6],
])

export const newKin = (random: Random): Kin => ({
  surname: random.weighted(surnames),
  ethnicity: random.weighted(ethnicities),
})

export function givenName(random: Random, sex: '1' | '2', age: number): string {
  if (age < 24 && random.chance(0.5)) return random.pick(youngGiven)
  const last = random.pick(sex === '1' ? maleGiven : femaleGiven)
  return random.chance(0.78) ? random.pick(middle) + last : last
}

/** Name and ethnic group of somebody from elsewhere; rare. */
export function distantName(random: Random, sex: '1' | '2'): { name: string; ethnicity: string } {
  const group = random.pick(distant)
  return { name: random.pick(sex === '1' ? group.male : group.female), ethnicity: group.ethnicity }
}
