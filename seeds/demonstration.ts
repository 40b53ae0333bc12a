import { inTransaction, type Transaction } from '../src/core/database.ts'
import { addMinutes, type Instant, now } from '../src/core/time.ts'
import type { Services } from '../src/services.ts'
import { loadAgendas } from './load/agendas.ts'
import { loadGround } from './load/directory.ts'
import { loadEvents, publishEvents } from './load/events.ts'
import { deliverToInbox } from './load/mails.ts'
import { days } from './load/moments.ts'
import { openEvents } from './load/open-events.ts'
import { loadPeople } from './load/people.ts'
import { loadRegistrations } from './load/registrations.ts'

/**
 * Fills an empty database with the demonstration events, all of it or nothing. A database that has events or accounts
 * stays as it is. Everything goes through the actions of the product, at the times at which it is said to have been.
 */
export async function seedDemonstration(services: Services): Promise<void> {
  const present = now()
  await inTransaction(services.db, async trx => {
    if (await isInUse(trx)) return
    await load(services, trx, present)
  })
}

async function isInUse(trx: Transaction): Promise<boolean> {
  return Boolean((await trx('events').first('id')) ?? (await trx('users').first('id')))
}

async function load(services: Services, trx: Transaction, present: Instant): Promise<void> {
  const ground = await loadGround(trx)
  const { id: userId } = await loadPeople(trx, ground.organisations)
  const organiser = { kind: 'user', userId } as const
  const loaded = await loadEvents(trx, ground)
  await loadAgendas(trx, ground, loaded)
  await publishEvents(trx, loaded)
  const opened = addMinutes(present, -(days + 2) * 24 * 60)
  const open = await openEvents(trx, organiser, { loaded, present, opened })
  const afterEach = () => deliverToInbox(services, trx)
  await loadRegistrations(trx, organiser, { open, present, afterEach })
}
