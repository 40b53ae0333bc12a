import type { Instant } from '../../../core/time.ts'
import type { Attendance, CategoryRow, PartRow, RegistrationSettingsRow } from './places.ts'

/** What becomes of somebody who asks for a place. `position` is a rank: 1 is next. */
export type Admission =
  | { readonly kind: 'place' }
  | { readonly kind: 'approval' }
  | { readonly kind: 'waiting'; readonly position: number }
  /** The place counts once the link in the mail was followed. */
  | { readonly kind: 'address' }
  | Refusal

/** Why somebody cannot even queue. */
export type Refusal =
  | { readonly kind: 'full' }
  | { readonly kind: 'code-unknown' }
  | { readonly kind: 'code-used-up' }
  | { readonly kind: 'organisation-full'; readonly most: number }
  | { readonly kind: 'part-full'; readonly partId: number }
  | { readonly kind: 'option-full'; readonly optionId: number }
  | { readonly kind: 'not-yet'; readonly opensAt: Instant }
  | { readonly kind: 'closed' }
  | { readonly kind: 'cancelled' }

/** What becomes of a claim that is granted. */
export type Granted = Exclude<Admission, Refusal>

/** What an event offers to somebody who thinks of coming. */
export type RegistrationOffer =
  | { readonly kind: 'none' }
  | { readonly kind: 'not-yet'; readonly opensAt: Instant }
  | {
      readonly kind: 'open'
      readonly closesAt?: Instant | undefined
      readonly left?: number | undefined
      readonly capacity?: number | undefined
    }
  | { readonly kind: 'waiting-list'; readonly closesAt?: Instant | undefined; readonly waiting: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'over' }

/** One category as the form and the event page show it. */
export interface CategoryOffer {
  readonly category: CategoryRow
  readonly capacity: number | undefined
  readonly taken: number
  readonly waiting: number
  /** Places left; undefined: without a limit. */
  readonly left: number | undefined
  readonly closesAt: Instant | undefined
  /** What a claim made now would get. */
  readonly admission: Admission
}

/** A part or an option with counted places as it is offered now. */
export interface PlacesOffer {
  readonly capacity: number | undefined
  readonly taken: number
  readonly waiting: number
  /** Places left in the scarcest quota it draws on; undefined: without a limit. */
  readonly left: number | undefined
  /** What a sign-up made now would get. */
  readonly admission: 'place' | 'waiting' | 'full' | 'closed'
}

export interface PartOffer extends PlacesOffer {
  readonly part: PartRow
  /** Categories it is open to; empty: all. */
  readonly categoryIds: readonly number[]
}

export interface OptionOffer extends PlacesOffer {
  readonly optionId: number
}

/** All that an event offers. */
export interface EventOffer {
  readonly event: RegistrationOffer
  /** Hidden ones are left out unless a code or an invitation opened them. */
  readonly categories: readonly CategoryOffer[]
  readonly parts: readonly PartOffer[]
  /** Only options with counted places. */
  readonly options: readonly OptionOffer[]
  /** Of a hybrid event with separate places, what is left of each way of taking part; else undefined. */
  readonly attendances: Readonly<Partial<Record<Attendance, PlacesOffer>>>
  readonly settings: RegistrationSettingsRow
}

/** The answer to a wish to register; the same shape whether the address was known or not. */
export type RegisterOutcome = Admission
