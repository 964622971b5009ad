import { describe, expect, test } from 'vitest'
import type { Dictionary } from '../../src/shared/domain/dictionary.ts'
import type { Field, FieldKind } from '../../src/shared/domain/field.ts'
import {
  createColumnParser,
  type FieldLookups,
  formatFieldValue,
  parseFieldText,
  type RawText,
  toCell,
} from '../../src/shared/domain/field-text.ts'

const education: Dictionary = {
  key: 'education',
  label: '文化程度',
  items: [
    { code: 'none', label: '文盲或半文盲', aliases: ['文盲'] },
    { code: 'primary', label: '小学' },
    { code: 'junior', label: '初中' },
    { code: 'senior', label: '高中', aliases: ['中专'] },
    { code: 'college', label: '大专' },
    { code: 'bachelor', label: '本科及以上', aliases: ['大学本科', '本科'] },
    { code: 'other', label: '其他' },
  ],
}
const ethnicity: Dictionary = {
  key: 'ethnicity',
  label: '民族',
  items: [
    { code: '01', label: '汉族', aliases: ['汉'] },
    { code: '15', label: '土家族' },
  ],
}
const difficulties: Dictionary = {
  key: 'hardToEmploy',
  label: '就业困难类型',
  items: [
    { code: 'older', label: '大龄人员' },
    { code: 'disabled', label: '残疾人' },
    { code: 'farm', label: '农业企业、合作社' },
  ],
}
const lookups: FieldLookups = {
  dictionary: (key) => ({ education, ethnicity, hardToEmploy: difficulties })[key] ?? education,
  resolveRegion: (text) => {
    if (text.includes('毛坪村')) return { code: '433126101202' }
    if (text === '433126101202') return { code: text }
    return text === '龙家村' ? { ambiguous: ['433126101203', '433126102204'] } : { unknown: true }
  },
  regionName: (code) => (code === '433126101202' ? '古丈县默戎镇毛坪村' : `某镇${code}`),
  today: '2026-11-23',
}

const field = (kind: FieldKind, more: Partial<Field> = {}): Field => ({
  key: 'it',
  label: '该项',
  kind,
  ...more,
})
const parse = (kind: FieldKind, raw: string | RawText, more: Partial<Field> = {}) =>
  parseFieldText(field(kind, more), typeof raw === 'string' ? { text: raw } : raw, lookups)

/** The value, or the code of the problem; with `+ code` for each note. */
const answer = (kind: FieldKind, raw: string | RawText, more: Partial<Field> = {}): unknown => {
  const parsed = parse(kind, raw, more)
  if ('problem' in parsed) return parsed.problem.code
  return parsed.notes ? [parsed.value, ...parsed.notes.map((note) => note.code)] : parsed.value
}
const number = (text: string): RawText => ({ text, kind: 'number' })

describe('a cell with an ID number', () => {
  test('kept as a number has lost its digits and is never repaired', () => {
    expect(answer('idNumber', number('433126199001011000'))).toBe('cell.digitsLost')
    expect(answer('idNumber', number('4.33126199001011E17'))).toBe('cell.digitsLost')
    expect(answer('idNumber', '4.33126E+17')).toBe('cell.digitsLost')
    expect(answer('idNumber', { text: '43900', kind: 'date', date: '2020-03-10' })).toBe('cell.digitsLost')
  })
  test('is read through apostrophes, spaces, full-width digits and a small x', () => {
    for (const text of [
      "'43312619900101123X",
      ' 433126 19900101 123x ',
      '４３３１２６１９９００１０１１２３Ｘ',
      '43312619900101123X\n',
    ]) {
      expect(answer('idNumber', text)).toBe('43312619900101123X')
    }
  })
  test('of 15 digits is upgraded and reported', () => {
    expect(answer('idNumber', '433126900101123')).toEqual([
      expect.stringMatching(/^43312619900101123[\dX]$/),
      'cell.idUpgraded',
    ])
    expect(answer('idNumber', number('433126900101123'))).toEqual([expect.any(String), 'cell.idUpgraded'])
  })
  test('of the wrong length is kept for the rules to name', () => {
    expect(answer('idNumber', '43312619900101')).toBe('43312619900101')
    expect(answer('idNumber', '43312619900101123411')).toBe('43312619900101123411')
  })
  test('is never repeated in a message', () => {
    const parsed = parse('idNumber', number('433126199001011000'))
    expect('problem' in parsed && parsed.problem.message).not.toMatch(/\d{6}/)
  })
})

test('telephone numbers kept as numbers or written with hyphens are read', () => {
  expect(answer('phone', number('13812345678'))).toBe('13812345678')
  expect(answer('phone', number('1.3812345678E10'))).toBe('13812345678')
  expect(answer('phone', '138-1234-5678')).toBe('13812345678')
  expect(answer('phone', '+86 138 1234 5678')).toBe('13812345678')
  expect(answer('phone', '１３８１２３４５６７８')).toBe('13812345678')
  expect(answer('phone', '0743-4722222')).toBe('0743-4722222')
  expect(answer('phone', '1381234')).toBe('1381234')
})

describe('a cell that holds no value of its own', () => {
  test('blocks when it is an error or a formula without a result', () => {
    expect(answer('text', { text: '#REF!', kind: 'error' })).toBe('cell.error')
    expect(answer('money', { text: '', kind: 'formulaNoValue' })).toBe('cell.formulaWithoutValue')
  })
  test('is empty when it is blank or only a stroke', () => {
    for (const text of ['', '   ', '　', '-', '/', '—', '——', '\u200b']) {
      expect(answer('text', text)).toBeNull()
      expect(answer('money', text)).toBeNull()
      expect(answer('date', text)).toBeNull()
    }
  })
})

describe('plain text', () => {
  test('keeps rare characters and loses unseen ones with a warning', () => {
    expect(answer('text', '𠮷田')).toBe('𠮷田')
    expect(answer('text', '张\u200b三')).toEqual(['张三', 'cell.invisibleRemoved'])
  })
  test('is what the sender sees where the file keeps a number, a date or a sign', () => {
    expect(answer('text', number('4.33126101E8'))).toBe('433126101')
    expect(answer('text', number('12'))).toBe('12')
    expect(answer('text', number('4331261010050000'))).toBe('cell.digitsLost')
    expect(answer('text', { text: '43905', kind: 'date', date: '2020-03-15' })).toBe('2020-03-15')
    expect(answer('note', { text: '1', kind: 'boolean' })).toBe('是')
    expect(answer('money', { text: '1', kind: 'boolean' })).toBe('cell.notANumber')
    expect(answer('money', { text: '43905', kind: 'date', date: '2020-03-15' })).toBe('cell.dateForNumber')
  })
  test('that is longer than its field or any cell blocks', () => {
    expect(answer('text', '𠮷'.repeat(10), { maxLength: 10 })).toBe('𠮷'.repeat(10))
    expect(answer('text', '啊'.repeat(11), { maxLength: 10 })).toBe('cell.tooLong')
    expect(answer('note', 'a'.repeat(32_768))).toBe('cell.tooLong')
  })
  test('that looks like a formula or a page stays text', () => {
    for (const text of ['=1+1', '+86', '@sum', '＝A1', '<img onerror=alert(1)>']) {
      expect(answer('text', text)).toBe(text)
    }
  })
})

describe('dates', () => {
  test('are read in the forms that townships write', () => {
    for (const text of [
      '2020年3月5日',
      '2020.3.5',
      '2020/3/5',
      '2020-03-05',
      '20200305',
      '２０２０年３月５号',
      '2020-03-05 00:00:00',
    ]) {
      expect(answer('date', text)).toBe('2020-03-05')
    }
    for (const text of ['2020年3月', '2020.3', '2020/03', '202003']) {
      expect(answer('month', text)).toBe('2020-03')
      expect(answer('looseDate', text)).toBe('2020-03')
      expect(answer('date', text)).toBe('cell.dayMissing')
    }
    expect(answer('month', '2020年3月5日')).toBe('2020-03')
  })
  test('of date cells come from the serial number, 60 and negative ones block', () => {
    expect(answer('date', { text: '43905', kind: 'date', date: '2020-03-15' })).toBe('2020-03-15')
    expect(answer('date', { text: '60', kind: 'date', date: null })).toBe('cell.dateSerial')
    expect(answer('date', number('43905'))).toBe('2020-03-15')
    expect(answer('date', '61')).toBe('1900-03-01')
    expect(answer('date', number('60'))).toBe('cell.notADate')
    expect(answer('date', number('-3'))).toBe('cell.notADate')
  })
  test('that are no dates block', () => {
    for (const text of ['2020-02-30', '2019.2.29', '20201301', '去年', '3/15/2020', '20.3.5']) {
      expect(answer('date', text)).toBe('cell.notADate')
    }
    expect(answer('looseDate', number('2020'))).toBe('cell.monthMissing')
    expect(answer('looseDate', number('2020.1'))).toBe('cell.octoberLost')
    expect(answer('looseDate', number('2020.3'))).toBe('2020-03')
  })
  test('of an end that has not come are empty, with a note', () => {
    expect(answer('looseDate', '至今')).toEqual([null, 'cell.stillGoing'])
  })
})

describe('months worked', () => {
  test('are read from lists and ranges with years', () => {
    expect(answer('months', '2019年10月、11月,2020-01')).toEqual(['2019-10', '2019-11', '2020-01'])
    expect(answer('months', '2019年10月-2020年1月')).toEqual(['2019-10', '2019-11', '2019-12', '2020-01'])
    expect(answer('months', '2019-10至2019-12')).toEqual(['2019-10', '2019-11', '2019-12'])
    expect(answer('months', '2020年1-3月')).toEqual(['2020-01', '2020-02', '2020-03'])
    expect(answer('months', '2019年11月、12月、1月')).toEqual(['2019-11', '2019-12', '2020-01'])
    expect(answer('months', '202001，202002')).toEqual(['2020-01', '2020-02'])
  })
  test('without a year are the latest ones that have been, and the clerk is told', () => {
    expect(answer('months', '9-11月')).toEqual([['2026-09', '2026-10', '2026-11'], 'cell.yearAssumed'])
    expect(answer('months', '10月、11月、12月、1月')).toEqual([
      ['2025-10', '2025-11', '2025-12', '2026-01'],
      'cell.yearAssumed',
    ])
    expect(answer('months', number('10'))).toEqual([['2026-10'], 'cell.yearAssumed'])
  })
  test('that Excel turned into a day block', () => {
    expect(answer('months', { text: '46028', kind: 'date', date: '2026-01-06' })).toBe('cell.notMonths')
    expect(answer('months', { text: '44105', kind: 'date', date: '2020-10-01' })).toEqual(['2020-10'])
    for (const text of ['13月', '全年', '2020-01-06', '10月、2020年1月']) {
      expect(answer('months', text)).toBe('cell.notMonths')
    }
  })
})

test('yes and no are read in all their signs', () => {
  for (const text of ['是', '√', '✓', '1', 'Y', 'y', '有', 'TRUE', 'true', ' 是 ', 'Ｙ'])
    expect(answer('yesNo', text)).toBe(true)
  for (const text of ['否', '×', '0', 'N', '无', 'false', 'x']) expect(answer('yesNo', text)).toBe(false)
  expect(answer('yesNo', { text: '1', kind: 'boolean' })).toBe(true)
  expect(answer('yesNo', '也许')).toBe('cell.notYesNo')
})

describe('amounts', () => {
  test('are read to the fen', () => {
    for (const [text, fen] of [
      ['3,500元', 350_000],
      ['0.35万', 350_000],
      ['3500', 350_000],
      ['¥3500.5', 350_050],
      ['３５００', 350_000],
      ['1.1', 110],
      ['0.07', 7],
      ['8.29万元', 8_290_000],
      ['3500元/月', 350_000],
      ['12,345.67', 1_234_567],
    ] as const) {
      expect(answer('money', text)).toBe(fen)
    }
    expect(answer('money', number('3500.0999999999999'))).toBe(350_010)
    expect(answer('money', number('3.5E3'))).toBe(350_000)
    expect(answer('money', number('-5'), { min: 0 })).toBe('cell.outOfRange')
  })
  test('with too many decimals block when typed and are rounded with a note when computed', () => {
    expect(answer('money', '3.333')).toBe('cell.tooManyDecimals')
    expect(answer('money', number('3333.3333333333335'))).toEqual([333_333, 'cell.rounded'])
    expect(answer('money', number('0.995'))).toEqual([100, 'cell.rounded'])
  })
  test('that are no numbers block', () => {
    for (const text of ['约3500', '3,5', '三千', '3500-4000', 'NaN', 'Infinity', '0x10']) {
      expect(answer('money', text)).toBe('cell.notANumber')
    }
  })
  test('in months take one decimal, counts none', () => {
    expect(answer('tenths', '6.5个月')).toBe(65)
    expect(answer('tenths', number('6'))).toBe(60)
    expect(answer('tenths', '6.25')).toBe('cell.tooManyDecimals')
    expect(answer('tenths', '13', { min: 0, max: 120 })).toBe('cell.outOfRange')
    expect(answer('integer', '3次')).toBe(3)
    expect(answer('integer', number('3.0'))).toBe(3)
    expect(answer('integer', '3.5')).toBe('cell.tooManyDecimals')
  })
  test('say what would be right', () => {
    const parsed = parse('tenths', '13', { label: '年度累计务工时间', min: 0, max: 120 })
    expect('problem' in parsed && parsed.problem.message).toBe('年度累计务工时间“13”超出范围，应在0到12之间')
  })
})

describe('choices', () => {
  const more = { label: '文化程度', dictionary: 'education' }
  test('are found by label, older wording or code', () => {
    for (const text of ['大专', ' 大 专 ', 'college']) expect(answer('code', text, more)).toBe('college')
    expect(answer('code', '大学本科', more)).toBe('bachelor')
    expect(answer('code', number('1'), { dictionary: 'ethnicity' })).toBe('01')
  })
  test('that are none name the first ones there are', () => {
    const parsed = parse('code', '大学肄业', more)
    expect('problem' in parsed && parsed.problem.message).toBe(
      '文化程度“大学肄业”不在可选项内，请改为：文盲或半文盲、小学、初中、高中、大专、本科及以上…',
    )
  })
  test('may be several in one cell', () => {
    const several = { dictionary: 'hardToEmploy' }
    for (const text of [
      '残疾人、大龄人员',
      '大龄人员，残疾人',
      '大龄人员;残疾人',
      '残疾人/大龄人员',
      'older 残疾人',
    ]) {
      expect(answer('codes', text, several)).toEqual(['disabled', 'older'])
    }
    expect(answer('codes', '农业企业、合作社', several)).toEqual(['farm'])
    expect(answer('codes', '农业企业、合作社；残疾人', several)).toEqual(['disabled', 'farm'])
    expect(answer('codes', '残疾人、外星人', several)).toBe('cell.notInDictionary')
  })
})

test('regions are found by name or code; unknown and ambiguous ones block', () => {
  expect(answer('region', '默戎镇毛坪村')).toBe('433126101202')
  expect(answer('region', number('433126101202'))).toBe('433126101202')
  expect(answer('region', '某某村')).toBe('cell.unknownRegion')
  const parsed = parse('region', '龙家村')
  expect('problem' in parsed && parsed.problem.message).toContain('有2处同名')
})

describe('values on their way out', () => {
  test('read as the office writes them', () => {
    const show = (kind: FieldKind, value: Parameters<typeof formatFieldValue>[1], more = {}) =>
      formatFieldValue(field(kind, more), value, lookups)
    expect(show('money', 350_000)).toBe('3500')
    expect(show('money', 350_050)).toBe('3500.50')
    expect(show('money', -7)).toBe('-0.07')
    expect(show('tenths', 65)).toBe('6.5')
    expect(show('yesNo', false)).toBe('否')
    expect(show('code', 'college', { dictionary: 'education' })).toBe('大专')
    expect(show('codes', ['disabled', 'farm'], { dictionary: 'hardToEmploy' })).toBe(
      '残疾人；农业企业、合作社',
    )
    expect(show('text', null)).toBe('')
  })
  test('are numbers in cells where they count, text where they identify', () => {
    expect(toCell(field('money'), 350_050, lookups)).toBe(3500.5)
    expect(toCell(field('tenths'), 65, lookups)).toBe(6.5)
    expect(toCell(field('idNumber'), '43312619900101123X', lookups)).toBe('43312619900101123X')
    expect(toCell(field('date'), '2020-03-15', lookups)).toBe('2020-03-15')
  })
})

test('a column parser answers as a single cell does, also the second time', () => {
  const wage = field('money')
  const column = createColumnParser(wage, lookups)
  for (const raw of [{ text: '3500' }, number('3500'), { text: '3500' }, { text: 'abc' }, { text: 'abc' }]) {
    expect(column(raw)).toEqual(parseFieldText(wage, raw, lookups))
  }
})
