import { type Database, inTransaction, rows } from '../../../src/core/database.ts'
import { now } from '../../../src/core/time.ts'
import { chooseDue } from '../../../src/features/registration/actions/places.ts'
import { lockLedger } from '../../../src/features/registration/queries/ledger.ts'
import { listWaiting, listWaitingOfUnits } from '../../../src/features/registration/queries/locks.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import { promotes } from '../../../src/features/registration/rules/admission.ts'
import type { Ledger } from '../../../src/features/registration/rules/ledger.ts'
import type { Servable } from '../../../src/features/registration/rules/servable.ts'
import { attendances } from '../../../src/features/registration/types/places.ts'
import type { Note } from './steps.ts'

/** What a history broke of the invariants of reference I1–I8 and I11; nothing when all held. */
export async function findViolations(db: Database, eventId: number, notes: readonly Note[]): Promise<string[]> {
  return [
    ...(await counters(db, eventId)),
    ...(await oversold(db, eventId)),
    ...(await idlePlaces(db, eventId)),
    ...(await answers(db, eventId, notes)),
    ...(await mails(db, eventId)),
    ...(await log(db, eventId)),
    ...(await queueJumps(db, eventId)),
  ]
}

/** I1 and I2, by the self-check that organisers see. */
async function counters(db: Database, eventId: number): Promise<string[]> {
  return (await findDisagreements(db, eventId)).map(
    one =>
      `I2 ${one.kind} ${one.reference} ${one.scope}: ${one.counted}/${one.rows} ${one.waitingCounted}/${one.waitingRows}`,
  )
}

/** I1 again, counted without anything of the product's. */
async function oversold(db: Database, eventId: number): Promise<string[]> {
  const found = await rows<{ name: string; held: number; capacity: number }>(
    db,
    `select 'category ' || q.category_id as name, count(*)::int as held, q.capacity from quotas q
       join registrations r on r.category_id = q.category_id and r.status in ('confirmed', 'offered')
     where q.event_id = :eventId group by q.id having count(*) > q.capacity
     union all
     select 'part ' || q.part_id, count(*)::int, q.capacity from quotas q
       join sign_ups s on s.part_id = q.part_id and s.status in ('confirmed', 'offered')
     where q.event_id = :eventId group by q.id having count(*) > q.capacity
     union all
     select q.scope, count(*)::int, q.capacity from quotas q join registrations r on r.event_id = q.event_id
       and r.status in ('confirmed', 'offered') and q.scope in ('event', r.attendance)
     where q.event_id = :eventId group by q.id having count(*) > q.capacity`,
    { eventId },
  )
  return found.map(({ name, held, capacity }) => `I1 ${name} holds ${held} of ${capacity}`)
}

/** I8, second half: nobody waits for what is free. */
async function idlePlaces(db: Database, eventId: number): Promise<string[]> {
  return inTransaction(db, async trx => {
    const ledger = await lockLedger(trx, eventId)
    if (!promotes(ledger, now())) return []
    const waiting = await listWaiting(trx, eventId, everything(ledger), { after: 0, limit: 10_000 })
    const due = chooseDue(ledger, waiting, await listWaitingOfUnits(trx, waiting))
    return due.map(one => `I8 ${one.kind} ${one.id} waits for what is free`)
  })
}

/** All that can be waited for, whether there seems to be room or not: the check trusts no counter. */
function everything({ categories, parts, options }: Ledger): Servable {
  const ways = attendances.flatMap(attendance => [...categories.keys()].map(categoryId => ({ categoryId, attendance })))
  return { mains: ways, partIds: [...parts.keys()], optionIds: [...options.keys()] }
}

/** I3, I4 and I5: whoever was told of a place has a row that once had it, and nobody two that are active. */
async function answers(db: Database, eventId: number, notes: readonly Note[]): Promise<string[]> {
  const promised = notes.filter(({ step, answer }) => answer === 'place' && step !== 'address')
  const found = await db('registrations').where({ eventId })
  const replaced = await db('auditEntries').where({ eventId, action: 'registration.replaced' })
  const known = new Map(found.map(row => [row.email, row]))
  // A replaced person's address is gone from the row: as many as were replaced may be missing.
  const missing = promised.filter(({ email }) => email !== undefined && !known.has(email))
  const lost = missing.length > replaced.length ? [`I3 ${missing.length} places told, ${replaced.length} replaced`] : []
  const twice = await rows<{ email: string }>(
    db,
    `select lower(email) as email from registrations where event_id = ? and status not in ('cancelled', 'declined')
     group by lower(email) having count(*) > 1`,
    [eventId],
  )
  return [...lost, ...twice.map(({ email }) => `I5 ${email} twice`)]
}

/** I6: each promise of a mail is one row of the outbox. */
async function mails(db: Database, eventId: number): Promise<string[]> {
  const found = await rows<{ reference: string; problem: string }>(
    db,
    `select r.reference, p.problem from registrations r
     cross join lateral (select count(*) filter (where kind in ('registration-confirmed', 'registration-promoted')) as places,
       count(*) filter (where kind = 'registration-waiting') as waits,
       count(*) filter (where kind = 'registration-cancelled') as cancels,
       count(*) filter (where kind = 'registration-offer-expired') as expiries,
       count(*) filter (where kind = 'registration-declined') as declines
       from mails m where m.registration_id = r.id) m
     cross join lateral (values
       (case when r.confirmed_at is not null and m.places <> 1 then 'place told ' || m.places || ' times' end),
       (case when r.waitlisted_at is not null and m.waits <> 1 then 'waiting told ' || m.waits || ' times' end),
       (case when r.closing_reason in ('self', 'organiser', 'contact', 'offer-declined') and m.cancels <> 1
         then 'end told ' || m.cancels || ' times' end),
       (case when r.closing_reason = 'offer-expired' and m.expiries <> 1 then 'expiry told ' || m.expiries || ' times' end),
       (case when r.declined_at is not null and m.declines <> 1 then 'refusal told ' || m.declines || ' times' end)
     ) p(problem)
     where r.event_id = ? and p.problem is not null`,
    [eventId],
  )
  return found.map(({ reference, problem }) => `I6 ${reference} ${problem}`)
}

/** I11: each registration's beginning and end is in the log once. */
async function log(db: Database, eventId: number): Promise<string[]> {
  const found = await rows<{ reference: string }>(
    db,
    `select r.reference from registrations r cross join lateral (
       select count(*) filter (where action = 'registration.created') as begun,
         count(*) filter (where action in ('registration.cancelled', 'registration.declined',
           'registration.offer-expired', 'registration.offer-declined', 'registration.address-expired')) as ended
       from audit_entries a where a.subject_kind = 'registration' and a.subject_id = r.id) a
     where r.event_id = ? and (a.begun <> 1
       or a.ended <> case when r.status in ('cancelled', 'declined') then 1 else 0 end)`,
    [eventId],
  )
  return found.map(({ reference }) => `I11 ${reference}`)
}

interface Turn {
  readonly id: number
  readonly categoryId: number
  readonly attendance: string
  readonly queueNumber: number
  readonly unitId: number | null
  readonly enteredAt: number
  readonly leftAt: number | null
  readonly promotedAt: number | null
  readonly isChanged: boolean
}

/**
 * I8, first half: of two who wanted the same, the clock never served the later one while the earlier one waited. The log
 * is written under the lock, so the numbers of its entries are the order of what happened. Whoever was moved by hand, or
 * changed what they want, is left out; but the members of their delegation go with them.
 */
async function queueJumps(db: Database, eventId: number): Promise<string[]> {
  const turns = await rows<Turn>(
    db,
    `select r.id, r.category_id, r.attendance, r.queue_number, case when d.waits_together then d.id end as unit_id,
       a.entered_at, a.left_at, a.promoted_at, a.changes > 0 as is_changed
     from registrations r left join delegations d on d.id = r.delegation_id
     cross join lateral (select
       min(id) filter (where details->>'kind' = 'waiting') as entered_at,
       min(id) filter (where action in ('registration.promoted', 'registration.offered', 'registration.cancelled')) as left_at,
       min(id) filter (where action in ('registration.promoted', 'registration.offered') and actor_kind = 'system') as promoted_at,
       count(*) filter (where action in ('registration.moved', 'registration.category-changed',
         'registration.attendance-switched')) as changes
       from audit_entries where subject_kind = 'registration' and subject_id = r.id) a
     where r.event_id = ? and r.queue_number is not null and a.entered_at is not null`,
    [eventId],
  )
  const rank = (turn: Turn) =>
    turn.unitId === null
      ? turn.queueNumber
      : Math.min(...turns.filter(one => one.unitId === turn.unitId).map(one => one.queueNumber))
  return turns.flatMap(later => {
    const at = later.promotedAt
    if (at === null || later.isChanged) return []
    const passed = turns.find(
      earlier =>
        !earlier.isChanged &&
        earlier.unitId === null &&
        earlier.categoryId === later.categoryId &&
        earlier.attendance === later.attendance &&
        earlier.queueNumber < rank(later) &&
        earlier.enteredAt < at &&
        (earlier.leftAt === null || earlier.leftAt > at),
    )
    return passed ? [`I8 ${later.id} was served before ${passed.id}`] : []
  })
}
