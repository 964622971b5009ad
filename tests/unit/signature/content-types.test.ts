import { describe, expect, it } from 'vitest'
import {
  contentTypeOf,
  contentTypesXml,
  readContentTypes,
} from '../../../src/main/core/signature/content-types.ts'

const namespace = 'http://schemas.openxmlformats.org/package/2006/content-types'
const read = (inner: string) =>
  readContentTypes(Buffer.from(`<Types xmlns="${namespace}">${inner}</Types>`, 'utf8'))
const types = read(
  '<Default Extension="XML" ContentType="application/xml"/>\n<!-- x --><Override PartName="/xl/Workbook.xml" ContentType="a/b"/>',
)

describe('内容类型表', () => {
  it('先看部件，再看扩展名，不分大小写', () => {
    expect(contentTypeOf(types, 'xl/workbook.xml')).toBe('a/b')
    expect(contentTypeOf(types, 'xl/styles.Xml')).toBe('application/xml')
    expect(contentTypeOf(types, 'xl/picture.png')).toBeNull()
    expect(contentTypeOf(types, 'xl.d/picture')).toBeNull()
  })

  it('补充签名的类型，原有的保留', () => {
    const xml = contentTypesXml(types, {
      defaults: { sigs: 'o/s', xml: 'ignored/xml' },
      overrides: { '_xmlsignatures/sig1.xml': 's/x' },
    })
    const again = readContentTypes(Buffer.from(xml))
    expect(contentTypeOf(again, '_xmlsignatures/origin.sigs')).toBe('o/s')
    expect(contentTypeOf(again, '_xmlsignatures/sig1.xml')).toBe('s/x')
    expect(contentTypeOf(again, 'xl/styles.xml')).toBe('application/xml')
    expect(contentTypeOf(again, 'xl/workbook.xml')).toBe('a/b')
  })

  it.each([
    ['扩展名重复', '<Default Extension="a" ContentType="x/y"/><Default Extension="A" ContentType="x/z"/>'],
    ['部件重复', '<Override PartName="/a" ContentType="x/y"/><Override PartName="/A" ContentType="x/y"/>'],
    ['部件名没有斜杠', '<Override PartName="a" ContentType="x/y"/>'],
    ['没有类型', '<Default Extension="a" ContentType=""/>'],
    ['别的元素', '<Other Extension="a" ContentType="x/y"/>'],
    ['多余的属性', '<Default Extension="a" ContentType="x/y" PartName="/b"/>'],
    ['夹有文字', 'x'],
  ])('拒绝：%s', (_, inner) => {
    expect(() => read(inner)).toThrow('内容类型表不合规范')
  })
})
