import { describe, expect, it } from 'vitest'
import { envelopeXml, readEnvelope } from '../../../src/main/core/exchange/envelope.ts'
import { envelopePropertiesXml } from '../../../src/main/core/exchange/envelope-parts.ts'
import { type Envelope, EnvelopeRefused } from '../../../src/main/core/exchange/envelope-schema.ts'

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const sha = 'a1'.repeat(32)
const envelope: Envelope = {
  id: '0f'.repeat(16),
  kind: 'changes',
  sender: { code: '433126000000-jyj', name: '云岭县就业服务中心 “甲” & <乙>', fingerprint },
  receiver: { code: '433100000000', name: '州就业服务中心', fingerprint },
  sequence: 3,
  previous: sha,
  created: '2026-11-23T02:00:00.000Z',
  author: '石主任',
  profile: { key: 'labourer-form', version: 2, hash: sha, label: '劳动力采集表' },
  period: '2026年11月',
  filters: '务工范围属于省外，\n含换行',
  basis: '已确认的采集表',
  audit: { head: sha, sequence: 12 },
  acknowledged: [{ id: '1e'.repeat(16), sequence: 7 }],
  answers: { id: '2d'.repeat(16), sequence: 7, digest: sha },
  sheets: [
    {
      name: '劳动力',
      rows: [
        { row: 3, version: 120, base: null },
        { row: 4, version: 7, base: 33 },
      ],
      results: [{ row: 3, result: 'refused', version: null }],
    },
    { name: '结束', rows: [], results: [] },
  ],
  removed: [{ sheet: 0, key: '433126199001011223', name: '石小花' }],
}
const bytes = (text: string) => new TextEncoder().encode(text)
const changed = (from: string | RegExp, to: string) => {
  const xml = envelopeXml(envelope)
  const other = xml.replace(from, to)
  expect(other).not.toBe(xml)
  return bytes(other)
}

describe('the envelope of a package', () => {
  it('comes back as it was written', () => {
    expect(readEnvelope(bytes(envelopeXml(envelope)))).toEqual(envelope)
  })

  it('comes back without what may be missing', () => {
    const least: Envelope = {
      ...envelope,
      ...{ previous: null, audit: null, answers: null, acknowledged: [], removed: [], filters: '' },
    }
    expect(readEnvelope(bytes(envelopeXml(least)))).toEqual(least)
  })

  const wrong: [string, () => Uint8Array][] = [
    ['another namespace', () => changed('exchange:1', 'exchange:2')],
    ['another root', () => changed(/exchange( xmlns|>$)/g, 'pakage$1')],
    ['no sender', () => changed(/<sender[^>]*>/, '')],
    ['two senders', () => changed(/<sender[^>]*>/, '$&$&')],
    ['an unknown element', () => changed('<scope', '<more/><scope')],
    ['an unknown attribute', () => changed('<scope', '<scope more="1"')],
    ['an element of another namespace', () => changed('<scope', '<x xmlns="urn:x"/><scope')],
    ['text between elements', () => changed('<scope', '甲<scope')],
    ['content in an empty element', () => changed(/(<scope[^>]*)\/>/, '$1>甲</scope>')],
    ['an unknown kind', () => changed('kind="changes"', 'kind="more"')],
    ['a package id that is none', () => changed('id="0f0f', 'id="xx0f')],
    ['a sequence of zero', () => changed('sequence="3"', 'sequence="0"')],
    ['a sequence with a sign', () => changed('sequence="3"', 'sequence="+3"')],
    ['a row without a version', () => changed('3 120 -', '3 -')],
    ['a row number of zero', () => changed('3 120 -', '0 120 -')],
    ['a version that is no number', () => changed('3 120 -', '3 1e2 -')],
    ['an unknown result', () => changed('3 refused -', '3 lost -')],
    ['rows with an attribute', () => changed('<rows>', '<rows a="1">')],
    ['a sheet without results', () => changed(/<results>[^<]*<\/results>/, '')],
    ['a document type', () => changed('<exchange', '<!DOCTYPE a><exchange')],
    ['a comment', () => changed('<scope', '<!-- a --><scope')],
    ['no XML', () => bytes('{}')],
  ]
  it.each(wrong)('refuses %s', (_name, make) => {
    expect(() => readEnvelope(make())).toThrow(EnvelopeRefused)
  })

  it('reads the lines of 100,000 rows in a moment', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ({
      row: index + 2,
      version: index * 7,
      base: index,
    }))
    const large = bytes(envelopeXml({ ...envelope, sheets: [{ name: '劳动力', rows, results: [] }] }))
    // Processor time: what else the machine is doing must not decide.
    const start = process.cpuUsage()
    expect(readEnvelope(large).sheets[0]?.rows).toHaveLength(100_000)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1_000_000).toBeLessThan(3)
  })

  it('gives the part an identifier as Office writes them', () => {
    expect(envelopePropertiesXml('0123456789abcdef0123456789abcdef')).toContain(
      'ds:itemID="{01234567-89AB-CDEF-0123-456789ABCDEF}"',
    )
  })
})
