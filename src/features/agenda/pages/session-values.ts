import { rowValues } from '../../../core/http/form-rows.ts'
import { type Locale, rawText } from '../../../core/localised-text.ts'
import { linkRows } from '../forms/fields.ts'
import { speakerRows } from '../forms/session.ts'
import type { Draft, DraftSession, PooledSession } from '../types.ts'
import type { SessionState } from '../types/changes.ts'
import { timeValues } from './session-times.ts'

/** A session of the draft, with a time or without. */
export type AnySession = DraftSession | PooledSession

/** What of a session the form shows; a state of the log and a session of the draft both have it. */
export type Shown = Pick<
  SessionState,
  | 'kind'
  | 'title'
  | 'subtitle'
  | 'abstract'
  | 'description'
  | 'placeNote'
  | 'language'
  | 'track'
  | 'room'
  | 'satellite'
  | 'capacity'
  | 'links'
  | 'recordingUrl'
  | 'doNotRecord'
  | 'speakers'
  | 'times'
  | 'minutes'
>

/** A session of the draft as the form shows it. */
export function shownOf(session: AnySession): Shown {
  if (!('startsAt' in session)) return { ...session, times: null }
  const { startsLocal, endsLocal, startsAt, endsAt } = session
  return { ...session, times: { startsLocal, endsLocal, startsAt, endsAt }, minutes: null }
}

/** The values of the form of a session. */
export function sessionValues(
  session: Shown,
  lockVersion: number,
  draft: Pick<Draft, 'timeZone'>,
  locale: Locale,
): Record<string, string> {
  const texts = (['title', 'subtitle', 'abstract', 'description', 'placeNote'] as const).flatMap(field =>
    (['cs', 'en'] as const).map(language => [`${field}.${language}`, rawText(session[field], language)]),
  )
  return {
    ...placeValues(session, lockVersion, draft, locale),
    ...Object.fromEntries(texts),
    ...rowValues(
      speakerRows,
      session.speakers.map(({ reference, role }) => ({ reference, role })),
    ),
    ...rowValues(
      linkRows,
      session.links.map(({ url, title }) => ({ url, title })),
    ),
    kind: session.kind,
    language: session.language ?? '',
    track: session.track ?? '',
    satellite: session.satellite ?? '',
    capacity: session.capacity === null ? '' : String(session.capacity),
    recordingUrl: session.recordingUrl ?? '',
    doNotRecord: session.doNotRecord ? 'yes' : '',
  }
}

/** The times and the room of a session as the move form shows them. */
export function placeValues(
  { times, minutes, room }: Pick<Shown, 'times' | 'minutes' | 'room'>,
  lockVersion: number,
  { timeZone }: Pick<Draft, 'timeZone'>,
  locale: Locale,
): Record<string, string> {
  const when = timeValues({ times, minutes }, timeZone, locale)
  return { ...when, room: room ?? '', lockVersion: String(lockVersion) }
}
