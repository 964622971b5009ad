import { defineFields, type Ledger, type RecordOf } from '../field.ts'

/** What the ledger keeps about a household; the people in it are persons (labourer/fields.ts). */
export const householdFields = defineFields([
  { key: 'householdCode', label: '户编号', kind: 'text', section: 'household', guarded: true, width: 14, maxLength: 30, headers: ['家庭编号'] },
  { key: 'recognisedYear', label: '认定年度', kind: 'integer', section: 'household', width: 10, min: 2013, max: 2100 },
  { key: 'region', label: '所属行政区', kind: 'region', section: 'household', width: 30, regionLevel: 5, headers: ['行政村', '户籍地'] },
  { key: 'address', label: '详细住址', kind: 'text', section: 'household', width: 34, maxLength: 100, headers: ['家庭住址', '家庭地址', '详细地址'] },
  { key: 'phone', label: '户主电话', kind: 'phone', section: 'household', width: 15, mask: 'phone', headers: ['联系电话'] },
  { key: 'category', label: '户类型', kind: 'code', dictionary: 'householdCategory', section: 'household', width: 16, headers: ['脱贫属性', '监测对象类别', '农户类型'] },
  { key: 'liftStatus', label: '脱贫状态', kind: 'code', dictionary: 'liftStatus', section: 'household', width: 12 },
  { key: 'isRelocated', label: '是否属于易地扶贫搬迁户', kind: 'yesNo', section: 'household', width: 12, headers: ['易地扶贫搬迁户', '是否易地扶贫搬迁', '易地搬迁户'] },
  { key: 'siteName', label: '安置点名称', kind: 'text', section: 'household', width: 26, maxLength: 60, headers: ['安置点', '搬迁地点'] },
  { key: 'hasDisabled', label: '是否残疾人', kind: 'yesNo', section: 'household', width: 10 },
  { key: 'note', label: '备注', kind: 'note', section: 'household', width: 24, maxLength: 500 },
  { key: 'memberCount', label: '家庭人数', kind: 'integer', width: 10, derived: true },
  { key: 'labourCount', label: '劳动力人数', kind: 'integer', width: 10, derived: true },
  { key: 'employedCount', label: '已就业人数', kind: 'integer', width: 10, derived: true },
  { key: 'updatedOn', label: '最近更新', kind: 'date', width: 12, derived: true },
  { key: 'zeroState', label: '零就业帮扶状态', kind: 'code', dictionary: 'zeroHouseholdState', width: 14, derived: true, joined: true },
  { key: 'zeroSince', label: '零就业起始日', kind: 'date', width: 12, derived: true, joined: true },
  { key: 'zeroDueOn', label: '清零期限', kind: 'date', width: 12, derived: true, joined: true },
  { key: 'zeroServices', label: '帮扶服务次数', kind: 'integer', width: 12, derived: true, joined: true },
  { key: 'unwillingReason', label: '暂无就业意愿原因', kind: 'code', dictionary: 'noIntentionReason', width: 16, derived: true, joined: true },
  { key: 'clearedOn', label: '清零日期', kind: 'date', width: 12, derived: true, joined: true },
  { key: 'headName', label: '户主姓名', kind: 'text', width: 12, joined: true, required: true },
  { key: 'headIdNumber', label: '户主身份证号', kind: 'idNumber', width: 22, joined: true, required: true, mask: 'idNumber', headers: ['户主证件号码', '户主身份证号码'] },
])

export type Household = RecordOf<typeof householdFields>

export const householdLedger: Ledger = {
  name: 'household',
  label: '农户台账',
  fields: householdFields,
  sortable: ['region', 'householdCode', 'category'],
  sections: [{ key: 'household', label: '家庭信息' }],
  workbook: ['householdCode', 'recognisedYear', 'headName', 'headIdNumber', 'phone', 'region', 'address', 'category', 'isRelocated', 'siteName', 'hasDisabled', 'liftStatus', 'note'],
}
