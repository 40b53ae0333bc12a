import { beforeEach, describe, expect, it } from '@jest/globals'
import type { EventRow } from '../../../src/features/events/types.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import { system } from '../../../src/core/actor.ts'
import { addMinutes, now } from '../../../src/core/time.ts'
import { editCategory } from '../../../src/features/registration/actions/categories.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createDraft, createPublished } from '../../factories/events.ts'
import { aRequest, createCategory, createRegistration, formOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { visitor } from '../../../src/core/actor.ts'

const world = useWorld()
let event: EventRow
let category: CategoryRow
const path = '/cs/events/clusters-meet-regions/registration'

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation })
  category = await createCategory(world.db, event, { capacity: 2 })
})

const post = (fields: Record<string, string>) => world.agent().post(path).type('form').send(fields)
const mails = async (address: string) => {
  const found = await world.db('mails').where({ toAddress: address }).orderBy('id')
  return found.map(({ kind }) => kind)
}

describe('the registration form', () => {
  it('states the places of a single category, and is the same bytes for everybody, without a cookie', async () => {
    const first = await world.agent().get(path)
    const second = await world.agent().get(path)
    expect(first.status).toBe(200)
    expect(first.text).toBe(second.text)
    expect(first.headers['set-cookie']).toBeUndefined()
    expect(first.headers['cache-control']).toBe('public, no-cache')
    expect(first.text).toContain('zbývají 2\u00a0místa')
    expect(first.text).not.toContain('type="radio"')
    const again = await world.agent().get(path).set('If-None-Match', String(first.headers['etag']))
    expect(again.status).toBe(304)
  })

  it('offers several categories as a choice and preselects the one of the address', async () => {
    const speaker = await createCategory(world.db, event, { title: 'Řečník', needsApproval: true })
    const page = await world.agent().get(`${path}?category=${speaker.reference}`)
    expect(page.text).toMatch(new RegExp(`value="${speaker.reference}" checked`))
    expect(page.text).toContain('na schválení')
    const english = await world.agent().get(path.replace('/cs/', '/en/'))
    expect(english.text).toContain('Řečník (en)')
  })

  it.each([
    ['place', {}, 'registration-confirmed'],
    ['approval', { needsApproval: true }, 'registration-applied'],
    ['waiting&position=1', { capacity: 0 }, 'registration-waiting'],
  ])('answers %s with 303 to a page without a name and the right mail', async (state, changes, kind) => {
    const input = { ...category, capacity: 2, ...changes }
    await editCategory(world.db, system, { category, input })
    const answer = await post(formOf(category, 'jana'))
    expect(answer.status).toBe(303)
    expect(answer.headers['location']).toBe(`${path}/done?state=${state}`)
    const done = await world.agent().get(String(answer.headers['location']))
    expect(done.status).toBe(200)
    const english = `${path.replace('/cs/', '/en/')}/done?state=${state}`
    expect(done.text).toContain(`href="${english.replaceAll('&', '&amp;')}"`)
    expect(done.text).not.toContain('Jana')
    expect(await mails('jana@example.org')).toEqual([kind])
  })

  it('does not reveal an address that is registered: same answer, another mail, once an hour', async () => {
    const first = await post(formOf(category, 'jana'))
    const second = await post(formOf(category, 'JANA', { givenName: 'Někdo', email: 'JANA@example.org' }))
    const third = await post(formOf(category, 'jana', { givenName: 'Jiný' }))
    expect([second.status, second.headers['location'], second.text]).toEqual([
      first.status,
      first.headers['location'],
      first.text,
    ])
    expect(third.headers['location']).toBe(first.headers['location'])
    expect(await world.db('registrations')).toHaveLength(1)
    expect(await mails('jana@example.org')).toEqual(['registration-confirmed', 'registration-exists'])
  })

  it('takes a double submission for one', async () => {
    const sent = [post(formOf(category, 'jana')), post(formOf(category, 'jana')), post(formOf(category, 'jana'))]
    const answers = await Promise.all(sent)
    expect(new Set(answers.map(({ headers }) => headers['location']))).toEqual(new Set([`${path}/done?state=place`]))
    expect(await mails('jana@example.org')).toEqual(['registration-confirmed'])
    await register(world.db, visitor, aRequest(category, 'druhy'))
    const later = await post(formOf(category, 'jana'))
    expect(later.headers['location']).toBe(`${path}/done?state=place`)
  })

  it('says the same twice to whoever got the last place, and that it is full to everybody else', async () => {
    const { organisation } = await world.people()
    const small = await createPublished(world.db, { organisation, slug: 'posledni' })
    const last = await createCategory(world.db, small, { capacity: 1, hasWaitingList: false })
    const send = (fields: Record<string, string>) =>
      world.agent().post(path.replace('clusters-meet-regions', 'posledni')).type('form').send(fields)
    const answers = [await send(formOf(last, 'jana')), await send(formOf(last, 'jana'))]
    for (const { status, headers } of answers)
      expect([status, headers['location']]).toEqual([303, expect.stringContaining('done?state=place')])
    expect((await send(formOf(last, 'jana', { givenName: 'Jiná' }))).status).toBe(409)
    expect((await send(formOf(last, 'karel'))).status).toBe(409)
    expect((await send({})).status).toBe(409)
    expect(await mails('jana@example.org')).toEqual(['registration-confirmed'])
  })

  it.each([
    [{ email: 'ucastnik.example.org' }, 'email', 'Napište celou e-mailovou adresu'],
    [{ email: '' }, 'email', 'Vyplňte toto pole'],
    [{ givenName: '  ' }, 'givenName', 'Vyplňte toto pole'],
    [{ familyName: 'x'.repeat(10_000) }, 'familyName', 'Zkraťte text'],
    [{ access: 'x'.repeat(10_000) }, 'access', 'Zkraťte text'],
    [{ country: 'XX' }, 'country', 'Vyberte zemi'],
    [{ dietary: 'rocks' }, 'dietary', 'Vyberte jednu'],
    [{ participation: '' }, 'participation', 'Bez tohoto souhlasu'],
  ])('refuses %j with the field, the reason and what was typed', async (wrong, field, reason) => {
    const answer = await post(formOf(category, 'jana', { organisation: 'Kraj <b>', ...wrong }))
    expect(answer.status).toBe(422)
    const text = answer.text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
    expect(text).toMatch(/<title>Chyba: /)
    expect(text).toContain(`href="#${field}"`)
    expect(text).toContain(reason)
    expect(text).toContain('value="Kraj &lt;b&gt;"')
    expect(answer.headers['cache-control']).toContain('no-store')
    expect(await world.db('registrations')).toHaveLength(0)
  })

  it('refuses a scalar sent twice, an unknown category, control characters stay out', async () => {
    const twice = await world.agent().post(path).type('form').send('email=a@example.org&email=b@example.org')
    expect(twice.status).toBe(422)
    await createCategory(world.db, event, { title: 'Druhá' })
    expect((await post(formOf({ reference: 'NICNENI1' }, 'jana'))).status).toBe(422)
    await post(formOf(category, 'jana', { givenName: 'Ja\u0000na\u202e', familyName: 'Nova\u0301' }))
    const [row] = await world.db('registrations')
    expect([row?.givenName, row?.familyName]).toEqual(['Jana', 'Nová'])
  })

  it('lets programs think they succeeded', async () => {
    const answer = await post(formOf(category, 'robot', { website: 'https://spam.example' }))
    expect(answer.headers['location']).toBe(`${path}/done?state=place`)
    expect(await world.db('registrations')).toHaveLength(0)
  })

  it.each([
    ['not yet open', { opensAt: new Date('2027-09-01T00:00:00Z') }, 'ještě není otevřená'],
    ['closed', { closesAt: new Date('2020-09-01T00:00:00Z') }, 'je uzavřená'],
    ['full without a waiting list', { capacity: 0, hasWaitingList: false }, 'místa jsou obsazená'],
  ])('shows a friendly page when it is %s, and answers 409 to a form', async (_name, changes, words) => {
    await editCategory(world.db, system, { category, input: { ...category, capacity: 2, ...changes } })
    for (const answer of [await world.agent().get(path), await post(formOf(category, 'jana'))]) {
      expect(answer.text.replaceAll('\u00a0', ' ')).toContain(words)
    }
    expect((await world.agent().get(path)).status).toBe(200)
    expect((await post(formOf(category, 'jana'))).status).toBe(409)
  })

  it('keeps what was typed when one of several categories went full meanwhile', async () => {
    const small = await createCategory(world.db, event, { title: 'Malá', capacity: 1, hasWaitingList: false })
    await createRegistration(world.db, small, 'prvni')
    const answer = await post(formOf(small, 'druhy', { organisation: 'Zachovaná organizace' }))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Zachovaná organizace')
    expect(answer.text).toContain('href="#category"')
  })

  it('says of a category that is closed, or not yet open, just that', async () => {
    const past = await createCategory(world.db, event, { title: 'Dřív', closesAt: addMinutes(now(), -1) })
    const future = await createCategory(world.db, event, { title: 'Potom', opensAt: addMinutes(now(), 60) })
    const answers = [await post(formOf(past, 'jana')), await post(formOf(future, 'jana'))]
    expect(answers.map(({ status }) => status)).toEqual([409, 409])
    expect(answers.map(({ text }) => /už skončila|ještě nezačala/.exec(text.replaceAll('\u00a0', ' '))?.[0])).toEqual([
      'už skončila',
      'ještě nezačala',
    ])
    expect(await world.db('registrations')).toHaveLength(0)
  })

  it('is closed for a cancelled event and absent for a draft', async () => {
    const { organisation } = await world.people()
    await createDraft(world.db, { organisation, slug: 'koncept' })
    expect((await world.agent().get('/cs/events/koncept/registration')).status).toBe(404)
    await cancelEvent(world.db, system, { event, note: { cs: 'Není místo.' } })
    expect((await post(formOf(category, 'jana'))).status).toBe(409)
    expect((await world.agent().get(path)).text).toContain('Akce se nekoná')
  })

  it('asks the database the same number of times at 1 and at 1,000 registrations', async () => {
    await createRegistration(world.db, category, 'prvni')
    const few = await world.queries(() => world.agent().get(path))
    for (let start = 0; start < 1_000; start += 200) {
      await Promise.all(
        Array.from({ length: 200 }, (_, i) => register(world.db, visitor, aRequest(category, `x${start + i}`))),
      )
    }
    const many = await world.queries(() => world.agent().get(path))
    // The event, its offer, its questions, and what stands around the form.
    expect(few.count).toBe(4)
    // What organisers wrote is remembered; the places that are left are looked at.
    expect(many.count).toBe(2)
  }, 60_000)

  it('refuses other methods, other types and other sites', async () => {
    expect((await world.agent().delete(path)).status).toBe(405)
    expect((await world.agent().post(path).send({ email: 'a' })).status).toBe(415)
    const foreign = await world.agent().post(path).set('Sec-Fetch-Site', 'cross-site').type('form').send({})
    expect(foreign.status).toBe(403)
    expect((await post(formOf(category, 'a', { access: 'x'.repeat(70_000) }))).status).toBe(413)
  })
})

describe('the lost link', () => {
  const linkPath = `${path}/link`
  const ask = (email: string) => world.agent().post(linkPath).type('form').send({ email })

  it('answers the same for known and unknown addresses and mails the known one', async () => {
    await createRegistration(world.db, category, 'jana')
    const known = await ask('Jana@Example.org')
    const unknown = await ask('nikdo@example.org')
    expect([known.status, known.headers['location'], known.text]).toEqual([
      unknown.status,
      unknown.headers['location'],
      unknown.text,
    ])
    expect((await world.agent().get(String(known.headers['location']))).text).toContain('odkaz je na cestě')
    expect(await mails('jana@example.org')).toEqual(['registration-confirmed', 'registration-link'])
    expect((await ask('neadresa')).status).toBe(422)
  })
})
