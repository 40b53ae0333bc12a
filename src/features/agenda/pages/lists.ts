import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, rawText, readText } from '../../../core/localised-text.ts'
import { dateIn, formatDate } from '../../../core/time.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { ReleaseSummary } from '../queries.ts'
import type { AgendaChange, Draft, DraftSpeaker, DraftTrack } from '../types.ts'
import { editorPath } from './editor.ts'
import { changeSentence } from './sentences.ts'

export interface SpeakerListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly newHref: string
  readonly agendaHref: string
  readonly speakers: readonly {
    readonly name: string
    readonly affiliation: string
    readonly href: string
    readonly sessions: string
    readonly isCollective: boolean
  }[]
}

export const speakerListPage = page<SpeakerListModel>('agenda/organiser/speakers')

export interface SpeakerFormModel {
  readonly head: Head
  readonly heading: string
  readonly form: FormModel
  /** One person cannot be where an institution can. */
  readonly clashes: readonly string[]
  readonly listHref: string
  readonly removeHref: string | undefined
}

export const speakerFormPage = page<SpeakerFormModel>('agenda/organiser/speaker')

/** The speakers of the draft and what each appears in. */
export function speakerLines(locale: Locale, event: EventRow, draft: Draft): SpeakerListModel['speakers'] {
  const titles = new Map<string, string[]>()
  for (const session of draft.sessions) {
    if (session.isCancelled) continue
    for (const { reference } of session.speakers) {
      titles.set(reference, [...(titles.get(reference) ?? []), readText(session.title, locale)])
    }
  }
  return draft.speakers.map(({ reference, name, affiliation, isCollective }) => ({
    name: readText(name, locale),
    affiliation: readText(affiliation, locale),
    href: editorPath(locale, event, `speakers/${reference}`),
    sessions: (titles.get(reference) ?? []).join('; '),
    isCollective,
  }))
}

/** The form of a speaker as the draft has it. */
export function speakerFormOf(action: string, speaker: DraftSpeaker): FormModel {
  const texts = (['name', 'affiliation', 'biography'] as const).flatMap(field =>
    (['cs', 'en'] as const).map(language => [`${field}.${language}`, rawText(speaker[field], language)]),
  )
  const isCollective = speaker.isCollective ? 'yes' : ''
  return freshForm(action, { ...Object.fromEntries(texts), sortName: speaker.sortName, isCollective })
}

export interface TrackListModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly agendaHref: string
  readonly orderAction: string
  readonly tracks: readonly {
    readonly slug: string
    readonly name: string
    readonly colour: number
    readonly href: string
    readonly sessions: number
    readonly isFirst: boolean
    readonly isLast: boolean
  }[]
  readonly form: FormModel
  readonly colours: readonly { readonly value: string; readonly label: string }[]
}

export const trackListPage = page<TrackListModel>('agenda/organiser/tracks')

export interface TrackFormModel {
  readonly head: Head
  readonly heading: string
  readonly form: FormModel
  readonly colours: TrackListModel['colours']
  readonly listHref: string
  readonly removeHref: string
}

export const trackFormPage = page<TrackFormModel>('agenda/organiser/track')

/** The tracks of the draft in their order. */
export function trackLines(locale: Locale, event: EventRow, draft: Draft): TrackListModel['tracks'] {
  return draft.tracks.map(({ slug, name, colour }, index) => ({
    slug,
    name: readText(name, locale),
    colour,
    href: editorPath(locale, event, `tracks/${slug}`),
    sessions: draft.sessions.filter(session => session.track === slug && !session.isCancelled).length,
    isFirst: index === 0,
    isLast: index === draft.tracks.length - 1,
  }))
}

/** The eight colours a track may have. */
export function trackColours({ t }: Pick<FrameContext, 't'>): TrackListModel['colours'] {
  return ([1, 2, 3, 4, 5, 6, 7, 8] as const).map(value => ({
    value: String(value),
    label: t(`agenda.colour.${value}`),
  }))
}

/** The form of a track as the draft has it. */
export function trackFormOf(action: string, { name, colour }: DraftTrack): FormModel {
  return freshForm(action, { 'name.cs': rawText(name, 'cs'), 'name.en': rawText(name, 'en'), colour: String(colour) })
}

export interface ReleaseModel {
  readonly head: Head
  readonly flash: string | undefined
  readonly agendaHref: string
  readonly form: FormModel
  readonly next: number
  readonly isPublished: boolean
  readonly changes: readonly string[]
  readonly clashes: readonly string[]
  readonly releases: readonly {
    readonly number: number
    readonly date: string
    readonly note: string
    readonly changes: readonly string[]
  }[]
}

export const releasePage = page<ReleaseModel>('agenda/organiser/release')

/** Differences as sentences, each one once. */
export function sentencesOf(changes: readonly AgendaChange[], context: FrameContext): string[] {
  return [...new Set(changes.map(change => changeSentence(change, context)))]
}

/** The releases there were, latest first. The first one changed nothing: everything in it was new. */
export function releaseLines(
  context: FrameContext,
  event: EventRow,
  releases: readonly ReleaseSummary[],
): ReleaseModel['releases'] {
  return releases.map(({ number, releasedAt, note, changes }) => ({
    number,
    date: formatDate(dateIn(releasedAt, event.timeZone), context.locale),
    note: readText(note, context.locale),
    changes: number === 1 ? [] : sentencesOf(changes, context),
  }))
}
