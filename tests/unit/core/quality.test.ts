import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { labourer, openOffice, type TestOffice } from '../../fixtures/office.ts'
import { allRows } from './files.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice({ demo: { people: 500, seed: 21 } })
})
afterAll(() => office.close())

const clear = ['employmentClear', 'demandClear', 'skillClear', 'difficultyClear'] as const

describe('the four 清', () => {
  it('of each village are the shares that a count of its people gives', async () => {
    const people = await allRows(office, { ledger: 'labourer' }, ['region', ...clear, 'blockCount'])
    const villages = await office.ok('quality.villages', {})
    expect(villages.length).toBeGreaterThan(3)
    for (const village of villages) {
      const own = people.filter(({ values }) => (values.region ?? '') === village.code)
      expect(village.labourers).toBe(own.length)
      const shares = clear.map((key) => {
        const share = (own.filter(({ values }) => values[key] === true).length / own.length) * 100
        expect(village[key]).toBeCloseTo(share, 0)
        return share
      })
      expect(village.score).toBeCloseTo(shares.reduce((sum, share) => sum + share, 0) / 4, 0)
      expect(village.withProblems).toBe(own.filter(({ values }) => Number(values.blockCount) > 0).length)
    }
    const [township = ''] = villages.map(({ code }) => `${code.slice(0, 9)}000`)
    const inside = await office.ok('quality.villages', { under: township })
    expect(inside.map(({ code }) => code)).toEqual(
      villages.map(({ code }) => code).filter((code) => code.startsWith(township.slice(0, 9))),
    )
  })

  it('of a village say who lacks what: exactly those who lack a 清', async () => {
    const villages = await office.ok('quality.villages', {})
    for (const { code, labourers } of villages
      .filter(({ code }) => code && !code.endsWith('000'))
      .slice(0, 5)) {
      const people = await allRows(
        office,
        { ledger: 'labourer', filters: [{ field: 'region', op: 'under', value: code }] },
        ['name', ...clear],
      )
      const lacking = people.filter(({ values }) => clear.some((key) => values[key] !== true))
      const missing = await office.ok('quality.missing', { under: code })
      expect(missing.labourers).toBe(labourers)
      expect(missing.people).toBe(lacking.length)
      expect(missing.rows.map(({ id }) => id).sort()).toEqual(lacking.map(({ id }) => id).sort())
      for (const row of missing.rows) expect(row.missing.join()).toMatch(/^[\u4e00-\u9fff]/)
      const named = missing.rows.reduce((sum, row) => sum + row.missing.length, 0)
      expect(missing.fields.reduce((sum, field) => sum + field.people, 0)).toBe(named)
    }
  })

  it('name the very fields of one person, and nothing once they are filled', async () => {
    const village = '433126101219'
    const { id } = await office.ok('labourer.save', {
      values: labourer({ region: village, education: null, employerName: null, employmentForm: 'unit' }),
    })
    const own = async () =>
      (await office.ok('quality.missing', { under: village, limit: 1000 })).rows.find((row) => row.id === id)
        ?.missing
    expect(await own()).toEqual(['就业单位名称', '文化程度', '是否残疾人', '就业困难类型', '户类型'])
    const { version } = await office.ok('labourer.get', { id })
    await office.ok('labourer.save', {
      id,
      version,
      values: {
        education: '70',
        employerName: '启明电子（演示）',
        isDisabled: false,
        difficulties: ['none'],
      },
      household: { new: { region: village, category: 'general' } },
    })
    expect(await own()).toBeUndefined()
  })
})
