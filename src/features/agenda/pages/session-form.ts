import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, rawText, readText } from '../../../core/localised-text.ts'
import {
  dateOf,
  formatDay,
  formatLocalTime,
  formatZone,
  instant,
  type LocalDate,
  startOfDay,
  timeOf,
} from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { mostSpeakers, sessionLanguages, speakerNumbers } from '../forms.ts'
import { occurrenceOf } from '../rules/times.ts'
import { type Draft, type DraftSession, sessionKinds, speakerRoles } from '../types.ts'
import { editorDays } from './editor.ts'

type Options = readonly { readonly value: string; readonly label: string }[]

/** What the fields of day, time and room need. */
export interface PlaceFields {
  readonly form: FormModel
  readonly days: Options
  readonly rooms: Options
  readonly occurrences: Options
  /** `Sofie (UTC+3)` */
  readonly zone: string
  /** Ask which of the two, where the wall shows the typed time twice. */
  readonly asksStart: boolean
  readonly asksEnd: boolean
}

export interface SessionFormModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly heading: string
  readonly place: PlaceFields
  readonly form: FormModel
  readonly kinds: Options
  readonly languages: Options
  readonly tracks: Options
  readonly satellites: Options
  readonly speakers: Options
  readonly roles: Options
  /** Rows of speakers to draw: those taken, and three free ones. */
  readonly speakerRows: readonly number[]
  readonly backHref: string
  readonly speakersHref: string
  readonly moveHref: string | undefined
  readonly removeHref: string | undefined
}

export const sessionFormPage = page<SessionFormModel>('agenda/organiser/session')

export interface MoveModel {
  readonly head: Head
  readonly heading: string
  readonly now: string
  readonly place: PlaceFields
  readonly form: FormModel
  readonly backHref: string
}

export const movePage = page<MoveModel>('agenda/organiser/move')

export interface RemoveModel {
  readonly head: Head
  readonly question: string
  readonly consequence: string
  readonly submit: string
  readonly action: string
  readonly back: { readonly href: string; readonly label: string }
}

export const removePage = page<RemoveModel>('agenda/organiser/remove')

/** Everything the form of a session offers. */
export function sessionChoices({ t, locale }: FrameContext, draft: Draft, form: FormModel) {
  const taken = speakerNumbers.filter(number => form.values[`speaker.${number}`])
  const shown = Math.min(mostSpeakers, Math.max(0, ...taken) + 3)
  const option = (value: string, name: Draft['tracks'][number]['name']) => ({ value, label: readText(name, locale) })
  return {
    place: placeFields({ t, locale }, draft, form),
    form,
    kinds: sessionKinds.map(value => ({ value, label: t(`agenda.kind.${value}`) })),
    languages: sessionLanguages.map(value => ({ value, label: languageName(value, locale) })),
    tracks: draft.tracks.map(track => option(track.slug, track.name)),
    satellites: draft.satellites.map(satellite => option(satellite.slug, satellite.title)),
    speakers: draft.speakers.map(speaker => option(speaker.reference, speaker.name)),
    roles: speakerRoles.map(value => ({ value, label: t(`agenda.role.${value}`) })),
    speakerRows: speakerNumbers.slice(0, shown),
  }
}

/** The fields of day, time and room of a form. */
export function placeFields({ t, locale }: FrameContext, draft: Draft, form: FormModel): PlaceFields {
  const asks = (field: 'start' | 'end') =>
    (form.values[`${field}Occurrence`] ?? '') !== '' || form.errors[field] === t('agenda.problem.twice')
  return {
    form,
    days: editorDays(draft).map(day => ({ value: day, label: formatDay(day, locale) })),
    rooms: draft.rooms.map(room => ({ value: room.reference, label: readText(room.name, locale) })),
    occurrences: (['earlier', 'later'] as const).map(value => ({ value, label: t(`agenda.occurrence.${value}`) })),
    zone: formatZone(startOfDay(dateOf(draft.startsLocal), draft.timeZone), draft.timeZone, locale),
    asksStart: asks('start'),
    asksEnd: asks('end'),
  }
}

/** The form of a new session, on the day the editor shows. */
export function newSessionForm(action: string, day: LocalDate, room: string): FormModel {
  return freshForm(action, { day, room, kind: 'talk', lockVersion: '0' })
}

/** The form of a session as it stands in the draft. */
export function sessionFormOf(action: string, session: DraftSession, draft: Draft, locale: Locale): FormModel {
  const speakers = session.speakers.flatMap(({ reference, role }, index) => [
    [`speaker.${index + 1}`, reference],
    [`role.${index + 1}`, role],
  ])
  const texts = (['title', 'abstract', 'placeNote'] as const).flatMap(field =>
    (['cs', 'en'] as const).map(language => [`${field}.${language}`, rawText(session[field], language)]),
  )
  return freshForm(action, {
    ...moveFormOf(action, session, draft, locale).values,
    ...Object.fromEntries([...speakers, ...texts]),
    kind: session.kind,
    language: session.language ?? '',
    track: session.track ?? '',
    satellite: session.satellite ?? '',
    capacity: session.capacity === null ? '' : String(session.capacity),
  })
}

/** The times and the room of a session as the move form shows them. */
export function moveFormOf(action: string, session: DraftSession, draft: Draft, locale: Locale): FormModel {
  const { startsLocal, endsLocal, startsAt, endsAt } = session
  return freshForm(action, {
    day: dateOf(startsLocal),
    start: formatLocalTime(timeOf(startsLocal), locale),
    end: formatLocalTime(timeOf(endsLocal), locale),
    endsNextDay: dateOf(endsLocal) > dateOf(startsLocal) ? 'yes' : '',
    startOccurrence: occurrenceOf(startsLocal, instant(startsAt), draft.timeZone) ?? '',
    endOccurrence: occurrenceOf(endsLocal, instant(endsAt), draft.timeZone) ?? '',
    room: session.room ?? '',
    lockVersion: String(session.lockVersion),
  })
}

/** `Středa 13. září, 9.00–9.30`: where a session stands before it is moved. */
export function whenText({ startsLocal }: Pick<DraftSession, 'startsLocal'>, span: string, locale: Locale): string {
  return `${formatDay(dateOf(startsLocal), locale)}, ${span}`
}

const languageNames = new Map<Locale, Intl.DisplayNames>()

/** The name of a language in another: “angličtina”, “English”. */
export function languageName(code: string, locale: Locale): string {
  const names = languageNames.get(locale) ?? new Intl.DisplayNames(locale, { type: 'language' })
  languageNames.set(locale, names)
  return names.of(code) ?? code
}
