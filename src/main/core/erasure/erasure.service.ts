import type { ErasedRows, ErasureProof } from '../../../shared/contract/calls/erasure.ts'
import { Refusal } from '../../../shared/contract/result.ts'
import type { Desk, Handlers } from '../context.ts'
import { erasePerson, inWords } from './erase.ts'
import { createErasureStore, type ErasureStore, type Identity, type StoredProof } from './erasure.store.ts'
import { remainsOf } from './remains.ts'

function requireIdentity(store: ErasureStore, id: number): Identity {
  const identity = store.identity(id)
  if (identity) return identity
  throw new Refusal('not_found', '台账和修改记录里都没有这个人的信息，可能已经依法删除。')
}

/** Money that was paid has to be accounted for: its records are kept, and so is the person in them. */
function refusalOf(store: ErasureStore, id: number): string | null {
  const allowance = store.allowance(id)
  if (allowance === 'paid')
    return '这个人有已发放的公益性岗位补贴，发放记录按财务档案的规定必须保存，不能删除。'
  if (allowance === 'open')
    return '这个人还在未发放的补贴表里，请先在“补贴发放”里改正并重新计算那个月，再来删除。'
  return null
}

function proofOf(store: ErasureStore, { removed, remains, ...proof }: StoredProof): ErasureProof {
  return {
    ...proof,
    removed: JSON.parse(removed) as ErasedRows[],
    remains: JSON.parse(remains) as string[],
    audit: store.entryOf(proof.id),
  }
}

const at = (path: string, sentence: string) => new Refusal('refused', sentence, [{ path, message: sentence }])

/** The reason stays in the proof, so it must not say who it was. */
function refuseNaming(reason: string, { name, idNumber, phone }: Identity): void {
  if ([name, idNumber, phone].some((word) => word && reason.includes(word)))
    throw at('reason', '原因会留在删除证明里，请不要写出姓名、身份证号码或电话。')
}

function requireBasis(desk: Desk, basis: string): void {
  const dictionary = desk.catalogue().dictionaries.get('erasureBasis')
  if (!dictionary?.items.some(({ code }) => code === basis)) throw at('basis', '请选择删除的依据。')
}

export const erasureHandlers = {
  'person.erasePlan': ({ id }, { app, desk }) => {
    const store = createErasureStore(desk.db)
    const identity = requireIdentity(store, id)
    return {
      name: identity.name,
      idNumber: identity.idNumber,
      removed: inWords(store.counts(id, identity)),
      remains: remainsOf(app, desk, store, identity),
      refusal: refusalOf(store, id),
    }
  },
  'person.erase': ({ id, basis, reason, confirmName }, { app, desk, afterCommit }) => {
    const store = createErasureStore(desk.db)
    const identity = requireIdentity(store, id)
    requireBasis(desk, basis)
    if (confirmName !== identity.name)
      throw at('confirmName', '输入的姓名与这个人的不一致，没有删除。请核对是不是要删除的人。')
    refuseNaming(reason, identity)
    const refusal = refusalOf(store, id)
    if (refusal) throw new Refusal('refused', refusal)
    const remains = remainsOf(app, desk, store, identity)
    const { removed, owners } = erasePerson(desk, id, identity)
    const erasureId = store.add({
      ...{ at: desk.now(), erasedOn: desk.today(), actor: desk.user, basis, reason, personId: id },
      removed: JSON.stringify(removed),
      remains: JSON.stringify(remains),
    })
    desk.trail.note({}, owners)
    afterCommit(() => store.emptyLog())
    return { erasureId, records: removed.reduce((sum, { count }) => sum + count, 0) }
  },
  'erasure.list': (_input, { desk }) => {
    const store = createErasureStore(desk.db)
    return store.all().map((proof) => proofOf(store, proof))
  },
  'erasure.get': ({ id }, { desk }) => {
    const store = createErasureStore(desk.db)
    const proof = store.get(id)
    if (!proof) throw new Refusal('not_found', '没有这份删除证明，请刷新后重试。')
    return proofOf(store, proof)
  },
} satisfies Partial<Handlers>
