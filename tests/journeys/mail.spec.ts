import type { APIRequestContext, Page } from '@playwright/test'
import { inbox, mailTo, privatePath } from './support/inbox.ts'
import { expect, test } from './support/journey.ts'
import { people, register, send, signIn } from './support/people.ts'
import { makeEvent, setPlaces } from './support/states.ts'

const kinds = [
  'delegation-registered',
  'event-cancelled',
  'invitation',
  'password-reset',
  'registration-applied',
  'registration-cancelled',
  'registration-confirmed',
  'registration-declined',
  'registration-exists',
  'registration-link',
  'registration-offered',
  'registration-parts',
  'registration-promoted',
  'registration-waiting',
]

test('every kind of mail is whole and its links work', async ({ page, request }) => {
  test.setTimeout(300_000)
  await causeMails(page, request)
  const mails = await inbox(request)
  expect([...new Set(mails.map(({ kind }) => kind))].toSorted()).toEqual(expect.arrayContaining(kinds))
  for (const { id, kind } of kinds.flatMap(one => mails.find(mail => mail.kind === one) ?? [])) {
    await test.step(kind, async () => {
      const text = await (await request.get(`/demo/inbox/${id}/body`)).text()
      expect(text, kind).not.toMatch(/undefined|\[object|NaN|\{\w+\}/)
      await expectLinksToWork(request, text, new URL(page.url()).origin)
    })
  }
})

/** What the demonstration has no mail of yet. */
async function causeMails(page: Page, request: APIRequestContext): Promise<void> {
  await signIn(page)
  const slug = await makeEvent(page, 'waiting-list', 'kazdy-mail')
  const guest = { givenName: 'Matyáš', familyName: 'Křížek', email: 'matyas.krizek@example.org' }
  await register(request, slug, guest)
  await mailTo(request, guest.email, 'registration-waiting')
  await setPlaces(page, slug, 1)
  await mailTo(request, guest.email, 'registration-promoted')
  await register(request, slug, { ...guest, givenName: 'Maty' })
  await request.post(`/cs/events/${slug}/registration/link`, { form: { email: guest.email } })
  await request.post('/cs/password-reset', { form: { email: people.doorStaff } })
  await mailTo(request, guest.email, 'registration-exists')
  await mailTo(request, guest.email, 'registration-link')
  await mailTo(request, people.doorStaff, 'password-reset')
  expect(await privatePath(request, guest.email, 'registration-link')).toContain('/r/')
  await send(page, `/cs/organiser/events/${slug}/settings/cancel`, { 'note.cs': 'Sál vyhořel.', 'note.en': '' })
  await mailTo(request, guest.email, 'event-cancelled')
}

async function expectLinksToWork(request: APIRequestContext, html: string, origin: string): Promise<void> {
  const links = [...html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)].map(([, href]) => href?.replaceAll('&amp;', '&') ?? '')
  expect(links.length).toBeGreaterThan(0)
  for (const link of new Set(links.filter(href => !href.startsWith('mailto:')))) {
    expect(new URL(link).origin, link).toBe(origin)
    expect((await request.get(link)).status(), link).toBe(200)
  }
}
