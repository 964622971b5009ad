import { describe, expect, it } from 'vitest'
import { readStrictXml } from '../../../src/main/core/signature/strict-xml.ts'
import { attributeOf, elementsOnly, textOnly } from '../../../src/main/core/signature/xml-tree.ts'

const read = (text: string, comments = false) => readStrictXml(Buffer.from(text, 'utf8'), { comments })

describe('严格读取 XML', () => {
  it('读出名称、命名空间、属性和文字', () => {
    const root = read(
      `\ufeff<?xml version="1.0" encoding="UTF-8" standalone='yes'?>\r\n<a xmlns="urn:1" xmlns:p="urn:2" x="1 &lt;&#50;&#x9;" p:x='"'>甲\r\n<p:b xml:lang="zh"/><c xmlns=""/></a >\n`,
    )
    expect(root.namespace).toBe('urn:1')
    expect(root.attributes).toEqual([
      { name: 'x', local: 'x', namespace: '', value: '1 <2\t' },
      { name: 'p:x', local: 'x', namespace: 'urn:2', value: '"' },
    ])
    expect(root.children[0]).toBe('甲\n')
    const [, inner, plain] = root.children
    expect(inner).toMatchObject({ name: 'p:b', local: 'b', namespace: 'urn:2' })
    expect(plain).toMatchObject({ namespace: '' })
    expect(attributeOf(root, 'x')).toBe('1 <2\t')
    expect(elementsOnly(root)).toBeNull()
    expect(textOnly(root)).toBeNull()
  })

  it('属性里原样的制表符和换行按规定变成空格，写成引用的保留', () => {
    expect(attributeOf(read('<a x="1\t2\n3\r\n4&#xA;"/>'), 'x')).toBe('1 2 3 4\n')
  })

  it('只在允许的地方略过注释，略过之后文字仍是一段', () => {
    expect(textOnly(read('<!-- a --><a>甲<!-- b -->乙</a><!-- c -->', true))).toBe('甲乙')
    expect(() => read('<a><!-- b --></a>')).toThrow('comment')
    expect(() => read('<a><!-- b -- c --></a>', true)).toThrow('broken comment')
  })

  it.each([
    ['DOCTYPE', '<!DOCTYPE a><a/>'],
    ['外部实体', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['没有定义的实体', '<a>&x;</a>'],
    ['没有分号的引用', '<a>&amp</a>'],
    ['单独的 &', '<a>R&D</a>'],
    ['引用不允许的字符', '<a>&#0;</a>'],
    ['引用半个字符', '<a>&#xD800;</a>'],
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['处理指令', '<a><?x y?></a>'],
    ['根之前的处理指令', '<?x y?><a/>'],
    ['两个根', '<a/><b/>'],
    ['根之后有文字', '<a/>x'],
    ['没有根', '<?xml version="1.0"?>'],
    ['空文档', ''],
    ['标签不配对', '<a><b></a></b>'],
    ['前缀不同的标签', '<a xmlns:x="u" xmlns:y="u"><x:b></y:b></a>'],
    ['没有结束', '<a><b/>'],
    ['结束标签带属性', '<a></a x="1">'],
    ['属性重复', '<a x="1" x="2"/>'],
    ['展开后重复的属性', '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>'],
    ['命名空间重复声明', '<a xmlns="u" xmlns="v"/>'],
    ['前缀没有声明', '<p:a/>'],
    ['属性的前缀没有声明', '<a p:x="1"/>'],
    ['前缀声明为空', '<a xmlns:p=""/>'],
    ['改动 xml 前缀', '<a xmlns:xml="urn:x"/>'],
    ['声明 xmlns 前缀', '<a xmlns:xmlns="urn:x"/>'],
    ['把别的前缀绑到 xml 命名空间', '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>'],
    ['属性之间没有空格', '<a x="1"y="2"/>'],
    ['属性没有值', '<a x/>'],
    ['属性没有引号', '<a x=1/>'],
    ['属性里有 <', '<a x="<"/>'],
    ['文字里有 ]]>', '<a>]]></a>'],
    ['名称不合规范', '<1a/>'],
    ['名称里有两个冒号', '<a xmlns:b="u"><b:c:d/></a>'],
    ['XML 1.1', '<?xml version="1.1"?><a/>'],
    ['声明为其他编码', '<?xml version="1.0" encoding="GBK"?><a/>'],
    ['不允许的字符', '<a>\u0001</a>'],
    ['不允许的非字符', '<a>\uffff</a>'],
    ['嵌套过深', '<a>'.repeat(70) + '</a>'.repeat(70)],
  ])('拒绝：%s', (_, text) => {
    expect(() => read(text)).toThrow()
  })

  it('拒绝不是 UTF-8 的字节', () => {
    expect(() => readStrictXml(Buffer.from('<a>\xb0</a>', 'latin1'))).toThrow('utf-8')
    expect(() => readStrictXml(Buffer.from('<a/>', 'utf16le'))).toThrow()
    expect(() => readStrictXml(Buffer.alloc(17 * 1024 * 1024, ' '))).toThrow('large')
  })
})
