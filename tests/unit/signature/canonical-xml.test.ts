import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { C14nCanonicalization } from 'xml-crypto'
import { canonicalXml, compareCodePoints } from '../../../src/main/core/signature/canonical-xml.ts'
import { readStrictXml } from '../../../src/main/core/signature/strict-xml.ts'
import type { XmlElement } from '../../../src/main/core/signature/xml-tree.ts'

const read = (text: string) => readStrictXml(Buffer.from(text, 'utf8'), { comments: true })
const canonical = (text: string) => canonicalXml(read(text)).toString('utf8')

describe('规范化 XML（Canonical XML 1.0）', () => {
  // Examples of the Recommendation, as far as they need no DTD.
  it('3.3 起始和结束标签', () => {
    expect(
      canonical(
        `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org"/>
         </e8>
      </e7>
   </e6>
</doc>`,
      ),
    ).toBe(`<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org"></e9>
         </e8>
      </e7>
   </e6>
</doc>`)
  })

  it('3.4 字符和引用', () => {
    expect(
      canonical(
        '<doc><text>First line&#x0d;&#10;Second line</text><value>&#x32;</value><compute expr=\'value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"\'>valid</compute><norm attr=\' &apos;   &#x20;&#13;&#xa;&#9;   &apos; \'/></doc>',
      ),
    ).toBe(
      '<doc><text>First line&#xD;\nSecond line</text><value>2</value><compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute><norm attr=" \'    &#xD;&#xA;&#x9;   \' "></norm></doc>',
    )
  })

  it('3.6 注释不留下，汉字照原样', () => {
    expect(canonical('<!-- a --><doc>甲<!-- b -->乙&#169;</doc><!-- c -->')).toBe('<doc>甲乙©</doc>')
  })

  it('取出其中一个元素时，带上外层的命名空间和 xml: 属性', () => {
    const root = read(
      '<a xmlns="urn:1" xmlns:p="urn:2" xmlns:q="urn:3" xml:lang="zh" xml:space="preserve" x="1"><b xmlns:q="urn:4" xml:lang="en"><p:c xmlns="" y="2"/></b></a>',
    )
    const [b] = root.children as XmlElement[]
    const [c] = (b as XmlElement).children as XmlElement[]
    expect(canonicalXml(c as XmlElement).toString()).toBe(
      '<p:c xmlns:p="urn:2" xmlns:q="urn:4" y="2" xml:lang="en" xml:space="preserve"></p:c>',
    )
    expect(canonicalXml(b as XmlElement).toString()).toBe(
      '<b xmlns="urn:1" xmlns:p="urn:2" xmlns:q="urn:4" xml:lang="en" xml:space="preserve"><p:c xmlns="" y="2"></p:c></b>',
    )
  })

  it('按码点排序，不按 UTF-16', () => {
    const sorted = ['\uff21', '\u{1f600}', 'b', 'B', '甲'].sort(compareCodePoints)
    expect(sorted).toEqual(['B', 'b', '甲', '\uff21', '\u{1f600}'])
  })

  it('与另一个实现一致', () => {
    // That implementation sorts upper-case prefixes wrongly, so the prefixes are in lower case here.
    const documents = [
      '<r xmlns="urn:r" xmlns:z="urn:z" xmlns:a="urn:a" b="2" a="1" z:k="3" a:k="4"><z:i><a:j xmlns:a="urn:b">甲&amp;&lt;&gt;"</a:j></z:i><k xmlns=""/></r>',
      '<r><e a="&quot;&#9;&#10;&#13;\'" /><e>&#13;&quot;</e>  <f></f></r>',
    ]
    for (const text of documents) {
      const node = new DOMParser().parseFromString(text, 'text/xml').documentElement
      const expected = new C14nCanonicalization().process(node as never, {}).toString()
      expect(canonical(text)).toBe(expected)
    }
  })
})
