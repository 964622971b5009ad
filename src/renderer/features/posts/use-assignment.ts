import { computed, nextTick, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import type { AssignmentView } from '../../../shared/contract/calls/post.ts'
import type { Failure } from '../../../shared/contract/result.ts'
import type { AnyRecord, Field } from '../../../shared/domain/field.ts'
import { type AssignmentViolation, exemptedByWords } from '../../../shared/domain/post/facts.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { refusalsOf } from '../../components/field-input.ts'
import { useClient } from '../../composables/client.ts'
import { notifyDone, notifyFailure } from '../../composables/notify.ts'
import { useRecordForm } from '../../composables/use-record-form.ts'
import { useReveal } from '../../composables/use-reveal.ts'

interface Asked {
  readonly id: number | null
  readonly postId?: number | null
  readonly personId?: number | null
  readonly openingId?: number | null
}
interface Chosen {
  id: number
  name: string
}

/** Everything behind the record of an assignment: it is checked while it is filled in, and saved with its exemptions. */
export function useAssignment(
  asked: Asked,
  fields: readonly Field[],
  saved: (id: number) => void,
  jump: (field: string) => void,
) {
  const client = useClient()
  const form = useRecordForm(fields, `assignment/${asked.id ?? 'new'}`, save)
  const view = shallowRef<AssignmentView | null>(null)
  const reveal = useReveal('assignment', () => view.value?.id ?? null, form.show)
  const parties = reactive<{ post: Chosen | null; person: Chosen | null }>({ post: null, person: null })
  const failure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<Failure | null>(null)
  const saving = ref(false)
  const violations = shallowRef<AssignmentViolation[]>([])
  /** What the core refused as no value at all. */
  const refused = shallowRef<Violation[]>([])
  const reasons = reactive(new Map<string, string>())
  /** Blanks are held against nobody before the first try to save. */
  const tried = ref(false)
  const exempting = shallowRef<Violation | null>(null)

  const inWords = (violation: AssignmentViolation): Violation => ({
    ...violation,
    message: `${violation.message}（${exemptedByWords[violation.exemptedBy]}）`,
  })
  const isExempted = (code: string): boolean =>
    reasons.has(code) || (view.value?.exemptions.some((one) => one.code === code) ?? false)
  const open = computed<Violation[]>(() => [
    ...refused.value,
    ...violations.value
      .filter(({ code }) => !isExempted(code) && (tried.value || !code.startsWith('P40')))
      .map(inWords),
  ])
  const exemptions = computed(() => [
    ...(view.value?.exemptions ?? []),
    ...[...reasons].map(([code, reason]) => ({ code, reason, by: '保存后生效', at: '' })),
  ])

  const about = () =>
    parties.post && parties.person
      ? {
          ...(view.value ? { id: view.value.id } : {}),
          postId: parties.post.id,
          personId: parties.person.id,
          ...(asked.openingId && !view.value ? { openingId: asked.openingId } : {}),
        }
      : null

  async function check(): Promise<void> {
    const whom = about()
    if (!whom || form.unreadable.size > 0) return
    const answer = await client.call('assignment.check', { ...whom, values: form.changes.value })
    if (answer.ok) violations.value = answer.value
    refused.value = answer.ok ? [] : refusalsOf(answer.error)
  }
  async function load(keep: AnyRecord = {}): Promise<void> {
    if (asked.id === null) {
      await begin()
      return
    }
    const answer = await client.call('assignment.get', { id: asked.id })
    if (!answer.ok) {
      failure.value = answer.error
      return
    }
    const { values, postId, postName, personId, name } = answer.value
    failure.value = null
    conflict.value = null
    reveal.hide()
    view.value = answer.value
    violations.value = answer.value.violations
    parties.post = { id: postId, name: postName }
    parties.person = { id: personId, name }
    form.take(values, keep)
  }
  /** A new one, with post and person where the way here named them. */
  async function begin(): Promise<void> {
    if (asked.postId) {
      const post = await client.call('post.get', { id: asked.postId })
      if (post.ok)
        parties.post = { id: post.value.id, name: `${post.value.values.postCode} ${post.value.values.name}` }
      else notifyFailure(post.error)
    }
    if (asked.personId) {
      const person = await client.call('labourer.get', { id: asked.personId })
      if (person.ok) parties.person = { id: person.value.id, name: String(person.value.values.name ?? '') }
      else notifyFailure(person.error)
    }
  }
  async function save(): Promise<void> {
    ;(document.activeElement as HTMLElement | null)?.blur()
    const whom = about()
    if (saving.value || !whom || form.unreadable.size > 0) return
    saving.value = true
    tried.value = true
    const result = await client.call('assignment.save', {
      ...whom,
      ...(view.value ? { version: view.value.version } : {}),
      values: form.changes.value,
      exemptions: [...reasons].map(([code, reason]) => ({ code, reason })),
    })
    saving.value = false
    if (!result.ok) {
      if (result.error.code === 'conflict') conflict.value = result.error
      else notifyFailure(result.error)
      await check()
      await nextTick()
      const first = open.value[0]
      if (first) jump(first.field)
      return
    }
    reasons.clear()
    form.restored.value = false
    form.take(form.values)
    notifyDone('已保存上岗记录')
    saved(result.value.id)
    await load()
  }
  async function takeBack(code: string): Promise<void> {
    if (reasons.delete(code) || !view.value) return
    const result = await client.call('assignment.unexempt', { id: view.value.id, code })
    if (!result.ok) notifyFailure(result.error)
    else await load({ ...form.changes.value })
  }

  onMounted(async () => {
    await load()
    if (!failure.value) form.restore()
  })
  watch(parties, () => void check())

  return {
    form,
    reveal,
    view,
    parties,
    failure,
    conflict,
    saving,
    exempting,
    open,
    hasNewExemptions: computed(() => reasons.size > 0),
    openOf: (key: string): Violation[] => open.value.filter(({ field }) => field === key),
    /** The rules at a field that were let pass. */
    exemptedOf: (key: string) =>
      exemptions.value
        .filter(({ code }) => violations.value.some((one) => one.code === code && one.field === key))
        .map((one) => ({ ...one, field: key })),
    check,
    load,
    save,
    exempt(reason: string): void {
      if (exempting.value) reasons.set(exempting.value.code, reason)
      exempting.value = null
    },
    takeBack,
  }
}
export type AssignmentForm = ReturnType<typeof useAssignment>
