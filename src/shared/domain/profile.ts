import { z } from 'zod'
import { filterOperators } from './filter.ts'
import { type LedgerName, ledgerNames } from './ledgers.ts'

/**
 * An exchange profile is what one level and another agreed on: which ledger and rows, which sheet
 * under which titles and headers, which column is which field, in whose words and with dates in
 * which writing. It is data: the product's profiles are files in `resources/exchange-profiles`, the
 * office's own are saved by the mapping screen. The format for people: docs/exchange-profiles.md.
 */

/** A writing of dates: `YYYY-MM-DD`, `YYYY年M月`, `YYYYMM`, `YYYY/M/D`; `cell` is a real date cell. */
export const datePattern = z
  .string()
  .regex(
    /^(?:cell|YYYY[年./-]?(?:MM|M)(?:月|[./-](?:DD|D)|月(?:DD|D)日|(?:DD|D))?)$/,
    '日期写法应类似 YYYY-MM-DD、YYYY年M月、YYYYMM，或 cell（日期格）',
  )

const fieldKey = z.string().min(1).max(60)
const wording = z.string().max(200)
const level = z.enum(['province', 'city', 'county', 'township', 'village'])

/**
 * The vocabulary of computed columns. A profile only names one and its parameters; what each of
 * them does is written once, in core/exchange/profile-cells.ts.
 */
export const computedColumn = z.discriminatedUnion('kind', [
  /** Number of the row, from 1. */
  z.strictObject({ kind: z.literal('serial') }),
  /** Full years on the day of the export, from the ID number. */
  z.strictObject({ kind: z.literal('age') }),
  /** The first band whose upper bound is not below the age; `label` as it is written. */
  z.strictObject({
    kind: z.literal('ageBand'),
    bands: z.array(z.strictObject({ upTo: z.int(), label: wording })).min(1),
  }),
  /** 男 or 女, from the ID number. */
  z.strictObject({ kind: z.literal('sex') }),
  /** Part of the path of a region, from one level to another; several columns make it whole again on import. */
  z.strictObject({ kind: z.literal('regionPart'), field: fieldKey, from: level, to: level }),
  /** The heading under which the dictionary lists the value: 第一产业. */
  z.strictObject({ kind: z.literal('group'), field: fieldKey }),
  /** 就业地域 from the home region and the place of work: 乡（镇）内 … 省外. */
  z.strictObject({ kind: z.literal('workRange'), home: fieldKey, work: fieldKey }),
  /** Characters of a field, or how many are missing to `of`. */
  z.strictObject({ kind: z.literal('length'), field: fieldKey, of: z.int().optional() }),
  /** Whether the check character of the ID number is right. */
  z.strictObject({ kind: z.literal('idCheck'), right: wording, wrong: wording }),
  /** Whether a field is filled, or holds one of some codes. */
  z.strictObject({
    kind: z.literal('whether'),
    field: fieldKey,
    is: z.array(z.string()).optional(),
    isNot: z.array(z.string()).optional(),
    yes: wording,
    no: wording,
  }),
])
export type ComputedColumn = z.output<typeof computedColumn>

/** Where a column is read from and written to; without any of them it stands empty and is not read. */
export const profileColumn = z
  .strictObject({
    header: z.string().max(200),
    /** Heading over several columns, merged. */
    group: z.string().max(100).optional(),
    /** 0-based place, when it does not follow from the order: blank workbooks of others have gaps. */
    at: z.int().min(0).max(1000).optional(),
    field: fieldKey.optional(),
    /** `employment`: a field of the work that the person is in now. Written, never read. */
    of: z.literal('employment').optional(),
    compute: computedColumn.optional(),
    constant: wording.optional(),
    /** Value (code, or 是/否 as `true`/`false`) → wording that goes out. Others go out by their label. */
    values: z.record(z.string(), wording).optional(),
    /** Further wording met in files → value; `''` for none. */
    reads: z.record(z.string(), z.string()).optional(),
    /** Wording for no value; when read it is no value. */
    blank: wording.optional(),
    date: datePattern.optional(),
    /** Items of the drop-down list; by themselves the wordings of the values. `false`: no list. */
    list: z.union([z.literal(false), z.array(wording).min(1)]).optional(),
    required: z.boolean().optional(),
    /** An import fills it but never changes it. */
    guarded: z.boolean().optional(),
    /** What a blank cell does on import; it keeps what is there unless `clear`. */
    whenBlank: z.enum(['keep', 'clear']).optional(),
    /** `false`: written, never read. */
    import: z.literal(false).optional(),
    width: z.number().min(2).max(120).optional(),
  })
  .refine(
    ({ field, compute, constant }) =>
      [field, compute, constant].filter((one) => one !== undefined).length <= 1,
    '一列只能有一个来源：项目、计算或固定文字',
  )
export type ProfileColumn = z.output<typeof profileColumn>

const filterOperator = z.enum(
  Object.keys(filterOperators) as [keyof typeof filterOperators, ...(keyof typeof filterOperators)[]],
)

export const profileSheet = z.strictObject({
  name: z.string().min(1).max(31),
  ledger: z.enum(ledgerNames),
  /** Lines above the header; {unit} {today} {year} {month} are filled in. */
  title: z.array(z.string().max(300)).max(5).optional(),
  columns: z.array(profileColumn).min(1).max(200),
  rows: z.strictObject({
    /** 口径 in words. */
    basis: z.string().min(2).max(300),
    filters: z.array(
      z.strictObject({
        field: fieldKey,
        op: filterOperator,
        value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]).optional(),
      }),
    ),
    /** Only what has changed since the last delivery is asked for. */
    changedOnly: z.boolean().optional(),
  }),
  sort: z.strictObject({ field: fieldKey, descending: z.boolean().optional() }).optional(),
  /** Every cell is text, numbers too. */
  allText: z.boolean().optional(),
  /** Writing of dates of columns that name none. */
  date: datePattern.optional(),
  /** Where the rows go in the profile's own workbook; only of profiles that have one. */
  template: z
    .strictObject({
      /** 0-based sheet of the workbook. */
      sheet: z.int().min(0),
      /** 1-based, the last header row and the first row for data. */
      headerRow: z.int().min(1),
      firstRow: z.int().min(2),
    })
    .optional(),
})
export type ProfileSheet = z.output<typeof profileSheet>

export const profile = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9-]{2,60}$/, '代号只能用小写字母、数字和横线')
    .max(60),
  label: z.string().trim().min(2, '名称至少2个字').max(40, '名称不超过40字'),
  /** Raised whenever the layout changes; packages name it. */
  version: z.int().min(1),
  /** The system or office that receives it. */
  receiver: z.string().max(100),
  /** Document or workbook that the layout comes from. */
  source: z.string().max(300),
  sheets: z.array(profileSheet).min(1).max(10),
})
export type Profile = z.output<typeof profile>

/** The field that a column is read into; null for those that are only written. */
export function importedField(column: ProfileColumn): string | null {
  if (column.import === false || column.of) return null
  if (column.field) return column.field
  return column.compute?.kind === 'regionPart' ? column.compute.field : null
}

/** Every field of the ledger that the columns need; those `of` the present work apart. */
export function fieldsNeeded(columns: readonly ProfileColumn[], ledger: LedgerName): string[] {
  const needed = new Set<string>()
  const idNumber = ledger === 'household' ? 'headIdNumber' : 'idNumber'
  for (const { field, of, compute } of columns) {
    if (field && !of) needed.add(field)
    if (!compute) continue
    if ('field' in compute) needed.add(compute.field)
    if (compute.kind === 'workRange') needed.add(compute.home).add(compute.work)
    if (['age', 'ageBand', 'sex', 'idCheck'].includes(compute.kind)) needed.add(idNumber)
  }
  return [...needed]
}

/** 0-based place of each column. */
export const placesOf = (columns: readonly ProfileColumn[]): number[] => {
  let next = 0
  return columns.map(({ at }) => {
    const place = at ?? next
    next = place + 1
    return place
  })
}

/**
 * What is wrong with a profile beyond its form: fields that the ledger does not have, the same
 * header twice, places that go backwards. In words; empty when it is sound.
 */
export function profileProblems(
  { sheets }: Profile,
  fieldsOf: (ledger: LedgerName) => ReadonlySet<string>,
): string[] {
  return sheets.flatMap((sheet) => {
    const known = fieldsOf(sheet.ledger)
    const wanted = [
      ...fieldsNeeded(sheet.columns, sheet.ledger),
      ...sheet.rows.filters.map(({ field }) => field),
      ...(sheet.sort ? [sheet.sort.field] : []),
    ]
    const problems = wanted
      .filter((key) => !known.has(key))
      .map((key) => `工作表“${sheet.name}”用到的“${key}”不是这个台账的项目`)
    for (const { field, of } of sheet.columns) {
      if (of && field && !fieldsOf(of).has(field))
        problems.push(`工作表“${sheet.name}”用到的“${field}”不是就业记录的项目`)
    }
    const names = new Set<string>()
    for (const { header, group } of sheet.columns) {
      if (header === '') continue
      const name = `${group ?? ''}·${header}`
      if (names.has(name)) problems.push(`工作表“${sheet.name}”的表头“${header}”出现两次`)
      names.add(name)
    }
    const places = placesOf(sheet.columns)
    if (places.some((place, index) => index > 0 && place <= (places[index - 1] ?? -1)))
      problems.push(`工作表“${sheet.name}”的列没有按从左到右的次序排列`)
    return problems
  })
}
