import { createRouter, createWebHashHistory, type RouteRecordRaw, type Router } from 'vue-router'
import type { CallName } from '../shared/contract/index.ts'
import { notifyFailure } from './composables/notify.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Group of the navigation it belongs to, in the office's words. */
    group?: string
    title?: string
    /** The call that the page lives on: whoever may not make it is not let in, and finds no way here. */
    needs?: CallName
    /** Without the frame around it: print pages. */
    bare?: boolean
  }
}

type Page = NonNullable<RouteRecordRaw['component']>

const ledger = '劳动力台账'
const service = '就业服务'
const publicPosts = '公益性岗位'
const relocation = '易地搬迁'
const exchange = '数据交换'
const system = '系统'

const route = (
  path: string,
  group: string,
  title: string,
  needs: CallName,
  component: Page,
): RouteRecordRaw => ({
  path,
  component,
  meta: { needs, title, ...(group !== title && { group }) },
})

/** Every page, loaded when it is opened for the first time. */
const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/start' },
  route('/start', '工作台', '工作台', 'figure.start', () => import('./features/start/StartPage.vue')),

  route(
    '/worklist',
    '待办任务',
    '待办任务',
    'duty.page',
    () => import('./features/worklist/WorkListPage.vue'),
  ),
  route('/window', '服务窗口', '服务窗口', 'episode.save', () => import('./features/window/WindowPage.vue')),
  route(
    '/zero-households',
    service,
    '零就业户',
    'zero.report',
    () => import('./features/zero/ClearingPage.vue'),
  ),
  route(
    '/graduates',
    service,
    '毕业生',
    'ledger.page',
    () => import('./features/graduates/GraduateListPage.vue'),
  ),
  route(
    '/graduates/summary',
    service,
    '毕业生汇总',
    'graduate.summary',
    () => import('./features/graduates/GraduateSummaryPage.vue'),
  ),
  route(
    '/vacancies',
    service,
    '岗位信息',
    'ledger.page',
    () => import('./features/vacancies/VacancyListPage.vue'),
  ),
  route(
    '/vacancies/:id',
    service,
    '岗位信息',
    'vacancy.get',
    () => import('./features/vacancies/VacancyPage.vue'),
  ),
  route(
    '/employer-months',
    service,
    '用工监测',
    'ledger.page',
    () => import('./features/employers/EmployerMonthListPage.vue'),
  ),
  route(
    '/employer-months/:id',
    service,
    '用工监测',
    'employerMonth.get',
    () => import('./features/employers/EmployerMonthPage.vue'),
  ),
  route(
    '/services',
    service,
    '服务记录',
    'ledger.page',
    () => import('./features/services/ServiceListPage.vue'),
  ),

  route(
    '/labourers',
    ledger,
    '劳动力',
    'ledger.page',
    () => import('./features/labourer/LabourerListPage.vue'),
  ),
  route(
    '/labourers/:id',
    ledger,
    '劳动力采集表',
    'labourer.get',
    () => import('./features/labourer/LabourerPage.vue'),
  ),
  route(
    '/erase/:id',
    ledger,
    '依法删除',
    'person.erasePlan',
    () => import('./features/erasure/ErasePage.vue'),
  ),
  route(
    '/households',
    ledger,
    '农户',
    'ledger.page',
    () => import('./features/household/HouseholdListPage.vue'),
  ),
  route(
    '/households/:id',
    ledger,
    '农户',
    'household.get',
    () => import('./features/household/HouseholdPage.vue'),
  ),
  route(
    '/members',
    ledger,
    '家庭成员',
    'ledger.page',
    () => import('./features/household/MemberListPage.vue'),
  ),
  route(
    '/employments',
    ledger,
    '就业记录',
    'ledger.page',
    () => import('./features/labourer/EmploymentListPage.vue'),
  ),
  route(
    '/trainings',
    ledger,
    '培训记录',
    'ledger.page',
    () => import('./features/labourer/TrainingListPage.vue'),
  ),
  route('/lists', ledger, '常用清单', 'ledger.lists', () => import('./features/labourer/NamedListsPage.vue')),

  route('/posts', publicPosts, '岗位', 'ledger.page', () => import('./features/posts/PostListPage.vue')),
  route('/posts/:id', publicPosts, '岗位', 'post.get', () => import('./features/posts/PostPage.vue')),
  route(
    '/assignments',
    publicPosts,
    '上岗人员',
    'ledger.page',
    () => import('./features/posts/AssignmentListPage.vue'),
  ),
  route(
    '/assignments/:id',
    publicPosts,
    '上岗人员',
    'assignment.get',
    () => import('./features/posts/AssignmentPage.vue'),
  ),
  route(
    '/attendance',
    publicPosts,
    '考勤与考核',
    'attendance.month',
    () => import('./features/posts/AttendancePage.vue'),
  ),
  route(
    '/allowances',
    publicPosts,
    '补贴发放',
    'allowance.sheet',
    () => import('./features/posts/AllowancePage.vue'),
  ),

  route('/sites', relocation, '安置点', 'ledger.page', () => import('./features/sites/SiteListPage.vue')),
  route('/sites/:id', relocation, '安置点', 'site.state', () => import('./features/sites/SitePage.vue')),
  route(
    '/site-households',
    relocation,
    '搬迁户',
    'ledger.page',
    () => import('./features/sites/StayListPage.vue'),
  ),
  route(
    '/stations',
    relocation,
    '服务站',
    'ledger.page',
    () => import('./features/sites/StationListPage.vue'),
  ),
  route(
    '/stations/:id',
    relocation,
    '服务站',
    'station.get',
    () => import('./features/sites/RecordPage.vue'),
  ),
  route(
    '/job-fairs',
    relocation,
    '招聘会',
    'ledger.page',
    () => import('./features/sites/JobFairListPage.vue'),
  ),
  route(
    '/job-fairs/:id',
    relocation,
    '招聘会',
    'jobFair.get',
    () => import('./features/sites/RecordPage.vue'),
  ),

  route('/import', exchange, '导入', 'import.run', () => import('./features/import/ImportPage.vue')),
  route('/export', exchange, '导出与模板', 'export.run', () => import('./features/export/ExportPage.vue')),
  route(
    '/profiles',
    exchange,
    '上报格式',
    'profile.list',
    () => import('./features/exchange/ProfilesPage.vue'),
  ),
  route(
    '/profiles/new',
    exchange,
    '新建上报格式',
    'profile.save',
    () => import('./features/exchange/ProfileEditorPage.vue'),
  ),
  route(
    '/reconcile',
    exchange,
    '账账核对',
    'reconcile.runs',
    () => import('./features/exchange/reconcile/ReconcileListPage.vue'),
  ),
  route(
    '/reconcile/new',
    exchange,
    '核对一份名单',
    'reconcile.run',
    () => import('./features/exchange/reconcile/ReconcileNewPage.vue'),
  ),
  route(
    '/reconcile/:id',
    exchange,
    '核对结果',
    'reconcile.get',
    () => import('./features/exchange/reconcile/ReconcileRunPage.vue'),
  ),
  route(
    '/exchange/packages',
    exchange,
    '报送与接收',
    'package.list',
    () => import('./features/exchange/packages/PackagesPage.vue'),
  ),
  route(
    '/exchange/receive',
    exchange,
    '接收文件',
    'package.receive',
    () => import('./features/exchange/packages/ReceivePage.vue'),
  ),
  route(
    '/exchange/conflicts',
    exchange,
    '待认定',
    'conflict.list',
    () => import('./features/exchange/packages/ConflictsPage.vue'),
  ),
  route(
    '/batches',
    exchange,
    '导入与修改记录',
    'batch.page',
    () => import('./features/history/BatchListPage.vue'),
  ),
  route(
    '/batches/:id',
    exchange,
    '逐项修改',
    'batch.changes',
    () => import('./features/history/BatchPage.vue'),
  ),
  route(
    '/exchange/keys',
    exchange,
    '单位与密钥',
    'trust.overview',
    () => import('./features/exchange/trust/KeysPage.vue'),
  ),
  route(
    '/exchange/verify',
    exchange,
    '核对文件签名',
    'trust.verify',
    () => import('./features/exchange/trust/VerifyPage.vue'),
  ),

  route(
    '/confirmation',
    ledger,
    '专班确认',
    'confirmation.waiting',
    () => import('./features/confirmation/ConfirmationPage.vue'),
  ),
  route(
    '/quality',
    '数据质量',
    '数据质量',
    'quality.villages',
    () => import('./features/quality/QualityPage.vue'),
  ),

  route('/system/unit', system, '单位信息', 'session.status', () => import('./features/system/UnitPage.vue')),
  route(
    '/system/regions',
    system,
    '行政区划',
    'region.changes',
    () => import('./features/regions/RegionsPage.vue'),
  ),
  route(
    '/system/dictionaries',
    system,
    '字典',
    'dictionary.all',
    () => import('./features/system/DictionariesPage.vue'),
  ),
  route(
    '/system/parameters',
    system,
    '参数',
    'parameter.all',
    () => import('./features/system/ParametersPage.vue'),
  ),
  route(
    '/system/accounts',
    system,
    '账号',
    'account.list',
    () => import('./features/accounts/AccountsPage.vue'),
  ),
  route(
    '/system/backup',
    system,
    '备份与恢复',
    'backup.state',
    () => import('./features/backup/BackupPage.vue'),
  ),
  route('/system/audit', system, '操作日志', 'audit.page', () => import('./features/audit/AuditPage.vue')),
  route(
    '/system/preferences',
    system,
    '个人设置',
    'preference.all',
    () => import('./features/system/PreferencesPage.vue'),
  ),

  {
    path: '/print/form/:ids',
    component: () => import('./features/print/LabourerFormPrintPage.vue'),
    meta: { needs: 'labourer.get', title: '打印采集表', bare: true },
  },
  {
    path: '/print/village/:code',
    component: () => import('./features/print/VillageLedgerPrintPage.vue'),
    meta: { needs: 'ledger.page', title: '打印村台账', bare: true },
  },
  {
    path: '/print/notice/:id',
    component: () => import('./features/print/NoticePrintPage.vue'),
    meta: { needs: 'opening.notice', title: '打印公示', bare: true },
  },
  {
    path: '/print/statement/:id',
    component: () => import('./features/print/StatementPrintPage.vue'),
    meta: { needs: 'zero.ofHousehold', title: '打印声明', bare: true },
  },
  {
    path: '/print/clearing/:month',
    component: () => import('./features/print/ClearingPrintPage.vue'),
    meta: { needs: 'zero.report', title: '打印清零月报', bare: true },
  },
  {
    path: '/print/graduates',
    component: () => import('./features/print/GraduateSummaryPrintPage.vue'),
    meta: { needs: 'graduate.summary', title: '打印毕业生汇总', bare: true },
  },
  {
    path: '/print/allowance/:month',
    component: () => import('./features/print/AllowancePrintPage.vue'),
    meta: { needs: 'allowance.sheet', title: '打印发放表', bare: true },
  },
  {
    path: '/print/erasure/:id',
    component: () => import('./features/print/ErasurePrintPage.vue'),
    meta: { needs: 'erasure.get', title: '打印删除证明', bare: true },
  },
  {
    path: '/print/site/:id',
    component: () => import('./features/print/SitePrintPage.vue'),
    meta: { needs: 'site.state', title: '打印安置点情况', bare: true },
  },
  {
    path: '/:rest(.*)*',
    component: () => import('./features/frame/NotFoundPage.vue'),
    meta: { title: '没有这个页面' },
  },
]

/** Hash addresses: they work under app:// and on the loopback address alike. */
export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHashHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  // A page that cannot be loaded: the program behind the window has ended.
  router.onError(() =>
    notifyFailure({
      code: 'internal',
      message: '这个页面没有打开，程序可能已经退出，请重新启动程序后再试。',
    }),
  )
  return router
}
