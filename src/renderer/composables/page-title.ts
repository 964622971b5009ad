import { computed, type MaybeRefOrGetter, onScopeDispose, shallowRef, toValue, watchEffect } from 'vue'

const productName = '县域就业台账'
/** Of the pages that stand, the newest last: the unlock page covers others, which come back. */
const titles = shallowRef<readonly { title: MaybeRefOrGetter<string> }[]>([])

/** Title of the page on screen: in the top bar and as the title of the window. */
export const pageTitle = computed(() => toValue(titles.value.at(-1)?.title ?? ''))

watchEffect(() => {
  document.title = pageTitle.value ? `${pageTitle.value} - ${productName}` : productName
})

export function usePageTitle(title: MaybeRefOrGetter<string>): void {
  const own = { title }
  titles.value = [...titles.value, own]
  onScopeDispose(() => {
    titles.value = titles.value.filter((one) => one !== own)
  })
}
