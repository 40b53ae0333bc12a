import { type Database, only, rows, type Transaction } from '../../../core/database.ts'
import { type Remembered, rememberWhile, versionSql } from '../../../core/content-versions.ts'
import { parseInstant } from '../../../core/time.ts'
import { together } from '../../../core/together.ts'
import type { CodeTally, Ledger, LedgerOption, LedgerPart } from '../rules/ledger.ts'
import type { AccessCodeRow, CategoryRow, QuotaMemberRow, QuotaRow, RegistrationSettingsRow } from '../types/places.ts'
import { usualSettings } from './settings.ts'
import '../tables.ts'

/**
 * Locks every quota of an event in the order of their ids (docs/locking.md) and reads all that a decision needs. What is
 * decided on it sees everything that the holders of the lock before us wrote: the counters are read after the lock.
 */
export async function lockLedger(trx: Transaction, eventId: number): Promise<Ledger> {
  for (;;) {
    const locked = await rows<{ id: number }>(trx, 'select id from quotas where event_id = ? order by id for update', [
      eventId,
    ])
    const ledger = (await readLedgers(trx, [eventId])).get(eventId)
    if (ledger === undefined) throw new Error(`event ${eventId} is gone`)
    const known = new Set(locked.map(({ id }) => id))
    // A quota added while we waited for the lock was not in the lock's snapshot.
    if (ledger.quotas.every(({ id }) => known.has(id))) return ledger
  }
}

/** What is remembered of ledgers: their rules. The counters are read under the lock each time. */
export type RulesMemory = Remembered<Ledger | undefined>

/** A memory of rules for one database; of the events that are registered for now. */
export function rememberRules(): RulesMemory {
  return rememberWhile<Ledger | undefined>(['content'], 200)
}

/**
 * As `lockLedger`, with the rules as this process remembers them. The lock itself gives the counters: PostgreSQL reads
 * a row that it waited for anew. That the rules are those of this moment is asked after the lock, in one short
 * statement: whoever changes them had the lock before us, and is seen, or has it after us.
 */
export async function lockRememberedLedger(trx: Transaction, eventId: number, rules: RulesMemory): Promise<Ledger> {
  const [quotas, present] = await together(
    trx,
    async () => rows<QuotaRow>(trx, 'select * from quotas where event_id = ? order by id for update', [eventId]),
    async () => rows<{ content: string; ids: string }>(trx, presentQuery, [eventId]),
  )
  const ids = quotas.map(({ id }) => id).join()
  const { content } = only(present)
  // A quota was added while we waited for the lock: it must be locked as well.
  if (only(present).ids !== ids) return lockLedger(trx, eventId)
  const versions = { content, places: '', people: '' }
  const known = await rules(versions, `${eventId}:${ids}`, async () => (await readLedgers(trx, [eventId])).get(eventId))
  if (known === undefined) throw new Error(`event ${eventId} is gone`)
  // What is remembered may be newer than our look, never older; of other quotas than ours it must not speak.
  if (known.quotas.map(({ id }) => id).join() !== ids) return lockLedger(trx, eventId)
  return withCounters(known, quotas)
}

const presentQuery = `
  select (select ${versionSql} from content_changes where kind = 'content') as content,
    (select coalesce(string_agg(id::text, ',' order by id), '') from quotas where event_id = ?) as ids`

function withCounters(rules: Ledger, quotas: readonly QuotaRow[]): Ledger {
  return {
    ...rules,
    quotas: quotas.map(quota => ({ ...quota })),
    before: new Map(quotas.map(({ id, capacity, taken, waiting }) => [id, { capacity, taken, waiting }])),
    touched: new Set(),
  }
}

interface LedgerRow {
  readonly event: Record<string, unknown>
  readonly settings: Record<string, unknown> | null
  readonly categories: Record<string, unknown>[]
  readonly parts: Record<string, unknown>[]
  readonly options: Record<string, unknown>[]
  readonly quotas: Record<string, unknown>[]
  readonly members: Record<string, unknown>[]
}

/** The ledgers of some events as they stand, by event id; to tell, not to decide. One query. */
export async function readLedgers(
  db: Database | Transaction,
  eventIds: readonly number[],
): Promise<Map<number, Ledger>> {
  const found = await rows<LedgerRow>(db, ledgerQuery, [[...eventIds]])
  return new Map(found.map(row => ledgerOf(row)).map(ledger => [ledger.event.id, ledger]))
}

const list = (select: string) => `(select coalesce(json_agg(x), '[]') from (${select}) x)`

// One statement: between the lock and the commit every round trip is time that others wait.
const ledgerQuery = `
  select json_build_object('id', e.id, 'organisation_id', e.organisation_id, 'mode', e.mode,
      'registration_opens_at', e.registration_opens_at, 'registration_closes_at', e.registration_closes_at,
      'ends_at', e.ends_at, 'cancelled_at', e.cancelled_at, 'archived_at', e.archived_at) as event,
    (select row_to_json(s) from registration_settings s where s.event_id = e.id) as settings,
    ${list('select * from categories c where c.event_id = e.id order by c.position, c.id')} as categories,
    ${list(`select p.*, (select coalesce(json_agg(pc.category_id), '[]') from part_categories pc
        where pc.part_id = p.id) as category_ids
      from parts p where p.event_id = e.id order by p.position, p.id`)} as parts,
    ${list(`select o.id, o.reference, o.has_waiting_list from question_options o join quotas q on q.option_id = o.id
      where o.event_id = e.id order by o.id`)} as options,
    ${list('select * from quotas q where q.event_id = e.id order by q.id')} as quotas,
    ${list(`select m.* from quota_members m join quotas q on q.id = m.quota_id where q.event_id = e.id`)} as members
  from events e where e.id = any(?)`

function ledgerOf(row: LedgerRow): Ledger {
  const event = fromJson<Ledger['event']>(row.event)
  const quotas = row.quotas.map(one => fromJson<QuotaRow>(one))
  return {
    event,
    settings: row.settings === null ? usualSettings(event.id) : fromJson<RegistrationSettingsRow>(row.settings),
    categories: byId(row.categories.map(one => fromJson<CategoryRow>(one))),
    parts: byId(row.parts.map(one => fromJson<LedgerPart>(one))),
    options: byId(row.options.map(one => fromJson<LedgerOption>(one))),
    quotas,
    members: row.members.map(one => fromJson<QuotaMemberRow>(one)),
    before: new Map(quotas.map(({ id, capacity, taken, waiting }) => [id, { capacity, taken, waiting }])),
    touched: new Set(),
  }
}

function byId<Row extends { readonly id: number }>(found: readonly Row[]): Map<number, Row> {
  return new Map(found.map(row => [row.id, row]))
}

/** A row that PostgreSQL wrote as JSON, as it would have come by itself: camelCase, instants as such. */
function fromJson<Row>(json: Readonly<Record<string, unknown>>): Row {
  const entries = Object.entries(json).map(([key, value]) => {
    const isInstant = (key.endsWith('_at') || key === 'join_from') && typeof value === 'string'
    return [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      isInstant ? parseInstant(value) : value,
    ]
  })
  return Object.fromEntries(entries) as Row
}

/** Locks some access codes of an event, in the order of their ids; call it after `lockLedger`. By code. */
export async function lockCodes(
  trx: Transaction,
  eventId: number,
  codes: readonly string[],
): Promise<Map<string, CodeTally>> {
  if (codes.length === 0) return new Map()
  const found = await trx('accessCodes').where({ eventId }).whereIn('code', codes).orderBy('id').forUpdate()
  return new Map(found.map(code => [code.code, { ...code }]))
}

/** As `lockCodes`, the one a registration was made with. */
export async function lockCode(trx: Transaction, id: number | null): Promise<AccessCodeRow | undefined> {
  return id === null ? undefined : trx('accessCodes').where({ id }).forUpdate().first()
}
