import type { LocalisedText } from '../../../core/localised-text.ts'
import type { LocalTime } from '../../../core/time.ts'
import type { Span } from '../types.ts'

/**
 * Two sessions that cannot both be, or one that does not fit. The first two kinds are refused and stand behind database
 * constraints; the others are warnings that the editor shows.
 */
export type Clash = { readonly session: ClashSide } & (
  | { readonly kind: 'room'; readonly room: LocalisedText; readonly other: ClashSide }
  | {
      readonly kind: 'speaker'
      readonly speaker: LocalisedText
      readonly speakerReference: string
      readonly other: ClashSide
    }
  | {
      readonly kind: 'transfer'
      readonly speaker: LocalisedText
      readonly speakerReference: string
      readonly other: ClashSide
      /** Minutes between the two, and those needed to change rooms. */
      readonly minutes: number
      readonly needed: number
    }
  | { readonly kind: 'unavailable'; readonly speaker: LocalisedText; readonly speakerReference: string }
  | {
      readonly kind: 'capacity' | 'sign-ups'
      readonly room: LocalisedText
      readonly places: number
      readonly holds: number
    }
  | { readonly kind: 'outside' }
  | { readonly kind: 'hours'; readonly opens: LocalTime | null; readonly closes: LocalTime | null }
  /** A session of a satellite event at a time when that event is not. */
  | { readonly kind: 'satellite'; readonly satellite: LocalisedText }
  /** The satellite event itself lies outside its parent; `session` names the satellite and has no reference. */
  | { readonly kind: 'satellite-event' }
)

export type ClashKind = Clash['kind']

export interface ClashSide extends Span {
  readonly reference: string
  readonly title: LocalisedText
}
