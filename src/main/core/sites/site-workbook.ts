import type { SiteState } from '../../../shared/contract/calls/site.ts'
import { type Field, type FieldValue, fieldByKey } from '../../../shared/domain/field.ts'
import { toCell } from '../../../shared/domain/field-text.ts'
import { jobFairLedger } from '../../../shared/domain/job-fair/fields.ts'
import { siteHouseholdLedger, stationLedger } from '../../../shared/domain/site/fields.ts'
import type { Desk } from '../context.ts'
import { columnSpec, headerOf } from '../exporting/layout.ts'
import { lookupsOf } from '../importing/row-values.ts'
import { nearName } from '../ledger/ledger.service.ts'
import { maskAnswer } from '../privacy/mask-answer.ts'
import { maskedNote } from '../privacy/privacy.service.ts'
import { type CellValue, type SheetSpec, writeWorkbookBytes } from '../workbook/index.ts'
import { residentView } from './site-state.ts'

const page = { paper: 'A4', landscape: true } as const
const atOnce = 500

/** The state of a site as a workbook: its figures, those without work, everybody by door, stations and fairs. */
export async function siteWorkbook(
  desk: Desk,
  state: SiteState,
  isFull: boolean,
): Promise<{ name: string; bytes: Uint8Array; rows: number }> {
  const name = String(state.site.values.name)
  const title = `${name}就业帮扶情况`
  const asOf = `统计日期：${state.asOf}　制表单位：${desk.unit.name}${isFull ? '' : `　${maskedNote}`}`
  const done = { rows: 0 }
  const lookups = lookupsOf(desk, desk.unit.regionCode)
  const rowsOf = (fields: readonly Field[], rows: readonly { values: Record<string, FieldValue> }[]) =>
    rows.map(({ values }) => fields.map((field) => toCell(field, values[field.key] ?? null, lookups)))
  const specOf = (field: Field) =>
    columnSpec({ field, header: headerOf(field) }, desk.catalogue(), desk.today())
  const fieldsOf = (ledger: typeof stationLedger) => ledger.fields.filter((field) => field.section)

  function* figures(): Iterable<CellValue[]> {
    for (const figure of state.figures) yield [figure.label, figure.value, figure.unit, figure.basis]
    yield ['就业覆盖率', state.coverage, '%', state.coverageBasis]
    for (const { label, value, unit, basis } of [state.declared, state.supply])
      yield [label, value, unit, basis]
  }
  function* residents(isUncovered: boolean): Iterable<CellValue[]> {
    for (let offset = 0; ; offset += atOnce) {
      const found = desk.sites.residents(state.site.id, null, isUncovered, atOnce, offset).map(residentView)
      const rows = isFull ? found : maskAnswer(found)
      for (const row of rows) {
        done.rows++
        yield [
          ...[row.building, row.unit, row.door, row.headName, row.phone, row.movedIn],
          row.homeVillage ? nearName(desk, row.homeVillage) : null,
          ...[row.memberCount, row.labourCount, row.employedCount],
          row.working.map(({ name: who, employer }) => (employer ? `${who}（${employer}）` : who)).join('、'),
          row.idle.map(({ name: who }) => who).join('、'),
        ]
      }
      if (rows.length < atOnce) return
    }
  }
  const own = [
    'building',
    'unit',
    'door',
    'headName',
    'phone',
    'movedIn',
    'homeVillage',
    'memberCount',
    'labourCount',
    'employedCount',
  ]
  const residentColumns = [
    ...own.map((key) => specOf({ ...fieldByKey(siteHouseholdLedger, key), derived: true })),
    { header: '已就业的人', width: 40, kind: 'text' as const },
    { header: '未就业的劳动力', width: 30, kind: 'text' as const },
  ]
  const basisOf = (key: string) => state.figures.find((figure) => figure.key === key)?.basis ?? ''
  const sheet = (
    label: string,
    columns: SheetSpec['columns'],
    rows: Iterable<CellValue[]>,
    basis: string,
  ): SheetSpec => ({
    name: label,
    title: [`${title}：${label}`],
    columns,
    rows,
    footer: [`口径：${basis}`, asOf],
    freeze: true,
    page,
  })
  const bytes = await writeWorkbookBytes({
    properties: { title, creator: desk.unit.name, created: new Date(desk.now()) },
    sheets: [
      sheet(
        '一页情况',
        [
          { header: '项目', width: 24, kind: 'text' },
          { header: '数量', width: 12, kind: 'integer' },
          { header: '单位', width: 8, kind: 'text' },
          { header: '口径', width: 70, kind: 'text' },
        ],
        figures(),
        '各项口径见右列',
      ),
      sheet('无人就业户', residentColumns, residents(true), basisOf('site-uncovered')),
      sheet('现住搬迁户', residentColumns, residents(false), basisOf('site-households')),
      sheet(
        '服务站',
        fieldsOf(stationLedger).map(specOf),
        rowsOf(fieldsOf(stationLedger), state.stations),
        '注明在本安置点的服务站、服务点和服务窗口',
      ),
      sheet(
        '招聘会',
        fieldsOf(jobFairLedger).map(specOf),
        rowsOf(fieldsOf(jobFairLedger), state.fairs),
        '注明为本安置点举办的招聘会，最近50场',
      ),
    ],
  })
  return { name: `${title}-${state.asOf.replaceAll('-', '')}.xlsx`, bytes, rows: done.rows }
}
