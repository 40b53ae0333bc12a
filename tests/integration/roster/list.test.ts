import { beforeEach, describe, expect, it } from '@jest/globals'
import { visitor } from '../../../src/core/actor.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { addNote } from '../../../src/features/registration/actions/notes.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { tagRegistrations } from '../../../src/features/registration/actions/tags.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { createCode, createPart } from '../../factories/registration-depth.ts'
import { aRequest, createCategory, createRegistration, findByEmail } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const list = '/cs/organiser/events/clusters-meet-regions/registrations'
const evil = '<script>alert(1)</script>'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, mode: 'hybrid' })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const owner = async () => world.as((await world.people()).owner)
const get = async (query: string) => (await (await owner()).get(`${list}?${query}`)).text
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
const rowNames = (html: string) => [...html.matchAll(/<th scope="row"><a[^>]*>([^<]+)</g)].map(([, name]) => name)
const families = async (query: string) => rowNames(await get(query)).map(name => name?.replace('Jana ', ''))
const idOf = async (who: string) => (await findByEmail(world.db, event.id, `${who}@example.org`)).id

describe('who may see registrations', () => {
  it('gives each of the four what is theirs', async () => {
    const needs = { dietary: 'vegan', access: 'Vozík u vchodu' } as const
    const { registration } = await createRegistration(world.db, category, 'jana', { needs })
    const { owner: whole, doorStaff, stranger, attendee } = await world.people()
    const one = `${list}/${registration.reference}`
    const paths = [
      list,
      one,
      `${list}/exports`,
      `${list}/views`,
      `${list}/needs`,
      `${list}/new`,
      `${list}/bulk?deed=tag`,
    ]
    const ask = async (person: typeof whole) => {
      const agent = await world.as(person)
      const answers = []
      for (const path of paths) answers.push((await agent.get(path)).status)
      return answers
    }
    expect(await ask(whole)).toEqual(paths.map(() => 200))
    expect(await ask(doorStaff)).toEqual([200, 403, 403, 403, 403, 403, 403])
    expect(await ask(stranger)).toEqual(paths.map(() => 404))
    expect(await ask(attendee)).toEqual(paths.map(() => 404))
    const nobody = await world.agent().get(list)
    expect([nobody.status, nobody.headers['location']]).toEqual([303, expect.stringContaining('/cs/sign-in')])
  })

  it('shows the door name, organisation, category and state, and finds nobody by anything else', async () => {
    await createRegistration(world.db, category, 'jana')
    const [id] = [await idOf('jana')]
    await tagRegistrations(world.db, visitor, { eventId: event.id, registrationIds: [id], tag: 'VIP' })
    const agent = await world.as((await world.people()).doorStaff)
    const page = await agent.get(list)
    expect(page.text).toContain('Jana Nováková jana')
    expect(page.text).not.toMatch(/jana@example|exports|VIP|name="columns"|name="registration"/)
    expect((await agent.get(`${list}?q=jana@example.org`)).text).toContain('nic neodpovídá')
    expect((await agent.get(`${list}?q=novakova`)).text).toContain('Jana Nováková jana')
    for (const probe of ['tag=NIKDO', 'country=PL', 'columns=email,tags', 'code=X', 'note=yes', 'delegation=any']) {
      const { text } = await agent.get(`${list}?${probe}`)
      expect(text).toContain('Jana Nováková jana')
      expect(text).not.toMatch(/jana@example|VIP/)
    }
  })

  it('shows needs to organisers on the page of one, and in counts, never in the table', async () => {
    const needs = { dietary: 'vegan', access: 'Kanárek Vozík' } as const
    const { registration } = await createRegistration(world.db, category, 'jana', { needs })
    const agent = await owner()
    expect((await agent.get(`${list}/${registration.reference}`)).text).toContain('Kanárek')
    expect((await agent.get(`${list}/needs`)).text).toContain('Kanárek')
    expect((await agent.get(list)).text).not.toContain('Kanárek')
    expect(await families('q=kanarek')).toEqual([])
  })
})

describe('the table', () => {
  it('searches without diacritics, filters and sorts by the address', async () => {
    const other = await createCategory(world.db, event, { title: 'Řečník' })
    await createRegistration(world.db, category, 'a', { familyName: 'Čáp', organisation: 'Město Děčín' })
    await createRegistration(world.db, other, 'b', { familyName: 'Dvořák', organisation: '100% klastr' })
    await createRegistration(world.db, category, 'c', { familyName: 'Chalupa' })
    await createRegistration(world.db, category, 'd', { familyName: 'Hora' })
    expect(await families('q=cap+decin')).toEqual(['Čáp'])
    expect(await families('q=doc.+Ing.+Čáp,+Ph.D.')).toEqual(['Čáp'])
    expect(await families('q=100%25')).toEqual(['Dvořák'])
    expect(await families('sort=name')).toEqual(['Čáp', 'Dvořák', 'Hora', 'Chalupa'])
    expect(await families('sort=name&direction=descending')).toEqual(['Chalupa', 'Hora', 'Dvořák', 'Čáp'])
    expect(await families('status=waiting')).toEqual(['Hora'])
    expect(await families('status=waiting&status=cancelled')).toEqual(['Hora'])
    expect(await families(`category=${other.reference}`)).toEqual(['Dvořák'])
    expect(await families(`category=${other.reference}&category=${category.reference}&sort=name`)).toHaveLength(4)
    expect(await families('q=nikdo')).toEqual([])
    expect(await families("q=%25'--&status=zzz&sort=;drop&after=1e9&since=31.2.")).toEqual([])
    expect(plain(await get(''))).toContain('3 potvrzené, 1 čekající, 0 ke schválení, 0 zrušených')
  })

  it('composes filters: parts with their state, options, answers, tags, codes, notes, attendance, country, language', async () => {
    const room = await createQuestion(world.db, event, 'one_choice', { title: 'Pokoj', choices: ['Jedno', 'Dvou'] })
    const flight = await createQuestion(world.db, event, 'yes_no', { title: 'Letadlem' })
    const part = await createPart(world.db, event, { capacity: 1 })
    const big = await createCategory(world.db, event, { title: 'Velká', capacity: 90 })
    await createCode(world.db, event, 'FIRMA')
    const [single, double] = room.options
    const answers = (option: string, yes: boolean) => [
      { questionId: room.id, value: [option], isSensitive: false },
      { questionId: flight.id, value: yes, isSensitive: false },
    ]
    const more = { answers: answers(single?.reference ?? '', true), partIds: [part.id] }
    await createRegistration(world.db, big, 'a', { ...more, country: 'PL', attendance: 'online' })
    await createRegistration(world.db, big, 'b', { ...more, answers: answers(double?.reference ?? '', true) })
    await createRegistration(world.db, big, 'c', { answers: answers(double?.reference ?? '', false), locale: 'en' })
    const ids = [await idOf('a'), await idOf('b')]
    await tagRegistrations(world.db, visitor, { eventId: event.id, registrationIds: ids, tag: 'VIP hosté' })
    await addNote(world.db, visitor, { registration: { id: await idOf('b'), eventId: event.id }, body: 'Volá' })
    const who = async (query: string) => (await families(`${query}&sort=name`)).map(name => name?.slice(-1)).join('')
    expect(await who(`part=${part.reference}`)).toBe('ab')
    expect(await who(`part=${part.reference}&partState=waiting`)).toBe('b')
    expect(await who(`answer=${room.reference}.${double?.reference}`)).toBe('bc')
    expect(await who(`answer=${room.reference}.${double?.reference}&answer=${flight.reference}.yes`)).toBe('b')
    expect(await who(`answer=${flight.reference}.no`)).toBe('c')
    expect(await who('tag=VIP+host%C3%A9')).toBe('ab')
    expect(await who('tag=VIP+host%C3%A9&attendance=online')).toBe('a')
    expect(await who('note=yes')).toBe('b')
    expect(await who('country=PL&country=SK')).toBe('a')
    expect(await who('language=en')).toBe('c')
    expect(await who('code=*')).toBe('')
    expect(await who('since=2090-01-01')).toBe('')
    expect(await who('delegation=none')).toBe('abc')
    const chips = await get(`tag=VIP+host%C3%A9&part=${part.reference}&partState=waiting`)
    expect(plain(chips)).toContain('Štítky: VIP hosté')
    expect(plain(chips)).toContain('Místo v části: čeká')
  })

  it('keeps what is sensitive out of filters and columns', async () => {
    const room = await createQuestion(world.db, event, 'one_choice', { choices: ['A', 'B'], isSensitive: true })
    const [option] = room.options
    const answers = [{ questionId: room.id, value: [option?.reference ?? ''], isSensitive: true }]
    await createRegistration(world.db, category, 'a', { answers })
    expect(await families(`answer=${room.reference}.${option?.reference}`)).toEqual([])
    const page = await get(`columns=organisation,q.${room.reference}`)
    expect(page).not.toMatch(/value="q\.|<thead>.*Otázka|id="f-answer/)
  })

  it('shows the columns that were chosen, in their order, escaped', async () => {
    const question = await createQuestion(world.db, event, 'short_text', { title: 'Číslo letu' })
    const part = await createPart(world.db, event, { title: 'Dílna' })
    const answers = [{ questionId: question.id, value: evil, isSensitive: false }]
    await createRegistration(world.db, category, 'a', { answers, partIds: [part.id] })
    const page = await get(`columns=email,q.${question.reference},p.${part.reference},tags,nonsense`)
    const head = /<thead>.*?<\/thead>/s.exec(page)?.[0] ?? ''
    expect(
      [...head.matchAll(/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, label]) => plain(label ?? '')),
    ).toEqual(['Účastník', 'E-mail', 'Číslo letu', 'Dílna', 'Štítky'])
    expect(page).toContain('&lt;script&gt;')
    expect(page).not.toContain(evil)
    expect(plain(page)).toContain('má místo')
  })
})

describe('pages', () => {
  it('turn forwards and back over equal names without a gap or a repeat', async () => {
    const wide = await createCategory(world.db, event, { title: 'Velká', capacity: 500 })
    const requests = Array.from({ length: 130 }, (_, i) =>
      aRequest(wide, `p${i}`, { familyName: i % 2 ? 'Čáp' : 'Hora' }),
    )
    await Promise.all(requests.map(request => register(world.db, visitor, request)))
    for (const sort of ['name', 'changed', 'status', 'category', 'organisation', 'created']) {
      const seen: string[] = []
      const pages: string[][] = []
      let query: string | undefined = `sort=${sort}`
      let last = ''
      while (query !== undefined) {
        last = await get(query)
        const references = [...last.matchAll(/name="registration" value="([^"]+)"/g)].map(
          ([, reference]) => reference ?? '',
        )
        pages.push(references)
        seen.push(...references)
        query = /href="[^"?]*\?([^"]*)" rel="next"/.exec(last)?.[1]?.replaceAll('&amp;', '&')
      }
      expect(pages.map(page => page.length)).toEqual([50, 50, 30])
      expect(new Set(seen).size).toBe(130)
      const back = /href="[^"?]*\?([^"]*)" rel="prev"/.exec(last)?.[1]?.replaceAll('&amp;', '&') ?? ''
      expect(back).not.toMatch(/%C[34]|%40|nova|example/)
      const before = await get(back)
      expect([...before.matchAll(/name="registration" value="([^"]+)"/g)].map(([, reference]) => reference)).toEqual(
        pages[1],
      )
    }
  }, 60_000)

  it('keeps markup inert and asks as often at 1 as at 1,000 rows, 50 on a page', async () => {
    await createRegistration(world.db, category, 'jana', { givenName: evil, organisation: evil })
    const agent = await owner()
    const few = await world.queries(() => agent.get(list))
    await Promise.all(Array.from({ length: 999 }, (_, i) => register(world.db, visitor, aRequest(category, `x${i}`))))
    const many = await world.queries(() => agent.get(list))
    expect(few.result.text).toContain('&lt;script&gt;')
    expect(few.result.text).not.toContain(evil)
    expect(many.result.text.match(/<th scope="row">/g)).toHaveLength(50)
    expect(many.result.text).toContain('rel="next"')
    expect(many.count).toBe(few.count)
    expect(many.statements.join('\n')).not.toMatch(/\boffset [1-9$]|count\(\*\) over/)
  }, 60_000)

  it('ignore a cursor that is nobody, and one of another event', async () => {
    await createRegistration(world.db, category, 'jana')
    const { otherOrganisation } = await world.people()
    const foreign = await createPublished(world.db, { organisation: otherOrganisation, slug: 'cizi' })
    const { registration } = await createRegistration(world.db, await createCategory(world.db, foreign), 'cizi')
    for (const cursor of [
      'after=QQQQQQQQ',
      `after=${registration.reference}`,
      'before=1;drop',
      'after=AAAA.99999999999999999999',
    ])
      expect(await families(cursor)).toEqual(['Nováková jana'])
  })
})

describe('saved views', () => {
  it('keep the canonical query under a name, are links, are renamed and removed', async () => {
    await createRegistration(world.db, category, 'jana')
    const agent = await owner()
    const save = (name: string, query: string) => agent.post(`${list}/views`).type('form').send({ name, query })
    const saved = await save(
      'Čekající',
      'status=waiting&nonsense=1&after=ABCD&columns=organisation,country,category,status,changed',
    )
    expect([saved.status, saved.headers['location']]).toEqual([303, `${list}?status=waiting`])
    const page = (await agent.get(list)).text
    expect(page).toContain(`href="${list}?status=waiting"`)
    const taken = await save('Čekající', 'q=x')
    expect(taken.status).toBe(422)
    expect(plain(taken.text)).toContain('Pohled s tímto názvem už je')
    expect((await save(evil, 'q=x')).status).toBe(303)
    expect((await agent.get(list)).text).not.toContain(evil)
    const [view] = await world.db('registrationViews').where({ name: 'Čekající' })
    const path = `${list}/views/${view?.reference}`
    expect((await agent.post(path).type('form').send({ name: '' })).status).toBe(422)
    expect((await agent.post(path).type('form').send({ name: 'Ve frontě' })).status).toBe(303)
    expect(plain((await agent.get(`${list}/views`)).text)).toContain('Ve frontě')
    expect((await agent.post(`${path}/remove`)).status).toBe(303)
    expect((await agent.post(`${path}/remove`)).status).toBe(404)
    const { stranger } = await world.people()
    const other = await world.db('registrationViews').first()
    const foreign = await (await world.as(stranger))
      .post(`${list}/views/${other?.reference}`)
      .type('form')
      .send({ name: 'x' })
    expect(foreign.status).toBe(404)
  })
})
