import { describe, expect, it } from 'vitest'
import { isMasked, maskedValue, maskNumbersIn, maskValue } from '../../../src/shared/domain/mask.ts'

describe('a masked number', () => {
  it.each([
    ['idNumber', '513433199001011234', '513433********1234'],
    ['idNumber', '51343319900101123X', '513433********123X'],
    ['idNumber', '51343319900101123443B1', '513433************43B1'],
    ['idNumber', '513433900101123', '513433*****1123'],
    ['idNumber', 'K1234567', '*******7'],
    ['idNumber', 'K', '*'],
    ['phone', '13812345678', '138****5678'],
    ['phone', '0743-4725123', '074*****5123'],
    ['phone', '4725123', '*****23'],
    ['phone', '12', '*'],
    ['bankCard', '6217001234567890123', '***************0123'],
    ['bankCard', '1234', '*'],
    ['birthDate', '1990-01-01', '1990-**-**'],
  ] as const)('%s %s is %s', (kind, number, masked) => {
    expect(maskValue(kind, number)).toBe(masked)
    expect(isMasked(masked)).toBe(true)
    expect(isMasked(number)).toBe(false)
    // What was masked stays, however often it passes.
    expect(maskValue(kind, masked)).toBe(masked)
  })

  it('stands for fields that say so, and nothing for nothing', () => {
    expect(maskedValue({ mask: 'phone' }, '13812345678')).toBe('138****5678')
    expect(maskedValue({ mask: 'phone' }, null)).toBe(null)
    expect(maskedValue({}, '13812345678')).toBe('13812345678')
    expect(maskValue('bankCard', '')).toBe('')
  })

  it('stands in a sentence that repeats what was typed', () => {
    expect(maskNumbersIn('搜索“513433199001011234”，电话13812345678')).toBe(
      '搜索“513433********1234”，电话138****5678',
    )
    expect(maskNumbersIn('代码433126101219，第12345678901234567890号')).toBe(
      '代码433126101219，第12345678901234567890号',
    )
  })
})
