import { describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { setWholePlaces } from '../../../src/features/registration/actions/whole-places.ts'
import { createDeskCategory, createDeskEvent } from '../../factories/desk.ts'
import { createRegistration } from '../../factories/registration.ts'
import { changeSettings, createPart } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const plain = (html: string) => html.replaceAll('\u00A0', ' ').replaceAll('\u2060', '')

/** One of a category of one place cancelled, so that the next was offered it; a hidden category, a part, a limit of all. */
async function scene() {
  world.at('2027-08-22T08:00:00Z')
  const people = await world.people()
  const event = await createDeskEvent(world.db, people.organisation.id, { slug: 'konference' })
  const category = await createDeskCategory(world.db, event, { capacity: 1 })
  await createDeskCategory(world.db, event, { name: { cs: 'Hosté' }, capacity: 5, isHidden: true })
  const part = await createPart(world.db, event, { title: 'Exkurze' })
  await setWholePlaces(world.db, system, { event, capacities: { event: 4, on_site: null, online: null } })
  await changeSettings(world.db, event, { promotion: 'offer', offerHours: 6 })
  const partIds = [part.id]
  const { registration } = await createRegistration(world.db, category, 'prvni', { partIds })
  await createRegistration(world.db, category, 'druhy', { partIds })
  await createRegistration(world.db, category, 'treti', { partIds })
  await cancelRegistration(world.db, visitor, { registration })
  const html = async (path: string) => plain((await (await world.as(people.owner)).get(path)).text)
  return { html, part }
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the places of an event that has everything', () => {
  it('are told by line: the whole within its limit, hidden categories and parts too', async () => {
    const { html, part } = await scene()
    const page = await html('/cs/organiser/events/konference')
    const table = textOf(/<table class="caps">[\s\S]*?<\/table>/.exec(page)?.[0] ?? '')
    expect(table).toContain('Celá akce 1 z 4 zbývají 3 místa, 1 nabídnuté, 1 čeká')
    expect(table).toContain('Hosté 0 z 5')
    expect(table).toContain('Exkurze 0 z 10')
    expect(page).toContain(`/registrations?part=${part.reference}`)
    // Nobody is registered: the one place is only offered.
    expect(page).not.toMatch(/Registrace <span>\d/)
  })

  it('that are offered and would be given away today wait for the organiser', async () => {
    const { html } = await scene()
    const page = await html('/cs/organiser/events/konference')
    expect(page).toContain('1 nabídka místa dnes končí.')
    expect(page).toContain('href="/cs/organiser/events/konference/registrations?status=offered"')
    world.at('2027-08-21T08:00:00Z')
    expect(await html('/cs/organiser/events/konference')).not.toContain('nabídka místa dnes končí')
  })

  it('are counted once in the list of events', async () => {
    const { html } = await scene()
    const page = textOf(await html('/cs/organiser/events'))
    expect(page).toContain('1 z 4')
    expect(page).toContain('1 čeká')
  })
})
