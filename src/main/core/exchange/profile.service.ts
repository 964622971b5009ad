import { randomBytes } from 'node:crypto'
import type { ProfileView } from '../../../shared/contract/calls/profile.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import type { CallScope, Handlers } from '../context.ts'
import { openWorkbook } from '../workbook/index.ts'
import { lastSequence } from './changed-rows.store.ts'
import { createProfileStore } from './profile.store.ts'
import { allProfiles, type KnownProfile, problemsOf, profileByKey } from './profile-library.ts'
import { profileRows } from './profile-rows.ts'
import { inspectTemplate } from './profile-template.ts'
import { writeProfileWorkbook } from './profile-writer.ts'

const viewOf = ({ profile, own, templateName }: KnownProfile): ProfileView => ({
  key: profile.key,
  label: profile.label,
  version: profile.version,
  receiver: profile.receiver,
  source: profile.source,
  own,
  templateName,
  changedOnly: profile.sheets.some(({ rows }) => rows.changedOnly === true),
  sheets: profile.sheets.map(({ name, ledger, rows, columns }) => ({
    name,
    ledger,
    basis: rows.basis,
    columns: columns.length,
  })),
})

/** The same label again means the same agreement, in a new version; product profiles keep their names. */
function nextVersion({ desk }: CallScope, label: string): { key: string; version: number } {
  const known = allProfiles(desk).find(({ profile }) => profile.label === label)
  if (known && !known.own) {
    throw new Refusal('conflict', `程序自带的上报格式已经叫“${label}”，请换一个名字。`, [
      { path: 'label', message: '名称已被使用' },
    ])
  }
  return known
    ? { key: known.profile.key, version: known.profile.version + 1 }
    : { key: `own-${randomBytes(6).toString('hex')}`, version: 1 }
}

export const profileHandlers = {
  'profile.list': (_input, { desk }) => allProfiles(desk).map(viewOf),
  'profile.get': ({ key }, { desk }) => profileByKey(desk, key),
  'profile.count': ({ key, ...choice }, { desk }) => ({
    sheets: profileByKey(desk, key).profile.sheets.map((sheet) => {
      const { total, basis } = profileRows(desk, sheet, choice)
      return { name: sheet.name, total, basis }
    }),
  }),
  'profile.export': async ({ key, full, ...choice }, scope) => {
    const { desk, app } = scope
    const known = profileByKey(desk, key)
    const chosen = known.profile.sheets.map((sheet) => profileRows(desk, sheet, choice))
    const rows = chosen.map(() => 0)
    const sequence = lastSequence(desk.db)
    const bytes = await writeProfileWorkbook(
      desk,
      known,
      chosen.map((sheet) => sheet.rows),
      {
        created: new Date(app.place.now()),
        masked: full === undefined,
        progress: scope.progress,
        checkCancelled: scope.checkCancelled,
        total: chosen.reduce((sum, { total }) => sum + total, 0),
        onRow: (sheet) => {
          rows[sheet] = (rows[sheet] ?? 0) + 1
        },
      },
    )
    const basis = chosen.map((sheet, index) => `${known.profile.sheets[index]?.name}：${sheet.basis}`)
    return {
      name: `${known.profile.label.replace(/[\\/:*?"<>|：]/g, '-')}-${desk.today().replaceAll('-', '')}.xlsx`,
      bytes,
      rows,
      basis: chosen.length === 1 ? (chosen[0]?.basis ?? '') : basis.join('；'),
      sequence,
    }
  },
  'profile.inspectTemplate': ({ file, ledger, at }, { desk }) => inspectTemplate(desk, file, { ledger, at }),
  'profile.save': ({ label, receiver, template, sheets }, scope) => {
    const { desk, app } = scope
    const profile: Profile = {
      ...nextVersion(scope, label),
      label,
      receiver,
      source: template.name.slice(0, 300),
      sheets,
    }
    const workbook = openWorkbook(template.bytes)
    const problems = [
      ...problemsOf(profile),
      ...sheets.flatMap((sheet) =>
        workbook.sheets[sheet.template.sheet] && sheet.template.firstRow > sheet.template.headerRow
          ? []
          : [`空白表里没有所选的工作表“${sheet.name}”，或填写的起始行在表头之上`],
      ),
    ]
    if (problems.length > 0) {
      throw new Refusal('invalid_input', `${problems[0]}，请检查后重新保存。`, [
        ...problems.map((message) => ({ path: 'sheets', message })),
      ])
    }
    createProfileStore(desk.db).save(profile, template, desk.user, app.place.now())
    return viewOf({ profile, own: true, templateName: template.name })
  },
  'profile.remove': ({ key }, { desk }) => {
    if (!createProfileStore(desk.db).remove(key))
      throw new Refusal('not_found', '这个上报格式是程序自带的，或已经删除。')
    return null
  },
} satisfies Partial<Handlers>
