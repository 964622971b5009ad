import { shallowRef } from 'vue'
import type { SiteRecord } from '../../../shared/contract/calls/site.ts'
import type { Input, Output } from '../../../shared/contract/index.ts'
import type { Result } from '../../../shared/contract/result.ts'
import type { Ledger } from '../../../shared/domain/field.ts'
import { useClient } from '../../composables/client.ts'
import { sectionsOf, useSavedRecord } from '../records/use-saved-record.ts'

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
  preset: { id: number; name: string } | null = null,
) {
  const client = useClient()
  const sections = sectionsOf(ledger)
  const site = shallowRef(preset)
  const isMoved = (): boolean =>
    siteKinds[kind].hasSite && (site.value?.id ?? null) !== (record.view.value?.siteId ?? null)
  const record = useSavedRecord<SiteRecord>({
    id,
    held: `${kind}/${id ?? 'new'}`,
    writes: `${kind}.save`,
    fields: sections.flatMap(({ fields }) => fields),
    read: (of) => client.call(`${kind}.get`, { id: of }),
    write: (input) => {
      const whole: Input<'station.save'> = {
        ...input,
        ...(isMoved() && { siteId: site.value?.id ?? null }),
      }
      return client.call(`${kind}.save`, whole as never) as Promise<Result<Output<'station.save'>>>
    },
    done: `已保存${ledger.label}`,
    saved,
    isChangedBeside: isMoved,
    took: ({ siteId, values }) => {
      site.value = siteId === null ? null : { id: siteId, name: String(values.siteName ?? '') }
    },
  })
  return { record, sections, site }
}
