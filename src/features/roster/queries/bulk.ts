import { type Database, firstRow, rows, type Transaction } from '../../../core/database.ts'
import type { EventRow } from '../../events/types.ts'
import type { RegistrationRow, RegistrationStatus } from '../../registration/types.ts'
import { concerned } from '../rules/bulk.ts'
import { readSelection, type Selection } from '../rules/selection.ts'
import type { BulkDeed, BulkRunRow } from '../types.ts'
import { type Conditions, conditionsOf } from './conditions.ts'
import { countsOf, type StatusCounts } from './tallies.ts'
import '../tables.ts'

/** Whom something is to be done to: those that were ticked, or all that a selection holds. */
export type Chosen =
  | { readonly scope: 'ticked'; readonly references: readonly string[] }
  | { readonly scope: 'all'; readonly selection: Selection }

type EventOf = Pick<EventRow, 'id' | 'timeZone'>

/** The condition that holds for those chosen, on `registrations r`. */
export function chosenConditions(event: EventOf, chosen: Chosen): Conditions {
  if (chosen.scope === 'all') return conditionsOf(event, chosen.selection, 'everything')
  const { sql, bindings } = conditionsOf(event, readSelection({}), 'everything')
  return { sql: `${sql} and r.reference = any(:references)`, bindings: { ...bindings, references: chosen.references } }
}

/** Somebody as the question before a deed names them. */
export type ConcernedPerson = Pick<
  RegistrationRow,
  'titleBefore' | 'givenName' | 'familyName' | 'titleAfter' | 'organisation'
>

/** Names that the question before a deed gives. */
export const mostNamed = 12

/** How many are chosen by status, and the first of those whom the deed concerns. Two queries. */
export async function findConcerned(
  db: Database,
  event: EventOf,
  { chosen, deed }: { chosen: Chosen; deed: BulkDeed },
): Promise<{ counts: StatusCounts; people: ConcernedPerson[] }> {
  const { sql, bindings } = chosenConditions(event, chosen)
  const [counted, people] = await Promise.all([
    rows<{ status: RegistrationStatus; count: number }>(
      db,
      `select r.status, count(*)::int as count from registrations r where ${sql} group by r.status`,
      bindings,
    ),
    rows<ConcernedPerson>(
      db,
      `select r.title_before, r.given_name, r.family_name, r.title_after, r.organisation from registrations r
       where ${sql} and r.status = any(:concerned)
       order by r.family_name collate "cs-CZ-x-icu", r.given_name collate "cs-CZ-x-icu", r.id limit ${mostNamed}`,
      { ...bindings, concerned: concerned[deed] },
    ),
  ])
  return { counts: countsOf(counted), people }
}

/** A run of an event by its public reference. */
export async function findBulkRun(db: Database, eventId: number, reference: string): Promise<BulkRunRow | undefined> {
  return db('bulkRuns').where({ eventId, reference }).first()
}

/** The event of a run and the run, for the job that works it through. */
export async function findRunWithEvent(
  db: Database,
  runId: number,
): Promise<(BulkRunRow & { organisationId: number }) | undefined> {
  return firstRow(
    db,
    'select b.*, e.organisation_id from bulk_runs b join events e on e.id = b.event_id where b.id = ?',
    [runId],
  )
}

/** How many registrations of a run came out how; `todo`: their turn has not come. One query. */
export async function countOutcomes(db: Database, runId: number): Promise<{ outcome: string; count: number }[]> {
  return rows(
    db,
    `select coalesce(outcome, 'todo') as outcome, count(*)::int as count from bulk_items where run_id = ?
     group by 1 order by 2 desc, 1`,
    [runId],
  )
}

/** The next registrations of a run whose turn it is, their items locked; what another worker holds is left to it. */
export async function lockNextItems(trx: Transaction, runId: number, limit: number): Promise<RegistrationRow[]> {
  return rows<RegistrationRow>(
    trx,
    `select r.* from bulk_items i join registrations r on r.id = i.registration_id
     where i.run_id = ? and i.outcome is null order by i.position limit ? for update of i skip locked`,
    [runId, limit],
  )
}

/** Whether something of a run is still to be done. */
export async function isUnfinished(db: Database | Transaction, runId: number): Promise<boolean> {
  return (
    (await firstRow(db, 'select 1 as one from bulk_items where run_id = ? and outcome is null limit 1', [runId])) !==
    undefined
  )
}
