import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** A place to which households were relocated 安置点. What is derived is counted by triggers from the households that live there now. */
export const siteFields = defineFields([
  { key: 'name', label: '安置点名称', kind: 'text', section: 'site', required: true, width: 26, minLength: 2, maxLength: 60, headers: ['安置点', '安置区名称', '安置区'] },
  { key: 'kind', label: '安置点类型', kind: 'code', dictionary: 'siteKind', section: 'site', required: true, width: 16, headers: ['搬迁类型'] },
  { key: 'region', label: '所在村（社区）', kind: 'region', section: 'site', required: true, width: 30, regionLevel: 5, headers: ['所属行政区', '所属区域'] },
  { key: 'address', label: '地址', kind: 'text', section: 'site', width: 30, maxLength: 100, headers: ['安置点地址'] },
  { key: 'openedOn', label: '建成入住年月', kind: 'month', section: 'site', width: 12, headers: ['入住时间', '建成时间'] },
  { key: 'plannedHouseholds', label: '核定搬迁户数', kind: 'integer', section: 'site', width: 12, min: 0, max: 100_000, headers: ['搬迁户数'] },
  { key: 'plannedPeople', label: '核定搬迁人数', kind: 'integer', section: 'site', width: 12, min: 0, max: 1_000_000, headers: ['搬迁人数', '搬迁人口'] },
  { key: 'contactName', label: '负责人', kind: 'text', section: 'site', width: 12, maxLength: 30, headers: ['安置点负责人'] },
  { key: 'contactPhone', label: '负责人电话', kind: 'phone', section: 'site', width: 15 },
  { key: 'note', label: '备注', kind: 'note', section: 'site', width: 24, maxLength: 500 },
  { key: 'scalePeople', label: '搬迁规模', kind: 'integer', width: 10, derived: true },
  { key: 'householdCount', label: '现住户数', kind: 'integer', width: 10, derived: true },
  { key: 'memberCount', label: '现住人数', kind: 'integer', width: 10, derived: true },
  { key: 'labourCount', label: '劳动力人数', kind: 'integer', width: 10, derived: true },
  { key: 'employedCount', label: '已就业人数', kind: 'integer', width: 10, derived: true },
  { key: 'labourHouseholds', label: '有劳动力户数', kind: 'integer', width: 12, derived: true },
  { key: 'coveredHouseholds', label: '有人就业户数', kind: 'integer', width: 12, derived: true },
  { key: 'coverage', label: '就业覆盖率(%)', kind: 'integer', width: 12, derived: true },
])
export type Site = RecordOf<typeof siteFields>

export const siteLedger: Ledger = {
  name: 'site',
  label: '安置点',
  fields: siteFields,
  sortable: ['region', 'name'],
  sections: [{ key: 'site', label: '安置点' }],
}

/** A household at a site: one row for each stay, so that a move is history. Who lives there are persons of the labour ledger. */
export const siteHouseholdFields = defineFields([
  { key: 'siteName', label: '安置点名称', kind: 'text', width: 26, joined: true, required: true, headers: ['安置点', '搬迁地点'] },
  { key: 'headName', label: '户主姓名', kind: 'text', width: 12, joined: true, required: true },
  { key: 'headIdNumber', label: '户主身份证号', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['户主证件号码', '户主身份证号码'] },
  { key: 'building', label: '楼栋', kind: 'text', section: 'door', width: 8, maxLength: 20, headers: ['栋', '楼号', '幢号'] },
  { key: 'unit', label: '单元', kind: 'text', section: 'door', width: 8, maxLength: 20, headers: ['单元号'] },
  { key: 'door', label: '房号', kind: 'text', section: 'door', width: 8, maxLength: 20, headers: ['门牌号', '室号', '房间号'] },
  { key: 'movedIn', label: '入住年月', kind: 'month', section: 'door', width: 12, headers: ['搬入年月', '入住时间', '搬迁时间'] },
  { key: 'homeVillage', label: '迁出村', kind: 'region', section: 'door', width: 30, regionLevel: 5, headers: ['原住村', '原户籍村', '迁出地'] },
  { key: 'movedOut', label: '迁出年月', kind: 'month', section: 'leaving', width: 12, headers: ['搬离年月'] },
  { key: 'leaveReason', label: '迁出原因和去向', kind: 'text', section: 'leaving', width: 20, maxLength: 100, headers: ['迁出原因'] },
  { key: 'note', label: '备注', kind: 'note', section: 'leaving', width: 24, maxLength: 500 },
  { key: 'householdCode', label: '户编号', kind: 'text', width: 14, joined: true, derived: true },
  { key: 'category', label: '户类型', kind: 'code', dictionary: 'householdCategory', width: 16, joined: true, derived: true },
  { key: 'phone', label: '户主电话', kind: 'phone', width: 15, joined: true, derived: true, mask: 'phone' },
  { key: 'memberCount', label: '家庭人数', kind: 'integer', width: 10, derived: true },
  { key: 'labourCount', label: '劳动力人数', kind: 'integer', width: 10, derived: true },
  { key: 'employedCount', label: '已就业人数', kind: 'integer', width: 10, derived: true },
])
export type SiteHousehold = RecordOf<typeof siteHouseholdFields>

export const siteHouseholdLedger: Ledger = {
  name: 'siteHousehold',
  label: '搬迁户',
  fields: siteHouseholdFields,
  sortable: [],
  sections: [
    { key: 'door', label: '住房' },
    { key: 'leaving', label: '迁出' },
  ],
}

/** A service station, point or window, mostly at a site, with its own staff. */
export const stationFields = defineFields([
  { key: 'name', label: '服务站名称', kind: 'text', section: 'station', required: true, width: 26, minLength: 2, maxLength: 60, headers: ['名称'] },
  { key: 'kind', label: '服务站类型', kind: 'code', dictionary: 'stationKind', section: 'station', width: 12 },
  { key: 'level', label: '级别', kind: 'code', dictionary: 'stationLevel', section: 'station', width: 10, headers: ['服务站级别'] },
  { key: 'region', label: '所属区域', kind: 'region', section: 'station', required: true, width: 30, regionLevel: 5, headers: ['所属行政区'] },
  { key: 'address', label: '地址', kind: 'text', section: 'station', width: 30, maxLength: 100, headers: ['服务站地址'] },
  { key: 'staffNames', label: '专职人员', kind: 'text', section: 'station', width: 18, maxLength: 100, headers: ['工作人员', '专门人员'], hint: '几个人之间用顿号隔开' },
  { key: 'phone', label: '服务电话', kind: 'phone', section: 'station', width: 15, headers: ['联系电话'] },
  { key: 'openedOn', label: '设立日期', kind: 'date', section: 'station', width: 12, headers: ['成立日期'] },
  { key: 'servedLabourers', label: '服务劳动力人数', kind: 'integer', section: 'station', width: 12, min: 0, max: 1_000_000 },
  { key: 'servedPoor', label: '服务贫困劳动力人数', kind: 'integer', section: 'station', width: 14, min: 0, max: 1_000_000 },
  { key: 'note', label: '备注', kind: 'note', section: 'station', width: 24, maxLength: 500 },
  { key: 'siteName', label: '安置点名称', kind: 'text', width: 26, joined: true, headers: ['安置点', '所在安置点'] },
  { key: 'staffCount', label: '专职人员数', kind: 'integer', width: 10, derived: true },
])
export type Station = RecordOf<typeof stationFields>

export const stationLedger: Ledger = {
  name: 'station',
  label: '服务站',
  fields: stationFields,
  sortable: ['region'],
  sections: [{ key: 'station', label: '服务站' }],
}

/** The names in a list of staff. */
export const staffIn = (names: string | null | undefined): string[] => (names ?? '').split(/[、，,;；/\s]+/).filter(Boolean)
