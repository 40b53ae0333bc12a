import { describe, expect, it } from '@jest/globals'
import supertest from 'supertest'
import { system } from '../../../src/core/actor.ts'
import { addMinutes } from '../../../src/core/time.ts'
import { forgetOldInvitations } from '../../../src/features/invitations/actions/retention.ts'
import { createPublished } from '../../factories/events.ts'
import { createInvitation, invitationLink } from '../../factories/invitations.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const days = (count: number) => count * 24 * 60

describe('those who were invited and did not come', () => {
  it('are forgotten a month after the event, and only then; their number stays', async () => {
    const { organisation, owner } = await world.people()
    const event = await createPublished(world.db, { organisation, slug: 'zapominani' })
    const category = await createCategory(world.db, event)
    const silent = await createInvitation(world.db, event, 'tichy', { message: 'Přijeďte!', organisation: 'UJEP' })
    await createInvitation(world.db, event, 'druhy')
    const accepted = await createInvitation(world.db, event, 'prijel')
    const { registration } = await createRegistration(world.db, category, 'prijel')
    await world
      .db('invitations')
      .where({ id: accepted.id })
      .update({ answer: 'yes', answeredAt: event.startsAt, registrationId: registration.id })
    const old = invitationLink(world.services, silent)

    world.at(addMinutes(event.endsAt, days(30) - 1))
    expect(await forgetOldInvitations(world.db, system)).toBe(0)
    world.at(addMinutes(event.endsAt, days(30)))
    expect(await forgetOldInvitations(world.db, system)).toBe(2)
    expect(await forgetOldInvitations(world.db, system)).toBe(0)

    const rows = await world.db('invitations').where({ eventId: event.id }).orderBy('id')
    expect(rows.map(({ email }) => email)).toEqual(['', '', 'prijel@example.org'])
    const emptied = { givenName: '', familyName: '', organisation: '', message: '', country: null }
    expect(rows[0]).toMatchObject({ ...emptied, reference: silent.reference })
    const entries = await world.db('auditEntries').where({ action: 'invitation.forgotten' })
    expect(entries.map(({ details }) => details)).toEqual([{ people: 2 }])

    expect((await supertest(world.app).get(old)).status).toBe(410)
    const signedIn = await world.as(owner)
    const list = await signedIn.get(`/cs/organiser/events/${event.slug}/invitations`)
    expect(list.text).toContain('údaje smazány')
    expect(list.text).not.toContain('tichy')
  })
})
