import type { LocalisedText } from '../../../core/localised-text.ts'
import type { LocalTime } from '../../../core/time.ts'
import type { SessionKind } from '../../agenda/types.ts'

export const templateKeys = ['final-conference', 'three-days', 'info-day', 'study-trip'] as const
/** A usual kind of event whose programme need not be written from nothing. */
export type TemplateKey = (typeof templateKeys)[number]

/** A session of a template; `day` counts from 0. */
export interface TemplateSession {
  readonly day: number
  readonly start: LocalTime
  readonly minutes: number
  readonly kind: SessionKind
  readonly title: LocalisedText
  /** Keys of a track and of a satellite event of the template. */
  readonly track?: string | undefined
  readonly satellite?: string | undefined
}

/** An event beside the event, on one of its days. */
export interface TemplateSatellite {
  readonly key: string
  readonly day: number
  readonly start: LocalTime
  readonly minutes: number
  readonly title: LocalisedText
}

export interface Template {
  readonly key: TemplateKey
  readonly days: number
  /** In the order of the list; the colours are 1, 2, 3… */
  readonly tracks: readonly { readonly key: string; readonly name: LocalisedText }[]
  readonly satellites: readonly TemplateSatellite[]
  readonly sessions: readonly TemplateSession[]
}

/** A line of a template: day, start, minutes, kind, Czech and English title. */
export function session(
  day: number,
  start: LocalTime,
  minutes: number,
  kind: SessionKind,
  [cs, en]: readonly [string, string],
  belongs: Pick<TemplateSession, 'track' | 'satellite'> = {},
): TemplateSession {
  return { day, start, minutes, kind, title: { cs, en }, ...belongs }
}
