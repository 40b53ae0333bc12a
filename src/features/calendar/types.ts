import type { Locale } from '../../core/localised-text.ts'
import type { ReleasedAgenda } from '../agenda/types.ts'
import type { EventRow } from '../events/types.ts'
import type { PartRow, SignUpStatus } from '../registration/types/places.ts'
import type { RegistrationRow } from '../registration/types.ts'
import type { VenueRow } from '../venues/types.ts'

/** All that the entries of an event are made of. */
export interface CalendarMatter {
  readonly event: EventRow
  readonly venue: VenueRow | undefined
  readonly release: ReleasedAgenda | undefined
}

/** In which language, and under which address, entries are written. */
export interface CalendarVoice {
  readonly locale: Locale
  /** Origin of the installation. */
  readonly baseUrl: string
}

/** What the personal entry says of its owner. */
export type PersonalRegistration = Pick<
  RegistrationRow,
  'calendarUid' | 'calendarSequence' | 'contentUpdatedAt' | 'createdAt' | 'status' | 'attendance'
>

type PartFacts = Pick<
  PartRow,
  | 'title'
  | 'description'
  | 'placeNote'
  | 'startsAt'
  | 'endsAt'
  | 'sessionReference'
  | 'attendance'
  | 'cancelledAt'
  | 'calendarUid'
  | 'calendarSequence'
  | 'contentUpdatedAt'
  | 'createdAt'
>

/** A part of an event beside one registration: how it stands there, all its comings and goings taken together. */
export interface OwnPart extends PartFacts {
  /** Of the session of the agenda it stands for: the part is the same thing in every calendar. */
  readonly sessionUid: string | null
  /** Of the satellite event it stands for. */
  readonly satelliteSlug: string | null
  /** Of the latest sign-up; null: there was none that ever held or awaited a place. */
  readonly status: SignUpStatus | null
  /** Rises with every change of status, also when somebody leaves and comes back. */
  readonly signUpSequence: number
  readonly signUpChangedAt: PartRow['contentUpdatedAt'] | null
}
