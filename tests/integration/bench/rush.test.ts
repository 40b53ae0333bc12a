import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { brokenPromises, createRushEvent, type RushEvent } from '../../../bench/support/rush.ts'
import { only } from '../../../src/core/database.ts'
import { now } from '../../../src/core/time.ts'
import { createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: RushEvent
const told = [{ counts: { 303: 3, place: 2, waiting: 1 } }]

beforeEach(async () => {
  event = await createRushEvent(world.db, 'naval', { capacity: 2 })
  const category = only(await world.db('categories').where({ eventId: event.id }))
  for (const who of ['jana', 'petr', 'eva']) await createRegistration(world.db, category, who)
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
})

describe('the check after a rush', () => {
  it('finds nothing where everything is as it was told', async () => {
    expect(await brokenPromises(world.db, event, told)).toBe(0)
    expect(await brokenPromises(world.db, event)).toBe(0)
  })

  it('sees who was told something else', async () => {
    expect(await brokenPromises(world.db, event, [{ counts: { place: 3 } }])).toBe(2)
  })

  it('sees a place that was sold twice, although no counter knows of it', async () => {
    await world
      .db('registrations')
      .where({ eventId: event.id, status: 'waiting' })
      .update({ waitlistedAt: null, confirmedAt: now(), placeHeld: true })
    // More places than there are, another number than the counter's, another than was told, twice.
    expect(await brokenPromises(world.db, event, told)).toBe(4)
  })

  it('sees a registration without its mail', async () => {
    const one = only(await world.db('registrations').where({ eventId: event.id, familyName: 'Nováková jana' }))
    await world.db('mails').where({ registrationId: one.id }).delete()
    expect(await brokenPromises(world.db, event, told)).toBe(1)
  })
})
