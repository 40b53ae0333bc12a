import type { Page } from '@playwright/test'
import { crawl } from './support/crawl.ts'
import { pathIn, privatePath } from './support/inbox.ts'
import { inspector, submitted } from './support/inspect.ts'
import { expect, test } from './support/journey.ts'
import { people, register, send, signIn } from './support/people.ts'
import { addSession, agendaOf, release, sessionPath } from './support/programme.ts'
import { eventIn, inDays, makeEvent, makeOpenEvent, setPlaces, states } from './support/states.ts'

// Each has the demonstration of its worker to itself only in part: none counts on what another leaves.
test.describe.configure({ mode: 'parallel' })

const past = 'clusters-meet-regions-burgas'
const open = 'clusters-meet-regions-ukazka'

test('every kind of public page', async ({ page, app }) => {
  test.setTimeout(420_000)
  const { visit, look } = inspector(page)
  const kinds = await crawl({
    origin: app.url,
    starts: [
      '/',
      `/events/${open}`,
      `/events/${past}`,
      `/events/${past}/agenda`,
      '/events/twinning-technologicky-transfer',
    ],
    // One filter of a programme at a time: all their combinations look the same.
    isWanted: path => !/^\/(organiser|sign-in|r\/)/.test(path) && !/\/agenda\?.*&/.test(path),
    visit,
  })
  expect(kinds.length).toBeGreaterThan(20)
  await visit('/?q=nic+takového+není')
  await visit('/organisations?q=nic+takového+není')
  await visit(`/events/${past}/registration`)
  await visit(`/events/${open}/registration/done?state=waiting&position=3`)
  await visit(`/events/${open}/registration/done?state=approval`)
  await visit(`/events/${open}/registration/done?state=address`)
  await visit(`/events/${open}/registration/delegation/done`)
  await visit(`/events/${open}/registration/link?sent=yes`)
  await visit('/nic-takoveho', 404)
  await visit('/sign-out', 405)
  await visit('/r/neplatny-odkaz', 404)

  await page.goto(`/cs/events/${open}/registration`)
  await page.getByLabel('Příjmení').fill('Žluťoučký')
  await look(await submitted(page), 422)
  await page.goto(`/cs/events/${open}/registration/link`)
  await look(await submitted(page), 422)
})

test('an event in every state', async ({ page }) => {
  test.setTimeout(300_000)
  await signIn(page)
  for (const state of states) await makeEvent(page, state)
  await page.context().clearCookies()
  const { visit } = inspector(page)
  for (const state of states) {
    await visit(`/events/${eventIn(state)}`, state === 'draft' ? 404 : 200)
    if (state !== 'draft' && state !== 'waiting-list') await visit(`/events/${eventIn(state)}/registration`)
  }
  await visit(`/events/${eventIn('waiting-list')}/registration`)
})

test('a private page in every state', async ({ page, request }) => {
  test.setTimeout(300_000)
  const { visit, look } = inspector(page)
  const [waitingAt, cancelledAt] = ['cekani', 'odvolano']
  const categories = await categoriesOf(page, open)
  const byApproval = categories.find(({ state }) => state === 'na schválení')?.value ?? ''
  const free = categories.find(({ state }) => /volno|zbýv/.test(state))?.value ?? ''
  const person = (familyName: string) => ({
    givenName: 'Alžběta',
    familyName,
    email: `${plain(familyName)}@example.org`,
  })
  const at = (path: string) => (locale: string) => path.replace(/^\/cs/, `/${locale}`)

  await register(request, open, person('Potvrzená'), free)
  const confirmed = await privatePath(page.request, 'potvrzena@example.org', 'registration-confirmed')
  await visit(at(confirmed))
  await visit(at(`${confirmed}/edit`))
  await page.getByLabel('Příjmení').fill('')
  await look(await submitted(page), 422)
  await visit(at(`${confirmed}/cancel`))
  await page.goto(`${confirmed}/cancel`)
  await submitted(page)
  await visit(at(confirmed))

  await register(request, open, person('Posuzovaná'), byApproval)
  const applied = await privatePath(page.request, 'posuzovana@example.org', 'registration-applied')
  await visit(at(applied))
  await signIn(page)
  await page.goto(`/cs/organiser/events/${open}/registrations?q=posuzovana`)
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByRole('link', { name: 'Odmítnout' }).click()
  await submitted(page)
  await visit(at(applied))

  await makeOpenEvent(page, waitingAt)
  await setPlaces(page, waitingAt, 0)
  await register(request, waitingAt, person('Čekající'))
  await visit(at(await privatePath(page.request, 'cekajici@example.org', 'registration-waiting')))

  await makeOpenEvent(page, cancelledAt)
  await register(request, cancelledAt, person('Odvolaná'))
  const off = await privatePath(page.request, 'odvolana@example.org', 'registration-confirmed')
  await send(page, `/cs/organiser/events/${cancelledAt}/settings/cancel`, { 'note.cs': '', 'note.en': '' })
  await visit(at(off))
})

test('signing in, and what an organiser has besides events', async ({ page, app }) => {
  test.setTimeout(420_000)
  const { visit, look } = inspector(page)
  await visit('/sign-in')
  await page.getByLabel('E-mail').fill(people.organiser)
  await page.getByLabel('Heslo').fill('neco-jineho')
  await look(await submitted(page), 422)
  await visit('/password-reset')
  await look(await submitted(page), 422)
  await visit('/password-reset/sent')
  await visit('/password-reset/neplatny-odkaz', 410)

  await signIn(page)
  const kinds = await crawl({
    origin: app.url,
    starts: [
      '/organiser/events',
      '/organiser/events?q=nic+takového',
      '/organiser/series/new',
      '/organiser/organisations/eccp/team',
    ],
    isWanted: path => /^\/organiser\/(?!events\/(?!new|copy))/.test(path),
    visit,
  })
  expect(kinds.length).toBeGreaterThan(15)
  for (const form of ['events/new', 'events/copy', 'venues/new', 'projects/new']) {
    await page.goto(`/cs/organiser/${form}`)
    await look(await submitted(page), 422)
  }
})

const ofOrganiser = `/organiser/events/${open}`
// One filter, one order: a page of the table for each of their combinations shows nothing new.
const aboutPeople = /\/(registrations(?!\?.*&)|delegations|imports|mails|announcements|checkin)\b/
const noPage = /\.(csv|xlsx)|\/file$|\/agenda|registrations\?.*&/

test('every kind of page about the people of an event of an organiser', async ({ page, app }) => {
  test.setTimeout(420_000)
  await signIn(page)
  const { visit, look } = inspector(page)
  const isWanted = (path: string) => path.startsWith(ofOrganiser) && aboutPeople.test(path) && !noPage.test(path)
  const parts = ['registrations', 'registrations?q=nic+takového', 'mails', 'announcements', 'checkin?q=nic+takového']
  const starts = parts.map(part => `${ofOrganiser}/${part}`)
  const kinds = await crawl({ origin: app.url, starts, isWanted, visit })
  expect(kinds.length).toBeGreaterThan(25)
  for (const form of ['registrations/new', 'announcements/new', 'announcements/rules/new?preset=own']) {
    await page.goto(`/cs${ofOrganiser}/${form}`)
    await look(await submitted(page), 422)
  }
})

test('every kind of page about an event of an organiser but its people and agenda', async ({ page, app }) => {
  test.setTimeout(420_000)
  await signIn(page)
  const { visit, look } = inspector(page)
  const isWanted = (path: string) => path.startsWith(ofOrganiser) && !aboutPeople.test(path) && !noPage.test(path)
  const starts = ['', '/categories', '/codes?q=nic+takového', '/invitations?q=nic+takového']
  const kinds = await crawl({ origin: app.url, starts: starts.map(part => `${ofOrganiser}${part}`), isWanted, visit })
  expect(kinds.length).toBeGreaterThan(35)
  for (const kind of ['several_choices', 'number', 'note']) await visit(`${ofOrganiser}/form/new?kind=${kind}`)
  for (const form of ['categories/new', 'parts/new', 'codes/new', 'invitations/new']) {
    await page.goto(`/cs${ofOrganiser}/${form}`)
    await look(await submitted(page), 422)
  }
})

test('every kind of page about the agenda of an organiser', async ({ page, app }) => {
  test.setTimeout(420_000)
  await signIn(page)
  const { visit, look } = inspector(page)
  const base = `/organiser/events/${open}/agenda`
  const isWanted = (path: string) => path.startsWith(base) && !/\?.*&/.test(path)
  const kinds = await crawl({ origin: app.url, starts: [base, `${base}/outlets`], isWanted, visit })
  expect(kinds.length).toBeGreaterThan(25)
  for (const part of ['sessions', 'speakers']) {
    await page.goto(`/cs${base}/${part}/new`)
    await look(await submitted(page), 422)
  }
})

test('a programme that is on just now, and what comes of it', async ({ page, app }) => {
  test.setTimeout(420_000)
  const { visit, look, stand } = inspector(page)
  const slug = 'prave-bezi'
  const speaker = { name: 'Anežka Průchozí', email: 'prave.bezi@example.org' }
  await signIn(page)
  await makeRunningProgramme(page, slug, speaker)
  const event = `/organiser/events/${slug}`

  await test.step('the private page of who speaks', async () => {
    const path = (await pathIn(page.request, speaker.email, 'speaker-invited', 'speaking')).replace(/^\/cs/, '')
    const pdf = { name: 'slajdy.pdf', mimeType: 'application/pdf', buffer: await page.pdf() }
    await page.goto(`/cs${path}`)
    await page.getByRole('link', { name: /^Přidat soubor k bodu/ }).click()
    await page.getByLabel('Soubor', { exact: true }).setInputFiles(pdf)
    await submitted(page)
    await stand()
    const isWanted = (found: string) => found.startsWith(path)
    const kinds = await crawl({ origin: app.url, starts: [path, `${path}/decline`], isWanted, visit })
    expect(kinds.length).toBeGreaterThanOrEqual(7)
    await page.goto(`/cs${path}/decline`)
    await submitted(page)
    await stand()
    await visit('/speaking/neplatny-odkaz', 404)
  })

  await test.step('what the public sees, says and hangs on a wall', async () => {
    const paths = ['agenda/now', 'agenda/releases', 'agenda/releases/1', 'display', 'speakers', 'agenda/print']
    for (const part of paths) await visit(`/events/${slug}/${part}`)
    const session = (await sessionPath(page, slug, 'Zahájení konference')).replace(/^\/cs/, '')
    await visit(`${session}/feedback`)
    await page.goto(`/cs${session}/feedback`)
    await look(await submitted(page), 422)
    await page.getByLabel('Co se povedlo a co příště jinak').fill('Dobře slyšet i vzadu.')
    await submitted(page)
    await stand()
  })

  await test.step('what the organisers see', async () => {
    await page.goto(`/cs${event}/agenda/import`)
    await page.getByLabel('Vložte tabulku').fill('21.00\tNoční kino\n22.00\tOhňostroj')
    await submitted(page)
    await stand()
    const mapping = new URL(page.url()).pathname.replace(/^\/cs/, '')
    await submitted(page)
    await stand()
    const isWanted = (path: string) => /\/(speakers|import|materials|feedback)\b/.test(path) && path.startsWith(event)
    const agenda = `${event}/agenda`
    const starts = [`${event}/feedback`, `${agenda}/speakers/answers`, mapping, `${mapping}/check`]
    const kinds = await crawl({
      origin: app.url,
      starts,
      isWanted: path => isWanted(path) && !/\?.*&/.test(path),
      visit,
    })
    expect(kinds.length).toBeGreaterThan(12)
    for (const part of ['answers/invite', 'answers/remind']) await visit(`${agenda}/speakers/${part}`)
    await visit(`${event}/several`)
    await page.goto(`/cs${event}/several`)
    await look(await submitted(page), 422)
    await page.goto(`/cs${agenda}/import`)
    await look(await submitted(page), 422)
  })
})

test('what door staff see, and the demo inbox', async ({ page }) => {
  test.setTimeout(120_000)
  const { visit } = inspector(page)
  await signIn(page, people.doorStaff)
  await visit('/organiser/events')
  await visit(`/organiser/events/${open}`)
  await visit(`/organiser/events/${open}/registrations`)
  await visit(`/organiser/events/${open}/settings`, 403)
  const links = await visit(locale => `/demo/inbox?lang=${locale}`)
  await visit(locale => `/demo/inbox?lang=${locale}&to=nikdo@example.org`)
  const mail = links.map(link => new URL(link).pathname).find(path => /^\/demo\/inbox\/\w+/.test(path)) ?? ''
  await visit(locale => `${mail}?lang=${locale}`)
})

test('the programme on paper is the programme alone', async ({ page }) => {
  await page.emulateMedia({ media: 'print' })
  for (const path of [`/cs/events/${open}/agenda`, `/cs/events/${open}/agenda/print`]) {
    await page.goto(path)
    for (const part of ['.demo', '.site-head', '.event-nav', '.site-foot']) {
      await expect(page.locator(part), `${part} of ${path}`).toBeHidden()
    }
    await expect(page.getByText('Zahájení konference')).toBeVisible()
    await expect(page.locator('.ribbon')).toBeVisible()
  }
})

/** A published event that began yesterday, with somebody who was asked to speak, and open for feedback. */
async function makeRunningProgramme(page: Page, slug: string, speaker: { name: string; email: string }): Promise<void> {
  await makeOpenEvent(page, slug, open, -1)
  const name = { 'name.cs': speaker.name, 'name.en': '', email: speaker.email, locale: 'cs', isConsented: 'yes' }
  const texts = { 'affiliation.cs': '', 'affiliation.en': '', 'biography.cs': '', 'biography.en': '', sortName: '' }
  await send(page, agendaOf(slug, 'speakers/new'), {
    ...name,
    ...texts,
    titleBefore: '',
    titleAfter: '',
    lockVersion: '0',
  })
  await addSession(page, slug, {
    title: 'O lidech za stolem',
    start: '20.00',
    end: '20.45',
    speaker: speaker.name,
    day: 2,
  })
  await release(page, slug)
  await send(page, agendaOf(slug, 'speakers/answers/invite'), { expected: '1' })
  await page.goto(agendaOf(slug, 'settings'))
  await page.getByRole('group', { name: 'Hodnotit lze od' }).getByLabel('Datum').fill(inDays(-2))
  await page.getByRole('button', { name: 'Uložit nastavení' }).click()
  await expect(page.getByRole('status').first()).toContainText('Uloženo.')
}

interface Choice {
  readonly value: string
  readonly state: string
}

async function categoriesOf(page: Page, slug: string): Promise<Choice[]> {
  await page.goto(`/cs/events/${slug}/registration`)
  return page.locator('.choice:has([name="category"])').evaluateAll(choices =>
    choices.map(choice => ({
      value: choice.querySelector('input')?.value ?? '',
      state: choice.querySelector('.state')?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '',
    })),
  )
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
