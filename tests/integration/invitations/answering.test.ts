import { beforeEach, describe, expect, it } from '@jest/globals'
import { system, visitor } from '../../../src/core/actor.ts'
import { only } from '../../../src/core/database.ts'
import { cancelEvent } from '../../../src/features/events/actions/phases.ts'
import type { EventRow } from '../../../src/features/events/types.ts'
import { remind, withdrawInvitation } from '../../../src/features/invitations/actions/follow-up.ts'
import type { InvitationRow } from '../../../src/features/invitations/types.ts'
import { cancelRegistration } from '../../../src/features/registration/actions/decisions.ts'
import { register } from '../../../src/features/registration/actions/register.ts'
import { findDisagreements } from '../../../src/features/registration/queries/offers.ts'
import type { CategoryRow } from '../../../src/features/registration/types/places.ts'
import { createPublished } from '../../factories/events.ts'
import { createInvitation, invitationLink } from '../../factories/invitations.ts'
import { createQuestion } from '../../factories/questions.ts'
import { aRequest, createCategory, createRegistration, findByEmail, linkOf } from '../../factories/registration.ts'
import { useWorld } from '../../support/world.ts'

const world = useWorld()
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const plain = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
let event: EventRow
let guests: CategoryRow
let jana: InvitationRow

beforeEach(async () => {
  const { organisation } = await world.people()
  event = await createPublished(world.db, { organisation, slug: 'pozvani' })
  const closed = { opensAt: new Date('2027-09-01T00:00:00Z'), needsApproval: true, isHidden: true }
  guests = await createCategory(world.db, event, { title: 'Hosté', capacity: 1, hasWaitingList: false, ...closed })
  const message = 'Milí přátelé,\n\nstavte se.\nHostitelé'
  jana = await createInvitation(world.db, event, 'jana', { categoryId: guests.id, message })
})

const person = { titleBefore: '', givenName: 'Jana', familyName: 'Nováková', titleAfter: '', organisation: 'ICUK' }
const yes = { ...person, answer: 'yes', country: 'CZ', locale: 'cs', dietary: '', access: '', participation: 'yes' }
const link = (invitation = jana, locale: 'cs' | 'en' = 'cs') => invitationLink(world.services, invitation, locale)
const get = (path = link()) => world.agent().get(path)
const post = (fields: Record<string, string>, path = link()) => world.agent().post(path).type('form').send(fields)
const row = async (id = jana.id) => only(await world.db('invitations').where({ id }))

describe('the page of the invited', () => {
  it('asks, prefilled, in both languages, and is private', async () => {
    const page = await get()
    expect(page.status).toBe(200)
    expect(plain(page.text)).toContain('Osobní pozvánka: Jana Nováková jana')
    expect(page.text).toContain('value="Nováková jana"')
    expect(plain(page.text)).toContain('stavte se.\nHostitelé')
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(page.headers['set-cookie']).toBeUndefined()
    const english = await get(link(jana, 'en'))
    expect(english.text).toContain('You are invited')
    expect(english.text).toContain('lang="cs"')
  })

  it('changes nothing when it is opened but the log of the first opening by a person', async () => {
    const before = await row()
    await get().set('User-Agent', 'curl/8')
    await world.agent().head(link()).set('User-Agent', firefox)
    await get().set('User-Agent', firefox).set('Sec-Purpose', 'prefetch')
    expect(await row()).toEqual(before)
    world.at('2027-02-01T10:00:00Z')
    await get().set('User-Agent', firefox)
    const opened = { ...before, openedAt: new Date('2027-02-01T10:00:00Z') }
    expect(await row()).toEqual(opened)
    world.at('2027-02-02T10:00:00Z')
    await get().set('User-Agent', firefox)
    expect(await row()).toEqual(opened)
    expect(await world.db('auditEntries').where({ subjectKind: 'invitation' })).toEqual([])
  })

  it('is 404 for links that are forged, of another purpose or nobody’s, and 410 for replaced ones', async () => {
    const { tokens } = world.services
    const { registration } = await createRegistration(world.db, await createCategory(world.db, event), 'petr')
    const wrong = [
      link().slice(0, -1) + (link().endsWith('A') ? 'B' : 'A'),
      `/cs/invitations/${tokens.issue('registration', jana.reference, 0)}`,
      `/cs/invitations/${tokens.issue('invitation', registration.reference, 0)}`,
      `/cs/invitations/${tokens.issue('invitation', jana.reference, 7)}`,
      linkOf(world.services, registration).replace('/r/', '/invitations/'),
      '/cs/invitations/x',
      '/cs/invitations/%00',
    ]
    for (const path of wrong) expect((await get(path)).status).toBe(404)
    expect((await get(link().replace('/invitations/', '/r/'))).status).toBe(404)
    for (const path of wrong) expect((await post(yes, path)).status).toBe(404)
    await world.db('invitations').where({ id: jana.id }).update({ tokenVersion: 1 })
    expect((await get()).status).toBe(410)
    expect(await world.db('registrations').where({ email: jana.email })).toEqual([])
  })
})

describe('a yes', () => {
  it('registers, whatever opening times and approval say, and is answered in one transaction', async () => {
    const answer = await post(yes)
    expect([answer.status, answer.headers['location']]).toEqual([303, link()])
    const registration = await findByEmail(world.db, event.id, 'jana@example.org')
    expect(registration).toMatchObject({ status: 'confirmed', categoryId: guests.id, locale: 'cs' })
    expect(await row()).toMatchObject({ answer: 'yes', registrationId: registration.id })
    const page = await get()
    expect(page.text).toContain('Máte místo.')
    expect(page.text).toContain(linkOf(world.services, registration))
    expect(await world.db('mails').where({ kind: 'registration-confirmed' })).toHaveLength(1)
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('takes the address of the invitation, whatever is sent', async () => {
    await post({ ...yes, email: 'jiny@example.org', eventId: '1' })
    expect(await world.db('registrations').pluck('email')).toEqual(['jana@example.org'])
  })

  it('sent twice, and at once, registers once', async () => {
    await Promise.all([post(yes), post(yes), post(yes)])
    await post(yes)
    expect(await world.db('registrations')).toHaveLength(1)
    expect(await world.db('quotas').where({ categoryId: guests.id }).first('taken')).toEqual({ taken: 1 })
    expect(await world.db('auditEntries').where({ action: 'invitation.accepted' })).toHaveLength(1)
  })

  it('is refused with everything typed when something is wrong', async () => {
    const answer = await post({ ...yes, familyName: '', givenName: '<b>Jana</b>', participation: '' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('&lt;b&gt;Jana&lt;/b&gt;')
    expect(answer.text).toContain('Odpověď zatím nejde odeslat')
    expect(await row()).toMatchObject({ answer: null, registrationId: null })
  })

  it('says how, where the event is hybrid', async () => {
    await world.db('events').update({ mode: 'hybrid' })
    const unsaid = await post({ ...yes, participation: '' })
    expect(unsaid.status).toBe(422)
    expect(unsaid.text).toContain('href="#attendance"')
    expect((await post({ ...yes, attendance: 'both' })).status).toBe(422)
    expect((await post({ ...yes, attendance: 'online' })).status).toBe(303)
    expect(await world.db('registrations').pluck('attendance')).toEqual(['online'])
  })

  it('leaves the question open when the last place went, and says so', async () => {
    const petr = await createInvitation(world.db, event, 'petr', { categoryId: guests.id })
    const both = await Promise.all([post(yes), post(yes, link(petr))])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
    const answers = await world.db('invitations').orderBy('id').pluck('answer')
    expect(answers.filter(answer => answer === 'yes')).toHaveLength(1)
    const loser = answers[0] === 'yes' ? petr : jana
    const page = await get(link(loser))
    expect(page.text).toContain('Všechna místa jsou teď obsazená')
    expect(page.text).not.toContain('name="participation"')
    expect((await post({ answer: 'no' }, link(loser))).status).toBe(303)
    expect(await row(loser.id)).toMatchObject({ answer: 'no' })
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  })

  it('of somebody who is registered already is answered by that registration', async () => {
    const open = await createCategory(world.db, event, { title: 'Veřejnost' })
    const { registration } = await createRegistration(world.db, open, 'jana')
    expect((await post(yes)).status).toBe(303)
    expect(await row()).toMatchObject({ answer: 'yes', registrationId: registration.id })
    expect(await world.db('registrations')).toHaveLength(1)
  })

  it('asks again when the registration was cancelled since', async () => {
    await post(yes)
    const registration = await findByEmail(world.db, event.id, 'jana@example.org')
    await cancelRegistration(world.db, visitor, { registration })
    expect((await get()).text).toContain('Zveme vás')
    expect((await post(yes)).status).toBe(303)
    const again = await findByEmail(world.db, event.id, 'jana@example.org')
    expect(await row()).toMatchObject({ registrationId: again.id })
    expect(again.id).not.toBe(registration.id)
  })

  it('shows no link to a registration that somebody else took over', async () => {
    await post(yes)
    await world.db('registrations').update({ email: 'kolega@example.org' })
    const page = await get()
    expect(page.text).toContain('Máte místo.')
    expect(page.text).not.toContain('/cs/r/')
  })

  it('lets who was invited without a category choose a public one, and answers its questions', async () => {
    const open = await createCategory(world.db, event, { title: 'Veřejnost' })
    await createCategory(world.db, event, { title: 'Tisk' })
    const shirt = await createQuestion(world.db, event, 'one_choice', { choices: ['M', 'L'], isRequired: true })
    const petr = await createInvitation(world.db, event, 'petr')
    const page = await get(link(petr))
    expect(page.text).toContain('Veřejnost')
    expect(page.text).not.toContain('Hosté')
    const hidden = await post({ ...yes, category: guests.reference }, link(petr))
    expect(hidden.status).toBe(422)
    const size = shirt.options[0]?.reference ?? ''
    const chosen = { ...yes, category: open.reference, [`q.${shirt.reference}`]: size, asked: shirt.reference }
    expect((await post(chosen, link(petr))).status).toBe(303)
    expect(await world.db('answers').pluck('value')).toEqual([[size]])
  })

  it('says where they come from when places are counted by organisation', async () => {
    const counted = await createCategory(world.db, event, { title: 'Klastr', mostPerOrganisation: 1 })
    const petr = await createInvitation(world.db, event, 'petr', { categoryId: counted.id, organisation: '' })
    expect((await get(link(petr))).text).toMatch(/id="organisation"[^>]* required/)
    const nowhere = await post({ ...yes, organisation: '' }, link(petr))
    expect(nowhere.status).toBe(422)
    expect(plain(nowhere.text)).toContain('Napište, odkud jste.')
    expect((await post(yes, link(petr))).status).toBe(303)
  })
})

describe('a no', () => {
  it('registers nobody, needs no form, and can be taken back while the event is ahead', async () => {
    expect((await post({ answer: 'no' })).status).toBe(303)
    expect(await row()).toMatchObject({ answer: 'no', registrationId: null })
    const page = await get()
    expect(page.text).toContain('Děkujeme za odpověď.')
    expect(page.text).not.toContain('name="participation"')
    await post({ answer: 'no' })
    await post({ answer: 'undo' })
    expect(await row()).toMatchObject({ answer: null, answeredAt: null })
    expect((await post(yes)).status).toBe(303)
    expect(await row()).toMatchObject({ answer: 'yes' })
    await post({ answer: 'undo' })
    await post({ answer: 'no' })
    expect(await row()).toMatchObject({ answer: 'yes' })
  })
})

describe('when there is nothing to answer', () => {
  it('says that the invitation was withdrawn, and takes no answer', async () => {
    await withdrawInvitation(world.db, system, { invitation: jana })
    const page = await get()
    expect(page.status).toBe(410)
    expect(page.text).toContain('Tato pozvánka už neplatí')
    expect(page.text).not.toContain('stavte se')
    await post(yes)
    await post({ answer: 'no' })
    expect(await row()).toMatchObject({ answer: null })
    expect(await world.db('registrations')).toEqual([])
  })

  it('says that the event is over or cancelled', async () => {
    world.at('2027-10-01T10:00:00Z')
    const late = await get()
    expect(late.status).toBe(410)
    expect(late.text).toContain('Akce už proběhla')
    await post(yes)
    world.at('2027-02-01T10:00:00Z')
    await cancelEvent(world.db, system, { event, note: {} })
    const off = await get()
    expect(off.status).toBe(200)
    expect(off.text).toContain('Akce se nekoná')
    await post(yes)
    expect(await world.db('registrations')).toEqual([])
  })
})

describe('the mails', () => {
  const textOf = async (kind: string) => {
    await world.runJobs()
    const found = await world.db('mails').where({ kind }).orderBy('id', 'desc').limit(1)
    return only(found)
  }

  it('invite with the organiser’s words, the facts and the link', async () => {
    const mail = await textOf('invitation')
    expect(plain(mail.subject ?? '')).toBe('Pozvánka: Clusters meet Regions Burgas')
    expect(mail.toAddress).toBe('jana@example.org')
    expect(mail.content?.text).toContain(`${world.url}${link()}`)
    expect(plain(mail.content?.text ?? '')).toContain('Milí přátelé,')
    expect(plain(mail.content?.text ?? '')).toContain('15.')
    expect(mail.payload).toEqual({ invitation: jana.reference })
  })

  it('are safe with hostile words and names, in English too', async () => {
    const hostile = { givenName: 'www.zlo.example', familyName: 'X\r\nBcc: vsem@example.org', locale: 'en' as const }
    const message = '<script>alert(1)</script>\r\n.\r\nQUIT'
    await createInvitation(world.db, event, 'petr', { ...hostile, message })
    const mail = await textOf('invitation')
    expect(mail.toName).not.toMatch(/[\r\n]/)
    expect(mail.toName).not.toContain('zlo.example')
    expect(mail.content?.html).not.toContain('<script>alert')
    expect(mail.content?.html).toContain('&lt;script&gt;')
    expect(mail.content?.text).toContain('You are invited.')
  })

  it('remind who has not answered, and nobody else', async () => {
    world.at('2027-02-01T10:00:00Z')
    await createInvitation(world.db, event, 'petr')
    await world.db('invitations').update({ sentAt: new Date('2027-01-01T10:00:00Z') })
    await post({ answer: 'no' })
    expect(await remind(world.db, system, { event, expected: 1 })).toEqual({ kind: 'reminded', count: 1 })
    const mail = await textOf('invitation-reminder')
    expect(mail.toAddress).toBe('petr@example.org')
    expect(plain(mail.content?.text ?? '')).toContain('Zatím nemáme vaši odpověď.')
  })

  it('are dropped when they no longer make sense', async () => {
    await withdrawInvitation(world.db, system, { invitation: jana })
    const mail = await textOf('invitation')
    expect(mail.droppedAt).not.toBeNull()
  })
})

describe('a rush of invited people', () => {
  it('takes exactly as many as there are places', async () => {
    const small = await createCategory(world.db, event, { title: 'Malá', capacity: 5, hasWaitingList: false })
    const people = []
    for (let index = 0; index < 15; index++)
      people.push(await createInvitation(world.db, event, `p${index}`, { categoryId: small.id }))
    const publicly = Array.from({ length: 5 }, (_, index) =>
      register(world.db, visitor, aRequest(small, `verejnost${index}`)),
    )
    await Promise.all([...people.map(one => post(yes, link(one))), ...publicly])
    expect(await world.db('registrations').where({ categoryId: small.id, status: 'confirmed' })).toHaveLength(5)
    const answered = await world.db('invitations').where({ answer: 'yes' })
    const invited = await world.db('registrations').where('email', 'like', 'p%@example.org')
    expect(answered).toHaveLength(invited.length)
    expect(await findDisagreements(world.db, event.id)).toEqual([])
  }, 30_000)
})
