import { z } from 'zod'
import type { LedgerName } from '../../domain/ledgers.ts'
import { type Profile, type ProfileColumn, profileColumn, profileSheet } from '../../domain/profile.ts'
import { job, read, write } from '../call.ts'
import { businessDate, file, filter, full, ledgerName, noInput } from '../schemas.ts'

export interface ProfileView {
  key: string
  label: string
  version: number
  receiver: string
  source: string
  /** Made by this office, so it can be removed. */
  own: boolean
  /** Name of the blank workbook that it fills; null when the program lays out a workbook of its own. */
  templateName: string | null
  /** Only what has changed since the last delivery is asked for. */
  changedOnly: boolean
  sheets: { name: string; ledger: LedgerName; basis: string; columns: number }[]
}

/** One column of a blank workbook as found, with the proposal of what goes into it. */
export interface TemplateColumn {
  /** 0-based place. */
  index: number
  header: string
  samples: string[]
  /** Items of the workbook's own drop-down list; null when it has none that can be read. */
  list: string[] | null
  proposal: ProfileColumn
}

export interface TemplateSheet {
  index: number
  name: string
  hidden: boolean
  /** 1-based; 0 when no header was found. */
  headerRow: number
  /** First row that data goes to. */
  firstRow: number
  /** The top of the sheet, so that a person can point to the header. */
  firstRows: { row: number; cells: string[] }[]
  ledger: LedgerName | null
  columns: TemplateColumn[]
}

export interface TemplateInspection {
  fileName: string
  warnings: string[]
  sheets: TemplateSheet[]
  /** The sheet that most looks like the table to fill. */
  best: number
}

const key = z.string('请选择上报格式').min(1, '请选择上报格式').max(60)
/** Which rows of the profile. */
const choice = {
  key,
  list: z.string().max(80).optional(),
  filters: z.array(filter).max(30).optional(),
  /** Only rows that changed since a business day, or after a sequence number of the change history. */
  since: z.union([businessDate, z.int().min(0)], '请写明日期，如 2020-03-15').optional(),
}

export const profileCalls = {
  'profile.list': read<ProfileView[]>()('ledger.read', noInput, 'any'),
  'profile.get': read<{ profile: Profile; own: boolean; templateName: string | null }>()(
    'ledger.read',
    z.object({ key }),
    'any',
  ),
  'profile.count': read<{ sheets: { name: string; total: number; basis: string }[] }>()(
    'ledger.read',
    z.object(choice),
    'query',
  ),
  'profile.export': job<{
    name: string
    bytes: Uint8Array
    /** Of each sheet, in order. */
    rows: number[]
    basis: string
    /** The last change that is in it: the next delivery of changes begins after it. */
    sequence: number
  }>()('ledger.export', z.object({ ...choice, full }), 'query'),
  'profile.inspectTemplate': job<TemplateInspection>()(
    'ledger.import',
    z.object({
      file,
      ledger: ledgerName.optional(),
      at: z.object({ sheet: z.int().min(0), headerRow: z.int().min(1) }).optional(),
    }),
    'any',
  ),
  /** Saves a profile that fills the given blank workbook. The same label replaces an own profile. */
  'profile.save': write<ProfileView>()(
    'system.edit',
    z.object({
      label: z.string('请给上报格式起个名字').trim().min(2, '名称至少2个字').max(40, '名称不超过40字'),
      receiver: z.string().max(100).default(''),
      template: file,
      sheets: z
        .array(
          profileSheet
            .required({ template: true })
            .extend({ columns: z.array(profileColumn).min(1).max(200) }),
        )
        .min(1, '请至少选择一个工作表')
        .max(10),
    }),
  ),
  'profile.remove': write<null>()('system.edit', z.object({ key })),
}
