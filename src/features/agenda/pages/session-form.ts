import { readRows, type RowGroup } from '../../../core/http/form-rows.ts'
import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, type LocalisedText, readText } from '../../../core/localised-text.ts'
import { formatDay, formatZone, dateOf, type LocalDate, startOfDay } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import { linkRows } from '../forms/fields.ts'
import { sessionLanguages, speakerRows } from '../forms/session.ts'
import { speakerName } from '../rules/names.ts'
import { type Draft, sessionKinds, speakerRoles } from '../types.ts'
import { editorDays } from './editor.ts'
import type { ConflictModel } from './session-conflict.ts'

export type Options = readonly { readonly value: string; readonly label: string }[]

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
  /** The form offers to leave the time open. */
  readonly mayWait: boolean
}

/** What the form of a session chooses from. */
export interface SessionChoices {
  readonly place: PlaceFields
  readonly form: FormModel
  readonly kinds: Options
  readonly languages: Options
  readonly tracks: Options
  readonly satellites: Options
  readonly speakers: Options
  readonly roles: Options
  /** Rows to draw: those filled, and a free one. */
  readonly speakerCount: number
  readonly linkCount: number
}

export interface SessionFormModel extends SessionChoices {
  readonly head: Head
  readonly flash: string | undefined
  readonly heading: string
  readonly labels: Readonly<Record<string, string>>
  /** What is doubtful about the session as it stands. */
  readonly warnings: readonly string[]
  readonly conflict: ConflictModel | undefined
  readonly backHref: string
  readonly speakersHref: string
  readonly moveHref: string | undefined
  readonly removeHref: string | undefined
  readonly materialsHref: string | undefined
}

export const sessionFormPage = page<SessionFormModel>('agenda/organiser/session')

export interface MoveModel {
  readonly head: Head
  readonly heading: string
  readonly now: string
  readonly place: PlaceFields
  readonly form: FormModel
  readonly conflict: ConflictModel | undefined
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
export function sessionChoices({ t, locale }: FrameContext, draft: Draft, form: FormModel): SessionChoices {
  const option = (value: string, name: LocalisedText) => ({ value, label: readText(name, locale) })
  return {
    place: placeFields({ t, locale }, draft, form, true),
    form,
    kinds: sessionKinds.map(value => ({ value, label: t(`agenda.kind.${value}`) })),
    languages: languageOptions(form.values['language'], locale),
    tracks: draft.tracks.map(track => option(track.slug, track.name)),
    satellites: draft.satellites.map(satellite => option(satellite.slug, satellite.title)),
    speakers: draft.speakers.map(speaker => ({ value: speaker.reference, label: speakerName(speaker, locale) })),
    roles: speakerRoles.map(value => ({ value, label: t(`agenda.role.${value}`) })),
    speakerCount: rowCount(form, speakerRows),
    linkCount: rowCount(form, linkRows),
  }
}

/** The usual languages, and the one the session has. */
function languageOptions(chosen: string | undefined, locale: Locale): Options {
  const codes = new Set<string>([...sessionLanguages, ...(chosen ? [chosen] : [])])
  return [...codes].map(value => ({ value, label: languageName(value, locale) }))
}

/** How many rows of a group to draw: those that are there, or one to begin with. */
export function rowCount(form: FormModel, group: RowGroup): number {
  return Math.min(group.max, Math.max(1, readRows(form.values, group).length))
}

/** The fields of day, time and room of a form. */
export function placeFields({ t, locale }: FrameContext, draft: Draft, form: FormModel, mayWait: boolean): PlaceFields {
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
    mayWait,
  }
}

/** The form of a new session, on the day the editor shows. */
export function newSessionForm(action: string, day: LocalDate, place: { room?: string; start?: string }): FormModel {
  const { room = '', start = '' } = place
  return freshForm(action, { day, room, start, kind: 'talk', lockVersion: '0' })
}

const languageNames = new Map<Locale, Intl.DisplayNames>()

/** The name of a language in another: “angličtina”, “English”. */
export function languageName(code: string, locale: Locale): string {
  const names = languageNames.get(locale) ?? new Intl.DisplayNames(locale, { type: 'language' })
  languageNames.set(locale, names)
  try {
    return names.of(code) ?? code
  } catch {
    // No language tag at all: whoever sent it is asked to choose again, and the page still draws.
    return code
  }
}
