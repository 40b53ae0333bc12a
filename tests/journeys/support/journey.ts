import { test as base } from '@playwright/test'
import { type RunningApp, startApp } from './server.ts'

/**
 * `test` of every journey: `app` is the application, one for each worker; `baseURL` its address. A journey fails when
 * a page writes an error to the console (a violation of the content security policy is one), a script breaks, a part
 * of a page is missing, or anything is loaded from elsewhere.
 */
export const test = base.extend<{ honest: undefined }, { app: RunningApp }>({
  app: [
    // Playwright reads the names of the fixtures it needs from this pattern: none.
    async ({}, use) => {
      const app = await startApp()
      await use(app)
      await app.stop()
    },
    { scope: 'worker', timeout: 150_000 },
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
        // The browser also reports each answer of 4xx here; whether a page may answer so, its journey says itself.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
          faults.push(`console of ${message.page()?.url() ?? 'a page'}: ${message.text()}`)
        }
      })
      context.on('response', response => {
        const isPart = response.request().resourceType() !== 'document'
        if (isPart && response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`)
      })
      await use(undefined)
      if (faults.length > 0) throw new Error(faults.join('\n'))
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'
