import { computed, onMounted, ref, shallowRef } from 'vue'
import type { SiteRecord } from '../../../shared/contract/calls/site.ts'
import type { Input, Output } from '../../../shared/contract/index.ts'
import type { Failure, Result } from '../../../shared/contract/result.ts'
import type { Ledger } from '../../../shared/domain/field.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { refusalsOf } from '../../components/field-input.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { useClient } from '../../composables/client.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'
import { useRecordForm } from '../../composables/use-record-form.ts'

/** The ledgers of relocation sites whose records are nothing but a form, and how each is spoken of. */
export const siteKinds = {
  site: {
    what: '这个安置点',
    list: { path: '/sites', label: '安置点清单' },
    none: '新设安置点',
    hasSite: false,
  },
  siteHousehold: {
    what: '这条登记',
    list: { path: '/site-households', label: '搬迁户清单' },
    none: '迁入登记',
    hasSite: false,
  },
  station: {
    what: '这个服务站',
    list: { path: '/stations', label: '服务站清单' },
    none: '登记服务站',
    hasSite: true,
  },
  jobFair: {
    what: '这场招聘会',
    list: { path: '/job-fairs', label: '招聘会清单' },
    none: '登记招聘会',
    hasSite: true,
  },
} as const
export type SiteKind = keyof typeof siteKinds

/** Everything behind the form of a site, a station, a job fair or a stay. */
export function useSiteRecord(
  kind: SiteKind,
  ledger: Ledger,
  id: number | null,
  saved: (id: number) => void,
  jump: (field: string) => void,
  preset: { id: number; name: string } | null = null,
) {
  const client = useClient()
  const fields = ledger.fields.filter((field) => field.section)
  const form = useRecordForm(fields, `${kind}/${id ?? 'new'}`, save)
  const record = shallowRef<SiteRecord | null>(null)
  const site = shallowRef<{ id: number; name: string } | null>(preset)
  const failure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<Failure | null>(null)
  const violations = shallowRef<Violation[]>([])
  const saving = ref(false)
  const isMoved = computed(
    () => siteKinds[kind].hasSite && (site.value?.id ?? null) !== (record.value?.siteId ?? null),
  )
  const isDirty = computed(() => form.isDirty.value || isMoved.value)

  async function load(keep = {}): Promise<void> {
    if (id === null) return
    const answer = await client.call(`${kind}.get`, { id })
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    failure.value = null
    conflict.value = null
    rememberRegions(answer.value.regionNames)
    record.value = answer.value
    violations.value = answer.value.violations
    const { siteId, values } = answer.value
    site.value = siteId === null ? null : { id: siteId, name: String(values.siteName ?? '') }
    form.take(values, keep)
  }
  async function save(): Promise<void> {
    ;(document.activeElement as HTMLElement | null)?.blur()
    if (saving.value || form.unreadable.size > 0 || !isDirty.value) return
    saving.value = true
    const input: Input<'station.save'> = {
      ...(record.value ? { id: record.value.id, version: record.value.version } : {}),
      values: form.changes.value,
      ...(isMoved.value && { siteId: site.value?.id ?? null }),
    }
    const result = (await client.call(`${kind}.save`, input as never)) as Result<Output<'station.save'>>
    saving.value = false
    if (!result.ok) {
      violations.value = refusalsOf(result.error)
      if (result.error.code === 'conflict') conflict.value = result.error
      else notifyFailure(result.error)
      const [first] = violations.value
      if (first) jump(first.field)
      return
    }
    form.restored.value = false
    notifyDone(`已保存${ledger.label}`)
    // A new one goes on under its own address: nothing is left here to be held.
    form.take(form.values)
    saved(result.value.id)
    await load()
  }
  onMounted(async () => {
    await load()
    if (!failure.value) form.restore()
  })
  return { form, fields, record, site, failure, conflict, violations, saving, isDirty, load, save }
}
