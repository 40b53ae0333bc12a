import { type APIRequestContext, expect, type Page } from '@playwright/test'

/** Who signs in to the demonstration. */
export const people = {
  organiser: 'organizator@example.org',
  doorStaff: 'zapis@example.org',
  stranger: 'cizi@example.org',
} as const

const password = 'pozvanka-demo'

/** Signs somebody in by the form; ends at their events. */
export async function signIn(page: Page, email: string = people.organiser): Promise<void> {
  await page.goto('/cs/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Heslo').fill(password)
  await page.locator('main').getByRole('button').click()
  await expect(page).toHaveURL(/\/cs\/organiser\/events/)
}

/** A guest as the registration form asks for one. */
export interface Guest {
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly locale?: 'cs' | 'en'
  readonly attendance?: 'on_site' | 'online'
  /** Values of the choices of the form, such as `choiceOf` finds them. */
  readonly parts?: readonly string[]
  /** Answers to the questions of the event, by the name of the field: `q.K7MX2WPA`. */
  readonly answers?: Readonly<Record<string, string>>
}

/**
 * Registers a guest by a plain request of nobody in particular, as a browser without a script would send it.
 * @param category the value of a choice of the form; usual: the first category there is
 * @returns where the answer leads: `…/registration/done?state=place`
 */
export async function register(
  request: APIRequestContext,
  slug: string,
  { locale = 'cs', attendance = 'on_site', parts = [], answers = {}, ...guest }: Guest,
  category?: string,
): Promise<string> {
  const chosen = category ?? (await firstCategory(request, slug))
  const form = new URLSearchParams({
    ...guest,
    locale,
    attendance,
    country: 'CZ',
    participation: 'yes',
    category: chosen,
  })
  for (const part of parts) form.append('parts', part)
  for (const [name, value] of Object.entries(answers)) {
    form.append('asked', name.slice('q.'.length))
    form.append(name, value)
  }
  const answer = await request.post(`/${locale}/events/${slug}/registration`, {
    data: form.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    maxRedirects: 0,
  })
  expect(answer.status(), await answer.text()).toBe(303)
  return answer.headers()['location'] ?? ''
}

/** Copies of the demonstration have the categories that another journey gave to it meanwhile. '' where there is one. */
async function firstCategory(request: APIRequestContext, slug: string): Promise<string> {
  const form = await (await request.get(`/cs/events/${slug}/registration`)).text()
  return /name="category" value="([^"]+)"/.exec(form)?.[1] ?? ''
}

/** The value behind a choice of the Czech form of an event: a category, a part or an option by its label. */
export async function choiceOf(request: APIRequestContext, slug: string, label: string): Promise<string> {
  const form = await (await request.get(`/cs/events/${slug}/registration`)).text()
  const choices = form.replaceAll('\u{a0}', ' ').matchAll(/value="([^"]+)"[^>]*><label[^>]*>([^<]*)</g)
  const value = [...choices].find(([, , found]) => found === label)?.[1]
  expect(value, `${label} in the form of ${slug}`).toBeDefined()
  return value ?? ''
}

/** Sends a form of a signed-in page; the browser's own requests say where they come from, these must too. */
export async function send(page: Page, path: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
  const origin = new URL(page.url()).origin
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 })
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(303)
  return answer.headers()['location'] ?? ''
}
