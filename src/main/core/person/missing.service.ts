import type { MissingView } from '../../../shared/contract/calls/system.ts'
import { whatIsMissing } from '../../../shared/domain/labourer/derive.ts'
import { labourerFields } from '../../../shared/domain/labourer/fields.ts'
import type { LabourerForm } from '../../../shared/domain/labourer/rules.ts'
import type { Handlers } from '../context.ts'
import { nearName } from '../ledger/ledger.service.ts'

const labelOf = (key: string): string => labourerFields.find((field) => field.key === key)?.label ?? key
const keys = labourerFields.filter((field) => !('derived' in field)).map((field) => field.key)

/** For the collector of a village: who lacks what. Looks at each form, which the scores never do. */
export const missingHandlers = {
  'quality.missing': (input, { desk, progress, checkCancelled }): MissingView => {
    const view: MissingView = { labourers: 0, people: 0, fields: [], rows: [] }
    const counts = new Map<string, number>()
    const query = {
      ledger: 'labourer' as const,
      filters: [{ field: 'region', op: 'under' as const, value: input.under }],
      scopeOf: desk.regions.scopeOf,
    }
    for (const { id, values } of desk.ledger.all(query, undefined, keys)) {
      if (++view.labourers % 1000 === 0) {
        progress('正在查看还缺什么', view.labourers, null)
        checkCancelled()
      }
      const missing = whatIsMissing(values as LabourerForm)
      if (missing.length === 0) continue
      view.people++
      for (const key of missing) counts.set(key, (counts.get(key) ?? 0) + 1)
      if (view.rows.length >= input.limit) continue
      view.rows.push({
        id,
        name: String(values.name ?? ''),
        village: values.region ? nearName(desk, String(values.region)) : '',
        missing: missing.map(labelOf),
      })
    }
    view.fields = [...counts]
      .map(([key, people]) => ({ key, label: labelOf(key), people }))
      .sort((one, other) => other.people - one.people)
    return view
  },
} satisfies Partial<Handlers>
