import { describe, expect, test } from 'vitest'
import {
  itemsOnOffer,
  loadInitials,
  searchItems,
} from '../../../src/renderer/components/dictionary-search.ts'
import { choicesOf, spanOf, unitOf } from '../../../src/renderer/components/field-input.ts'
import {
  blankForm,
  canBeDraft,
  changesBetween,
  effectiveForm,
  follow,
  formOf,
  isShown,
  problemsBySection,
  refusedFields,
} from '../../../src/renderer/features/labourer/form-values.ts'
import { fieldByKey } from '../../../src/shared/domain/field.ts'
import { labourerLedger } from '../../../src/shared/domain/labourer/fields.ts'
import { productDictionary, productLookups } from './lookups.ts'

const field = (key: string) => fieldByKey(labourerLedger, key)
const today = '2026-11-23'

const initialsOf = await loadInitials()

describe('choosing from a dictionary by typing', () => {
  const forms = itemsOnOffer(productDictionary('employmentForm'), today, [])
  const found = (text: string) => searchItems(forms, text, initialsOf).map((item) => item.label)

  test('pinyin initials find the wording', () => {
    expect(found('lhjy')).toEqual(['灵活就业'])
    expect(found('jyfpc')[0]).toBe('就业扶贫车间')
  })
  test('a part of the wording or the code finds it, the best answer first', () => {
    expect(found('灵活')).toEqual(['灵活就业'])
    expect(found('flexible')[0]).toBe('灵活就业')
    const schools = itemsOnOffer(productDictionary('education'), today, [])
    expect(searchItems(schools, '70', initialsOf)[0]?.label).toBe('初中')
  })
  test('nothing typed offers everything in its order, nonsense nothing', () => {
    expect(found('')).toHaveLength(forms.length)
    expect(found('qqqq')).toEqual([])
  })
  test('a wording of the past stays on offer only for those who have it', () => {
    const dictionary = {
      key: 'x',
      label: 'x',
      items: [
        { code: 'old', label: '旧', validTo: '2025-12-31' },
        { code: 'new', label: '新', validFrom: '2026-01-01' },
      ],
    }
    expect(itemsOnOffer(dictionary, today, []).map((item) => item.code)).toEqual(['new'])
    expect(itemsOnOffer(dictionary, today, ['old']).map((item) => item.code)).toEqual(['new', 'old'])
  })
})

describe('the input of a field', () => {
  const lookups = productLookups()
  test('few short choices stand side by side, many go into a box', () => {
    expect(choicesOf(field('isWorking'), lookups, today)?.map((one) => one.label)).toEqual(['是', '否'])
    expect(choicesOf(field('wantsTraining'), lookups, today)?.map((one) => one.label)).toEqual(['有', '无'])
    expect(choicesOf(field('verification'), lookups, today)).toHaveLength(3)
    expect(choicesOf(field('ethnicity'), lookups, today)).toBeNull()
  })
  test('numbers carry their unit', () => {
    expect(
      ['workIncome', 'workedMonths', 'flexibleDays', 'careerGuidanceCount'].map((key) => unitOf(field(key))),
    ).toEqual(['元', '个月', '天', '次'])
  })
  test('months take a whole row, places and long texts two columns', () => {
    expect(spanOf(field('workMonths'), null)).toBe('row')
    expect(spanOf(field('region'), null)).toBe('wide')
    expect(spanOf(field('name'), null)).toBe('one')
  })
})

describe('the form as it is filled in', () => {
  const working = {
    ...blankForm(),
    isWorking: true,
    currentStatus: 'normal',
    employerName: '启明电子（演示）',
  }

  test('shows what belongs to the answers so far', () => {
    expect(isShown(field('employerName'), working)).toBe(true)
    expect(isShown(field('plansToGoOut'), working)).toBe(false)
    expect(isShown(field('employmentFormNote'), working)).toBe(false)
    expect(isShown(field('employmentFormNote'), { ...working, employmentForm: 'other' })).toBe(true)
  })
  test('saves no answers of a section that does not apply, and keeps them on the screen', () => {
    const slip = { ...working, isWorking: false }
    expect(effectiveForm(slip).employerName).toBeNull()
    expect(slip.employerName).toBe('启明电子（演示）')
    expect(effectiveForm({ ...slip, isWorking: true }).employerName).toBe('启明电子（演示）')
  })
  test('saves only what was changed', () => {
    const before = formOf({ name: '石小川', workMonths: ['2026-01', '2026-02'], phone: null })
    const after = { ...before, phone: '13900000001', workMonths: ['2026-02', '2026-01'] }
    expect(changesBetween(before, after)).toEqual({ phone: '13900000001' })
  })
  test('social insurance follows from pension and medical insurance', () => {
    expect(follow({ hasPension: true, hasMedical: true }, 'hasMedical')).toEqual({ hasSocialInsurance: true })
    expect(follow({ hasPension: true, hasMedical: false }, 'hasPension')).toEqual({
      hasSocialInsurance: false,
    })
    expect(follow({ hasPension: true, hasMedical: null }, 'hasPension')).toEqual({})
    expect(follow({ hasPension: true, hasMedical: true }, 'phone')).toEqual({})
  })
  test('problems are counted by section', () => {
    const counts = problemsBySection([
      { field: 'name', code: 'a', severity: 'blocks', message: '' },
      { field: 'employerName', code: 'b', severity: 'blocks', message: '' },
      { field: 'monthlyWage', code: 'c', severity: 'warns', message: '' },
    ])
    expect(counts.get('basic')).toEqual({ blocks: 1, warns: 0 })
    expect(counts.get('working')).toEqual({ blocks: 1, warns: 1 })
  })
  test('what the core refuses stands beside the field it named', () => {
    const failure = {
      code: 'invalid_input' as const,
      message: '',
      details: [
        { path: 'values.phone', message: '联系电话最多40个字' },
        { path: 'version', message: '缺少版本' },
      ],
    }
    expect(refusedFields(failure)).toEqual([
      { field: 'phone', code: 'refused', severity: 'blocks', message: '联系电话最多40个字' },
    ])
  })
  test('a new person becomes a draft once it is known who it is', () => {
    expect(canBeDraft({ name: '石', idNumber: '433126199001012904' })).toBe(false)
    expect(canBeDraft({ name: '石小川', idNumber: '4331261990' })).toBe(false)
    expect(canBeDraft({ name: '石小川', idNumber: '433126199001012904' })).toBe(true)
  })
})
