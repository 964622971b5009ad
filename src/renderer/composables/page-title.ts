import { type MaybeRefOrGetter, readonly, ref, toValue, watchEffect } from 'vue'

const productName = '县域就业台账'
const current = ref('')

/** Title of the page on screen: in the top bar and as the title of the window. */
export const pageTitle = readonly(current)

export function usePageTitle(title: MaybeRefOrGetter<string>): void {
  watchEffect(() => {
    current.value = toValue(title)
    document.title = current.value ? `${current.value} - ${productName}` : productName
  })
}
