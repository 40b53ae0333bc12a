import { startScratchServer, withDatabase } from '../bin/support/scratch-server.ts'
import { migrate } from '../src/core/migrations.ts'
import { createApp, jobHandlers } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { createLog } from '../src/core/log.ts'
import { createServices, closeServices } from '../src/services.ts'
import { createPeople } from '../tests/factories/accounts.ts'
import { createPublished } from '../tests/factories/events.ts'
import { createCategory, createRegistration, linkOf } from '../tests/factories/registration.ts'
import { chromium } from '../node_modules/@playwright/test/index.mjs'
import { runJobsOnce } from '../src/core/jobs/worker.ts'
import { writeFileSync } from 'node:fs'
const { connection, remove } = await startScratchServer()
try {
  await withDatabase(connection, async (db:any) => db.raw('create database shots'))
  const address = { ...connection, database: 'shots' }
  await migrate(address)
  const config = loadConfig({ NODE_ENV: 'test', PORT: '0', DEMO: 'off', JOBS: 'off', RATE_LIMITS: 'off', LOG_LEVEL: 'error', DATA_DIR: '/tmp/reg-shots/data' })
  const services = createServices(config, address, createLog('error'))
  const server = createApp(services).listen(4177, '127.0.0.1'); await new Promise(r => server.once('listening', r))
  config.baseUrl = 'http://127.0.0.1:4177'
  const people = await createPeople(services.db)
  const event = await createPublished(services.db, { organisation: people.organisation, registrationClosesAt: new Date('2027-09-05T20:59:00Z') } as any)
  const a = await createCategory(services.db, event, { title: 'Klastrová organizace', capacity: 12 })
  const b = await createCategory(services.db, event, { title: 'Veřejná správa', capacity: 3, description: { cs: 'Evropská, národní, regionální nebo místní úroveň.' } } as any)
  await createCategory(services.db, event, { title: 'Řečník nebo moderátor', needsApproval: true })
  await createCategory(services.db, event, { title: 'Tisk', capacity: 0, hasWaitingList: false })
  for (let i = 0; i < 5; i++) await createRegistration(services.db, b, 'h' + i, { organisation: 'Krajský úřad Ústeckého kraje, odbor podpory průmyslu a podnikání', needs: { dietary: i ? 'vegan' : '', access: i === 2 ? 'Bezbariérový vstup' : '' } } as any)
  const { registration } = await createRegistration(services.db, a, 'jana', { titleBefore: 'Mgr.', titleAfter: 'Ph.D.', consents: [{ purpose: 'newsletter', textShown: 'x', locale: 'cs' }] } as any)
  const waiting = await createRegistration(services.db, b, 'petr')
  await runJobsOnce(services, jobHandlers(services))
  const [mail] = await services.db('mails').where({ kind: 'registration-confirmed', toAddress: 'jana@example.org' })
  writeFileSync('/tmp/reg-shots/mail.txt', (mail as any).content.text)
  writeFileSync('/tmp/reg-shots/mail.html', (mail as any).content.html)
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', chromiumSandbox: false, args: ['--no-first-run', '--disable-gpu'] })
  const shoot = async (name: string, path: string, width: number, scheme: 'light' | 'dark', fill = false, signed = false) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: true })
    const page = await context.newPage()
    if (signed) { await page.goto(config.baseUrl + '/cs/sign-in'); await page.fill('[name=email]', people.owner.email); await page.fill('[name=password]', people.owner.password); await page.click('main button[type=submit]') }
    await page.goto(config.baseUrl + path)
    if (fill) { await page.fill('[name=email]', 'spatne'); await page.fill('[name=givenName]', 'Jana'); await page.click('main button[type=submit]') }
    await page.screenshot({ path: `/tmp/reg-shots/${name}.png`, fullPage: true })
    await context.close()
  }
  const e = '/cs/events/clusters-meet-regions', o = '/cs/organiser/events/clusters-meet-regions'
  await shoot('form-1280', `${e}/registration`, 1280, 'light')
  await shoot('form-360-errors', `${e}/registration`, 360, 'light', true)
  await shoot('done', `${e}/registration/done?state=waiting&position=4`, 768, 'light')
  await shoot('my-1280', linkOf(services, registration), 1280, 'light')
  await shoot('my-360-dark', linkOf(services, registration), 360, 'dark')
  await shoot('list', `${o}/registrations`, 1280, 'light', false, true)
  await shoot('list-360', `${o}/registrations`, 360, 'light', false, true)
  await shoot('one', `${o}/registrations/${waiting.registration.reference}`, 1280, 'light', false, true)
  await shoot('cats', `${o}/categories`, 1280, 'light', false, true)
  await shoot('cat', `${o}/categories/${b.reference}`, 1280, 'light', false, true)
  await shoot('new', `${o}/registrations/new`, 1280, 'light', false, true)
  await browser.close()
  server.closeAllConnections(); server.close(); await closeServices(services)
} finally { await remove() }
