import { describe, expect, it } from 'vitest'
import {
  readRelationships,
  relationshipsXml,
  targetPart,
  transformRelationships,
} from '../../../src/main/core/signature/relationships.ts'

const namespace = 'http://schemas.openxmlformats.org/package/2006/relationships'
const read = (text: string) => readRelationships(Buffer.from(text, 'utf8'), 'xl/_rels/workbook.xml.rels')
const items =
  '<Relationship Type="t/sheet" Target="worksheets/sheet1.xml" Id="rId10"/>' +
  '<Relationship Id="rId2" Type="t/link" Target="http://x.cn/?a=1&amp;b=2" TargetMode="External"/>' +
  '<Relationship Id="RId1" Type="t/styles" Target="styles.xml" TargetMode="Internal"/>'

describe('关系表', () => {
  it('变换：只留指定的，按 Id 排序，写明 TargetMode，属性按顺序', () => {
    const { items: all } = read(`<Relationships xmlns="${namespace}">${items}</Relationships>`)
    expect(transformRelationships(all, new Set(['rId2', 'RId1', 'rId10', 'rId99'])).toString()).toBe(
      `<Relationships xmlns="${namespace}">` +
        '<Relationship Id="RId1" Target="styles.xml" TargetMode="Internal" Type="t/styles"></Relationship>' +
        '<Relationship Id="rId10" Target="worksheets/sheet1.xml" TargetMode="Internal" Type="t/sheet"></Relationship>' +
        '<Relationship Id="rId2" Target="http://x.cn/?a=1&amp;b=2" TargetMode="External" Type="t/link"></Relationship>' +
        '</Relationships>',
    )
    expect(transformRelationships(all, new Set()).toString()).toBe(
      `<Relationships xmlns="${namespace}"></Relationships>`,
    )
  })

  it('空白、注释和前缀不影响变换的结果，但不算紧凑', () => {
    const compact = read(`<Relationships xmlns="${namespace}">${items}</Relationships>`)
    const loose = [
      `<Relationships xmlns="${namespace}">\r\n${items.replaceAll('<Rel', '\n <Rel')}</Relationships>`,
      `<Relationships xmlns="${namespace}"><!-- x -->${items}</Relationships>`,
      `<r:Relationships xmlns:r="${namespace}">${items.replaceAll('<Rel', '<r:Rel')}</r:Relationships>`,
      `<Relationships xmlns="${namespace}">${items.replaceAll('/>', '> </Relationship>')}</Relationships>`,
    ].map(read)
    const ids = new Set(['rId2', 'rId10'])
    expect(compact.compact).toBe(true)
    for (const one of loose) {
      expect(one.compact).toBe(false)
      expect(one.items).toEqual(compact.items)
      expect(transformRelationships(one.items, ids)).toEqual(transformRelationships(compact.items, ids))
      expect(read(relationshipsXml(one.items))).toEqual(compact)
    }
  })

  it('找到目标部件；外部的和越出包的没有', () => {
    const relationship = (target: string, external = false) => ({ id: 'a', type: 't', target, external })
    const from = 'xl/worksheets/_rels/sheet1.xml.rels'
    expect(targetPart(relationship('../drawings/drawing1.xml'), from)).toBe('xl/drawings/drawing1.xml')
    expect(targetPart(relationship('/xl/./styles.xml'), from)).toBe('xl/styles.xml')
    expect(targetPart(relationship('docProps/app.xml'), '_rels/.rels')).toBe('docProps/app.xml')
    expect(targetPart(relationship('../../../x.xml'), from)).toBeNull()
    expect(targetPart(relationship('http://x.cn/', true), from)).toBeNull()
  })

  it.each([
    ['别的根', `<Types xmlns="${namespace}"/>`],
    ['没有命名空间', `<Relationships>${items}</Relationships>`],
    ['没有 Id', `<Relationships xmlns="${namespace}"><Relationship Type="t" Target="x"/></Relationships>`],
    ['没有 Target', `<Relationships xmlns="${namespace}"><Relationship Id="a" Type="t"/></Relationships>`],
    [
      '不认识的 TargetMode',
      `<Relationships xmlns="${namespace}"><Relationship Id="a" Type="t" Target="x" TargetMode="external"/></Relationships>`,
    ],
    ['夹有文字', `<Relationships xmlns="${namespace}">x${items}</Relationships>`],
    [
      '可忽略内容的标记',
      `<Relationships xmlns="${namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x">${items}</Relationships>`,
    ],
  ])('拒绝：%s', (_, text) => {
    expect(() => read(text)).toThrow('关系表不合规范')
  })
})
