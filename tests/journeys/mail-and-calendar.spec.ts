import type { APIRequestContext } from '@playwright/test'
import { type InboxLine, inbox, mailBody, mailTo, privatePath } from './support/inbox.ts'
import { expect, test } from './support/look.ts'
import { people, register, send, signIn } from './support/people.ts'
import { addSession, agendaOf, release, sessionPath } from './support/programme.ts'
import { makeOpenEvent, setPlaces } from './support/states.ts'

const anyHeading = /\S/

test.describe('by a telephone without a script', () => {
  test.use({ javaScriptEnabled: false, viewport: { width: 360, height: 780 } })

  test('a guest has the calendar kept right by mail, or not', async ({ page, request, look }) => {
    test.setTimeout(120_000)
    const [kept, left] = [await guest(request, 'Zůstalová'), await guest(request, 'Odešlá')]

    await test.step('an invitation comes beside the ticket', async () => {
      const entry = await calendarOf(request, kept.email, 'calendar-request')
      expect(entry).toContain('METHOD:REQUEST')
      expect(entry).toMatch(/^UID:reg-[\w-]+@pozvanka$/m)
      expect(entry).toContain(`mailto:${kept.email}`)
      expect((await mailTo(request, kept.email, 'registration-confirmed')).id).toBeDefined()
    })

    await test.step('the private page switches it off, and says so', async () => {
      await page.goto(left.path)
      const choice = page.getByRole('region', { name: /Kalendář e-mailem/ })
      // The mail may still be on its way when the page is drawn.
      await expect(async () => {
        await page.reload()
        await expect(choice).toContainText('Naposledy odesláno', { timeout: 100 })
      }).toPass()
      await expect(choice.getByLabel('Zápis, který se mění s akcí')).toBeChecked()
      await choice.getByText('Nic', { exact: true }).click()
      await choice.getByRole('button', { name: 'Uložit' }).click()
      await expect(page.getByRole('status').first()).toHaveText('Uloženo.')
      await expect(choice.getByLabel('Nic', { exact: true })).toBeChecked()
      await expect(choice.getByRole('button', { name: 'Poslat znovu' })).toHaveCount(0)
      await look(anyHeading)
    })

    await test.step('who left calls nothing off in a calendar; who stayed is told with a higher SEQUENCE', async () => {
      const before = sequenceOf(await calendarOf(request, kept.email, 'calendar-request'))
      for (const { path } of [left, kept]) {
        await page.goto(`${path}/cancel`)
        await page.getByRole('button', { name: 'Zrušit registraci' }).click()
      }
      const entry = await calendarOf(request, kept.email, 'calendar-cancel')
      expect(entry).toContain('STATUS:CANCELLED')
      expect(sequenceOf(entry)).toBeGreaterThan(before)
      await mailTo(request, left.email, 'registration-cancelled')
      expect(await inbox(request, left.email, 'calendar-cancel')).toEqual([])
    })
  })
})

test('an organiser says it in their own words', async ({ page, request, look }) => {
  test.setTimeout(180_000)
  const slug = 'vlastnimi-slovy'
  await signIn(page)
  await makeOpenEvent(page, slug)
  await guest(request, 'První', slug)
  await page.goto(`/cs/organiser/events/${slug}/mails/templates`)
  await look('Znění zpráv')
  await page.getByRole('link', { name: 'Potvrzení registrace, Čeština' }).click()
  const subject = page.getByLabel('Předmět')
  const body = page.getByLabel('Text zprávy')

  await test.step('what nobody knows is refused at its field', async () => {
    await subject.fill('{given_name}, přijďte')
    await body.fill('Těšíme se na {jmeno}.')
    await page.getByRole('button', { name: 'Uložit znění' }).click()
    await expect(page.locator('.error-summary')).toContainText('{jmeno}')
    await expect(body).toHaveValue('Těšíme se na {jmeno}.')
    await look('Potvrzení registrace česky')
  })

  await test.step('saved, previewed, tried on oneself', async () => {
    await subject.fill('Počítáme s vámi: {event}')
    await body.fill('Dobrý den, {given_name},\n\npřijďte prosím o čtvrt hodiny dřív.')
    await page.getByRole('button', { name: 'Ukázat tmavý' }).click()
    await expect(page.frameLocator('iframe').getByText('o čtvrt hodiny dřív')).toBeVisible()
    await page.getByRole('button', { name: 'Uložit znění' }).click()
    await expect(page.getByRole('status').first()).toContainText('Znění je uložené.')
    await page.getByRole('button', { name: 'Poslat zkoušku sobě' }).click()
    await expect(page.getByRole('status').first()).toContainText('Zkouška je na cestě')
    expect((await mailTo(request, people.organiser, 'mail-test')).subject).toContain('Počítáme s vámi')
    expect(await mailBody(request, people.organiser, 'mail-test')).toContain('o čtvrt hodiny dřív')
    await look('Potvrzení registrace česky')
  })

  await test.step('the next guest reads it; a name stays a name', async () => {
    const { email } = await guest(request, 'Druhá', slug, 'www.zlo.example')
    expect((await mailTo(request, email, 'registration-confirmed')).subject).toMatch(/^Počítáme/)
    const html = await mailBody(request, email, 'registration-confirmed')
    expect(html).toContain('přijďte prosím o čtvrt hodiny dřív')
    expect(html).not.toContain('www.zlo.example,')
  })

  await test.step('and back to the original', async () => {
    await page.getByRole('link', { name: 'Vrátit původní znění' }).click()
    await look(anyHeading)
    await page.getByRole('button', { name: 'Vrátit původní znění' }).click()
    await expect(page.getByRole('status').first()).toHaveText('Platí zase původní znění.')
    const { email } = await guest(request, 'Třetí', slug)
    expect((await mailTo(request, email, 'registration-confirmed')).subject).toMatch(/^Máte/)
  })
})

test('an organiser writes to many, stops, goes on; one of them wants no more', async ({ page, request, look }) => {
  test.setTimeout(240_000)
  const slug = 'pise-mnoha'
  const title = 'Co s sebou na konferenci'
  await signIn(page)
  await makeOpenEvent(page, slug)
  await setPlaces(page, slug, 70)
  await crowd(request, slug, 61)

  await test.step('written, counted, seen', async () => {
    await page.goto(`/cs/organiser/events/${slug}/announcements`)
    await look('Hromadné zprávy')
    await page.getByRole('link', { name: 'Napsat zprávu' }).click()
    await look('Napsat zprávu')
    await page.getByRole('group', { name: 'Předmět' }).getByLabel('Česky').fill(title)
    await page
      .getByRole('group', { name: 'Text' })
      .getByLabel('Česky')
      .fill('Dobrý den, {given_name},\n\nvezměte si přezůvky.')
    await page.getByRole('button', { name: 'Uložit a zkontrolovat' }).click()
    await expect(page.locator('.ann-count')).toContainText('61')
    await look(title)
  })

  await test.step('on its way, stopped, and on again', async () => {
    await page.getByLabel('Tempo').selectOption({ index: 0 })
    await page.getByRole('button', { name: /^Odeslat 61/ }).click()
    await page.getByRole('button', { name: 'Zastavit' }).click()
    await expect(page.getByRole('status').first()).toContainText('Odesílání stojí')
    await expect(page.getByRole('main')).toContainText(/Odesláno\s\d+\sz\s61/)
    expect((await announced(request, title)).length).toBeLessThan(61)
    await look(title)
    await page.getByRole('button', { name: 'Pokračovat v odesílání' }).click()
    // The pace is sixty a minute: the last one may be a minute away, and nobody waits for it here.
    const arrived = async () => (await announced(request, title)).length
    await expect.poll(arrived, { timeout: 60_000 }).toBeGreaterThanOrEqual(60)
    const [first] = await announced(request, title)
    expect(await mailBody(request, first?.to ?? '', 'announcement')).toContain('vezměte si přezůvky')
  })

  await test.step('leaving asks a person, and obeys a mail program at once', async () => {
    const [one, other] = await announced(request, title)
    const link = await unsubscribeLink(request, one)
    await page.goto(link)
    await look('Nechcete další hromadné zprávy?')
    await page.getByRole('button', { name: 'Odhlásit' }).click()
    await look('Hromadné zprávy už nepřijdou')
    const form = { 'List-Unsubscribe': 'One-Click' }
    const answer = await request.post(await unsubscribeLink(request, other), { form, headers: { origin: 'null' } })
    expect(answer.status()).toBe(200)
  })

  await test.step('the next one is without them, and tickets are not', async () => {
    await page.goto(`/cs/organiser/events/${slug}/announcements`)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: 'Použít jako novou' }).click()
    await expect(page.getByRole('group', { name: 'Předmět' }).getByLabel('Česky')).toHaveValue(title)
    await page.getByRole('button', { name: 'Uložit a zkontrolovat' }).click()
    await expect(page.locator('.ann-count')).toContainText('59')
    await expect(page.getByRole('main')).toContainText(/2\slidé si\shromadné zprávy odhlásili/)
    const [one] = await announced(request, title)
    await request.post(`/cs/events/${slug}/registration/link`, { form: { email: one?.to ?? '' } })
    await mailTo(request, one?.to ?? '', 'registration-link')
  })
})

test('a release tells those whose agenda it changes, and nobody else', async ({ page, request, look }) => {
  test.setTimeout(180_000)
  const slug = 'meni-program'
  const night = 'Noční plavba přístavem'
  await signIn(page)
  await makeOpenEvent(page, slug)
  await addSession(page, slug, { title: night, titleEn: 'The harbour by night', start: '20.00', end: '21.00' })
  await release(page, slug)
  const [sailor, other] = [await guest(request, 'Plavecká', slug), await guest(request, 'Suchozemská', slug)]
  const reference = (await sessionPath(page, slug, night)).split('/').pop() ?? ''
  await send(page, `${sailor.path}/agenda`, { session: reference, deed: 'star' })
  await page.goto(agendaOf(slug, `sessions/${reference}`))
  await page.locator('[name="start"]').fill('21.30')
  await page.locator('[name="end"]').fill('22.30')
  await page.getByRole('button', { name: 'Uložit bod' }).click()
  await expect(page.getByRole('status').first()).toContainText('Uloženo.')
  await release(page, slug)
  const html = await mailBody(request, sailor.email, 'plan-changed')
  expect(html).toMatch(/Přesunuto z .* 20\.00–21\.00 na .* 21\.30–22\.30\./)
  const link = /href="([^"]+\/agenda\?[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  await page.goto(link)
  await expect(page.locator(`#s-${reference}`)).toContainText(/Změna: Přesunuto/)
  await look('Můj program')
  expect(await inbox(request, sailor.email, 'plan-changed')).toHaveLength(1)
  expect(await inbox(request, other.email, 'plan-changed')).toEqual([])
})

/** Somebody with a place, and the path of their private page. */
async function guest(request: APIRequestContext, familyName: string, slug = usual, givenName = 'Jarmila') {
  const email = `${familyName
    .normalize('NFD')
    .replaceAll(/[^A-Za-z]/g, '')
    .toLowerCase()}.${slug}@example.org`
  await register(request, slug, { givenName, familyName, email })
  return { email, path: await privatePath(request, email, 'registration-confirmed') }
}

const usual = 'technologicky-transfer-ukazka'

/** Many guests, a few at a time as they come. */
async function crowd(request: APIRequestContext, slug: string, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `host${index}`)
  const come = async () => {
    for (let name = names.pop(); name !== undefined; name = names.pop())
      await register(request, slug, { givenName: 'Host', familyName: name, email: `${name}.${slug}@example.org` })
  }
  await Promise.all([come(), come(), come(), come()])
}

async function announced(request: APIRequestContext, subject: string): Promise<InboxLine[]> {
  const mails = await inbox(request, '', 'announcement')
  return mails.filter(mail => mail.subject.replaceAll('\u{a0}', ' ') === subject)
}

/** The message as it would be on the wire, its long headers in one line. */
async function source(request: APIRequestContext, mail: InboxLine | undefined): Promise<string> {
  const text = await (await request.get(`/demo/inbox/${mail?.id ?? ''}.eml`)).text()
  return text.replaceAll(/\r\n[ \t]+/g, ' ')
}

async function unsubscribeLink(request: APIRequestContext, mail: InboxLine | undefined): Promise<string> {
  const text = await source(request, mail)
  expect(text).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  return /^List-Unsubscribe: <([^>]+)>$/m.exec(text)?.[1] ?? ''
}

/** The calendar object of the newest such mail, unfolded. */
async function calendarOf(
  request: APIRequestContext,
  to: string,
  kind: 'calendar-request' | 'calendar-cancel',
): Promise<string> {
  const text = await (await request.get(`/demo/inbox/${(await mailTo(request, to, kind)).id}.eml`)).text()
  const part = /Content-Type: text\/calendar[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(text)?.[1] ?? ''
  return Buffer.from(part, 'base64')
    .toString('utf8')
    .replaceAll(/\r\n[ \t]/g, '')
    .replaceAll('\r\n', '\n')
}

function sequenceOf(entry: string): number {
  return Number(/^SEQUENCE:(\d+)$/m.exec(entry)?.[1] ?? Number.NaN)
}
