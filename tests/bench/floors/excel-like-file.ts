/** A workbook with a text table, laid out as Excel and WPS save it, for the reading bench. */
import { columnLetters } from '../../../src/main/core/workbook/cells.ts'
import { dateToSerial } from '../../../src/main/core/workbook/dates.ts'
import { collectBytes, createZipWriter } from '../../../src/main/core/workbook/zip-writer.ts'
import { ledgerColumns, ledgerRows } from './ledger-rows.ts'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export async function excelLikeFile(rows: number): Promise<Uint8Array> {
  const { sink, bytes } = collectBytes()
  const zip = createZipWriter(sink, 6)
  const texts = new Map<string, number>()
  const indexOf = (text: string) => {
    const known = texts.get(text)
    if (known !== undefined) return known
    texts.set(text, texts.size)
    return texts.size - 1
  }
  const letters = ledgerColumns.map((_, index) => columnLetters(index))
  const textCell = (reference: string, text: string) =>
    `<c r="${reference}" s="1" t="s"><v>${indexOf(text)}</v></c>`
  async function* sheet(): AsyncGenerator<Buffer> {
    const last = `${letters.at(-1)}${rows + 1}`
    let xml = `${head}<worksheet xmlns="${main}" xmlns:r="${relations}"><dimension ref="A1:${last}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="14.25"/><sheetData>`
    xml += `<row r="1" spans="1:45" ht="18">${ledgerColumns.map(({ header }, index) => textCell(`${letters[index]}1`, header)).join('')}</row>`
    let number = 2
    for (const row of ledgerRows(rows)) {
      xml += `<row r="${number}" spans="1:45">`
      row.forEach((value, index) => {
        const reference = `${letters[index]}${number}`
        const kind = ledgerColumns[index]?.kind
        if (value === null) xml += `<c r="${reference}" s="1"/>`
        else if (kind === 'date') xml += `<c r="${reference}" s="2"><v>${dateToSerial(String(value))}</v></c>`
        else if (typeof value === 'number') xml += `<c r="${reference}" s="3"><v>${value}</v></c>`
        else xml += textCell(reference, value)
      })
      xml += '</row>'
      number++
      if (xml.length > 60_000) {
        yield Buffer.from(xml)
        xml = ''
      }
    }
    yield Buffer.from(
      `${xml}</sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>`,
    )
  }
  async function* table(): AsyncGenerator<Buffer> {
    let xml = `${head}<sst xmlns="${main}" uniqueCount="${texts.size}">`
    for (const text of texts.keys()) {
      xml += `<si><t>${text}</t></si>`
      if (xml.length > 60_000) {
        yield Buffer.from(xml)
        xml = ''
      }
    }
    yield Buffer.from(`${xml}</sst>`)
  }
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  await zip.add(
    '[Content_Types].xml',
    `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${type}.sharedStrings+xml"/></Types>`,
  )
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${relations}/${kind}" Target="${target}"/>`
  const list = (items: string) =>
    `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`
  await zip.add('_rels/.rels', list(relation(1, 'officeDocument', 'xl/workbook.xml')))
  await zip.add(
    'xl/workbook.xml',
    `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  await zip.add(
    'xl/_rels/workbook.xml.rels',
    list(
      relation(1, 'worksheet', 'worksheets/sheet1.xml') +
        relation(2, 'styles', 'styles.xml') +
        relation(3, 'sharedStrings', 'sharedStrings.xml'),
    ),
  )
  await zip.add(
    'xl/styles.xml',
    `${head}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="49"/><xf numFmtId="14"/><xf numFmtId="0"/></cellXfs></styleSheet>`,
  )
  await zip.add('xl/worksheets/sheet1.xml', sheet())
  await zip.add('xl/sharedStrings.xml', table())
  await zip.finish()
  return bytes()
}
