import type { LedgerName } from '../../../shared/domain/ledgers.ts'

/** How the office speaks of the rows of a ledger. */
interface LedgerWords {
  /** Counter word of a total. */
  unit: string
  searchHint: string
  emptyTitle: string
  emptyText: string
}

const words: Partial<Record<LedgerName, LedgerWords>> = {
  labourer: {
    unit: '人',
    searchHint: '姓名、拼音首字母、证件号、电话',
    emptyTitle: '台账里还没有劳动力',
    emptyText: '可以导入乡镇报来的表格，也可以逐人新增采集表。',
  },
  member: {
    unit: '人',
    searchHint: '姓名、拼音首字母、证件号、电话',
    emptyTitle: '台账里还没有家庭成员',
    emptyText: '导入家庭成员表，或新增采集表后在此显示。',
  },
  household: {
    unit: '户',
    searchHint: '户主姓名、证件号、电话',
    emptyTitle: '台账里还没有农户',
    emptyText: '可以导入农户表，也可以在采集表中建户。',
  },
  employment: {
    unit: '条',
    searchHint: '姓名、证件号',
    emptyTitle: '台账里还没有就业记录',
    emptyText: '导入就业表，或在采集表的“就业”中登记。',
  },
  training: {
    unit: '条',
    searchHint: '姓名、证件号',
    emptyTitle: '台账里还没有培训记录',
    emptyText: '导入培训表，或在采集表的“培训”中登记。',
  },
  service: {
    unit: '条',
    searchHint: '姓名、证件号',
    emptyTitle: '台账里还没有服务记录',
    emptyText: '在“服务窗口”登记，或导入服务记录表。',
  },
  graduate: {
    unit: '人',
    searchHint: '姓名、证件号',
    emptyTitle: '台账里还没有毕业生档案',
    emptyText: '可以导入上级下发的毕业生名单，也可以在采集表的“毕业生服务”中建立档案。',
  },
  vacancy: {
    unit: '个',
    searchHint: '用人单位、招聘岗位',
    emptyTitle: '台账里还没有岗位信息',
    emptyText: '可以导入每月采集的岗位表，也可以逐个登记。',
  },
  employerMonth: {
    unit: '条',
    searchHint: '企业名称',
    emptyTitle: '台账里还没有用工监测',
    emptyText: '可以导入企业报来的监测表，也可以逐个企业填报。',
  },
  post: {
    unit: '个',
    searchHint: '岗位名称、编号、用人单位',
    emptyTitle: '台账里还没有公益性岗位',
    emptyText: '可以导入岗位表，也可以逐个新设岗位。',
  },
  assignment: {
    unit: '条',
    searchHint: '姓名、证件号',
    emptyTitle: '还没有人上岗',
    emptyText: '先设岗位，再登记上岗；已有的名册可以导入。',
  },
  site: {
    unit: '个',
    searchHint: '安置点名称、地址、负责人',
    emptyTitle: '台账里还没有安置点',
    emptyText: '可以导入安置点表，也可以逐个新设。',
  },
  siteHousehold: {
    unit: '户',
    searchHint: '户内任何人的姓名、证件号、电话',
    emptyTitle: '还没有登记搬迁户',
    emptyText: '先设安置点，再导入搬迁户名册，或逐户办理迁入。',
  },
  station: {
    unit: '处',
    searchHint: '服务站名称、地址、专职人员',
    emptyTitle: '台账里还没有服务站',
    emptyText: '安置点应设服务站、服务点或窗口，可以导入或逐处登记。',
  },
  jobFair: {
    unit: '场',
    searchHint: '招聘会名称、地点、合办单位',
    emptyTitle: '还没有登记招聘会',
    emptyText: '可以导入招聘会表，也可以逐场登记；举办后补填结果。',
  },
}

const usual: LedgerWords = {
  unit: '条',
  searchHint: '查找',
  emptyTitle: '这里还没有记录',
  emptyText: '导入表格后在此显示。',
}

export const ledgerWords = (name: LedgerName): LedgerWords => words[name] ?? usual
