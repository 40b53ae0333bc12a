import { z } from 'zod'
import { type RowGroup, readRows } from '../../../core/http/form-rows.ts'
import {
  checkbox,
  type FieldProblem,
  type FormReading,
  localDate,
  localisedFields,
  localTime,
  oneOf,
  optionalLine,
  optionalText,
  optionalUrl,
  optionalWholeNumber,
  readForm,
  wholeNumber,
} from '../../../core/http/forms.ts'
import { addDays, localDateTime } from '../../../core/time.ts'
import { sessionKinds, speakerRoles, type SessionSpeaker } from '../types.ts'
import type { Move, Occurrence, SessionInput, TypedTimes } from '../types/changes.ts'
import { linkRows, needsOneLanguage, readLinks, withoutEmptyRows, written } from './fields.ts'

/** Who appears in a session, in the order of the rows. */
export const speakerRows: RowGroup = { name: 'speaker', fields: ['reference', 'role'], max: 80 }

/** The groups of rows in the form of a session. */
export const sessionRows = [speakerRows, linkRows] as const

/** Languages a session is offered in; ISO 639-1. */
export const sessionLanguages = ['cs', 'en', 'sk', 'de', 'pl', 'bg', 'it', 'sl', 'fr', 'es', 'hu', 'uk'] as const

/** Also a language that only an import brought: the form keeps what it did not offer. */
function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code)
}

const occurrence = () =>
  optionalLine(10).transform((text): Occurrence | undefined =>
    text === 'earlier' || text === 'later' ? text : undefined,
  )

/** When: the part that the form of a session and the move form share. */
const timeFields = {
  day: localDate(),
  start: localTime(),
  end: localTime(),
  endsNextDay: checkbox(),
  startOccurrence: occurrence(),
  endOccurrence: occurrence(),
}

const placeFields = { room: optionalLine(20), lockVersion: wholeNumber(0, 999_999_999) }

const typedTimes = z.object(timeFields)

function timesOf(form: z.output<typeof typedTimes>): TypedTimes {
  return {
    startsLocal: localDateTime(form.day, form.start),
    endsLocal: localDateTime(form.endsNextDay ? addDays(form.day, 1) : form.day, form.end),
    startsOccurrence: form.startOccurrence,
    endsOccurrence: form.endOccurrence,
  }
}

/** Another time or room for a session. */
export const moveForm = z
  .object({ ...timeFields, ...placeFields })
  .transform((form): { to: Move; lockVersion: number } => ({
    lockVersion: form.lockVersion,
    to: { ...timesOf(form), room: form.room || null },
  }))

/** How long a session without a time is to be; a day at the most. */
const untimed = z.object({ minutes: wholeNumber(1, 1_440) })

const words = z
  .object({
    ...placeFields,
    kind: oneOf(sessionKinds),
    ...localisedFields('title', () => optionalLine(500)),
    ...localisedFields('subtitle', () => optionalLine(500)),
    ...localisedFields('abstract', () => optionalText(30_000)),
    ...localisedFields('description', () => optionalText(30_000)),
    ...localisedFields('placeNote', () => optionalLine(200)),
    language: optionalLine(12).pipe(z.string().refine(code => code === '' || isLanguage(code), 'errors.choose')),
    track: optionalLine(80),
    satellite: optionalLine(80),
    capacity: optionalWholeNumber(1, 100_000),
    recordingUrl: optionalUrl(),
    doNotRecord: checkbox(),
  })
  .superRefine((form, context) => needsOneLanguage('title', form, context))

/** A session as it was typed, and the version it was typed for. */
export interface SessionReading {
  readonly input: SessionInput
  readonly lockVersion: number
}

/** Reads the form of a session; everything wrong with it is told at once. */
export function readSessionForm(body: unknown): FormReading<SessionReading> {
  const reading = readForm(words, body)
  const typed = { ...reading.typed, values: withoutEmptyRows(reading.typed.values, sessionRows) }
  const when = readWhen(body, typed.values)
  const { links, problems } = readLinks(typed.values)
  if (!reading.ok || !when.ok || problems.length > 0) {
    const refusals = [...(reading.ok ? [] : reading.problems), ...(when.ok ? [] : when.problems), ...problems]
    return { ok: false, problems: refusals, typed }
  }
  const speakers = speakersOf(typed.values)
  const input = { ...inputOf(reading.value), when: when.value, links, speakers }
  return { ok: true, value: { input, lockVersion: reading.value.lockVersion }, typed }
}

type When = { ok: true; value: SessionInput['when'] } | { ok: false; problems: readonly FieldProblem[] }

function readWhen(body: unknown, values: Readonly<Record<string, string>>): When {
  if (values['unscheduled']) {
    const reading = readForm(untimed, body)
    return reading.ok ? { ok: true, value: reading.value } : reading
  }
  const reading = readForm(typedTimes, body)
  return reading.ok ? { ok: true, value: timesOf(reading.value) } : reading
}

function inputOf(form: z.output<typeof words>): Omit<SessionInput, 'when'> {
  const text = (field: 'title' | 'subtitle' | 'abstract' | 'description' | 'placeNote') =>
    written(form[`${field}.cs`], form[`${field}.en`])
  return {
    kind: form.kind,
    title: text('title'),
    subtitle: text('subtitle'),
    abstract: text('abstract'),
    description: text('description'),
    placeNote: text('placeNote'),
    language: form.language || undefined,
    track: form.track || undefined,
    room: form.room || undefined,
    satellite: form.satellite || undefined,
    capacity: form.capacity,
    recordingUrl: form.recordingUrl || null,
    doNotRecord: form.doNotRecord,
  }
}

function speakersOf(values: Readonly<Record<string, string>>): SessionSpeaker[] {
  return readRows(values, speakerRows).flatMap(row => {
    const role = speakerRoles.find(one => one === row['role']) ?? 'speaker'
    return row['reference'] ? [{ reference: row['reference'], role }] : []
  })
}
