import { rows, type Transaction } from '../../../core/database.ts'
import type { Violation } from '../types.ts'

interface Turn {
  readonly eventId: number
  readonly reference: string
  readonly queueNumber: number
  /** The delegation it waited with, if that waited together. */
  readonly unitId: number | null
  /** Numbers of the entries of the log: it is written under the lock, so they are the order of what happened. */
  readonly enteredAt: number
  readonly leftAt: number | null
  readonly promotedAt: number | null
}

/**
 * I8, first half: of two who wanted the same, the clock never served the later one while the earlier one waited. Whoever
 * was moved by hand, or changed what they want, is left out. One query.
 */
export async function findPassedTurns(trx: Transaction): Promise<Violation[]> {
  const turns = await rows<Turn & { line: string }>(
    trx,
    `select r.event_id, r.reference, r.category_id || ' ' || r.attendance as line, r.queue_number,
       case when d.waits_together then d.id end as unit_id, a.entered_at, a.left_at, a.promoted_at
     from registrations r left join delegations d on d.id = r.delegation_id
     cross join lateral (select
       min(id) filter (where details->>'kind' = 'waiting') as entered_at,
       min(id) filter (where action in ('registration.promoted', 'registration.offered', 'registration.cancelled')) as left_at,
       min(id) filter (where action in ('registration.promoted', 'registration.offered') and actor_kind = 'system') as promoted_at,
       count(*) filter (where action in ('registration.moved', 'registration.category-changed',
         'registration.attendance-switched', 'registration.merged') or details->>'reason' = 'merged') as changes
       from audit_entries where subject_kind = 'registration' and subject_id = r.id) a
     where r.queue_number is not null and a.entered_at is not null and a.changes = 0
     order by r.queue_number`,
  )
  const lines = new Map<string, Turn[]>()
  for (const turn of turns) {
    const line = lines.get(turn.line)
    if (line === undefined) lines.set(turn.line, [turn])
    else line.push(turn)
  }
  return [...lines.values()].flatMap(passedIn)
}

/** The turns of one line, in the order of their ranks. */
function passedIn(line: readonly Turn[]): Violation[] {
  const ranks = ranksOfUnits(line)
  const rank = (turn: Turn) => ranks.get(turn.unitId ?? 0) ?? turn.queueNumber
  const served = line
    .filter(turn => turn.promotedAt !== null)
    .toSorted((a, b) => (a.promotedAt ?? 0) - (b.promotedAt ?? 0))
  // Alone: a delegation that waits together needs more than one place, so it may rightly be passed.
  const alone = line.filter(turn => turn.unitId === null)
  let gone = 0
  return served.flatMap(later => {
    const at = later.promotedAt ?? 0
    // Whoever left before this one was served left before all that were served after it.
    while (gone < alone.length && (alone[gone]?.leftAt ?? Number.POSITIVE_INFINITY) <= at) gone++
    const passed = firstWaiting(alone, gone, rank(later), at)
    if (passed === undefined) return []
    const subject = `registration ${later.reference}`
    return [{ invariant: 'I8', eventId: later.eventId, subject, problem: `was served before ${passed.reference}` }]
  })
}

/** A delegation stands where its first one stands. */
function ranksOfUnits(line: readonly Turn[]): Map<number, number> {
  const ranks = new Map<number, number>()
  for (const { unitId, queueNumber } of line) if (unitId !== null && !ranks.has(unitId)) ranks.set(unitId, queueNumber)
  return ranks
}

function firstWaiting(alone: readonly Turn[], from: number, rank: number, at: number): Turn | undefined {
  for (let index = from; index < alone.length; index++) {
    const earlier = alone[index]
    if (earlier === undefined || earlier.queueNumber >= rank) return undefined
    if (earlier.enteredAt < at && (earlier.leftAt === null || earlier.leftAt > at)) return earlier
  }
  return undefined
}
