/** The looks of written sheets: one fixed style table, referred to by index. */
import type { ColumnKind } from './types.ts'

/** Indexes into `cellXfs` below. */
export const styles = {
  plain: 0,
  title: 1,
  subtitle: 2,
  header: 3,
  requiredHeader: 4,
  footer: 5,
} as const

const columnKinds: readonly ColumnKind[] = ['text', 'integer', 'decimal2', 'date', 'month']
const numberFormats: Record<ColumnKind, number> = { text: 49, integer: 1, decimal2: 2, date: 164, month: 165 }
const firstBodyStyle = 6

/** Style of a filled-in cell, with borders. */
export function bodyStyle(kind: ColumnKind): number {
  return firstBodyStyle + columnKinds.indexOf(kind)
}

/** Style of a whole column, for cells that are still to be typed in: the same format without borders. */
export function columnStyle(kind: ColumnKind): number {
  return firstBodyStyle + columnKinds.length + columnKinds.indexOf(kind)
}

/** Cells of a copy handed back to its sender. */
export const returnedStyles = {
  text: firstBodyStyle + 2 * columnKinds.length,
  number: firstBodyStyle + 2 * columnKinds.length + 1,
  date: firstBodyStyle + 2 * columnKinds.length + 2,
  markedText: firstBodyStyle + 2 * columnKinds.length + 3,
  markedNumber: firstBodyStyle + 2 * columnKinds.length + 4,
  markedDate: firstBodyStyle + 2 * columnKinds.length + 5,
  reason: firstBodyStyle + 2 * columnKinds.length + 6,
} as const

/** The fill that draws the eye to a cell. */
export const markFillXml =
  '<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/><bgColor indexed="64"/></patternFill></fill>'

const font = (size: number, extra = '') =>
  `<font>${extra}<sz val="${size}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`
const edge = (side: string) => `<${side} style="thin"><color rgb="FFBFBFBF"/></${side}>`
const centred = '<alignment horizontal="center" vertical="center" wrapText="1"/>'

function xf(format: number, fontId: number, fill: number, border: number, alignment: string): string {
  return (
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fill}" borderId="${border}" xfId="0"` +
    ` applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment}</xf>`
  )
}

const middle = '<alignment vertical="center"/>'
const body = columnKinds.map((kind) => xf(numberFormats[kind], 0, 0, 1, middle))
const bare = columnKinds.map((kind) => xf(numberFormats[kind], 0, 0, 0, middle))
const formats = [
  xf(0, 0, 0, 0, middle),
  xf(0, 1, 0, 0, centred),
  xf(0, 0, 0, 0, '<alignment horizontal="left" vertical="center" wrapText="1"/>'),
  xf(49, 2, 2, 1, centred),
  xf(49, 3, 2, 1, centred),
  xf(0, 4, 0, 0, '<alignment horizontal="left" vertical="top" wrapText="1"/>'),
  ...body,
  ...bare,
  ...[0, 3].flatMap((fill) => [49, 0, 164].map((format) => xf(format, 0, fill, 1, middle))),
  xf(49, 0, 0, 1, '<alignment vertical="center" wrapText="1"/>'),
]

export const stylesXml =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
  '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm"/></numFmts>' +
  `<fonts count="5">${font(11)}${font(16, '<b/>')}${font(11, '<b/>')}` +
  '<font><b/><sz val="11"/><color rgb="FFC00000"/><name val="宋体"/><family val="3"/><charset val="134"/></font>' +
  '<font><sz val="10"/><color rgb="FF595959"/><name val="宋体"/><family val="3"/><charset val="134"/></font></fonts>' +
  '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
  `<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill>${markFillXml}</fills>` +
  '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>' +
  `<border>${edge('left')}${edge('right')}${edge('top')}${edge('bottom')}<diagonal/></border></borders>` +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles>' +
  '</styleSheet>'
