import {
  requiredFor,
  requiredTargets,
  type TablePurpose,
  targetsFor,
} from '../../../shared/domain/import-targets.ts'
import { type LedgerName, ledgers } from '../../../shared/domain/ledgers.ts'
import { columnLetters } from '../../../shared/domain/text/column-letters.ts'
import { normaliseHeader } from '../../../shared/domain/text/normalise.ts'
import { type HeaderCell, lookupForms } from './header.ts'

/**
 * Which column is which field. Headers are compared as whole words with the labels and known
 * headers of the ledger, never by resemblance: 户主身份证号 is not 身份证号. Region fields alone may
 * be spread over several columns (省, 市, 县, 乡): they are all given the same field, and their
 * texts are joined in column order.
 */
export interface Assignment {
  /** Column index → field key. */
  columns: Map<number, string>
  /** Sum of the certainty of each match, counted fully for columns of the ledger's own workbook. */
  score: number
  missing: string[]
}

/** The header layout of one sheet of an exchange profile. */
export interface ProfileLayout {
  key: string
  label: string
  sheet: string
  ledger: LedgerName
  /** Headers with their group as `组·列`; null where the column is not read. */
  columns: readonly { header: string; field: string | null }[]
}

interface Known {
  key: string
  weight: number
}

/** Groups and beginnings that mean the home region, besides what follows from the field's own names. */
const homePrefixes = ['', '所属', '所在', '户籍', '户口', '家庭', '住址', '家庭住', '现住', '户主']

const levelWords =
  '省|省份|省区|自治区|省自治区|省市区|市|州|市州|州市|地市|地市州|地级市|县|区|县区|区县|县市|县市区|市县|市县区|旗|乡|镇|乡镇|镇乡|街道|镇街|乡镇街道|镇街道|乡镇办|办事处|村|社区|行政村|村社区|村居|社区村|行政村社区'
/** 务工所在县, 户籍地乡镇, 所属行政村名称: what the region is of, and the level. */
const regionHeader = new RegExp(
  `^(.*?)(?:所在|所属)?(?:地|地点|地址|行政区划?)?(?:${levelWords})(?:名称|名)?$`,
)
const separators = /[·、,，/\\|_-]/g

const regionStem = (name: string): string =>
  name.replace(/(?:所在|所属)?(?:地|地点|地址|行政区|行政区划|行政村|县)$/, '')

interface Dictionary {
  names: Map<string, Known>
  regionStems: Map<string, string>
  own: Set<string>
  required: string[]
  regions: Set<string>
}

const dictionaries = new Map<string, Dictionary>()

function dictionaryOf(ledger: LedgerName, purpose: TablePurpose = 'import'): Dictionary {
  const kept = dictionaries.get(`${purpose} ${ledger}`)
  if (kept) return kept
  const names = new Map<string, Known>()
  const regionStems = new Map<string, string>()
  const fields = targetsFor(ledger, purpose)
  const own = new Set<string>()
  const add = (name: string, key: string, weight: number): void => {
    const form = normaliseHeader(name)
    if ((names.get(form)?.weight ?? 0) < weight) names.set(form, { key, weight })
  }
  for (const column of (ledgers[ledger].workbook ?? fields.map((field) => field.key)) as readonly (
    | string
    | { key: string; header: string }
  )[]) {
    own.add(typeof column === 'string' ? column : column.key)
    if (typeof column !== 'string') add(column.header, column.key, 1)
  }
  for (const field of fields) {
    add(field.label, field.key, 1)
    for (const header of field.headers ?? []) add(header, field.key, 0.9)
    if (field.kind !== 'region') continue
    for (const name of [field.label, ...(field.headers ?? [])]) regionStems.set(regionStem(name), field.key)
    if (field.key === 'region') for (const prefix of homePrefixes) regionStems.set(prefix, field.key)
  }
  const made: Dictionary = {
    names,
    regionStems,
    own,
    required: requiredFor(ledger, purpose),
    regions: new Set(fields.filter((field) => field.kind === 'region').map((field) => field.key)),
  }
  dictionaries.set(`${purpose} ${ledger}`, made)
  return made
}

/** Every header is compared with every ledger and layout: what follows from it alone is worked out once. */
function remembered<Key extends object, T>(make: (key: Key) => T): (key: Key) => T {
  const kept = new WeakMap<Key, T>()
  return (key) => {
    let made = kept.get(key)
    if (made === undefined) {
      made = make(key)
      kept.set(key, made)
    }
    return made
  }
}
const formsOf = remembered(lookupForms)
const formOf = remembered(({ text }: HeaderCell) => normaliseHeader(text))
const layoutForms = remembered(({ columns }: ProfileLayout) =>
  columns.map(({ header }) => normaliseHeader(header)),
)
/** What the region is of, where a header may be that of a part of one. */
const stemsOf = remembered(({ parts }: HeaderCell): string[] => {
  if (parts.length === 0) return []
  // The group may be a mere section (基本信息): then the column's own name decides.
  return [parts.join(''), parts.at(-1) ?? ''].flatMap((text) =>
    (['keep', 'drop'] as const).flatMap((notes) => {
      const found = regionHeader.exec(normaliseHeader(text, { notes }).replace(separators, ''))
      return found ? [found[1] ?? ''] : []
    }),
  )
})

interface Match extends Known {
  index: number
  /** One of several columns that make a region together. */
  part: boolean
}

function matchRegionPart(header: HeaderCell, dictionary: Dictionary): Match | null {
  for (const stem of stemsOf(header)) {
    const key = dictionary.regionStems.get(stem)
    if (key) return { index: header.index, key, weight: 0.8, part: true }
  }
  return null
}

function matchHeader(header: HeaderCell, dictionary: Dictionary): Match | null {
  const part = matchRegionPart(header, dictionary)
  if (part) return part
  for (const [rank, form] of formsOf(header).entries()) {
    const known = dictionary.names.get(form)
    if (known) {
      return { index: header.index, key: known.key, weight: known.weight - rank * 0.02, part: false }
    }
  }
  return null
}

/** Gives each column at most one field and each field, regions aside, at most one column. */
export function assignColumns(
  headers: readonly HeaderCell[],
  ledger: LedgerName,
  purpose: TablePurpose = 'import',
): Assignment {
  const dictionary = dictionaryOf(ledger, purpose)
  const best = new Map<string, Match>()
  const parts: Match[] = []
  for (const header of headers) {
    const match = matchHeader(header, dictionary)
    if (!match) continue
    if (match.part) parts.push(match)
    else if ((best.get(match.key)?.weight ?? 0) < match.weight) best.set(match.key, match)
  }
  const columns = new Map<number, string>()
  const fields = new Set<string>()
  let score = 0
  // A column with the whole region makes its parts superfluous.
  const chosen = [...best.values(), ...parts.filter((match) => !best.has(match.key))]
  for (const match of chosen.sort((a, b) => a.index - b.index)) {
    columns.set(match.index, match.key)
    fields.add(match.key)
    score += dictionary.own.has(match.key) ? match.weight : match.weight / 2
  }
  return { columns, score, missing: dictionary.required.filter((key) => !fields.has(key)) }
}

/**
 * The columns as a profile has them, when the headers are exactly its own: each of them is there, and
 * whatever else stands beside them is nothing that the ledger knows. Null otherwise.
 */
export function assignByProfile(headers: readonly HeaderCell[], layout: ProfileLayout): Assignment | null {
  const byForm = new Map<string, number>()
  for (const header of headers) {
    const form = formOf(header)
    if (form === '') continue
    if (byForm.has(form)) return null
    byForm.set(form, header.index)
  }
  if (byForm.size < layout.columns.length) return null
  const columns = new Map<number, string>()
  const own = new Set<number>()
  const forms = layoutForms(layout)
  for (const [place, { field }] of layout.columns.entries()) {
    const index = byForm.get(forms[place] ?? '')
    if (index === undefined) return null
    own.add(index)
    if (field !== null) columns.set(index, field)
  }
  const others = headers.filter(({ index, text }) => text !== '' && !own.has(index))
  if (others.length > 0 && assignColumns(others, layout.ledger).columns.size > 0) return null
  const fields = new Set(columns.values())
  return {
    columns,
    // An agreed layout goes before anything that is only recognised word by word.
    score: 10 + 3 * layout.columns.length,
    missing: requiredTargets(layout.ledger, true).filter((key) => !fields.has(key)),
  }
}

/** How much of a ledger's own workbook the columns carry, 0–1. */
export function workbookShare(assignment: Assignment, ledger: LedgerName): number {
  const { own } = dictionaryOf(ledger)
  const keys = new Set([...assignment.columns.values()].filter((key) => own.has(key)))
  return own.size === 0 ? 0 : keys.size / own.size
}

/** Columns with the very same header: letters by header text, where there are two or more. */
export function duplicateHeaders(headers: readonly HeaderCell[]): { text: string; indexes: number[] }[] {
  const byForm = new Map<string, { text: string; indexes: number[] }>()
  for (const header of headers) {
    const form = formOf(header)
    if (form === '') continue
    const entry = byForm.get(form)
    if (entry) entry.indexes.push(header.index)
    else byForm.set(form, { text: header.text, indexes: [header.index] })
  }
  return [...byForm.values()].filter((entry) => entry.indexes.length > 1)
}

/** Why a sheet with the same known header twice cannot be read, as a sentence; null when it can. */
export function duplicateProblem(
  headers: readonly HeaderCell[],
  ledger: LedgerName,
  sheet: string,
): string | null {
  const dictionary = dictionaryOf(ledger)
  for (const { text, indexes } of duplicateHeaders(headers)) {
    const header = headers.find((candidate) => candidate.index === indexes[0])
    if (!header || !matchHeader(header, dictionary)) continue
    const places = indexes.map((index) => `${columnLetters(index)}列`).join('、')
    return `工作表“${sheet}”有${indexes.length}列的表头都是“${text}”（${places}），无法判断取哪一列，请改掉或删去多余的表头后重新导入。`
  }
  return null
}
