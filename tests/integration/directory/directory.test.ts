import { describe, expect, it } from '@jest/globals'
import { system } from '../../../src/core/actor.ts'
import { saveProgramme } from '../../../src/features/directory/actions.ts'
import {
  findOrganisation,
  findProject,
  findPublicity,
  listOrganisations,
  listProjects,
  listPublicity,
} from '../../../src/features/directory/queries.ts'
import { createOrganisation, createUser } from '../../factories/accounts.ts'
import { createProgramme, createProject } from '../../factories/directory.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()

const typed = {
  organisation: 'icuk',
  'name.cs': 'Podpora a rozvoj inovačního prostředí v Ústeckém kraji II',
  'name.en': '',
  acronym: '',
  state: 'running',
  currency: 'CZK',
  budget: '12 345,50',
  euContribution: '10 000',
  startsOn: '1. 1. 2020',
  endsOn: '2022-12-31',
  'partner.0.name': 'Ústecký kraj',
  'partner.0.country': 'CZ',
  'partner.0.web': 'https://www.kr-ustecky.cz/',
  'partner.0.isLead': 'yes',
  'partner.1.name': '',
  'partner.1.country': '',
  'partner.2.name': 'ICUK',
  'partner.2.country': 'CZ',
  'document.0.cs': 'Tisková zpráva',
  'document.0.url': 'https://example.org/tz.pdf',
}

async function anAdministrator() {
  const person = await createUser(world.db, { name: 'Správce', isAdministrator: true })
  return world.as(person)
}

describe('the projects of an organisation', () => {
  it('are for its organisers; for everybody else they do not exist', async () => {
    const { owner, doorStaff, stranger, attendee, organisation } = await world.people()
    await createProject(world.db, organisation)
    const page = '/cs/organiser/projects/chemclust'
    expect((await (await world.as(owner)).get(page)).status).toBe(200)
    expect((await (await world.as(owner)).get('/en/organiser/projects')).text).toContain('ChemClust')
    for (const other of [doorStaff, stranger, attendee]) {
      const agent = await world.as(other)
      expect((await agent.get(page)).status).toBe(404)
      expect((await agent.post(page).type('form').send(typed)).status).toBe(404)
      expect((await agent.get('/cs/organiser/projects')).text).not.toContain('ChemClust')
      expect((await agent.post('/cs/organiser/projects/new').type('form').send(typed)).status).toBe(422)
    }
    expect((await world.agent().get(page)).headers['location']).toBe(`/cs/sign-in?next=${encodeURIComponent(page)}`)
  })

  it('are made by a form with partners and documents, and edited by the same', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent.post('/cs/organiser/projects/new').type('form').send(typed)
    const path = '/cs/organiser/projects/podpora-a-rozvoj-inovacniho-prostredi-v-usteckem-kraji-ii'
    expect([answer.status, answer.headers['location']]).toEqual([303, path])
    const details = await findProject(world.db, path.split('/').at(-1) ?? '')
    expect(details?.project).toMatchObject({
      budgetCents: 1_234_550,
      euContributionCents: 1_000_000,
      startsOn: '2020-01-01',
    })
    expect(details?.partners.map(({ name, position, isLead }) => ({ name, position, isLead }))).toEqual([
      { name: 'Ústecký kraj', position: 1, isLead: true },
      { name: 'ICUK', position: 2, isLead: false },
    ])
    expect(details?.documents).toEqual([{ title: { cs: 'Tisková zpráva', en: '' }, url: 'https://example.org/tz.pdf' }])
    expect((await agent.get(path)).text).toContain('value="12345.50"')
    await agent
      .post(path)
      .type('form')
      .send({ ...typed, 'partner.0.name': '', 'partner.0.country': '', 'partner.0.web': '', 'partner.0.isLead': '' })
    expect((await findProject(world.db, path.split('/').at(-1) ?? ''))?.partners.map(one => one.name)).toEqual(['ICUK'])
  })

  it.each([
    [{ 'name.cs': '' }, 'Vyplňte aspoň jeden jazyk'],
    [{ endsOn: '2019-01-01' }, 'Konec je dřív než začátek'],
    [{ budget: 'mnoho' }, 'Napište částku číslicemi'],
    [{ euContribution: '99 999' }, 'větší než celý rozpočet'],
    [{ programme: 'neznamy' }, 'Tato možnost tu není'],
    [{ web: 'javascript:alert(1)' }, 'Napište celou adresu webu'],
    [{ 'partner.2.country': '' }, 'Vyberte zemi'],
    [{ 'name.cs': 'a'.repeat(10_000) }, 'nejvýše 300'],
  ])('refuse %j and keep the rest', async (changes, reason) => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent
      .post('/cs/organiser/projects/new')
      .type('form')
      .send({ ...typed, ...changes })
    expect(answer.status).toBe(422)
    expect(answer.text.replaceAll('\u00a0', ' ')).toContain(reason)
    expect(answer.text).toContain('value="https://example.org/tz.pdf"')
    expect(answer.text).toContain('value="ICUK"')
    expect(await world.db('projects').first()).toBeUndefined()
  })

  it('get another row for a partner without saving', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const answer = await agent
      .post('/cs/organiser/projects/new')
      .type('form')
      .send({ ...typed, rows: 'partner.add' })
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('name="partner.3.name"')
    expect(await world.db('projects').first()).toBeUndefined()
  })

  it('keep script as text', async () => {
    const { owner } = await world.people()
    const agent = await world.as(owner)
    const script = '<script>alert(1)</script>'
    const answer = await agent
      .post('/cs/organiser/projects/new')
      .type('form')
      .send({
        ...typed,
        'name.cs': script,
        acronym: script,
        'description.cs': script,
        'contact.cs': script,
        'partner.0.name': script,
        'document.0.cs': script,
      })
    const page = await agent.get(answer.headers['location'] ?? '')
    expect(page.status).toBe(200)
    expect(page.text).not.toContain(script)
    expect((await agent.get('/cs/organiser/projects')).text).not.toContain(script)
  })
})

describe('organisations', () => {
  it('are edited by their organisers', async () => {
    const { owner, stranger, doorStaff } = await world.people()
    const agent = await world.as(owner)
    const page = '/cs/organiser/organisations/icuk'
    const changes = {
      'name.cs': 'ICUK',
      'name.en': 'ICUK',
      kind: 'agency',
      country: 'CZ',
      city: 'Ústí nad Labem',
      web: 'https://icuk.cz',
    }
    expect((await agent.get(page)).status).toBe(200)
    expect((await agent.post(page).type('form').send(changes)).status).toBe(303)
    expect((await findOrganisation(world.db, 'icuk'))?.organisation).toMatchObject({
      name: { cs: 'ICUK', en: 'ICUK' },
      kind: 'agency',
    })
    const refused = await agent
      .post(page)
      .type('form')
      .send({ ...changes, web: 'icuk', city: 'Zůstane' })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('value="Zůstane"')
    for (const other of [stranger, doorStaff]) expect((await (await world.as(other)).get(page)).status).toBe(404)
    expect((await agent.get('/cs/organiser/organisations/new')).status).toBe(403)
    expect((await agent.get('/cs/organiser/organisations')).text).not.toContain('Cizí klastr')
  })

  it('are added by administrators', async () => {
    const agent = await anAdministrator()
    const made = await agent
      .post('/cs/organiser/organisations/new')
      .type('form')
      .send({ 'name.cs': 'Klastr Ř', 'name.en': '', kind: 'cluster' })
    expect([made.status, made.headers['location']]).toEqual([303, '/cs/organiser/organisations/klastr-r'])
  })

  it('are found without diacritics and case, words in any order', async () => {
    await world.people()
    await createOrganisation(world.db, { slug: 'ruzicka', name: 'Růžičkův klastr 100%' })
    const found = async (search: string) => (await listOrganisations(world.db, { search })).map(one => one.slug)
    expect(await found('RUZICK')).toEqual(['ruzicka'])
    expect(await found('klastr růžičk')).toEqual(['ruzicka'])
    expect(await found('100%')).toEqual(['ruzicka'])
    expect(await found('%')).toEqual(['ruzicka'])
    expect(await found('klastr')).toEqual(['cizi-klastr', 'ruzicka'])
  })

  it('name their projects and the events the world may see', async () => {
    const { organisation } = await world.people()
    const project = await createProject(world.db, organisation)
    await createPublished(world.db, { organisation, slug: 'videt', projectId: project.id })
    await createDraft(world.db, { organisation, slug: 'nevidet', projectId: project.id })
    const details = await findOrganisation(world.db, 'icuk')
    expect(details?.events).toEqual([
      {
        slug: 'videt',
        title: { cs: 'Clusters meet Regions Burgas', en: 'Clusters meet Regions Burgas' },
        hue: 220,
        city: { cs: 'Burgas', en: 'Burgas' },
        country: 'BG',
        startsLocal: '2027-09-15T09:00:00',
        endsLocal: '2027-09-17T13:00:00',
        isCancelled: false,
        role: 'host',
      },
    ])
    expect(details?.projects.map(one => one.slug)).toEqual(['chemclust'])
    const page = await findProject(world.db, 'chemclust')
    expect(page?.events.map(event => event.slug)).toEqual(['videt'])
    expect(page?.project.startsOn).toBe('2010-01-01')
    expect(page?.project.createdAt).toBeInstanceOf(Date)
  })
})

describe('the list of projects', () => {
  it('is searched and narrowed, with statistics over what was found', async () => {
    const { organisation } = await world.people()
    await createProject(world.db, organisation)
    await createProject(world.db, organisation, { acronym: 'ECOS4IN', name: { cs: 'Průmysl 4.0' }, state: 'running' })
    await createProject(world.db, organisation, { acronym: 'Ne', state: 'rejected' })
    const all = await listProjects(world.db)
    expect(all.projects.map(project => project.acronym)).toEqual(
      ['ECOS4IN', 'ChemClust', 'Ne'].sort((a, b) => a.localeCompare(b, 'cs')),
    )
    expect(all.statistics).toMatchObject({ total: 3, states: { running: 1, closed: 1, rejected: 1 } })
    expect((await listProjects(world.db, { search: 'prumysl' })).projects.map(one => one.acronym)).toEqual(['ECOS4IN'])
    const closed = await listProjects(world.db, { state: 'closed' })
    expect([closed.projects.length, closed.statistics.total]).toEqual([1, 3])
    const { count } = await world.queries(() => listProjects(world.db))
    expect(count).toBe(1)
  })
})

describe('publicity', () => {
  it('is the funder’s exact sentence in the language of the page, one strip for each project', async () => {
    const { organisation } = await world.people()
    const opvvv = await createProgramme(world.db)
    const norway = await createProgramme(world.db, {
      name: { cs: 'Norské fondy' },
      showsEuEmblem: false,
      statement: { en: 'Supported by Norway Grants 2014–2021.' },
      disclaimer: { en: 'Content is ours.' },
      logos: [],
    })
    const first = await createProject(world.db, organisation, { programmeId: opvvv.id })
    const second = await createProject(world.db, organisation, { programmeId: norway.id, acronym: 'Green' })
    const bare = await createProject(world.db, organisation, { acronym: 'Bez' })
    expect(await listPublicity(world.db, [second.id, first.id, bare.id], 'cs')).toEqual([
      {
        emblem: false,
        statement: 'Supported by Norway Grants 2014–2021.',
        lang: 'en',
        disclaimer: 'Content is ours.',
        logos: [],
        projectName: 'ChemClust',
        registrationNumber: '0123R4',
      },
      {
        emblem: true,
        statement: 'Evropská unie, Evropské strukturální a\u00a0investiční fondy',
        lang: undefined,
        disclaimer: undefined,
        logos: [{ label: 'Ministerstvo školství, mládeže a tělovýchovy' }],
        projectName: 'ChemClust',
        registrationNumber: '0123R4',
      },
    ])
    expect(await findPublicity(world.db, undefined, 'cs')).toEqual([])
    expect(await findPublicity(world.db, bare.id, 'cs')).toEqual([])
  })

  it('never puts the EU emblem beside Norway Grants, whichever way it is asked', async () => {
    const programme = await createProgramme(world.db, { name: { cs: 'Norské fondy' }, showsEuEmblem: false })
    const input = { ...programme, showsEuEmblem: true }
    const { id: _id, slug: _slug, createdAt: _created, updatedAt: _updated, ...changed } = input
    expect(await saveProgramme(world.db, system, { programme, input: changed })).toEqual({ kind: 'emblem-refused' })
    const agent = await anAdministrator()
    const answer = await agent
      .post('/cs/organiser/programmes/norske-fondy')
      .type('form')
      .send({ 'name.cs': 'Norské fondy', 'statement.cs': 'Podpořeno z Norských fondů.', showsEuEmblem: 'yes' })
    expect(answer.status).toBe(422)
    expect(answer.text.replaceAll('\u00a0', ' ')).toContain('Norské fondy a Fondy EHP nejsou penězi Evropské unie')
    expect((await world.db('programmes').first())?.showsEuEmblem).toBe(false)
  })

  it('is written by administrators and read by organisers', async () => {
    const { owner, attendee } = await world.people()
    await createProgramme(world.db, { name: { cs: 'Interreg IVC' } })
    const agent = await world.as(owner)
    expect((await agent.get('/cs/organiser/programmes')).text).toContain('Interreg')
    for (const person of [owner, attendee]) {
      const one = await world.as(person)
      expect((await one.get('/cs/organiser/programmes/interreg-ivc')).status).toBe(403)
      expect((await one.post('/cs/organiser/programmes/new').type('form').send({ 'name.cs': 'X' })).status).toBe(403)
    }
    const administrator = await anAdministrator()
    expect((await administrator.get('/en/organiser/programmes/interreg-ivc')).status).toBe(200)
    const changes = {
      'name.cs': 'Interreg IVC',
      'name.en': 'Interreg IVC',
      'statement.cs': 'Spolufinancováno EU.',
      showsEuEmblem: 'yes',
    }
    expect((await administrator.post('/cs/organiser/programmes/interreg-ivc').type('form').send(changes)).status).toBe(
      303,
    )
    const saved = await world.db('programmes').first()
    expect(saved).toMatchObject({
      statement: { cs: 'Spolufinancováno EU.' },
      logos: [{ label: 'Ministerstvo školství, mládeže a tělovýchovy' }],
    })
  })
})
