import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

// Playwright's own browser download is not used: CHROMIUM_PATH, else an installed Chromium, rather the one without windows.
const installed = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = process.env['CHROMIUM_PATH'] ?? installed.find(path => existsSync(path))
if (executablePath === undefined) {
  throw new Error('No Chromium: apt-get install -y chromium-headless-shell, or set CHROMIUM_PATH to one')
}

export default defineConfig({
  testDir: 'tests/journeys',
  outputDir: 'test-results/playwright',
  globalSetup: './tests/journeys/support/global-setup.ts',
  forbidOnly: true,
  workers: 2,
  // What passes when it is tried again, on an application of its own, is flaky: .ci/run names it.
  retries: process.env['CI'] === undefined ? 0 : 1,
  timeout: 90_000,
  // Two browsers, the application and PostgreSQL share two cores here: five seconds were too few once.
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    locale: 'cs-CZ',
    timezoneId: 'Europe/Prague',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // The same for every journey: workers of other options would start the application anew. Recording each journey would
    // cost a fifth of its time; by hand: npm run test:journeys -- --trace on
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath,
      chromiumSandbox: false,
      args: [
        '--no-first-run',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'journeys', testIgnore: 'support/**' },
    // Every page the journeys collected, in one run of the W3C checker: starting Java costs more than checking.
    { name: 'html', testMatch: 'support/html.spec.ts', dependencies: ['journeys'] },
  ],
})
