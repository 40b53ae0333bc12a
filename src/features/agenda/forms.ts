import { z } from 'zod'
import {
  checkbox,
  line,
  localDate,
  localisedFields,
  localTime,
  oneOf,
  optionalLine,
  optionalText,
  optionalWholeNumber,
  wholeNumber,
} from '../../core/http/forms.ts'
import type { LocalisedText } from '../../core/localised-text.ts'
import { addDays, localDateTime } from '../../core/time.ts'
import { sessionKinds, speakerRoles } from './types.ts'
import type { Move, Occurrence, SessionInput, SessionSpeaker, SpeakerInput, TrackInput } from './types.ts'

/** As many speakers as the form of a session can name. */
export const mostSpeakers = 20
export const speakerNumbers: readonly number[] = Array.from({ length: mostSpeakers }, (_, index) => index + 1)

/** Languages a session is offered in; ISO 639-1. */
export const sessionLanguages = ['cs', 'en', 'sk', 'de', 'pl', 'bg', 'it', 'sl', 'fr', 'es', 'hu', 'uk'] as const

const occurrence = () =>
  optionalLine(10).transform((text): Occurrence | undefined =>
    text === 'earlier' || text === 'later' ? text : undefined,
  )

/** When and where: the part the form of a session and the move form share. */
const placeFields = {
  day: localDate(),
  start: localTime(),
  end: localTime(),
  endsNextDay: checkbox(),
  startOccurrence: occurrence(),
  endOccurrence: occurrence(),
  room: optionalLine(20),
  lockVersion: wholeNumber(0, 999_999_999),
}

interface TypedPlace {
  readonly day: string
  readonly start: string
  readonly end: string
  readonly endsNextDay: boolean
  readonly startOccurrence: Occurrence | undefined
  readonly endOccurrence: Occurrence | undefined
}

function timesOf(form: TypedPlace) {
  return {
    startsLocal: localDateTime(form.day, form.start),
    endsLocal: localDateTime(form.endsNextDay ? addDays(form.day, 1) : form.day, form.end),
    startsOccurrence: form.startOccurrence,
    endsOccurrence: form.endOccurrence,
  }
}

const rows = Object.fromEntries(
  speakerNumbers.flatMap(number => [
    [`speaker.${number}`, optionalLine(20)],
    [`role.${number}`, oneOf(speakerRoles).default('speaker')],
  ]),
)

function speakersOf(form: Readonly<Record<string, unknown>>): SessionSpeaker[] {
  return speakerNumbers.flatMap(number => {
    const reference = form[`speaker.${number}`]
    const role = speakerRoles.find(one => one === form[`role.${number}`]) ?? 'speaker'
    return typeof reference === 'string' && reference !== '' ? [{ reference, role }] : []
  })
}

/** The form of a session. */
export const sessionForm = z
  .object({
    ...placeFields,
    ...rows,
    kind: oneOf(sessionKinds),
    ...localisedFields('title', () => optionalLine(250)),
    ...localisedFields('abstract', () => optionalText(5_000)),
    ...localisedFields('placeNote', () => optionalLine(200)),
    language: oneOf(['', ...sessionLanguages]).default(''),
    track: optionalLine(80),
    satellite: optionalLine(80),
    capacity: optionalWholeNumber(1, 100_000),
  })
  .superRefine((form, context) => needsOneLanguage('title', form['title.cs'] + form['title.en'], context))
  .transform((form): { input: SessionInput; lockVersion: number } => ({
    lockVersion: form.lockVersion,
    input: {
      ...timesOf(form),
      kind: form.kind,
      title: written(form['title.cs'], form['title.en']),
      abstract: written(form['abstract.cs'], form['abstract.en']),
      placeNote: written(form['placeNote.cs'], form['placeNote.en']),
      language: form.language || undefined,
      track: form.track || undefined,
      room: form.room || undefined,
      satellite: form.satellite || undefined,
      capacity: form.capacity,
      speakers: speakersOf(form),
    },
  }))

/** Another time or room for a session. */
export const moveForm = z.object(placeFields).transform((form): { to: Move; lockVersion: number } => ({
  lockVersion: form.lockVersion,
  to: { ...timesOf(form), room: form.room || null },
}))

/** Which state of the session a confirmation speaks of. */
export const versionForm = z.object({ lockVersion: wholeNumber(0, 999_999_999) })

/** The form of a speaker. */
export const speakerForm = z
  .object({
    ...localisedFields('name', () => optionalLine(200)),
    sortName: optionalLine(200),
    ...localisedFields('affiliation', () => optionalLine(300)),
    ...localisedFields('biography', () => optionalText(5_000)),
    isCollective: checkbox(),
  })
  .superRefine((form, context) => needsOneLanguage('name', form['name.cs'] + form['name.en'], context))
  .transform(
    (form): SpeakerInput => ({
      name: written(form['name.cs'], form['name.en']),
      sortName: form.sortName || undefined,
      affiliation: written(form['affiliation.cs'], form['affiliation.en']),
      biography: written(form['biography.cs'], form['biography.en']),
      isCollective: form.isCollective,
    }),
  )

/** The form of a track. */
export const trackForm = z
  .object({ ...localisedFields('name', () => optionalLine(100)), colour: wholeNumber(1, 8) })
  .superRefine((form, context) => needsOneLanguage('name', form['name.cs'] + form['name.en'], context))
  .transform((form): TrackInput => ({ name: written(form['name.cs'], form['name.en']), colour: form.colour }))

/** One step up or down in the list of tracks. */
export const orderForm = z.object({ track: line(80), direction: oneOf(['up', 'down']) })

/** What the organisers say to a release. */
export const releaseForm = z
  .object(localisedFields('note', () => optionalText(1_000)))
  .transform((form): LocalisedText => written(form['note.cs'], form['note.en']))

function needsOneLanguage(field: string, text: string, context: z.RefinementCtx): void {
  if (text === '') context.addIssue({ code: 'custom', path: [`${field}.cs`], message: 'errors.oneLanguage' })
}

/** Empty languages are left out, so that what is stored is what somebody wrote. */
function written(cs: string, en: string): LocalisedText {
  return { ...(cs === '' ? {} : { cs }), ...(en === '' ? {} : { en }) }
}
