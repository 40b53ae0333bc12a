import { expect, type Page } from '@playwright/test'
import { send } from './people.ts'

/** The organiser's address of a part of the programme of an event. */
export const agendaOf = (slug: string, part = '') =>
  `/cs/organiser/events/${slug}/agenda${part === '' ? '' : `/${part}`}`

/** What a journey says of a session it makes. Times such as `20.00`. */
export interface NewSession {
  readonly title: string
  readonly titleEn?: string
  readonly start: string
  readonly end: string
  readonly kind?: string
  /** The name of the first speaker as the form offers it. */
  readonly speaker?: string
  /** Which day of the event; usual: the first. */
  readonly day?: number
}

/** As a signed-in organiser: adds a session by the form, without a room. */
export async function addSession(page: Page, slug: string, session: NewSession): Promise<void> {
  const { title, titleEn = '', start, end, kind = 'Přednáška', speaker, day = 0 } = session
  await page.goto(agendaOf(slug, 'sessions/new'))
  const titles = page.getByRole('group', { name: 'Název' })
  await titles.getByLabel('Česky').fill(title)
  await titles.getByLabel('Anglicky').fill(titleEn)
  await page.getByLabel('Druh').selectOption(kind)
  await page.locator('[name="day"]').selectOption({ index: day + 1 })
  await page.locator('[name="start"]').fill(start)
  await page.locator('[name="end"]').fill(end)
  await page.locator('[name="room"]').selectOption('')
  if (speaker !== undefined) await page.getByLabel('1. řečník', { exact: true }).selectOption(speaker)
  await page.getByRole('button', { name: 'Uložit bod' }).click()
  await expect(page.getByRole('status').first()).toContainText('Uloženo.')
}

/** As a signed-in organiser: releases the draft of an event as it stands. */
export async function release(page: Page, slug: string): Promise<void> {
  const path = agendaOf(slug, 'release')
  const fields = { 'name.cs': '', 'name.en': '', 'note.cs': '', 'note.en': '', when: 'now', date: '', time: '' }
  await send(page, path, fields)
}

/** The Czech address of a session of the released programme, by its title. */
export async function sessionPath(page: Page, slug: string, title: string): Promise<string> {
  await page.goto(`/cs/events/${slug}/agenda?q=${encodeURIComponent(title)}`)
  return (await page.getByRole('link', { name: title, exact: true }).first().getAttribute('href')) ?? ''
}
