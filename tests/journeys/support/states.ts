import { expect, type Page } from '@playwright/test'
import { send } from './people.ts'

/** The events that the demonstration has none of: one for each state of registration. */
export const states = ['not-yet', 'closed', 'full', 'waiting-list', 'cancelled', 'draft'] as const
export type EventState = (typeof states)[number]

/** The address of the event in a state. */
export const eventIn = (state: EventState) => `stav-${state}`

const from = 'technologicky-transfer-ukazka'
const dayMs = 86_400_000

/** As a signed-in organiser: copies an event that is open, and opens the copy, which begins in so many days. */
export async function makeOpenEvent(page: Page, slug: string, original = from, startsIn = 90): Promise<void> {
  const form = {
    from: original,
    slug,
    'title.cs': `Zkouška ${slug}`,
    'title.en': `Trial ${slug}`,
    startsOn: inDays(startsIn),
  }
  await send(page, '/cs/organiser/events/copy', form)
  await publish(page, `/cs/organiser/events/${slug}/settings`)
}

/** As a signed-in organiser: copies an event and brings the copy into a state. Gives its slug: one application serves several specs. */
export async function makeEvent(page: Page, state: EventState, slug = eventIn(state)): Promise<string> {
  const form = { from, slug, 'title.cs': `Zkouška stavu ${state}`, 'title.en': `A trial of ${state}` }
  await send(page, '/cs/organiser/events/copy', { ...form, startsOn: inDays(90) })
  const settings = `/cs/organiser/events/${slug}/settings`
  if (state === 'not-yet') await setDay(page, settings, 'opensDate', inDays(30))
  if (state === 'closed') await setDay(page, settings, 'closesDate', inDays(-1))
  if (state === 'full' || state === 'waiting-list') await setPlaces(page, slug, 0, state === 'waiting-list')
  if (state === 'draft') return slug
  await publish(page, settings)
  if (state === 'cancelled') {
    const note = { 'note.cs': 'Sál je po povodni zavřený.', 'note.en': 'The hall is closed after the flood.' }
    await send(page, `${settings}/cancel`, note)
  }
  return slug
}

/** `2027-04-14`, so many days from today. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
}

async function setDay(page: Page, settings: string, field: string, day: string): Promise<void> {
  await page.goto(settings)
  await page.locator(`[name="${field}"]`).fill(day)
  await page.locator(`[name="${field.replace('Date', 'Time')}"]`).fill('09:00')
  await page.getByRole('button', { name: 'Uložit nastavení' }).click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

/** As a signed-in organiser: gives the first category of an event so many places. */
export async function setPlaces(page: Page, slug: string, capacity: number, hasWaitingList = true): Promise<void> {
  await page.goto(`/cs/organiser/events/${slug}/categories`)
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.locator('[name="capacity"]').fill(String(capacity))
  await page.locator('[name="hasWaitingList"]').setChecked(hasWaitingList, { force: true })
  await page.locator('main form button[type="submit"]').last().click()
  await expect(page.getByRole('status').first()).toBeVisible()
}

// Forced, because the label lies over its box; so a click anywhere in the line ticks it.
async function publish(page: Page, settings: string): Promise<void> {
  await page.goto(`${settings}/status`)
  for (const warning of await page.locator('[name="accepting"]').all()) await warning.check({ force: true })
  await page.getByRole('button', { name: 'Zveřejnit' }).click()
  await expect(page.locator('.org-title .state')).toHaveText('zveřejněná')
}
