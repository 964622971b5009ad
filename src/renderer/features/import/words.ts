import type { ImportCounts, PreviewRow } from '../../../shared/contract/calls/exchange.ts'
import type { TablePurpose } from '../../../shared/domain/import-targets.ts'
import type { LedgerName } from '../../../shared/domain/ledgers.ts'
import { formatCount } from '../../composables/format.ts'
import type { WorkKind } from './use-work.ts'

/** The words of the import: one place, so that they stay the same from step to step. */
export const acceptedFiles = '.xlsx,.xls,.et,.csv'

export type PreviewKind = 'new' | 'changed' | 'unchanged' | 'blocked' | 'warned'

export const previewKinds: readonly { kind: PreviewKind; label: string; explanation: string }[] = [
  { kind: 'new', label: '新增', explanation: '台账里没有，将新建' },
  { kind: 'changed', label: '修改', explanation: '台账里有，将改动下列各项；左为现在的内容，右为改后的内容' },
  { kind: 'unchanged', label: '不变', explanation: '与台账一致，不写入' },
  { kind: 'blocked', label: '阻止', explanation: '有必须先改的问题，不写入；其余各行不受影响' },
  {
    kind: 'warned',
    label: '提醒',
    explanation: '照常写入，但请核对；“须改”的先存为草稿，改好才能提交。这些行同时列在新增、修改或不变里',
  },
]

export const countOf = (counts: ImportCounts, kind: PreviewKind): number =>
  ({
    new: counts.inserted,
    changed: counts.updated,
    unchanged: counts.unchanged,
    blocked: counts.blocked,
    warned: counts.warned,
  })[kind]

/** `新增 12 行，修改 3 行，不变 2,310 行，阻止 1 行`; what is nought is left out. */
export function countsSentence(counts: ImportCounts): string {
  const parts = previewKinds
    .filter(({ kind }) => kind !== 'warned' && countOf(counts, kind) > 0)
    .map(({ kind, label }) => `${label} ${formatCount(countOf(counts, kind))} 行`)
  return parts.length > 0 ? parts.join('，') : '没有可以写入的行'
}

export const rowPlace = (row: Pick<PreviewRow, 'row' | 'name'>): string =>
  row.name ? `第 ${formatCount(row.row)} 行 ${row.name}` : `第 ${formatCount(row.row)} 行`

export const workLabel: Record<WorkKind, string> = {
  inspect: '正在读取文件',
  preview: '正在逐行检查，台账不会改动',
  run: '正在写入台账',
  undo: '正在撤销',
  words: '正在找不认识的写法',
  compare: '正在逐行核对，台账不会改动',
}

/** What is said of a column that goes nowhere. */
export const leaveOutLabel: Record<TablePurpose, string> = { import: '不导入', compare: '不核对' }

/** Time left in words that do not pretend to be exact. */
export function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return ''
  if (seconds < 5) return '马上完成'
  if (seconds < 60) return `约剩 ${Math.ceil(seconds / 5) * 5} 秒`
  return `约剩 ${Math.ceil(seconds / 60)} 分钟`
}

/** What each importable workbook is for. */
export const ledgerPurpose: Record<LedgerName, string> = {
  labourer: '《外出务工劳动力信息采集表》全部项目，一人一行；平时收集和更新劳动力用这一张。',
  household: '农户（脱贫户）信息，一户一行；建立农户、更新住址和脱贫状态。',
  member: '家庭成员信息，一人一行；按户主身份证号把成员归到户里。',
  employment: '就业信息，一段就业一行；登记在哪里、做什么、从何时到何时。',
  employmentEnd: '就业结束，按身份证号码填写结束日期；为正在进行的就业记录补上终止日期。',
  training: '培训信息，一次培训一行；登记培训类型、工种、单位和日期。',
  service: '服务记录，一次服务一行；登记服务项目、日期、推介的岗位或课程和本人答复。',
  graduate:
    '高校毕业生，一人一行；上级下发的离校未就业毕业生名单也用这一张，不在台账里的人会一并加入劳动力台账。',
  post: '公益性岗位，一个岗位一行；登记名额、资金来源和补贴标准。',
  vacancy: '岗位信息，一个岗位一行；按用人单位、岗位和工作地点对应，每月采集的表直接更新原有岗位。',
  employerMonth: '用工监测，一个企业一个月一行；按企业名称和填报年月对应，用工、缺工总数由程序相加。',
  assignment: '上岗人员，一份合同一行；按岗位编号和身份证号码登记，岗位须先在台账里。',
  site: '易地搬迁安置点，一个安置点一行；登记类型、所在地和核定规模。',
  siteHousehold: '搬迁户，一户一行；按安置点名称和户主身份证号登记楼栋房号，安置点和农户须先在台账里。',
  station: '安置点的服务站、服务点和服务窗口，一处一行；登记地址和专职人员。',
  jobFair: '招聘会，一场一行；登记提供的岗位、参会、签订意向和就业的人数。',
}
