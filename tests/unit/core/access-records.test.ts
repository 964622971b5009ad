import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallName, contract, type Input } from '../../../src/shared/contract/index.ts'
import { graduateFile } from '../../fixtures/graduates.ts'
import type { TestOffice } from '../../fixtures/office.ts'
import { postContract } from '../../fixtures/posts.ts'
import { tinyPng } from '../../fixtures/scans.ts'
import { openTwoTownships, type Records, reason } from '../../fixtures/two-townships.ts'

/** Every call that names a record, about one of another township. */
let office: TestOffice
let inside: Records
let outside: Records
beforeAll(async () => {
  ;({ office, inside, outside } = await openTwoTownships())
}, 120_000)
afterAll(() => office.close())

const form = () => ({ phone: '19900009999' })
/** Input of every call that names its records, about the records of a township. */
const about: { [N in CallName]?: (of: Records) => Input<N> } = {
  'labourer.get': ({ person }) => ({ id: person }),
  'labourer.check': ({ person }) => ({ id: person, values: form() }),
  'labourer.save': ({ person }) => ({ id: person, values: form() }),
  'labourer.setState': ({ person }) => ({ ids: [inside.person, person], to: 'submitted', reason }),
  'confirmation.compare': ({ person }) => ({ id: person }),
  'confirmation.confirm': ({ person }) => ({ ids: [inside.person, person] }),
  'confirmation.return': ({ person }) => ({ ids: [inside.person, person], reason }),
  'confirmation.answer': ({ person }) => ({ id: 1, personId: person, result: 'true' }),
  'labourer.exempt': ({ person }) => ({ id: person, code: 'L26_wage_range', field: 'monthlyWage', reason }),
  'labourer.unexempt': ({ person }) => ({ id: person, code: 'L26_wage_range', field: 'monthlyWage' }),
  'labourer.remove': ({ person }) => ({ id: person, reason }),
  'labourer.history': ({ person }) => ({ id: person }),
  'person.reveal': ({ person }) => ({ ledger: 'labourer', id: person }),
  'episode.save': ({ person }) => ({ personId: person, kind: 'training', values: { startedOn: '2026-02' } }),
  'episode.remove': ({ employment }) => ({ kind: 'employment', id: employment, reason }),
  'household.get': ({ household }) => ({ id: household }),
  'household.save': ({ household }) => ({ id: household, values: { address: '二组' } }),
  'household.setHead': ({ household, person }) => ({ id: household, personId: person }),
  'household.addMember': ({ person }) => ({ id: inside.household, personId: person }),
  'household.split': ({ household, person }) => ({
    ...{ id: household, personIds: [person], headId: person, reason },
  }),
  'household.merge': ({ household }) => ({ id: household, into: inside.household, reason }),
  'duty.ofPerson': ({ person }) => ({ id: person }),
  'duty.pause': ({ person }) => ({ personId: person, kind: 'zeroHousehold', reason }),
  'duty.resume': ({ person }) => ({ personId: person, kind: 'zeroHousehold' }),
  'zero.ofHousehold': ({ household }) => ({ id: household }),
  'zero.declare': ({ household }) => ({
    householdId: household,
    values: {},
    file: { name: '声明.png', bytes: tinyPng(7) },
  }),
  'zero.withdraw': ({ statement }) => ({ id: statement, reason }),
  'attachment.list': ({ service }) => ({ owner: 'service_record', ownerId: service }),
  'attachment.add': ({ household }) => ({
    ...{ owner: 'household', ownerId: household, file: { name: '户口.png', bytes: tinyPng(8) } },
  }),
  'attachment.file': ({ scan }) => ({ id: scan }),
  'attachment.remove': ({ scan }) => ({ id: scan, reason }),
  'graduate.get': ({ person }) => ({ personId: person }),
  'graduate.save': ({ person }) => ({ personId: person, values: graduateFile }),
  'graduate.remove': ({ person }) => ({ personId: person, reason }),
  'graduate.saveEntry': ({ person }) => ({ personId: person, kind: 'step', values: {} }),
  'graduate.removeEntry': ({ followUp }) => ({ kind: 'followUp', id: followUp, reason }),
  'post.get': ({ post }) => ({ id: post }),
  'post.save': ({ post }) => ({ id: post, values: { note: '改' } }),
  'post.remove': ({ post }) => ({ id: post, reason }),
  'opening.save': ({ opening, post }) => ({ id: opening, postId: post, values: {} }),
  'opening.remove': ({ opening }) => ({ id: opening, reason }),
  'opening.addCandidate': ({ opening }) => ({
    openingId: opening,
    personId: inside.person,
    appliedOn: '2026-10-11',
  }),
  'opening.decide': ({ candidate }) => ({ candidateId: candidate, decision: 'refused', note: '名额已满' }),
  'opening.removeCandidate': ({ candidate }) => ({ candidateId: candidate }),
  'opening.notice': ({ opening }) => ({ id: opening }),
  'assignment.get': ({ assignment }) => ({ id: assignment }),
  'assignment.ofPerson': ({ person }) => ({ personId: person }),
  'assignment.check': ({ post }) => ({ postId: post, personId: inside.person, values: postContract() }),
  'assignment.save': ({ assignment, post, person }) => ({
    ...{ id: assignment, postId: post, personId: person, values: postContract() },
  }),
  'assignment.unexempt': ({ assignment }) => ({ id: assignment, code: 'P27NoNotice' }),
  'assignment.remove': ({ assignment }) => ({ id: assignment, reason }),
  'vacancy.forPerson': ({ person }) => ({ personId: person }),
  'vacancy.refer': ({ person }) => ({ vacancyId: 1, personId: person, values: {} }),
  'vacancy.answer': ({ service }) => ({ serviceId: service, response: 'hired' }),
  'attendance.save': ({ assignment }) => ({
    month: '2026-10',
    entries: [
      { assignmentId: inside.assignment, present: 220, assessment: null },
      { assignmentId: assignment, present: 100, assessment: null },
    ],
  }),
  'allowance.correct': ({ assignment }) => ({
    assignmentId: assignment,
    forMonth: '2026-10',
    present: 100,
    reason,
  }),
  'site.get': ({ site: id }) => ({ id }),
  'site.save': ({ site: id }) => ({ id, values: { note: '改' } }),
  'site.remove': ({ site: id }) => ({ id, reason }),
  'siteHousehold.get': ({ stay }) => ({ id: stay }),
  'siteHousehold.save': ({ site: siteId }) => ({ siteId, householdId: inside.household, values: {} }),
  'siteHousehold.leave': ({ stay }) => ({ id: stay, movedOut: '2026-05' }),
  'siteHousehold.remove': ({ stay }) => ({ id: stay, reason }),
  'station.get': ({ station: id }) => ({ id }),
  'station.save': ({ station: id }) => ({ id, values: { note: '改' } }),
  'station.remove': ({ station: id }) => ({ id, reason }),
  'jobFair.get': ({ fair }) => ({ id: fair }),
  'jobFair.save': ({ fair }) => ({ id: fair, values: { note: '改' } }),
  'jobFair.remove': ({ fair }) => ({ id: fair, reason }),
}

const byReach = (wanted: (reach: unknown) => boolean) =>
  (Object.keys(contract) as CallName[]).filter(
    (name) => contract[name].permission !== 'open' && wanted(contract[name].reach),
  )

describe('a call about a record', () => {
  const names = byReach((reach) => typeof reach !== 'string')
  it.each(names)('%s refuses one of another township in a sentence and says nothing of it', async (name) => {
    const failure = await office.refused(name, about[name]?.(outside) as never)
    expect(failure).toMatchObject({ code: 'forbidden' })
    expect(failure.message).toContain('不在您负责的范围（古阳镇）内')
    expect(JSON.stringify(failure)).not.toMatch(/龙在外|433126198601011214/)
  })

  it.each(names.filter((name) => contract[name].kind === 'read'))('%s opens one of its own', async (name) => {
    const result = await office.raw(name, about[name]?.(inside))
    // A notice is printed once its days are known.
    expect(result).toMatchObject(name === 'opening.notice' ? { error: { code: 'refused' } } : { ok: true })
  })
})
