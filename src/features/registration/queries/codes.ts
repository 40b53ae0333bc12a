import { type Database, firstRow, only, rows, type Transaction } from '../../../core/database.ts'
import type { LocalisedText } from '../../../core/localised-text.ts'
import { now } from '../../../core/time.ts'
import { type CodeState, codeState, codeStates, normaliseCode, placesKept } from '../rules/codes.ts'
import type { AccessCodeRow } from '../types/places.ts'
import type { RegistrationStatus } from '../types.ts'
import '../tables.ts'

/** What a typed code does for the form of an event. */
export type CodeForForm =
  | {
      readonly kind: 'open'
      /** The categories it opens: its own, or every hidden one. */
      readonly categoryIds: readonly number[]
      /** Places its category keeps for those who have it, although the category may be full for others. */
      readonly placesKept: number
    }
  | { readonly kind: 'unknown' }
  /** Whoever used it last and sends the form twice is to hear the same answer twice: they need its categories. */
  | { readonly kind: 'used-up'; readonly categoryIds: readonly number[] }

type CodeWithHidden = AccessCodeRow & { readonly hiddenIds: readonly number[] }

/**
 * What a code, as it was typed, opens at an event at this moment. A disabled or expired one is `unknown` like one that
 * never was: a guesser learns nothing. One query, none for an empty code.
 */
export async function findCodeForForm(
  db: Database | Transaction,
  event: { readonly id: number },
  typed: string,
): Promise<CodeForForm> {
  const code = normaliseCode(typed)
  if (code === '') return { kind: 'unknown' }
  const found = await firstRow<CodeWithHidden>(
    db,
    `select a.*, array(select c.id from categories c where c.event_id = a.event_id and c.is_hidden
       order by c.position, c.id)::int[] as hidden_ids
     from access_codes a where a.event_id = ? and a.code = ?`,
    [event.id, code],
  )
  if (found === undefined) return { kind: 'unknown' }
  const state = codeState(found, now())
  const categoryIds = found.categoryId === null ? found.hiddenIds : [found.categoryId]
  if (state === 'used-up') return { kind: 'used-up', categoryIds }
  if (state !== 'valid') return { kind: 'unknown' }
  return { kind: 'open', categoryIds, placesKept: placesKept(found) }
}

/** A code as lists show it. */
export interface CodeLine extends AccessCodeRow {
  readonly categoryName: LocalisedText | null
  /** The first of those who registered with it, active registrations first. */
  readonly users: readonly CodeUser[]
  /** All registrations ever made with it, the cancelled ones too. */
  readonly userCount: number
}

/** Somebody who registered with a code. */
export interface CodeUser {
  readonly reference: string
  readonly givenName: string
  readonly familyName: string
  readonly organisation: string
  readonly email: string
  readonly status: RegistrationStatus
}

/** Which codes are wanted: by where they stand, and by a part of the code or the note. */
export interface CodeFilter {
  readonly state: CodeState | undefined
  readonly search: string
}

const ofState: Readonly<Record<CodeState, string>> = {
  disabled: 'a.disabled_at is not null',
  expired: 'a.disabled_at is null and a.expires_at <= :at',
  'used-up': 'a.disabled_at is null and (a.expires_at is null or a.expires_at > :at) and a.used >= a.most_uses',
  valid: `a.disabled_at is null and (a.expires_at is null or a.expires_at > :at)
    and (a.most_uses is null or a.used < a.most_uses)`,
}

const usersOf = (limit: number) => `
  left join lateral (
    select coalesce(json_agg(json_build_object('reference', u.reference, 'givenName', u.given_name,
      'familyName', u.family_name, 'organisation', u.organisation, 'email', u.email, 'status', u.status)), '[]') as users
    from (select * from registrations r where r.access_code_id = a.id
      order by (r.cancelled_at is null and r.declined_at is null) desc, r.id limit ${limit}) u) people on true`

const lineColumns = `a.*, c.name as category_name, people.users,
  (select count(*)::int from registrations r where r.access_code_id = a.id) as user_count`

/** One page of the codes of an event, newest first, each with its first `users`, and how many match. One query. */
export async function listCodes(
  db: Database,
  eventId: number,
  { state, search }: CodeFilter,
  { size, offset, users = 2 }: { size: number; offset: number; users?: number },
): Promise<{ lines: CodeLine[]; total: number }> {
  const where = ['a.event_id = :eventId', ...(state === undefined ? [] : [ofState[state]])]
  if (search !== '') where.push('(a.code like :code or search_text(a.note) like search_text(:note))')
  const escaped = search.replace(/[\\%_]/g, '\\$&')
  const found = await rows<CodeLine & { total: number }>(
    db,
    `select ${lineColumns}, count(*) over ()::int as total from access_codes a
     left join categories c on c.id = a.category_id ${usersOf(users)}
     where ${where.join(' and ')} order by a.id desc limit :size offset :offset`,
    {
      eventId,
      size,
      offset,
      ...(state !== undefined && state !== 'disabled' && { at: now() }),
      ...(search !== '' && { code: `%${normaliseCode(search) || '-'}%`, note: `%${escaped}%` }),
    },
  )
  return { lines: found, total: found[0]?.total ?? 0 }
}

/** One code of an event with those who used it, at most a thousand. */
export async function findCode(db: Database, eventId: number, reference: string): Promise<CodeLine | undefined> {
  const sql = `select ${lineColumns} from access_codes a left join categories c on c.id = a.category_id ${usersOf(1_000)}
    where a.event_id = ? and a.reference = ?`
  return firstRow<CodeLine>(db, sql, [eventId, reference])
}

/** How many codes of an event there are in each state. One query. */
export async function countCodes(db: Database, eventId: number): Promise<Readonly<Record<CodeState, number>>> {
  const counts = codeStates.map(state => `count(*) filter (where ${ofState[state]})::int as "${state}"`)
  const sql = `select ${counts.join(', ')} from access_codes a where a.event_id = :eventId`
  return only(await rows<Record<CodeState, number>>(db, sql, { eventId, at: now() }))
}
