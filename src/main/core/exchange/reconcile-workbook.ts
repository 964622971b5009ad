import type { ReconcileEntry, ReconcileKind, ReconcileRun } from '../../../shared/contract/calls/reconcile.ts'
import type { Field, FieldValue } from '../../../shared/domain/field.ts'
import { formatFieldValue, toCell } from '../../../shared/domain/field-text.ts'
import { ledgers } from '../../../shared/domain/ledgers.ts'
import { inWords } from '../../../shared/domain/reconcile/likeness.ts'
import { compareField, identityKeys } from '../../../shared/domain/reconcile/targets.ts'
import { sideWords } from '../../../shared/domain/reconcile/words.ts'
import type { CallScope } from '../context.ts'
import { columnSpec, headerOf } from '../exporting/layout.ts'
import { lookupsOf } from '../importing/row-values.ts'
import { maskAnswer } from '../privacy/mask-answer.ts'
import { maskedNote } from '../privacy/privacy.service.ts'
import { type CellValue, type ColumnSpec, type SheetSpec, writeWorkbookBytes } from '../workbook/index.ts'
import { createRunStore } from './reconcile-runs.store.ts'
import { createEntryView } from './reconcile-view.ts'

/** The result of a comparison as a finished workbook: figures with their 口径, then one sheet a kind. */
export async function reconcileWorkbook(scope: CallScope, run: ReconcileRun, isFull: boolean) {
  const { desk, app } = scope
  const store = createRunStore(desk.db)
  const view = createEntryView(store, run)
  const lookups = lookupsOf(desk, desk.unit.regionCode)
  const words = sideWords(run.oursName !== null)
  const fields = run.fields.map((key) => compareField(run.ledger, key))
  const total = run.counts.onlyOurs + run.counts.onlyTheirs + run.counts.differs + run.counts.open
  let written = 0

  function* entries(kind: ReconcileKind): Iterable<ReconcileEntry> {
    for (const row of store.rows({ run: run.id, kind, field: undefined, search: undefined })) {
      yield isFull ? view(row) : maskAnswer(view(row))
      if (++written % 500 === 0) {
        scope.progress('正在写出', Math.min(written, total), total)
        scope.checkCancelled()
      }
    }
  }
  const say = (field: Field, value: FieldValue) => formatFieldValue(field, value, lookups)
  const region = (code: string | null) => (code ? lookups.regionName(code) : '')
  const decided = ({ decision }: ReconcileEntry) =>
    decision ? `${decision.actor} ${decision.at.slice(0, 10)} 认定${decision.same ? '为' : '不是'}同一人` : ''

  const title = `${desk.unit.name}账账核对`
  const page = { paper: 'A4', landscape: true } as const
  const common = { freeze: true, autoFilter: true, page }
  const basis = `口径：${run.basis}；${words.theirs}“${run.theirsName}”；核对日期 ${run.asOf}${isFull ? '' : `；${maskedNote}`}`

  /** Whole records of one side. */
  const records = (kind: 'onlyOurs' | 'onlyTheirs', name: string): SheetSpec => {
    const keys = identityKeys(run.ledger)
    const identity = [text('姓名', 12), text('身份证号码', 22), text('户籍地', 30), text('联系电话', 15)]
    const shown = new Set<string>([keys.name, keys.idNumber, 'region', 'phone'])
    const others = fields.filter((field) => !shown.has(field.key))
    const isFile = kind === 'onlyTheirs' || run.oursName !== null
    function* rows(): Iterable<CellValue[]> {
      for (const entry of entries(kind)) {
        const { person } = entry
        yield [
          ...(isFile ? [person.place] : []),
          person.name ?? person.unreadable[keys.name] ?? null,
          person.idNumber ?? person.unreadable[keys.idNumber] ?? null,
          region(person.region) || (person.unreadable.region ?? null),
          person.phone ?? person.unreadable.phone ?? null,
          ...others.map((field) => {
            const wording = person.unreadable[field.key]
            return wording ?? toCell(field, person.values[field.key] ?? null, lookups)
          }),
          [entry.elsewhere ? '台账有此人，但不在所比的清单内' : '', decided(entry)]
            .filter(Boolean)
            .join('；'),
        ]
      }
    }
    return {
      ...common,
      name,
      title: [`${title}：${name}`],
      columns: [
        ...(isFile ? [{ header: '名单行号', width: 10, kind: 'integer' } as const] : []),
        ...identity,
        ...others.map((field) => plainColumn(field)),
        text('说明', 30),
      ],
      rows: rows(),
      footer: [basis],
    }
  }
  /** Without drop-down lists: nobody fills this in. */
  const plainColumn = (field: Field): ColumnSpec => {
    const { header, width, kind } = columnSpec(
      { field, header: headerOf(field) },
      desk.catalogue(),
      desk.today(),
    )
    return { header, width, kind }
  }

  function* differing(): Iterable<CellValue[]> {
    for (const entry of entries('differs')) {
      const { person, partner, differences } = entry
      for (const { field: key, ours, theirs, written: wording } of differences) {
        const field = compareField(run.ledger, key)
        yield [
          person.place,
          partner?.name ?? person.name,
          partner?.idNumber ?? person.idNumber,
          region(partner?.region ?? person.region),
          headerOf(field),
          say(field, ours),
          wording ?? say(field, theirs),
          [wording === null ? '' : '写法无法识别', decided(entry)].filter(Boolean).join('；'),
        ]
      }
    }
  }
  function* questions(): Iterable<CellValue[]> {
    for (const { person, candidates } of entries('open')) {
      for (const one of candidates) {
        if (one.decision) continue
        yield [
          person.place,
          person.name,
          person.idNumber,
          region(person.region),
          person.phone,
          one.name,
          one.idNumber,
          region(one.region),
          one.phone,
          one.points,
          inWords(one.reasons),
          '',
        ]
      }
    }
  }
  function* unread(): Iterable<CellValue[]> {
    for (const { side, person, reason } of entries('unread')) {
      yield [words[side], person.place, person.name, person.idNumber, reason]
    }
  }

  const sheets: SheetSpec[] = [
    summary(run, title, words),
    records('onlyOurs', words.onlyOurs),
    records('onlyTheirs', words.onlyTheirs),
    {
      ...common,
      name: '不一致',
      title: [`${title}：不一致`],
      columns: [
        { header: '名单行号', width: 10, kind: 'integer' },
        ...[text('姓名', 12), text('身份证号码', 22), text('户籍地', 30), text('项目', 18)],
        ...[text(words.ours, 26), text(words.theirs, 26), text('说明', 30)],
      ],
      rows: differing(),
      footer: [basis],
    },
    {
      ...common,
      name: '待认定',
      title: [`${title}：待认定是否同一人`],
      columns: [
        { header: '名单行号', width: 10, kind: 'integer' },
        ...['姓名', '身份证号码', '户籍地', '联系电话'].map((header) => text(header, 18, words.theirs)),
        ...['姓名', '身份证号码', '户籍地', '联系电话'].map((header) => text(header, 18, words.ours)),
        { header: '相似分', width: 8, kind: 'integer' },
        text('理由', 40),
        text('认定', 12),
      ],
      rows: questions(),
      footer: [basis],
    },
  ]
  if (run.counts.unread > 0) {
    sheets.push({
      ...common,
      name: '未核对的行',
      title: [`${title}：未核对的行`],
      columns: [
        text('名单', 12),
        { header: '行号', width: 8, kind: 'integer' },
        ...[text('姓名', 12), text('身份证号码', 22), text('原因', 44)],
      ],
      rows: unread(),
      footer: [basis],
    })
  }
  const bytes = await writeWorkbookBytes({
    properties: { title, creator: desk.unit.name, created: new Date(app.place.now()) },
    compressionLevel: 3,
    sheets,
  })
  const name = `账账核对-${run.theirsName.replace(/\.[^.]*$/, '')}-${run.asOf.replaceAll('-', '')}.xlsx`
  return { name, bytes, rows: written, basis: run.basis }
}

const text = (header: string, width: number, group?: string): ColumnSpec => ({
  header,
  width,
  kind: 'text',
  ...(group && { group }),
})

/** First sheet: every figure with what it counts. */
function summary(run: ReconcileRun, title: string, words: ReturnType<typeof sideWords>): SheetSpec {
  const { counts } = run
  const lines: CellValue[][] = [
    [`${words.ours}记录`, counts.ours, run.basis],
    [
      `${words.theirs}记录`,
      counts.theirs,
      `“${run.theirsName}”中的记录，不含标题、合计和说明 ${run.skipped} 行`,
    ],
    ['一致', counts.equal, '两边都有，所比的项目都相同'],
    ['不一致', counts.differs, '两边都有，至少一个项目不同'],
    [words.onlyOurs, counts.onlyOurs, `${words.theirs}没有，也没有可能是同一人的记录`],
    [words.onlyTheirs, counts.onlyTheirs, `${words.ours}没有，也没有可能是同一人的记录`],
    [`待认定（${words.theirs}）`, counts.open, '身份证号码对不上，但可能是同一人，等人认定'],
    [`待认定（${words.ours}）`, counts.inQuestion, '待认定的记录涉及的人，不计入仅一方有'],
    ['未核对', counts.unread, '认不出是谁，或身份证号码重复'],
    ...Object.entries(counts.byField)
      .sort(([, one], [, other]) => other - one)
      .map(([key, rows]): CellValue[] => [
        `不一致：${compareField(run.ledger, key).label}`,
        rows,
        '这一项不同的记录，一人可有几项',
      ]),
  ]
  return {
    name: '口径与合计',
    title: [title],
    columns: [text('项目', 26), { header: '数量', width: 12, kind: 'integer' }, text('口径', 70)],
    rows: lines,
    footer: [
      `台账：${ledgers[run.ledger].label}　核对日期：${run.asOf}　核对人：${run.actor}`,
      `所比项目：${run.fields.map((key) => compareField(run.ledger, key).label).join('、')}`,
      run.blanksDiffer ? `${words.theirs}空白也算不一致` : `${words.theirs}空白的项目不比`,
    ],
    page: { paper: 'A4', landscape: true },
  }
}
