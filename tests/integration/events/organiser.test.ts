import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { saveEventLink } from '../../../src/features/events/actions/links.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { findEvent, listEventHosts, listEventLinks, listSatellites } from '../../../src/features/events/queries.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { createOrganisation } from '../../factories/accounts.ts'
import { createProgramme, createProject } from '../../factories/directory.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
/** A space, a NUL and a right-to-left override. */
const invisible = ' \u0000\u202e'
const path = '/cs/organiser/events/clusters-meet-regions/settings'

/** The settings of the event of the factory, as its form sends them. */
const settings = {
  lockVersion: '0',
  'title.cs': 'Clusters meet Regions Burgas',
  'title.en': 'Clusters meet Regions Burgas',
  slug: 'clusters-meet-regions',
  timeZone: 'Europe/Sofia',
  startDate: '2027-09-15',
  startTime: '09:00',
  endDate: '2027-09-17',
  endTime: '13:00',
  mode: 'on_site',
  'city.cs': 'Burgas',
  'city.en': 'Burgas',
  country: 'BG',
  hue: '220',
  'host.0.organisation': 'icuk',
  'host.0.role': 'host',
}

async function aDraft(): Promise<EventRow> {
  const { organisation } = await world.people()
  return createDraft(world.db, { organisation })
}

async function audited(eventId: number) {
  const entries = await world.db('auditEntries').where({ eventId }).orderBy('id').select('action', 'details')
  return entries.map(({ action, details }) => ({ action, details }))
}

async function save(changes: Record<string, string>, where = path) {
  const agent = await world.as((await world.people()).owner)
  return agent
    .post(where)
    .type('form')
    .send({ ...settings, ...changes })
}

describe('the settings of an event', () => {
  const pages = [path, `${path}/links`, `${path}/status`, `${path}/team`, `${path}/cancel`]

  it('are for its organisers: door staff may not, strangers find nothing, visitors sign in', async () => {
    const { owner, doorStaff, stranger, attendee } = await world.people()
    await aDraft()
    for (const page of pages) {
      expect((await (await world.as(owner)).get(page)).status).toBe(200)
      expect((await (await world.as(doorStaff)).get(page)).status).toBe(403)
      for (const other of [stranger, attendee]) {
        const answer = await (await world.as(other)).get(page)
        expect(answer.status).toBe(404)
        expect(answer.text).not.toContain('Burgas')
      }
      const anonymous = await world.agent().get(page)
      expect([anonymous.status, anonymous.headers['location']]).toEqual([
        303,
        `/cs/sign-in?next=${encodeURIComponent(page)}`,
      ])
    }
    for (const [person, status] of [
      [stranger, 404],
      [doorStaff, 403],
    ] as const) {
      const agent = await world.as(person)
      for (const post of [path, `${path}/publish`, `${path}/cancel`, `${path}/links`, `${path}/team`]) {
        expect((await agent.post(post).type('form').send(settings)).status).toBe(status)
      }
    }
    expect((await world.db('events').first())?.publishedAt).toBeNull()
  })

  it('show in English too', async () => {
    await aDraft()
    const agent = await world.as((await world.people()).owner)
    for (const page of pages) expect((await agent.get(page.replace('/cs/', '/en/'))).status).toBe(200)
  })

  it('are saved in both languages, with hosts in their order', async () => {
    const event = await aDraft()
    const veritas = await createOrganisation(world.db, { slug: 'veritas', name: 'Consulting Cluster Veritas' })
    const answer = await save({
      'title.cs': 'Clusters meet Regions: Burgas',
      'description.cs': 'První odstavec\r\n\r\n- odrážka',
      opensDate: '1. 6. 2027',
      closesDate: '2027-09-05',
      'host.0.organisation': 'veritas',
      'host.0.role': 'co_organiser',
      'host.1.organisation': 'icuk',
      'host.1.role': 'host',
    })
    expect([answer.status, answer.headers['location']]).toEqual([303, path])
    expect(await findEvent(world.db, event.id)).toMatchObject({
      title: { cs: 'Clusters meet Regions: Burgas', en: 'Clusters meet Regions Burgas' },
      description: { cs: 'První odstavec\n\n- odrážka', en: '' },
      registrationOpensAt: new Date('2027-05-31T21:00:00Z'),
      registrationClosesAt: new Date('2027-09-05T20:59:00Z'),
      lockVersion: 1,
      calendarSequence: 0,
    })
    const hosts = await listEventHosts(world.db, event.id)
    expect(hosts.map(({ organisationId, role, position }) => ({ organisationId, role, position }))).toEqual([
      { organisationId: veritas.id, role: 'co_organiser', position: 1 },
      { organisationId: event.organisationId, role: 'host', position: 2 },
    ])
    expect((await audited(event.id)).at(-1)).toEqual({
      action: 'event.edited',
      details: { fields: ['title', 'description', 'registrationOpensAt', 'registrationClosesAt', 'hosts'] },
    })
  })

  it('change nothing when nothing changed', async () => {
    const event = await aDraft()
    expect((await save({})).status).toBe(303)
    expect(await findEvent(world.db, event.id)).toEqual(event)
    expect(await audited(event.id)).toEqual([{ action: 'event.created', details: {} }])
  })

  it.each([
    ['end before start', { endDate: '2027-09-14' }, 'Konec je dřív než začátek'],
    [
      'a time in the spring gap',
      { timeZone: 'Europe/Prague', startDate: '2027-03-28', startTime: '02:30' },
      'Nejbližší je 28. března 2027, 3.00',
    ],
    [
      'a time that comes twice',
      { timeZone: 'Europe/Prague', endDate: '2027-10-31', endTime: '02:30' },
      'Tento čas je toho dne dvakrát',
    ],
    ['no such zone', { timeZone: 'Mars/Olympus' }, 'Vyberte časové pásmo'],
    ['no time', { startTime: '' }, 'Vyplňte toto pole'],
    ['a title of 10,000 characters', { 'title.cs': 'a'.repeat(10_000) }, 'nejvýše 200'],
    ['no title', { 'title.cs': invisible, 'title.en': '' }, 'Vyplňte aspoň jeden jazyk'],
    ['an address that is none', { slug: 'Špatná adresa' }, 'jen malá písmena'],
    ['an address of ours', { slug: 'new' }, 'Zvolte jiné'],
    ['a venue that is not ours', { venue: 'ABCDEFGH' }, 'Tato možnost tu není'],
    ['a hue between the steps', { hue: '221' }, 'Vyberte jednu'],
    ['a host named twice', { 'host.1.organisation': 'icuk', 'host.1.role': 'partner' }, 'Nechte ji jen jednou'],
    ['registration that closes first', { opensDate: '2027-09-01', closesDate: '2027-08-01' }, 'Posuňte jeden z časů'],
  ])('refuse %s and keep what was typed', async (_, changes, reason) => {
    const event = await aDraft()
    const answer = await save({ 'subtitle.cs': 'Napsáno & neztraceno', ...changes })
    expect(answer.status).toBe(422)
    const text = answer.text.replaceAll('\u00a0', ' ')
    expect(text).toContain(reason)
    expect(text).toContain('value="Napsáno &amp; neztraceno"')
    expect(text).toMatch(/<title>Chyba: /)
    for (const value of Object.values(changes)) {
      // A <select> shows only what it offers; everything else stands where it was typed.
      if (!['Mars/Olympus', 'ABCDEFGH', '221', '', invisible].includes(value)) expect(answer.text).toContain(value)
    }
    expect(await findEvent(world.db, event.id)).toEqual(event)
  })

  it('tell everything that is wrong at once', async () => {
    await aDraft()
    const answer = await save({ 'title.cs': 'a'.repeat(201), slug: 'Ne', endDate: '2027-09-01' })
    expect([...answer.text.matchAll(/<li><a href="#([^"]+)">/g)].map(match => match[1])).toEqual([
      'title.cs',
      'slug',
      'endDate',
    ])
  })

  it('ask which of two equal times is meant, and take the answer', async () => {
    const event = await aDraft()
    const twice = { timeZone: 'Europe/Prague', endDate: '2027-10-31', endTime: '02:30' }
    const asked = await save(twice)
    expect(asked.text).toContain('name="endOccurrence"')
    expect((await save({ ...twice, endOccurrence: 'later' })).status).toBe(303)
    expect((await findEvent(world.db, event.id))?.endsAt).toEqual(new Date('2027-10-31T01:30:00Z'))
    const page = await (await world.as((await world.people()).owner)).get(path)
    expect(page.text).toMatch(/name="endOccurrence" value="later" checked/)
  })

  it('keep script and markup as text in every field', async () => {
    await aDraft()
    const script = '<script>alert(1)</script>'
    const fields = [
      'title',
      'subtitle',
      'kindOfInvitation',
      'summary',
      'description',
      'venueNote',
      'pressRelease',
      'city',
    ]
    const changes = Object.fromEntries(
      fields.flatMap(name => [
        [`${name}.cs`, script],
        [`${name}.en`, script],
      ]),
    )
    expect((await save(changes)).status).toBe(303)
    const agent = await world.as((await world.people()).owner)
    for (const page of pages) expect((await agent.get(page)).text).not.toContain(script)
    expect((await agent.get(path)).text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('drop control characters', async () => {
    const event = await aDraft()
    await save({ 'subtitle.cs': 'Posí\u0000lení\u202e spolu\u200bpráce' })
    expect((await findEvent(world.db, event.id))?.subtitle.cs).toBe('Posílení spolupráce')
  })

  it('tell whoever was overtaken, keep both versions, and save when asked again', async () => {
    const event = await aDraft()
    await save({ 'subtitle.cs': 'První' })
    const late = await save({ 'subtitle.cs': 'Druhá', 'summary.cs': 'Moje' })
    expect(late.status).toBe(422)
    expect(late.text).toContain('Mezitím akci uložil někdo jiný')
    expect(late.text).toContain('<dd>První</dd>')
    expect(late.text).toContain('value="Druhá"')
    expect(late.text).toContain('name="lockVersion" value="1"')
    expect((await findEvent(world.db, event.id))?.subtitle.cs).toBe('První')
    expect((await save({ 'subtitle.cs': 'Druhá', 'summary.cs': 'Moje', lockVersion: '1' })).status).toBe(303)
    expect(await findEvent(world.db, event.id)).toMatchObject({ subtitle: { cs: 'Druhá' }, summary: { cs: 'Moje' } })
  })

  it('refuse an address that another event has', async () => {
    const { organisation } = await world.people()
    await aDraft()
    await createDraft(world.db, { organisation, slug: 'jina-akce' })
    const answer = await save({ slug: 'jina-akce' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Toto už je použité')
  })

  it('add, move and remove host rows without saving', async () => {
    const event = await aDraft()
    await createOrganisation(world.db, { slug: 'veritas', name: 'Veritas' })
    const rows = { 'host.1.organisation': 'veritas', 'host.1.role': 'partner' }
    const added = await save({ ...rows, rows: 'host.add', 'subtitle.cs': 'Rozepsáno' })
    expect(added.status).toBe(200)
    expect(added.text).toContain('name="host.2.organisation"')
    expect(added.text).toContain('value="Rozepsáno"')
    const moved = await save({ ...rows, rows: 'host.up.1' })
    expect(moved.text.indexOf('value="veritas" selected')).toBeLessThan(moved.text.indexOf('value="icuk" selected'))
    expect(await findEvent(world.db, event.id)).toEqual(event)
  })

  it('fill the city from the venue', async () => {
    const { organisation } = await world.people()
    const event = await aDraft()
    const venue = {
      reference: 'MESTOXYZ',
      organisationId: organisation.id,
      name: { cs: 'Klub' },
      city: 'Ústí nad Labem',
      country: 'CZ',
    }
    await world.db('venues').insert(venue)
    await save({ venue: 'MESTOXYZ', 'city.cs': '', 'city.en': '', country: '' })
    expect(await findEvent(world.db, event.id)).toMatchObject({
      city: { cs: 'Ústí nad Labem' },
      country: 'CZ',
      calendarSequence: 1,
    })
  })

  it('take a constant number of statements', async () => {
    const event = await aDraft()
    const agent = await world.as((await world.people()).owner)
    const count = async (page: string) => (await world.queries(() => agent.get(page))).count
    const before = [await count(path), await count(`${path}/links`)]
    for (let number = 0; number < 30; number++) {
      const input = { kind: 'link' as const, title: { cs: `Odkaz ${number}` }, url: 'https://example.org/' }
      await saveEventLink(world.db, system, { event, input })
      await createOrganisation(world.db, { slug: `o-${number}`, name: `Organizace ${number}` })
      const { organisation } = await world.people()
      await createDraft(world.db, { organisation, slug: `s-${number}`, parentEventId: event.id })
    }
    expect([await count(path), await count(`${path}/links`)]).toEqual(before)
    expect(before).toEqual([10, 3])
  })
})

describe('SEQUENCE and LAST-MODIFIED of an event', () => {
  it('rise with time and place; words only modify', async () => {
    world.at('2027-01-01T08:00:00Z')
    const event = await aDraft()
    const sequence = async () => {
      const row = await findEvent(world.db, event.id)
      return [row?.calendarSequence, row?.contentUpdatedAt.toISOString()]
    }
    world.at('2027-01-01T08:05:00Z')
    await save({ 'subtitle.cs': 'Jen slova', hue: '10' })
    expect(await sequence()).toEqual([0, '2027-01-01T08:05:00.000Z'])
    const words = { 'subtitle.cs': 'Jen slova', hue: '10' }
    world.at('2027-01-01T08:10:00Z')
    await save({ ...words, lockVersion: '1', startTime: '09:30' })
    expect(await sequence()).toEqual([1, '2027-01-01T08:10:00.000Z'])
    await save({ ...words, lockVersion: '2', startTime: '09:30', timeZone: 'Europe/Prague' })
    expect((await sequence())[0]).toBe(2)
  })

  it('announce a move of a published event only', async () => {
    const { organisation } = await world.people()
    await createDraft(world.db, { organisation })
    const jobs = async () => {
      const found = await world.db.raw(`select task_identifier as name from graphile_worker.jobs order by id`)
      return found.rows.map((job: { name: string }) => job.name)
    }
    await save({ startTime: '08:00' })
    expect(await jobs()).toEqual([])
    await world.db('events').update({ publishedAt: new Date() })
    await save({ startTime: '08:30', lockVersion: '1' })
    expect(await jobs()).toEqual(['events.event-moved'])
  })
})

describe('the life of an event', () => {
  it('goes from draft to published, cancelled, reinstated and archived, all of it audited', async () => {
    world.at('2027-09-17T09:45:00Z')
    const event = await aDraft()
    const agent = await world.as((await world.people()).owner)
    const post = (part: string, body = {}) => agent.post(`${path}/${part}`).type('form').send(body)
    const state = async () => {
      const row = await findEvent(world.db, event.id)
      return [row?.publishedAt, row?.cancelledAt, row?.archivedAt].map(fact => fact !== null)
    }
    expect((await post('publish')).status).toBe(303)
    expect(await state()).toEqual([true, false, false])
    expect((await post('archive')).status).toBe(303)
    expect(await state()).toEqual([true, false, false])
    expect((await post('cancel', { 'note.cs': 'Hostitel onemocněl.', 'note.en': '' })).status).toBe(303)
    expect(await state()).toEqual([true, true, false])
    expect((await findEvent(world.db, event.id))?.cancellationNote).toEqual({ cs: 'Hostitel onemocněl.', en: '' })
    expect((await findEvent(world.db, event.id))?.calendarSequence).toBe(1)
    await post('reinstate')
    expect(await state()).toEqual([true, false, false])
    expect((await findEvent(world.db, event.id))?.calendarSequence).toBe(2)
    world.at('2027-09-17T10:00:00Z')
    await post('archive')
    expect(await state()).toEqual([true, false, true])
    await post('restore')
    expect(await state()).toEqual([true, false, false])
    expect((await audited(event.id)).map(entry => entry.action)).toEqual([
      'event.created',
      'event.published',
      'event.cancelled',
      'event.reinstated',
      'event.archived',
      'event.restored',
    ])
  })

  it('is cancelled once, however many press at once', async () => {
    const { organisation } = await world.people()
    const event = await createPublished(world.db, { organisation })
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => cancelEvent(world.db, system, { event, note: {} })),
    )
    expect(outcomes.filter(outcome => outcome.kind === 'done')).toHaveLength(1)
    expect((await findEvent(world.db, event.id))?.calendarSequence).toBe(1)
  })

  it('does not begin without a place', async () => {
    const { organisation } = await world.people()
    const event = await createDraft(world.db, { organisation, city: {}, country: null })
    const agent = await world.as((await world.people()).owner)
    const answer = await agent.post(`${path}/publish`)
    expect(answer.status).toBe(422)
    expect(answer.text.replaceAll('\u00a0', ' ')).toContain('Místo konání nebo město.')
    expect((await findEvent(world.db, event.id))?.publishedAt).toBeNull()
  })

  it('of a funded event begins with what the funder demands, or knowingly without', async () => {
    const { organisation } = await world.people()
    const programme = await createProgramme(world.db)
    const project = await createProject(world.db, organisation, {
      programmeId: programme.id,
      registrationNumber: null,
      evidenceUntil: null,
    })
    const event = await createDraft(world.db, { organisation, projectId: project.id })
    const agent = await world.as((await world.people()).owner)
    const publish = (accepting: string[]) => agent.post(`${path}/publish`).type('form').send({ accepting })
    const refused = await publish(['project-without-number'])
    expect(refused.status).toBe(422)
    expect(refused.text.replaceAll('\u00a0', ' ')).toContain('U projektu není, do kdy uchovat doklady.')
    expect((await publish(['project-without-number', 'project-without-evidence-date'])).status).toBe(303)
    expect((await audited(event.id)).at(-1)).toEqual({
      action: 'event.published',
      details: { accepted: ['project-without-number', 'project-without-evidence-date'] },
    })
  })
})

describe('documents and links', () => {
  it('are added, edited, ordered and removed', async () => {
    const event = await aDraft()
    const agent = await world.as((await world.people()).owner)
    const add = (title: string, url: string) =>
      agent.post(`${path}/links`).type('form').send({ kind: 'document', 'title.cs': title, 'title.en': '', url })
    await add('První', 'https://example.org/1.pdf')
    await add('Druhý', 'https://example.org/2.pdf')
    const titles = async () => (await listEventLinks(world.db, event.id)).map(link => link.title.cs)
    const [, second] = await listEventLinks(world.db, event.id)
    await agent.post(`${path}/links/${second?.reference}/move`).type('form').send({ direction: 'up' })
    expect(await titles()).toEqual(['Druhý', 'První'])
    await agent.post(`${path}/links/${second?.reference}/move`).type('form').send({ direction: 'up' })
    expect(await titles()).toEqual(['Druhý', 'První'])
    const edited = { kind: 'video', 'title.cs': 'Video', 'title.en': '', url: 'https://example.org/v' }
    await agent.post(`${path}/links/${second?.reference}`).type('form').send(edited)
    expect(await titles()).toEqual(['Video', 'První'])
    expect((await agent.get(`${path}/links/${second?.reference}/remove`)).status).toBe(200)
    await agent.post(`${path}/links/${second?.reference}/remove`)
    expect(await titles()).toEqual(['První'])
  })

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org/x', 'example', ''])(
    'refuse the address %j',
    async url => {
      await aDraft()
      const agent = await world.as((await world.people()).owner)
      const answer = await agent.post(`${path}/links`).type('form').send({ kind: 'link', 'title.cs': 'Zůstane', url })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('value="Zůstane"')
    },
  )

  it('of another event are nobody’s here', async () => {
    const { organisation } = await world.people()
    await aDraft()
    const other = await createDraft(world.db, { organisation, slug: 'jina' })
    const input = { kind: 'link' as const, title: { cs: 'Cizí' }, url: 'https://example.org/' }
    const link = await saveEventLink(world.db, system, { event: other, input })
    const agent = await world.as((await world.people()).owner)
    expect((await agent.get(`${path}/links/${link.reference}`)).status).toBe(404)
    expect((await agent.post(`${path}/links/${link.reference}/remove`)).status).toBe(404)
  })
})

describe('the team of an event', () => {
  it('is the owner’s: somebody gets a role, uses it, and loses it', async () => {
    await aDraft()
    const { owner, stranger } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent
      .post(`${path}/team`)
      .type('form')
      .send({ email: stranger.email, name: '', role: 'organiser' })
    expect(answer.status).toBe(303)
    const helper = await world.as(stranger)
    expect((await helper.get(path)).status).toBe(200)
    expect((await helper.get(`${path}/team`)).status).toBe(403)
    const removal = `${path}/team/${stranger.reference}/remove`
    expect((await agent.get(removal)).status).toBe(200)
    expect((await agent.post(removal)).status).toBe(303)
    expect((await helper.get(path)).status).toBe(404)
  })

  it('refuses a wrong address and keeps it', async () => {
    await aDraft()
    const agent = await world.as((await world.people()).owner)
    const answer = await agent.post(`${path}/team`).type('form').send({ email: 'nikdo', name: 'Nikdo', role: 'viewer' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="nikdo"')
  })
})

describe('a new event', () => {
  const typed = {
    organisation: 'icuk',
    'title.cs': 'Žhavé novinky z kraje',
    'title.en': '',
    slug: '',
    timeZone: 'Europe/Prague',
    startDate: '12. 5. 2027',
    startTime: '9',
    endDate: '2027-05-12',
    endTime: '16.00',
    mode: 'on_site',
    'city.cs': 'Ústí nad Labem',
  }

  it('is a draft with an address out of its title, counted on when taken', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    expect((await agent.get('/cs/organiser/events/new')).status).toBe(200)
    for (const slug of ['zhave-novinky-z-kraje', 'zhave-novinky-z-kraje-2']) {
      const answer = await agent.post('/cs/organiser/events/new').type('form').send(typed)
      expect([answer.status, answer.headers['location']]).toEqual([303, `/cs/organiser/events/${slug}/settings`])
    }
    const taken = await agent
      .post('/cs/organiser/events/new')
      .type('form')
      .send({ ...typed, slug: 'zhave-novinky-z-kraje' })
    expect(taken.status).toBe(422)
    expect(await world.db('events').first('publishedAt', 'startsAt', 'endsLocal')).toEqual({
      publishedAt: null,
      startsAt: new Date('2027-05-12T07:00:00Z'),
      endsLocal: '2027-05-12T16:00:00',
    })
  })

  it('may be a satellite within the dates of its parent', async () => {
    const event = await aDraft()
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const page = await agent.get('/cs/organiser/events/new?parent=clusters-meet-regions')
    expect(page.text).toContain('value="2027-09-15"')
    const satellite = {
      ...typed,
      parent: 'clusters-meet-regions',
      timeZone: 'Europe/Sofia',
      startDate: '2027-09-15',
      endDate: '2027-09-15',
    }
    const outside = await agent
      .post('/cs/organiser/events/new')
      .type('form')
      .send({ ...satellite, endDate: '2027-09-18' })
    expect(outside.status).toBe(422)
    expect(outside.text.replaceAll('\u00a0', ' ')).toContain('Doprovodná akce musí být v termínu hlavní akce')
    expect((await agent.post('/cs/organiser/events/new').type('form').send(satellite)).status).toBe(303)
    expect(await listSatellites(world.db, event.id)).toMatchObject([{ slug: 'zhave-novinky-z-kraje' }])
    expect((await agent.get(path)).text).toContain('zhave-novinky-z-kraje')
  })

  it('is for organisers of an organisation; another one’s is no choice', async () => {
    const { doorStaff, attendee, stranger } = await world.people()
    for (const person of [doorStaff, attendee]) {
      expect((await (await world.as(person)).get('/cs/organiser/events/new')).status).toBe(403)
    }
    const agent = await world.as(stranger)
    expect((await agent.post('/cs/organiser/events/new').type('form').send(typed)).status).toBe(422)
    expect((await world.agent().get('/cs/organiser/events/new')).status).toBe(303)
    expect(await world.db('events').first()).toBeUndefined()
  })
})

describe('a series', () => {
  it('is made, edited by its organisers alone, and chosen for an event', async () => {
    const event = await aDraft()
    const { owner, stranger } = await world.people()
    const agent = await world.as(owner)
    const typed = { organisation: 'icuk', 'name.cs': 'Clusters meet Regions', 'name.en': '', plannedEditions: '15' }
    const made = await agent.post('/cs/organiser/series/new').type('form').send(typed)
    expect(made.headers['location']).toBe('/cs/organiser/series/clusters-meet-regions')
    expect((await agent.get('/cs/organiser/series/clusters-meet-regions')).status).toBe(200)
    expect((await (await world.as(stranger)).get('/cs/organiser/series/clusters-meet-regions')).status).toBe(404)
    const refused = await agent
      .post('/cs/organiser/series/new')
      .type('form')
      .send({ ...typed, plannedEditions: 'patnáct' })
    expect(refused.status).toBe(422)
    await save({ series: 'clusters-meet-regions', edition: '9' })
    expect(await findEvent(world.db, event.id)).toMatchObject({ edition: 9, calendarSequence: 0 })
    expect((await findEvent(world.db, event.id))?.seriesId).not.toBeNull()
  })
})
