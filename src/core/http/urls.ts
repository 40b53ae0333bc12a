import type { Response } from 'express'
import type { Locale } from '../localised-text.ts'

type Query = Readonly<Record<string, string | number | undefined>>

/** A path with the query parameters that have a value, in the order given. */
export function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value))
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

const event = (locale: Locale, slug: string) => `/${locale}/events/${slug}`
const organiserEvent = (locale: Locale, slug: string) => `/${locale}/organiser/events/${slug}`
const mine = (locale: Locale, token: string) => `/${locale}/r/${token}`
const speaking = (locale: Locale, token: string) => `/${locale}/speaking/${token}`
const delegation = (locale: Locale, token: string) => `/${locale}/delegations/${token}`
/** The language of a feed is in its path, because some subscribers refuse a query; Czech has none. */
const calendar = (locale: Locale) => (locale === 'cs' ? '/calendar' : `/calendar/${locale}`)

/** Every address of the system, in one place. Paths only; `absolute` adds the installation's origin. */
export const urls = {
  home: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/`, query),
  event,
  agenda: (locale: Locale, slug: string, query: Query = {}) => withQuery(`${event(locale, slug)}/agenda`, query),
  agendaPrint: (locale: Locale, slug: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/agenda/print`, query),
  agendaNow: (locale: Locale, slug: string, query: Query = {}) => withQuery(`${event(locale, slug)}/agenda/now`, query),
  agendaDocument: (locale: Locale, slug: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/agenda.pdf`, query),
  speakersDocument: (locale: Locale, slug: string) => `${event(locale, slug)}/speakers.pdf`,
  eventPicture: (locale: Locale, slug: string) => `${event(locale, slug)}/share.png`,
  sessionPicture: (locale: Locale, slug: string, session: string) =>
    `${event(locale, slug)}/sessions/${session}/share.png`,
  display: (locale: Locale, slug: string, room?: string) =>
    `${event(locale, slug)}/display${room === undefined ? '' : `/${room}`}`,
  embedAgenda: (locale: Locale, slug: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/embed/agenda`, query),
  embedRegistration: (locale: Locale, slug: string) => `${event(locale, slug)}/embed/registration`,
  agendaReleases: (locale: Locale, slug: string) => `${event(locale, slug)}/agenda/releases`,
  agendaRelease: (locale: Locale, slug: string, number: number, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/agenda/releases/${number}`, query),
  changesFeed: (locale: Locale, slug: string) => `${event(locale, slug)}/changes.atom`,
  eventsFeed: (locale: Locale) => `/${locale}/events.atom`,
  sessionFeedback: (locale: Locale, slug: string, session: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/sessions/${session}/feedback`, query),
  session: (locale: Locale, slug: string, session: string) => `${event(locale, slug)}/sessions/${session}`,
  speakers: (locale: Locale, slug: string, query: Query = {}) => withQuery(`${event(locale, slug)}/speakers`, query),
  speaker: (locale: Locale, slug: string, speaker: string) => `${event(locale, slug)}/speakers/${speaker}`,
  /** `photograph`: the reference of the file. */
  speakerPhotograph: (photograph: string) => `/photographs/${photograph}.webp`,
  sessionMaterial: (locale: Locale, slug: string, session: string, material: string) =>
    `${event(locale, slug)}/sessions/${session}/materials/${material}`,
  registration: (locale: Locale, slug: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/registration`, query),
  registrationDone: (locale: Locale, slug: string, query: Query = {}) =>
    withQuery(`${event(locale, slug)}/registration/done`, query),
  /** Where a mail to many is answered with: no more of them. */
  unsubscribe: (locale: Locale, token: string) => `/${locale}/unsubscribe/${token}`,
  registrationLink: (locale: Locale, slug: string) => `${event(locale, slug)}/registration/link`,
  delegationForm: (locale: Locale, slug: string) => `${event(locale, slug)}/registration/delegation`,
  delegationDone: (locale: Locale, slug: string) => `${event(locale, slug)}/registration/delegation/done`,
  series: (locale: Locale, slug: string) => `/${locale}/series/${slug}`,
  projects: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/projects`, query),
  project: (locale: Locale, slug: string) => `/${locale}/projects/${slug}`,
  organisations: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/organisations`, query),
  organisationsJson: (locale: Locale) => `/${locale}/organisations.json`,
  organisation: (locale: Locale, slug: string) => `/${locale}/organisations/${slug}`,
  accessibility: (locale: Locale) => `/${locale}/accessibility`,
  privacy: (locale: Locale) => `/${locale}/privacy`,

  mine,
  minePlan: (locale: Locale, token: string, query: Query = {}) => withQuery(`${mine(locale, token)}/agenda`, query),
  mineEdit: (locale: Locale, token: string) => `${mine(locale, token)}/edit`,
  mineCancel: (locale: Locale, token: string) => `${mine(locale, token)}/cancel`,
  mineData: (locale: Locale, token: string) => `${mine(locale, token)}/data.json`,
  mineCalendar: (locale: Locale, token: string) => `${mine(locale, token)}/calendar`,
  mineInvitations: (locale: Locale, token: string) => `${mine(locale, token)}/invitations`,
  mineInvitationsAgain: (locale: Locale, token: string) => `${mine(locale, token)}/invitations/again`,
  mineConsent: (locale: Locale, token: string) => `${mine(locale, token)}/consent`,
  mineConfirm: (locale: Locale, token: string) => `${mine(locale, token)}/confirm`,
  mineOffer: (locale: Locale, token: string, query: Query = {}) => withQuery(`${mine(locale, token)}/offer`, query),
  mineParts: (locale: Locale, token: string) => `${mine(locale, token)}/parts`,
  mineAttendance: (locale: Locale, token: string) => `${mine(locale, token)}/attendance`,
  mineReplace: (locale: Locale, token: string) => `${mine(locale, token)}/replace`,
  mineReplaced: (locale: Locale, token: string) => `${mine(locale, token)}/replaced`,

  invitation: (locale: Locale, token: string, query: Query = {}) => withQuery(`/${locale}/invitations/${token}`, query),

  speaking,
  speakingPart: (locale: Locale, token: string, part: string) => `${speaking(locale, token)}/${part}`,

  delegation,
  delegationPart: (locale: Locale, token: string, part: string) => `${delegation(locale, token)}/${part}`,

  signIn: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/sign-in`, query),
  signOut: (locale: Locale) => `/${locale}/sign-out`,
  passwordReset: (locale: Locale) => `/${locale}/password-reset`,
  newPassword: (locale: Locale, token: string) => `/${locale}/password-reset/${token}`,

  organiserEvents: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/organiser/events`, query),
  organiserNewEvent: (locale: Locale, query: Query = {}) => withQuery(`/${locale}/organiser/events/new`, query),
  organiserEvent,
  organiserEventPart: (locale: Locale, slug: string, part: string, query: Query = {}) =>
    withQuery(`${organiserEvent(locale, slug)}/${part}`, query),
  organiserVenues: (locale: Locale) => `/${locale}/organiser/venues`,
  organiserVenue: (locale: Locale, reference: string) => `/${locale}/organiser/venues/${reference}`,
  organiserPart: (locale: Locale, part: string, query: Query = {}) => withQuery(`/${locale}/organiser/${part}`, query),
  account: (locale: Locale) => `/${locale}/organiser/account`,

  calendarEvent: (locale: Locale, slug: string) => `${calendar(locale)}/events/${slug}.ics`,
  calendarOverview: (locale: Locale, slug: string) => `${calendar(locale)}/events/${slug}/overview.ics`,
  calendarTrack: (locale: Locale, slug: string, track: string) =>
    `${calendar(locale)}/events/${slug}/tracks/${track}.ics`,
  calendarSpeaker: (locale: Locale, slug: string, speaker: string) =>
    `${calendar(locale)}/events/${slug}/speakers/${speaker}.ics`,
  calendarSession: (locale: Locale, slug: string, session: string) =>
    `${calendar(locale)}/events/${slug}/sessions/${session}.ics`,
  calendarSeries: (locale: Locale, slug: string) => `${calendar(locale)}/series/${slug}.ics`,
  calendarOrganisation: (locale: Locale, slug: string) => `${calendar(locale)}/organisations/${slug}.ics`,
  scheduleXml: (slug: string) => `/events/${slug}/schedule.xml`,
  scheduleJson: (slug: string) => `/events/${slug}/schedule.json`,
  calendarMine: (token: string) => `/calendar/my/${token}.ics`,
  oEmbed: (query: Query = {}) => withQuery('/oembed', query),
  demoInbox: (query: Query = {}) => withQuery('/demo/inbox', query),
  demoMail: (reference: string, query: Query = {}) => withQuery(`/demo/inbox/${reference}`, query),
  demoMailSource: (reference: string) => `/demo/inbox/${reference}.eml`,
} as const

/** The absolute form of a path: links in mails and calendars come from BASE_URL, never from a Host header. */
export function absolute(baseUrl: string, path: string): string {
  return new URL(path, baseUrl).href
}

/** Whether a path given from outside (`?next=`) stays on this origin. */
export function isOwnPath(path: string): boolean {
  if (!/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes('\\')) return false
  try {
    return new URL(path, 'http://pozvanka.invalid').host === 'pozvanka.invalid'
  } catch {
    return false
  }
}

/**
 * The only redirect there is: to a path of ours, 303 unless a permanent address is meant. It has no body, because
 * express-session sends the head of an answer with a body before the session is saved: the browser would follow at
 * once and now and then not find the flash.
 */
export function redirect(response: Response, path: string, status: 302 | 303 = 303): void {
  if (!isOwnPath(path)) throw new Error('a redirect must stay on this origin')
  response.status(status).location(path).end()
}
