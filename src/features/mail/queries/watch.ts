import { rows } from '../../../core/database.ts'
import type { Watch } from '../../../core/lookout.ts'
import type { Reading } from '../../../core/metrics.ts'
import { now } from '../../../core/time.ts'

/** Seconds that a mail somebody waits for may be due without a sender at it, and be on its way in all. */
const longDue = 300
const longOnItsWay = 1_800
/** An outbox fuller than that is counted so far. */
const mostCounted = 10_000

interface Standing {
  readonly isBulk: boolean
  readonly queued: number
  readonly retrying: number
  readonly sending: number
  readonly overdue: number
  readonly oldest: number
}

// Only what is still open: it lies in the index `mails_to_send`, however many mails there ever were.
const standingSql = `
  select is_bulk, count(*) filter (where attempts = 0)::int as queued,
    count(*) filter (where attempts > 0 and not is_sending)::int as retrying,
    count(*) filter (where is_sending)::int as sending,
    coalesce(extract(epoch from :at::timestamptz - min(next_try_at) filter (where not is_sending)), 0)::float8 as overdue,
    coalesce(extract(epoch from :at::timestamptz - min(trying_since)), 0)::float8 as oldest
  from (
    select is_bulk, attempts, next_try_at, trying_since, coalesce(lease_until > :at::timestamptz, false) as is_sending
    from mails
    where sent_at is null and failed_at is null and dropped_at is null and next_try_at <= :at::timestamptz + interval '1 hour'
    order by is_bulk, next_try_at, id limit :most
  ) as open
  group by is_bulk`

/** The outbox: how many mails are in which state, and how long the first of them waits. */
export const watchOutbox: Watch = async ({ db }) => {
  const found = await rows<Standing>(db, standingSql, { at: now(), most: mostCounted })
  const readings = [false, true].flatMap(isBulk =>
    describe(
      isBulk,
      found.find(one => one.isBulk === isBulk),
    ),
  )
  const isLate = found.some(one => !one.isBulk && (one.overdue > longDue || one.oldest > longOnItsWay))
  return { readings, troubles: isLate ? ['mail'] : [] }
}

function describe(isBulk: boolean, found: Standing | undefined): Reading[] {
  const lane = isBulk ? 'bulk' : 'tickets'
  const count = (state: string, value = 0) => ({
    name: 'outbox_mails',
    help: 'Mails to send within the hour, up to 10000',
    labels: { lane, state },
    value,
  })
  return [
    count('queued', found?.queued),
    count('retrying', found?.retrying),
    count('sending', found?.sending),
    {
      name: 'outbox_overdue_seconds',
      help: 'How long the first mail has been due without a sender at it',
      labels: { lane },
      value: Math.max(0, found?.overdue ?? 0),
    },
    {
      name: 'outbox_oldest_seconds',
      help: 'How long the oldest mail has been on its way, with all its tries',
      labels: { lane },
      value: Math.max(0, found?.oldest ?? 0),
    },
  ]
}
