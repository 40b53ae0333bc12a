import { type Database, inTransaction, rows } from '../../../core/database.ts'
import { type Instant, now } from '../../../core/time.ts'
import { findDisagreements } from '../../registration/queries/offers.ts'
import { findTallyDisagreements } from '../../roster/queries/tallies.ts'
import type { Violation } from '../types.ts'
import { arrivals, idlePlaces, oversold, overlaps, twice, usedTwice } from './places.ts'
import { log, outbox, promises } from './promises.ts'
import { findPassedTurns } from './turns.ts'
import '../tables.ts'

/** So many of one invariant are enough to know that something is wrong. */
const mostOfOne = 100

const statements = [oversold, twice, promises, outbox, idlePlaces, usedTwice, log, overlaps, arrivals]

/**
 * Everything in the database that must never be: I1, I2, I5 to I9, I11, I12 and I15 over all events, as of one moment.
 * A fixed number of statements that read and lock nothing; their work grows with the registrations, so it is for the
 * night, for the command line and for tests. At most a hundred of each.
 * @param db a pool: the check has a transaction of its own
 */
export async function findViolations(db: Database, at: Instant = now()): Promise<Violation[]> {
  return inTransaction(db, async trx => {
    await trx.raw('set transaction isolation level repeatable read, read only')
    await trx.raw(`set local statement_timeout = '15min'`)
    const found: Violation[] = []
    for (const statement of statements)
      found.push(...(await rows<Violation>(trx, `${statement} limit ${mostOfOne}`, { at })))
    const disagreements = await findDisagreements(trx)
    const passed = await findPassedTurns(trx)
    const tallies = await findTallyDisagreements(trx)
    found.push(...disagreements.slice(0, mostOfOne).map(violationOf), ...passed.slice(0, mostOfOne))
    found.push(...tallies.map(violationOfTally))
    return found
  })
}

/** I2, by the reconciliation that registration knows itself. */
function violationOf(one: Awaited<ReturnType<typeof findDisagreements>>[number]): Violation {
  const { eventId, kind, reference, counted, waitingCounted, waitingRows } = one
  const waiting = waitingCounted === waitingRows ? '' : `; ${waitingCounted} wait, the rows say ${waitingRows}`
  const problem = `counts ${counted}, the rows say ${one.rows}${waiting}`
  return { invariant: 'I2', eventId, subject: `${kind} ${reference}`, problem }
}

/** I2 once more, of what organisers see counted. */
function violationOfTally(one: Awaited<ReturnType<typeof findTallyDisagreements>>[number]): Violation {
  const { eventId, kind, tallied, counted } = one
  return { invariant: 'I2', eventId, subject: `tally of ${kind}`, problem: `says ${tallied}, the rows say ${counted}` }
}
