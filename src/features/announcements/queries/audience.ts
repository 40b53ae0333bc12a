import { type Database, rows, type Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationRow, RegistrationStatus } from '../../registration/types.ts'
import { conditionsOf } from '../../roster/queries/conditions.ts'
import { parseSelection } from '../../roster/rules/selection.ts'
import { readersOf } from '../rules/states.ts'
import '../tables.ts'

export type EventOfAudience = Pick<EventRow, 'id' | 'timeZone' | 'organisationId'>

/** What of a registration a mail is addressed by. */
export type Reader = Pick<RegistrationRow, 'id' | 'reference' | 'email' | 'locale' | 'givenName' | 'familyName'>

/** Somebody as the page before sending names them. */
export type NamedReader = Pick<
  RegistrationRow,
  'reference' | 'titleBefore' | 'givenName' | 'familyName' | 'titleAfter' | 'organisation' | 'locale'
>

/** Whom an announcement goes to, and who of the selection is left out. */
export interface Audience {
  readonly count: number
  readonly languages: { readonly cs: number; readonly en: number }
  readonly people: readonly NamedReader[]
  readonly optedOut: number
  readonly suppressed: number
  readonly leftOut: readonly { readonly status: RegistrationStatus; readonly count: number }[]
}

/** Names that the page before sending gives. */
export const mostNamed = 12

const optedOut = `exists (select from mail_opt_outs o
  where o.organisation_id = :organisationId and o.address = lower(r.email))`
const suppressed = 'exists (select from suppressed_addresses s where s.address = lower(r.email))'

/** The condition that holds for those who get an announcement, on `registrations r`. */
function readersSql(event: EventOfAudience, segment: string) {
  const selection = parseSelection(segment)
  const { sql, bindings } = conditionsOf(event, selection, 'everything')
  const readers = readersOf(selection)
  return {
    sql,
    reached: `r.status = any(:readers) and not ${optedOut} and not ${suppressed}`,
    bindings: { ...bindings, readers, organisationId: event.organisationId },
    readers,
  }
}

interface Group {
  readonly status: RegistrationStatus
  readonly locale: 'cs' | 'en'
  readonly optedOut: boolean
  readonly suppressed: boolean
  readonly count: number
}

/** Counts whom an announcement would reach and names the first of them. Two queries. */
export async function findAudience(db: Database, event: EventOfAudience, segment: string): Promise<Audience> {
  const { sql, reached, bindings, readers } = readersSql(event, segment)
  const [groups, people] = await Promise.all([
    rows<Group>(
      db,
      `select r.status, r.locale, ${optedOut} as opted_out, ${suppressed} as suppressed, count(*)::int as count
       from registrations r where ${sql} group by 1, 2, 3, 4`,
      bindings,
    ),
    rows<NamedReader>(
      db,
      `select r.reference, r.title_before, r.given_name, r.family_name, r.title_after, r.organisation, r.locale
       from registrations r where ${sql} and ${reached}
       order by r.family_name collate "cs-CZ-x-icu", r.given_name collate "cs-CZ-x-icu", r.id limit ${mostNamed}`,
      bindings,
    ),
  ])
  return { ...summed(groups, readers), people }
}

function summed(groups: readonly Group[], readers: readonly RegistrationStatus[]): Omit<Audience, 'people'> {
  const sum = (some: readonly Group[]) => some.reduce((total, { count }) => total + count, 0)
  const meant = groups.filter(({ status }) => readers.includes(status))
  const reached = meant.filter(group => !group.optedOut && !group.suppressed)
  const others = groups.filter(({ status }) => !readers.includes(status))
  return {
    count: sum(reached),
    languages: {
      cs: sum(reached.filter(({ locale }) => locale === 'cs')),
      en: sum(reached.filter(({ locale }) => locale === 'en')),
    },
    optedOut: sum(meant.filter(group => group.optedOut)),
    suppressed: sum(meant.filter(group => group.suppressed && !group.optedOut)),
    leftOut: [...new Set(others.map(({ status }) => status))].map(status => ({
      status,
      count: sum(others.filter(group => group.status === status)),
    })),
  }
}

/** Everybody an announcement goes to, in the order in which they registered. One query. */
export async function listReaders(db: Transaction, event: EventOfAudience, segment: string): Promise<Reader[]> {
  const { sql, reached, bindings } = readersSql(event, segment)
  return rows<Reader>(
    db,
    `select r.id, r.reference, r.email, r.locale, r.given_name, r.family_name from registrations r
     where ${sql} and ${reached} order by r.id`,
    bindings,
  )
}

/** Whether somebody still is among those an announcement goes to. */
export async function isStillReader(
  db: Database,
  event: EventOfAudience,
  segment: string,
  registrationId: number,
): Promise<boolean> {
  const { sql, reached, bindings } = readersSql(event, segment)
  const found = await rows(
    db,
    `select 1 as one from registrations r where r.id = :registrationId and ${sql} and ${reached}`,
    { ...bindings, registrationId },
  )
  return found.length > 0
}
