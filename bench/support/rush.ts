import { type Database, firstRow } from '../../src/core/database.ts'
import { createOrganisation } from '../../tests/factories/accounts.ts'
import { createPublished } from '../../tests/factories/events.ts'
import { createCategory } from '../../tests/factories/registration.ts'
import type { Load, Sample, Target } from './load.ts'

/** Rounds before a rush is measured: a process that has just started needs some five thousand forms to be compiled. */
export const warmUps = 3

/** An event whose registration is open. */
export interface RushEvent {
  readonly id: number
  /** Path of the public form, to which it also posts. */
  readonly path: string
  /** What the form posts as the chosen category. */
  readonly category: string
  readonly capacity: number
}

/** The organisation of the events of the bench, made once. */
export async function hostOf(db: Database): Promise<{ readonly id: number }> {
  const found = await db('organisations').where({ slug: 'bench' }).first('id')
  return found ?? createOrganisation(db, { slug: 'bench', name: 'Inovační centrum' })
}

/** Publishes an event with one category of so many places. */
export async function createRushEvent(
  db: Database,
  slug: string,
  { capacity, hasWaitingList = true }: { readonly capacity: number; readonly hasWaitingList?: boolean },
): Promise<RushEvent> {
  const event = await createPublished(db, { organisation: await hostOf(db), slug })
  const category = await createCategory(db, event, { capacity, hasWaitingList })
  return { id: event.id, path: `/cs/events/${slug}/registration`, category: category.reference, capacity }
}

/** The public form as a browser sends it; each person and each visitor's address once. */
export function registering(path: string, category: string, expect: readonly number[] = [303]): Target {
  const form = {
    titleBefore: '',
    givenName: 'Jana',
    familyName: 'Nováková',
    titleAfter: '',
    email: 'jana.{n}@example.org',
    organisation: 'Univerzita J. E. Purkyně v Ústí nad Labem',
    country: 'CZ',
    locale: 'cs',
    category,
    dietary: '',
    access: '',
    participation: 'yes',
    website: '',
  }
  return { path, form, expect, headers: { 'X-Forwarded-For': '{address}' } }
}

/** Counts answers by what they granted: `place`, `waiting`. */
export const countGranted: Pick<Load, 'countBy'> = { countBy: '[?&]state=(\\w+)' }

/** Limits on, as in production, for visitors of many addresses. */
export const limitsOn = { RATE_LIMITS: 'on', TRUST_PROXY: '1' } as const

/** What the database says of an event after a rush. */
export interface Places {
  readonly confirmed: number
  readonly waiting: number
  readonly taken: number
  readonly capacity: number
  /** Registrations that no mail was queued for in the same transaction. */
  readonly withoutMail: number
}

/** Counts what is there, not what was answered. */
export async function countPlaces(db: Database, { id }: Pick<RushEvent, 'id'>): Promise<Places> {
  const found = await firstRow<Places>(
    db,
    `select count(*) filter (where status = 'confirmed')::int as confirmed,
       count(*) filter (where status = 'waiting')::int as waiting,
       count(*) filter (where not exists (select from mails where registration_id = registrations.id))::int as without_mail,
       (select sum(taken)::int from quotas where event_id = :id) as taken,
       (select sum(capacity)::int from quotas where event_id = :id) as capacity
     from registrations where event_id = :id`,
    { id },
  )
  if (found === undefined) throw new Error('an aggregate has one row')
  return found
}

/**
 * How many of the promises after a rush do not hold: exact places, counters, a mail for each.
 * @param samples all that was answered of the event; left out: what was told is not compared with what is there
 */
export async function brokenPromises(
  db: Database,
  event: RushEvent,
  samples?: readonly Pick<Sample, 'counts'>[],
): Promise<number> {
  const places = await countPlaces(db, event)
  const told = (what: string) => samples?.reduce((sum, { counts }) => sum + (counts[what] ?? 0), 0)
  const promises = {
    'no more places than there are': places.confirmed <= places.capacity,
    'the counter is right': places.taken === places.confirmed,
    'a mail for each': places.withoutMail === 0,
    'places as told': samples === undefined || places.confirmed === told('place'),
    'queue as told': samples === undefined || places.waiting === told('waiting'),
  }
  const broken = Object.entries(promises).filter(([, holds]) => !holds)
  if (broken.length > 0) console.error('broken:', broken.map(([name]) => name).join(', '), places)
  return broken.length
}
