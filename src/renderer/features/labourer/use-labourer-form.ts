import { useDebounceFn, useEventListener, useTimeoutFn } from '@vueuse/core'
import { computed, onBeforeUnmount, reactive, ref, shallowRef } from 'vue'
import type { PersonView } from '../../../shared/contract/calls/labourer.ts'
import type { Input } from '../../../shared/contract/index.ts'
import type { Failure } from '../../../shared/contract/result.ts'
import type { AnyRecord, FieldValue } from '../../../shared/domain/field.ts'
import {
  type LabourerForm,
  normaliseUnclearIntention,
  requiredFields,
} from '../../../shared/domain/labourer/rules.ts'
import type { Violation } from '../../../shared/domain/violation.ts'
import { rememberRegions } from '../../components/region-names.ts'
import { useClient } from '../../composables/client.ts'
import { notifyFailure } from '../../composables/notify.ts'
import { useCall } from '../../composables/use-call.ts'
import { swapNumbers, useReveal } from '../../composables/use-reveal.ts'
import { type HeldKey, useHeldForms } from '../../stores/held-forms.ts'
import { useSession } from '../../stores/session.ts'
import {
  blankForm,
  canBeDraft,
  changesBetween,
  effectiveForm,
  follow,
  formOf,
  refusedFields,
} from './form-values.ts'
import { useDuplicate } from './use-duplicate.ts'
import { useExemptions } from './use-exemptions.ts'

type HouseholdChoice = NonNullable<Input<'labourer.save'>['household']>

const checkPause = 300
const autosavePause = 20_000

/**
 * The labourer form of one person, or of a new one (`id` null): values on the screen, what is wrong
 * with them (the core checks, so that duplicates and shared telephones count too), saving.
 *
 * Unsaved changes are safe in three ways: drafts save themselves after a pause, a form left inside
 * the app is held in memory (stores/held-forms.ts), and closing the window asks. A submitted or confirmed
 * form is never saved by itself, because any change takes it back to a draft.
 */
export function useLabourerForm(options: { id: number | null; onSaved: (id: number) => void }) {
  const client = useClient()
  const session = useSession()
  const held = useHeldForms()
  const heldKey: HeldKey = `labourer/${options.id ?? 'new'}`
  const check = useCall('labourer.check', { showFailure: false })
  /** Its pages may be covered by a lock: then nothing is saved, and never for somebody else. */
  const isMine = session.stillMine()

  const person = shallowRef<PersonView | null>(null)
  const loadFailure = shallowRef<Failure | null>(null)
  const loading = ref(false)
  const saving = ref(false)
  /** What the core has; changes are told from it. */
  const saved = shallowRef<AnyRecord>(blankForm())
  const values = reactive<AnyRecord>(blankForm())
  const household = shallowRef<HouseholdChoice | null>(null)
  const touched = reactive(new Set<string>())
  const left = new Set<string>()
  const unreadable = reactive(new Map<string, string>())
  const found = shallowRef<Violation[]>([])
  /** After a try to submit everything shows, also beside fields nobody has been to. */
  const showsAll = ref(false)
  const conflict = shallowRef<Failure | null>(null)
  const restored = ref(false)
  const generation = ref(0)
  const savedAt = ref<string | null>(null)

  /** Not somebody who is still on the way: typing into their empty form would be lost. */
  const isNew = computed(() => options.id === null && person.value === null)
  const formState = computed(() => person.value?.formState ?? 'none')
  const effective = computed(() => effectiveForm(values))
  const changes = computed(() => changesBetween(saved.value, effective.value))
  const isDirty = computed(() => Object.keys(changes.value).length > 0 || unreadable.size > 0)
  const required = computed(() => new Set(requiredFields(effective.value as LabourerForm)))
  const { exemptions, isExempted, exempt, unexempt } = useExemptions(person, runCheck)
  const violations = computed(() => found.value.filter((violation) => !isExempted(violation)))
  const duplicate = useDuplicate(found, () => values.idNumber ?? null, options.id)
  const shown = computed(() =>
    // Somebody without a form yet is not met with a page of red.
    showsAll.value || formState.value !== 'none'
      ? violations.value
      : violations.value.filter((violation) => touched.has(violation.field)),
  )

  const reveal = useReveal(
    'labourer',
    () => person.value?.id ?? null,
    (numbers) => {
      saved.value = swapNumbers(saved.value, values, numbers)
    },
  )

  async function load(): Promise<void> {
    if (options.id === null) {
      restore()
      return
    }
    loading.value = true
    const result = await client.call('labourer.get', { id: options.id })
    loading.value = false
    if (!result.ok) {
      loadFailure.value = result.error
      return
    }
    loadFailure.value = null
    take(result.value)
    restore()
  }
  function take(view: PersonView): void {
    reveal.hide()
    rememberRegions(view.regionNames)
    person.value = view
    saved.value = formOf(view.values)
    Object.assign(values, saved.value)
    found.value = view.violations
  }
  function restore(): void {
    const before = held.take(heldKey)
    if (!before) return
    Object.assign(values, before)
    restored.value = true
    void runCheck()
  }
  function discard(): void {
    // Texts that could not be read live in their boxes: those are made anew.
    generation.value += 1
    Object.assign(values, saved.value)
    unreadable.clear()
    restored.value = false
    conflict.value = null
    void runCheck()
  }

  async function runCheck(forConfirmation = false): Promise<Violation[]> {
    const id = person.value?.id
    const result = await check.run({ values: effective.value, forConfirmation, ...(id ? { id } : {}) })
    if (result.ok) {
      found.value = result.value.violations
      // Only now: the answer before was about what stood there before.
      for (const key of left) touched.add(key)
      left.clear()
    }
    return found.value
  }
  const checkSoon = useDebounceFn(() => runCheck(), checkPause)
  const autosave = useTimeoutFn(() => void saveQuietly(), autosavePause, { immediate: false })

  function set(key: string, value: FieldValue): void {
    values[key] = value
    Object.assign(values, follow(values, key))
    void checkSoon()
    autosave.start()
  }
  function leave(key: string): void {
    left.add(key)
    void checkSoon()
  }
  function sayUnreadable(key: string, message: string | null): void {
    if (message === null) unreadable.delete(key)
    else unreadable.set(key, message)
  }
  /** Decision K: who cannot say where, as what and for how much counts as not wanting to go, for now. */
  function unclearIntention(): void {
    Object.assign(values, normaliseUnclearIntention(values as LabourerForm))
    void runCheck()
  }

  async function save(submit: boolean): Promise<boolean> {
    if (unreadable.size > 0) {
      showsAll.value = true
      return false
    }
    if (submit) {
      showsAll.value = true
      const problems = await runCheck()
      if (problems.some((violation) => violation.severity === 'blocks' && !isExempted(violation)))
        return false
    }
    return write(submit)
  }
  async function write(submit: boolean): Promise<boolean> {
    if (saving.value) return false
    saving.value = true
    const result = await client.call('labourer.save', {
      ...(person.value ? { id: person.value.id, version: person.value.version } : {}),
      values: changes.value,
      ...(household.value ? { household: household.value } : {}),
      submit,
    })
    if (!result.ok) {
      saving.value = false
      // A conflict that names no field: somebody else saved this form in between.
      if (result.error.code === 'conflict' && !result.error.details?.length) conflict.value = result.error
      else notifyFailure(result.error)
      found.value = [...found.value, ...refusedFields(result.error)]
      return false
    }
    autosave.stop()
    household.value = null
    conflict.value = null
    restored.value = false
    savedAt.value = new Date().toTimeString().slice(0, 5)
    const typedMeanwhile = { ...values }
    const sent = effective.value
    const again = await client.call('labourer.get', { id: result.value.id })
    saving.value = false
    if (again.ok) {
      take(again.value)
      // What was typed while the answer was on its way stays.
      Object.assign(values, changesBetween(sent, effectiveForm(typedMeanwhile)))
    }
    options.onSaved(result.value.id)
    if (submit && result.value.formState !== 'submitted') {
      found.value = result.value.violations
      return false
    }
    return true
  }
  /** A new person is opened by the first save of a clerk, never by itself under the cursor. */
  const savesItself = (): boolean =>
    isMine() &&
    (formState.value === 'draft' || formState.value === 'none') &&
    !isNew.value &&
    isDirty.value &&
    unreadable.size === 0 &&
    conflict.value === null &&
    canBeDraft(effective.value)
  async function saveQuietly(): Promise<void> {
    if (savesItself()) await write(false)
  }

  /** After a conflict: the newer record, with this form's own changes on top. */
  async function reloadKeepingChanges(): Promise<void> {
    const mine = { ...changes.value }
    if (options.id === null) return
    const result = await client.call('labourer.get', { id: options.id })
    if (!result.ok) return notifyFailure(result.error)
    take(result.value)
    Object.assign(values, mine)
    conflict.value = null
    await runCheck()
  }

  useEventListener(window, 'beforeunload', (event: BeforeUnloadEvent) => {
    if (isDirty.value) event.preventDefault()
  })
  onBeforeUnmount(() => {
    autosave.stop()
    if (!isDirty.value || !isMine()) return
    held.hold(heldKey, { ...values })
    if (!savesItself() || !person.value) return
    const { id, version } = person.value
    void client.call('labourer.save', { id, version, values: changes.value }).then((result) => {
      if (result.ok) held.take(heldKey)
    })
  })

  return {
    person,
    loadFailure,
    loading,
    saving,
    values,
    household,
    unreadable,
    violations,
    shown,
    showsAll,
    required,
    exemptions,
    conflict,
    restored,
    generation,
    duplicate,
    reveal,
    savedAt,
    isNew,
    isDirty,
    formState,
    load,
    take,
    discard,
    set,
    leave,
    sayUnreadable,
    unclearIntention,
    save,
    reloadKeepingChanges,
    exempt,
    unexempt,
  }
}

export type LabourerFormState = ReturnType<typeof useLabourerForm>
