import { compactText, normaliseHeader } from '../../../shared/domain/text/normalise.ts'
import type { Row } from '../workbook/types.ts'
import { cellText, type HeaderCell } from './header.ts'

/**
 * Text that stands for a header layout: the same for the same columns in the same order, whatever
 * the title, the sheet's name or the rows. Mappings chosen by a person are remembered under it.
 */
export function layoutKey(headers: readonly HeaderCell[]): string {
  const text = headers
    .filter((header) => header.text !== '')
    .map((header) => `${header.index}:${normaliseHeader(header.text)}`)
    .join('|')
  return `${headers.filter((header) => header.text !== '').length}-${hash(text, 0)}${hash(text, 0x9747b28c)}`
}

/** FNV-1a over the code units, from two starting points: enough to tell layouts apart. */
function hash(text: string, seed: number): string {
  let value = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value.toString(16).padStart(8, '0')
}

const total = /^.{0,8}(?:合计|小计|总计|共计|累计)(?:[:：]?\d*[人户条行元]?)$/
const note =
  /^(?:[(（【]?(?:备注|说明|附注|注意事项|注意|填表说明|填写说明|填报说明|口径|统计口径|注\d?)[)）】]?[:：、.]|注\d*[:：]|备注$|说明$|口径$|(?:填表|制表|填报|审核|复核|统计|经办|编制|上报|报送|责任|负责|联系|采集|录入|打印|制作|校对|签发|村负责|单位负责)(?:人|单位|时间|日期|部门|电话|人员)(?:签字|签章|姓名)?[:：]|(?:日期|时间|年度|单位|盖章|签字|签章|公章|电话)[:：(（]|[※★*#]|数据截至|截至|截止|以上|以下空白|此表|本表|第\d+页)/
const sample = /^[(（【]?(?:填写)?(?:示例|样例|范例|例如|举例|例)[)）】:：]/
const instruction = /^(?:必填项?|选填项?|非必填项?|可不填|下拉选择|文本|日期|数字|自动计算|自动生成)$/
const serialHeader = /^(?:序号|编号|序|no\.?|行号)$/
const identity = /\d{14,17}[\dXx]/

/**
 * Why a row under the header is no record, in words, or null when it is one. A row that carries
 * anything like an ID number is always a record: it is better blocked and shown than dropped.
 */
export function skipReason(row: Row, headers: readonly HeaderCell[] = []): string | null {
  // Nearly every row ends here, so this comes before anything is cleaned.
  for (const { text } of row.cells) {
    if (text.length >= 15 && (identity.test(text) || identity.test(compactText(text)))) return null
  }
  const filled: { index: number; text: string }[] = []
  for (const [index, cell] of row.cells.entries()) {
    if (cell.kind === 'empty') continue
    const text = cellText(cell)
    if (text !== '' || cell.kind === 'formulaNoValue') filled.push({ index, text })
  }
  const first = filled[0]
  if (!first) return '空行'
  if (repeatsHeader(filled, headers)) return '重复的表头'
  if (countsColumns(filled)) return '栏次行'
  const texts = filled.slice(0, 3).map(({ text }) => compactText(text))
  if (texts.some((text) => total.test(text))) return '合计行'
  const start = texts[0] ?? ''
  if (note.test(start)) return '表下说明'
  if (sample.test(start)) return '填写示例'
  if (filled.length >= 2 && filled.every(({ text }) => instruction.test(compactText(text)))) return '填写说明'
  if (filled.length === 1) {
    if (isSentence(start)) return '表下说明'
    if (serialHeader.test(normaliseHeader(headers[first.index]?.parts.at(-1) ?? ''))) return '只有序号的空行'
  }
  return null
}

export const isSkippable = (row: Row, headers?: readonly HeaderCell[]): boolean =>
  skipReason(row, headers) !== null

/** A lone long text, or one that is numbered: no record has only that. */
const isSentence = (text: string): boolean =>
  /^[(（]?[\d一二三四五六七八九十]{1,2}[)）]?[.、．].{4,}/.test(text) || /[\u4e00-\u9fff].{14,}/.test(text)

function repeatsHeader(filled: { index: number; text: string }[], headers: readonly HeaderCell[]): boolean {
  let equal = 0
  for (const { index, text } of filled) {
    const parts = headers[index]?.parts
    if (!parts || parts.length === 0 || text.length > 40) continue
    const form = normaliseHeader(text)
    if (parts.some((part) => normaliseHeader(part) === form)) equal++
  }
  return equal >= 2 && equal * 2 > filled.length
}

/** The line 甲 乙 1 2 3 4 that numbers the columns. */
function countsColumns(filled: { index: number; text: string }[]): boolean {
  if (filled.length < 4) return false
  let before: number | null = null
  for (const { text } of filled) {
    if (/^[甲乙丙丁戊栏次]+$/.test(text) && before === null) continue
    if (!/^[(（]?\d{1,3}[)）]?$/.test(text)) return false
    const value = Number(text.replace(/\D/g, ''))
    if (before !== null && value !== before + 1) return false
    before = value
  }
  return before !== null
}
