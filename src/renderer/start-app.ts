import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { WindowHost } from '../shared/contract/host.ts'
import App from './App.vue'
import { type Client, provideShell } from './composables/client.ts'
import { mayDirective } from './composables/may.ts'
import { makeRouter } from './router.ts'
import { useSession } from './stores/session.ts'
import './styles/element.ts'

/** Puts the app on the page over the given core and host. */
export function startApp(client: Client, host: WindowHost): void {
  const app = createApp(App)
  provideShell(app, client, host)
  const pinia = createPinia()
  app.use(pinia)
  // Its client comes from the app: asked for in the context of the app.
  app.directive(
    'may',
    mayDirective((call) => app.runWithContext(() => useSession(pinia)).may(call)),
  )
  app.use(makeRouter())
  app.mount('#app')
}
