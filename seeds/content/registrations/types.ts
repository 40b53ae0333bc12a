import type { LocalisedText } from '../../../src/core/localised-text.ts'
import type { EventMode } from '../../../src/features/events/types.ts'
import type { QuestionKind } from '../../../src/features/questions/types.ts'
import type { PartKind } from '../../../src/features/registration/types/places.ts'

/** A part one signs up for: of the released programme, a satellite event, or on its own. */
export interface PartContent {
  readonly key: string
  readonly kind: PartKind
  readonly title: LocalisedText
  readonly description?: LocalisedText
  readonly placeNote?: LocalisedText
  /** Czech title of the session of the programme it stands for. */
  readonly session?: string
  /** Beginning of the slug of the satellite event it stands for. */
  readonly satellite?: string
  /** Day of the event, from 1, and times on the wall; of a part of its own. */
  readonly day?: number
  readonly from?: string
  readonly to?: string
  readonly capacity: number
  /** On site unless said otherwise. */
  readonly attendance?: 'any'
}

export interface OptionContent {
  readonly key: string
  readonly label: LocalisedText
  /** Counted places; without: anybody may choose it. */
  readonly places?: number
}

export interface QuestionContent {
  readonly key: string
  readonly kind: QuestionKind
  readonly label: LocalisedText
  readonly help?: LocalisedText
  readonly purpose?: LocalisedText
  readonly isSensitive?: boolean
  readonly keepDays?: number
  readonly most?: number
  readonly options?: readonly OptionContent[]
  /** Key of an earlier question, and keys of its options, or `yes`. */
  readonly shownIf?: { readonly question: string; readonly values: readonly string[] }
  /** Positions of the categories it is asked of, from 1. */
  readonly categories?: readonly number[]
}

export interface CodeContent {
  readonly code: string
  readonly note: string
  readonly mostUses: number | null
  readonly reserves: boolean
}

/** How people register for an event of the demonstration. */
export interface RegistrationContent {
  readonly mode?: EventMode
  /** What is added to categories that the event has already, by position from 1. */
  readonly categories?: readonly {
    readonly position: number
    readonly approvalHoldsPlace?: boolean
    readonly mostPerOrganisation?: number
  }[]
  readonly promotion: 'at_once' | 'offer'
  readonly takesDelegations: boolean
  /** Days before the beginning after which parts stay as they are. */
  readonly partsCloseDaysBefore: number
  readonly joinUrl?: string
  readonly onlinePlaces?: number
  readonly onSitePlaces?: number
  /** A category that only a code or an invitation opens, at the end of the list. */
  readonly hidden?: { readonly name: LocalisedText; readonly description: LocalisedText; readonly capacity: number }
  readonly codes?: readonly CodeContent[]
  /** Single-use codes with a prefix. */
  readonly singleCodes?: { readonly prefix: string; readonly count: number; readonly note: string }
  readonly parts: readonly PartContent[]
  /** Places that some parts share, by their keys. */
  readonly shared?: readonly {
    readonly name: LocalisedText
    readonly capacity: number
    readonly parts: readonly string[]
  }[]
  readonly questions: readonly QuestionContent[]
}
