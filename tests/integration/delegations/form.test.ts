import { beforeEach, describe, expect, it } from '@jest/globals'
import { only } from '../../../src/core/database.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createDelegation, delegationFormOf, delegationLinkOf } from '../../factories/delegations.ts'
import { createPublished } from '../../factories/events.ts'
import { createCategory, createRegistration } from '../../factories/registration.ts'
import { changeSettings } from '../../factories/registration-depth.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const path = '/cs/events/clusters-meet-regions/registration/delegation'
const post = (fields: Record<string, string>) => world.agent().post(path).type('form').send(fields)

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event)
  await changeSettings(world.db, event, { takesDelegations: true, largestDelegation: 4 })
})

const people = () => world.db('registrations').whereNotNull('delegationId').orderBy('id')

describe('the form of a delegation', () => {
  it('is there only where delegations are taken', async () => {
    expect((await world.agent().get(path)).status).toBe(200)
    await changeSettings(world.db, event, { takesDelegations: false })
    expect((await world.agent().get(path)).status).toBe(404)
    expect((await post(delegationFormOf(category, ['a']))).status).toBe(404)
    expect((await world.agent().get(`${path}/done`)).status).toBe(404)
  })

  it('says so when nobody registers now', async () => {
    world.at('2030-01-01T00:00:00Z')
    const answer = await world.agent().get(path)
    expect(answer.text).toContain('Delegaci teď registrovat nejde')
    expect((await post(delegationFormOf(category, ['a']))).status).toBe(409)
  })

  it('registers everybody, writes to each and sends the contact the link', async () => {
    const answer = await post(delegationFormOf(category, ['jan', 'eva', 'ota']))
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe(`${path}/done`)
    const registered = await people()
    expect(registered.map(({ email, status }) => [email, status])).toEqual([
      ['jan@example.org', 'confirmed'],
      ['eva@example.org', 'confirmed'],
      ['ota@example.org', 'confirmed'],
    ])
    expect(
      registered.every(({ organisation, country }) => organisation === 'Klastr nanotechnologií' && country === 'CZ'),
    ).toBe(true)
    const consents = await world.db('consents')
    expect(consents).toHaveLength(3)
    expect(consents[0]?.textShown).toContain('Potvrzuji')
    await world.runJobs()
    const mails = await world.db('mails').orderBy('id')
    expect(mails.filter(({ kind }) => kind === 'registration-confirmed')).toHaveLength(3)
    const contact = only(mails.filter(({ kind }) => kind === 'delegation-registered'))
    expect(contact.toAddress).toBe('kontakt@example.org')
    const delegation = only(await world.db('delegations'))
    expect(contact.content?.text).toContain(delegationLinkOf(world.services, delegation))
    // What somebody typed is not sent to addresses nobody checked (SEC-35).
    expect(contact.content?.text).not.toContain('Klastr nanotechnologií')
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('answers the same form sent twice with the same, once', async () => {
    const fields = delegationFormOf(category, ['jan', 'eva'])
    const answers = await Promise.all([post(fields), post(fields), post(fields)])
    expect(answers.map(({ headers }) => headers['location'])).toEqual([`${path}/done`, `${path}/done`, `${path}/done`])
    expect(await world.db('delegations')).toHaveLength(1)
    expect(await people()).toHaveLength(2)
    expect(await world.db('mails').where({ kind: 'delegation-registered' })).toHaveLength(1)
  })

  it('does not tell who was registered before, and leaves them as they are', async () => {
    const { registration } = await createRegistration(world.db, category, 'znama')
    const [known, unknown] = [
      await post(delegationFormOf(category, ['znama', 'nova'])),
      await post(delegationFormOf(category, ['treti', 'ctvrta'], { contactEmail: 'jiny@example.org' })),
    ]
    expect([known.status, known.headers['location'], known.text]).toEqual([
      unknown.status,
      unknown.headers['location'],
      unknown.text,
    ])
    const after = only(await world.db('registrations').where({ id: registration.id }))
    expect(after).toEqual(registration)
    expect(await world.db('mails').where({ kind: 'registration-exists' })).toHaveLength(1)
  })

  it('is all or nothing: where there is no place for one there is none for anybody', async () => {
    const small = await createCategory(world.db, event, { title: 'Řečník', capacity: 2, hasWaitingList: false })
    const answer = await post(delegationFormOf(small, ['jan', 'eva', 'ota']))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Pro celou delegaci')
    expect(answer.text).toContain('jan@example.org')
    expect(await world.db('registrations')).toEqual([])
    expect(await world.db('delegations')).toEqual([])
    expect(await world.db('mails')).toEqual([])
    expect((await post(delegationFormOf(small, ['jan', 'eva']))).status).toBe(303)
  })

  it('lets those who wait together wait together, and each on their own otherwise', async () => {
    const small = await createCategory(world.db, event, { title: 'Řečník', capacity: 2 })
    await post(delegationFormOf(small, ['a', 'b', 'c'], { waits: 'together' }))
    expect((await people()).map(({ status }) => status)).toEqual(['waiting', 'waiting', 'waiting'])
    await post(delegationFormOf(small, ['d', 'e', 'f'], { contactEmail: 'jiny@example.org' }))
    expect((await people()).map(({ status }) => status).slice(3)).toEqual(['confirmed', 'confirmed', 'waiting'])
    expect(await findDisagreements(world.db)).toEqual([])
  })

  it('adds and removes rows without losing what was typed', async () => {
    const fields = delegationFormOf(category, ['jan', 'eva'], { participation: '' })
    const more = await post({ ...fields, rows: 'person.add' })
    expect(more.status).toBe(200)
    expect(more.text).toContain('name="person.2.email"')
    expect(more.text).toContain('value="eva@example.org"')
    expect(more.text).toContain('Marie Králová')
    const less = await post({ ...fields, rows: 'person.remove.0' })
    expect(less.text).not.toContain('jan@example.org')
    expect(less.text).toContain('id="person.0.email" name="person.0.email" value="eva@example.org"')
    const four = await post({ ...delegationFormOf(category, ['a', 'b', 'c', 'd']), rows: 'person.add' })
    expect(four.text).not.toContain('person.4.email')
    expect(four.text).toContain('jedna delegace mít nemůže')
    expect(await world.db('registrations')).toEqual([])
  })

  it('complains at the row that is wrong and forgets empty ones', async () => {
    const answer = await post({
      ...delegationFormOf(category, ['jan', 'jan']),
      'person.2.email': '',
      'person.2.givenName': '',
      'person.3.givenName': 'Bez příjmení',
      contactEmail: 'nic',
      participation: '',
    })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('href="#contactEmail"')
    expect(answer.text).toContain('href="#participation"')
    expect(answer.text).toContain('href="#person.2.familyName"')
    expect(answer.text).not.toContain('person.3.')
    const twice = await post(delegationFormOf(category, ['jan', 'jan']))
    expect(twice.status).toBe(422)
    expect(twice.text).toContain('href="#person.1.email"')
    const nobody = await post(delegationFormOf(category, []))
    expect(nobody.status).toBe(422)
    expect(nobody.text).toContain('href="#person.0.givenName"')
  })

  it('takes no more people than it says, whatever is sent', async () => {
    await post(delegationFormOf(category, ['a', 'b', 'c', 'd', 'e', 'f']))
    expect(await people()).toHaveLength(4)
  })

  it('shows hostile text as text, in the list and nowhere in mails', async () => {
    const hostile = '<script>alert(1)</script>"\'{{7*7}}'
    const answer = await post({
      ...delegationFormOf(category, ['jan'], { organisation: hostile, contactName: 'http://evil.example/ a' }),
      'person.0.familyName': hostile,
    })
    expect(answer.status).toBe(303)
    const delegation = only(await world.db('delegations'))
    const list = await world.agent().get(delegationLinkOf(world.services, delegation))
    expect(list.text).not.toContain('<script>alert')
    expect(list.text).toContain('&lt;script&gt;')
    await world.runJobs()
    const mail = only(await world.db('mails').where({ kind: 'delegation-registered' }))
    expect(mail.toName).toBe('')
    expect(mail.content?.html).not.toContain('alert(1)')
  })

  it('lets a program that fills in everything believe it succeeded', async () => {
    const answer = await post(delegationFormOf(category, ['jan'], { website: 'http://spam.example' }))
    expect(answer.status).toBe(303)
    expect(await world.db('delegations')).toEqual([])
  })

  it('is exact when several delegations want the last places', async () => {
    const small = await createCategory(world.db, event, { title: 'Řečník', capacity: 7, hasWaitingList: false })
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        createDelegation(world.db, event, small, [`x${n}a`, `x${n}b`, `x${n}c`], {
          contactEmail: `k${n}@example.org`,
        }).catch(() => ({ outcome: { kind: 'refused' } })),
      ),
    )
    expect(answers.filter(({ outcome }) => outcome.kind === 'registered')).toHaveLength(2)
    expect(await people()).toHaveLength(6)
    expect(await world.db('delegations')).toHaveLength(2)
    expect(await findDisagreements(world.db)).toEqual([])
  })
})

describe('the lost link', () => {
  const link = '/cs/events/clusters-meet-regions/registration/link'

  it('of a delegation is sent to its contact; the page says the same to everybody', async () => {
    await createDelegation(world.db, event, category, ['jan'])
    await world.runJobs()
    const ask = (email: string) => world.agent().post(link).type('form').send({ email })
    const answers = [await ask('KONTAKT@example.org'), await ask('nikdo@example.org')]
    expect(answers.map(({ status, headers }) => [status, headers['location']])).toEqual([
      [303, `${link}?sent=yes`],
      [303, `${link}?sent=yes`],
    ])
    expect(await world.db('mails').where({ kind: 'delegation-registered' })).toHaveLength(2)
  })
})
