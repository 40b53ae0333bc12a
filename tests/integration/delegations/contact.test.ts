import { beforeEach, describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { addPerson, cancelDelegation } from '../../../src/features/delegations/actions.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { replacePerson } from '../../../src/features/registration/actions/replace.ts'
import { setOptionPlaces } from '../../../src/features/registration/actions/quotas.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import type { DelegationRow, RegistrationRow } from '../../../src/features/registration/types.ts'
import { createDelegation, delegationLinkOf } from '../../factories/delegations.ts'
import { createPublished } from '../../factories/events.ts'
import { createQuestion } from '../../factories/questions.ts'
import { aRequest, createCategory, createRegistration, linkOf } from '../../factories/registration.ts'
import { changeSettings } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
let delegation: DelegationRow
let link: string

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 3 })
  await changeSettings(world.db, event, { takesDelegations: true, largestDelegation: 4 })
  delegation = (await createDelegation(world.db, event, category, ['jan', 'eva'])).delegation
  link = delegationLinkOf(world.services, delegation)
})

const people = () => world.db('registrations').where({ delegationId: delegation.id }).orderBy('id')
const person = async (who: string) => only(await world.db('registrations').where({ email: `${who}@example.org` }))
const post = (path: string, fields: Record<string, string> = {}) =>
  world.agent().post(`${link}${path}`).type('form').send(fields)
const somebody = (who: string, more: Record<string, string> = {}) => ({
  titleBefore: '',
  givenName: 'Nová',
  familyName: 'Osoba',
  email: `${who}@example.org`,
  participation: 'yes',
  ...more,
})
const replacePath = ({ reference }: RegistrationRow) => `/people/${reference}/replace`
/** As a reader sees it. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')

describe('the link of a delegation', () => {
  it('opens the list of its people, in both languages, and says nothing to search engines', async () => {
    const page = await world.agent().get(link)
    expect(page.status).toBe(200)
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(page.headers['x-robots-tag']).toBe('noindex')
    expect(plain(page.text)).toContain('2 lidé, s místem 2.')
    expect(page.text).toContain('eva@example.org')
    const english = await world.agent().get(delegationLinkOf(world.services, delegation, 'en'))
    expect(plain(english.text)).toContain('2 people, 2 with a place.')
  })

  it('is no other link, and no other link is it', async () => {
    const jan = await person('jan')
    const { tokens } = world.services
    const other = (purpose: 'registration' | 'calendar' | 'ticket') => tokens.issue(purpose, delegation.reference, 0)
    for (const purpose of ['registration', 'calendar', 'ticket'] as const)
      expect((await world.agent().get(`/cs/delegations/${other(purpose)}`)).status).toBe(404)
    expect((await world.agent().get(`/cs/delegations/${linkOf(world.services, jan).slice(6)}`)).status).toBe(404)
    expect((await world.agent().get(link.replace('/delegations/', '/r/'))).status).toBe(404)
    expect((await world.agent().get(`${link}x`)).status).toBe(404)
    expect((await world.agent().get(`/cs/delegations/${tokens.issue('delegation', jan.reference, 0)}`)).status).toBe(
      404,
    )
  })

  it('ends thirty days after the event, and when it was replaced', async () => {
    await world.db('delegations').where({ id: delegation.id }).update({ tokenVersion: 1 })
    expect((await world.agent().get(link)).status).toBe(410)
    await world.db('delegations').where({ id: delegation.id }).update({ tokenVersion: 0 })
    world.at('2027-10-16T00:00:00Z')
    expect((await world.agent().get(link)).status).toBe(200)
    world.at('2027-10-18T00:00:00Z')
    expect((await world.agent().get(link)).status).toBe(410)
  })

  it('does not reach people of others', async () => {
    const { registration } = await createRegistration(world.db, category, 'cizi')
    for (const deed of ['replace', 'cancel']) {
      const path = `/people/${registration.reference}/${deed}`
      expect((await world.agent().get(`${link}${path}`)).status).toBe(404)
      expect((await post(path, somebody('x', { version: '0' }))).status).toBe(404)
    }
    expect((await person('cizi')).status).toBe('confirmed')
  })

  it('asks the same of the database for two people and for many', async () => {
    await createQuestion(world.db, event, 'short_text', { isRequired: true })
    const few = await world.queries(() => world.agent().get(link))
    await changeSettings(world.db, event, { takesDelegations: true, largestDelegation: 50 })
    const many = Array.from({ length: 30 }, (_, n) => `mnoho${n}`)
    const large = await createDelegation(world.db, event, category, many, { contactEmail: 'velka@example.org' })
    const more = await world.queries(() => world.agent().get(delegationLinkOf(world.services, large.delegation)))
    expect(more.result.text).toContain('mnoho29@example.org')
    expect(more.count).toBe(few.count)
  })
})

describe('who has not answered yet', () => {
  it('is said, but not what the others answered', async () => {
    const question = await createQuestion(world.db, event, 'short_text', {
      title: 'Alergie',
      isRequired: true,
      isSensitive: true,
    })
    await createQuestion(world.db, event, 'short_text', {
      isRequired: true,
      categoryIds: [(await createCategory(world.db, event, { title: 'Jiná' })).id],
    })
    const jan = await person('jan')
    await world
      .db('sensitiveAnswers')
      .insert({ registrationId: jan.id, questionId: question.id, value: JSON.stringify('Ořechy') })
    const { text } = await world.agent().get(link)
    expect(text.split('Chybí odpovědi</span>')).toHaveLength(2)
    expect(text).not.toContain('Ořechy')
  })
})

describe('adding a person', () => {
  it('registers them in the delegation, writes to them and tells no more than that', async () => {
    const answer = await post('/add', somebody('nova'))
    expect(answer.headers['location']).toBe(`${link}?done=added`)
    const nova = await person('nova')
    expect([nova.delegationId, nova.status, nova.organisation]).toEqual([
      delegation.id,
      'confirmed',
      delegation.organisation,
    ])
    await createRegistration(world.db, category, 'znama')
    const known = await post('/add', somebody('znama'))
    expect(known.headers['location']).toBe(`${link}?done=added`)
    expect((await person('znama')).delegationId).toBeNull()
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('queues them up when there is no place, and is refused when the category takes nobody', async () => {
    await createRegistration(world.db, category, 'posledni')
    await post('/add', somebody('ceka'))
    expect((await person('ceka')).status).toBe('waiting')
    const page = await world.agent().get(link)
    expect(plain(page.text)).toContain('Čeká, 1. v pořadí')
    world.at('2027-09-18T00:00:00Z')
    expect((await world.agent().get(`${link}/add`)).headers['location']).toBe(link)
    expect((await post('/add', somebody('pozde'))).headers['location']).toBe(link)
    expect(await world.db('registrations').where({ email: 'pozde@example.org' })).toEqual([])
  })

  it('keeps what was typed when something is wrong', async () => {
    const answer = await post('/add', somebody('nova', { participation: '', email: 'nova' }))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('value="Osoba"')
    expect(answer.text).toContain('href="#email"')
  })

  it('never makes a delegation larger than it may be, however many are added at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        addPerson(world.db, visitor, { delegation, request: aRequest(category, `dalsi${n}`) }),
      ),
    )
    expect(outcomes.filter(({ kind }) => kind === 'added')).toHaveLength(2)
    expect(outcomes.filter(({ kind }) => kind === 'too-large')).toHaveLength(4)
    expect(await people()).toHaveLength(4)
    expect((await world.agent().get(link)).text).not.toContain(`${link}/add`)
  })

  it('gives the last place to one of two contacts', async () => {
    const tight = await createCategory(world.db, event, { title: 'Řečník', capacity: 1, hasWaitingList: false })
    const other = (await createDelegation(world.db, event, category, ['ota'], { contactEmail: 'druhy@example.org' }))
      .delegation
    const outcomes = await Promise.all([
      addPerson(world.db, visitor, { delegation, request: aRequest(tight, 'prvni') }),
      addPerson(world.db, visitor, { delegation: other, request: aRequest(tight, 'druha') }),
    ])
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['added', 'refused'])
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

describe('replacing a person', () => {
  it('keeps the place and nothing of the former person', async () => {
    const counted = await createQuestion(world.db, event, 'one_choice', { title: 'Menu', choices: ['Kuře', 'Houby'] })
    const job = await createQuestion(world.db, event, 'short_text', { title: 'Pozice' })
    const allergy = await createQuestion(world.db, event, 'short_text', { title: 'Alergie', isSensitive: true })
    const option = counted.options[0]
    if (option === undefined) throw new Error('no option')
    await setOptionPlaces(world.db, system, { eventId: event.id, optionId: option.id, capacity: 5 })
    await register(world.db, visitor, {
      ...aRequest(category, 'stara'),
      needs: { dietary: 'vegan', access: 'rampa' },
      answers: [
        { questionId: counted.id, value: option.reference, isSensitive: false },
        { questionId: job.id, value: 'ředitelka', isSensitive: false },
        { questionId: allergy.id, value: 'ořechy', isSensitive: true },
      ],
      optionIds: [option.id],
    })
    await world.db('registrations').where({ email: 'stara@example.org' }).update({ delegationId: delegation.id })
    await world.runJobs()
    const before = await person('stara')
    const oldLink = linkOf(world.services, before)
    const answer = await post(replacePath(before), somebody('nova', { version: '0' }))
    expect(answer.headers['location']).toBe(`${link}?done=replaced`)
    const after = await person('nova')
    expect([after.id, after.reference, after.status, after.createdAt]).toEqual([
      before.id,
      before.reference,
      'confirmed',
      before.createdAt,
    ])
    expect([after.personVersion, after.tokenVersion, after.calendarTokenVersion, after.calendarSequence]).toEqual([
      1, 1, 1, 0,
    ])
    expect(after.calendarUid).not.toBe(before.calendarUid)
    expect((await world.agent().get(oldLink)).status).toBe(410)
    expect(await world.db('registrationNeeds').where({ registrationId: after.id })).toEqual([])
    expect(await world.db('sensitiveAnswers').where({ registrationId: after.id })).toEqual([])
    expect((await world.db('answers').where({ registrationId: after.id })).map(({ questionId }) => questionId)).toEqual(
      [counted.id],
    )
    expect(await world.db('signUps').where({ registrationId: after.id, status: 'confirmed' })).toHaveLength(1)
    const consents = await world.db('consents').where({ registrationId: after.id }).orderBy('id')
    expect(consents.map(({ withdrawnAt }) => withdrawnAt !== null)).toEqual([true, false])
    expect(await findDisagreements(world.db)).toEqual([])
    const mails = await world.db('mails').where({ kind: 'registration-replaced' }).orderBy('id')
    expect(mails.map(({ toAddress, payload }) => [toAddress, payload])).toEqual([
      ['stara@example.org', { to: 'former' }],
      ['nova@example.org', { to: 'new' }],
    ])
    await world.runJobs()
    const [toFormer] = await world.db('mails').where({ kind: 'registration-replaced' }).orderBy('id')
    expect(toFormer?.content?.text ?? '').not.toContain(linkOf(world.services, after))
    expect(await world.db('auditEntries').where({ action: 'registration.replaced' })).toHaveLength(1)
  })

  it('keeps the rank of who waits', async () => {
    await createRegistration(world.db, category, 'treti')
    await post('/add', somebody('prvni'))
    await createRegistration(world.db, category, 'po')
    const before = await person('prvni')
    await post(replacePath(before), somebody('jina', { version: '0' }))
    const after = await person('jina')
    expect([after.status, after.queueNumber]).toEqual(['waiting', before.queueNumber])
  })

  it('is refused for an address that has a registration, a second click is the same, an older page is a conflict', async () => {
    const jan = await person('jan')
    const taken = await post(replacePath(jan), somebody('eva', { version: '0' }))
    expect(taken.status).toBe(422)
    expect(taken.text).toContain('href="#email"')
    const twice = await Promise.all([
      post(replacePath(jan), somebody('nova', { version: '0' })),
      post(replacePath(jan), somebody('nova', { version: '0' })),
    ])
    expect(twice.map(({ headers }) => headers['location'])).toEqual([`${link}?done=replaced`, `${link}?done=replaced`])
    expect(await world.db('mails').where({ kind: 'registration-replaced' })).toHaveLength(2)
    expect((await post(replacePath(jan), somebody('jina', { version: '0' }))).status).toBe(409)
    expect((await person('nova')).personVersion).toBe(1)
  })

  it('lets one of two through who replace at once', async () => {
    const jan = await person('jan')
    const replace = (who: string) => {
      const { titleBefore, titleAfter, organisation, country, locale } = jan
      const put = { titleBefore, givenName: 'Nový', familyName: who, titleAfter, organisation, country, locale }
      return replacePerson(world.db, visitor, {
        registration: jan,
        event,
        person: { ...put, email: `${who}@example.org` },
        version: 0,
      })
    }
    const outcomes = await Promise.allSettled([replace('prvni'), replace('druha')])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const same = await Promise.all([
      replacePerson(world.db, visitor, await wish('eva', 'stejna', event)),
      replacePerson(world.db, visitor, await wish('prvni,druha', 'stejna', event)),
    ])
    expect(same.map(({ kind }) => kind).toSorted()).toEqual(['address-taken', 'replaced'])
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('does not pass the limit of an organisation', async () => {
    const limited = await createCategory(world.db, event, { title: 'Klastr', mostPerOrganisation: 1 })
    await createRegistration(world.db, limited, 'jedna', { organisation: 'ICUK' })
    const { registration } = await createRegistration(world.db, limited, 'druha', { organisation: 'UJEP' })
    const put = {
      titleBefore: '',
      givenName: 'A',
      familyName: 'B',
      titleAfter: '',
      country: 'CZ',
      locale: 'cs',
    } as const
    const replace = (organisation: string) =>
      replacePerson(world.db, visitor, {
        registration,
        event,
        person: { ...put, organisation, email: 'treti@example.org' },
      })
    expect(await replace('  icuk')).toEqual({ kind: 'organisation-full', most: 1 })
    expect(await replace('UJEP')).toEqual({ kind: 'replaced' })
  })

  it('is not done to who does not stand any more, nor after the event', async () => {
    const jan = await person('jan')
    await post(`/people/${jan.reference}/cancel`)
    const gone = await post(replacePath(jan), somebody('nova', { version: '0' }))
    expect(gone.headers['location']).toBe(`${link}?done=not-active`)
    world.at('2027-09-18T00:00:00Z')
    const late = await post(replacePath(await person('eva')), somebody('nova', { version: '0' }))
    expect(late.headers['location']).toBe(`${link}?done=not-active`)
  })
})

async function wish(email: string, who: string, of: EventRow) {
  const addresses = email.split(',').map(name => `${name}@example.org`)
  const registration = only(await world.db('registrations').whereIn('email', addresses))
  const { titleBefore, titleAfter, organisation, country, locale } = registration
  const put = { titleBefore, givenName: 'Nová', familyName: who, titleAfter, organisation, country, locale }
  return { registration, event: of, person: { ...put, email: `${who}@example.org` } }
}

describe('cancelling', () => {
  it('one person gives the place to the next and is told to be the contact’s deed', async () => {
    await createRegistration(world.db, category, 'treti')
    await createRegistration(world.db, category, 'ceka')
    const jan = await person('jan')
    expect((await world.agent().get(`${link}/people/${jan.reference}/cancel`)).status).toBe(200)
    const answer = await post(`/people/${jan.reference}/cancel`)
    expect(answer.headers['location']).toBe(`${link}?done=cancelled`)
    expect([(await person('jan')).closingReason, (await person('ceka')).status]).toEqual(['contact', 'confirmed'])
    const again = await post(`/people/${jan.reference}/cancel`)
    expect(again.headers['location']).toBe(`${link}?done=not-active`)
  })

  it('all ends all of them, and nobody of them is promoted on the way', async () => {
    await post('/add', somebody('treti'))
    await post('/add', somebody('ctvrta'))
    expect((await people()).map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'confirmed', 'waiting'])
    const { text } = await world.agent().get(`${link}/cancel`)
    expect(plain(text)).toContain('Odhlásíme 4 lidi')
    expect((await post('/cancel')).headers['location']).toBe(`${link}?done=all-cancelled`)
    expect((await people()).map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'cancelled'))
    expect(await world.db('mails').where({ kind: 'registration-promoted' })).toEqual([])
    expect((await post('/cancel')).headers['location']).toBe(`${link}?done=not-active`)
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('is exact when a person leaves at the same moment', async () => {
    const counts = await Promise.all([
      cancelDelegation(world.db, visitor, { delegation, event }),
      cancelDelegation(world.db, visitor, { delegation, event }),
      post(`/people/${(await person('jan')).reference}/cancel`),
    ])
    expect(counts[0] + counts[1]).toBeGreaterThanOrEqual(1)
    expect((await people()).every(({ status }) => status === 'cancelled')).toBe(true)
    expect(await findDisagreements(world.db)).toEqual([])
  })
})
