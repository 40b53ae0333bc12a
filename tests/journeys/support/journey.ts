import { test as base } from '@playwright/test'
import { type RunningApp, startApp } from './server.ts'

/**
 * `test` of every journey: `app` is the application, one for each worker; `baseURL` its address. A journey fails when
 * a page reports a violation of the content security policy or a script error, or loads anything from elsewhere.
 */
export const test = base.extend<{ honest: undefined }, { app: RunningApp }>({
  app: [
    // Playwright reads the names of the fixtures it needs from this pattern: none.
    async ({}, use) => {
      const app = await startApp()
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ app }, use) => {
    await use(app.url)
  },
  honest: [
    async ({ context, app }, use) => {
      const faults: string[] = []
      context.on('request', request => {
        if (!/^(data|blob|about):/.test(request.url()) && !request.url().startsWith(app.url)) {
          faults.push(`loaded from elsewhere: ${request.url()}`)
        }
      })
      context.on('weberror', error => void faults.push(`script error: ${error.error().message}`))
      context.on('console', message => {
        if (/Content Security Policy|Trusted Type/i.test(message.text())) faults.push(message.text())
      })
      await use(undefined)
      if (faults.length > 0) throw new Error(faults.join('\n'))
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
