import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codeOf, type Dictionary, isValidItem, validItems } from '../../src/shared/domain/dictionary.ts'
import { ledgers } from '../../src/shared/domain/ledgers.ts'
import {
  type Parameters,
  parameterAt,
  ruleParameterKeys,
  ruleParametersAt,
} from '../../src/shared/domain/parameters.ts'
import { normaliseLabel } from '../../src/shared/domain/text/normalise.ts'

const resources = new URL('../../resources/', import.meta.url)
const folder = new URL('dictionaries/', resources)
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (name: string): Dictionary =>
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Dictionary
const dictionaries = new Map(files.map((name) => [name.replace('.json', ''), read(name)]))
const dictionary = (key: string): Dictionary => {
  const found = dictionaries.get(key)
  if (!found) throw new Error(`no dictionary ${key}`)
  return found
}
const labelsOf = (key: string): string[] => dictionary(key).items.map((item) => item.label)

const overlap = (one: { validFrom?: string | null; validTo?: string | null }, other: typeof one): boolean =>
  (one.validFrom ?? '') <= (other.validTo ?? '9999') && (other.validFrom ?? '') <= (one.validTo ?? '9999')

describe('every dictionary', () => {
  it.each([...dictionaries])('%s is named as its file and has items', (name, { key, label, items }) => {
    expect(key).toBe(name)
    expect(label).not.toBe('')
    expect(items.length).toBeGreaterThan(0)
  })

  it.each([...dictionaries])(
    '%s gives every item a code of its own in plain letters or digits',
    (_name, { items }) => {
      expect(new Set(items.map((item) => item.code)).size).toBe(items.length)
      for (const item of items) expect(item.code).toMatch(/^[A-Za-z0-9]+$/)
    },
  )

  it.each([...dictionaries])(
    '%s has no wording that means two items at the same time',
    (_name, { items }) => {
      for (const [at, item] of items.entries()) {
        const wordings = new Set([item.label, ...(item.aliases ?? [])].map(normaliseLabel))
        expect(wordings.size, item.label).toBe((item.aliases?.length ?? 0) + 1)
        for (const other of items.slice(at + 1).filter((candidate) => overlap(item, candidate))) {
          const shared = [other.label, ...(other.aliases ?? [])].filter((wording) =>
            wordings.has(normaliseLabel(wording)),
          )
          expect(shared, `${item.label} / ${other.label}`).toEqual([])
        }
      }
    },
  )

  it.each([...dictionaries])('%s keeps its windows in order', (_name, { items }) => {
    for (const { validFrom, validTo, label } of items) {
      for (const date of [validFrom, validTo]) if (date) expect(date, label).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      if (validFrom && validTo) expect(validFrom <= validTo, label).toBe(true)
    }
  })

  it.each([...dictionaries])('%s finds each item by its label and by each alias', (_name, one) => {
    for (const item of one.items) {
      const asOf = item.validFrom ?? item.validTo ?? '2026-06-01'
      for (const wording of [item.label, ...(item.aliases ?? [])]) {
        expect(codeOf(one, wording, { asOf }), wording).toBe(item.code)
      }
    }
  })

  it('is there for every field that chooses from one', () => {
    const wanted = Object.values(ledgers).flatMap((ledger) =>
      ledger.fields.flatMap((field) => ('dictionary' in field && field.dictionary ? [field.dictionary] : [])),
    )
    expect([...new Set(wanted)].filter((key) => !dictionaries.has(key))).toEqual([])
  })
})

describe('the labourer form', () => {
  // The choices of 《外出务工劳动力信息采集表》 in the order of the paper.
  it.each([
    ['verification', ['未核实', '已核实', '联系不上']],
    ['currentStatus', ['正常', '暂时退出', '永久退出']],
    ['exitReason', ['上学', '参军', '服刑', '暂时丧失劳动力', '死亡', '永久丧失劳动力']],
    ['labourAbility', ['普通劳动力', '技能劳动力', '弱劳动力或半劳动力', '丧失劳动力', '无劳动力']],
    ['skillLevel', ['无', '初级', '中级', '高级', '技师', '高级技师']],
    [
      'employmentForm',
      [
        '单位就业',
        '自主创业',
        '灵活就业',
        '农业合作社等新型经营主体',
        '就业扶贫车间',
        '就业扶贫基地',
        '扶贫公益岗位',
        '其他',
      ],
    ],
    [
      'formIndustry',
      [
        '种植',
        '养殖',
        '技工',
        '普工',
        '家庭服务业',
        '建筑/装修',
        '环卫/保卫/市政维护',
        '行政/管理',
        '服务员/接待员/收银/导购员',
        '其他',
      ],
    ],
    ['organisedTransfer', ['专车、专列点对点输送', '免费专场招聘会']],
    ['notWorkingKind', ['从未外出就业过(包括新成长劳动力)', '就业转失业']],
    ['noIntentionReason', ['专业规模种养', '务农', '照顾家人', '身体或精神状态不佳', '主观意愿不强', '其他']],
    ['returnReason', ['因疫情', '因灾', '因农忙', '因病', '个人家庭等原因']],
    ['trainingWishKind', ['技能培训', '创业培训']],
    [
      'serviceKind',
      ['职业指导', '岗位推介', '职业培训机会', '就业见习机会', '职业介绍', '创业服务', '政策咨询', '其他'],
    ],
  ])('offers for %s what the paper offers', (key, labels) => {
    expect(labelsOf(key)).toEqual(labels)
  })

  it('takes the misprint 转业规模种养 for 专业规模种养', () => {
    expect(codeOf(dictionary('noIntentionReason'), '转业规模种养')).toBe('largeScaleFarming')
  })

  it('names each reason under the exit it belongs to', () => {
    const groups = dictionary('exitReason').items.map((item) => item.group)
    expect(groups).toEqual(['暂时退出', '暂时退出', '暂时退出', '暂时退出', '永久退出', '永久退出'])
    expect(codeOf(dictionary('exitReason'), '□ 暂时退出（上学）')).toBe('study')
  })

  it('understands an industry with its sector in front', () => {
    expect(codeOf(dictionary('formIndustry'), '第三产业：建筑/装修')).toBe('construction')
  })
})

describe('the workbooks of the upper level', () => {
  // The drop-down lists of the Shaanxi templates (see domain/tables.md).
  it.each([
    ['liftStatus', '未脱贫,已脱贫,返贫,新认定'],
    ['education', '本科及以上,大专,高中,初中,小学,文盲或半文盲'],
    ['ventureStatus', '未就业创业,转移就业,农业就业,自主创业'],
    ['jobWish', '有转移就业意愿,有创业意愿,无就业创业意愿'],
    ['labourAbility', '普通劳动力,技能劳动力,丧失劳动力,无劳动力,弱劳动力'],
    ['trainingStatus', '转移就业技能培训,创业培训,岗位技能提升培训,农业实用技术培训,上技校,未参加培训'],
    ['trainingIntent', '转移就业技能培训,创业培训,岗位技能提升培训,农业实用技术培训,上技校'],
    ['schoolStatus', '上中学,上职业院校,上技校,上普通高校'],
    ['employmentChannel', '组织介绍,亲友介绍,自行就业,其他'],
    ['employmentRange', '乡（镇）内,乡（镇）外县内,县外市内,市外省内,省外,境外'],
    ['employmentType', '转移就业,农业就业,灵活就业'],
    ['specialEmployment', '社区工厂,扶贫基地,公益专岗,城镇公岗,特设公岗'],
    ['trainingKind', '转移就业技能培训,岗位技能提升培训,农业实用技术培训,创业培训'],
    [
      'tradeKind',
      '种植类,季节工,居家务工,自由职业,教育类,餐饮类,家政类,销售/零售业,医护类,警务类,养殖类,技工类,其他,加工类,制造类,服务类,商业运输类,电子商务类,建筑类,手工艺类',
    ],
  ])('have every choice of %s in the dictionary', (key, choices) => {
    for (const choice of choices.split(',')) expect(codeOf(dictionary(key), choice), choice).not.toBeNull()
  })

  it('have every kind of employer, the one with a 、 in its name included', () => {
    for (const kind of [
      '村组公岗',
      '国企',
      '非农企业',
      '个体户',
      '政府投资救济服务类项目',
      '机关事业单位',
      '农业企业、合作社',
      '公共事业类岗位',
      '国企合力团项目',
    ]) {
      expect(codeOf(dictionary('employerKind'), kind), kind).not.toBeNull()
    }
  })
})

describe('standards and dated names', () => {
  it('list the 56 ethnic groups of GB/T 3304 by number', () => {
    const ethnicity = dictionary('ethnicity')
    expect(ethnicity.items).toHaveLength(58)
    for (const [code, label] of [
      ['01', '汉族'],
      ['06', '苗族'],
      ['15', '土家族'],
      ['56', '基诺族'],
      ['97', '其他'],
      ['98', '外国血统'],
    ]) {
      expect(ethnicity.items.find((item) => item.code === code)?.label).toBe(label)
    }
    expect(codeOf(ethnicity, '土家')).toBe('15')
  })

  it('order education from low to high', () => {
    const codes = validItems(dictionary('education'), '2026-06-01').map((item) => item.code)
    expect(codes[0]).toBe('90')
    expect(codes.indexOf('80')).toBeLessThan(codes.indexOf('70'))
    expect(codes.indexOf('60')).toBeLessThan(codes.indexOf('30'))
    expect(codes.at(-1)).toBe('11')
  })

  it('give the kinship codes of GB/T 4761', () => {
    const kinship = dictionary('kinship')
    for (const [wording, code] of [
      ['户主', '02'],
      ['之女婿', '28'],
      ['儿媳', '38'],
      ['之孙女', '42'],
      ['之母', '52'],
      ['本人', '02'],
    ]) {
      expect(codeOf(kinship, wording as string), wording).toBe(code)
    }
  })

  it('call the risk-watch households by the term of their year', () => {
    const category = dictionary('householdCategory')
    const offered = (day: string) =>
      category.items.filter((item) => isValidItem(item, day)).map((item) => item.code)
    expect(offered('2025-12-31')).toContain('marginalAtRisk')
    expect(offered('2025-12-31')).not.toContain('riskWatch2026')
    expect(offered('2026-01-01')).toContain('riskWatch2026')
    expect(offered('2026-01-01')).not.toContain('marginalAtRisk')
    expect(codeOf(category, '建档立卡贫困户')).toBe('liftedHousehold')
  })

  it('mark who is not collected', () => {
    const ability = JSON.parse(readFileSync(new URL('labourAbility.json', folder), 'utf8')) as {
      items: { code: string; collected?: boolean }[]
    }
    expect(ability.items.filter((item) => item.collected === false).map((item) => item.code)).toEqual([
      'lost',
      'none',
    ])
  })
})

describe('the parameters', () => {
  const parameters = JSON.parse(readFileSync(new URL('parameters.json', resources), 'utf8')) as Parameters

  it('have one key, a label, a unit and a source each', () => {
    expect(new Set(parameters.map((parameter) => parameter.key)).size).toBe(parameters.length)
    for (const { label, unit, source } of parameters)
      for (const text of [label, unit, source]) expect(text).not.toBe('')
  })

  it('have a value on any day for every rule', () => {
    for (const day of ['2020-01-01', '2026-06-01']) {
      const values = ruleParametersAt(parameters, day)
      for (const key of ruleParameterKeys) expect(values[key]).toBeGreaterThan(0)
    }
  })

  it('give the counting basis of the form in the stored units', () => {
    const values = ruleParametersAt(parameters, '2026-06-01')
    expect([values.inCountyMonths, values.inCountyIncome]).toEqual([10, 300_000])
    expect([values.outCountyMonths, values.outCountyIncome]).toEqual([30, 900_000])
    expect(parameterAt(parameters, 'staleDays', '2026-06-01')).toBe(7)
    expect(parameterAt(parameters, 'targetTotal', '2026-06-01')).toBe(13037)
  })
})
