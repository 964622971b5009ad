import type { Directive } from 'vue'
import type { CallName } from '../../shared/contract/index.ts'

/**
 * Hides a step whose call the account may not make: `<ElButton v-may="'import.run'">`. The core
 * refuses it in any case; this only offers nobody what would be refused.
 */
export function mayDirective(may: (call: CallName) => boolean): Directive<HTMLElement, CallName> {
  const show = (element: HTMLElement, { value }: { value: CallName }): void => {
    element.style.display = may(value) ? '' : 'none'
  }
  return { created: show, updated: show }
}

declare module 'vue' {
  interface GlobalDirectives {
    vMay: Directive<HTMLElement, CallName>
  }
}
