import { type Database, firstRow, only, rows, type Transaction } from '../../../core/database.ts'
import { now } from '../../../core/time.ts'
import { lastMailBefore } from '../rules/states.ts'
import type { InvitationCounts, InvitationGroup, InvitationInEvent, InvitationRow, KnownAddress } from '../types.ts'
import '../tables.ts'

/** What makes a row of a group; `all` and the answers leave out what was withdrawn. */
const conditions: Readonly<Record<InvitationGroup, string>> = {
  all: 'i.withdrawn_at is null',
  // Who answered has opened it, whatever the log of openings missed.
  opened: 'i.withdrawn_at is null and (i.opened_at is not null or i.answer is not null)',
  yes: `i.withdrawn_at is null and i.answer = 'yes'`,
  no: `i.withdrawn_at is null and i.answer = 'no'`,
  unanswered: 'i.withdrawn_at is null and i.answer is null',
  withdrawn: 'i.withdrawn_at is not null',
}

const whole = `i.*, c.name as category_name, r.reference as registration_reference, r.status as registration_status,
  r.email as registration_email, r.token_version as registration_token_version`
const joined = `invitations i left join categories c on c.id = i.category_id
  left join registrations r on r.id = i.registration_id`

/** An invitation by its public reference, wherever it belongs; what the private link opens. */
export async function findInvitationByReference(
  db: Database | Transaction,
  reference: string,
): Promise<InvitationInEvent | undefined> {
  return firstRow<InvitationInEvent>(db, `select ${whole} from ${joined} where i.reference = ?`, [reference])
}

/** One invitation of an event. */
export async function findInvitation(
  db: Database,
  eventId: number,
  reference: string,
): Promise<InvitationInEvent | undefined> {
  const sql = `select ${whole} from ${joined} where i.event_id = ? and i.reference = ?`
  return firstRow<InvitationInEvent>(db, sql, [eventId, reference])
}

/** What is looked for among the invitations of an event. */
export interface InvitationFilter {
  readonly group: InvitationGroup
  /** Words that must all occur in name, organisation or address, in any case, without diacritics. */
  readonly search: string
}

const searchable = `search_text(i.given_name || ' ' || i.family_name || ' ' || i.organisation || ' ' || i.email)`

/** One page of the invitations of an event, by name, and how many match in all. One query. */
export async function listInvitations(
  db: Database,
  eventId: number,
  { group, search }: InvitationFilter,
  { size, offset }: { size: number; offset: number },
): Promise<{ lines: InvitationInEvent[]; total: number }> {
  const words = search
    .split(/\s+/)
    .filter(word => word !== '')
    .slice(0, 8)
  const where = ['i.event_id = :eventId', conditions[group]]
  where.push(...words.map((_, index) => `${searchable} like search_text(:w${index})`))
  const patterns = words.map((word, index) => [`w${index}`, `%${word.replace(/[\\%_]/g, '\\$&')}%`])
  const found = await rows<InvitationInEvent & { total: number }>(
    db,
    `select ${whole}, count(*) over ()::int as total from ${joined} where ${where.join(' and ')}
     order by i.family_name collate "cs-CZ-x-icu", i.given_name collate "cs-CZ-x-icu", i.id
     limit :size offset :offset`,
    { eventId, size, offset, ...Object.fromEntries(patterns) },
  )
  return { lines: found, total: found[0]?.total ?? 0 }
}

/** How many invitations are in each group. One query. */
export async function countInvitations(db: Database, eventId: number): Promise<InvitationCounts> {
  const counts = Object.entries(conditions).map(
    ([group, condition]) => `count(*) filter (where ${condition})::int as "${group}"`,
  )
  const sql = `select ${counts.join(', ')} from invitations i where i.event_id = ?`
  return only(await rows<InvitationCounts>(db, sql, [eventId]))
}

/** Who may be reminded now: not answered, and nothing was sent to them for a day. */
export const remindable = `event_id = :eventId and withdrawn_at is null and answer is null
  and coalesce(reminded_at, sent_at) <= :before`

/** How many a reminder would go to at this moment. */
export async function countToRemind(db: Database | Transaction, eventId: number): Promise<number> {
  const sql = `select count(*)::int as n from invitations where ${remindable}`
  const { n } = only(await rows<{ n: number }>(db, sql, { eventId, before: lastMailBefore(now()) }))
  return n
}

/** Which of some addresses are invited or registered at an event already, by the address in lower case. One query. */
export async function findKnownAddresses(
  db: Database | Transaction,
  eventId: number,
  addresses: readonly string[],
): Promise<Map<string, KnownAddress>> {
  const found = await rows<{ address: string; isRegistered: boolean }>(
    db,
    `select a.address, r.id is not null as is_registered from unnest(:addresses::text[]) as a(address)
     left join registrations r on r.event_id = :eventId and lower(r.email) = a.address
       and r.cancelled_at is null and r.declined_at is null
     left join invitations i on i.event_id = :eventId and lower(i.email) = a.address and i.withdrawn_at is null
     where r.id is not null or i.id is not null`,
    { eventId, addresses: addresses.map(address => address.toLowerCase()) },
  )
  return new Map(found.map(({ address, isRegistered }) => [address, isRegistered ? 'registered' : 'invited']))
}

/** Locks one invitation; before the quotas, if those are needed as well (docs/locking.md). */
export async function lockInvitation(trx: Transaction, id: number): Promise<InvitationRow> {
  return only(await trx('invitations').where({ id }).forUpdate())
}
