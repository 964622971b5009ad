/** The parts that every written workbook has beside its sheets. */
import type { ExtraPart, WorkbookSpec } from './types.ts'
import { escapeXml } from './xml-escape.ts'

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
export const officeRelations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'

export function contentTypesXml(sheets: number, parts: readonly ExtraPart[] = []): string {
  const overrides = Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${spreadsheet}.worksheet+xml"/>`,
  )
  return (
    `${xmlHead}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/>` +
    overrides.join('') +
    parts.map((part) => overrideXml(part)).join('') +
    `<Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/>` +
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>' +
    '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
  )
}

export const overrideXml = (
  { name, contentType }: Pick<ExtraPart, 'name' | 'contentType'>,
  prefix = '',
): string =>
  contentType === null
    ? ''
    : `<${prefix}Override PartName="/${escapeXml(name)}" ContentType="${escapeXml(contentType)}"/>`

/** Relationship from the workbook (in `xl/`) to a further part. */
export const partRelationXml = (
  { name, relationshipType }: Pick<ExtraPart, 'name' | 'relationshipType'>,
  id: string,
  prefix = '',
): string =>
  relationshipType === null ? '' : relation(id, escapeXml(relationshipType), `/${escapeXml(name)}`, prefix)

function relation(id: string, type: string, target: string, prefix = ''): string {
  return `<${prefix}Relationship Id="${id}" Type="${type}" Target="${target}"/>`
}

export function rootRelationsXml(): string {
  return (
    `${xmlHead}<Relationships xmlns="${packageRelations}">` +
    relation('rId1', `${officeRelations}/officeDocument`, 'xl/workbook.xml') +
    relation('rId2', `${packageRelations}/metadata/core-properties`, 'docProps/core.xml') +
    relation('rId3', `${officeRelations}/extended-properties`, 'docProps/app.xml') +
    '</Relationships>'
  )
}

export function workbookRelationsXml(sheets: number, parts: readonly ExtraPart[] = []): string {
  const relations = Array.from({ length: sheets }, (_, index) =>
    relation(`rId${index + 1}`, `${officeRelations}/worksheet`, `worksheets/sheet${index + 1}.xml`),
  )
  relations.push(relation(`rId${sheets + 1}`, `${officeRelations}/styles`, 'styles.xml'))
  for (const [index, part] of parts.entries())
    relations.push(partRelationXml(part, `rId${sheets + 2 + index}`))
  return `${xmlHead}<Relationships xmlns="${packageRelations}">${relations.join('')}</Relationships>`
}

export function coreXml({ title, creator, created }: WorkbookSpec['properties'] = {}): string {
  return (
    `${xmlHead}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    (title === undefined ? '' : `<dc:title>${escapeXml(title)}</dc:title>`) +
    (creator === undefined ? '' : `<dc:creator>${escapeXml(creator)}</dc:creator>`) +
    (created === undefined
      ? ''
      : `<dcterms:created xsi:type="dcterms:W3CDTF">${created.toISOString().slice(0, 19)}Z</dcterms:created>`) +
    '</cp:coreProperties>'
  )
}

export function appXml(): string {
  return `${xmlHead}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>labour-desk</Application></Properties>`
}
