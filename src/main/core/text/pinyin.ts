import { pinyin, polyphonic } from 'pinyin-pro'

export interface PinyinOptions {
  /** The text is a person's name: read its head as a surname (单 shan, 尉迟 yu chi). */
  surname?: boolean
}

/**
 * A library call costs some ten microseconds, a map look-up a tenth of one; a ledger of 500,000
 * people is read from these caches. They hold one entry per distinct character, so they stay small.
 */
const readingOfCharacter = new Map<string, string>()
const readingOfSurname = new Map<string, string[]>()

/** Surnames of two characters (百家姓 and those still met); only for these is the library asked with two. */
const compoundSurnames = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 ' +
    '申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 ' +
    '乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 南荣 第五 ' +
    '纳兰 叶赫 那拉 完颜 耶律 单于 哥舒 贺兰 屈突 斛律 侯莫'
  ).split(' '),
)

/**
 * Characters with several readings of which place names in practice use one, so that they need no
 * look at the word around them; they stand in every third village name.
 */
const settled = new Set(
  '区石屯红合洞万朱港孙广巷羊厂景车丁谷其艾圩盛冯贾许齐咀渠卡叶佛陶彭省吾泽卜汤弄圈沈盖甸泊信尾埔提强虹奇翟腊将皋术奥涌校么乾褚枝女栖洒份蛇町浅见呷俞仰亨氏不无村街',
)

/** Place names, by their beginning, whose local reading the library gets wrong. */
const placeReadings = new Map<string, string>(
  Object.entries({
    歙县: 'she xian',
    单县: 'shan xian',
    浚县: 'xun xian',
    蔚县: 'yu xian',
    乐亭: 'lao ting',
    涡阳: 'guo yang',
    尉犁: 'yu li',
    洪洞: 'hong tong',
    繁峙: 'fan shi',
    都匀: 'du yun',
    曾都: 'zeng du',
    宕昌: 'tan chang',
    筠连: 'jun lian',
    长子: 'zhang zi',
    吴堡: 'wu bu',
    乐都: 'le du',
    黄陂: 'huang pi',
    什邡: 'shi fang',
    六合: 'lu he',
    大埔: 'da bu',
    珲春: 'hun chun',
    穆棱: 'mu ling',
    东莞: 'dong guan',
    解州: 'xie zhou',
    畹町: 'wan ding',
  }),
)

const readCharacter = (character: string): string => {
  const known = readingOfCharacter.get(character)
  if (known !== undefined) return known
  const reading = clean(pinyin(character, { toneType: 'none', v: true }))
  readingOfCharacter.set(character, reading)
  return reading
}

const contextualCharacter = new Map<string, boolean>()

/** Whether the first letter of a character's reading hangs on the word it stands in (长沙, 长子; 莞, 重). */
const isContextual = (character: string): boolean => {
  const known = contextualCharacter.get(character)
  if (known !== undefined) return known
  const readings = settled.has(character) ? [] : polyphonic(character, { toneType: 'none' })
  const first = new Set(readings.flatMap((reading) => reading.split(' ')).map((reading) => reading[0]))
  contextualCharacter.set(character, first.size > 1)
  return first.size > 1
}

const readSurname = (head: string): string[] => {
  const known = readingOfSurname.get(head)
  if (known) return known
  const readings = pinyin(head, { toneType: 'none', v: true, type: 'array', surname: 'head' }).map(clean)
  readingOfSurname.set(head, readings)
  return readings
}

/** Letters and digits only, lower case: a syllable, a Latin letter kept as it is, or nothing for a dot or blank. */
const clean = (reading: string): string =>
  reading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

const readName = (name: string): string[] => {
  const characters = [...name]
  const [first = '', second = ''] = characters
  if (first === '') return []
  const compound = second !== '' && compoundSurnames.has(first + second)
  const head = compound ? readSurname(first + second) : readSurname(first)
  return [...head, ...characters.slice(compound ? 2 : 1).map(readCharacter)]
}

const readText = (text: string): string[] => {
  const local = placeReadings.get(text.slice(0, 2))
  if (local !== undefined) return [...local.split(' '), ...readText(text.slice(2))]
  const characters = [...text]
  if (characters.some(isContextual))
    return pinyin(text, { toneType: 'none', v: true, type: 'array' }).map(clean)
  return characters.map(readCharacter)
}

const syllables = (text: string, options?: PinyinOptions): string[] =>
  (options?.surname ? readName(text.trim()) : readText(text.trim())).filter((syllable) => syllable !== '')

/**
 * First letters of the syllables, lower case: 古丈县 → `gzx`, 尉迟恭 with `surname` → `ycg`.
 * Digits and Latin letters stay, everything else is dropped. Never fails; '' for nothing readable.
 */
export const initialsOf = (text: string, options?: PinyinOptions): string => {
  let initials = ''
  for (const syllable of syllables(text, options)) initials += syllable[0]
  return initials
}

/**
 * Syllables without tones, with one space between (ü as v): 单雄信 with `surname` → `shan xiong xin`.
 * Sorts in the order of a Chinese dictionary, because a space sorts before every letter.
 */
export const pinyinOf = (text: string, options?: PinyinOptions): string => syllables(text, options).join(' ')
