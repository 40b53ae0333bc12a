import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { createUser, grantRole } from '../../factories/accounts.ts'
import {
  createDeskCategory,
  createDeskEvent,
  createFailedMail,
  createRegistration,
  createRegistrations,
} from '../../factories/desk.ts'
import { useWorld } from '../../support/world.ts'
import { copyEvent } from '../../../src/features/desk/actions.ts'
import { addSession } from '../../../src/features/agenda/actions/sessions.ts'

const world = useWorld()
const august = '2027-08-22T08:00:00Z'

/** The event of the tests, with a category of 40 places. */
async function scene() {
  world.at(august)
  const people = await world.people()
  const event = await createDeskEvent(world.db, people.organisation.id, { slug: 'konference' })
  const category = await createDeskCategory(world.db, event, { capacity: 2_000 })
  return { people, event, category }
}

/** What the owner, door staff, a stranger and a participant get, and somebody who is not signed in. */
async function statuses(path: string, method: 'get' | 'post' = 'get') {
  const { owner, doorStaff, stranger, attendee } = await world.people()
  const ask = async (agent: Awaited<ReturnType<typeof world.as>>) => (await agent[method](path)).status
  return {
    owner: await ask(await world.as(owner)),
    doorStaff: await ask(await world.as(doorStaff)),
    stranger: await ask(await world.as(stranger)),
    attendee: await ask(await world.as(attendee)),
    nobody: await ask(world.agent()),
  }
}

const plain = (html: string) => html.replaceAll('\u00A0', ' ').replaceAll('\u2060', '')

describe('my events', () => {
  it('are for whoever is signed in; each sees only their own', async () => {
    await scene()
    expect(await statuses('/cs/organiser/events')).toEqual({
      owner: 200,
      doorStaff: 200,
      stranger: 200,
      attendee: 200,
      nobody: 303,
    })
    const { owner, stranger, attendee } = await world.people()
    const page = async (person: typeof owner) =>
      plain((await (await world.as(person)).get('/cs/organiser/events')).text)
    expect(await page(owner)).toContain('href="/cs/organiser/events/konference"')
    expect(await page(stranger)).not.toContain('konference')
    expect(await page(stranger)).toContain('Založte první.')
    expect(await page(attendee)).toContain('Až vám některý organizátor dá k akci přístup')
    expect(await page(attendee)).not.toContain('Nová akce')
  })

  it('stand in groups, with phase, places and role', async () => {
    const { people, category } = await scene()
    await createRegistrations(world.db, category, 3)
    const { id } = people.organisation
    await createDeskEvent(world.db, id, { slug: 'rozepsana', title: { cs: 'Rozepsaná' }, isDraft: true })
    const past = await createDeskEvent(world.db, id, { slug: 'minula', title: { en: 'Gone by' } })
    await world.db('events').where({ id: past.id }).update({ archivedAt: past.createdAt })
    const html = plain((await (await world.as(people.owner)).get('/cs/organiser/events')).text)
    const headings = [...html.matchAll(/<h2 id="(\w+)">/g)].map(match => match[1])
    expect(headings).toEqual(['upcoming', 'drafts', 'past'])
    expect(html).toContain('3 z 2 000')
    expect(html).toContain('<span class="state warn">Nezveřejněná</span>')
    expect(html).toContain('lang="en">Gone by</a>')
    expect(html).toContain('Vlastník')
  })

  it('are found without accents, and the page says when none is', async () => {
    const { people } = await scene()
    const owner = await world.as(people.owner)
    expect((await owner.get('/cs/organiser/events?q=USTI+klastru')).text).toContain('Konference klastrů')
    const none = plain((await owner.get('/cs/organiser/events?q=burgas')).text)
    expect(none).toContain('Takovou akci mezi svými nemáte')
    expect(none).toContain('value="burgas"')
  })

  it('take the same number of queries for one event and for thirty', async () => {
    const { people } = await scene()
    const owner = await world.as(people.owner)
    const count = async () => (await world.queries(() => owner.get('/cs/organiser/events'))).count
    const one = await count()
    for (let number = 0; number < 30; number++) {
      const event = await createDeskEvent(world.db, people.organisation.id, { slug: `dalsi-${number}` })
      await createDeskCategory(world.db, event)
    }
    expect(await count()).toBe(one)
    expect(one).toBe(4)
  })
})

describe('the overview of an event', () => {
  it('is for those with a role at the event', async () => {
    await scene()
    const asked = await statuses('/cs/organiser/events/konference')
    expect(asked).toEqual({ owner: 200, doorStaff: 200, stranger: 404, attendee: 404, nobody: 303 })
    const { owner } = await world.people()
    expect((await (await world.as(owner)).get('/cs/organiser/events/nic')).status).toBe(404)
  })

  it('is calm where nothing waits, and says what to do before the first registration', async () => {
    const { people } = await scene()
    const html = plain((await (await world.as(people.owner)).get('/cs/organiser/events/konference')).text)
    expect(html).toContain('Registrace je otevřená')
    expect(html).toContain('do 5. 9., ještě 14 dní')
    expect(html).toContain('Teď na vás nic nečeká.')
    expect(html).toContain('Zatím se nikdo neregistroval.')
    expect(html).toContain('0 z 2 000')
  })

  it('says what waits, each with one deed, and notes it in the navigation', async () => {
    const { people, event, category } = await scene()
    const registration = await createRegistration(world.db, category)
    const applied = { email: 'a@example.org', appliedAt: new Date('2027-08-19T08:00:00Z') }
    await createRegistration(world.db, category, applied)
    await createFailedMail(world.db, event, { registration })
    await addSession(world.db, system, {
      event,
      session: {
        kind: 'talk',
        title: { cs: 'Úvod' },
        when: { startsLocal: '2027-09-13T09:00:00', endsLocal: '2027-09-13T09:30:00' },
      },
    })
    const html = plain((await (await world.as(people.owner)).get('/cs/organiser/events/konference')).text)
    const list = /<ul class="todo">(?<todo>[\s\S]*?)<\/ul>/.exec(html)?.groups?.['todo'] ?? ''
    const deeds = [...list.matchAll(/class="button slim(?<kind> second)?" href="(?<href>[^"]+)"/g)]
    expect(deeds.map(({ groups }) => [groups?.['kind'] ?? '', groups?.['href']])).toEqual([
      ['', '/cs/organiser/events/konference/mails?state=failed'],
      [' second', '/cs/organiser/events/konference/registrations?status=applied'],
      // Both have one name and one organisation.
      [' second', '/cs/organiser/events/konference/registrations/duplicates'],
      [' second', '/cs/organiser/events/konference/agenda/release'],
    ])
    expect(list).toContain('1 e-mail se nepodařilo doručit.')
    expect(list).toContain('1 přihláška čeká na rozhodnutí, nejstarší 3 dny.')
    expect(html).toContain('E-maily <span>1 chyba</span>')
    expect(html).toContain('Program <span>1 změna</span>')
    for (const { groups } of deeds) {
      const there = await (await world.as(people.owner)).get(groups?.['href'] ?? '')
      expect([groups?.['href'], there.status]).toEqual([groups?.['href'], 200])
    }
  })

  it('of a draft leads to publishing', async () => {
    const { people } = await scene()
    await createDeskEvent(world.db, people.organisation.id, { slug: 'rozepsana', city: {}, isDraft: true })
    const owner = await world.as(people.owner)
    const html = plain((await owner.get('/cs/organiser/events/rozepsana')).text)
    expect(html).toContain('Před zveřejněním doplňte: místo.')
    expect(html).toContain('Akce nemá žádnou kategorii účastníků')
    for (const part of ['settings/status', 'categories'])
      expect((await owner.get(`/cs/organiser/events/rozepsana/${part}`)).status).toBe(200)
  })

  it('draws the registrations, with the same numbers in a table', async () => {
    const { people, category } = await scene()
    await createRegistrations(world.db, category, 30)
    const html = plain((await (await world.as(people.owner)).get('/en/organiser/events/konference')).text)
    expect(html).toContain('<title id="chart-title">Registrations over time</title>')
    expect(html).toContain('From 20 July 2027 to 22 August 2027: 30 places taken, the capacity is 2,000.')
    expect(html).toContain('>30 today</text>')
    expect(html).toContain(
      '<th scope="row">18 August 2027</th><td class="r">1</td><td class="r">0</td><td class="r">30</td>',
    )
  })

  it('takes the same number of queries at 1 and at 1,000 registrations', async () => {
    const { people, category } = await scene()
    const owner = await world.as(people.owner)
    const count = async () => (await world.queries(() => owner.get('/cs/organiser/events/konference'))).count
    await createRegistration(world.db, category)
    const one = await count()
    await createRegistrations(world.db, category, 1_000)
    expect(await count()).toBe(one)
    expect(one).toBe(11)
  })

  it('shows door staff the counts and nobody’s name', async () => {
    const { people, event, category } = await scene()
    await createRegistration(world.db, category)
    await world.db('quotas').where({ categoryId: category.id }).update({ taken: 1 })
    await world.db('auditEntries').insert({
      at: event.createdAt,
      actorKind: 'user',
      actorUserId: people.owner.id,
      action: 'registration.created',
      eventId: event.id,
      organisationId: null,
      subjectKind: 'registration',
      subjectId: 1,
      details: {},
    })
    const html = plain((await (await world.as(people.doorStaff)).get('/cs/organiser/events/konference')).text)
    expect(html).toContain('1 z 2 000')
    expect(html).toContain('pondělí 13. září 2027, 9.00')
    for (const hidden of ['Svoboda', 'Ownerová', 'Naposledy', 'Čeká na vás', 'KLIN']) expect(html).not.toContain(hidden)
  })

  it('lets a viewer read everything but asks nothing of them', async () => {
    const { people } = await scene()
    const viewer = await createUser(world.db, { name: 'Vera Viewerová' })
    await grantRole(world.db, 'viewer', viewer, people.organisation)
    const html = plain((await (await world.as(viewer)).get('/cs/organiser/events/konference')).text)
    expect(html).toContain('Naposledy')
    expect(html).not.toContain('Čeká na vás')
  })

  it('counts satellites, and links them only for those who may look inside', async () => {
    const { people, event } = await scene()
    const { organisation, otherOrganisation } = people
    const own = await createDeskEvent(world.db, organisation.id, {
      slug: 'digitour',
      title: { cs: 'DIGITOUR' },
      parentEventId: event.id,
    })
    const other = await createDeskEvent(world.db, otherOrganisation.id, {
      slug: 'cizi',
      title: { cs: 'Cizí' },
      parentEventId: event.id,
    })
    await createDeskCategory(world.db, own, { capacity: 60 })
    await createDeskCategory(world.db, other, { capacity: 50 })
    const html = plain((await (await world.as(people.owner)).get('/cs/organiser/events/konference')).text)
    expect(html).toContain('<a href="/cs/organiser/events/digitour/registrations">DIGITOUR</a>')
    expect(html).toContain('<th scope="row">Cizí</th>')
    expect(html).toContain('0 z 50')
  })
})

describe('the copy of an event', () => {
  const typed = {
    from: 'konference',
    'title.cs': 'Konference 2028',
    'title.en': '',
    slug: '',
    startsOn: '14. 9. 2028',
    withSatellites: 'yes',
  }
  const post = async (changes: Partial<Record<keyof typeof typed, string>> = {}) => {
    const { owner } = await world.people()
    return (await world.as(owner))
      .post('/cs/organiser/events/copy')
      .type('form')
      .send({ ...typed, ...changes })
  }

  it('is offered to whoever is signed in, of events they organise', async () => {
    await scene()
    expect(await statuses('/cs/organiser/events/copy')).toEqual({
      owner: 200,
      doorStaff: 200,
      stranger: 200,
      attendee: 200,
      nobody: 303,
    })
    const { owner, doorStaff, stranger } = await world.people()
    const page = async (person: typeof owner) =>
      (await (await world.as(person)).get('/cs/organiser/events/copy?from=konference')).text
    expect(await page(owner)).toContain('value="konference-2028"')
    expect(await page(doorStaff)).toContain('Není co kopírovat')
    expect(await page(stranger)).not.toContain('konference-2028')
    for (const person of [doorStaff, stranger]) {
      const refused = await (await world.as(person)).post('/cs/organiser/events/copy').type('form').send(typed)
      expect(refused.status).toBe(422)
    }
    expect(await world.db('events').count({ count: '*' })).toEqual([{ count: 1 }])
  })

  it('has the agenda, categories, capacities and satellites on the new day, and no registration', async () => {
    const { people, event, category } = await scene()
    await createRegistrations(world.db, category, 5)
    const satellite = await createDeskEvent(world.db, people.organisation.id, {
      slug: 'digitour',
      title: { cs: 'DIGITOUR' },
      parentEventId: event.id,
    })
    await createDeskCategory(world.db, satellite, { capacity: 60 })
    await addSession(world.db, system, {
      event,
      session: {
        kind: 'talk',
        title: { cs: 'Úvod' },
        satellite: 'digitour',
        when: { startsLocal: '2027-09-13T09:00:00', endsLocal: '2027-09-13T09:30:00' },
      },
    })
    const answer = await post()
    expect([answer.status, answer.headers['location']]).toEqual([303, '/cs/organiser/events/konference-2028'])
    const copy = only(await world.db('events').where({ slug: 'konference-2028' }))
    const inside = only(await world.db('events').where({ parentEventId: copy.id }))
    expect(copy).toMatchObject({
      startsLocal: '2028-09-14T09:00:00',
      publishedAt: null,
      title: { cs: 'Konference 2028' },
    })
    expect(inside).toMatchObject({ slug: 'digitour-2028', startsLocal: '2028-09-14T09:00:00', publishedAt: null })
    const session = only(await world.db('agendaSessions').where({ eventId: copy.id }))
    expect(session).toMatchObject({ startsLocal: '2028-09-14T09:00:00', satelliteEventId: inside.id })
    const quotas = await world
      .db('quotas')
      .whereIn('eventId', [copy.id, inside.id])
      .orderBy('capacity')
      .select('capacity', 'taken', 'waiting')
    expect(quotas).toEqual([
      { capacity: 60, taken: 0, waiting: 0 },
      { capacity: 2_000, taken: 0, waiting: 0 },
    ])
    expect(await world.db('registrations').where({ eventId: copy.id })).toEqual([])
    const told = await world.db('auditEntries').where({ eventId: copy.id, action: 'event.copied' })
    expect(told.map(({ actorUserId }) => actorUserId)).toEqual([people.owner.id])
    const shown = await (await world.as(people.owner)).get(answer.headers['location'] ?? '')
    expect(plain(shown.text)).toContain('Kopie je hotová')
  })

  it('leaves satellites behind when asked to, and cancelled ones always', async () => {
    const { people, event } = await scene()
    const satellite = await createDeskEvent(world.db, people.organisation.id, {
      slug: 'digitour',
      parentEventId: event.id,
    })
    const copyTo = (slug: string, withSatellites: boolean) =>
      copyEvent(world.db, system, { from: event, slug, title: { cs: slug }, startsOn: '2028-09-14', withSatellites })
    expect(await copyTo('bez', false)).toMatchObject({ kind: 'copied', satellites: [] })
    expect(await copyTo('s', true)).toMatchObject({
      kind: 'copied',
      satellites: [{ slug: 'digitour-s' }],
      skippedTimes: 0,
    })
    await world.db('events').where({ id: satellite.id }).update({ cancelledAt: satellite.createdAt })
    expect(await copyTo('po', true)).toMatchObject({ kind: 'copied', satellites: [] })
  })

  it('tells of times that clocks skip on the new day', async () => {
    const { event } = await scene()
    const night = { startsLocal: '2027-09-13T02:30:00', endsLocal: '2027-09-13T03:30:00' }
    await addSession(world.db, system, { event, session: { kind: 'social', title: { cs: 'Noc' }, when: night } })
    const answer = await post({ startsOn: '26. 3. 2028' })
    const { owner } = await world.people()
    const shown = plain((await (await world.as(owner)).get(answer.headers['location'] ?? '')).text)
    expect(shown).toContain('posunuli jsme ho na nejbližší další')
  })

  it('is refused with what was typed, the reason and the mend', async () => {
    await scene()
    const cases: readonly [Partial<Record<keyof typeof typed, string>>, string][] = [
      [{ startsOn: '31. 2. 2028' }, 'Napište datum, třeba 13. 9. 2026.'],
      [{ startsOn: '' }, 'Vyplňte toto pole.'],
      [{ 'title.cs': '' }, 'Vyplňte aspoň jeden jazyk.'],
      [{ slug: 'Nová Akce' }, 'Použijte jen malá písmena'],
      [{ slug: 'konference' }, 'Toto už je použité.'],
      [{ from: 'nic' }, 'Tato možnost tu není.'],
      [{ 'title.cs': 'x'.repeat(10_000) }, 'Zkraťte text, vejde se nejvýše 200 znaků.'],
    ]
    for (const [changes, reason] of cases) {
      const answer = await post(changes)
      expect([changes, answer.status]).toEqual([changes, 422])
      expect(plain(answer.text)).toContain(reason)
      expect(answer.text).toContain('<title>Chyba: ')
      expect(answer.text).toContain(`value="${changes.startsOn ?? typed.startsOn}"`)
    }
    const everything = await post({ from: '', 'title.cs': '', startsOn: '' })
    const named = [...everything.text.matchAll(/<a href="#(?<field>[\w.]+)">/g)].map(match => match.groups?.['field'])
    expect(named.filter(field => field !== 'main')).toEqual(['from', 'startsOn', 'title.cs'])
    expect(await world.db('events').count({ count: '*' })).toEqual([{ count: 1 }])
  })

  it('is made whole or not at all', async () => {
    const { event } = await scene()
    const copies = await Promise.allSettled(
      ['a', 'b'].map(title =>
        copyEvent(world.db, system, {
          from: event,
          slug: 'stejna',
          title: { cs: title },
          startsOn: '2028-09-14',
          withSatellites: true,
        }),
      ),
    )
    const made = copies.filter(one => one.status === 'fulfilled' && one.value.kind === 'copied')
    expect(made).toHaveLength(1)
    expect(await world.db('events').count({ count: '*' })).toEqual([{ count: 2 }])
    expect(await world.db('categories').count({ count: '*' })).toEqual([{ count: 2 }])
  })
})
