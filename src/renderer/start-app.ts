import { createPinia } from 'pinia'
import { createApp } from 'vue'
import type { WindowHost } from '../shared/contract/host.ts'
import App from './App.vue'
import { type Client, provideShell } from './composables/client.ts'
import { makeRouter } from './router.ts'
import './styles/element.ts'

/** Puts the app on the page over the given core and host. */
export function startApp(client: Client, host: WindowHost): void {
  const app = createApp(App)
  provideShell(app, client, host)
  app.use(createPinia())
  app.use(makeRouter())
  app.mount('#app')
}
