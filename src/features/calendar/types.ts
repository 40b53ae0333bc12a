import type { Locale } from '../../core/localised-text.ts'
import type { ReleasedAgenda } from '../agenda/types.ts'
import type { EventRow } from '../events/types.ts'
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
  'calendarUid' | 'calendarSequence' | 'contentUpdatedAt' | 'createdAt' | 'status'
>
