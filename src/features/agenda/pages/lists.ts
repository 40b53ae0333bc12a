import { type FormModel, freshForm } from '../../../core/http/forms.ts'
import { type Head, page } from '../../../core/http/pages.ts'
import { type Locale, rawText, readText } from '../../../core/localised-text.ts'
import type { FrameContext } from '../../events/frame.ts'
import type { EventRow } from '../../events/types.ts'
import type { Draft, DraftTrack } from '../types.ts'
import { editorPath } from './editor.ts'

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
    sessions: [...draft.sessions, ...draft.pool].filter(one => one.track === slug && !one.isCancelled).length,
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
