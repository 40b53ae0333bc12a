import { beforeEach, describe, expect, it } from '@jest/globals'
import { mailDefinitions } from '../../../src/app.ts'
import { system } from '../../../src/core/actor.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { tellDue } from '../../../src/features/calendar/actions/invitations.ts'
import { tellMoved } from '../../../src/features/calendar/actions/moves.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { findEvent } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { deliverDueMails } from '../../../src/features/mail/actions/lanes.ts'
import { createPublished, editEventTo, someTimes } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow

const modes = { on: 'jana', off: 'petr', attachment: 'eva' } as const

beforeEach(async () => {
  const { organisation } = await world.people()
  world.at('2027-06-01T08:00:00Z')
  event = await createPublished(world.db, { organisation })
  const category = await createCategory(world.db, event, { capacity: 10 })
  const approved = await createCategory(world.db, event, { needsApproval: true })
  for (const who of Object.values(modes)) await createRegistration(world.db, category, who)
  await createRegistration(world.db, approved, 'zadatel')
  await pass(0)
  for (const [mode, who] of Object.entries(modes)) {
    await world.db.raw(
      `update calendar_invitations set mode = ? where registration_id = (select id from registrations where email = ?)`,
      [mode, `${who}@example.org`],
    )
  }
})

/** Lets time pass as the minute jobs see it: what was collected is told, and the mails go. */
async function pass(minutes: number): Promise<void> {
  world.at(addMinutes(now(), minutes))
  await world.runJobs()
  await tellDue(world.db)
  await deliverDueMails(world.services, mailDefinitions)
}

const present = async () => (await findEvent(world.db, event.id)) ?? event

async function move(startTime: string): Promise<void> {
  await editEventTo(world.db, event, someTimes({ startTime }))
  await world.runJobs()
}

async function told(who: string) {
  const mails = await world
    .db('mails')
    .where({ kind: 'event-moved', toAddress: `${who}@example.org` })
    .orderBy('id')
  return mails.filter(({ sentAt }) => sentAt !== null)
}

describe('an event that moved', () => {
  it('is told by an ordinary mail to whom no calendar message tells it, ten minutes later', async () => {
    await move('10:00')
    await pass(9)
    expect(await told('petr')).toEqual([])
    await pass(2)
    expect(await told('jana')).toEqual([])
    for (const who of ['petr', 'eva', 'zadatel']) {
      const [mail, ...more] = await told(who)
      expect(more).toEqual([])
      expect(mail?.subject).toMatch(/^Změna: /)
      expect(mail?.content?.text).toMatch(/10\.00/)
    }
    const files = async (who: string) => (await told(who))[0]?.content?.attachments.map(({ fileName }) => fileName)
    expect(await files('eva')).toContain(`${event.slug}.ics`)
    expect((await told('eva'))[0]?.content?.text).toContain('Nový zápis do kalendáře je přiložený.')
    expect((await files('petr'))?.filter(name => name.endsWith('.ics'))).toEqual([])
    expect((await told('petr'))[0]?.content?.text).not.toContain('přiložený')
    expect(await files('zadatel')).toEqual([])
  })

  it('is told once for several moves within ten minutes, and for the same move', async () => {
    await move('10:00')
    await pass(5)
    await move('11:00')
    await pass(20)
    await tellMoved(world.db, { eventId: event.id })
    await pass(20)
    const mails = await told('petr')
    expect(mails.map(({ content }) => /1[01]\.00/.exec(content?.text ?? '')?.[0])).toEqual(['11.00'])
  })

  it('is not told any more when it was called off meanwhile', async () => {
    await move('10:00')
    await pass(1)
    await cancelEvent(world.db, system, { event: await present(), note: {} })
    await pass(20)
    expect(await told('petr')).toEqual([])
  })
})
