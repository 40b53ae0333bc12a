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
}

/**
 * Registers a guest by a plain request of nobody in particular, as a browser without a script would send it.
 * @param category the value of a choice of the form; '' when the event has one category
 * @returns where the answer leads: `…/registration/done?state=place`
 */
export async function register(
  request: APIRequestContext,
  slug: string,
  { locale = 'cs', ...guest }: Guest,
  category = '',
): Promise<string> {
  const form = { ...guest, locale, country: 'CZ', participation: 'yes', category }
  const answer = await request.post(`/${locale}/events/${slug}/registration`, { form, maxRedirects: 0 })
  expect(answer.status(), await answer.text()).toBe(303)
  return answer.headers()['location'] ?? ''
}

/** Sends a form of a signed-in page; the browser's own requests say where they come from, these must too. */
export async function send(page: Page, path: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
  const origin = new URL(page.url()).origin
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 })
  expect(answer.status(), `${path}: ${await answer.text()}`).toBe(303)
  return answer.headers()['location'] ?? ''
}
