import type { IconName } from '../../components/AppIcon.vue'

export interface NavigationEntry {
  path: string
  label: string
  icon: IconName
}
export interface NavigationGroup {
  /** Null: what is used all day, always in sight. */
  label: string | null
  entries: NavigationEntry[]
}

/**
 * What the office works on, in its own words and order. One group stands open at a time: the first
 * entries, all headings and the longest group fit a screen of 768 pixels together.
 */
export const navigation: readonly NavigationGroup[] = [
  {
    label: null,
    entries: [
      { path: '/start', label: '工作台', icon: 'start' },
      { path: '/worklist', label: '待办任务', icon: 'duty' },
      { path: '/window', label: '服务窗口', icon: 'window' },
      { path: '/quality', label: '数据质量', icon: 'quality' },
    ],
  },
  {
    label: '就业服务',
    entries: [
      { path: '/zero-households', label: '零就业户', icon: 'household' },
      { path: '/graduates', label: '毕业生', icon: 'graduate' },
      { path: '/vacancies', label: '岗位信息', icon: 'work' },
      { path: '/employer-months', label: '用工监测', icon: 'unit' },
      { path: '/services', label: '服务记录', icon: 'service' },
    ],
  },
  {
    label: '劳动力台账',
    entries: [
      { path: '/labourers', label: '劳动力', icon: 'person' },
      { path: '/confirmation', label: '专班确认', icon: 'done' },
      { path: '/households', label: '农户', icon: 'household' },
      { path: '/members', label: '家庭成员', icon: 'members' },
      { path: '/employments', label: '就业记录', icon: 'work' },
      { path: '/trainings', label: '培训记录', icon: 'training' },
      { path: '/lists', label: '常用清单', icon: 'lists' },
    ],
  },
  {
    label: '公益性岗位',
    entries: [
      { path: '/posts', label: '岗位', icon: 'unit' },
      { path: '/assignments', label: '上岗人员', icon: 'person' },
      { path: '/attendance', label: '考勤与考核', icon: 'quality' },
      { path: '/allowances', label: '补贴发放', icon: 'allowance' },
    ],
  },
  {
    label: '易地搬迁',
    entries: [
      { path: '/sites', label: '安置点', icon: 'region' },
      { path: '/site-households', label: '搬迁户', icon: 'household' },
      { path: '/stations', label: '服务站', icon: 'window' },
      { path: '/job-fairs', label: '招聘会', icon: 'members' },
    ],
  },
  {
    label: '数据交换',
    entries: [
      { path: '/import', label: '导入', icon: 'import' },
      { path: '/export', label: '导出与模板', icon: 'export' },
      { path: '/profiles', label: '上报格式', icon: 'profile' },
      { path: '/reconcile', label: '账账核对', icon: 'reconcile' },
      { path: '/exchange/packages', label: '报送与接收', icon: 'package' },
      { path: '/exchange/conflicts', label: '待认定', icon: 'decide' },
      { path: '/batches', label: '导入与修改记录', icon: 'history' },
      { path: '/exchange/keys', label: '单位与密钥', icon: 'key' },
    ],
  },
  {
    label: '系统',
    entries: [
      { path: '/system/unit', label: '单位信息', icon: 'unit' },
      { path: '/system/regions', label: '行政区划', icon: 'region' },
      { path: '/system/dictionaries', label: '字典', icon: 'dictionary' },
      { path: '/system/parameters', label: '参数', icon: 'parameter' },
      { path: '/system/accounts', label: '账号', icon: 'members' },
      { path: '/system/backup', label: '备份与恢复', icon: 'backup' },
      { path: '/system/audit', label: '操作日志', icon: 'history' },
      { path: '/system/preferences', label: '个人设置', icon: 'preference' },
    ],
  },
]
