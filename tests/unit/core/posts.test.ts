import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRecord } from '../../../src/shared/domain/field.ts'
import { openOffice, type TestOffice } from '../../fixtures/office.ts'
import { holder, noNotice, postContract, publicPost } from '../../fixtures/posts.ts'
import { recordsFile } from './files.ts'

/** Posts, rounds and people on posts, through the real core. */
let desk: TestOffice
let first: number
let second: number
beforeAll(async () => {
  desk = await openOffice()
  first = await holder(desk, '433126197505051213', '石大山')
  second = await holder(desk, '43312619800606121X', '龙小溪')
})
afterAll(() => desk.close())

let number = 0
const newPost = async (values: AnyRecord = {}) =>
  (await desk.ok('post.save', { values: publicPost({ postCode: `T${++number}`, ...values }) })).id
const save = (postId: number, personId: number, values: AnyRecord = {}, more: object = {}) => ({
  postId,
  personId,
  values: postContract(values),
  exemptions: noNotice,
  ...more,
})
const count = async (list: string) => (await desk.ok('ledger.count', { ledger: 'assignment', list })).total

describe('a post', () => {
  it('is kept, found and listed by its fields', async () => {
    const id = await newPost({ name: '护林员', kind: 'forest' })
    expect(await desk.ok('post.get', { id })).toMatchObject({ values: { name: '护林员', filledCount: 0 } })
    const found = await desk.ok('ledger.page', { ledger: 'post', columns: ['name'], search: '护林' })
    expect(found.rows).toEqual([{ id, values: { name: '护林员' } }])
    expect((await desk.ok('ledger.count', { ledger: 'post', search: '100%' })).total).toBe(0)
  })
  it('says what is wrong, each beside its field', async () => {
    const refusal = await desk.refused('post.save', {
      values: publicPost({ postCode: 'T1', quota: null, region: '433126101000' }),
    })
    expect(refusal.details?.map(({ path }) => path)).toEqual([
      'values.quota',
      'values.postCode',
      'values.region',
    ])
  })
  it('with people on it cannot go, close or shrink', async () => {
    const id = await newPost({ quota: 2 })
    const { id: assignment } = await desk.ok('assignment.save', save(id, first))
    expect((await desk.refused('post.remove', { id, reason: '不用了' })).code).toBe('refused')
    const closing = await desk.refused('post.save', { id, values: { closedOn: '2026-11-20' } })
    expect(closing.details?.[0]?.path).toBe('values.closedOn')
    expect(await desk.ok('post.get', { id })).toMatchObject({ values: { filledCount: 1, closedOn: null } })
    await desk.ok('assignment.remove', { id: assignment, reason: '登记错误' })
    expect(await desk.ok('post.get', { id })).toMatchObject({ values: { filledCount: 0 } })
    await desk.ok('post.remove', { id, reason: '不用了' })
    expect((await desk.refused('post.get', { id })).code).toBe('not_found')
  })
})

describe('from the need to the contract', () => {
  let postId: number
  let openingId: number
  const round = { places: 1, neededOn: '2026-08-01', needReason: '保洁', openedOn: '2026-08-05' }
  beforeAll(async () => {
    postId = await newPost()
    openingId = (await desk.ok('opening.save', { postId, values: round })).id
  })
  it('people apply after it was opened, once', async () => {
    const early = await desk.refused('opening.addCandidate', {
      openingId,
      personId: first,
      appliedOn: '2026-08-04',
    })
    expect(early.details?.[0]?.path).toBe('appliedOn')
    for (const personId of [first, second])
      await desk.ok('opening.addCandidate', { openingId, personId, appliedOn: '2026-08-06' })
    expect(
      (await desk.refused('opening.addCandidate', { openingId, personId: first, appliedOn: '2026-08-07' }))
        .code,
    ).toBe('conflict')
  })
  it('only as many as there are places are chosen, and who is not is told why', async () => {
    const { openings } = await desk.ok('post.get', { id: postId })
    const [one, other] = openings[0]?.candidates ?? []
    await desk.ok('opening.decide', { candidateId: one?.id ?? 0, decision: 'chosen' })
    expect(
      (await desk.refused('opening.decide', { candidateId: other?.id ?? 0, decision: 'chosen' })).message,
    ).toContain('拟招1人')
    expect(
      (await desk.refused('opening.decide', { candidateId: other?.id ?? 0, decision: 'refused' }))
        .details?.[0]?.path,
    ).toBe('note')
    await desk.ok('opening.decide', { candidateId: other?.id ?? 0, decision: 'refused', note: '名额已满' })
  })
  it('the notice is long enough, and shows nothing but what a neighbour may read', async () => {
    const short = await desk.refused('opening.save', {
      id: openingId,
      postId,
      values: { noticeFrom: '2026-08-20', noticeTo: '2026-08-24' },
    })
    expect(short.message).toContain('不少于5天')
    await desk.ok('opening.save', {
      id: openingId,
      postId,
      values: { noticeFrom: '2026-08-20', noticeTo: '2026-08-25', noticePlace: '村务公开栏' },
    })
    const notice = await desk.ok('opening.notice', { id: openingId })
    expect(notice.people).toHaveLength(1)
    expect(Object.keys(notice.people[0] ?? {}).toSorted()).toEqual(['name', 'sex', 'village'])
    const said = JSON.stringify(notice)
    for (const secret of ['433126197505051213', '19900001111', 'weakOrHalf', '弱劳动力', '6217'])
      expect(said).not.toContain(secret)
  })
  it('what neighbours have read is not changed', async () => {
    const { openings } = await desk.ok('post.get', { id: postId })
    const candidateId = openings[0]?.candidates[0]?.id ?? 0
    expect((await desk.refused('opening.removeCandidate', { candidateId })).message).toContain('公示已经开始')
  })
  it('only who was chosen comes to the post by it, without any exemption', async () => {
    const wrong = await desk.refused(
      'assignment.save',
      save(postId, second, {}, { openingId, exemptions: [] }),
    )
    expect(wrong.message).toContain('不在这次招聘的拟聘名单里')
    const { id } = await desk.ok('assignment.save', save(postId, first, {}, { openingId, exemptions: [] }))
    expect(await desk.ok('assignment.get', { id })).toMatchObject({ openingId, violations: [] })
    await desk.ok('assignment.remove', { id, reason: '登记错误' })
  })
})

describe('an assignment that breaks a rule', () => {
  it('is not saved, and each rule is told with who may exempt it', async () => {
    const postId = await newPost({ quota: 1, allowance: 10_000 })
    const before = await count('assignments')
    const refusal = await desk.refused(
      'assignment.save',
      save(postId, first, { insuredUntil: null, hasOfficialKin: true }),
    )
    const said = Object.fromEntries(refusal.details?.map(({ path, message }) => [path, message]) ?? [])
    expect(said['values.insuredUntil']).toContain('本单位负责人可以豁免')
    expect(said['values.hasOfficialKin']).toContain('须经县级人社部门同意')
    expect(said['values.kinNote']).toContain('不能豁免')
    expect(said['values.postCode']).toContain('一年补贴1200元')
    expect(await count('assignments')).toBe(before)
  })
  it('is saved with a reason for each that may be exempted; taking it back shows the problem again', async () => {
    const postId = await newPost()
    const exemptions = [...noNotice, { code: 'P46NoInsurance', reason: '保单正在办理' }]
    const { id } = await desk.ok(
      'assignment.save',
      save(postId, first, { insuredUntil: null }, { exemptions }),
    )
    expect((await desk.ok('assignment.get', { id })).exemptions).toMatchObject([
      { code: 'P27NoNotice', by: '石主任' },
      { code: 'P46NoInsurance', reason: '保单正在办理' },
    ])
    expect(await count('post-problems')).toBe(0)
    expect(await count('uninsured')).toBe(1)
    await desk.ok('assignment.unexempt', { id, code: 'P46NoInsurance' })
    expect(await count('post-problems')).toBe(1)
    const other = await newPost()
    const twice = await desk.refused('assignment.save', save(other, first))
    expect(twice.message).toContain('一人多岗')
    // What nobody may exempt is not exempted by saying so.
    const forced = save(
      other,
      first,
      {},
      { exemptions: [...noNotice, { code: 'P07TwoPosts', reason: '领导同意' }] },
    )
    expect((await desk.refused('assignment.save', forced)).message).toContain('一人多岗')
    expect((await desk.refused('labourer.remove', { id: first, reason: '重复登记' })).message).toContain(
      '公益性岗位',
    )
    await desk.ok('assignment.save', {
      id,
      ...save(
        postId,
        first,
        { insuredUntil: null, exitedOn: '2026-11-20', exitReason: 'ownWish' },
        { exemptions },
      ),
    })
    expect(await desk.ok('post.get', { id: postId })).toMatchObject({ values: { filledCount: 0 } })
    await desk.ok('assignment.remove', { id, reason: '登记错误' })
  })
  it('is looked at once a day anew', async () => {
    await desk.ok('assignment.recheck', {})
    expect(await desk.ok('assignment.recheck', {})).toEqual({ checked: 0, changed: 0 })
    await desk.ok('parameter.set', { key: 'postMaximumAge', value: 46, validFrom: '2026-01-01' })
    const postId = await newPost()
    await desk.ok(
      'assignment.save',
      save(postId, second, {}, { exemptions: [...noNotice, { code: 'P03TooOld', reason: '县里同意' }] }),
    )
    await desk.ok('parameter.set', { key: 'postMaximumAge', value: 80, validFrom: '2026-01-01' })
    expect(await desk.ok('assignment.recheck', {})).toMatchObject({ checked: 1 })
  })
})

describe('rosters of posts and people', () => {
  it('come in by code and number, and again without a change; undone they are gone', async () => {
    const posts = recordsFile('岗位.xlsx', 'post', [
      publicPost({ postCode: 'IN1' }),
      publicPost({ postCode: 'IN2', quota: 5 }),
    ])
    await desk.ok('import.run', { file: posts, ledger: 'post' })
    const people = recordsFile('上岗.xlsx', 'assignment', [
      {
        ...postContract({
          startedOn: '2025-01-01',
          endsOn: '2025-12-31',
          insuredUntil: '2025-12-31',
          exitedOn: '2025-12-31',
          exitReason: 'contractEnd',
        }),
        postCode: 'IN2',
        name: '石大山',
        idNumber: '433126197505051213',
      },
      { ...postContract(), postCode: 'IN9', name: '龙小溪', idNumber: '43312619800606121X' },
    ])
    const preview = await desk.ok('import.preview', { file: people, ledger: 'assignment' })
    expect(preview.counts).toMatchObject({ inserted: 1, blocked: 1 })
    expect(preview.rows.blocked[0]?.violations[0]?.message).toContain('没有这个岗位编号')
    const before = await count('assignments')
    const { importId } = await desk.ok('import.run', { file: people, ledger: 'assignment' })
    expect(await count('assignments')).toBe(before + 1)
    expect((await desk.ok('import.preview', { file: people, ledger: 'assignment' })).counts).toMatchObject({
      unchanged: 1,
      inserted: 0,
    })
    const { rows } = await desk.ok('ledger.page', {
      ledger: 'assignment',
      columns: ['postCode', 'name', 'bankCard', 'problems'],
      filters: [{ field: 'postCode', op: 'is', value: 'IN2' }],
    })
    expect(rows[0]?.values).toMatchObject({
      postCode: 'IN2',
      name: '石大山',
      bankCard: '***************0001',
      problems: ['P27NoNotice'],
    })
    const changes = await desk.ok('labourer.history', { id: first })
    expect(changes[0]).toMatchObject({ entityLabel: '上岗记录', action: 'insert' })
    await desk.ok('batch.undo', { id: importId })
    expect(await count('assignments')).toBe(before)
  })
})
