import { expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { besideAnswer } from '../../../src/renderer/composables/use-call.ts'

it('a heading keeps to the list that is shown until the next one is there, and follows what else it says', async () => {
  const scope = effectScope()
  const kind = ref('合同到期')
  const total = ref(3)
  const loading = ref(false)
  const heading = scope.run(() => besideAnswer(() => `${kind.value}：${total.value} 项`, { loading }))
  expect(heading?.value).toBe('合同到期：3 项')

  // Another list is asked for: its name is known at once, its rows are not.
  kind.value = '零就业户帮扶'
  loading.value = true
  await nextTick()
  expect(heading?.value).toBe('合同到期：3 项')
  total.value = 24
  loading.value = false
  await nextTick()
  expect(heading?.value).toBe('零就业户帮扶：24 项')

  total.value = 23
  await nextTick()
  expect(heading?.value).toBe('零就业户帮扶：23 项')
  scope.stop()
})
