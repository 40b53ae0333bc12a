import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { addMinutes } from '../../../src/core/time.ts'
import { forgetOldNeeds } from '../../../src/features/registration/actions/retention.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

describe('what guests said of diet and access', () => {
  it('is forgotten a month after the event, and only then; the log says how many', async () => {
    const { organisation } = await world.people()
    const event = await createPublished(world.db, { organisation, slug: 'zapominani' })
    const category = await createCategory(world.db, event)
    const needs = { dietary: 'vegan', access: 'bezbariérový vstup' } as const
    await createRegistration(world.db, category, 'prvni', { needs })
    await createRegistration(world.db, category, 'druhy', { needs })
    world.at(addMinutes(event.endsAt, 30 * 24 * 60 - 1))
    expect(await forgetOldNeeds(world.db, system)).toBe(0)
    world.at(addMinutes(event.endsAt, 30 * 24 * 60))
    expect(await forgetOldNeeds(world.db, system)).toBe(2)
    expect(await forgetOldNeeds(world.db, system)).toBe(0)
    expect(await world.db('registrationNeeds')).toEqual([])
    const entries = await world.db('auditEntries').where({ action: 'registration.needs-forgotten' })
    expect(entries.map(entry => entry.details)).toEqual([{ people: 2 }])
  })
})
